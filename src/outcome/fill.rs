//! Filling a workbook from data, the way a unit would: values into input cells, everything else as it was.

use rust_decimal::Decimal;

use super::judged::ReadFile;
use super::values::{FilledValue, UnitValues, ValuesError};
use crate::checks::{Cached, Run, cached_results, live_words};
use crate::excel::package::{MAX_CELL_TEXT, Package, PackageError};
use crate::excel::patch::{self, NewValue, PatchError, set_cells};
use crate::excel::read;
use crate::excel::scan::{ScanError, read_book};
use crate::facts::Slot;
use crate::fields::{Shown, date_from_text, serial};
use crate::form::Form;
use crate::language::suggest;
use crate::layout::SELF_CHECK;
use crate::words::{Cell, canonical, plain};

/// Why a workbook could not be filled.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// The data does not fit the form.
    #[error("数据有{}处不符合表单：\n{}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Values(Vec<ValuesError>),
    /// The workbook cannot be edited.
    #[error("无法写入工作簿")]
    Package(#[from] PackageError),
    /// A sheet cannot be edited.
    #[error("无法写入工作表")]
    Patch(#[from] PatchError),
    /// The workbook is of a format that is only read.
    #[error("只能填写 .xlsx 格式的工作簿")]
    OtherFormat,
    /// The filled workbook cannot be read back.
    #[error("写入后无法读回")]
    Scan(#[from] ScanError),
}

/// The workbook with the values in its input cells and the results of its formulas up to date.
pub fn fill(form: &Form, blank: &ReadFile, values: &UnitValues) -> Result<Vec<u8>, FillError> {
    let package = blank.package().cloned().ok_or(FillError::OtherFormat)?;
    let mut mistakes = Vec::new();
    let changes = changes(form, blank, values, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(FillError::Values(mistakes));
    }
    Ok(with_changes(form, blank, package, &changes)?.write()?)
}

/// The package of a blank with these values in its planned cells, and the results of its formulas up to date.
pub(super) fn with_changes(
    form: &Form,
    blank: &ReadFile,
    mut package: Package,
    changes: &[(usize, Cell, NewValue)],
) -> Result<Package, FillError> {
    apply(&mut package, blank, changes)?;
    let book = read_book(&package)?;
    let found = read::read(&book, form, &blank.layout, Some(&blank.stamp));
    let run = Run::issued(&blank.stamp);
    let results = cached_results((form, &blank.layout), &found.submission, &live_words(form, &blank.stamp), &run);
    // A formula that somebody has overwritten has no result to bring up to date.
    let has_formula = |sheet: Option<usize>, cell: Cell| {
        let (sheet, cell) = match sheet {
            Some(sheet) => {
                let located = found.sheets.get(sheet)?.as_ref()?;
                (&book.sheets[located.position], located.map.find(cell)?)
            }
            None => (book.sheet(SELF_CHECK)?, cell),
        };
        sheet.content(cell)?.formula.as_ref()
    };
    let standing = results.into_iter().filter(|(sheet, cell, _)| has_formula(*sheet, *cell).is_some());
    let mut of_form: Vec<(usize, Cell, NewValue)> = Vec::new();
    let mut of_self_check: Vec<(Cell, NewValue)> = Vec::new();
    for (sheet, cell, result) in standing {
        let result = NewValue::Result(cached(result, book.date1904));
        match sheet {
            Some(sheet) => of_form.push((sheet, cell, result)),
            None => of_self_check.push((cell, result)),
        }
    }
    apply(&mut package, blank, &of_form)?;
    set(&mut package, SELF_CHECK, &of_self_check)?;
    Ok(package)
}

fn cached(result: Cached, date1904: bool) -> patch::Cached {
    match result {
        Cached::Number(number) => patch::Cached::Number(plain(number)),
        Cached::Text(text) => patch::Cached::Text(text),
        Cached::Day(day) => serial(day, date1904)
            .map_or_else(|| patch::Cached::Text(day.to_string()), |days| patch::Cached::Number(days.to_string())),
    }
}

/// Puts values into planned cells, wherever they are in the file.
fn apply(package: &mut Package, blank: &ReadFile, changes: &[(usize, Cell, NewValue)]) -> Result<(), FillError> {
    for (number, located) in blank.found.sheets.iter().enumerate() {
        let Some(located) = located else { continue };
        let of_sheet: Vec<(Cell, NewValue)> = changes
            .iter()
            .filter(|(sheet, _, _)| *sheet == number)
            .filter_map(|(_, cell, value)| Some((located.map.find(*cell)?, value.clone())))
            .collect();
        let name = &blank.book.sheets[located.position].name;
        set(package, name, &of_sheet)?;
    }
    Ok(())
}

/// Puts values into cells of the sheet of this name, where there is one.
fn set(package: &mut Package, sheet: &str, values: &[(Cell, NewValue)]) -> Result<(), FillError> {
    let part = package.workbook()?.sheet(sheet).map(|sheet| sheet.part.clone());
    if let (Some(part), false) = (part, values.is_empty()) {
        let xml = set_cells(&package.required(&part)?, values)?;
        package.replace(&part, xml);
    }
    Ok(())
}

fn changes(
    form: &Form,
    blank: &ReadFile,
    values: &UnitValues,
    mistakes: &mut Vec<ValuesError>,
) -> Vec<(usize, Cell, NewValue)> {
    let mut changes = Vec::new();
    let mut unknown = |name: String, meant: Option<&str>| {
        mistakes.push(ValuesError::Unknown { name, meant: meant.map(str::to_owned) });
    };
    let mut wanted: Vec<(Slot, String, &FilledValue)> = Vec::new();
    for (table_id, rows) in &values.values {
        let Some(table) = form.table(table_id) else {
            unknown(table_id.clone(), suggest(table_id, form.tables.iter().map(|table| table.id.as_str())));
            continue;
        };
        for (row_id, fields) in rows {
            let known = &blank.layout.rows[table];
            let Some(row) = known.iter().position(|row| row.id == *row_id) else {
                let meant = suggest(row_id, known.iter().map(|row| row.id.as_str()));
                unknown(format!("{table_id}.{row_id}"), meant);
                continue;
            };
            for (field_id, value) in fields {
                let name = [table_id, row_id, field_id].map(String::as_str);
                let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".");
                if let Some(field) = form.tables[table].field(field_id) {
                    wanted.push((Slot { table, row, field }, name, value));
                } else {
                    let known = form.tables[table].fields.iter().map(|field| field.id.as_str());
                    unknown(name, suggest(field_id, known));
                }
            }
        }
    }
    for (slot, name, value) in wanted {
        if !blank.layout.is_input(slot) {
            mistakes.push(ValuesError::Locked { name });
            continue;
        }
        let shown = form.tables[slot.table].fields[slot.field].kind.shown();
        match new_value(shown, &name, value, blank.book.date1904) {
            Ok(new) => {
                let (sheet, cell) = blank.layout.cell(slot);
                changes.push((sheet, cell, new));
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    changes
}

/// What is typed into a cell for a value; why it is none of its type.
pub(super) fn new_value(
    shown: Shown,
    name: &str,
    given: &FilledValue,
    date1904: bool,
) -> Result<NewValue, ValuesError> {
    let text = given.text.as_ref().or(given.value.as_ref());
    if text.is_some_and(|text| text.encode_utf16().count() > MAX_CELL_TEXT) {
        return Err(ValuesError::TooLong { name: name.to_owned() });
    }
    if let Some(text) = &given.text {
        return Ok(NewValue::Text(text.clone()));
    }
    let Some(value) = &given.value else { return Ok(NewValue::Blank) };
    let wrong = |wanted| ValuesError::WrongType { name: name.to_owned(), value: value.clone(), wanted };
    match shown {
        _ if value.is_empty() => Ok(NewValue::Blank),
        Shown::Amount | Shown::Score | Shown::Count => {
            let number = value.parse::<Decimal>().map(plain).map_err(|_| wrong("数字"))?;
            // More digits would come back as another number.
            let kept = canonical(&number).is_some_and(|kept| plain(kept) == number);
            if kept { Ok(NewValue::Number(number)) } else { Err(wrong("工作簿能存下的数字")) }
        }
        Shown::Measure => Ok(match value.parse::<Decimal>() {
            Ok(number) if canonical(&plain(number)) == Some(number.normalize()) => NewValue::Number(plain(number)),
            Ok(_) | Err(_) => NewValue::Text(value.clone()),
        }),
        Shown::Day => {
            let days = date_from_text(value).and_then(|day| serial(day, date1904));
            days.map(|days| NewValue::Number(days.to_string())).ok_or_else(|| wrong("日期"))
        }
        Shown::Words | Shown::Digits => Ok(NewValue::Text(value.clone())),
    }
}
