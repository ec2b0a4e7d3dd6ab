//! The results that the live formulas of a workbook show, so that they are right before any program recalculates.

use rust_decimal::Decimal;

use super::Subject;
use super::record::Record;
use super::subject::Run;
use crate::facts::{Slot, Submission};
use crate::form::{Form, Judged, Reference};
use crate::language::{self, Operand, Source, UNKNOWN};
use crate::layout::Layout;
use crate::plan::{Aside, Filling, Issued, Part};
use crate::words::{Cell, Value};

/// The stored result of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cached {
    /// A figure.
    Number(Decimal),
    /// Words, mostly none.
    Text(String),
}

/// The results of all formulas of a filled workbook: sheet, planned cell, result.
#[must_use]
pub fn cached_results(
    form: &Form,
    layout: &Layout,
    submission: &Submission,
    issued: &Issued,
) -> Vec<(usize, Cell, Cached)> {
    let run = Run::default();
    let subject = Subject::new((form, layout), submission, &[], issued, &run);
    let mut results = Vec::new();
    for (number, sheet) in layout.sheets.iter().enumerate() {
        for planned in &sheet.cells {
            let result = match &planned.filling {
                Filling::Copy(_, from) => repeated(&subject, *from),
                Filling::Aside(aside) => shown(&subject, *aside),
                Filling::Label(_) | Filling::Input(..) | Filling::Issued(..) => continue,
            };
            results.push((number, planned.cell, result));
        }
    }
    results
}

fn repeated(subject: &Subject<'_>, from: Slot) -> Cached {
    let reading = &subject.entry(from).reading;
    match &reading.value {
        Some(Value::Number(number)) if is_number(subject, from) => Cached::Number(*number),
        Some(_) | None => Cached::Text(reading.found.clone()),
    }
}

/// Whether the spreadsheet program takes the cell for a number: what we read leniently is a text to it.
fn is_number(subject: &Subject<'_>, slot: Slot) -> bool {
    let reading = &subject.entry(slot).reading;
    !reading.oddities.iter().any(|oddity| {
        matches!(oddity, crate::facts::Oddity::FullWidth | crate::facts::Oddity::TextNumber) || oddity.spoils()
    })
}

fn shown(subject: &Subject<'_>, aside: Aside) -> Cached {
    let rule = &subject.form.rules[aside.rule];
    let Judged::Cases { scope, cases, .. } = &rule.judged else { return Cached::Text(String::new()) };
    let Some(case) = cases.first() else { return Cached::Text(String::new()) };
    let record = AsTyped(Record { subject, scope, number: aside.record, marked: case.mark });
    let Some(sides) = case.must.expression().sides() else { return Cached::Text(String::new()) };
    let involved = match aside.part {
        Part::Expected => sides.right.references(),
        Part::Difference => case.must.expression().references(),
    };
    let slots: Vec<Slot> = involved.iter().flat_map(|reference| record.0.slots(reference)).collect();
    if slots.iter().all(|slot| subject.entry(*slot).reading.is_blank()) {
        return Cached::Text(String::new());
    }
    let unknown = || Cached::Text(UNKNOWN.to_owned());
    let number = |value: Result<Value, _>| value.ok().and_then(|value| value.number());
    let Some(right) = number(language::value(sides.right, &record)) else { return unknown() };
    match aside.part {
        Part::Expected => Cached::Number(right),
        Part::Difference => match number(language::value(sides.left, &record)) {
            Some(left) => left.checked_sub(right).map_or_else(unknown, Cached::Number),
            None => unknown(),
        },
    }
}

/// A record as formulas see it: a blank is zero whoever minds it, a figure typed as text is none.
struct AsTyped<'a>(Record<'a>);

impl AsTyped<'_> {
    fn typed(&self, slot: Slot, read: Operand) -> Operand {
        let reading = &self.0.subject.entry(slot).reading;
        if reading.is_blank() {
            Operand::Blank
        } else if is_number(self.0.subject, slot) {
            read
        } else {
            Operand::Unknown(crate::facts::Because::WrongKind)
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
