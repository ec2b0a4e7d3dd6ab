//! One bounded pass over the parts of an .xlsx or .xlsm workbook, giving a [`Book`].
//!
//! It reads what a check needs and judges nothing; a part it cannot read is an error that says which and why.

mod blanks;
mod cells;
mod defect;
mod formula;
mod limits;
mod notes;
mod plain;
mod properties;
mod shared_formulas;
mod shared_strings;
mod sheet;
mod styles;
mod text;
pub(super) mod value;
mod workbook;
pub(super) mod xml;

use std::collections::HashSet;
use std::sync::Arc;

pub use defect::Defect;
pub(super) use limits::Used;
pub use limits::{
    MAX_BLANKS, MAX_CELLS, MAX_DEPTH, MAX_MERGES, MAX_NAMES, MAX_PROPERTIES, MAX_SHARED_TEXTS, MAX_STYLES, MAX_TEXT,
    MAX_TEXT_IN_ALL, MAX_VALIDATED_AREAS,
};

use cells::Context;
use shared_strings::SharedStrings;
use styles::Styles;
use workbook::WorkbookPart;

use super::package::{Package, PackageError, SheetKind, Workbook};
use crate::facts::{Book, DefinedName, Sheet};
use crate::words::excerpt;

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The package itself cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// One sheet cannot be read; the others may be in order.
    #[error("工作表“{}”无法读取：{cause}", excerpt(.name))]
    Sheet {
        /// The sheet's name as it stands in the file.
        name: String,
        /// What is wrong with it.
        cause: Defect,
    },
    /// A part that the sheets rest on cannot be read.
    #[error("其中的 {} 无法读取：{cause}", excerpt(.part))]
    Part {
        /// The part's name in the archive.
        part: String,
        /// What is wrong with it.
        cause: Defect,
    },
}

/// Reads every sheet of cells of a workbook, with its names, properties and protection.
///
/// Time and memory stay within the limits of this module, whatever the file says of itself.
pub fn read_book(package: &Package) -> Result<Book, ScanError> {
    let parts = package.workbook()?;
    let mut used = Used::default();
    let workbook = read_part(package, &parts.part, |part| WorkbookPart::read(part, &mut used))?;
    let strings = read_optional(package, parts.shared_strings.as_deref(), |part| SharedStrings::read(part, &mut used))?;
    let styles = read_optional(package, parts.styles.as_deref(), Styles::read)?;
    let properties =
        read_optional(package, parts.custom_properties.as_deref(), |part| properties::read(part, &mut used))?;
    let mut context = Context { strings: &strings, styles: &styles, used: &mut used };
    let sheets = read_sheets(package, &parts, &mut context)?;
    Ok(Book {
        sheets,
        names: names(workbook.names, &parts),
        properties,
        date1904: workbook.date1904,
        structure_locked: workbook.structure_locked,
        macros: parts.macros,
        external_links: parts.external_links,
        signed: parts.signed,
    })
}

fn read_sheets(package: &Package, parts: &Workbook, context: &mut Context<'_>) -> Result<Vec<Sheet>, ScanError> {
    let mut sheets = Vec::new();
    let mut read = HashSet::new();
    for sheet in parts.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Worksheet) {
        let damaged = |cause| ScanError::Sheet { name: sheet.name.clone(), cause };
        // Many sheets of one large part would cost its time again and again.
        if !read.insert(sheet.part.to_lowercase()) {
            return Err(damaged(Defect::SharedPart { part: sheet.part.clone() }));
        }
        let part = package.required(&sheet.part).map_err(|error| damaged(error.into()))?;
        let name = Arc::from(sheet.name.as_str());
        let mut read = sheet::read(&part, name, sheet.visibility, context).map_err(damaged)?;
        read.notes = notes::read(package, &sheet.part);
        sheets.push(read);
    }
    Ok(sheets)
}

fn read_part<T>(package: &Package, part: &str, read: impl FnOnce(&[u8]) -> Result<T, Defect>) -> Result<T, ScanError> {
    let bytes = package.required(part)?;
    read(&bytes).map_err(|cause| ScanError::Part { part: part.to_owned(), cause })
}

fn read_optional<T: Default>(
    package: &Package,
    part: Option<&str>,
    read: impl FnOnce(&[u8]) -> Result<T, Defect>,
) -> Result<T, ScanError> {
    part.map_or_else(|| Ok(T::default()), |part| read_part(package, part, read))
}

/// The names with the positions of their sheets among the sheets of cells; those of chart sheets are left out.
fn names(names: Vec<DefinedName>, parts: &Workbook) -> Vec<DefinedName> {
    let mut worksheets = 0..;
    let positions: Vec<Option<usize>> = parts
        .sheets
        .iter()
        .map(|sheet| if sheet.kind == SheetKind::Worksheet { worksheets.next() } else { None })
        .collect();
    names
        .into_iter()
        .filter_map(|name| match name.sheet {
            None => Some(name),
            Some(index) => {
                let sheet = positions.get(index).copied().flatten()?;
                Some(DefinedName { sheet: Some(sheet), ..name })
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
