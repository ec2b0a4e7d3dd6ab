//! Formulas that are written once for many cells: where the first of them is overwritten, the others get their own.

use std::collections::{BTreeMap, HashMap};

use crate::excel::package::PackageError;
use crate::excel::package::xml::Tags;
use crate::excel::patch::{Cached, NewValue};
use crate::facts::Sheet;
use crate::words::{Area, Cell};

/// The changes of one sheet with what has to be changed along: the cells that copy the formula of a cell that is
/// changed. A change of an array formula that fills more than one cell is left out.
pub(super) fn complete(
    (part, bytes): (&str, &[u8]),
    sheet: &Sheet,
    changes: Vec<(Cell, NewValue)>,
) -> Result<Vec<(Cell, NewValue)>, PackageError> {
    let mut changes: BTreeMap<Cell, NewValue> = changes.into_iter().collect();
    let mut masters: HashMap<String, Cell> = HashMap::new();
    let mut members: Vec<(String, Cell)> = Vec::new();
    let mut tags = Tags::new(part, bytes)?;
    let mut at = Cell::new(0, 0);
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("row") {
            let row = tag.attribute("r").and_then(|row| row.parse::<u32>().ok()).and_then(|row| row.checked_sub(1));
            at = Cell::new(row.unwrap_or(at.row.saturating_add(1)), 0);
        } else if tag.opens("c") {
            at = tag.attribute("r").and_then(|r| Cell::parse(r.as_bytes())).unwrap_or(at);
        } else if tag.closes("c") {
            at = Cell::new(at.row, at.column.saturating_add(1));
        } else if tag.opens("f") {
            let area = tag.attribute("ref").and_then(|area| area.parse::<Area>().ok());
            match (tag.attribute("t").as_deref(), tag.attribute("si"), area) {
                (Some("shared"), Some(group), Some(_)) => drop(masters.insert(group, at)),
                (Some("shared"), Some(group), None) => members.push((group, at)),
                (Some("array" | "dataTable"), _, Some(area)) if area.first != area.last => {
                    changes.retain(|cell, _| !area.contains(*cell));
                }
                _ => {}
            }
        }
    }
    for (group, cell) in members {
        let is_orphaned = masters.get(&group).is_some_and(|master| changes.contains_key(master));
        let content = sheet.content(cell).filter(|_| is_orphaned && !changes.contains_key(&cell));
        let formula = content.and_then(|content| content.formula.as_deref()).filter(|formula| !formula.is_empty());
        if let (Some(content), Some(formula)) = (content, formula) {
            changes.insert(cell, NewValue::Formula(formula.to_owned(), Cached::of(&content.raw)));
        }
    }
    Ok(changes.into_iter().collect())
}
