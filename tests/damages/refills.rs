//! 重填件: where a workbook is beyond repair, a fresh one holds everything that could be found in it.
//!
//! For every damage: which get one, and what of their values it could not hold, stands in `refills.txt`; every value that
//! was found is in it as it was typed; a check of it says the same but for the file, and for what is gone.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Entry, Severity};
use xlcheck::outcome::Judged;
use xlcheck::report::refill_path;

use super::Damage;
use super::desk::{Desk, Of, said, value};
use super::doc::Doc;
use super::ods::ods;
use super::repairs::{TRIED, Tried, listed};

/// Fields that the list names; of more it says how many.
const NAMED: usize = 6;

/// The findings that are not of the file: rule and field, so that what has moved is the same.
fn keys(judged: &Judged) -> Vec<String> {
    let findings = judged.outcome.findings.iter().filter(|one| !one.rule.starts_with("FIL-"));
    let mut keys: Vec<String> = findings.map(|one| format!("{} {}", one.key(), one.severity.word())).collect();
    keys.sort();
    keys
}

/// The fields that a unit fills in, as far as they were found.
fn found<'a>(desk: &Desk, judged: &'a Judged) -> BTreeMap<String, &'a Entry> {
    let entries = Desk::entries(judged).into_iter();
    entries.filter(|(name, entry)| desk.inputs.contains(name) && !entry.lost).collect()
}

/// What is said of a damage in the list, and what is not as it has to be.
fn refilled(number: usize, damage: &Damage, judged: &Judged) -> (String, Vec<String>) {
    let desk = Desk::of(damage.of);
    let mut text = String::new();
    let mut wrong = Vec::new();
    let Some(refill) = judged.read.as_ref().and_then(|read| read.refill.clone()) else { return (text, wrong) };
    if let Ok(folder) = std::env::var("MARKED") {
        std::fs::write(Path::new(&folder).join(format!("{number:03}重填件.xlsx")), &refill).expect("written");
    }
    let again = desk.repaired(refill);
    let (mut before, after) = (found(desk, judged), Desk::entries(&again));
    // What may stand in a wrong place is left out; that its sheet was rearranged is said.
    let rearranged: Vec<&str> = judged
        .outcome
        .findings
        .iter()
        .filter(|one| one.rule == "FIL-07" && one.severity != Severity::Hint)
        .map(|one| one.field.as_str())
        .collect();
    before.retain(|name, entry| {
        let is_open = after[name].reading.is_blank() && !entry.reading.is_blank();
        !(is_open && rearranged.contains(&&*entry.place.sheet))
    });
    for (name, entry) in &before {
        let now = after[name];
        if value(now) != value(entry) || now.reading.found != entry.reading.found && entry.reading.value.is_none() {
            wrong.push(format!("{number:03} {}：{name} 原为“{}”，填入的是“{}”", damage.says, value(entry), value(now)));
        }
    }
    let of_file: Vec<&str> =
        again.outcome.findings.iter().map(|one| &*one.rule).filter(|rule| rule.starts_with("FIL-")).collect();
    if !of_file.is_empty() {
        wrong.push(format!("{number:03} {}：重填件还有{of_file:?}", damage.says));
    }
    writeln!(text, "\n{number:03} [{}] {}：填入{}格", damage.of.word(), damage.says, before.len()).expect("written");
    let lost: Vec<&String> = desk.inputs.iter().filter(|name| !before.contains_key(*name)).collect();
    if !lost.is_empty() {
        let more = if lost.len() > NAMED { format!("等{}格", lost.len()) } else { String::new() };
        let names: Vec<&str> = lost.iter().take(NAMED).map(|name| name.as_str()).collect();
        writeln!(text, "    没有找到 {}{more}", names.join("、")).expect("written");
    }
    let (before, after) = (keys(judged), keys(&again));
    for (sign, one, other) in [("-", &before, &after), ("+", &after, &before)] {
        let only: Vec<&String> = one.iter().filter(|key| !other.contains(key)).collect();
        for key in only.iter().take(NAMED) {
            writeln!(text, "    {sign} {key}").expect("written");
        }
        if only.len() > NAMED {
            writeln!(text, "    {sign} 等{}项", only.len()).expect("written");
        }
        if lost.is_empty() && !only.is_empty() {
            wrong.push(format!("{number:03} {}：{sign}{only:?}", damage.says));
        }
    }
    (text, wrong)
}

/// The same for the workbook in which everything is right, as it is judged, and for the one in which every field holds
/// something else.
pub fn tried(number: usize, damage: &Damage, judged: &Judged) -> (String, Vec<String>) {
    let (text, mut wrong) = refilled(number, damage, judged);
    // Whether one is needed does not hang on the values.
    if !text.is_empty() {
        let desk = Desk::of(damage.of);
        let mut damaged = desk.unique.clone();
        (damage.does)(&mut damaged);
        wrong.extend(refilled(number, damage, &desk.repaired(damaged.bytes())).1);
    }
    (text, wrong)
}

#[test]
fn everything_that_was_found_stands_in_the_refill() {
    let Tried { text, wrong } = &TRIED.refills;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    listed("tests/damages/refills.txt", text);
}

#[test]
fn the_workbooks_that_are_right_or_blank_need_no_refill() {
    for of in [Of::Year2021, Of::Year2024] {
        let desk = Desk::of(of);
        for doc in [&desk.right, &desk.unique] {
            assert!(!desk.repaired(doc.bytes()).has_refill);
        }
    }
}

#[test]
fn a_file_of_another_format_is_filled_in_anew() {
    let desk = Desk::of(Of::Year2021);
    let book = |doc: &Doc| read_book(&Package::open(doc.bytes()).expect("a package")).expect("a book");
    let mut wrong = desk.right.clone();
    wrong.on("收支情况", |grid| grid.number("B6", "612"));
    let judged = desk.repaired(ods(&book(&wrong)));
    assert_eq!(judged.status.word(), "退回");
    assert!(judged.outcome.restored.is_empty(), "nothing is put back where nothing can be marked");
    let again = desk.repaired(judged.read.as_ref().and_then(|read| read.refill.clone()).expect("a refill"));
    let (before, after) = (Desk::entries(&judged), Desk::entries(&again));
    assert!(desk.inputs.iter().all(|name| value(before[name]) == value(after[name])));
    assert_eq!(keys(&judged), keys(&again));
    assert!(said(&again).iter().all(|line| !line.starts_with("FIL-")), "{:?}", said(&again));
    assert_eq!(
        refill_path(&judged).to_str(),
        Some("退回/629101_青澜经开区市政维护中心_第1次重填件.xlsx"),
        "beside the review"
    );
}

#[test]
fn whose_file_it_is_must_be_sure() {
    let desk = Desk::of(Of::Year2021);
    let mut doc = desk.right.clone();
    doc.delete_sheet("评价人员");
    assert!(desk.repaired(doc.bytes()).has_refill);
    assert!(!desk.judged(doc.bytes()).has_refill, "no review, no refill");
    doc.on("封面", |grid| grid.text("B6", "629999"));
    assert!(!desk.repaired(doc.bytes()).has_refill);
}
