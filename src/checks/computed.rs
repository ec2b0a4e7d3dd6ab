//! The values of fields that the workbook calculates: made anew here, never taken from a file; and their formulas.
//!
//! A formula is blank while everything it is made of is blank, while a factor of it is, or another result that it
//! needs. Rates, scores and amounts are rounded to two decimals, half away from zero.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::live::sheet_areas;
use crate::facts::{Because, Oddity, Reading, Slot, Submission};
use crate::fields::Shown;
use crate::form::{Computed, Form, Reference};
use crate::language::{self, Located, Operand, Source, UNKNOWN, lint};
use crate::layout::Layout;
use crate::words::{Value, plain};

/// Decimals of rates, scores and amounts.
const PLACES: u32 = 2;
/// Decimals that are kept before rounding, so that the floats of Excel give the same figure.
const GUARD: u32 = 9;

/// Puts the value of every calculated field into a return.
pub fn calculate(form: &Form, layout: &Layout, submission: &mut Submission) {
    fill_in(form, layout, submission, false);
}

/// The same as a spreadsheet program calculates it: a figure that was typed as words is none to it.
pub(super) fn calculate_as_typed(form: &Form, layout: &Layout, submission: &mut Submission) {
    fill_in(form, layout, submission, true);
}

fn fill_in(form: &Form, layout: &Layout, submission: &mut Submission, as_typed: bool) {
    for computed in &form.computed {
        for (slot, number) in computed.slots(&form.tables[computed.table], &layout.rows) {
            let reading = Record { form, layout, submission, computed, number, as_typed }.reading(slot);
            submission.set(slot, reading);
        }
    }
}

/// The formulas of every calculated field, without `=`. One that Excel would refuse is left out.
#[must_use]
pub fn computed_formulas(form: &Form, layout: &Layout) -> HashMap<Slot, String> {
    let of = |computed: &Computed| {
        let slots: Vec<(Slot, usize)> = computed.slots(&form.tables[computed.table], &layout.rows).collect();
        let formulas = slots.into_iter().filter_map(|(slot, record)| {
            let text = formula(form, layout, (computed, record), slot)?;
            lint(&text).is_ok().then_some((slot, text))
        });
        formulas.collect::<Vec<_>>()
    };
    form.computed.iter().flat_map(of).collect()
}

fn formula(form: &Form, layout: &Layout, (computed, record): (&Computed, usize), slot: Slot) -> Option<String> {
    let places = |reference: &Reference| layout.slots_of(&computed.scope, record, reference);
    let cell = |slot: Slot| sheet_areas(layout, &[slot]).first().map(ToString::to_string).unwrap_or_default();
    if let Some(reference) = computed.expression.reference() {
        let cell = cell(*places(reference).first()?);
        return Some(format!("IF({cell}=\"\",\"\",{cell})"));
    }
    let address = |reference: &Reference| Located::Cells(sheet_areas(layout, &places(reference)));
    let text = language::formula(&computed.expression, &address).ok()?;
    let text = if is_rounded(form, slot) { format!("ROUND(ROUND({text},{GUARD}),{PLACES})") } else { text };
    let text = match spoilt(layout, computed, record).as_slice() {
        [] => text,
        [one] => format!("IF({one},\"\",{text})"),
        several => format!("IF(OR({}),\"\",{text})", several.join(",")),
    };
    let needed = needed(form, layout, computed, record);
    let blank = if needed.is_empty() {
        let all = all(layout, computed, record);
        let blanks = sheet_areas(layout, &all).iter().map(|area| format!("COUNTBLANK({area})")).collect::<Vec<_>>();
        format!("{}={}", blanks.join("+"), distinct(all).len())
    } else {
        let blanks = needed.into_iter().map(|slot| format!("{}=\"\"", cell(slot))).collect::<Vec<_>>();
        if let [one] = blanks.as_slice() { one.clone() } else { format!("OR({})", blanks.join(",")) }
    };
    Some(format!("IF({blank},\"\",IFERROR({text},\"\"))"))
}

/// What makes a formula have no result although Excel would calculate one: figures typed as words, parts of heads.
fn spoilt(layout: &Layout, computed: &Computed, record: usize) -> Vec<String> {
    let places = |reference: &Reference| layout.slots_of(&computed.scope, record, reference);
    let figures = distinct(computed.expression.figures_used().into_iter().flat_map(places).collect());
    let numbers = sheet_areas(layout, &figures).into_iter();
    let numbers = numbers.map(|area| format!("COUNT({area})+COUNTBLANK({area})")).collect::<Vec<_>>().join("+");
    let words = (!figures.is_empty()).then(|| format!("{numbers}<{}", figures.len()));
    let heads = computed.expression.counts().into_iter().flat_map(|reference| sheet_areas(layout, &places(reference)));
    let heads = heads.flat_map(|cell| [format!("{cell}<0"), format!("INT({cell})<>{cell}")]);
    words.into_iter().chain(heads).collect()
}

fn is_rounded(form: &Form, slot: Slot) -> bool {
    matches!(form.tables[slot.table].fields[slot.field].kind.shown(), Shown::Amount | Shown::Score)
}

/// Every field that takes part.
fn all(layout: &Layout, computed: &Computed, record: usize) -> Vec<Slot> {
    let references = computed.expression.references().into_iter();
    references.flat_map(|reference| layout.slots_of(&computed.scope, record, reference)).collect()
}

/// The fields without which there is no result: factors, and results of other formulas.
fn needed(form: &Form, layout: &Layout, computed: &Computed, record: usize) -> Vec<Slot> {
    let places = |reference: &Reference| layout.slots_of(&computed.scope, record, reference);
    let factors = computed.expression.factors().into_iter().flat_map(places);
    let single = |reference: &&Reference| {
        let slots = places(reference);
        let [slot] = slots.as_slice() else { return None };
        let row = &layout.rows[slot.table][slot.row];
        form.tables[slot.table].fields[slot.field].is_computed(row).then_some(*slot)
    };
    let references = computed.expression.references();
    distinct(factors.chain(references.iter().filter_map(single)).collect())
}

fn distinct(mut slots: Vec<Slot>) -> Vec<Slot> {
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// One record of a formula, and the values it is calculated from.
struct Record<'a> {
    form: &'a Form,
    layout: &'a Layout,
    submission: &'a Submission,
    computed: &'a Computed,
    /// A row of its table, or a field where the formula is that of a row.
    number: usize,
    /// Whether figures count as a spreadsheet program sees them.
    as_typed: bool,
}

impl Record<'_> {
    fn slots(&self, reference: &Reference) -> Vec<Slot> {
        self.layout.slots_of(&self.computed.scope, self.number, reference)
    }

    fn is_blank(&self, slot: &Slot) -> bool {
        self.submission.entry(*slot).reading.is_blank()
    }

    fn reading(&self, slot: Slot) -> Reading {
        let (form, layout, computed) = (self.form, self.layout, self.computed);
        if let Some(reference) = computed.expression.reference() {
            let from = self.slots(reference).first().map(|from| self.submission.entry(*from));
            if from.is_some_and(|from| from.lost) && !self.as_typed {
                return Reading { found: UNKNOWN.to_owned(), ..Reading::blank() };
            }
            let repeated = from.map(|from| from.reading.clone());
            // What is odd about it is said where it was filled in.
            return repeated.map_or_else(Reading::blank, |from| Reading {
                oddities: if self.as_typed { from.oddities } else { Vec::new() },
                normalised: false,
                ..from
            });
        }
        let blank = |slot: &Slot| self.is_blank(slot);
        if needed(form, layout, computed, self.number).iter().any(blank)
            || all(layout, computed, self.number).iter().all(blank)
        {
            return Reading::blank();
        }
        match language::value(&computed.expression, self) {
            Ok(Value::Number(number)) => {
                let number = if is_rounded(form, slot) { rounded(rounded(number, GUARD), PLACES) } else { number };
                shown(Value::Number(number), plain(number))
            }
            Ok(Value::Text(text)) => shown(Value::Text(text.clone()), text),
            Ok(Value::Date(date)) => shown(Value::Date(date), date.to_string()),
            // What cannot be read makes every rule that needs the result unjudged; anything else has no result yet.
            Err(Because::Unreadable { .. } | Because::Missing { .. } | Because::TooLarge) if !self.as_typed => {
                Reading { value: None, oddities: Vec::new(), found: UNKNOWN.to_owned(), normalised: false }
            }
            Err(
                Because::Unreadable { .. }
                | Because::Missing { .. }
                | Because::TooLarge
                | Because::Blank { .. }
                | Because::BlankRow
                | Because::BlankDate
                | Because::NoReference { .. }
                | Because::WrongKind
                | Because::DivisionByZero
                | Because::NoSuchDate,
            ) => Reading::blank(),
        }
    }

    fn operand(&self, slot: Slot) -> Operand {
        let entry = self.submission.entry(slot);
        if entry.lost {
            let name = self.form.tables[slot.table].fields[slot.field].label.clone();
            return Operand::Unknown(Because::Missing { name });
        }
        let is_words = |oddity: &Oddity| matches!(oddity, Oddity::FullWidth | Oddity::TextNumber);
        match &entry.reading.value {
            _ if self.is_blank(&slot) => Operand::Blank,
            Some(Value::Number(_)) if self.as_typed && entry.reading.oddities.iter().any(is_words) => {
                Operand::Unknown(Because::Unreadable { place: entry.place.clone() })
            }
            Some(value) if !entry.reading.oddities.iter().any(Oddity::spoils) => Operand::Value(value.clone()),
            Some(_) | None => Operand::Unknown(Because::Unreadable { place: entry.place.clone() }),
        }
    }
}

impl Source<Reference> for Record<'_> {
    fn figure(&self, reference: &Reference) -> Operand {
        self.slots(reference).first().map_or(Operand::Blank, |slot| self.operand(*slot))
    }

    fn figures(&self, reference: &Reference) -> Vec<Operand> {
        self.slots(reference).into_iter().map(|slot| self.operand(slot)).collect()
    }
}

fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

fn shown(value: Value, found: String) -> Reading {
    Reading { value: Some(value), oddities: Vec::new(), found, normalised: false }
}
