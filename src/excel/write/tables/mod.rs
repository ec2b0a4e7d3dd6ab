//! A workbook of lists, as long as they come: row by row to the disk, so that memory does not grow with them; and one
//! page of words, figures and charts in front.

mod formats;
mod letters;
mod page;
mod rows;
mod splice;

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{DataValidation, Format, Workbook, Worksheet};

use self::formats::{Formats, Style};
use self::rows::Rows;
use super::page::{A4, FOOT};
use super::{WriteError, made, saved};
use crate::fields::cut;

pub use letters::Letters;
pub use page::{Chart, FrontPage, Piece, Style as PageStyle};

/// Links of a sheet that Excel opens (65,530), some left for what others may add.
const MAX_LINKS: usize = 65_000;
/// Rows of a sheet (ECMA-376 18.3.1.73).
const MAX_ROWS: u32 = 1_048_576;
/// UTF-16 units of a cell's text (Excel).
const MAX_TEXT: usize = 32_767;
/// Points of the row of heads.
const HEAD_HEIGHT: f64 = 30.0;
/// Points of a line of words, and above and below the lines of a row.
const LINE: f64 = 13.0;
const PADDING: f64 = 5.0;
/// Points of the highest row (Excel).
const MAX_HEIGHT: f64 = 409.0;
/// The column that stays in sight with those in front of it.
const FROZEN: &str = "单位名称";
/// The row of heads: above it are the title and a note.
const HEAD_ROW: u32 = 2;

/// How the entries of a column stand in their cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Words at the left, wrapped.
    Words,
    /// Words or a number in the middle.
    Centre,
    /// An amount, two decimals.
    Amount,
    /// A number with as many decimals as it has.
    Number,
    /// A share: `0.375` is shown as `37.5%`.
    Share,
    /// What a person at the desk writes: words on a light ground.
    Answer,
    /// What only the program reads: the column is hidden.
    Hidden,
}

/// A column of a list.
#[derive(Debug, Clone)]
pub struct Column {
    head: String,
    width: f64,
    entry: Entry,
    choices: &'static [&'static str],
}

impl Column {
    /// A column with a head, a width in half-width characters, and how its entries stand.
    pub fn new(head: impl Into<String>, width: f64, entry: Entry) -> Self {
        Self { head: head.into(), width, entry, choices: &[] }
    }

    /// The same with words to choose from; others may be written too.
    #[must_use]
    pub const fn with_choices(mut self, choices: &'static [&'static str]) -> Self {
        self.choices = choices;
        self
    }
}

/// What stands in a cell of a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Nothing.
    Blank,
    /// Words; never a formula, whatever they begin with.
    Words(String),
    /// A number.
    Number(f64),
    /// Words that open a file below the folder of the workbook.
    File(String, String),
    /// In the last row: the sum of its column over the rows above in which another column, by its position, holds these
    /// words; and the result.
    SumWhere(u16, &'static str, f64),
}

impl From<&str> for Datum {
    fn from(words: &str) -> Self {
        if words.is_empty() { Self::Blank } else { Self::Words(words.to_owned()) }
    }
}

impl From<usize> for Datum {
    fn from(count: usize) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let number = count as f64;
        Self::Number(number)
    }
}

/// A list that is being written.
#[derive(Debug)]
pub struct List {
    sheet: usize,
    columns: Vec<Column>,
    next: u32,
    /// The row of totals, where there is one: it is no part of the filter.
    total: Option<u32>,
}

impl List {
    /// Whether no further row fits on its sheet.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.next >= MAX_ROWS - 1
    }
}

/// The workbook. Lists stand behind the front page in the order in which they were begun.
pub struct Tables {
    workbook: Workbook,
    formats: Formats,
    /// The rows of lists and letters by the positions of their sheets; in the workbook are only heads and what stands
    /// below.
    rows: BTreeMap<usize, Rows>,
}

impl Tables {
    /// A workbook with a front page of this name.
    pub fn new(front: &str) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&made()?);
        workbook.add_worksheet().set_name(front)?;
        let formats = Formats::registered(&mut workbook);
        Ok(Self { workbook, formats, rows: BTreeMap::new() })
    }

    /// Writes the front page.
    pub fn front(&mut self, front: &FrontPage) -> Result<(), WriteError> {
        front.write(self.workbook.worksheet_from_index(0)?, &mut self.formats)
    }

    /// Begins a list: its sheet, the title over it, a note, and its columns.
    pub fn begin(&mut self, name: &str, title: &str, note: &str, columns: Vec<Column>) -> Result<List, WriteError> {
        let sheet = self.workbook.worksheets().len();
        let worksheet = self.workbook.add_worksheet_with_constant_memory()?.set_name(name)?;
        for (column, of) in (0u16..).zip(&columns) {
            worksheet.set_column_width(column, of.width)?;
            if of.entry == Entry::Hidden {
                worksheet.set_column_hidden(column)?;
            }
        }
        worksheet.set_row_height(0, 28.0)?.write_string_with_format(0, 0, title, self.formats.of(Style::Title))?;
        worksheet.write_string_with_format(1, 0, note, self.formats.of(Style::Note))?;
        worksheet.set_row_height(HEAD_ROW, HEAD_HEIGHT)?;
        for (column, of) in (0u16..).zip(&columns) {
            worksheet.write_string_with_format(HEAD_ROW, column, &of.head, self.formats.of(Style::Head))?;
        }
        let frozen = (1u16..).zip(&columns).find(|(_, column)| column.head == FROZEN).map_or(0, |(column, _)| column);
        worksheet.set_freeze_panes(HEAD_ROW + 1, frozen)?;
        worksheet.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
        worksheet
            .set_paper_size(A4)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.5, 0.5, 0.6, 0.6, 0.3, 0.3);
        worksheet.set_footer(FOOT);
        self.rows.insert(sheet, Rows::new()?);
        Ok(List { sheet, columns, next: HEAD_ROW + 1, total: None })
    }

    /// Adds a row. What has no column is left out; a row beyond the sheet's last is too.
    pub fn row(&mut self, list: &mut List, data: &[Datum]) -> Result<(), WriteError> {
        if list.is_full() {
            return Ok(());
        }
        let Some(rows) = self.rows.get_mut(&list.sheet) else { return Ok(()) };
        rows.begin(list.next, height(&list.columns, data))?;
        for ((at, column), datum) in (0u16..).zip(&list.columns).zip(data) {
            let at = (list.next, at, self.formats.number(Style::Entry(column.entry)));
            match datum {
                Datum::Blank => rows.blank(at)?,
                Datum::Number(number) => rows.number(at, *number)?,
                Datum::File(words, path) if rows.links() < MAX_LINKS => {
                    rows.link((at.0, at.1, self.formats.number(Style::Link)), text(words), path)?;
                }
                Datum::Words(words) | Datum::File(words, _) => rows.words(at, text(words))?,
                Datum::SumWhere(marks, words, result) => {
                    list.total = Some(list.next);
                    rows.formula(at, &sum_where((at.1, *marks), list.next, words), *result)?;
                }
            }
        }
        rows.end()?;
        list.next += 1;
        Ok(())
    }

    /// Ends a list: its filter and what can be chosen in it.
    pub fn end(&mut self, list: &List) -> Result<(), WriteError> {
        let worksheet = self.workbook.worksheet_from_index(list.sheet)?;
        end_rows(worksheet, list.next, self.formats.of(Style::Note))?;
        let end_row = list.total.unwrap_or(list.next).saturating_sub(1).max(HEAD_ROW);
        let end = u16::try_from(list.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
        worksheet.autofilter(HEAD_ROW, 0, end_row, end)?;
        let choosing = (0u16..).zip(&list.columns).filter(|(_, column)| !column.choices.is_empty());
        for (column, of) in choosing.filter(|_| end_row > HEAD_ROW) {
            let validation =
                DataValidation::new().allow_list_strings(of.choices)?.show_error_message(false).ignore_blank(true);
            worksheet.add_data_validation(HEAD_ROW + 1, column, end_row, column, &validation)?;
        }
        Ok(())
    }

    /// Writes the workbook.
    pub fn save(mut self, out: impl Write + Seek) -> Result<(), WriteError> {
        splice::write(saved(&mut self.workbook)?, self.rows, out)
    }
}

/// The points that a row needs for its words: rows that are written on the go are not measured by every program.
fn height(columns: &[Column], data: &[Datum]) -> f64 {
    let lines = columns.iter().zip(data).map(|(column, datum)| match datum {
        Datum::Words(words) if column.entry != Entry::Hidden => {
            let width = column.width - 1.5;
            words.lines().map(|line| (units(line) / width).ceil().max(1.0)).sum()
        }
        Datum::Words(_) | Datum::Blank | Datum::Number(_) | Datum::File(..) | Datum::SumWhere(..) => 1.0,
    });
    (lines.fold(1.0, f64::max) * LINE + PADDING).min(MAX_HEIGHT)
}

/// Half-width characters of a line: those of Chinese take two.
fn units(line: &str) -> f64 {
    line.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

/// Writes a cell of anything but a link.
fn write(
    worksheet: &mut Worksheet,
    (row, column): (u32, u16),
    datum: &Datum,
    format: &Format,
) -> Result<(), WriteError> {
    match datum {
        Datum::Blank | Datum::SumWhere(..) => worksheet.write_blank(row, column, format)?,
        Datum::Words(words) | Datum::File(words, _) => {
            worksheet.write_string_with_format(row, column, text(words), format)?
        }
        Datum::Number(number) => worksheet.write_number_with_format(row, column, *number, format)?,
    };
    Ok(())
}

/// Writes a blank cell below the last row: by it the sheet knows its extent, and in front of it the rows are put.
fn end_rows(worksheet: &mut Worksheet, next: u32, format: &Format) -> Result<(), WriteError> {
    worksheet.write_blank(next.min(MAX_ROWS - 1), 0, format)?;
    Ok(())
}

/// As much of a text as a cell holds.
fn text(words: &str) -> &str {
    cut(words, MAX_TEXT)
}

/// `SUMIFS` of a column over the rows between the heads and this one.
fn sum_where((sums, marks): (u16, u16), row: u32, words: &str) -> String {
    let area = |column: u16| {
        let name = column_number_to_name(column);
        format!("${name}${}:${name}${row}", HEAD_ROW + 2)
    };
    format!("SUMIFS({},{},\"{words}\")", area(sums), area(marks))
}
