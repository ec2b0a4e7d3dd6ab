//! The stamp in a very hidden sheet.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::plan::Stamp;

/// The name of the very hidden sheet.
pub const STAMP_SHEET: &str = "xlcheck";
/// What stands in front of a key in the document properties.
const PROPERTY: &str = "xlcheck.";

/// The name of a document property for a key of the stamp.
pub(super) fn property(key: &str) -> String {
    format!("{PROPERTY}{key}")
}

/// Writes the stamp, one key and value a row.
pub(super) fn sheet(stamp: &Stamp, worksheet: &mut Worksheet, password: Option<&str>) -> Result<(), XlsxError> {
    worksheet.set_name(STAMP_SHEET)?.set_very_hidden(true);
    for (row, (key, value)) in (0u32..).zip(stamp.pairs()) {
        worksheet.write_string(row, 0, key)?;
        worksheet.write_string(row, 1, value)?;
    }
    super::protect(worksheet, password, false);
    Ok(())
}
