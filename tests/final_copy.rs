//! The 定稿: locked, recognised when it comes back, and any value that was changed since is found.

mod desk;

use std::collections::BTreeMap;

use jiff::civil::date;
use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Raw, Slot};
use xlcheck::fields::Shown;
use xlcheck::form::Form;
use xlcheck::outcome::{FilledValue, Judged, Previous, ReadFile, Status, SubUnitsSaid, write_free};
use xlcheck::plan::Filling;
use xlcheck::report::{Dates, final_copy, letters, marked_copy, review_path, text};
use xlcheck::words::Cell;

const DATES: Dates = Dates { received: desk::RECEIVED, reviewed: date(2022, 4, 22) };

/// A workbook in which everything is right.
fn right() -> Vec<u8> {
    let form = desk::form();
    desk::filled(&form, &desk::judge(), desk::issued(&form, SubUnitsSaid::None), &desk::values("01_无误"))
}

/// The 定稿 of a file, and where it is written to.
fn finalised(bytes: &[u8]) -> (String, Vec<u8>) {
    let judged = desk::judge().judge("表.xlsx", bytes.to_vec());
    assert_eq!(judged.status, Status::Passed, "{:?}", desk::said(&judged));
    let (path, bytes) = final_copy(&judged).expect("made").expect("a 定稿");
    (path.display().to_string().replace('\\', "/"), bytes)
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let package = Package::open(bytes.to_vec()).expect("a package");
    package.names().map(|name| (name.to_owned(), package.required(name).expect(name).to_vec())).collect()
}

fn intact(judged: &Judged) -> Option<bool> {
    judged.verification.as_ref().and_then(xlcheck::outcome::Verification::is_intact)
}

#[test]
fn a_file_that_passes_becomes_final_and_is_known_again() {
    let (path, bytes) = finalised(&right());
    assert_eq!(path, "通过/629101_青澜经开区市政维护中心_定稿.xlsx");
    assert_eq!(finalised(&right()).1, bytes, "the same bytes every time");
    let again = desk::judge().judge("定稿.xlsx", bytes);
    assert_eq!((again.status, intact(&again), desk::said(&again)), (Status::Passed, Some(true), Vec::new()));
    assert_eq!(final_copy(&again).expect("nothing"), None, "it is one already");
}

#[test]
fn a_file_that_cannot_be_edited_becomes_final_in_a_new_workbook() {
    let judge = desk::judge();
    let mut judged = judge.judge("表.xls", right());
    judged.read.as_mut().expect("a return").can_be_marked = false;
    let (path, bytes) = final_copy(&judged).expect("made").expect("a 定稿");
    assert_eq!(path.file_name().and_then(|name| name.to_str()), Some("629101_青澜经开区市政维护中心_定稿.xlsx"));
    let again = judge.judge("定稿.xlsx", bytes);
    assert_eq!((again.status, intact(&again), desk::said(&again)), (Status::Passed, Some(true), Vec::new()));
    assert_eq!(again.verification.map(|of| of.code), judged.verification.clone().map(|of| of.code));
    // Without the whole stamp nobody knows what exactly the unit was issued.
    judged.read.as_mut().expect("a return").stamp.layout = String::new();
    let refused = final_copy(&judged).expect_err("no 定稿").to_string();
    assert_eq!(refused, "“表.xls”已通过，但不能生成定稿，请单位用下发的工作簿另存为 .xlsx 后重新报送");
}

#[test]
fn what_is_not_passed_or_not_known_does_not_become_final() {
    let judge = desk::judge();
    let form = desk::form();
    let wrong = desk::filled(&form, &judge, desk::issued(&form, desk::named(2)), &desk::values("04_合计不符"));
    let judged = judge.judge("表.xlsx", wrong);
    assert_eq!((judged.status, final_copy(&judged).expect("nothing")), (Status::Returned, None));
    let mut unknown = judge.judge("表.xlsx", right());
    (unknown.code, unknown.name) = (String::new(), String::new());
    assert_eq!(final_copy(&unknown).expect("nothing"), None);
}

#[test]
fn everything_is_locked_and_the_rest_is_as_it_was() {
    let (original, last) = (right(), finalised(&right()).1);
    let book = read_book(&Package::open(last.clone()).expect("a package")).expect("a book");
    assert!(book.structure_locked);
    for sheet in &book.sheets {
        assert!(sheet.protected, "{}", sheet.name);
        assert!(sheet.cells.iter().all(|content| content.locked), "{}", sheet.name);
        assert!(sheet.blanks.iter().all(|run| run.locked), "{}", sheet.name);
    }
    let (before, after) = (parts(&original), parts(&last));
    let edited =
        |name: &str| name.starts_with("xl/worksheets/sheet") || name == "xl/styles.xml" || name == "xl/workbook.xml";
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    for (name, part) in &before {
        assert_eq!(edited(name), *part != after[name], "{name}");
    }
    let code = desk::judge().judge("表.xlsx", original).verification.expect("a return").code.to_string();
    for (name, part) in after.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        let text = std::str::from_utf8(part).expect("UTF-8");
        let foot = text.split_once("<oddFooter>").expect(name).1.split_once("</oddFooter>").expect(name).0;
        assert!(foot.ends_with(&format!("9定稿校验码 {code}")), "{foot}");
    }
    let table = desk::part(&last, "收支情况");
    assert!(String::from_utf8_lossy(&after[&table]).contains("第 &amp;P 页 共 &amp;N 页&amp;R"), "the number stays");
    let cover = book.sheet("封面").expect("the cover");
    let line = cover.cells.iter().find_map(|content| match &content.raw {
        Raw::Text(text) if text.starts_with("模板：") => Some(text.to_string()),
        _ => None,
    });
    assert!(line.expect("the visible line").ends_with(&format!("　定稿校验码：{code}")));
}

#[test]
fn the_code_stands_on_first_and_even_pages_too_and_behind_what_is_at_the_right() {
    let part = desk::part(&right(), "收支情况");
    let with_foot = |foot: &str| {
        let file = desk::changed(&right(), &part, |xml| {
            let (before, rest) = xml.split_once("<headerFooter>").expect("a foot");
            let (_, after) = rest.split_once("</headerFooter>").expect("a foot");
            format!("{before}{foot}{after}")
        });
        let text = parts(&finalised(&file).1)[&part].clone();
        let text = String::from_utf8(text).expect("UTF-8");
        let at = text.find("<headerFooter").expect("a foot");
        let end = text.find("</headerFooter>").expect("a foot");
        let code = desk::judge().judge("表.xlsx", right()).verification.expect("a return").code.to_string();
        text[at..end].replace("&amp;R&amp;&quot;宋体&quot;&amp;9定稿校验码", "→").replace(&code, "码")
    };
    for (foot, expected) in [
        ("", "<headerFooter><oddFooter>→ 码</oddFooter>"),
        ("<headerFooter/>", "<headerFooter><oddFooter>→ 码</oddFooter>"),
        (
            "<headerFooter differentFirst=\"1\"><oddFooter>&amp;R甲</oddFooter><firstHeader>乙</firstHeader></headerFooter>",
            "<headerFooter differentFirst=\"1\"><oddFooter>&amp;R甲　定稿校验码 码</oddFooter><firstHeader>乙</firstHeader><firstFooter>→ 码</firstFooter>",
        ),
        (
            "<headerFooter differentOddEven=\"1\"><evenHeader/><evenFooter/></headerFooter>",
            "<headerFooter differentOddEven=\"1\"><oddFooter>→ 码</oddFooter><evenHeader/><evenFooter>→ 码</evenFooter>",
        ),
    ] {
        assert_eq!(with_foot(foot), expected, "{foot}");
    }
}

#[test]
fn the_marks_of_earlier_rounds_are_taken_out_first() {
    let judge = desk::judge();
    let judged = judge.judge("表.xlsx", right());
    let marked = marked_copy(&judged, DATES).expect("marked").expect("a copy");
    let (_, last) = finalised(&marked);
    assert_eq!(parts(&last), parts(&finalised(&right()).1));
    assert_eq!(unmark(&last).expect("read"), None);
}

/// Every field that the unit fills in: what it is called, its sheet, its cell, and something else for it.
fn changes(form: &Form, read: &ReadFile) -> Vec<(String, String, Cell, NewValue)> {
    let is_input = |slot: &Slot| {
        let (sheet, cell) = read.layout.cell(*slot);
        matches!(read.layout.sheets[sheet].at(cell).map(|planned| &planned.filling), Some(Filling::Input(..)))
    };
    let change = |slot: Slot| {
        let entry = read.found.submission.entry(slot);
        let shown = form.tables[slot.table].fields[slot.field].kind.shown();
        let other = match shown {
            Shown::Amount | Shown::Score | Shown::Count | Shown::Day => {
                let there = read.book.sheet(&entry.place.sheet).expect("a sheet").text(entry.place.cell).to_owned();
                NewValue::Number((there.parse::<f64>().unwrap_or(0.0) + 1.0).to_string())
            }
            Shown::Words | Shown::Digits | Shown::Measure => NewValue::Text(format!("{}2", entry.reading.found)),
        };
        (read.layout.name(slot).to_owned(), entry.place.sheet.to_string(), entry.place.cell, other)
    };
    read.layout.slots().filter(is_input).map(change).collect()
}

#[test]
fn every_value_that_is_changed_in_a_final_copy_is_found() {
    let (form, judge) = (desk::form(), desk::judge());
    let (_, last) = finalised(&right());
    let read = judge.judge("定稿.xlsx", last.clone()).read.expect("a return");
    let changes = changes(&form, &read);
    // Fields of every table, blank ones among them.
    let step = changes.len() / 90;
    let chosen: Vec<_> = changes.into_iter().step_by(step.max(1)).collect();
    assert!(chosen.len() > 60, "{}", chosen.len());
    for (name, sheet, cell, value) in chosen {
        let part = desk::part(&last, &sheet);
        let bytes = desk::changed(&last, &part, |xml| {
            String::from_utf8(set_cells(xml.as_bytes(), &[(cell, value)]).expect("set")).expect("UTF-8")
        });
        let judged = judge.judge("定稿.xlsx", bytes);
        assert_eq!((intact(&judged), judged.status), (Some(false), Status::Returned), "{name}");
        let said = desk::said(&judged);
        assert!(said.iter().any(|line| line.starts_with("FIL-16 — 本文件是审核通过的定稿，")), "{name}: {said:?}");
    }
}

/// What the unit has explained and the reviewer accepted stands in the review, not in the 定稿: its findings are settled
/// where the review is at hand, and nobody is written to where it is not.
#[test]
fn what_was_accepted_before_it_became_final_is_settled_by_the_review_of_then() {
    const KEY: &str = "XTB-08|基本概况.实有人数|";
    let (form, folder) = (desk::form(), tempfile::tempdir().expect("a folder"));
    let mut values = desk::values("01_无误");
    let staff = values.values.get_mut("基本概况").and_then(|rows| rows.get_mut("")).expect("the card");
    let fewer = FilledValue { value: Some("20".to_owned()), text: None, cell: None };
    staff.insert("人员编制".to_owned(), fewer);
    let told = values.values.values_mut().flat_map(|rows| rows.values_mut()).flat_map(|fields| fields.values_mut());
    for value in told.filter_map(|value| value.value.as_mut()) {
        *value = value.replace("核定编制22人", "核定编制20人");
    }
    let file = desk::filled(&form, &desk::judge(), desk::issued(&form, SubUnitsSaid::None), &values);
    let judge = || desk::judge().with_previous(Previous::beside(folder.path()));
    let first = judge().judge("表.xlsx", file.clone());
    assert_eq!(first.status, Status::Awaiting, "{:?}", desk::said(&first));
    let copy = marked_copy(&first, DATES).expect("marked").expect("a copy");
    let path = folder.path().join(review_path(&first));
    // 单位说明 and 审核人意见 beside the finding.
    let book = read_book(&Package::open(copy.clone()).expect("a package")).expect("a book");
    let review = book.sheet("审核意见").expect("the review");
    let row = review.cells.iter().find(|content| review.text(content.cell) == KEY).expect(KEY).cell.row;
    let words = [(9, "年中接收军转干部一名，编制待批"), (10, "采纳")];
    let answers = words.map(|(column, text)| (Cell::new(row, column), NewValue::Text(text.to_owned())));
    let answered = desk::changed(&copy, &desk::part(&copy, "审核意见"), |xml| {
        String::from_utf8(set_cells(xml.as_bytes(), &answers).expect("set")).expect("UTF-8")
    });
    write_free(&path, &answered).expect("written");
    let accepted = judge().judge("表.xlsx", file);
    assert_eq!(accepted.status, Status::Passed);
    let (_, last) = final_copy(&accepted).expect("made").expect("a 定稿");

    let with_review = judge().judge("定稿.xlsx", last.clone());
    assert_eq!((with_review.status, intact(&with_review)), (Status::Passed, Some(true)));
    let alone = desk::judge().judge("定稿.xlsx", last);
    assert_eq!((alone.status, intact(&alone)), (Status::Awaiting, Some(true)));
    assert_eq!(letters(&alone, DATES, &path).expect("none"), Vec::new());
    let told = text::file(&alone, text::Page { width: 200, colour: false });
    assert!(
        told.contains("相符，填报内容与定稿时一致；当时采纳的说明和免改，请用 --previous 指明当时的审核意见\n"),
        "{told}"
    );
}

#[test]
fn what_is_the_same_value_is_no_change() {
    let (_, last) = finalised(&right());
    let part = desk::part(&last, "收支情况");
    let cell = "B6".parse().expect("a cell");
    let stored = |text: &str| {
        let value = NewValue::Text(text.to_owned());
        desk::changed(&last, &part, |xml| {
            String::from_utf8(set_cells(xml.as_bytes(), &[(cell, value)]).expect("set")).expect("UTF-8")
        })
    };
    let there = desk::judge().judge("定稿.xlsx", last.clone()).read.expect("a return");
    let figure = there.book.sheet("收支情况").expect("the sheet").text(cell).to_owned();
    assert!(figure.parse::<f64>().is_ok_and(|figure| figure > 0.0), "{figure}");
    assert_eq!(intact(&desk::judge().judge("定稿.xlsx", stored(&figure))), Some(true), "a text of the same figure");
    assert_eq!(intact(&desk::judge().judge("定稿.xlsx", stored("0"))), Some(false));
}

#[test]
fn one_of_the_two_places_of_the_code_is_enough() {
    let (_, last) = finalised(&right());
    let without_name = desk::changed(&last, "xl/workbook.xml", |xml| xml.replace("_xlcheck.final", "_other"));
    let cover = desk::part(&last, "封面");
    let without_line = desk::changed(&last, &cover, |xml| xml.replace("　定稿校验码：", "　"));
    for bytes in [&without_name, &without_line] {
        assert_eq!(intact(&desk::judge().judge("定稿.xlsx", bytes.clone())), Some(true));
    }
    let neither = desk::changed(&without_name, &cover, |xml| xml.replace("　定稿校验码：", "　"));
    assert_eq!(intact(&desk::judge().judge("定稿.xlsx", neither)), None);
}
