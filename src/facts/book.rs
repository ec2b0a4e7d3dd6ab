//! A workbook as it was read: every filled cell with its raw text, formula and lock.
//!
//! Readers of different formats produce the same book; nothing here is interpreted yet.

use std::sync::Arc;

use crate::words::{Area, Cell};

/// What a cell holds, as the file stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// Nothing but perhaps a style.
    Blank,
    /// A number, in the text of the file (`12.50`, `365.78999999999996`).
    Number(Box<str>),
    /// Words: shared, inline or the result of a formula; rich text joined, phonetics left out.
    Text(Arc<str>),
    /// A truth value.
    Truth(bool),
    /// An error such as `#DIV/0!`.
    Error(Box<str>),
    /// An ISO 8601 date (`t="d"`), in the text of the file.
    Date(Box<str>),
}

/// One stored cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Where it is.
    pub cell: Cell,
    /// Its value; for a formula the stored result, which proves nothing.
    pub raw: Raw,
    /// Its formula without the leading `=`, shared formulas expanded from their master cell.
    pub formula: Option<Box<str>>,
    /// Whether the cell is locked when its sheet is protected (ECMA-376 18.8.33; the default is yes).
    pub locked: bool,
    /// Whether its number format shows a date.
    pub date_format: bool,
}

/// Whether people see a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Shown.
    Visible,
    /// Hidden; anybody can show it again.
    Hidden,
    /// Hidden so that only a program shows it again.
    VeryHidden,
}

/// One sheet of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name as it stands in the file.
    pub name: Arc<str>,
    /// Whether people see it.
    pub visibility: Visibility,
    /// Whether it is protected.
    pub protected: bool,
    /// Its stored cells by row, then column; a cell that the file repeats is here once, the last.
    pub cells: Vec<Content>,
    /// Its merged areas.
    pub merges: Vec<Area>,
}

impl Sheet {
    /// The stored cell at this address.
    #[must_use]
    pub fn content(&self, cell: Cell) -> Option<&Content> {
        let found = self.cells.binary_search_by_key(&cell, |content| content.cell);
        found.ok().map(|index| &self.cells[index])
    }

    /// The words in this cell; numbers in the text of the file, nothing as an empty text.
    #[must_use]
    pub fn text(&self, cell: Cell) -> &str {
        match self.content(cell).map(|content| &content.raw) {
            Some(Raw::Text(text)) => text,
            Some(Raw::Number(text) | Raw::Error(text) | Raw::Date(text)) => text,
            Some(Raw::Truth(true)) => "TRUE",
            Some(Raw::Truth(false)) => "FALSE",
            Some(Raw::Blank) | None => "",
        }
    }
}

/// A defined name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinedName {
    /// The name (`收入.汇总.收入合计`).
    pub name: String,
    /// What it stands for, as stored (`收支情况!$B$6`).
    pub refers_to: String,
    /// The position of the sheet it belongs to; nothing where it holds for the workbook.
    pub sheet: Option<usize>,
    /// Whether it is hidden from people.
    pub hidden: bool,
}

/// A whole workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Book {
    /// Its sheets of cells in tab order; chart and dialog sheets are left out.
    pub sheets: Vec<Sheet>,
    /// Its defined names.
    pub names: Vec<DefinedName>,
    /// Its own document properties (docProps/custom.xml), values as text.
    pub properties: Vec<(String, String)>,
    /// Whether dates count from 1904.
    pub date1904: bool,
}

impl Book {
    /// The sheet of this name, in any letter case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.eq_ignore_ascii_case(name))
    }
}
