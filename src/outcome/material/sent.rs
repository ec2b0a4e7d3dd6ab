//! What a unit sent in an earlier year, reduced to the fields that are asked for.

use rust_decimal::Decimal;

use crate::facts::{Oddity, Slot};
use crate::form::Form;
use crate::outcome::recognise::Recognised;
use crate::sections::Rows;

/// One return of an earlier year.
#[derive(Debug)]
pub(super) struct Sent {
    pub path: String,
    /// Which time it was handed in.
    pub round: u32,
    /// The figures by the positions of the wanted fields.
    figures: Box<[Option<Decimal>]>,
}

impl Sent {
    /// The wanted fields of a return; a name that its edition does not have is absent.
    pub fn read(path: &str, read: &Recognised, round: u32, fields: &[String]) -> Self {
        let figures = fields.iter().map(|field| slot(read, field).and_then(|slot| figure(read, slot))).collect();
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

/// The field of this name: of a table with one record, or in the row of totals.
fn slot(read: &Recognised, name: &str) -> Option<Slot> {
    let form: &Form = &read.form;
    form.tables.iter().enumerate().find_map(|(table, known)| {
        let field = known.field(name)?;
        let row = match known.rows {
            Rows::One => 0,
            Rows::List(_) => read.layout.rows[table].iter().position(|row| row.total)?,
            Rows::Repeated { .. } => return None,
        };
        Some(Slot { table, row, field })
    })
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
