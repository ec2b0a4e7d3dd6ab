//! The guide (填报说明), the first sheet of every issued workbook: what it says, and that a return is judged without it.
//!
//! `SNAPSHOTS=overwrite cargo test --test guide` writes what it says anew; read the difference before you commit it.

mod desk;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::date;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Raw, Sheet};
use xlcheck::form::Settings;
use xlcheck::outcome::{Issuing, SubUnitsSaid, issue_one};

const GUIDE: &str = "填报说明";

/// The guide of a workbook that is issued with all or with nothing that need not be there, a line a row.
fn lines(contact: &str, deadline: Option<jiff::civil::Date>) -> Vec<String> {
    let form = desk::form();
    let settings = Settings { contact: contact.to_owned(), ..Settings::default() };
    let issuing = Issuing { form: &form, year: desk::YEAR, deadline, password: None, settings: &settings };
    let bytes = issue_one(&issuing, &desk::unit(SubUnitsSaid::Unsaid)).expect("issued");
    let book = read_book(&Package::open(bytes).expect("a package")).expect("a book");
    assert_eq!(&*book.sheets[0].name, GUIDE);
    rows(&book.sheets[0])
}

fn rows(sheet: &Sheet) -> Vec<String> {
    let mut rows: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for content in &sheet.cells {
        if let Raw::Text(text) = &content.raw {
            rows.entry(content.cell.row).or_default().push(text);
        }
    }
    rows.into_values().map(|words| words.join(" | ")).collect()
}

#[test]
fn the_guide_says_what_to_do_and_every_rule_that_a_unit_can_act_on() {
    let mut said = lines("预算绩效股 0730-5550100", Some(date(2022, 4, 30)));
    let stamp = said.pop().expect("the stamp");
    assert!(stamp.starts_with("模板：部门整体支出绩效自评　版本：2021　编码：629101　年度：2021　版式："), "{stamp}");
    let said = said.join("\n") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guide.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, &said).expect("written");
    }
    assert_eq!(said, std::fs::read_to_string(&path).expect("what it says"));
}

#[test]
fn what_was_not_issued_is_not_mentioned() {
    let (with, without) = (lines("预算绩效股", Some(date(2022, 4, 30))), lines("", None));
    let missing: Vec<&String> = with.iter().filter(|line| !without.contains(line)).collect();
    let stamp = |line: &&&String| !line.starts_with("模板：");
    assert_eq!(
        missing.iter().filter(stamp).collect::<Vec<_>>(),
        [&"报送期限 | 2022年4月30日前", &"业务咨询 | 预算绩效股"]
    );
    assert_eq!(with.len(), without.len() + 2);
}

/// Nothing of the guide is read back: a return in which it was changed or deleted is judged by its own sheets.
#[test]
fn a_return_is_judged_without_its_guide() {
    let (form, judge) = (desk::form(), desk::judge());
    let issued = desk::issued(&form, SubUnitsSaid::None);
    let whole = desk::filled(&form, &judge, issued, &desk::values("01_无误"));
    let part = desk::part(&whole, GUIDE);
    let changed = desk::changed(&whole, &part, |xml| {
        let (before, rows) = xml.split_once("<sheetData>").expect("rows");
        let (_, after) = rows.split_once("</sheetData>").expect("rows");
        format!("{before}<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>{after}")
    });
    let deleted = desk::changed(&whole, "xl/workbook.xml", |xml| {
        let at = xml.find("<sheet name=\"填报说明\"").expect("the guide");
        let end = at + xml[at..].find("/>").expect("an end") + 2;
        format!("{}{}", &xml[..at], &xml[end..])
    });
    let unasked = "，不影响审核，下次请使用下发的文件填报。";
    for (bytes, expected) in [(whole, ""), (changed, "被改动（A1等）"), (deleted, "“填报说明”已删去或改名")]
    {
        let judged = judge.judge("表.xlsx", bytes);
        let said = desk::said(&judged);
        assert_eq!(said.len(), usize::from(!expected.is_empty()), "{said:?}");
        let says = |line: &String| line.starts_with("FIL-15 ") && line.contains(expected) && line.ends_with(unasked);
        assert!(said.iter().all(says), "{said:?}");
        assert_eq!(judged.status.word(), "通过");
    }
}
