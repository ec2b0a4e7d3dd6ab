//! What each fuzz target runs on an input, and what must hold of it; a panic is a finding.
#![allow(dead_code, reason = "each run uses its own target")]

pub mod expression;
pub mod judge;
pub mod mark;
pub mod package;
pub mod scan;
pub mod template;

use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::form::read::Files;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, SubUnitsSaid, Unit, fill, issue_one};
use xlcheck::report::{Dates, marked_copy};
use xlcheck::template::Source;

/// The day on which files come in.
pub const RECEIVED: Date = date(2022, 4, 20);

/// The small template of `tests/templates`, by file.
pub const TEMPLATE: [(&str, &str); 4] = [
    ("form.toml", include_str!("../../templates/form.toml")),
    ("收支.toml", include_str!("../../templates/收支.toml")),
    ("规则.toml", include_str!("../../templates/规则.toml")),
    ("填报说明.toml", include_str!("../../templates/填报说明.toml")),
];

/// The files of the small template; one of them may have another text.
pub fn files(name: &str, text: &str) -> Files {
    static SHARED: LazyLock<Files> =
        LazyLock::new(|| Library::embedded(&SPECS).files("部门整体支出绩效自评@2021").expect("an embedded form"));
    let own = TEMPLATE.iter().map(|(file, as_is)| {
        let text = if *file == name { text } else { *as_is };
        Arc::new(Source { path: (*file).to_owned(), text: text.to_owned() })
    });
    Files { own: own.collect(), ..SHARED.clone() }
}

/// A judge of the form of the small template.
pub static JUDGE: LazyLock<Judge> = LazyLock::new(|| Judge::new(vec![form()], Settings::default(), None, RECEIVED));

/// The workbook that is issued of the small template.
pub static WORKBOOK: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let (form, settings) = (form(), Settings::default());
    let issuing = Issuing { form: &form, year: 2021, deadline: None, password: None, settings: &settings };
    let unit = Unit {
        code: "629101".to_owned(),
        name: "青澜经开区市政维护中心".to_owned(),
        section: String::new(),
        sub_units: SubUnitsSaid::None,
        projects: None,
        figures: std::collections::BTreeMap::new(),
    };
    issue_one(&issuing, &unit).expect("issued")
});

fn form() -> Form {
    Form::read(&files("", ""), &SPECS).expect("the small template")
}

/// The workbook as it comes back with a few figures in it, and its marked copy, which has notes and a review.
pub static RETURNS: LazyLock<[Package; 2]> = LazyLock::new(|| {
    let values = serde_json::from_str(FIGURES).expect("figures");
    let blank = JUDGE.judge("表.xlsx", WORKBOOK.clone()).read.expect("a return");
    let filled = fill(&form(), &blank, &values).expect("filled");
    let judged = JUDGE.judge("表.xlsx", filled.clone());
    let dates = Dates { received: RECEIVED, reviewed: RECEIVED };
    let marked = marked_copy(&judged, dates).expect("marked").expect("a copy");
    [filled, marked].map(|bytes| Package::open(bytes).expect("a package"))
});

/// A total that is wrong, so that the marked copy bears a mark and a note.
const FIGURES: &str =
    r#"{"values": {"收入": {"汇总": {"收入合计": {"value": "5.00"}, "其他收入": {"value": "1.00"}}}}}"#;

/// What an input begins with where its part is one of the marked copy.
pub const OF_MARKED: char = '*';

/// A return with one part replaced; an input is the part's name, a line end, and its bytes.
pub fn with_part(data: &[u8]) -> Option<Package> {
    let end = data.iter().position(|byte| *byte == b'\n')?;
    let name = std::str::from_utf8(&data[..end]).ok()?;
    let (name, package) = match name.strip_prefix(OF_MARKED) {
        Some(name) => (name, &RETURNS[1]),
        None => (name, &RETURNS[0]),
    };
    let mut package = package.clone();
    package.replace(package.stored_name(name)?.to_owned().as_str(), data[end + 1..].to_vec());
    Some(package)
}

/// Every part by its name; nothing where one cannot be inflated.
pub fn parts(package: &Package) -> Option<Vec<(String, Vec<u8>)>> {
    let part = |name: &str| Some((name.to_owned(), package.part(name).ok()??.to_vec()));
    package.names().map(part).collect()
}
