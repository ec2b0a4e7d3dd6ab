//! What every edition takes from a case: the parts of the filling that all forms have, and how findings are compared.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};
use xlcheck::facts::{Finding, Severity};
use xlcheck::form::{Form, Settings};
use xlcheck::layout::Layout;
use xlcheck::outcome::{Issuing, Judge, SubUnitsSaid, Unit, UnitValues, fill, issue_one};

/// The words of a value; none where it has none.
pub fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A cell of the cases: `'95分` is typed as text, an empty one is left blank.
fn typed(cell: &str) -> Option<Value> {
    match cell.strip_prefix('\'') {
        Some(text) => Some(json!({ "text": text })),
        None if cell.is_empty() => None,
        None => Some(json!(cell)),
    }
}

/// The cases of the domain.
pub fn cases() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/open-cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("read")).expect("JSON")
}

/// A form that is being filled in.
pub struct Filling(Map<String, Value>);

impl Filling {
    /// Fills a cell in.
    pub fn put(&mut self, table: &str, row: &str, field: &str, cell: &str) {
        if let Some(value) = typed(cell) {
            let rows = self.0.entry(table).or_insert_with(|| json!({}));
            let fields = rows.as_object_mut().expect("rows").entry(row).or_insert_with(|| json!({}));
            fields.as_object_mut().expect("fields").insert(field.to_owned(), value);
        }
    }

    /// The values that are filled in.
    pub fn values(self) -> UnitValues {
        serde_json::from_value(json!({ "values": self.0 })).expect("values")
    }

    /// What a case says of the sheets that all editions have.
    pub fn of_every_form(case: &Value, form: &Form, layout: &Layout) -> Self {
        let mut filling = Self(Map::new());
        let basic = &case["basic"];
        filling.put("封面", "", "报告日期", text(&case["report_date"]));
        for (field, key) in [("联系人", "contact"), ("联络电话", "phone"), ("人员编制", "est"), ("实有人数", "act")]
        {
            filling.put("基本概况", "", field, text(&basic[key]));
        }
        // The cases leave the duties out; an unremarkable text stands for them.
        let duties = match text(&basic["duties"]) {
            "" => "负责本行业公共服务的组织实施和日常管理，承担上级交办的其他工作。",
            duties => duties,
        };
        filling.prose("职能职责", duties);
        filling.prose("运行情况", text(&basic["ach"]));
        for (table, key) in [
            ("情况", "h11"),
            ("规模", "h12"),
            ("基本支出情况", "h21"),
            ("专项安排", "h221"),
            ("专项使用", "h222"),
            ("专项管理", "h223"),
            ("专项实施", "h3"),
            ("绩效情况", "h4"),
            ("主要问题", "h5"),
            ("改进措施", "h6"),
        ] {
            filling.prose(table, text(&case["nar"][key]));
        }
        for (k, task) in (1..).zip(basic["tasks"].as_array().into_iter().flatten()) {
            filling.put("年度任务", &format!("任务{k}"), "任务", text(task));
        }
        for (k, goal) in (1..).zip(case["goals"].as_array().into_iter().flatten()) {
            filling.put("定性目标", &format!("目标{k}"), "预期目标", text(&goal["expect"]));
            filling.put("定性目标", &format!("目标{k}"), "实际完成", text(&goal["done"]));
        }
        filling.people(case);
        filling.tables(case, form, layout);
        filling
    }

    fn prose(&mut self, table: &str, text: &str) {
        for (k, paragraph) in (1..).zip(text.lines().filter(|line| !line.trim().is_empty())) {
            self.put(table, &format!("段{k}"), "正文", paragraph);
        }
    }

    fn people(&mut self, case: &Value) {
        for (k, person) in (1..).zip(case["panel"].as_array().into_iter().flatten()) {
            for (field, value) in ["姓名", "职务职称", "单位"].into_iter().zip(person.as_array().expect("a person"))
            {
                self.put("评价人员", &format!("成员{k}"), field, text(value));
            }
        }
        for (field, key) in [
            ("评价组组长", "leader"),
            ("评价组签字日期", "d_panel"),
            ("单位负责人", "head"),
            ("单位签章日期", "d_unit"),
            ("填报人", "filler"),
            ("填报人电话", "fphone"),
        ] {
            self.put("签章", "", field, text(&case["sign"][key]));
        }
    }

    fn tables(&mut self, case: &Value, form: &Form, layout: &Layout) {
        for (table, key) in [("收入", "inc"), ("支出", "exp"), ("三公", "tp"), ("资产", "fa")] {
            let index = form.table(table).expect(table);
            let rows = case[key].as_array().expect("rows");
            for (row, planned) in layout.rows[index].iter().enumerate() {
                let Some(given) = rows.get(row) else {
                    // What a unit without sub-units writes over the paper form's placeholders.
                    if planned.label.contains("二级机构") && !planned.label.contains('{') {
                        self.put(table, &planned.id, "机构名称", "无");
                    }
                    continue;
                };
                for (field, cell) in form.tables[index].fields.iter().skip(1).zip(given[1].as_array().expect("cells")) {
                    self.put(table, &planned.id, &field.id, text(cell));
                }
            }
        }
    }
}

/// The sub-units by their names; placeholders are those of a unit of which the roster says nothing.
fn sub_units(case: &Value) -> SubUnitsSaid {
    let rows = case["inc"].as_array().expect("rows").iter().skip(2);
    let names: Vec<String> = rows.map(|row| text(&row[0])[2..].to_owned()).collect();
    if names.iter().all(|name| name.starts_with("二级机构")) {
        SubUnitsSaid::Unsaid
    } else {
        SubUnitsSaid::Named(names.into_iter().collect())
    }
}

/// What is found in the workbook of a case: issued, filled, changed on its way, judged.
pub fn findings(
    (form, judged_by): (&Form, Form),
    case: &Value,
    values: &dyn Fn(&Layout) -> UnitValues,
    on_its_way: &dyn Fn(Vec<u8>) -> Vec<u8>,
) -> Vec<Finding> {
    let unit = Unit {
        code: text(&case["code"]).to_owned(),
        name: text(&case["name"]).to_owned(),
        section: "综合股".to_owned(),
        sub_units: sub_units(case),
        projects: None,
        figures: BTreeMap::new(),
    };
    let settings = Settings::default();
    let deadline = text(&case["deadline"]).parse().ok();
    let year = i16::try_from(case["year"].as_i64().expect("a year")).expect("a year");
    let issuing = Issuing { form, year, deadline, password: None, settings: &settings };
    let received = text(&case["received"]).parse().expect("a day");
    let judge = Judge::new(vec![judged_by], Settings::default(), None, received);
    let blank = judge.judge("", issue_one(&issuing, &unit).expect("issued")).read.expect("a form");
    let filled = fill(form, &blank, &values(&blank.layout)).unwrap_or_else(|error| panic!("{error}"));
    judge.judge("", on_its_way(filled)).outcome.findings
}

/// What differs between findings and those that are expected, at the places that fit.
pub fn compared(
    mut found: Vec<Finding>,
    expected: &Value,
    fits: &dyn Fn(&Finding, &str) -> bool,
    may_be_absent: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut differences = Vec::new();
    for wanted in expected.as_array().expect("a list") {
        let (rule, location) = (text(&wanted["rule"]), text(&wanted["location"]));
        let severity = Severity::ALL.into_iter().find(|severity| severity.word() == text(&wanted["severity"]));
        let is_wanted =
            |finding: &Finding| finding.rule == rule && Some(finding.severity) == severity && fits(finding, location);
        match found.iter().position(is_wanted) {
            Some(position) => {
                found.remove(position);
            }
            None if may_be_absent(rule) => {}
            None => differences.push(format!("缺少 {rule} {} {location}", text(&wanted["severity"]))),
        }
    }
    let said = |finding: &Finding| format!("多出 {} {} {}", finding.key(), finding.severity.word(), finding.message);
    differences.extend(found.iter().map(said));
    differences
}
