//! The review of an earlier round, which stands in a marked copy and is no sheet of the form.

use crate::excel::mark::REVIEW_NAME;
use crate::facts::{Book, Raw, Sheet};
use crate::plan::review::{SHEET, round_said};

/// Takes the review out of a book: the sheet that its name stands for, or else one that is called so and says which
/// round it was.
pub fn take_review(book: &mut Book) -> Option<Sheet> {
    let position = named(book).or_else(|| {
        let is_review = |sheet: &Sheet| sheet.name.starts_with(SHEET) && round(sheet).is_some();
        book.sheets.iter().rposition(is_review)
    })?;
    book.names.retain(|name| name.sheet != Some(position));
    for name in &mut book.names {
        name.sheet = name.sheet.map(|sheet| if sheet > position { sheet - 1 } else { sheet });
    }
    Some(book.sheets.remove(position))
}

/// Where the sheet is that the review's name stands for; the last, as a copy of a sheet copies its names.
fn named(book: &Book) -> Option<usize> {
    let names = book.names.iter().filter(|name| name.name == REVIEW_NAME);
    let positions = names.filter_map(|name| {
        name.sheet.or_else(|| {
            let sheet = name.refers_to.rsplit_once('!')?.0.trim_matches('\'');
            book.sheets.iter().position(|found| *found.name == *sheet)
        })
    });
    positions.filter(|position| *position < book.sheets.len()).max()
}

/// Which time the workbook had been handed in when the review was written (第n次报送).
#[must_use]
pub fn round(review: &Sheet) -> Option<u32> {
    let times = review.cells.iter().filter_map(|content| match &content.raw {
        Raw::Text(text) => round_said(text),
        _ => None,
    });
    times.max()
}
