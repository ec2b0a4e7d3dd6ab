//! What a unit sent in an earlier year, reduced to the fields that are asked for.

use rust_decimal::Decimal;

use crate::facts::{Oddity, Slot};
use crate::form::Form;
use crate::outcome::recognise::Recognised;
use crate::sections::{Called, Rows, counterpart};

/// One return of an earlier year.
#[derive(Debug)]
pub(super) struct Sent {
    pub path: String,
    /// Which time it was handed in.
    pub round: u32,
    /// The figures by the positions of the wanted fields.
    figures: Box<[Option<Decimal>]>,
}

/// A field that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    /// Its name in the form that asks.
    id: String,
    /// Its name in the edition before, where that was another.
    was: Option<String>,
}

impl Wanted {
    /// The field of this name that a form asks for; it may be one that only earlier editions have.
    pub fn of(form: &Form, id: &str) -> Self {
        let known = form.tables.iter().find_map(|table| Some(&table.fields[table.field(id)?]));
        Self { id: id.to_owned(), was: known.and_then(|field| field.was.clone()) }
    }

    fn called(&self) -> Called<'_> {
        Called { id: &self.id, was: self.was.as_deref() }
    }
}

impl Sent {
    /// The wanted fields of a return, by the names of its edition; one that it does not have is absent.
    pub fn read(path: &str, read: &Recognised, round: u32, fields: &[Wanted]) -> Self {
        let there = slots(read);
        let names = there.iter().map(|(called, _)| *called);
        let slot = |wanted: &Wanted| counterpart(&names, wanted.called()).map(|at| there[at].1);
        let figures = fields.iter().map(|wanted| figure(read, slot(wanted)?)).collect();
        Self { path: path.to_owned(), round, figures }
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.figures.iter().all(Option::is_none)
    }

    pub fn says_the_same(&self, other: &Self) -> bool {
        self.figures == other.figures
    }

    /// The figure of a wanted field.
    pub fn figure(&self, position: usize) -> Option<Decimal> {
        self.figures.get(position).copied().flatten()
    }
}

/// The fields of tables with one record, and those in the rows of totals.
fn slots(read: &Recognised) -> Vec<(Called<'_>, Slot)> {
    let tables = read.form.tables.iter().enumerate().filter_map(|(table, known)| {
        let row = match known.rows {
            Rows::One => 0,
            Rows::List(_) => read.layout.rows[table].iter().position(|row| row.total)?,
            Rows::Repeated { .. } => return None,
        };
        let fields = known.fields.iter().enumerate();
        Some(fields.map(move |(field, known)| (known.called(), Slot { table, row, field })))
    });
    tables.flatten().collect()
}

/// The figure of a field; a part that was left blank in a row that is filled in is zero, as everywhere.
fn figure(read: &Recognised, slot: Slot) -> Option<Decimal> {
    let table = &read.form.tables[slot.table];
    let entry = |slot| read.found.submission.entry(slot);
    let (field, found) = (&table.fields[slot.field], entry(slot));
    if found.lost || !field.kind.language().is_numeric() || found.reading.oddities.iter().any(Oddity::spoils) {
        return None;
    }
    if found.reading.is_blank() {
        let contents = table.contents(&read.layout.rows[slot.table][slot.row]).into_iter();
        let mut others = contents.map(|field| entry(Slot { field, ..slot }));
        return (!field.total && others.any(|other| !other.reading.is_blank())).then_some(Decimal::ZERO);
    }
    found.reading.value.as_ref()?.number()
}
