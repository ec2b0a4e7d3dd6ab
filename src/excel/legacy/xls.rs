//! Binary workbooks of Excel 97 and WPS (.xls, .et), read by calamine.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xls, XlsError};

use super::compound::Compound;
use super::{LegacyError, records};
use crate::facts::{Book, Content, DefinedName, Raw, Sheet, Visibility};
use crate::words::{Area, Cell, MAX_COLUMNS, MAX_ROWS, canonical, plain};

/// Reads the file, unless a look at it shows that this would take too much memory.
pub(super) fn read(bytes: &[u8]) -> Result<Book, LegacyError> {
    let file = Compound::open(bytes)?;
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or(LegacyError::Damaged)?,
    };
    let formulas = records::check(&stream)?;
    drop((file, stream));
    catch_unwind(AssertUnwindSafe(|| book(bytes, formulas))).unwrap_or(Err(LegacyError::Damaged))
}

fn book(bytes: &[u8], formula_cells: Vec<HashSet<Cell>>) -> Result<Book, LegacyError> {
    let mut xls = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsError::Password => LegacyError::Encrypted,
        other => LegacyError::Xls(other),
    })?;
    let names = xls.defined_names().iter().map(|(name, refers_to)| DefinedName {
        name: name.clone(),
        refers_to: refers_to.clone(),
        sheet: None,
        hidden: false,
    });
    let mut book = Book { names: names.collect(), date1904: xls.has_1904_epoch(), ..Book::default() };
    for (metadata, formula_cells) in xls.sheets_metadata().to_vec().into_iter().zip(formula_cells) {
        if metadata.typ != SheetType::WorkSheet {
            continue;
        }
        let values = xls.worksheet_range(&metadata.name)?;
        let merges = xls.merge_cells_by_sheet_name(&metadata.name)?;
        let visibility = match metadata.visible {
            SheetVisible::Visible => Visibility::Visible,
            SheetVisible::Hidden => Visibility::Hidden,
            SheetVisible::VeryHidden => Visibility::VeryHidden,
        };
        book.sheets.push(Sheet {
            cells: cells(&values, &formula_cells),
            merges: merges.iter().filter_map(|merge| Some(Area::new(cell(merge.start)?, cell(merge.end)?))).collect(),
            ..Sheet::empty(metadata.name.into(), visibility)
        });
    }
    Ok(book)
}

/// The cells with a value or a formula. Of a formula only that there is one is read: calamine 0.38 gives no shared ones,
/// writes columns of other sheets with their flags (`$BTRP$26`) and functions of later Excel as `User(…)`.
fn cells(values: &Range<Data>, formula_cells: &HashSet<Cell>) -> Vec<Content> {
    let mut cells: BTreeMap<Cell, Content> = BTreeMap::new();
    let content = |cell| Content {
        cell,
        raw: Raw::Blank,
        formula: None,
        locked: false,
        date_format: false,
        percent_format: false,
    };
    for (cell, value) in filled(values) {
        let date_format = matches!(value, Data::DateTime(_));
        cells.insert(cell, Content { raw: raw(value), date_format, ..content(cell) });
    }
    for cell in formula_cells {
        cells.entry(*cell).or_insert_with(|| content(*cell)).formula = Some(Box::default());
    }
    cells.into_values().collect()
}

/// The cells of a range that hold something, by row, then column.
fn filled(range: &Range<Data>) -> impl Iterator<Item = (Cell, &Data)> {
    let (top, left) = range.start().unwrap_or_default();
    range
        .rows()
        .enumerate()
        .flat_map(move |(row, values)| values.iter().enumerate().map(move |(column, value)| (row, column, value)))
        .filter(|(_, _, value)| **value != Data::Empty)
        .filter_map(move |(row, column, value)| {
            let position = (top + u32::try_from(row).ok()?, left + u32::try_from(column).ok()?);
            Some((cell(position)?, value))
        })
}

fn raw(value: &Data) -> Raw {
    match value {
        Data::Empty => Raw::Blank,
        Data::Int(number) => Raw::Number(number.to_string().into()),
        Data::Float(number) => figure(*number),
        Data::DateTime(date) => figure(date.as_f64()),
        Data::String(text) => Raw::Text(text.replace("\r\n", "\n").into()),
        Data::Bool(truth) => Raw::Truth(*truth),
        Data::Error(error) => Raw::Error(error.to_string().into()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Raw::Date(text.as_str().into()),
    }
}

/// The text of a double: that of the decimal which was typed, where it is one that a form can hold.
fn figure(number: f64) -> Raw {
    let text = number.to_string();
    match canonical(&text) {
        Some(decimal) => Raw::Number(plain(decimal).into()),
        None if number.is_finite() => Raw::Number(format!("{number:e}").into()),
        None => Raw::Text(text.into()),
    }
}

fn cell((row, column): (u32, u32)) -> Option<Cell> {
    let column = u16::try_from(column).ok().filter(|column| *column < MAX_COLUMNS)?;
    (row < MAX_ROWS).then_some(Cell::new(row, column))
}
