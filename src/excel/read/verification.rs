//! The 校验码 that a workbook says it was made final with.

use crate::excel::mark::FINAL_NAME;
use crate::facts::{Book, Raw};
use crate::plan::VerificationCode;

/// The code by the workbook's hidden name, or else by its visible line; nothing where it is no 定稿.
#[must_use]
pub fn stated_code(book: &Book) -> Option<VerificationCode> {
    let named = book.names.iter().find(|name| name.name == FINAL_NAME);
    let by_name = named.and_then(|name| name.refers_to.trim_start_matches('=').trim_matches('"').parse().ok());
    by_name.or_else(|| {
        let mut texts = book.sheets.iter().flat_map(|sheet| &sheet.cells);
        texts.find_map(|content| match &content.raw {
            Raw::Text(text) => VerificationCode::from_line(text),
            Raw::Blank | Raw::Number(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
        })
    })
}
