//! Tables and fields: what a section asks for.

use crate::fields::{FieldType, Limits};

use super::SectionKind;

/// One thing that is asked for in every record of a table.
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
    /// Its name in rules and exports.
    pub id: String,
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
    /// The position of the field of this name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.id == id)
    }
}
