//! Cells of a workbook of ours that are to show their figures as another file did.

use super::RepairError;
use super::looks::{Looks, Styled};
use crate::excel::mark::edit::Edit;
use crate::excel::package::Package;
use crate::excel::patch::{NewValue, cell_splices};
use crate::words::Cell;

/// The package in which these cells of a sheet show numbers by these codes; their other looks, and that they are open
/// for entries, stay.
pub fn dress(package: Package, sheet: &str, cells: &[(Cell, &str)]) -> Result<Package, RepairError> {
    let workbook = package.workbook()?;
    let (Some(sheet), Some(formats)) = (workbook.sheet(sheet), &workbook.styles) else { return Ok(package) };
    let mut edit = Edit::new(package, &workbook)?;
    let bytes = edit.bytes(&sheet.part)?;
    let styled = Styled::read(&sheet.part, &bytes)?;
    let of_formats = edit.bytes(formats)?;
    let mut looks = Looks::read(formats, &of_formats)?;
    let dressed: Vec<(Cell, NewValue)> = cells
        .iter()
        .filter_map(|(cell, code)| Some((*cell, NewValue::Style(looks.opened(styled.of(*cell), Some(code))?))))
        .collect();
    for splice in cell_splices(&bytes, &dressed)? {
        edit.splice(&sheet.part, splice);
    }
    for splice in looks.splices(formats, &of_formats)? {
        edit.splice(formats, splice);
    }
    Ok(edit.finish_for_good()?)
}
