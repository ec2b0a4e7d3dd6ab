//! Checks of the program that a workbook makes by itself too, while it is filled in: tests of cells, without the
//! values of others.

use rust_decimal::Decimal;

use super::{Arguments, Form};
use crate::facts::Slot;
use crate::sections::Row;

/// The records of every table of a form.
pub type Records = [Vec<Row>];

/// A cell as a spreadsheet program sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed<'a> {
    /// Nothing.
    Blank,
    /// A number.
    Number(Decimal),
    /// Words, or a number typed as words.
    Words(&'a str),
}

/// How a workbook makes a check of the program by itself.
#[derive(Debug, Clone, Copy)]
pub enum CellTest {
    /// What has to be filled in.
    Needed(fn(&Form, &Records, &Arguments) -> Vec<Need>),
    /// Cells that are looked at one by one.
    Each(Each),
    /// Cells that are looked at beside others.
    Beside(Beside),
}

/// Cells of which at least one has to be filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Need {
    /// The cells.
    pub cells: Vec<Slot>,
    /// Where the first cell says that there is none of it: the cells of which one has to say why. Nothing where no
    /// reason is asked for.
    pub reasons: Vec<Slot>,
}

impl Need {
    /// Cells that may say that there is none of it, without a reason.
    #[must_use]
    pub const fn any_of(cells: Vec<Slot>) -> Self {
        Self { cells, reasons: Vec::new() }
    }
}

/// A cell and what it is looked at beside.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The cell that is marked, first, and those that are held against it, in the order in which the test asks.
    pub cells: Vec<Vec<Slot>>,
    /// What the cell is issued with, `{…}` not filled in; empty for nothing.
    pub issued: String,
}

/// A test of cells beside others.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// What is looked at.
    pub groups: fn(&Form, &Records, &Arguments) -> Vec<Group>,
    /// The formula, without `=`, of whether the cell is wrong; by the areas of the cells, and what it is issued with.
    pub formula: fn(&[Vec<String>], &str) -> String,
    /// Whether the cell is wrong, as the formula says it.
    pub is_wrong: fn(&[Vec<Typed<'_>>], &str) -> bool,
}

/// A test of single cells.
#[derive(Debug, Clone, Copy)]
pub struct Each {
    /// Whether it looks at a cell.
    pub looks_at: fn(&Form, &Records, Slot) -> bool,
    /// The formula, without `=`, of how many cells of a column are wrong; the column is given as an area (`C5:C9`).
    pub formula: fn(&str) -> String,
    /// Whether the formula needs numbers, so that words make it 无法判断.
    pub of_numbers: bool,
    /// Whether a cell is wrong, as the formula counts it.
    pub is_wrong: fn(Typed<'_>) -> bool,
}
