//! The review's sheet, its names, and the sheet that opens without it.

use super::super::workbook::{is_opens_name, is_our_name, sheet_of};
use super::super::{MarkError, contains};
use super::detach::detach;
use crate::excel::package::xml::{Tag, Tags};
use crate::excel::package::{Package, PackageError, Workbook};
use crate::excel::splice::{self, Splice};
use crate::facts::Visibility;

/// Takes the review's sheet out of a file that a client has saved, with its part and its own names.
pub(super) fn remove(package: &mut Package, book: &Workbook, index: usize, part: &str) -> Result<(), MarkError> {
    let bytes = package.required(&book.part)?;
    let opens = opens_instead(book, &bytes, index)?;
    package.replace(&book.part, splice::apply(&bytes, &without_sheet(book, &bytes, index, opens)?)?);
    if let Some(opens) = opens.and_then(|opens| book.sheets.get(opens))
        && is_selected(part, &package.required(part)?)?
    {
        let bytes = package.required(&opens.part)?;
        package.replace(&opens.part, splice::apply(&bytes, &selected(&opens.part, &bytes)?)?);
    }
    detach(package, book, &book.part, &[part])
}

/// The sheet that opens without the review: the one that did before, or else the first that is seen.
fn opens_instead(book: &Workbook, bytes: &[u8], review: usize) -> Result<Option<usize>, PackageError> {
    let is_seen =
        |at: &usize| *at != review && book.sheets.get(*at).is_some_and(|sheet| sheet.visibility == Visibility::Visible);
    let mut tags = Tags::new(&book.part, bytes)?;
    let text = tags.text();
    let mut named = None;
    while let Some(tag) = tags.next_tag()? {
        if is_opens_name(&tag) {
            let close = tags.close(tag)?;
            named = text.get(tag.end..close.start).and_then(|refers_to| sheet_of(book, refers_to));
        }
    }
    Ok(named.filter(is_seen).or_else(|| (0..book.sheets.len()).find(is_seen)))
}

/// The workbook part without a sheet: its entry, its own names, and the numbers that count past it.
fn without_sheet(
    book: &Workbook,
    bytes: &[u8],
    index: usize,
    opens: Option<usize>,
) -> Result<Vec<Splice>, PackageError> {
    let opens = opens.map_or(0, |at| if at > index { at - 1 } else { at });
    let mut splices = Vec::new();
    let mut tags = Tags::new(&book.part, bytes)?;
    let mut sheet = 0;
    let (mut names, mut own_names) = (None, Vec::new());
    let mut other_names = 0;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("workbookView") {
            let active = tag.attribute("activeTab").and_then(|active| active.parse::<usize>().ok()).unwrap_or(0);
            if let Some(range) = tag.value_range("activeTab").filter(|_| active >= index) {
                let active = if active == index { opens } else { active - 1 };
                splices.push(Splice::replace(range, active.to_string()));
            }
        } else if tag.opens("sheet") && tag.attribute("name").is_some() {
            if sheet == index {
                let close = tags.close(tag)?;
                splices.push(Splice::replace(tag.start..close.end, ""));
            }
            sheet += 1;
        } else if tag.opens("definedNames") {
            names = Some(tag.start);
        } else if tag.closes("definedNames") {
            match names.filter(|_| other_names == 0) {
                Some(start) => splices.push(Splice::replace(start..tag.end, "")),
                None => splices.extend(own_names.drain(..).map(|range| Splice::replace(range, ""))),
            }
        } else if tag.opens("definedName") {
            let local = tag.attribute("localSheetId").and_then(|local| local.parse::<usize>().ok());
            if local == Some(index) || is_our_name(&tag) {
                let close = tags.close(tag)?;
                own_names.push(tag.start..close.end);
                continue;
            }
            other_names += 1;
            if let (Some(local), Some(range)) = (local, tag.value_range("localSheetId"))
                && local > index
            {
                splices.push(Splice::replace(range, (local - 1).to_string()));
            }
        }
    }
    splice::sort(&mut splices);
    Ok(splices)
}

/// Whether a sheet's tab is selected.
fn is_selected(part: &str, bytes: &[u8]) -> Result<bool, PackageError> {
    Ok(views(part, bytes)?.iter().any(|view| view.is_set("tabSelected")))
}

/// The splices that select a sheet's tab.
fn selected(part: &str, bytes: &[u8]) -> Result<Vec<Splice>, PackageError> {
    let select = |view: &Tag<'_>| match view.value_range("tabSelected") {
        Some(range) => Splice::replace(range, "1"),
        None => Splice::insert(view.name_end(), " tabSelected=\"1\""),
    };
    Ok(views(part, bytes)?.iter().map(select).collect())
}

/// The views of a sheet.
fn views<'a>(part: &'a str, bytes: &'a [u8]) -> Result<Vec<Tag<'a>>, PackageError> {
    let mut views = Vec::new();
    if !contains(bytes, "sheetView") {
        return Ok(views);
    }
    let mut tags = Tags::new(part, bytes)?;
    while let Some(tag) = tags.next_tag()?.filter(|tag| !tag.opens("sheetData")) {
        if tag.opens("sheetView") {
            views.push(tag);
        }
    }
    Ok(views)
}
