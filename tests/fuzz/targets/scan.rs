//! Any part of a workbook, and any workbook of another format, read to the end or refused.

use xlcheck::excel::legacy::read_legacy;
use xlcheck::excel::scan::read_book;

use super::with_part;

/// Cells lie in the order of the sheet, each once, whatever the file says.
pub fn run(data: &[u8]) {
    let book = match with_part(data) {
        Some(package) => read_book(&package).ok(),
        None => read_legacy(data).ok(),
    };
    for sheet in book.iter().flat_map(|book| &book.sheets) {
        assert!(sheet.cells.is_sorted_by(|a, b| a.cell < b.cell), "{}", sheet.name);
    }
}
