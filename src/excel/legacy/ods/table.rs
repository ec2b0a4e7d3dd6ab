//! One sheet of an `OpenDocument` spreadsheet: rows and cells that say how often they are repeated.

use quick_xml::events::BytesStart;

use super::formula::a1;
use crate::excel::scan::value::is_number;
use crate::excel::scan::xml::{Node, Xml, attribute, is_true, local, value};
use crate::excel::scan::{Defect, MAX_TEXT, Used};
use crate::facts::{Content, Raw, Sheet, Visibility};
use crate::words::{Area, Cell, MAX_COLUMNS, MAX_ROWS};

/// The sheet of a table, without cells.
pub(super) fn sheet(tag: &BytesStart<'_>, visibility: Visibility) -> Result<Sheet, Defect> {
    Ok(Sheet::empty(attribute(tag, "table:name")?.unwrap_or_default().into(), visibility))
}

/// Reads the content of the table just opened into its sheet.
pub(super) fn fill(sheet: &mut Sheet, xml: &mut Xml<'_>, used: &mut Used) -> Result<(), Defect> {
    let inside = xml.depth();
    let mut row = 0u32;
    loop {
        match xml.next()? {
            Node::Open(tag) => match local(&tag) {
                "table-row" => {
                    let repeats = count(&tag, "table:number-rows-repeated")?;
                    let cells = cells(xml)?;
                    place(sheet, &cells, row, repeats, used)?;
                    row = row.saturating_add(repeats);
                }
                "table-row-group" | "table-header-rows" | "table-rows" => {}
                _ => xml.skip()?,
            },
            Node::Empty(tag) if local(&tag) == "table-row" => {
                row = row.saturating_add(count(&tag, "table:number-rows-repeated")?);
            }
            Node::Close if xml.depth() < inside => return Ok(()),
            Node::Empty(_) | Node::Close => {}
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// What a row holds: a cell that is filled or merged, and how often it stands there.
struct Stored {
    column: u32,
    repeats: u32,
    columns: u32,
    rows: u32,
    raw: Raw,
    formula: Option<Box<str>>,
    date: bool,
}

/// Reads the cells of the row just opened, blank ones left out.
fn cells(xml: &mut Xml<'_>) -> Result<Vec<Stored>, Defect> {
    let mut cells = Vec::new();
    let mut column = 0u32;
    loop {
        let (tag, has_content) = match xml.next()? {
            Node::Open(tag) => (tag, true),
            Node::Empty(tag) => (tag, false),
            Node::Close => return Ok(cells),
            Node::End => return Err(Defect::Unterminated),
        };
        let mut text = String::new();
        if has_content {
            paragraphs(xml, &mut text)?;
        }
        let stored = stored(&tag, text, column)?;
        column = column.saturating_add(stored.repeats);
        if stored.raw != Raw::Blank || stored.formula.is_some() || stored.columns > 1 || stored.rows > 1 {
            cells.push(stored);
        }
    }
}

fn stored(tag: &BytesStart<'_>, text: String, column: u32) -> Result<Stored, Defect> {
    let (mut kind, mut found, mut formula, mut error) = (String::new(), None, None, false);
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute?;
        match attribute.key.as_ref() {
            "office:value-type" => kind = value(&attribute)?.into_owned(),
            "calcext:value-type" => error = &*value(&attribute)? == "error",
            "office:value"
            | "office:date-value"
            | "office:time-value"
            | "office:boolean-value"
            | "office:string-value" => {
                found = Some(value(&attribute)?.into_owned());
            }
            "table:formula" => formula = Some(a1(&value(&attribute)?).into()),
            _ => {}
        }
    }
    let value = found.as_deref().unwrap_or(&text);
    let raw = match kind.as_str() {
        _ if error => Raw::Error(text.as_str().into()),
        "float" | "currency" | "percentage" if is_number(value) => Raw::Number(value.into()),
        "date" => Raw::Date(value.into()),
        "boolean" => Raw::Truth(is_true(value)),
        "" if value.is_empty() => Raw::Blank,
        _ => Raw::Text(found.unwrap_or(text).into()),
    };
    Ok(Stored {
        column,
        repeats: count(tag, "table:number-columns-repeated")?,
        columns: count(tag, "table:number-columns-spanned")?,
        rows: count(tag, "table:number-rows-spanned")?,
        raw,
        formula,
        date: kind == "date",
    })
}

/// Puts the cells of a row into the sheet, as often as cells and row are repeated.
fn place(sheet: &mut Sheet, cells: &[Stored], row: u32, repeats: u32, used: &mut Used) -> Result<(), Defect> {
    let rows = if cells.is_empty() { 0 } else { repeats };
    for row in row..row.saturating_add(rows) {
        for stored in cells {
            for column in stored.column..stored.column.saturating_add(stored.repeats) {
                let cell = cell(row, column)?;
                if stored.columns > 1 || stored.rows > 1 {
                    used.merge()?;
                    let last =
                        self::cell(row.saturating_add(stored.rows - 1), column.saturating_add(stored.columns - 1))?;
                    sheet.merges.push(Area::new(cell, last));
                }
                if stored.raw == Raw::Blank && stored.formula.is_none() {
                    continue;
                }
                used.cell()?;
                used.text(length(stored))?;
                let (raw, formula) = (stored.raw.clone(), stored.formula.clone());
                sheet.cells.push(Content {
                    cell,
                    raw,
                    formula,
                    locked: false,
                    date_format: stored.date,
                    percent_format: false,
                });
            }
        }
    }
    Ok(())
}

fn length(stored: &Stored) -> usize {
    let value = match &stored.raw {
        Raw::Text(text) => text.len(),
        Raw::Number(text) | Raw::Error(text) | Raw::Date(text) => text.len(),
        Raw::Blank | Raw::Truth(_) => 0,
    };
    value + stored.formula.as_ref().map_or(0, |formula| formula.len())
}

fn cell(row: u32, column: u32) -> Result<Cell, Defect> {
    let narrow = u16::try_from(column).ok().filter(|column| *column < MAX_COLUMNS && row < MAX_ROWS);
    let address = || format!("第{}行第{}列", u64::from(row) + 1, u64::from(column) + 1);
    narrow.map(|column| Cell::new(row, column)).ok_or_else(|| Defect::Address { address: address() })
}

/// A count of this name; one where it is missing, zero or no number.
fn count(tag: &BytesStart<'_>, name: &str) -> Result<u32, Defect> {
    Ok(attribute(tag, name)?.and_then(|count| count.parse().ok()).unwrap_or(1).max(1))
}

/// Appends the paragraphs of the cell just opened, a line each; notes and drawings are left out.
fn paragraphs(xml: &mut Xml<'_>, text: &mut String) -> Result<(), Defect> {
    let mut first = true;
    loop {
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "p" => {
                if !std::mem::take(&mut first) {
                    text.push('\n');
                }
                inline(xml, text)?;
            }
            Node::Open(_) => xml.skip()?,
            Node::Empty(tag) if local(&tag) == "p" => {
                if !std::mem::take(&mut first) {
                    text.push('\n');
                }
            }
            Node::Empty(_) => {}
            Node::Close => return Ok(()),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// Appends the text of a paragraph or of a part of one; spaces and breaks are elements (ODF 1.3 part 3, 6.1).
fn inline(xml: &mut Xml<'_>, text: &mut String) -> Result<(), Defect> {
    loop {
        match xml.next_after(text)? {
            Node::Open(tag) if matches!(local(&tag), "span" | "a") => inline(xml, text)?,
            Node::Open(tag) => {
                space(&tag, text)?;
                xml.skip()?;
            }
            Node::Empty(tag) => space(&tag, text)?,
            Node::Close => return Ok(()),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

fn space(tag: &BytesStart<'_>, text: &mut String) -> Result<(), Defect> {
    match local(tag) {
        "s" => {
            let spaces = count(tag, "text:c")? as usize;
            if text.len().saturating_add(spaces) > MAX_TEXT {
                return Err(Defect::TextTooLong);
            }
            text.extend(std::iter::repeat_n(' ', spaces));
        }
        "tab" => text.push('\t'),
        "line-break" => text.push('\n'),
        _ => {}
    }
    Ok(())
}
