//! Editions that were issued are not edited: a unit's workbook of last month must still be the form that is checked.
//!
//! `tests/editions.lock` holds two digests of every edition that is embedded in the program: of the files that say its
//! layout, and of the cell of every field, which the program decides. Where an edition has already been issued, what differs goes into a new edition. Where it has not, or where the change is one
//! that no workbook can show, `SNAPSHOTS=overwrite REASON="…" cargo test --test editions` locks it anew and
//! keeps the reason beside it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library};
use xlcheck::layout::Layout;
use xlcheck::plan::{Shape, SubUnits};
use xlcheck::words::sha256;

/// What is locked of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Locked {
    digest: String,
    reason: String,
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editions.lock")
}

/// The editions of the lock: a line each, name, digest and reason.
fn locked() -> BTreeMap<String, Locked> {
    let text = std::fs::read_to_string(path()).expect("the lock");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entry = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (name, digest) = (parts.next().expect("a name"), parts.next().expect("a digest"));
        let reason = parts.next().unwrap_or_default().to_owned();
        (name.to_owned(), Locked { digest: digest.to_owned(), reason })
    };
    lines.map(entry).collect()
}

fn embedded() -> BTreeMap<String, String> {
    let library = Library::embedded(&SPECS);
    let editions = library.editions();
    let digest = |edition| {
        let form = library.edition(edition).expect("in order");
        format!("{}+{}", form.layout_digest, cells(&form))
    };
    editions.iter().map(|edition| (edition.to_string(), digest(edition))).collect()
}

/// A digest of the name and the cell of every field, for a unit of each shape.
fn cells(form: &Form) -> String {
    let of_sub_units = |sub_units| Shape { sub_units, ..Shape::default() };
    let shapes = match form.repeats() {
        None => [SubUnits::None, SubUnits::Unsaid, SubUnits::Named(3)].map(of_sub_units),
        Some(_) => [None, Some(1), Some(3)].map(|things| Shape { things, ..Shape::default() }),
    };
    let lines = shapes.map(|shape| {
        let own = form.for_shape(&shape);
        let form = own.as_ref().unwrap_or(form);
        let layout = Layout::new(form, shape);
        let line = |slot| {
            let (sheet, cell) = layout.cell(slot);
            format!("{} {}!{cell}\n", layout.name(slot).to_owned(), layout.sheets[sheet].name)
        };
        layout.slots().map(line).collect::<String>()
    });
    sha256(lines.each_ref().map(String::as_bytes))
}

/// What is wrong with an edition, in a sentence; nothing where it is as it was locked.
fn complaint(name: &str, digest: Option<&String>, locked: Option<&Locked>) -> Option<String> {
    match (digest, locked) {
        (Some(digest), Some(locked)) if *digest == locked.digest => None,
        (Some(_), Some(_)) => Some(format!(
            "{name}: its layout is not what was locked. Workbooks of it may be with units already: put the change into \
             a new edition (`xlcheck template new DIR --from {name} --edition …`). If it was never issued, or no \
             workbook shows the change: SNAPSHOTS=overwrite REASON=\"why\" cargo test --test editions"
        )),
        (Some(_), None) => Some(format!(
            "{name}: a new edition, not locked yet: SNAPSHOTS=overwrite REASON=\"new\" cargo test --test editions"
        )),
        (None, _) => Some(format!("{name}: gone, but workbooks of it may be with units; editions are never deleted")),
    }
}

fn complaints(embedded: &BTreeMap<String, String>, locked: &BTreeMap<String, Locked>) -> Vec<String> {
    let names = embedded.keys().chain(locked.keys().filter(|name| !embedded.contains_key(*name)));
    names.filter_map(|name| complaint(name, embedded.get(name), locked.get(name))).collect()
}

/// Locks the editions that are embedded; those that were never locked or are locked anew need a reason.
fn lock(embedded: &BTreeMap<String, String>, locked: &BTreeMap<String, Locked>, reason: &str) {
    let mut text = "# 内置模板各版本的版式校验码；改动已下发的版本前先读 tests/editions.rs\n".to_owned();
    for (name, digest) in embedded {
        let reason = match locked.get(name) {
            Some(known) if known.digest == *digest => &known.reason,
            Some(_) | None => reason,
        };
        let _ = writeln!(text, "{name} {digest} {reason}");
    }
    std::fs::write(path(), text).expect("written");
}

#[test]
fn issued_editions_are_as_they_were_locked() {
    let embedded = embedded();
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
        && let Ok(reason) = std::env::var("REASON")
    {
        assert!(!reason.trim().is_empty() && !reason.contains('\n'), "REASON says why, in a line");
        lock(&embedded, &locked(), &reason);
    }
    let complaints = complaints(&embedded, &locked());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_change_a_new_edition_and_one_that_is_gone_are_told() {
    let known = Locked { digest: "a".to_owned(), reason: String::new() };
    let locked = BTreeMap::from([("甲@2021".to_owned(), known.clone()), ("甲@2020".to_owned(), known)]);
    let embedded = BTreeMap::from([("甲@2021".to_owned(), "b".to_owned()), ("甲@2022".to_owned(), "a".to_owned())]);
    let told = complaints(&embedded, &locked);
    let begins: Vec<&str> = told.iter().map(|line| line.split([',', '.', ':']).nth(1).unwrap_or_default()).collect();
    assert_eq!(begins, [" its layout is not what was locked", " a new edition", " gone"]);
}
