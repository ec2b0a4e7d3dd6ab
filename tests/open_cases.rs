//! The open cases of the domain, each filled into the 2021 form: exactly the findings expected and no others.
//!
//! `tests/cases/open-cases.json` holds whole returns (`profiles`) and single changes to the clean one (`mutations`).
//! They were made for a form with more columns than the paper form of 2021 has; what that form cannot say is named
//! in [`absent`] and [`inherent`], each with its reason.

mod desk;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use xlcheck::facts::{Finding, Severity};
use xlcheck::form::{Form, Settings};
use xlcheck::outcome::{Issuing, Judge, SubUnitsSaid, Unit, UnitValues, fill, issue_one};

/// Expected findings that the paper form makes impossible, and why.
fn absent(rule: &str) -> Option<&'static str> {
    let reasons = [
        ("TXT-02", "headings are locked labels with their numerals"),
        ("IND-22", "a category and its rows are locked together"),
        ("HIS-", "the paper form has no column for budget or last year"),
        ("CAL-", "form C is no part of it"),
        ("SUM-10", "projects are listed in the text only"),
        ("SUM-1", "forms B, C and D are no part of it"),
        ("XTB-18", "form B is no part of it"),
        ("IND-02", "an indicator is one text with its target"),
        ("IND-04", "an indicator is one text with its unit"),
        ("IND-07", "there is no column for reasons"),
        ("IND-11", "there is no column for reasons"),
        ("SCO-05", "there is no block of budget execution"),
        ("SCO-07", "there are no columns for weight and score"),
        ("SCO-08", "there are no columns for weight and score"),
        ("SCO-09", "there are no columns for weight and score"),
        ("SCO-10", "there are no columns for weight and score"),
        ("SCO-17", "there are no columns for score and reason"),
    ];
    reasons.iter().find(|(prefix, _)| rule.starts_with(prefix)).map(|(_, reason)| *reason)
}

/// Findings that the cases do not expect because the paper form or the allowances of the cases bring them along.
fn inherent(rule: &str) -> Option<&'static str> {
    let always = [
        ("TYP-16", "no case exercises it: texts of the cases are shorter than units write"),
        ("XTB-16", "no case exercises it"),
        ("IND-20", "no case exercises it"),
        ("TXT-03", "no case exercises it"),
        ("TXT-20", "no case exercises it"),
        ("CMP-12", "no case exercises it"),
        ("CMP-07", "no case exercises it"),
    ];
    always.iter().find(|(known, _)| *known == rule).map(|(_, reason)| *reason)
}

/// Changes that the paper form cannot hold: without its target an indicator is a text without a figure (IND-06), and
/// last year's figures, which make a claim of change a true one, have no place in it (TXT-10).
const UNTELLABLE: [&str; 2] =
    ["道路巡查里程 target blank", "综述: “三公”经费支出总额较上年有所减少 (2.35 vs 2.60, true)"];

struct Desk {
    form: Form,
}

fn text(value: &Value) -> &str {
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

impl Desk {
    fn new() -> Self {
        Self { form: desk::form() }
    }

    /// The rules that a case breaks, each with the words of its place.
    fn findings(&self, case: &Value) -> Vec<Finding> {
        let unit = Unit {
            code: text(&case["code"]).to_owned(),
            name: text(&case["name"]).to_owned(),
            section: "综合股".to_owned(),
            sub_units: sub_units(case),
            figures: BTreeMap::new(),
        };
        let settings = Settings::default();
        let deadline = text(&case["deadline"]).parse().ok();
        let year = i16::try_from(case["year"].as_i64().expect("a year")).expect("a year");
        let issuing = Issuing { form: &self.form, year, deadline, password: None, settings: &settings };
        let received = text(&case["received"]).parse().expect("a day");
        let judge = Judge::new(vec![desk::form()], Settings::default(), None, received);
        let blank = judge.judge("", issue_one(&issuing, &unit).expect("issued")).read.expect("a form");
        let values = self.values(case, &blank.layout);
        let filled = fill(&self.form, &blank, &values).unwrap_or_else(|error| panic!("{error}"));
        judge.judge("", filled).outcome.findings
    }

    fn values(&self, case: &Value, layout: &xlcheck::layout::Layout) -> UnitValues {
        let mut tables = serde_json::Map::new();
        let mut put = |table: &str, row: &str, field: &str, value: Option<Value>| {
            if let Some(value) = value {
                let rows = tables.entry(table).or_insert_with(|| json!({}));
                let fields = rows.as_object_mut().expect("rows").entry(row).or_insert_with(|| json!({}));
                fields.as_object_mut().expect("fields").insert(field.to_owned(), value);
            }
        };
        let basic = &case["basic"];
        put("封面", "", "报告日期", typed(text(&case["report_date"])));
        for (field, key) in [("联系人", "contact"), ("联络电话", "phone"), ("人员编制", "est"), ("实有人数", "act")]
        {
            put("基本概况", "", field, typed(text(&basic[key])));
        }
        // The cases leave the duties out; an unremarkable text stands for them.
        let duties = match text(&basic["duties"]) {
            "" => "负责本行业公共服务的组织实施和日常管理，承担上级交办的其他工作。",
            duties => duties,
        };
        let mut prose = |table: &str, text: &str| {
            for (k, paragraph) in (1..).zip(text.lines().filter(|line| !line.trim().is_empty())) {
                put(table, &format!("段{k}"), "正文", typed(paragraph));
            }
        };
        prose("职能职责", duties);
        prose("运行情况", text(&basic["ach"]));
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
            prose(table, text(&case["nar"][key]));
        }
        for (k, task) in (1..).zip(basic["tasks"].as_array().into_iter().flatten()) {
            put("年度任务", &format!("任务{k}"), "任务", typed(text(task)));
        }
        for (k, goal) in (1..).zip(case["goals"].as_array().into_iter().flatten()) {
            put("定性目标", &format!("目标{k}"), "预期目标", typed(text(&goal["expect"])));
            put("定性目标", &format!("目标{k}"), "实际完成", typed(text(&goal["done"])));
        }
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for indicator in case["ind"].as_array().into_iter().flatten() {
            let category = text(&indicator["l2"]);
            let k = count.entry(category).or_default();
            *k += 1;
            let row = format!("{category}{k}");
            let (target, done) = on_paper(indicator);
            put("定量指标", &row, "绩效目标", typed(&target));
            put("定量指标", &row, "完成情况", typed(&done));
        }
        put("自评结果", "", "综合得分", typed(text(&case["res"]["score"])));
        put("自评结果", "", "评价等次", typed(text(&case["res"]["grade"])));
        for (k, person) in (1..).zip(case["panel"].as_array().into_iter().flatten()) {
            for (field, value) in ["姓名", "职务职称", "单位"].into_iter().zip(person.as_array().expect("a person"))
            {
                put("评价人员", &format!("成员{k}"), field, typed(text(value)));
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
            put("签章", "", field, typed(text(&case["sign"][key])));
        }
        for (table, key) in [("收入", "inc"), ("支出", "exp"), ("三公", "tp"), ("资产", "fa")] {
            let index = self.form.table(table).expect(table);
            let fields = &self.form.tables[index].fields;
            let rows = case[key].as_array().expect("rows");
            for (row, planned) in layout.rows[index].iter().enumerate() {
                let Some(given) = rows.get(row) else {
                    // What a unit without sub-units writes over the paper form's placeholders.
                    if planned.label.contains("二级机构") && !planned.label.contains('{') {
                        put(table, &planned.id, "机构名称", Some(json!("无")));
                    }
                    continue;
                };
                for (field, cell) in fields.iter().skip(1).zip(given[1].as_array().expect("cells")) {
                    put(table, &planned.id, &field.id, typed(text(cell)));
                }
            }
        }
        serde_json::from_value(json!({ "values": tables })).expect("values")
    }
}

/// The sub-units by their names; placeholders are those of a unit of which the roster says nothing.
fn sub_units(case: &Value) -> SubUnitsSaid {
    let rows = case["inc"].as_array().expect("rows").iter().skip(2);
    let names: Vec<String> = rows.map(|row| text(&row[0])[2..].to_owned()).collect();
    if names.iter().all(|name| name.starts_with("二级机构")) {
        SubUnitsSaid::Unsaid
    } else {
        SubUnitsSaid::Named(names)
    }
}

/// An indicator as the paper form says it: one text for the target, one for what was done.
fn on_paper(indicator: &Value) -> (String, String) {
    let part = |key: &str| text(&indicator[key]).to_owned();
    let Some(sign) = indicator["sign"].as_str() else {
        let target = if part("target").is_empty() { part("name") } else { part("target") };
        return (target, part("actual"));
    };
    let score = format!("（分值{}分，得{}分）", part("weight"), part("score"));
    let evidence = if part("evidence").is_empty() { String::new() } else { format!("（{}）", part("evidence")) };
    let reason = if part("reason").is_empty() { String::new() } else { format!("（{}）", part("reason")) };
    (
        format!("{}{sign}{}{}", part("name"), part("target"), part("unit")),
        format!("{}{}{score}{evidence}{reason}", part("actual"), part("unit")),
    )
}

/// The ways in which the cases may name the place of a finding.
fn places(form: &Form, finding: &Finding) -> Vec<String> {
    let (table_id, field_id) = finding.field.split_once('.').unwrap_or((&finding.field, ""));
    let Some(table) = form.tables.iter().find(|table| table.id == table_id) else { return vec![finding.field.clone()] };
    let field = table.fields.iter().find(|field| field.id == field_id).map_or("", |field| field.label.as_str());
    let row = match finding.row.as_str() {
        "部机关" => "1.部机关",
        row => row,
    };
    let sheet = form.sheets[table.sheet].name.as_str();
    let mut places = Vec::new();
    for table in [table.name.as_str(), sheet] {
        places.extend([
            table.to_owned(),
            format!("{table}!{row}"),
            format!("{table}!{field}"),
            format!("{table}!{row}.{field}"),
        ]);
    }
    // Whatever is said in words is 综述 to the cases; projects are listed there only.
    if table.kind.name() == "text" {
        places.extend(["综述".to_owned(), "项目支出明细".to_owned()]);
    }
    // The narrative goes by its own name, each heading by its words; the result stands under 定量目标.
    places.extend([format!("{sheet}!{}", table.name), "文字".to_owned()]);
    if sheet == "自评情况" {
        places.extend(["定量目标".to_owned(), "定量目标!综合得分".to_owned(), "定性目标".to_owned()]);
        places.push(format!("定量目标!{}", finding.row.trim_end_matches(|c: char| c.is_ascii_digit())));
    }
    if finding.rule == "CMP-10" {
        places.push("签字".to_owned());
    }
    if finding.rule == "XTB-11" {
        places.push("基本概况".to_owned());
    }
    places
}

/// What differs between the findings of a case and those that are expected.
fn differences(desk: &Desk, case: &Value, expected: &Value) -> Vec<String> {
    let mut found: Vec<Finding> = desk.findings(case);
    found.retain(|finding| inherent(&finding.rule).is_none());
    let mut differences = Vec::new();
    for wanted in expected.as_array().expect("a list") {
        let (rule, location) = (text(&wanted["rule"]), text(&wanted["location"]));
        let severity = Severity::ALL.into_iter().find(|severity| severity.word() == text(&wanted["severity"]));
        let fits = |finding: &Finding| {
            let names_place = places(&desk.form, finding).iter().any(|place| place == location);
            // An indicator is named in the cases by its name, which the paper form does not have.
            let names_indicator = location.starts_with("定量目标!") && finding.rule.starts_with("IND");
            finding.rule == rule && Some(finding.severity) == severity && (names_place || names_indicator)
        };
        match found.iter().position(fits) {
            Some(position) => {
                found.remove(position);
            }
            None if absent(rule).is_some() => {}
            None => differences.push(format!("缺少 {rule} {} {location}", text(&wanted["severity"]))),
        }
    }
    let said = |finding: &Finding| format!("多出 {} {} {}", finding.key(), finding.severity.word(), finding.message);
    differences.extend(found.iter().map(said));
    differences
}

fn cases() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/open-cases.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("read")).expect("JSON")
}

#[test]
fn whole_returns_have_exactly_the_expected_findings() {
    let (desk, cases) = (Desk::new(), cases());
    let mut wrong = Vec::new();
    for profile in cases["profiles"].as_array().expect("profiles") {
        let data = &profile["data"];
        let differences = differences(&desk, data, &profile["expected"]);
        wrong.extend(differences.into_iter().map(|line| format!("{}：{line}", text(&data["name"]))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn single_changes_have_exactly_the_expected_findings() {
    let (desk, cases) = (Desk::new(), cases());
    let mut wrong = Vec::new();
    for mutation in cases["mutations"].as_array().expect("mutations") {
        if UNTELLABLE.contains(&text(&mutation["change"])) {
            continue;
        }
        let differences = differences(&desk, &mutation["data"], &mutation["expected"]);
        wrong.extend(differences.into_iter().map(|line| format!("{}：{line}", text(&mutation["change"]))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
