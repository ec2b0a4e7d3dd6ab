//! A workbook that says one sentence: what a review is put into where the file itself cannot hold it.

use rust_xlsxwriter::Workbook;

use super::{WriteError, made, saved};

/// A workbook of one sheet with one sentence.
pub fn note(sheet: &str, sentence: &str) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name(sheet)?.write_string(0, 0, sentence)?;
    workbook.set_properties(&made()?);
    Ok(saved(&mut workbook)?)
}
