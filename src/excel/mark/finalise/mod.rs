//! The 定稿: a unit's own file without marks, all locked, its 校验码 on every page.
//!
//! Every edit is a byte splice, as those of a mark are. Which code it is, and whether the file deserves it, is decided
//! elsewhere.

mod footer;

use std::collections::BTreeSet;

use quick_xml::escape::escape;

use super::children::{Children, WORKBOOK, WORKSHEET};
use super::edit::Edit;
use super::workbook::has_name;
use super::{MarkError, undo};
use crate::excel::package::xml::Tag;
use crate::excel::package::{Package, SheetKind, Workbook};
use crate::excel::patch::{NewValue, cell_splices};
use crate::excel::splice::Splice;
use crate::words::Place;

/// A hidden name that stands for the 校验码, by which a 定稿 is known.
pub const FINAL_NAME: &str = "_xlcheck.final";

/// Makes the 定稿 of a file: marks and review taken out, every cell format and sheet locked, the structure too, the code
/// in the footers, in a hidden name and, where there is a cell for it, in a visible line.
pub fn finalise(original: &Package, code: &str, line: Option<(&Place, &str)>) -> Result<Vec<u8>, MarkError> {
    let package = undo::clear(original)?.unwrap_or_else(|| original.clone());
    let workbook = package.workbook()?;
    let mut edit = Edit::new(package, &workbook)?;
    if let Some(part) = &workbook.styles {
        lock_formats(&mut edit, part)?;
    }
    let sheets = workbook.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Worksheet);
    // A damaged file may name a part twice.
    for part in sheets.map(|sheet| &sheet.part).collect::<BTreeSet<_>>() {
        lock_sheet(&mut edit, part)?;
        footer::add(&mut edit, part, code)?;
    }
    if let Some((place, line)) = line {
        write_line(&mut edit, &workbook, place, line)?;
    }
    lock_structure(&mut edit, &workbook, code)?;
    let (package, _) = edit.finish()?;
    Ok(package.write()?)
}

/// Takes the exceptions out of the cell formats: a cell is locked where its format says nothing (ECMA-376 18.8.33).
fn lock_formats(edit: &mut Edit, part: &str) -> Result<(), MarkError> {
    let bytes = edit.bytes(part)?;
    let mut open = Vec::new();
    let children = Children::read(part, &bytes, |tag| {
        if tag.opens("protection") && !tag.is_set("locked") {
            open.extend(tag.value_range("locked"));
        }
    })?;
    let formats = ["cellStyleXfs", "cellXfs"].map(|name| children.get(name).map(|child| child.range()));
    let is_of_cells = |at: usize| formats.iter().flatten().any(|range| range.contains(&at));
    for range in open.into_iter().filter(|range| is_of_cells(range.start)) {
        edit.splice(part, Splice::replace(range, "1"));
    }
    Ok(())
}

/// Protects a sheet; what its protection allows, and its password, stay. Areas that could be edited all the same go.
fn lock_sheet(edit: &mut Edit, part: &str) -> Result<(), MarkError> {
    let bytes = edit.bytes(part)?;
    let children = Children::read(part, &bytes, |_| ())?;
    let p = children.root.prefix();
    if let Some(child) = children.get("sheetProtection") {
        set(edit, part, &child.open, "sheet");
    } else {
        let protection = format!("<{p}sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatRows=\"0\"/>");
        edit.splice(part, Splice::insert(children.place("sheetProtection", WORKSHEET), protection));
    }
    if let Some(areas) = children.get("protectedRanges") {
        edit.splice(part, Splice::replace(areas.range(), ""));
    }
    Ok(())
}

/// Says yes in an attribute of a tag, where it does not yet.
fn set(edit: &mut Edit, part: &str, tag: &Tag<'_>, attribute: &str) {
    if tag.is_set(attribute) {
        return;
    }
    let splice = match tag.value_range(attribute) {
        Some(range) => Splice::replace(range, "1"),
        None => Splice::insert(tag.name_end(), format!(" {attribute}=\"1\"")),
    };
    edit.splice(part, splice);
}

/// Locks the structure and puts the code into a hidden name.
fn lock_structure(edit: &mut Edit, workbook: &Workbook, code: &str) -> Result<(), MarkError> {
    let part = &workbook.part;
    let bytes = edit.bytes(part)?;
    let children = Children::read(part, &bytes, |_| ())?;
    let p = children.root.prefix();
    if let Some(child) = children.get("workbookProtection") {
        set(edit, part, &child.open, "lockStructure");
    } else {
        let at = children.place("workbookProtection", WORKBOOK);
        edit.splice(part, Splice::insert(at, format!("<{p}workbookProtection lockStructure=\"1\"/>")));
    }
    // A file that is a 定稿 already keeps its code.
    if has_name(part, &bytes, FINAL_NAME)? {
        return Ok(());
    }
    let stands_for = escape(format!("\"{code}\"")).into_owned();
    let name = format!("<{p}definedName name=\"{FINAL_NAME}\" hidden=\"1\">{stands_for}</{p}definedName>");
    let splice = if let Some(child) = children.get("definedNames") {
        child.append(&name)
    } else {
        let names = format!("<{p}definedNames>{name}</{p}definedNames>");
        Splice::insert(children.place("definedNames", WORKBOOK), names)
    };
    edit.splice(part, splice);
    Ok(())
}

/// Writes the visible line; a cell that cannot be written to stays as it is, the code is in the footers all the same.
fn write_line(edit: &mut Edit, workbook: &Workbook, place: &Place, line: &str) -> Result<(), MarkError> {
    let Some(sheet) = workbook.sheet(&place.sheet).filter(|sheet| sheet.kind == SheetKind::Worksheet) else {
        return Ok(());
    };
    let bytes = edit.bytes(&sheet.part)?;
    let splices = cell_splices(&bytes, &[(place.cell, NewValue::Text(line.to_owned()))]);
    for splice in splices.unwrap_or_default() {
        edit.splice(&sheet.part, splice);
    }
    Ok(())
}
