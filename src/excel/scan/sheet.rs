//! One worksheet part: its cells, its protection, its merged areas and its data validations.

use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::cells::{Cells, Context};
use super::defect::Defect;
use super::limits::Used;
use super::xml::{Node, Xml, attribute, flag, local};
use crate::facts::{Sheet, Validation, ValidationKind, Visibility};
use crate::words::Area;

/// Runs of hidden columns that are kept: as many as Excel has columns.
const MAX_RUNS: usize = crate::words::MAX_COLUMNS as usize;

/// Reads a worksheet part into the sheet of this name.
pub(super) fn read(
    part: &[u8],
    name: Arc<str>,
    visibility: Visibility,
    context: &mut Context<'_>,
) -> Result<Sheet, Defect> {
    let mut xml = Xml::new(part)?;
    let mut cells = Cells::default();
    let mut sheet = Sheet::empty(name, visibility);
    if !xml.root("worksheet")? {
        return Ok(sheet);
    }
    loop {
        match xml.next()? {
            Node::Open(tag) => match local(&tag) {
                "sheetData" => cells.read(&mut xml, context)?,
                "dataValidation" => {
                    let outer = sqref(attribute(&tag, "sqref")?.as_deref(), context.used)?;
                    let inner = inner_sqref(&mut xml, context.used)?;
                    sheet.validations.push(validation(&tag, if inner.is_empty() { outer } else { inner })?);
                }
                _ => note(&mut sheet, &tag, context.used)?,
            },
            Node::Empty(tag) if local(&tag) == "dataValidation" => {
                let areas = sqref(attribute(&tag, "sqref")?.as_deref(), context.used)?;
                sheet.validations.push(validation(&tag, areas)?);
            }
            Node::Empty(tag) => note(&mut sheet, &tag, context.used)?,
            Node::Close if xml.depth() == 0 => break,
            Node::Close => {}
            Node::End => return Err(Defect::Unterminated),
        }
    }
    sheet.hidden_rows = cells.hidden_rows();
    (sheet.cells, sheet.blanks) = cells.finish(context.used)?;
    Ok(sheet)
}

fn note(sheet: &mut Sheet, tag: &BytesStart<'_>, used: &mut Used) -> Result<(), Defect> {
    match local(tag) {
        // WPS leaves the element on sheets that are not protected; `sheet` alone says that they are.
        "sheetProtection" => sheet.protected = flag(tag, "sheet")?,
        "mergeCell" => {
            used.merge()?;
            sheet.merges.extend(attribute(tag, "ref")?.and_then(|area| area.parse::<Area>().ok()));
        }
        "col" => sheet.hidden_columns.extend(hidden(tag)?.filter(|_| sheet.hidden_columns.len() < MAX_RUNS)),
        _ => {}
    }
    Ok(())
}

/// The columns that an element hides, from zero (ECMA-376 18.3.1.13).
fn hidden(tag: &BytesStart<'_>) -> Result<Option<(u16, u16)>, Defect> {
    let is_narrow =
        attribute(tag, "width")?.and_then(|width| width.parse::<f64>().ok()).is_some_and(|width| width <= 0.0);
    if !is_narrow && !flag(tag, "hidden")? {
        return Ok(None);
    }
    let number = |name| Ok::<_, Defect>(attribute(tag, name)?.and_then(|number| number.parse::<u16>().ok()));
    let run = number("min")?.zip(number("max")?).filter(|(first, last)| *first > 0 && first <= last);
    Ok(run.map(|(first, last)| (first - 1, last - 1)))
}

fn validation(tag: &BytesStart<'_>, areas: Vec<Area>) -> Result<Validation, Defect> {
    let kind = match attribute(tag, "type")?.as_deref() {
        Some("whole") => ValidationKind::Whole,
        Some("decimal") => ValidationKind::Decimal,
        Some("list") => ValidationKind::List,
        Some("date") => ValidationKind::Date,
        Some("time") => ValidationKind::Time,
        Some("textLength") => ValidationKind::TextLength,
        Some("custom") => ValidationKind::Custom,
        Some(_) | None => ValidationKind::Any,
    };
    Ok(Validation { areas, kind })
}

/// The areas of the extension's validations, which stand in an element of their own (MS-XLSX 2.4.22).
fn inner_sqref(xml: &mut Xml<'_>, used: &mut Used) -> Result<Vec<Area>, Defect> {
    let mut text = String::new();
    loop {
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "sqref" => xml.text(&mut text)?,
            Node::Open(_) => xml.skip()?,
            Node::Empty(_) => {}
            Node::Close => return sqref(Some(&text), used),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// The areas of a list (`A2:A9 C4`); what is no area guards no cell and is left out.
fn sqref(list: Option<&str>, used: &mut Used) -> Result<Vec<Area>, Defect> {
    let mut areas = Vec::new();
    for area in list.unwrap_or_default().split_ascii_whitespace() {
        used.validated_area()?;
        areas.extend(area.parse::<Area>().ok());
    }
    Ok(areas)
}

#[cfg(test)]
#[path = "sheet_tests.rs"]
mod tests;
