//! Taking out what is ours from a file that a client has saved since: rules, words in notes, the review.
//!
//! What is left says what the client's own file of the original says, so what we have added only to say something, such
//! as an author, a drawing of boxes or a shared text, goes with it. Formats that nothing uses any more stay.

mod detach;
mod notes;
mod review;
mod rules;
mod texts;
mod titles;
mod words;

use super::{MarkError, TAG, contains, workbook};
use crate::excel::package::{Package, SheetKind, Workbook};
use crate::excel::splice;

/// The package without our rules, words and sheet; everything else stays as the client wrote it.
pub(super) fn erase(package: &Package, book: &Workbook) -> Result<Package, MarkError> {
    let mut cleared = package.clone();
    let review = workbook::review(package, book)?;
    for (index, sheet) in book.sheets.iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet || review.is_some_and(|(review, _)| review == index) {
            continue;
        }
        let bytes = package.required(&sheet.part)?;
        if contains(&bytes, TAG) {
            cleared.replace(&sheet.part, splice::apply(&bytes, &rules::without_ours(&sheet.part, &bytes)?)?);
        }
        notes::clear(&mut cleared, book, &sheet.part)?;
    }
    if let Some((index, sheet)) = review {
        texts::empty(&mut cleared, book, &sheet.part)?;
        titles::remove(&mut cleared, &sheet.name)?;
        review::remove(&mut cleared, book, index, &sheet.part)?;
    }
    Ok(cleared)
}
