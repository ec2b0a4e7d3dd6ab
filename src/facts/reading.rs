//! What a field's type made of the cell that was filled in.

use crate::words::{Place, Value};

/// Something odd about a filled cell. What makes the value unusable is said by [`Oddity::spoils`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// Words where a figure belongs.
    Words,
    /// A figure with its unit typed behind it, in this unit.
    WithUnit,
    /// Full-width digits or signs.
    FullWidth,
    /// A figure stored as text, or with thousands separators.
    TextNumber,
    /// A typed amount with more than two decimals.
    TooManyDecimals,
    /// An amount below zero where none can be.
    Negative,
    /// A head count that is no whole number from zero.
    NotACount,
    /// A code that does not match its pattern.
    NotACode,
    /// No mobile or landline number.
    NotAPhone,
    /// No plain personal name.
    NotAName,
    /// No calendar day.
    NotADate,
    /// Another word for one of the choices.
    OtherWord,
    /// Not among the choices.
    NotAChoice,
    /// Blanks around the text, or characters that cannot be seen.
    InvisibleCharacters,
}

impl Oddity {
    /// Whether rules that need the value cannot be judged (rules.md, TYP: 01, 02, 07, 11).
    #[must_use]
    pub const fn spoils(&self) -> bool {
        match self {
            Self::Words | Self::WithUnit | Self::NotACount | Self::NotADate => true,
            Self::FullWidth
            | Self::TextNumber
            | Self::TooManyDecimals
            | Self::Negative
            | Self::NotACode
            | Self::NotAPhone
            | Self::NotAName
            | Self::NotAChoice
            | Self::OtherWord
            | Self::InvisibleCharacters => false,
        }
    }
}

/// A cell as its field reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The value; nothing where the cell is blank or cannot be read.
    pub value: Option<Value>,
    /// What was odd about it.
    pub oddities: Vec<Oddity>,
    /// As it was typed; empty where the cell is blank.
    pub found: String,
    /// Whether the value differs from what was typed, so that 原值→读作 has to be said; without a value, whether a number
    /// was typed as words.
    pub normalised: bool,
}

impl Reading {
    /// A cell in which nothing was filled.
    #[must_use]
    pub fn blank() -> Self {
        Self::default()
    }

    /// Whether nothing was filled in.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.found.is_empty()
    }
}

/// Which field of which record: positions in the form's tables, the table's rows and its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// Position of the table in the form.
    pub table: usize,
    /// Position of the row in the table.
    pub row: usize,
    /// Position of the field in the table.
    pub field: usize,
}

/// One field of one record as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands in the returned file.
    pub place: Place,
    /// What was read there.
    pub reading: Reading,
    /// Whether its row or column is not in the file any more.
    pub lost: bool,
}

/// Every field of every record of one returned file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Submission {
    /// Per table of the form its entries, row by row.
    tables: Vec<TableEntries>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct TableEntries {
    fields: usize,
    entries: Vec<Entry>,
}

impl Submission {
    /// Adds the next table of the form: its number of fields and its entries row by row.
    pub fn push_table(&mut self, fields: usize, entries: Vec<Entry>) {
        self.tables.push(TableEntries { fields, entries });
    }

    /// The entry of a field.
    ///
    /// # Panics
    /// Where the slot is not of the layout that the submission was read with.
    #[must_use]
    pub fn entry(&self, slot: Slot) -> &Entry {
        let table = &self.tables[slot.table];
        &table.entries[slot.row * table.fields + slot.field]
    }

    /// Puts another reading into the entry of a field.
    ///
    /// # Panics
    /// Where the slot is not of the layout that the submission was read with.
    pub fn set(&mut self, slot: Slot, reading: Reading) {
        let table = &mut self.tables[slot.table];
        table.entries[slot.row * table.fields + slot.field].reading = reading;
    }

    /// How many rows a table has.
    #[must_use]
    pub fn rows(&self, table: usize) -> usize {
        let table = &self.tables[table];
        table.entries.len().checked_div(table.fields).unwrap_or(0)
    }
}
