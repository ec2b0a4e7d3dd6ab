//! The open cases in the form of 2024, which has a column for everything that they say.
//!
//! Figures that the form calculates are typed over its formulas where a case states another one: a unit that does so
//! has broken the lock. What a case does not say of 自评表 and 基础数据表 follows from its other tables.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::read;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Finding, Slot};
use xlcheck::form::{Form, Library};
use xlcheck::layout::Layout;
use xlcheck::outcome::UnitValues;
use xlcheck::words::canonical;

use super::case::{Filling, cases, compared, findings, text};

/// Expected findings that the locked form makes impossible, and why.
fn absent(rule: &str) -> Option<&'static str> {
    let reasons = [
        ("TXT-02", "headings are locked labels with their numerals"),
        ("IND-22", "categories are locked with their rows"),
    ];
    reasons.iter().find(|(known, _)| *known == rule).map(|(_, reason)| *reason)
}

/// The rules that no case exercises.
const UNEXERCISED: [&str; 8] = ["TYP-16", "XTB-16", "IND-20", "TXT-03", "TXT-20", "CMP-07", "CMP-12", "HIS-09"];

/// The profile of a unit that filled in the paper form: its indicators are texts, which this form has no cells for.
const ON_PAPER: &str = "T03";

fn form() -> Form {
    Library::embedded(&SPECS).open("部门整体支出绩效自评@2024").expect("the embedded form")
}

/// The three columns of budget, adjusted budget and spending of 自评表, by the words of the cases.
const FUNDS: [(&str, &str); 6] = [
    ("一般公共预算", "gen"),
    ("政府性基金", "fundg"),
    ("专户非税", "nontax"),
    ("其他资金", "other"),
    ("自评基本支出", "basic"),
    ("自评项目支出", "proj"),
];

/// The rows of 基础数据表 that are filled in.
const EXPENSES: [(&str, &str); 9] = [
    ("公车购置", "buy"),
    ("公车运行维护", "run"),
    ("出国经费", "abroad"),
    ("公务接待", "recep"),
    ("公用经费", "pub"),
    ("办公经费", "office"),
    ("水电差旅费", "util"),
    ("会议培训费", "meet"),
    ("政府采购", "gp"),
];

/// 自评表 as the case has it, or as its other tables have it: everything from the general budget, projects as spent.
fn funds(case: &Value) -> Value {
    if let Some(fund) = case["B"].get("fund") {
        return fund.clone();
    }
    let spent = &case["exp"][0][1];
    let minus = |total: &str, part: &str| {
        let number = |text| canonical(text).expect("a number");
        (number(total) - number(part)).to_string()
    };
    let total = [text(&case["ext"]["initial"]), text(&case["ext"]["adjusted"]), text(&spent[0])];
    let projects = text(&spent[4]);
    let basic = [minus(total[0], projects), minus(total[1], projects), text(&spent[1]).to_owned()];
    json!({ "gen": total, "fundg": ["0", "0", "0"], "nontax": ["0", "0", "0"], "other": ["0", "0", "0"],
            "basic": basic, "proj": [projects, projects, projects] })
}

/// 基础数据表 as the case has it, or as its other tables have it: last year's figures and the budget like this year's.
fn expenses(case: &Value) -> Value {
    if case["C"].is_object() {
        return case["C"].clone();
    }
    let (tp, public) = (&case["tp"][0][1], text(&case["exp"][0][1][3]));
    let same = |figure: &str| json!([figure, figure, figure]);
    json!({ "est": case["basic"]["est"], "act": case["basic"]["act"],
            "buy": same(text(&tp[3])), "run": same(text(&tp[2])), "abroad": same(text(&tp[4])), "recep": same(text(&tp[1])),
            "pub": same(public), "office": same("0"), "util": same("0"), "meet": same("0"), "gp": same("0") })
}

fn values(case: &Value, form: &Form, layout: &Layout) -> UnitValues {
    let mut filling = Filling::of_every_form(case, form, layout);
    for (k, project) in (1..).zip(case["pj"].as_array().into_iter().flatten()) {
        let row = format!("项目{k}");
        filling.put("项目明细", &row, "项目名称", text(&project[0]));
        for field in ["项目年初预算", "项目全年预算", "项目执行数"] {
            filling.put("项目明细", &row, field, text(&project[1]));
        }
    }
    let known =
        [("年初预算", "initial"), ("全年预算", "adjusted"), ("三公预算", "tp_budget"), ("预算调整说明", "adj_reason")];
    for (field, key) in known {
        filling.put("预算与上年", "", field, text(&case["ext"][key]));
    }
    let last =
        [("上年收入", "inc"), ("上年支出", "exp"), ("上年三公", "tp"), ("上年累计结余", "sc"), ("上年固定资产", "fa")];
    for (field, key) in last {
        filling.put("预算与上年", "", field, text(&case["prev"][key]));
    }
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for indicator in case["ind"].as_array().into_iter().flatten() {
        let category = text(&indicator["l2"]);
        let k = count.entry(category).or_default();
        *k += 1;
        for (field, key) in [
            ("指标名称", "name"),
            ("指标性质", "sign"),
            ("目标值", "target"),
            ("度量单位", "unit"),
            ("实际完成值", "actual"),
            ("分值", "weight"),
            ("得分", "score"),
            ("偏差原因", "reason"),
            ("佐证资料", "evidence"),
        ] {
            filling.put("定量指标", &format!("{category}{k}"), field, text(&indicator[key]));
        }
    }
    filling.put("预算执行", "", "执行偏差原因", text(&case["ext"]["reason"]));
    filling.put("自评结果", "", "评价等次", text(&case["res"]["grade"]));
    let funds = funds(case);
    for (row, key) in FUNDS {
        for (at, field) in ["资金年初预算数", "资金全年预算数", "资金全年执行数"].into_iter().enumerate()
        {
            filling.put("资金", row, field, text(&funds[key][at]));
        }
    }
    filling.put("总体目标", "", "总体预期目标", "完成年度各项重点工作，公共服务质量稳步提升，预算执行规范有序。");
    filling.put("总体目标", "", "总体完成情况", "年度各项重点工作按计划完成，服务质量抽查合格，预算执行达到要求。");
    let expenses = expenses(case);
    filling.put("财政供养人员", "人员", "编制数", text(&expenses["est"]));
    filling.put("财政供养人员", "人员", "在职人数", text(&expenses["act"]));
    for (row, key) in EXPENSES {
        for (at, field) in ["上年决算数", "本年预算数", "本年决算数"].into_iter().enumerate() {
            filling.put("经费", row, field, text(&expenses[key][at]));
        }
    }
    filling.values()
}

/// Figures that the case states and the form calculates: table, row, field, figure.
fn stated(case: &Value) -> Vec<(&'static str, &'static str, &'static str, String)> {
    let mut stated = vec![
        ("预算执行", "", "执行率", text(&case["exec"]["rate"])),
        ("预算执行", "", "执行得分", text(&case["exec"]["score"])),
        ("自评结果", "", "综合得分", text(&case["res"]["score"])),
        ("资金", "资金总额", "资金执行率", text(&case["B"]["rate"])),
        ("资金", "资金总额", "资金得分", text(&case["B"]["s"])),
        ("自评表结果", "", "总分", text(&case["B"]["res"]["score"])),
        ("财政供养人员", "人员", "人员控制率", text(&case["C"]["ctrl"])),
    ];
    for (at, field) in ["资金年初预算数", "资金全年预算数", "资金全年执行数"].into_iter().enumerate()
    {
        stated.push(("资金", "资金总额", field, text(&case["B"]["fund"]["total"][at])));
    }
    for (at, field) in ["上年决算数", "本年预算数", "本年决算数"].into_iter().enumerate() {
        stated.push(("经费", "三公经费", field, text(&case["C"]["tp"][at])));
        stated.push(("经费", "公务用车", field, text(&case["C"]["veh"][at])));
    }
    let told = stated.into_iter().filter(|(_, _, _, figure)| !figure.is_empty());
    told.map(|(table, row, field, figure)| (table, row, field, figure.to_owned())).collect()
}

/// Types the stated figures over the formulas that give another one.
fn overwritten(case: &Value, form: &Form, bytes: Vec<u8>) -> Vec<u8> {
    let mut package = Package::open(bytes).expect("a package");
    let book = read_book(&package).expect("a book");
    let stamp = read::stamp(&book).expect("a stamp");
    let layout = Layout::new(form, stamp.shape.clone());
    for (table, row, field, figure) in stated(case) {
        let index = form.table(table).expect(table);
        let row = layout.rows[index].iter().position(|known| known.id == row).expect(row);
        let slot = Slot { table: index, row, field: form.tables[index].field(field).expect(field) };
        let place = layout.place(slot);
        let shown = book.sheet(&place.sheet).expect("the sheet").text(place.cell).to_owned();
        if canonical(&shown) == canonical(&figure) {
            continue;
        }
        let part = package.workbook().expect("a workbook").sheet(&place.sheet).expect("the sheet").part.clone();
        let xml = set_cells(&package.required(&part).expect("a part"), &[(place.cell, NewValue::Number(figure))]);
        package.replace(&part, xml.expect("set"));
    }
    package.write().expect("written")
}

/// The ways in which the cases may name the place of a finding.
fn places(form: &Form, finding: &Finding, case: &Value) -> Vec<String> {
    let (table_id, field_id) = finding.field.split_once('.').unwrap_or((&finding.field, ""));
    let Some(table) = form.tables.iter().find(|table| table.id == table_id) else { return vec![finding.field.clone()] };
    let field = table.fields.iter().find(|field| field.id == field_id).map_or("", |field| field.label.as_str());
    let row = if finding.row == "部机关" { "1.部机关" } else { finding.row.as_str() };
    let sheet = form.sheets[table.sheet].name.as_str();
    let mut places = Vec::new();
    for table in [table.name.as_str(), sheet] {
        places.extend([table.to_owned(), format!("{table}!{row}"), format!("{table}!{field}")]);
        places.push(format!("{table}!{row}.{field}"));
    }
    if table.kind.name() == "text" {
        places.extend(["综述".to_owned(), "文字".to_owned()]);
    }
    match sheet {
        "绩效指标" => {
            places.push("定量目标".to_owned());
            // Indicators go by their names.
            let category = finding.row.trim_end_matches(|c: char| c.is_ascii_digit());
            let number: usize = finding.row[category.len()..].parse().unwrap_or(1);
            let of_category = case["ind"].as_array().into_iter().flatten().filter(|one| text(&one["l2"]) == category);
            places.extend(of_category.skip(number - 1).take(1).map(|one| format!("定量目标!{}", text(&one["name"]))));
        }
        "自评表" => places.extend(["B".to_owned(), format!("B!{field}")]),
        "基础数据表" => places.extend(["C".to_owned(), format!("C!{field}")]),
        _ => {}
    }
    match finding.rule.as_str() {
        "CMP-10" => places.push("签字".to_owned()),
        "XTB-11" => places.push("基本概况".to_owned()),
        "HIS-06" => places.push(field.to_owned()),
        _ => {}
    }
    places
}

fn differences(form: &Form, case: &Value, expected: &Value) -> Vec<String> {
    let values = |layout: &Layout| values(case, form, layout);
    let on_its_way = |file| overwritten(case, form, file);
    let mut found = findings((form, self::form()), case, &values, &on_its_way);
    found.retain(|finding| !UNEXERCISED.contains(&finding.rule.as_str()));
    let fits = |finding: &Finding, location: &str| places(form, finding, case).iter().any(|place| place == location);
    compared(found, expected, &fits, &|rule| absent(rule).is_some())
}

#[test]
fn whole_returns_have_exactly_the_expected_findings() {
    let (form, cases) = (form(), cases());
    let mut wrong = Vec::new();
    for profile in cases["profiles"].as_array().expect("profiles") {
        let data = &profile["data"];
        if text(&data["id"]) != ON_PAPER {
            let differences = differences(&form, data, &profile["expected"]);
            wrong.extend(differences.into_iter().map(|line| format!("{}：{line}", text(&data["name"]))));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn single_changes_have_exactly_the_expected_findings() {
    let (form, cases) = (form(), cases());
    let mut wrong = Vec::new();
    for mutation in cases["mutations"].as_array().expect("mutations") {
        let differences = differences(&form, &mutation["data"], &mutation["expected"]);
        wrong.extend(differences.into_iter().map(|line| format!("{}：{line}", text(&mutation["change"]))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
