//! A workbook as it was read: every filled cell with its raw text, formula and lock.
//!
//! Readers of different formats produce the same book; nothing here is interpreted yet.

use std::sync::Arc;

use super::walk::Walk;
use crate::words::{Area, Cell};

/// What a cell holds, as the file stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// Nothing: a formula whose result is not stored. A cell without a formula is then a [`BlankRun`].
    Blank,
    /// A finite number, in the text of the file (`12.50`, `365.78999999999996`).
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
    /// Its formula without the leading `=`, shared formulas expanded from their master cell; an empty text where there
    /// is a formula that cannot be read (a shared one without master, those of .xls).
    pub formula: Option<Box<str>>,
    /// Whether the cell is locked when its sheet is protected (ECMA-376 18.8.33; the default is yes).
    pub locked: bool,
    /// Whether its number format shows a date or a time of day.
    pub date_format: bool,
    /// Whether its number format shows a hundred times the number, with `%` behind it.
    pub percent_format: bool,
}

impl Content {
    /// Its words; numbers in the text of the file, nothing as an empty text.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.raw {
            Raw::Text(text) => text,
            Raw::Number(text) | Raw::Error(text) | Raw::Date(text) => text,
            Raw::Truth(true) => "TRUE",
            Raw::Truth(false) => "FALSE",
            Raw::Blank => "",
        }
    }
}

/// Neighbouring cells of one row that hold a style and nothing else: the entry cells nobody has filled.
///
/// Runs keep a form with a million prepared cells small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlankRun {
    /// The leftmost cell.
    pub first: Cell,
    /// The last column, not before that of `first`.
    pub last_column: u16,
    /// Whether the cells are locked when their sheet is protected.
    pub locked: bool,
}

/// What a data validation asks of an entry (ECMA-376 18.18.21).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValidationKind {
    /// Nothing; the rule only shows its prompt.
    Any,
    /// A whole number.
    Whole,
    /// A number.
    Decimal,
    /// One of a list.
    List,
    /// A date.
    Date,
    /// A time of day.
    Time,
    /// A text of some length.
    TextLength,
    /// Whatever a formula accepts.
    Custom,
}

/// A rule that Excel applies while somebody types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// The cells it guards, in the order of the file; programs split and merge these freely.
    pub areas: Vec<Area>,
    /// What it asks.
    pub kind: ValidationKind,
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
    /// Its cells with a style alone, by row, then column; no two runs overlap.
    pub blanks: Vec<BlankRun>,
    /// Its merged areas.
    pub merges: Vec<Area>,
    /// Its data validations, those of the Excel 2010 extension included.
    pub validations: Vec<Validation>,
    /// Its rows with cells that nobody sees, hidden or filtered out.
    pub hidden_rows: Vec<u32>,
    /// Its columns that nobody sees, each run by its first and its last column from zero.
    pub hidden_columns: Vec<(u16, u16)>,
    /// The cells with notes that are not those of a review.
    pub notes: Vec<Cell>,
}

impl Sheet {
    /// A sheet without content.
    #[must_use]
    pub const fn empty(name: Arc<str>, visibility: Visibility) -> Self {
        Self {
            name,
            visibility,
            protected: false,
            cells: Vec::new(),
            blanks: Vec::new(),
            merges: Vec::new(),
            validations: Vec::new(),
            hidden_rows: Vec::new(),
            hidden_columns: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The stored cell at this address.
    #[must_use]
    pub fn content(&self, cell: Cell) -> Option<&Content> {
        let found = self.cells.binary_search_by_key(&cell, |content| content.cell);
        found.ok().map(|index| &self.cells[index])
    }

    /// Whether the cell is locked once its sheet is protected; nothing where the file does not store the cell.
    #[must_use]
    pub fn locked(&self, cell: Cell) -> Option<bool> {
        if let Some(content) = self.content(cell) {
            return Some(content.locked);
        }
        let after = self.blanks.partition_point(|run| run.first <= cell);
        let run = self.blanks.get(after.checked_sub(1)?)?;
        (run.first.row == cell.row && cell.column <= run.last_column).then_some(run.locked)
    }

    /// The words in this cell; numbers in the text of the file, nothing as an empty text.
    #[must_use]
    pub fn text(&self, cell: Cell) -> &str {
        self.content(cell).map_or("", Content::text)
    }

    /// Looks cells up one after another, at once where they are asked for in their order.
    #[must_use]
    pub fn walk(&self) -> Walk<'_> {
        Walk::new(&self.cells)
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "each states a fact of the file that has nothing to do with the others"
)]
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
    /// Whether sheets cannot be added, removed or renamed; `LibreOffice` drops this lock whenever it saves.
    pub structure_locked: bool,
    /// Whether it carries macros (a VBA project or macro sheets).
    pub macros: bool,
    /// Whether it refers to other workbooks.
    pub external_links: bool,
    /// Whether it carries a digital signature, which any change to its parts makes invalid.
    pub signed: bool,
}

impl Book {
    /// The sheet of this name, in any letter case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.name.eq_ignore_ascii_case(name))
    }
}
