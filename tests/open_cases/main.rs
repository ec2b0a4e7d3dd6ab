//! The open cases of the domain, each filled into the 2021 form: exactly the findings expected and no others.
//!
//! `tests/cases/open-cases.json` holds whole returns (`profiles`) and single changes to the clean one (`mutations`).
//! They were made for a form with more columns than the paper form of 2021 has; what that form cannot say is named
//! in [`absent`] and [`inherent`], each with its reason. `edition_2024` fills them into the form that has the columns.

mod case;
#[path = "../desk/mod.rs"]
mod desk;
mod edition_2024;

use std::collections::BTreeMap;

use serde_json::Value;
use xlcheck::facts::Finding;
use xlcheck::form::Form;
use xlcheck::layout::Layout;

use case::{Filling, cases, compared, findings, text};

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

impl Desk {
    fn new() -> Self {
        Self { form: desk::form() }
    }

    /// The rules that a case breaks, each with the words of its place.
    fn findings(&self, case: &Value) -> Vec<Finding> {
        let values = |layout: &Layout| {
            let mut filling = Filling::of_every_form(case, &self.form, layout);
            let mut count: BTreeMap<&str, usize> = BTreeMap::new();
            for indicator in case["ind"].as_array().into_iter().flatten() {
                let category = text(&indicator["l2"]);
                let k = count.entry(category).or_default();
                *k += 1;
                let row = format!("{category}{k}");
                let (target, done) = on_paper(indicator);
                filling.put("定量指标", &row, "绩效目标", &target);
                filling.put("定量指标", &row, "完成情况", &done);
            }
            filling.put("自评结果", "", "综合得分", text(&case["res"]["score"]));
            filling.put("自评结果", "", "评价等次", text(&case["res"]["grade"]));
            filling.values()
        };
        findings((&self.form, desk::form()), case, &values, &|file| file)
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
    let fits = |finding: &Finding, location: &str| {
        let names_place = places(&desk.form, finding).iter().any(|place| place == location);
        // An indicator is named in the cases by its name, which the paper form does not have.
        names_place || (location.starts_with("定量目标!") && finding.rule.starts_with("IND"))
    };
    compared(found, expected, &fits, &|rule| absent(rule).is_some())
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
