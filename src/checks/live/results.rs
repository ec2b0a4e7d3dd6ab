//! The results that the live formulas of a workbook have, so that they are right before any program recalculates.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::demand::{Condition, is_needed};
use super::formulas::asks_for_name;
use crate::checks::Subject;
use crate::checks::computed::calculate_as_typed;
use crate::checks::record::Record;
use crate::checks::subject::Run;
use crate::facts::{Because, Oddity, Slot, Submission};
use crate::form::{CellTest, Form, Group, Judged, Need, Reference, Typed};
use crate::language::{self, FAILS, HOLDS, Operand, Sides, Source, UNFILLED, UNKNOWN, Verdict};
use crate::layout::{Layout, beside, needed, tested};
use crate::plan::{Filling, Issued, LiveCheck, Part, PlannedCell};
use crate::prose::plainly_none;
use crate::words::{Cell, Value};

/// The stored result of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cached {
    /// A figure.
    Number(Decimal),
    /// Words, mostly none.
    Text(String),
    /// A day.
    Day(jiff::civil::Date),
}

impl Cached {
    fn nothing() -> Self {
        Self::Text(String::new())
    }
}

/// What a check shows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    found: Cached,
    expected: Cached,
    difference: Cached,
    verdict: &'static str,
}

impl Shown {
    fn verdict_alone(verdict: &'static str) -> Self {
        Self { found: Cached::nothing(), expected: Cached::nothing(), difference: Cached::nothing(), verdict }
    }

    fn part(&self, part: Part) -> Cached {
        match part {
            Part::Found => self.found.clone(),
            Part::Expected => self.expected.clone(),
            Part::Difference => self.difference.clone(),
            Part::Verdict | Part::Mark => Cached::Text(self.verdict.to_owned()),
        }
    }
}

/// The results of all formulas of a filled workbook: the sheet by its position in the form, nothing for 自查; the planned
/// cell; the result.
#[must_use]
pub fn cached_results(
    (form, layout): (&Form, &Layout),
    submission: &Submission,
    issued: &Issued,
    run: &Run,
) -> Vec<(Option<usize>, Cell, Cached)> {
    let mut typed = submission.clone();
    calculate_as_typed(form, layout, &mut typed);
    let subject = Subject::new((form, layout), &typed, &[], issued, run);
    let shown: HashMap<LiveCheck, Shown> =
        layout.lines.iter().map(|line| (line.check, shown(&subject, line.check))).collect();
    let of_cell = |planned: &PlannedCell| match &planned.filling {
        Filling::Copy(_, from) => Some(repeated(&subject, *from)),
        Filling::Formula(slot) => Some(repeated(&subject, *slot)),
        Filling::Live(check, part) => shown.get(check).map(|shown| shown.part(*part)),
        Filling::Summary(_)
        | Filling::Unused(_)
        | Filling::Link(_)
        | Filling::Label(_)
        | Filling::Input(..)
        | Filling::Issued(..) => None,
    };
    let mut results = Vec::new();
    for (number, sheet) in layout.sheets.iter().enumerate() {
        let of_sheet = sheet.cells.iter().filter_map(|planned| Some((Some(number), planned.cell, of_cell(planned)?)));
        results.extend(of_sheet);
    }
    results.extend(self_check(layout, issued, of_cell));
    results
}

fn self_check(
    layout: &Layout,
    issued: &Issued,
    of_cell: impl Fn(&PlannedCell) -> Option<Cached>,
) -> Vec<(Option<usize>, Cell, Cached)> {
    let cells = &layout.self_check.cells;
    let mut results: HashMap<Cell, Cached> =
        cells.iter().filter_map(|planned| Some((planned.cell, of_cell(planned)?))).collect();
    // Summaries in the order in which one needs the other: the sentence on top counts the counts below it.
    for planned in cells.iter().rev() {
        if let Filling::Summary(summary) = &planned.filling {
            let label = |cell| match &layout.self_check.at(cell)?.filling {
                Filling::Label(text) => Some(Cached::Text(issued.fill(text).into_owned())),
                Filling::Live(..)
                | Filling::Summary(_)
                | Filling::Link(_)
                | Filling::Copy(..)
                | Filling::Formula(_)
                | Filling::Unused(_)
                | Filling::Input(..)
                | Filling::Issued(..) => None,
            };
            let result = summary.result(&|cell| results.get(&cell).cloned().or_else(|| label(cell)));
            results.insert(planned.cell, result);
        }
    }
    results.into_iter().map(|(cell, result)| (None, cell, result)).collect()
}

/// The verdict of every line of 自查, in their order.
#[must_use]
pub fn verdicts(subject: &Subject<'_>) -> Vec<(LiveCheck, &'static str)> {
    subject.layout.lines.iter().map(|line| (line.check, shown(subject, line.check).verdict)).collect()
}

fn repeated(subject: &Subject<'_>, from: Slot) -> Cached {
    let reading = &subject.entry(from).reading;
    match &reading.value {
        Some(Value::Number(number)) if is_number(subject, from) => Cached::Number(*number),
        Some(Value::Date(day)) if is_number(subject, from) => Cached::Day(*day),
        Some(_) | None => Cached::Text(reading.found.clone()),
    }
}

/// Whether the spreadsheet program takes the cell for a number: what we read leniently is a text to it.
fn is_number(subject: &Subject<'_>, slot: Slot) -> bool {
    let reading = &subject.entry(slot).reading;
    let is_text = |oddity: &Oddity| matches!(oddity, Oddity::FullWidth | Oddity::TextNumber) || oddity.spoils();
    match &reading.value {
        Some(Value::Number(_)) => !reading.oddities.iter().any(is_text),
        Some(Value::Date(_)) => !reading.normalised || reading.found.bytes().all(|b| b.is_ascii_digit()),
        // What is no whole number of heads has no value, and is a number all the same.
        Some(Value::Text(_)) | None => !reading.normalised && crate::words::canonical(&reading.found).is_some(),
    }
}

fn shown(subject: &Subject<'_>, check: LiveCheck) -> Shown {
    match check {
        LiveCheck::Condition { .. } => {
            let is_idle = |one: &Condition<'_>| {
                one.in_use_by(subject.form).is_some_and(|name| subject.entry(name).reading.is_blank())
            };
            let one = Condition::of(subject.form, check).filter(|one| !is_idle(one));
            one.map_or(Shown::verdict_alone(""), |one| condition(subject, &one))
        }
        LiveCheck::Cells { rule, sheet } if subject.is_idle(sheet) => {
            let asks = asks_for_name(subject.form, subject.layout, rule, sheet);
            Shown::verdict_alone(if asks && subject.is_nameless(sheet) { UNFILLED } else { "" })
        }
        LiveCheck::Cells { rule, sheet } => cells(subject, rule, sheet),
    }
}

fn condition(subject: &Subject<'_>, one: &Condition<'_>) -> Shown {
    let (form, layout) = (subject.form, subject.layout);
    if !one.is_known(subject.run) {
        return Shown::verdict_alone(crate::layout::AFTERWARDS);
    }
    let blank = |slot: &Slot| subject.entry(*slot).reading.is_blank();
    let present = one.present(form, layout);
    let groups = if present.is_empty() { vec![one.all(layout)] } else { present };
    let is_blank = |group: &Vec<Slot>| group.iter().all(blank);
    if groups.iter().all(is_blank) {
        return Shown::verdict_alone(one.unused(form, layout));
    }
    let used = one.used(layout);
    let missing = |slot: &Slot| is_needed(form, layout, *slot) && blank(slot);
    if groups.iter().any(is_blank) || used.iter().any(missing) {
        return Shown::verdict_alone(UNFILLED);
    }
    let unknown = || Cached::Text(UNKNOWN.to_owned());
    let is_figure = |slot: &&Slot| subject.field(**slot).kind.language().is_numeric();
    let record = AsTyped(Record { subject, scope: one.scope, number: one.record, marked: one.case.mark });
    let must = &one.case.must;
    let sides = must.expression().sides();
    let unusable = |slot: &Slot| !is_number(subject, *slot) || subject.entry(*slot).reading.value.is_none();
    if used.iter().filter(is_figure).any(|slot| !blank(slot) && unusable(slot)) {
        let side = |shows: bool| if shows { unknown() } else { Cached::nothing() };
        let (compares, subtracts) = sides.map_or((false, false), Sides::shows);
        return Shown {
            found: side(compares),
            expected: side(compares),
            difference: side(subtracts),
            verdict: UNKNOWN,
        };
    }
    let applies = one.when.map_or(Ok(true), |when| when.holds(&record));
    let verdict = match applies {
        Ok(true) => match must.judge(&record) {
            Verdict::Unknown(_) => UNKNOWN,
            verdict @ (Verdict::Holds | Verdict::Tail(_) | Verdict::Fails(_)) => verdict.word(),
        },
        Ok(false) => HOLDS,
        Err(_) => UNKNOWN,
    };
    let mut shown = Shown::verdict_alone(verdict);
    if let Some(sides) = sides {
        let (compares, subtracts) = sides.shows();
        let value = |side| language::value(side, &record);
        let cached = |value: Result<Value, Because>| match value {
            Ok(Value::Number(number)) => Cached::Number(number),
            Ok(Value::Text(text)) => Cached::Text(text),
            Ok(Value::Date(day)) => Cached::Day(day),
            Err(_) => unknown(),
        };
        if compares {
            (shown.found, shown.expected) = (cached(value(sides.left)), cached(value(sides.right)));
        }
        if subtracts {
            let difference = sides.difference(&record);
            shown.difference = difference.map_or_else(|_| unknown(), Cached::Number);
        }
    }
    shown
}

fn cells(subject: &Subject<'_>, rule: usize, sheet: usize) -> Shown {
    let Judged::Check { spec, arguments } = &subject.form.rules[rule].judged else { return Shown::verdict_alone("") };
    let Some(test) = &spec.live else { return Shown::verdict_alone("") };
    let groups = || tested(subject.form, subject.layout, test, arguments, sheet);
    let typed = |slot: &Slot| typed(subject, *slot);
    match test {
        CellTest::Needed(needs) => {
            let needs = needed(subject.form, subject.layout, *needs, arguments, sheet);
            let says_any = |slots: &[Slot]| slots.iter().any(|slot| typed(slot) != Typed::Blank);
            let says_none = |need: &Need| {
                let word = need.cells.first().map_or(Typed::Blank, typed);
                matches!(word, Typed::Words(word) if plainly_none().any(|none| none == word.trim_matches(' ')))
            };
            let is_explained = |need: &Need| need.reasons.is_empty() || !says_none(need) || says_any(&need.reasons);
            let filled = needs.iter().filter(|need| says_any(&need.cells) && is_explained(need)).count();
            let verdict = if filled == needs.len() { HOLDS } else { UNFILLED };
            Shown {
                found: Cached::Number(filled.into()),
                expected: Cached::Number(needs.len().into()),
                ..Shown::verdict_alone(verdict)
            }
        }
        CellTest::Beside(test) => {
            let is_wrong = |group: &Group| {
                let cells = group.cells.iter().map(|slots| slots.iter().map(typed).collect::<Vec<_>>());
                (test.is_wrong)(&cells.collect::<Vec<_>>(), &group.issued)
            };
            let groups = beside(subject.form, subject.layout, test, arguments, sheet);
            Shown::verdict_alone(if groups.iter().any(is_wrong) { FAILS } else { HOLDS })
        }
        CellTest::Each(each) => {
            let cells: Vec<Typed<'_>> = groups().iter().flatten().map(typed).collect();
            let words = each.of_numbers && cells.iter().any(|cell| matches!(cell, Typed::Words(_)));
            let wrong = cells.iter().any(|cell| (each.is_wrong)(*cell));
            Shown::verdict_alone(if words {
                UNKNOWN
            } else if wrong {
                FAILS
            } else {
                HOLDS
            })
        }
    }
}

fn typed<'a>(subject: &Subject<'a>, slot: Slot) -> Typed<'a> {
    let reading = &subject.entry(slot).reading;
    match &reading.value {
        _ if reading.is_blank() => Typed::Blank,
        Some(Value::Number(number)) if is_number(subject, slot) => Typed::Number(*number),
        None if is_number(subject, slot) => {
            crate::words::canonical(&reading.found).map_or(Typed::Words(&reading.found), Typed::Number)
        }
        Some(_) | None => Typed::Words(&reading.found),
    }
}

/// A record as formulas see it: a blank is zero whoever minds it, a figure typed as text is none.
struct AsTyped<'a>(Record<'a>);

impl AsTyped<'_> {
    fn typed(&self, slot: Slot, read: Operand) -> Operand {
        let reading = &self.0.subject.entry(slot).reading;
        let field = self.0.subject.field(slot);
        // Where a number may be words too, words are what was meant, unless they begin like a number.
        let begins_as_number = || reading.found.starts_with(|c: char| c.is_ascii_digit());
        let is_words = field.kind.language() == language::Type::Text
            || (matches!(reading.value, Some(Value::Text(_))) && !begins_as_number());
        if reading.is_blank() {
            Operand::Blank
        } else if is_words || is_number(self.0.subject, slot) {
            read
        } else {
            Operand::Unknown(Because::WrongKind)
        }
    }
}

impl Source<Reference> for AsTyped<'_> {
    fn figure(&self, reference: &Reference) -> Operand {
        let read = self.0.figure(reference);
        match self.0.slots(reference).first() {
            Some(slot) => self.typed(*slot, read),
            None => read,
        }
    }

    fn figures(&self, reference: &Reference) -> Vec<Operand> {
        let slots = self.0.slots(reference);
        slots.into_iter().zip(self.0.figures(reference)).map(|(slot, read)| self.typed(slot, read)).collect()
    }
}
