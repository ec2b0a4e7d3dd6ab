//! Judging every rule of a form over a return.

use std::collections::HashSet;

use super::hit::Hit;
use super::record::Record;
use super::told::{Told, compared};
use super::words::{self, Words};
use super::{Subject, suppress};
use crate::facts::{Because, Finding, Normalised, Restored, Severity, Slot, Unchecked};
use crate::form::{Arguments, Case, Judged, Reference, Rule, Scope};
use crate::language::{Comparator, Comparison, Must, Verdict};
use crate::layout::{records_of, repeats};
use crate::words::{Place, Value};

/// What checking a return gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What is wrong, in the order of the form.
    pub findings: Vec<Finding>,
    /// What could not be judged.
    pub unchecked: Vec<Unchecked>,
    /// What was read leniently.
    pub normalised: Vec<Normalised>,
    /// What the marked copy holds as it was issued, and the file did not.
    pub restored: Vec<Restored>,
}

/// A hit of a rule, before consequences are folded.
pub(super) struct Raised<'a> {
    pub rule: &'a Rule,
    pub hit: Hit,
    pub finding: Finding,
}

/// Checks a return.
#[must_use]
pub fn check(subject: &Subject<'_>) -> Outcome {
    check_by(subject, |_| true, &Words::default())
}

/// Says what happened to a file of which there are no values to check.
#[must_use]
pub fn check_damage(subject: &Subject<'_>) -> Outcome {
    check_by(subject, is_of_damage, &Words::default())
}

/// Adds what is said of damage that the marked copy does not have any more; `subject` has no other damage.
pub fn add_put_back(outcome: &mut Outcome, subject: &Subject<'_>) {
    let said = check_by(subject, is_of_damage, &Words { put_back: true, ..Words::default() });
    outcome.findings.extend(said.findings);
    sort(subject, &mut outcome.findings);
}

fn is_of_damage(rule: &Rule) -> bool {
    match &rule.judged {
        Judged::Check { spec, .. } => super::is_of_damage(spec.name),
        Judged::Cases { .. } => false,
    }
}

/// Findings stand in the order of the form.
fn sort(subject: &Subject<'_>, findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| order(subject, finding.place.as_ref(), &finding.field));
}

fn check_by(subject: &Subject<'_>, wanted: impl Fn(&Rule) -> bool, said_as: &Words<'_>) -> Outcome {
    let mut raised = Vec::new();
    let mut unchecked: Vec<Unjudged<'_>> = Vec::new();
    for rule in subject.form.rules.iter().filter(|rule| wanted(rule)) {
        match &rule.judged {
            Judged::Check { spec, arguments } => {
                let looked_at = arguments.fields.iter().map(|(table, _)| table).chain(&arguments.tables).next();
                if looked_at.is_some_and(|table| subject.is_idle(subject.form.tables[*table].sheet)) {
                    continue;
                }
                if let Some(gone) = gone(subject, arguments) {
                    let because = Because::Missing { name: subject.table(gone).name.clone() };
                    unchecked.push(Unjudged { rule, places: vec![subject.entry(gone).place.clone()], because });
                    continue;
                }
                let hits = super::find(spec.name, subject, arguments).into_iter();
                let said = hits.filter(|hit| !hit.slots.first().is_some_and(|slot| subject.is_silent(*slot)));
                raised.extend(said.map(|hit| {
                    let finding = words::finding(subject, rule, &hit, said_as);
                    Raised { rule, hit, finding }
                }));
            }
            Judged::Cases { scope, when, cases } => {
                let mut told = Told::default();
                for case in cases {
                    judge(subject, rule, scope, when.as_ref(), case, &mut told);
                }
                raised.append(&mut told.raised);
                unchecked.extend(told.missed());
            }
        }
    }
    let mut findings = suppress::fold(raised);
    sort(subject, &mut findings);
    Outcome { findings, unchecked: gather(unchecked), normalised: normalised(subject), restored: Vec::new() }
}

/// Findings stand in the order of the form: of the file first, then sheet by sheet, row by row.
fn order(subject: &Subject<'_>, place: Option<&Place>, field: &str) -> (usize, u32, u16) {
    let sheets = &subject.layout.sheets;
    let Some(place) = place else {
        let sheet = sheets.iter().position(|plan| *plan.name == *field);
        return (sheet.map_or(0, |sheet| sheet + 1), 0, 0);
    };
    // A sheet that was renamed is known by the fields that were found on it.
    let of_table = |table: usize| {
        let slot = Slot { table, row: 0, field: 0 };
        (subject.entry(slot).place.sheet == place.sheet).then_some(subject.form.tables[table].sheet)
    };
    let sheet = (0..subject.form.tables.len()).find_map(of_table);
    let sheet = sheet.or_else(|| sheets.iter().position(|plan| plan.name == place.sheet));
    (sheet.unwrap_or(sheets.len()) + 1, place.cell.row, place.cell.column)
}

fn judge<'a>(
    subject: &Subject<'_>,
    rule: &'a Rule,
    scope: &Scope,
    when: Option<&Must<Reference>>,
    case: &Case,
    told: &mut Told<'a>,
) {
    let tables = &subject.form.tables;
    if scope.first_table(tables).is_some_and(|table| subject.is_idle(tables[table].sheet)) {
        return;
    }
    for number in records_of(subject.form, subject.layout, scope) {
        let record = Record { subject, scope, number, marked: case.mark };
        if repeats(subject.form, subject.layout, scope, number) {
            continue;
        }
        let references = case.must.expression().references();
        let mut used = references.iter().filter(|_| subject.any_lost()).flat_map(|reference| record.slots(reference));
        let lost = used.find(|slot| subject.entry(*slot).lost);
        if let Some(lost) = lost {
            let because = Because::Missing { name: subject.field(lost).label.clone() };
            told.unjudged(&record, case, unjudged(rule, &record, &references, because));
            continue;
        }
        if !exists(&record, scope) {
            continue;
        }
        let verdict = match record.is_complete(&case.must) {
            None => continue,
            Some(false) => {
                told.unjudged(&record, case, unjudged(rule, &record, &references, Because::BlankRow));
                continue;
            }
            Some(true) => match (record.prevented(when, &case.must), when.map(|when| when.holds(&record))) {
                (Some(because), _) | (None, Some(Err(because))) => Verdict::Unknown(because),
                (None, Some(Ok(false))) => continue,
                (None, Some(Ok(true)) | None) => case.must.judge(&record),
            },
        };
        if !matches!(verdict, Verdict::Unknown(_)) {
            told.judged(&record, case);
        }
        match verdict {
            Verdict::Holds => {}
            Verdict::Unknown(because) => told.unjudged(&record, case, unjudged(rule, &record, &references, because)),
            Verdict::Tail(comparison) => {
                let hit = Hit { severity: Some(Severity::Hint), ..hit(&record, case, Some(&comparison)) };
                let words = Words { record: Some(&record), tail: true, put_back: false };
                let finding = words::finding(subject, rule, &hit, &words);
                told.raise(case, Raised { rule, hit, finding });
            }
            Verdict::Fails(comparison) => {
                let hit = hit(&record, case, comparison.as_ref());
                let finding = words::finding(subject, rule, &hit, &Words { record: Some(&record), ..Words::default() });
                told.raise(case, Raised { rule, hit, finding });
            }
        }
    }
}

/// The first field of a rule's arguments that is nowhere in the file: without it the rule cannot be judged.
fn gone(subject: &Subject<'_>, arguments: &Arguments) -> Option<Slot> {
    let tables = arguments.tables.iter().map(|table| (*table, 0));
    let mut columns = arguments.fields.iter().copied().chain(tables);
    columns.find_map(|(table, field)| {
        let slot = |row| Slot { table, row, field };
        let mut rows = 0..subject.layout.rows[table].len();
        rows.all(|row| subject.entry(slot(row)).lost).then_some(slot(0))
    })
}

/// Columns are compared only where any row that is added up is filled in (rules.md, SUM-06).
fn exists(record: &Record<'_>, scope: &Scope) -> bool {
    let Scope::Columns { table, .. } = scope else { return true };
    let rows = record.subject.layout.rows[*table].iter().enumerate();
    rows.filter(|(_, row)| !row.total).any(|(position, _)| record.subject.is_filled(*table, position))
}

fn slots(record: &Record<'_>, references: &[&Reference]) -> Vec<Slot> {
    let mut seen = HashSet::new();
    let all = references.iter().flat_map(|reference| record.slots(reference));
    all.filter(|slot| seen.insert(*slot)).collect()
}

fn hit(record: &Record<'_>, case: &Case, comparison: Option<&Comparison>) -> Hit {
    let references = case.must.expression().references();
    let mut involved: Vec<&Reference> = case.mark.iter().collect();
    involved.extend(references);
    let hit = compared(record, case, Hit::at(blank_first(record, slots(record, &involved))));
    let compares_mark = case.must.expression().sides().and_then(|sides| sides.left.reference()) == case.mark.as_ref();
    match (comparison, compares_mark, hit.slots.first()) {
        (Some(comparison), true, Some(first)) => {
            let field = record.subject.field(*first);
            let word = |value: &Value| words::value(field.kind.language(), value);
            let difference = comparison.difference.map(|number| word(&Value::Number(number)));
            let found = (!record.subject.entry(*first).reading.is_blank()).then(|| word(&comparison.left));
            Hit { found, expected: Some(word(&comparison.right)), difference, ..hit }
        }
        (_, _, Some(first)) => {
            let found = words::filled(record.subject, *first);
            Hit { found, ..hit }
        }
        (_, _, None) => hit,
    }
}

/// The fields with the one in front that was left blank in a record of a list that is otherwise filled in.
fn blank_first(record: &Record<'_>, mut slots: Vec<Slot>) -> Vec<Slot> {
    let subject = record.subject;
    let Some(Reference::Column { table, field }) = record.marked else { return slots };
    let left_blank = |slot: &Slot| {
        let of_mark = (slot.table, slot.field) == (table, field);
        of_mark && subject.is_filled(table, slot.row) && subject.entry(*slot).reading.is_blank()
    };
    if let Some(position) = slots.iter().position(left_blank) {
        slots[..=position].rotate_right(1);
    }
    slots
}

/// A rule that could not be judged for one record.
pub(super) struct Unjudged<'a> {
    pub rule: &'a Rule,
    pub places: Vec<Place>,
    pub because: Because,
}

fn unjudged<'a>(rule: &'a Rule, record: &Record<'_>, references: &[&Reference], because: Because) -> Unjudged<'a> {
    let places = slots(record, references).into_iter().map(|slot| record.subject.entry(slot).place.clone()).collect();
    Unjudged { rule, places, because }
}

/// One line for each rule and reason; values that are not at hand are one reason.
fn gather(unjudged: Vec<Unjudged<'_>>) -> Vec<Unchecked> {
    let mut gathered: Vec<(Unjudged<'_>, Vec<String>)> = Vec::new();
    for next in unjudged {
        let missing = |because: &Because| matches!(because, Because::NoReference { .. });
        let same = |known: &Unjudged<'_>| {
            known.rule.id == next.rule.id
                && (known.because == next.because || (missing(&known.because) && missing(&next.because)))
        };
        let name = if let Because::NoReference { name } = &next.because { Some(name.clone()) } else { None };
        match gathered.iter_mut().find(|(known, _)| same(known)) {
            Some((known, names)) => {
                let new = next.places.into_iter().filter(|place| !known.places.contains(place));
                let new: Vec<Place> = new.collect();
                known.places.extend(new);
                names.extend(name.filter(|name| !names.contains(name)));
            }
            None => gathered.push((next, name.into_iter().collect())),
        }
    }
    let line = |(unjudged, names): (Unjudged<'_>, Vec<String>)| {
        let because = match unjudged.because {
            Because::NoReference { .. } => Because::NoReference { name: names.join("、") },
            because => because,
        };
        let rule = unjudged.rule;
        Unchecked {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            places: unjudged.places,
            because: because.to_string(),
        }
    };
    gathered.into_iter().map(line).collect()
}

fn normalised(subject: &Subject<'_>) -> Vec<Normalised> {
    let lenient = subject.slots().filter_map(|slot| {
        let entry = subject.entry(slot);
        let read_as = words::filled(subject, slot)?;
        let found = entry.reading.found.clone();
        (entry.reading.normalised && !subject.is_copy_slot(slot)).then(|| Normalised {
            place: entry.place.clone(),
            found,
            read_as,
        })
    });
    lenient.collect()
}

/// How what should be there is said: a bound is no value.
pub(super) fn bound(comparator: Comparator, expected: &str, is_date: bool) -> String {
    match (comparator, is_date) {
        (Comparator::Equal, _) => expected.to_owned(),
        (Comparator::NotEqual, _) => format!("不等于{expected}"),
        (Comparator::Less, false) => format!("小于{expected}"),
        (Comparator::LessOrEqual, false) => format!("不大于{expected}"),
        (Comparator::Greater, false) => format!("大于{expected}"),
        (Comparator::GreaterOrEqual, false) => format!("不小于{expected}"),
        (Comparator::Less, true) => format!("早于{expected}"),
        (Comparator::LessOrEqual, true) => format!("不晚于{expected}"),
        (Comparator::Greater, true) => format!("晚于{expected}"),
        (Comparator::GreaterOrEqual, true) => format!("不早于{expected}"),
    }
}
