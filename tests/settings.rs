//! A bureau's settings: what is told of mistakes in them, and what becomes of findings that are excused.
//!
//! `tests/settings/messages.txt` holds a case each: a title, the settings, and what is told of them.
//! `SNAPSHOTS=overwrite cargo test --test settings` writes what is told anew; read the difference before you commit it.

mod desk;

use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, date};
use xlcheck::checks::SPECS;
use xlcheck::facts::Severity;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{FilledValue, Judge, Judged, Status, SubUnitsSaid};
use xlcheck::report::{Dates, json, marked_copy, text};
use xlcheck::template::{Source, rendered};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn forms() -> Vec<Form> {
    let library = Library::embedded(&SPECS);
    library.editions().iter().map(|edition| library.edition(edition).expect("in order")).collect()
}

/// The settings, or what is told of them.
fn read(text: &str) -> Result<Settings, String> {
    let source = Arc::new(Source { path: "审核设置.toml".to_owned(), text: text.to_owned() });
    Settings::read(&source, &forms().iter().collect::<Vec<_>>()).map_err(|error| tidy(&error.to_string()))
}

fn tidy(told: &str) -> String {
    told.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn mistakes_are_told_with_line_and_column() {
    let path = root().join("tests/settings/messages.txt");
    let cases = std::fs::read_to_string(&path).expect("the cases");
    let mut found = Vec::new();
    for case in cases.split("## ").skip(1) {
        let (title, rest) = case.split_once("\n\n").expect("a title");
        let (settings, _) = rest.split_once("\n---\n").expect("settings and what is told");
        let told = match read(settings) {
            Ok(settings) => tidy(&rendered(&settings.expired(desk::RECEIVED))),
            Err(told) => told,
        };
        assert!(!told.is_empty(), "nothing is told of {title}");
        found.push(format!("## {title}\n\n{settings}\n---\n{told}\n"));
    }
    let found = found.join("\n");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, &found).expect("written");
    } else {
        assert_eq!(found, cases);
    }
}

/// The example in the manual.
fn example() -> String {
    let manual = std::fs::read_to_string(root().join("docs/审核设置.md")).expect("the manual");
    let (_, rest) = manual.split_once("```toml\n").expect("an example");
    rest.split_once("\n```").expect("its end").0.to_owned()
}

#[test]
fn the_example_in_the_manual_says_everything_there_is() {
    let settings = read(&example()).unwrap_or_else(|told| panic!("{told}"));
    let negative = ["XTB-03", "支出.累计结余", "汇总"];
    let excused = settings.excused(negative, "629104", date(2022, 12, 31)).expect("on its last day");
    assert_eq!(excused.reason, "往来款垫付，已报分管局长同意");
    assert_eq!(settings.excused(negative, "629104", date(2023, 1, 1)), None);
    assert_eq!(settings.excused(negative, "629105", date(2022, 4, 1)), None);
    assert_eq!(settings.excused(["XTB-04", negative[1], negative[2]], "629104", date(2022, 4, 1)), None);
    let low = |row| ["IND-09", "定量指标.实际完成值", row];
    assert!(settings.excused(low("数量2"), "629105", date(2022, 4, 1)).is_some());
    assert_eq!(settings.excused(low("数量1"), "629105", date(2022, 4, 1)), None);

    // A new setting makes this line wrong: it wants its place in the manual.
    let Settings { district, contact, deadline, password, spare, parameters, severities, excuses } = settings;
    assert_eq!((district.as_str(), contact.as_str()), ("青澜经济开发区", "预算绩效股 0730-5550100"));
    assert_eq!((deadline, password.as_deref(), spare), (Some(date(2022, 4, 30)), Some("qinglan-2022"), Some(3)));
    assert_eq!((parameters.len(), severities["XTB-08"], excuses.len()), (3, Severity::Hint, 3));
}

/// A workbook in order but for its panel of three, judged under these settings.
fn judged(settings: &str, received: Date) -> Judged {
    let settings =
        read(&format!("{settings}\n[parameters]\n\"评价组最少人数\" = 5\n")).unwrap_or_else(|told| panic!("{told}"));
    let (form, judge) = (desk::form(), Judge::new(vec![desk::form()], settings, None, received));
    let values = desk::values("01_无误");
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values);
    judge.judge("市政维护中心.xlsx", filled)
}

const EXCUSE: &str =
    "[[excused]]\nrule = \"CMP-09\"\nunit = \"629101\"\nreason = \"在编仅2人\"\nuntil = \"2022-6-30\"\n";

#[test]
fn what_is_excused_is_shown_and_does_not_count() {
    let before = judged("", desk::RECEIVED);
    let excused = judged(EXCUSE, desk::RECEIVED);
    assert_eq!((before.status, excused.status), (Status::Awaiting, Status::Passed));
    assert_eq!(desk::said(&excused), desk::said(&before), "nothing is hidden");

    let page = text::Page { width: 100, colour: false };
    let told = text::file(&excused, page);
    assert!(told.contains("免改1处"), "{told}");
    assert!(told.contains("  免改\n"), "{told}");
    assert!(told.contains("理由：在编仅2人（至2022年6月30日）"), "{told}");
    assert!(!told.contains("须说明"), "{told}");

    let line: serde_json::Value =
        serde_json::from_str(&json::line(&excused).expect("JSON").expect("a return")).expect("JSON");
    assert_eq!(line["counts"]["query"], 0);
    assert_eq!(line["counts"]["excused"], 1);
    let found =
        line["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == "CMP-09").expect("found");
    assert_eq!(found["severity"], "query");
    assert_eq!(found["excused"], serde_json::json!({ "reason": "在编仅2人", "until": "2022-06-30" }));

    let dates = Dates { received: desk::RECEIVED, reviewed: desk::RECEIVED };
    let copy = marked_copy(&excused, dates).expect("marked").expect("a copy");
    let book = xlcheck::excel::scan::read_book(&xlcheck::excel::package::Package::open(copy).expect("a package"));
    let book = book.expect("a book");
    let review = book.sheet("审核意见").expect("the review");
    let texts: Vec<String> = review.cells.iter().map(|content| review.text(content.cell).to_owned()).collect();
    for wanted in ["四、免改（1处，不需要修改）", "理由：在编仅2人（至2022年6月30日）"] {
        assert!(texts.iter().any(|text| text == wanted), "{wanted} is not among {texts:?}");
    }
}

/// A workbook in which two indicators are blamed by the same rule: words where figures belong.
fn two_blamed(settings: &str) -> Judged {
    let settings = read(settings).unwrap_or_else(|told| panic!("{told}"));
    let (form, judge) = (desk::form(), Judge::new(vec![desk::form()], settings, None, desk::RECEIVED));
    let mut values = desk::values("01_无误");
    for (row, text) in [("数量1", "按计划完成"), ("质量1", "经抽查合格")] {
        let cell = values.values["定量指标"][row]["完成情况"].clone();
        let rows = values.values.get_mut("定量指标").expect("indicators");
        rows[row].insert("完成情况".to_owned(), FilledValue { text: Some(text.to_owned()), ..cell });
    }
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values);
    judge.judge("市政维护中心.xlsx", filled)
}

#[test]
fn one_place_is_excused_and_no_other() {
    let excuse = |place: &str| {
        format!(
            "[[excused]]\nrule = \"IND-05\"\nunit = \"629101\"\n{place}reason = \"已批复\"\nuntil = \"2022-6-30\"\n"
        )
    };
    let excused = |settings: &str| {
        let judged = two_blamed(settings);
        let of_rule = judged.outcome.findings.iter().filter(|finding| finding.rule == "IND-05");
        of_rule.map(|finding| (finding.row.clone(), finding.excused.is_some())).collect::<Vec<_>>()
    };
    let both = |first, second| vec![("质量1".to_owned(), first), ("数量1".to_owned(), second)];
    assert_eq!(excused(""), both(false, false));
    assert_eq!(excused(&excuse("")), both(true, true));
    assert_eq!(excused(&excuse("row = \"数量1\"\n")), both(false, true));
    assert_eq!(excused(&excuse("field = \"定量指标.完成情况\"\nrow = \"质量1\"\n")), both(true, false));
    assert_eq!(excused(&excuse("field = \"定量指标.绩效目标\"\n")), both(false, false));
}

#[test]
fn units_that_are_on_no_roster_are_told() {
    let settings = read(EXCUSE).unwrap_or_else(|told| panic!("{told}"));
    assert_eq!(settings.of_strangers(&["629101", "629102"]), []);
    let told = rendered(&settings.of_strangers(&["629110", "629202"]));
    assert!(told.contains("名单中没有单位“629101”，这一条免改不起作用"), "{told}");
    assert!(told.contains("是否想写“629110”？") && told.contains(":3:8"), "{told}");
}

#[test]
fn an_excuse_ends() {
    assert_eq!(judged(EXCUSE, date(2022, 6, 30)).status, Status::Passed);
    assert_eq!(judged(EXCUSE, date(2022, 7, 1)).status, Status::Awaiting);
}
