//! What the marked copy of a damaged workbook puts back, and that nothing else changes.
//!
//! For every damage: what is put back stands in `restored.txt`; the marked copy holds it as it was issued; a check of the
//! marked copy says of it no more, and everything else again; without marks it is the repaired file in every part.
//!
//! `MARKED=folder` writes the marked copies there, for programs and validators to open.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use jiff::civil::date;
use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::Package;
use xlcheck::excel::read::is_guarded;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Book, Finding, Kept, Restored};
use xlcheck::outcome::{Judged, Kind};
use xlcheck::report::{Dates, marked_copy};
use xlcheck::words::{Area, Cell};

use super::desk::{Desk, line, said};
use super::{Damage, all, pasted, refills};

/// Entries of a file that the list names; of more it says how many.
const NAMED: usize = 12;

/// Rules of what can be put back.
const REPAIRED: [&str; 3] = ["FIL-06", "FIL-08", "FIL-15"];

/// The parts of a file, by name.
fn parts(package: &Package) -> Vec<(String, Vec<u8>)> {
    let mut parts: Vec<_> =
        package.names().map(|name| (name.to_owned(), package.required(name).expect("a part").to_vec())).collect();
    parts.sort();
    parts
}

/// Whether what was put back stands in a book as it was issued.
fn is_as_issued(book: &Book, restored: &Restored) -> bool {
    let Some(sheet) = book.sheet(&restored.sheet) else { return false };
    let holds = |cell: Cell| match restored.what {
        Kept::Label => sheet.text(cell) == restored.issued && sheet.content(cell).is_none_or(|c| c.formula.is_none()),
        Kept::Formula => {
            let formula = sheet.content(cell).and_then(|content| content.formula.as_deref()).unwrap_or_default();
            format!("={formula}") == restored.issued
        }
        // A number format is only put back with the rest of the format.
        Kept::Lock | Kept::Format => sheet.locked(cell) == Some(false),
        Kept::Validation => is_guarded(sheet, cell),
        Kept::Protection => sheet.protected,
    };
    let Some(Area { first, last }) = restored.area else { return sheet.protected };
    (first.row..=last.row).all(|row| (first.column..=last.column).all(|column| holds(Cell::new(row, column))))
}

/// The other validations that lie over an area of a validation: programs show the file as damaged then.
fn overlaps(book: &Book) -> Vec<String> {
    let mut found = Vec::new();
    for sheet in &book.sheets {
        let areas: Vec<Area> = sheet.validations.iter().flat_map(|one| one.areas.iter().copied()).collect();
        for (at, area) in areas.iter().enumerate() {
            found.extend(
                areas[..at].iter().filter(|other| other.overlaps(*area)).map(|_| format!("{}!{area}", sheet.name)),
            );
        }
    }
    found
}

/// The lines of a damage in the list, and what is not as it has to be.
fn tried(number: usize, damage: &Damage, bytes: Vec<u8>, judged: &Judged) -> (String, Vec<String>) {
    let desk = Desk::of(damage.of);
    let plain = desk.judged(bytes.clone());
    let mut wrong = Vec::new();
    let mut must = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!("{number:03} {}：{what}", damage.says));
        }
    };
    let text = lines(number, damage, &plain, judged);
    let restored = &judged.outcome.restored;
    if matches!(judged.kind, Kind::Attachment) || !judged.read.as_ref().is_some_and(|read| read.can_be_marked) {
        must(restored.is_empty(), "恢复了不能批注的文件");
        return (text, wrong);
    }
    let read = judged.read.as_ref().expect("read");
    let day = date(2022, 4, 20);
    let marked = marked_copy(judged, Dates { received: day, reviewed: day }).expect("marked").expect("a return");
    if let Ok(folder) = std::env::var("MARKED") {
        std::fs::write(Path::new(&folder).join(format!("{number:03}.xlsx")), &marked).expect("written");
    }
    let book = read_book(&Package::open(marked.clone()).expect("a package")).expect("a book");
    for one in restored {
        must(is_as_issued(&book, one), &format!("{one} 没有恢复为“{}”", one.issued));
    }
    let damaged = Package::open(bytes).expect("a package");
    let before = overlaps(&read_book(&damaged).expect("a book")).len();
    must(overlaps(&book).len() <= before, &format!("填报校验重叠：{:?}", overlaps(&book)));
    let bare = unmark(&marked).expect("readable").expect("marked");
    let whole = read.repaired.clone().unwrap_or(damaged);
    must(parts(&Package::open(bare).expect("a package")) == parts(&whole), "去掉审核意见后不是恢复后的文件");
    must(read.repaired.is_some() != restored.is_empty(), "恢复了什么没有列出");

    let again = desk.repaired(marked);
    let left = |finding: &&Finding| !finding.put_back;
    let rest: Vec<String> = judged.outcome.findings.iter().filter(left).map(line).collect();
    must(said(&again) == rest, &format!("再次审核不同：{:?}", differences(&said(&again), &rest)));
    must(again.outcome.restored.is_empty(), &format!("再次恢复：{:?}", again.outcome.restored));
    must(again.outcome.unchecked == judged.outcome.unchecked, "再次审核未检查的不同");
    must(again.outcome.normalised == judged.outcome.normalised, "再次审核读作的不同");
    let new: Vec<&String> = rest.iter().filter(|line| !said(&plain).contains(line)).collect();
    let is_part = |line: &&&String| line.starts_with("FIL-15") || line.starts_with("FIL-08");
    must(new.iter().all(|line| is_part(&line)), &format!("恢复后多出：{new:?}"));
    (text, wrong)
}

fn differences<'a>(one: &'a [String], other: &'a [String]) -> Vec<&'a String> {
    let only =
        |one: &'a [String], other: &'a [String]| one.iter().filter(|line| !other.contains(line)).collect::<Vec<_>>();
    [only(one, other), only(other, one)].concat()
}

/// The rule of a finding with its place, or its sheet.
fn place(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(|| finding.field.clone(), ToString::to_string);
    format!("{} {place}", finding.rule)
}

fn lines(number: usize, damage: &Damage, plain: &Judged, judged: &Judged) -> String {
    let mut text = String::new();
    let mut line = |words: &str| writeln!(text, "    {words}").expect("written");
    let restored = &judged.outcome.restored;
    for one in restored.iter().take(NAMED) {
        let cut = |text: &str| text.chars().take(60).collect::<String>().replace('\n', "⏎");
        line(&format!("已恢复 {one} {}：“{}”→“{}”", one.what.word(), cut(&one.found), cut(&one.issued)));
    }
    if restored.len() > NAMED {
        line(&format!("已恢复 等{}处", restored.len()));
    }
    let findings = &judged.outcome.findings;
    for (words, put_back) in [("不再要求", true), ("仍要求", false)] {
        let of_damage = |one: &&Finding| REPAIRED.contains(&one.rule.as_str()) && one.put_back == put_back;
        let places: Vec<String> = findings.iter().filter(of_damage).map(place).collect();
        if !places.is_empty() {
            line(&format!("{words} {}", places.join("、")));
        }
    }
    let (before, now) = (said(plain), said(judged));
    let is_other = |line: &&String| !REPAIRED.iter().any(|rule| line.starts_with(rule));
    for gone in before.iter().filter(is_other).filter(|line| !now.contains(line)) {
        line(&format!("- {gone}"));
    }
    for new in now.iter().filter(is_other).filter(|line| !before.contains(line)) {
        line(&format!("+ {new}"));
    }
    if plain.status != judged.status {
        line(&format!("{}→{}", plain.status.word(), judged.status.word()));
    }
    if text.is_empty() {
        return text;
    }
    format!("\n{number:03} [{}] {}\n{text}", damage.of.word(), damage.says)
}

/// The lines of a list, and what is not as it has to be.
#[derive(Default)]
pub struct Tried {
    pub text: String,
    pub wrong: Vec<String>,
}

impl Tried {
    fn add(&mut self, (text, wrong): (String, Vec<String>)) {
        self.text.push_str(&text);
        self.wrong.extend(wrong);
    }
}

/// What was tried with every damage.
#[derive(Default)]
pub struct All {
    repairs: Tried,
    pub refills: Tried,
}

pub static TRIED: LazyLock<All> = LazyLock::new(|| {
    let damages: Vec<(usize, &Damage)> = (1..).zip(all().chain(pasted::DAMAGES)).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<_> = damages.chunks(damages.len().div_ceil(threads * 4).max(1)).collect();
    let both = |(number, damage): &(usize, &Damage)| {
        let desk = Desk::of(damage.of);
        let mut damaged = desk.right.clone();
        (damage.does)(&mut damaged);
        let judged = desk.repaired(damaged.bytes());
        (tried(*number, damage, damaged.bytes(), &judged), refills::tried(*number, damage, &judged))
    };
    let mut all = All::default();
    std::thread::scope(|scope| {
        let running: Vec<_> =
            chunks.into_iter().map(|chunk| scope.spawn(move || chunk.iter().map(both).collect::<Vec<_>>())).collect();
        for (repair, refill) in running.into_iter().flat_map(|thread| thread.join().expect("tried")) {
            all.repairs.add(repair);
            all.refills.add(refill);
        }
    });
    all
});

/// Holds a list against its file, or writes it anew.
pub fn listed(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, text).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let other = there.lines().zip(text.lines()).find(|(there, now)| there != now);
    assert!(there == text, "{file} is not what is found: {other:?}; see the top of main.rs");
}

#[test]
fn every_damage_is_put_back_as_the_list_says() {
    listed("tests/damages/restored.txt", &TRIED.repairs.text);
}

#[test]
fn the_marked_copy_holds_what_was_put_back_and_everything_else_as_it_was() {
    let wrong = &TRIED.repairs.wrong;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A damage of the further list as it is judged, and its file after the repair.
fn repaired(says: &str) -> (Judged, Package) {
    let damage = pasted::DAMAGES.iter().find(|one| one.says == says).expect("a damage");
    let desk = Desk::of(damage.of);
    let mut damaged = desk.right.clone();
    (damage.does)(&mut damaged);
    let judged = desk.repaired(damaged.bytes());
    let package = judged.read.as_ref().and_then(|read| read.repaired.clone()).expect("repaired");
    (judged, package)
}

#[test]
fn what_the_unit_has_typed_stays_where_a_formula_it_shares_is_put_back() {
    let (judged, package) = repaired("自己的共用公式盖住了核对数，另一格在填报格里");
    let book = read_book(&package).expect("a book");
    let sheet = book.sheet("收支情况").expect("a sheet");
    let typed = sheet.content("B6".parse().expect("a cell")).expect("a cell");
    assert_eq!(typed.formula.as_deref(), Some("6124/10"));
    assert_eq!(sheet.text(typed.cell), "612.4");
    assert_eq!(judged.outcome.restored.len(), 1);
}

#[test]
fn a_sheet_is_protected_with_the_password_that_the_file_has() {
    let (_, package) = repaired("有密码的文件，一张表的保护取消");
    let part = package.workbook().expect("a workbook").sheet("收支情况").expect("a sheet").part.clone();
    let xml = String::from_utf8(package.required(&part).expect("a part").to_vec()).expect("text");
    let (_, tag) = xml.split_once("<sheetProtection").expect("protected");
    let (tag, _) = tag.split_once("/>").expect("protected");
    assert!(tag.contains(" password=\"CC1A\"") && tag.contains(" sheet=\"1\""), "{tag}");
    assert!(tag.contains(" formatRows=\"0\""), "rows can be made higher, as issued: {tag}");
}

#[test]
fn no_order_of_calculation_names_a_cell_without_formula() {
    let (_, package) = repaired("计算顺序里还有被改的格");
    assert_eq!(package.stored_name("xl/calcChain.xml"), None);
    for part in ["xl/_rels/workbook.xml.rels", "[Content_Types].xml"] {
        let xml = String::from_utf8(package.required(part).expect("a part").to_vec()).expect("text");
        assert!(!xml.contains("calcChain"), "{xml}");
    }
    let workbook = String::from_utf8(package.required("xl/workbook.xml").expect("a part").to_vec()).expect("text");
    assert!(workbook.contains("fullCalcOnLoad=\"1\""), "{workbook}");
}

#[test]
fn nothing_is_put_back_where_no_marked_copy_is_written() {
    let desk = Desk::of(super::desk::Of::Year2021);
    let mut damaged = desk.right.clone();
    damaged.on("收支情况", |grid| grid.text("C15", "基本支出（含往来）"));
    let judged = desk.judged(damaged.bytes());
    assert!(judged.outcome.restored.is_empty() && judged.outcome.findings.iter().all(|one| !one.put_back));
    assert_eq!(judged.status.word(), "退回");
}
