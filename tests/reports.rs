//! What reviewers and units are told of the example workbooks, and the laws of their marked copies.
//!
//! `SNAPSHOTS=overwrite cargo test --test reports` writes the texts anew; read the difference before you commit it.

use std::collections::BTreeSet;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use xlcheck::checks::SPECS;
use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Finding, State};
use xlcheck::form::{Library, Settings};
use xlcheck::outcome::{Judge, Judged, Roster, Status};
use xlcheck::report::{Closing, Dates, Tally, json, letters, marked_copy, text};

/// What every rule of a mark has in its formula.
const TAG: &str = "xlcheck:";
const DATES: Dates = Dates { received: date(2022, 4, 20), reviewed: date(2022, 4, 22) };

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn roster() -> Roster {
    Roster::read(&root().join("workbooks/单位名单.xlsx")).expect("the roster")
}

fn judge() -> Judge {
    let library = Library::embedded(&SPECS);
    Judge::of_library(library, Settings::default(), Some(roster()), DATES.received).expect("embedded forms")
}

/// Every example as it was judged, in the order of names.
fn examples(judge: &Judge) -> Vec<Judged> {
    let entries = std::fs::read_dir(root().join("workbooks/returned")).expect("the examples");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let judged = paths.iter().map(|path| {
        let name = path.file_name().expect("a name").to_str().expect("UTF-8");
        judge.judge(name, std::fs::read(path).expect("read"))
    });
    judged.collect()
}

fn current(name: &str, text: &str) {
    let path = root().join("tests/reports").join(name);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, text).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{} is not what is reported; see the top of this file", path.display());
}

/// Every part of a package by its name.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let package = Package::open(bytes.to_vec()).expect("a package");
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    names.into_iter().map(|name| (name.clone(), package.required(&name).expect("a part").to_vec())).collect()
}

#[test]
fn the_examples_in_words_and_in_json() {
    let page = text::Page { width: 100, colour: false };
    let (mut tally, mut words, mut written) = (Tally::default(), String::new(), Vec::new());
    let mut document = json::Document::begin(&mut written, DATES.received).expect("written");
    for judged in examples(&judge()) {
        tally.add(&judged);
        words += &(text::file(&judged, page) + "\n");
        document.add(&judged).expect("written");
    }
    let roster = roster();
    let missing = tally.missing(&roster, &BTreeSet::new());
    let closing = Closing { tally: &tally, missing: &missing, compared: None };
    words += &text::closing(&closing, page);
    document.finish(&closing).expect("written");
    current("审核.txt", &words);
    current("审核.json", std::str::from_utf8(&written).expect("UTF-8"));
}

#[test]
fn taking_the_marks_out_gives_the_file_back() {
    for judged in examples(&judge()) {
        let Some(read) = &judged.read else { continue };
        let marked = marked_copy(&judged, DATES).expect("marked").expect("a copy");
        let cleared = unmark(&marked).expect("cleared").expect("marks");
        assert_eq!(parts(&cleared), parts(&read.bytes), "{}", judged.shown);
    }
}

#[test]
fn a_marked_copy_is_judged_as_its_original() {
    let judge = judge();
    for judged in examples(&judge).into_iter().filter(|judged| judged.read.is_some()) {
        let marked = marked_copy(&judged, DATES).expect("marked").expect("a copy");
        let mut again = judge.judge(&judged.shown, marked);
        let said = |judged: &Judged| judged.outcome.findings.iter().map(Finding::key).collect::<Vec<_>>();
        assert_eq!(said(&again), said(&judged), "{}", judged.shown);
        for finding in again.outcome.findings.iter_mut().filter(|finding| !finding.is_reminder()) {
            assert_eq!(finding.state, State::Unchanged, "{}: {}", judged.shown, finding.key());
            finding.state = State::New;
        }
        assert_eq!(again.outcome, judged.outcome, "{}", judged.shown);
        assert_eq!((again.rounds.corrected, again.rounds.touched), (Vec::new(), Vec::new()), "{}", judged.shown);
    }
}

#[test]
fn every_wrong_cell_is_marked_and_only_what_asks_for_something_has_a_note() {
    let judged = examples(&judge()).remove(2);
    let copy = marked_copy(&judged, DATES).expect("marked").expect("a copy");
    let workbook = Package::open(copy.clone()).expect("a package").workbook().expect("a workbook");
    let marked = parts(&copy);
    let text = |part: &str| String::from_utf8(marked[part].clone()).expect("UTF-8");
    let sheet = text(&workbook.sheet("收支情况").expect("a sheet").part);
    let rules: Vec<&str> = sheet.split("<conditionalFormatting ").filter(|rule| rule.contains(TAG)).collect();
    let of = |key: &str| {
        let fitting = rules.iter().filter(|rule| rule.contains(&format!("{TAG}{key}&quot;")));
        let cells = fitting.map(|rule| rule.split('"').nth(1).unwrap_or_default().to_owned());
        cells.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of("CMP-02|收入|汇总"), "E6 F6 G6");
    assert_eq!(of("CMP-04|资产|"), "B38 C38 D38 E38");
    assert_eq!(of("SUM-02|支出.基本支出|汇总"), "C17");
    let comments = marked.keys().filter(|part| part.starts_with("xl/comments")).map(|part| text(part));
    let notes: Vec<String> = comments
        .flat_map(|part| {
            let noted =
                part.split("<comment ref=\"").skip(1).filter_map(|note| note.split('"').next().map(str::to_owned));
            noted.collect::<Vec<_>>()
        })
        .collect();
    // Cover, overview, four tables, goals and indicators, narrative: each 错误 and 核实 once at its first cell.
    let expected = [
        "B9", "C32", "B7", "G17", "H17", "B18", "B28", "B38", "C5", "D6", "D21", "D22", "D36", "C39", "D42", "C45",
        "C66", "C76",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn the_review_is_the_last_sheet_and_every_cell_of_it_is_locked_but_those_to_write_in() {
    let judged = examples(&judge()).remove(4);
    let marked = marked_copy(&judged, DATES).expect("marked").expect("a copy");
    let book = read_book(&Package::open(marked).expect("a package")).expect("a book");
    let review = book.sheets.last().expect("a sheet");
    assert_eq!((&*review.name, review.protected), ("审核意见", true));
    let open = review.blanks.iter().filter(|run| !run.locked).map(|run| run.first.to_string());
    let open: Vec<String> = open.collect();
    assert_eq!(open.first().map(String::as_str), Some("J12"));
    assert!(review.cells.iter().all(|content| content.locked));
}

/// The review that goes with a letter, by its name.
const REVIEW: &str = "审核意见.xlsx";

#[test]
fn letters_to_units_whose_files_are_sent_back() {
    let mut sent_back = 0;
    for judged in examples(&judge()) {
        let letters = letters(&judged, DATES, Path::new(REVIEW)).expect("written");
        let asks = judged.status == Status::Returned || judged.status == Status::Awaiting;
        assert_eq!(letters.len(), if asks { 2 } else { 0 }, "{}", judged.shown);
        let Some((_, text)) = letters.first() else { continue };
        let text = std::str::from_utf8(text).expect("UTF-8");
        let rule = judged.outcome.findings.iter().find(|finding| text.contains(&finding.rule));
        assert_eq!(rule.map(Finding::key), None, "{text}");
        if ["03", "04", "07", "09"].iter().any(|example| judged.shown.starts_with(example)) {
            let stem = judged.shown.trim_end_matches(".xlsx");
            current(&format!("{stem}_退回通知.txt"), text);
        }
        sent_back += 1;
    }
    assert_eq!(sent_back, 8);
}

#[test]
fn what_stands_in_locked_cells_is_not_asked_to_be_corrected_there() {
    let example = std::fs::read(root().join("workbooks/returned/01_无误.xlsx")).expect("the example");
    for (cell, with, found) in
        [("A2", "青澜经济开发区2020年度部门整体支出", "FIL-04"), ("B6", "629102", "FIL-03"), ("B6", "62910A", "TYP-08")]
    {
        let mut package = Package::open(example.clone()).expect("a package");
        let part = package.workbook().expect("a workbook").sheet("封面").expect("the cover").part.clone();
        let change = (cell.parse().expect(cell), NewValue::Text(with.to_owned()));
        let xml = set_cells(&package.required(&part).expect("a part"), &[change]).expect("set");
        package.replace(&part, xml);
        let judged = judge().with_repairs().judge("表.xlsx", package.write().expect("written"));
        assert!(judged.outcome.findings.iter().any(|finding| finding.rule == found), "{found}");
        let letters = letters(&judged, DATES, Path::new(REVIEW)).expect("written");
        let text = std::str::from_utf8(&letters[0].1).expect("UTF-8");
        let steps =
            "　　1. 你单位报送的不是本次下发的文件，不必在其中修改，请打开本次下发给你单位的文件，把内容填入其中。\r\n";
        assert!(text.contains(steps), "{found}: {text}");
    }
}
