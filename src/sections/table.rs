//! Tables and fields: what a section asks for.

use crate::facts::Slot;
use crate::fields::{Accepts, FieldType, Limits};
use crate::plan::{Filling, Look};
use crate::template::At;

use super::row::Origin;
use super::{Called, Row, SectionKind};

/// One thing that is asked for in every record of a table.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says something of the field that has nothing to do with the others"
)]
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in rules and exports: letters, digits and `_`.
    pub id: String,
    /// Its name on the form.
    pub label: String,
    /// Its type.
    pub kind: &'static dyn FieldType,
    /// What the form says of it beyond its type.
    pub limits: Limits,
    /// Whether it has to be filled in.
    pub required: bool,
    /// Whether it is a total that must not be blank in the total row (rules.md, CMP-03).
    pub total: bool,
    /// The locked value it is issued with, `{…}` to be filled in.
    pub issued: Option<String>,
    /// How the workbook calculates it, in the rule language; nothing where it is filled in.
    pub formula: Option<At<String>>,
    /// The rows of the list that have it, by position; empty for all.
    pub only: Vec<usize>,
    /// Whether it is a figure from elsewhere: issued where the roster knows it (`表.字段`), and where it is blank the
    /// rules that need it cannot be judged.
    pub reference: bool,
    /// Labels of the groups of columns above it, the outermost first.
    pub under: Vec<String>,
    /// Its unit of measure (万元, 人).
    pub unit: String,
    /// What a person who hesitates is told.
    pub prompt: Option<String>,
    /// Whether it is signed or dated by hand on the printed form, so that it may be blank in the file.
    pub signed: bool,
    /// Its height in points, where a pen needs room.
    pub height: Option<usize>,
    /// Its id in the edition before, where that was another.
    pub was: Option<String>,
}

impl Field {
    /// What it is called here and was before.
    #[must_use]
    pub fn called(&self) -> Called<'_> {
        Called { id: &self.id, was: self.was.as_deref() }
    }

    /// Whether it holds amounts.
    #[must_use]
    pub fn is_amount(&self) -> bool {
        self.kind.language() == crate::language::Type::Amount
    }

    /// Whether the workbook calculates it in a record: by its own formula, or an amount by that of its row.
    #[must_use]
    pub fn is_computed(&self, row: &Row) -> bool {
        self.formula.is_some() || (row.computed && self.is_amount() && self.issued.is_none())
    }

    /// Whether a record has it at all.
    #[must_use]
    pub fn is_of(&self, row: &Row) -> bool {
        self.only.is_empty() || self.only.contains(&row.of)
    }
}

impl Field {
    /// What can be chosen, where it is filled in by choosing; else nothing.
    #[must_use]
    pub fn choices(&self) -> Vec<String> {
        if let Accepts::OneOf(choices) = self.kind.accepts(&self.limits) { choices } else { Vec::new() }
    }
}

/// Which records a table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rows {
    /// One.
    One,
    /// Those of a row list, by its position in the form.
    List(usize),
    /// A fixed number that is filled from the top.
    Repeated {
        /// How many are issued.
        count: usize,
        /// The stem of their ids (`任务` gives `任务1`).
        stem: String,
        /// Their label, `{k}` for the number.
        label: String,
    },
}

/// A table of records, or a single record.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name in exports: that in rules, with the number of its sheet behind it where the sheet is repeated.
    pub id: String,
    /// Its name in rules.
    pub of: String,
    /// The sheet of a repeated one that it stands on, from zero; nothing where its sheet stands once.
    pub copy: Option<usize>,
    /// Whether it has a record for each sheet of the repeated one.
    pub of_copies: bool,
    /// Its name in messages.
    pub name: String,
    /// Its title on the sheet.
    pub title: Option<String>,
    /// The position of its sheet.
    pub sheet: usize,
    /// Its kind.
    pub kind: &'static dyn SectionKind,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its records.
    pub rows: Rows,
    /// The ids of the rows of its list; none where it has no list.
    pub row_ids: Vec<String>,
    /// Whether it stays on the page of the table above it.
    pub together: bool,
    /// How many columns of the page each of its columns takes; one where it is not said.
    pub spans: Vec<usize>,
    /// Whether at least one record has to be filled in.
    pub required: bool,
    /// Fewest and most characters of all its records together.
    pub length: Option<(usize, usize)>,
    /// How many columns the labels of a card take; all but the last where it is not said.
    pub label_columns: Option<u16>,
    /// The head over what names its rows.
    pub stub: Option<String>,
    /// A line above it: the heading of a group of tables.
    pub heading: Option<String>,
    /// Lines below it.
    pub foot: Vec<String>,
    /// Its id in the edition before, where that was another.
    pub was: Option<String>,
}

impl Table {
    /// What it is called here and was before, but for the number of a repeated sheet.
    #[must_use]
    pub fn called(&self) -> Called<'_> {
        Called { id: &self.of, was: self.was.as_deref() }
    }

    /// The position of the field of this name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }

    /// The fields of a record that the unit fills in; the name of a row is none.
    fn open(&self, row: &Row) -> Vec<usize> {
        let first = usize::from(self.kind.names_rows());
        let is_open = |at: &usize| {
            let field = &self.fields[*at];
            field.is_of(row) && field.issued.is_none() && !field.is_computed(row)
        };
        (first..self.fields.len()).filter(is_open).collect()
    }

    /// The fields that say whether a record is there: its amounts, or whatever is filled in where it has none; of a
    /// record that is calculated all its results.
    #[must_use]
    pub fn contents(&self, row: &Row) -> Vec<usize> {
        let open = self.open(row);
        let amounts: Vec<usize> = open.iter().copied().filter(|at| self.fields[*at].is_amount()).collect();
        match (amounts.is_empty(), open.is_empty()) {
            (false, _) => amounts,
            (true, false) => open,
            (true, true) => (0..self.fields.len()).filter(|at| self.fields[*at].is_computed(row)).collect(),
        }
    }

    /// The first and last column of the page that a field takes where fields stand side by side from the first column.
    pub(super) fn columns_of(&self, field: usize) -> (u16, u16) {
        let span = |at: usize| u16::try_from(self.spans.get(at).copied().unwrap_or(1).max(1)).unwrap_or(1);
        let first = (0..field).fold(0u16, |column, at| column.saturating_add(span(at)));
        (first, first.saturating_add(span(field) - 1))
    }

    /// What stands in the cell of a field of a record, and how it looks.
    pub(super) fn cell(&self, slot: Slot, row: &Row) -> (Filling, Look) {
        let field = &self.fields[slot.field];
        let shown = field.kind.shown();
        if !field.is_of(row) {
            return (Filling::Unused(slot), Look::Unused);
        }
        if let Origin::Copy(from) = row.origin {
            return (Filling::Copy(slot, Slot { row: from, ..slot }), Look::Fixed(shown));
        }
        if field.is_computed(row) {
            return (Filling::Formula(slot), Look::Fixed(shown));
        }
        match &field.issued {
            Some(text) => (Filling::Issued(slot, text.as_str().into()), Look::Fixed(shown)),
            None if field.reference => {
                (Filling::Input(slot, format!("{{{}.{}}}", self.id, field.id).into()), Look::Input(shown))
            }
            None => (Filling::Input(slot, "".into()), Look::Input(shown)),
        }
    }
}
