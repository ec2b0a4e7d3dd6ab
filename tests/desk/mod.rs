//! What tests of whole files need: the form, workbooks that were issued and filled, a judge, and what it says.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::Path;

use jiff::civil::{Date, date};
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, Judged, SubUnitsSaid, Unit, UnitValues, fill, issue_one};

/// The year that is evaluated.
pub const YEAR: i16 = 2021;
/// The day on which the files come in.
pub const RECEIVED: Date = date(2022, 4, 20);

/// The form of which the tests are made.
pub fn form() -> Form {
    Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").expect("the embedded form")
}

/// A judge of that form.
pub fn judge() -> Judge {
    Judge::new(vec![form()], Settings::default(), None, RECEIVED)
}

/// A unit with these sub-units.
pub fn unit(sub_units: SubUnitsSaid) -> Unit {
    Unit {
        code: "629101".to_owned(),
        name: "青澜经开区市政维护中心".to_owned(),
        section: "城建股".to_owned(),
        sub_units,
        projects: None,
        figures: std::collections::BTreeMap::new(),
    }
}

/// So many sub-units by name.
pub fn named(count: usize) -> SubUnitsSaid {
    SubUnitsSaid::Named((1..=count).map(|k| format!("青澜区第{k}管护所")).collect())
}

/// The workbook that is issued to a unit.
pub fn issued(form: &Form, sub_units: SubUnitsSaid) -> Vec<u8> {
    issued_to(form, &unit(sub_units))
}

/// The workbook that is issued to this unit.
pub fn issued_to(form: &Form, unit: &Unit) -> Vec<u8> {
    issued_for(YEAR, form, unit)
}

/// The workbook that is issued to this unit for a year.
pub fn issued_for(year: i16, form: &Form, unit: &Unit) -> Vec<u8> {
    let settings = Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() };
    let deadline = Some(date(2022, 4, 30));
    let issuing = Issuing { form, year, deadline, password: None, settings: &settings };
    issue_one(&issuing, unit).expect("issued")
}

/// A workbook with values in it.
pub fn filled(form: &Form, judge: &Judge, workbook: Vec<u8>, values: &UnitValues) -> Vec<u8> {
    let read = judge.judge("空白表.xlsx", workbook).read.expect("a form");
    fill(form, &read, values).unwrap_or_else(|error| panic!("{error}"))
}

/// The values of an example in `workbooks/配方`.
pub fn values(example: &str) -> UnitValues {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/配方").join(format!("{example}.json"));
    let text = std::fs::read_to_string(path).expect(example);
    let recipe: serde_json::Value = serde_json::from_str(&text).expect(example);
    serde_json::from_value(serde_json::json!({ "values": recipe["values"] })).expect(example)
}

/// The findings of a file, a line each: rule, place and message.
pub fn said(judged: &Judged) -> Vec<String> {
    let line = |finding: &xlcheck::facts::Finding| {
        let place = finding.place.as_ref().map_or_else(|| "—".to_owned(), ToString::to_string);
        format!("{} {place} {}", finding.rule, finding.message)
    };
    judged.outcome.findings.iter().map(line).collect()
}

/// The part of a workbook that holds a sheet.
pub fn part(bytes: &[u8], sheet: &str) -> String {
    let package = Package::open(bytes.to_vec()).expect("a package");
    package.workbook().expect("a workbook").sheet(sheet).expect(sheet).part.clone()
}

/// A package with one part changed.
pub fn changed(bytes: &[u8], part: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let text = String::from_utf8(package.required(part).expect(part).to_vec()).expect("UTF-8");
    package.replace(part, change(text).into_bytes());
    package.write().expect("written")
}
