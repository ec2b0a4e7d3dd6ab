//! The roster of a bureau.

use std::path::Path;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::{SubUnitsSaid, units};

const HEADS: [&str; 4] = ["预算编码", "单位名称", "归口股室", "二级机构"];

/// Writes the roster of so many units.
pub fn roster(path: &Path, count: usize) {
    write(path, count).unwrap_or_else(|error| panic!("{error}"));
}

fn write(path: &Path, count: usize) -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, head) in (0u16..).zip(HEADS) {
        sheet.write_string(0, column, head)?;
    }
    for (row, number) in (1u32..).zip(0..count) {
        let unit = units::unit(number);
        let sub_units = match &unit.sub_units {
            SubUnitsSaid::Named(names) => names.join("、"),
            SubUnitsSaid::None => "无".to_owned(),
            SubUnitsSaid::Unsaid => String::new(),
        };
        for (column, text) in (0u16..).zip([&unit.code, &unit.name, &unit.section, &sub_units]) {
            sheet.write_string(row, column, text)?;
        }
    }
    workbook.save(path)
}
