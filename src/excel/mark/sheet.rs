//! The marks of one sheet: conditional formats in front of its own, notes, and no more selected tab.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use quick_xml::escape::escape;

use super::children::{Children, WORKSHEET};
use super::edit::Edit;
use super::{Mark, MarkError, Severity, formula, notes};
use crate::excel::package::PackageError;
use crate::excel::package::xml::Tags;
use crate::excel::splice::Splice;
use crate::words::{Area, Cell};

/// The differential formats of error, query and hint.
pub(super) type MarkFormats = [usize; 3];

/// Puts the marks of one sheet into it.
pub(super) fn mark(edit: &mut Edit, part: &str, marks: &[&Mark], formats: MarkFormats) -> Result<(), MarkError> {
    let bytes = edit.bytes(part)?;
    let mut merged: Vec<Area> = Vec::new();
    let mut priorities: Vec<(Range<usize>, u32)> = Vec::new();
    let children = Children::read(part, &bytes, |tag| {
        if tag.opens("cfRule") {
            let priority = tag.attribute("priority").and_then(|priority| priority.parse().ok());
            priorities.extend(tag.value_range("priority").zip(priority));
        } else if tag.opens("mergeCell") {
            merged.extend(tag.attribute("ref").and_then(|area| area.parse::<Area>().ok()));
        }
    })?;
    let seen = |cell: Cell| merged.iter().find(|area| area.contains(cell)).map_or(cell, |area| area.first);
    let mut ordered: Vec<(Cell, &Mark)> = marks.iter().map(|mark| (seen(mark.cell), *mark)).collect();
    ordered.sort_by_key(|(_, mark)| mark.severity);

    let shift = u32::try_from(ordered.len()).unwrap_or(u32::MAX);
    for (range, priority) in priorities {
        edit.splice(part, Splice::replace(range, priority.saturating_add(shift).to_string()));
    }
    let rules = rules(children.root.prefix(), &ordered, formats);
    edit.splice(part, Splice::insert(children.place("conditionalFormatting", WORKSHEET), rules));

    let mut texts: BTreeMap<Cell, Vec<&str>> = BTreeMap::new();
    for (cell, mark) in &ordered {
        if let Some(note) = &mark.note {
            texts.entry(*cell).or_default().push(note);
        }
    }
    if !texts.is_empty() {
        notes::add(edit, part, &children, &texts)?;
    }
    Ok(())
}

fn rules(prefix: &str, marks: &[(Cell, &Mark)], formats: MarkFormats) -> String {
    let p = prefix;
    let mut xml = String::new();
    for (rank, (cell, mark)) in marks.iter().enumerate() {
        let format = match mark.severity {
            Severity::Error => formats[0],
            Severity::Query => formats[1],
            Severity::Hint => formats[2],
        };
        let formula = formula::condition(&mark.key, *cell, &mark.wrong);
        let _ = write!(
            xml,
            "<{p}conditionalFormatting sqref=\"{cell}\"><{p}cfRule type=\"expression\" dxfId=\"{format}\" priority=\"{}\"><{p}formula>{}</{p}formula></{p}cfRule></{p}conditionalFormatting>",
            rank + 1,
            escape(formula),
        );
    }
    xml
}

/// Takes the selection off a sheet's tab, so that the sheet is not grouped with the review.
pub(super) fn deselect(edit: &mut Edit, part: &str) -> Result<(), PackageError> {
    let bytes = edit.bytes(part)?;
    let mut tags = Tags::new(part, &bytes)?;
    while let Some(tag) = tags.next_tag()?.filter(|tag| !tag.opens("sheetData")) {
        if tag.opens("sheetView")
            && tag.is_set("tabSelected")
            && let Some(range) = tag.value_range("tabSelected")
        {
            edit.splice(part, Splice::replace(range, "0"));
        }
    }
    Ok(())
}
