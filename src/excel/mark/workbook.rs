//! The review's place among the sheets: the last, and the one that opens.

use std::collections::HashSet;

use quick_xml::escape::{escape, unescape};

use super::MarkError;
use super::children::{Children, WORKBOOK};
use super::edit::Edit;
use super::review::ReviewSheet;
use crate::excel::package::xml::{Tag, Tags};
use crate::excel::package::{Package, PackageError, SheetPart, Workbook, relationships, rels_part};
use crate::excel::splice::{self, Splice};
use crate::facts::Visibility;

/// A hidden name on the review, by which it is found again whatever a client has made of the sheet.
pub const REVIEW_NAME: &str = "_xlcheck.review";
const SHEET_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";

/// Adds the review's sheet to the workbook and gives the name of its part, which is still to be filled.
pub(super) fn add_sheet(edit: &mut Edit, workbook: &Workbook, review: &ReviewSheet) -> Result<String, MarkError> {
    let part = edit.free_name("xl/worksheets/sheet", ".xml");
    let id = edit.relate(&workbook.part, "worksheet", &part)?;
    edit.add(part.clone(), SHEET_TYPE, Vec::new());

    let bytes = edit.bytes(&workbook.part)?;
    let mut highest = 0;
    let mut views = Vec::new();
    let children = Children::read(&workbook.part, &bytes, |tag| {
        if tag.opens("sheet") {
            highest = highest.max(tag.attribute("sheetId").and_then(|id| id.parse::<u32>().ok()).unwrap_or(0));
        } else if tag.opens("workbookView") {
            views.push(*tag);
        }
    })?;
    let p = children.root.prefix();
    let index = workbook.sheets.len();
    let name = free_sheet_name(workbook, &review.name);

    for view in &views {
        edit.splice(
            &workbook.part,
            match view.value_range("activeTab") {
                Some(range) => Splice::replace(range, index.to_string()),
                None => Splice::insert(view.name_end(), format!(" activeTab=\"{index}\"")),
            },
        );
    }
    if views.is_empty() {
        let views = format!("<{p}bookViews><{p}workbookView activeTab=\"{index}\"/></{p}bookViews>");
        let splice = match children.get("bookViews") {
            Some(child) => Splice::replace(child.range(), views),
            None => Splice::insert(children.place("bookViews", WORKBOOK), views),
        };
        edit.splice(&workbook.part, splice);
    }
    let sheets = children.get("sheets");
    let sheets = sheets.ok_or_else(|| PackageError::MissingPart { part: "工作表目录".to_owned() })?;
    let attribute = edit.relationship_attribute(&children, &id);
    let sheet = format!("<{p}sheet name=\"{}\" sheetId=\"{}\" {attribute}/>", escape(&name), highest.saturating_add(1));
    edit.splice(&workbook.part, sheets.append(&sheet));

    let names = defined_names(p, &name, index, review);
    let splice = match children.get("definedNames") {
        Some(child) => child.append(&names),
        None => Splice::insert(
            children.place("definedNames", WORKBOOK),
            format!("<{p}definedNames>{names}</{p}definedNames>"),
        ),
    };
    edit.splice(&workbook.part, splice);
    Ok(part)
}

/// The review's wish, with a number behind it where the unit has a sheet of that name.
fn free_sheet_name(workbook: &Workbook, wish: &str) -> String {
    let mut name = wish.to_owned();
    let mut number = 2u32;
    while workbook.sheet(&name).is_some() {
        name = format!("{wish}{number}");
        number += 1;
    }
    name
}

fn defined_names(p: &str, sheet: &str, index: usize, review: &ReviewSheet) -> String {
    let quoted = format!("'{}'", sheet.replace('\'', "''"));
    let name = |name: &str, hidden: &str, area: &str| {
        let refers_to = format!("{quoted}!{area}");
        format!(
            "<{p}definedName name=\"{name}\" localSheetId=\"{index}\"{hidden}>{}</{p}definedName>",
            escape(&refers_to)
        )
    };
    let mut names = name(REVIEW_NAME, " hidden=\"1\"", "$A$1");
    names.push_str(&name("_xlnm.Print_Area", "", &review.print_area()));
    if let Some((first, last)) = review.title_rows {
        names.push_str(&name("_xlnm.Print_Titles", "", &format!("${}:${}", first + 1, last + 1)));
    }
    names
}

/// The review's sheet in a file, as the place among the sheets and the sheet, where there is one. Of several, whose names
/// somebody has damaged or copied, it is the last: that is where it was added.
pub(super) fn review<'w>(
    package: &Package,
    workbook: &'w Workbook,
) -> Result<Option<(usize, &'w SheetPart)>, PackageError> {
    let bytes = package.required(&workbook.part)?;
    let mut tags = Tags::new(&workbook.part, &bytes)?;
    let text = tags.text();
    let (mut last, mut of_workbook) = (None, None);
    while let Some(tag) = tags.next_tag()? {
        if is_review_name(&tag) {
            let close = tags.close(tag)?;
            match tag.attribute("localSheetId").and_then(|index| index.parse::<usize>().ok()) {
                Some(index) => last = last.max(Some(index).filter(|index| *index < workbook.sheets.len())),
                None => of_workbook = text.get(tag.end..close.start),
            }
        }
    }
    let last = last.or_else(|| sheet_of(workbook, of_workbook?));
    Ok(last.map(|index| (index, &workbook.sheets[index])))
}

fn is_review_name(tag: &Tag<'_>) -> bool {
    tag.opens("definedName") && tag.attribute("name").as_deref() == Some(REVIEW_NAME)
}

/// The place of the sheet that a name stands for (raw `&apos;审核意见&apos;!$A$1`): `ExcelJS` makes names of a sheet names
/// of the workbook.
fn sheet_of(workbook: &Workbook, refers_to: &str) -> Option<usize> {
    let refers_to = unescape(refers_to).ok()?;
    let (name, _) = refers_to.rsplit_once('!')?;
    let quoted = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
    let name = quoted.map_or_else(|| name.to_owned(), |name| name.replace("''", "'"));
    workbook.sheets.iter().position(|sheet| sheet.name == name)
}

/// Takes the review's sheet out of a file that a client has saved, with its part and its own names.
pub(super) fn remove_sheet(
    package: &mut Package,
    workbook: &Workbook,
    index: usize,
    part: &str,
) -> Result<(), MarkError> {
    let bytes = package.required(&workbook.part)?;
    let splices = without_sheet(workbook, &bytes, index)?;
    package.replace(&workbook.part, splice::apply(&bytes, &splices)?);

    let rels = rels_part(&workbook.part);
    let related = relationships(package, &workbook.part)?;
    let bytes = package.required(&rels)?;
    let ids: HashSet<&str> =
        related.iter().filter(|one| one.part.as_deref() == Some(part)).map(|one| one.id.as_str()).collect();
    let leads_there =
        |tag: &Tag<'_>| tag.opens("Relationship") && tag.attribute("Id").is_some_and(|id| ids.contains(id.as_str()));
    package.replace(&rels, without(&rels, &bytes, leads_there)?);

    let bytes = package.required(&workbook.content_types)?;
    let is_it = |tag: &Tag<'_>| {
        let name = tag.attribute("PartName").unwrap_or_default();
        tag.opens("Override") && name.trim_start_matches('/').eq_ignore_ascii_case(part)
    };
    package.replace(&workbook.content_types, without(&workbook.content_types, &bytes, is_it)?);
    package.remove(part);
    package.remove(&rels_part(part));
    Ok(())
}

/// The workbook part without a sheet: its entry, its own names, and the numbers that count past it.
fn without_sheet(workbook: &Workbook, bytes: &[u8], index: usize) -> Result<Vec<Splice>, PackageError> {
    let visible = workbook.sheets.iter().enumerate();
    let mut visible = visible.filter(|(at, sheet)| *at != index && sheet.visibility == Visibility::Visible);
    let opens = visible.next().map_or(0, |(at, _)| if at > index { at - 1 } else { at });
    let mut splices = Vec::new();
    let mut tags = Tags::new(&workbook.part, bytes)?;
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
            if local == Some(index) || is_review_name(&tag) {
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

/// A part without the elements that are meant.
pub(in crate::excel) fn without(
    part: &str,
    bytes: &[u8],
    meant: impl Fn(&Tag<'_>) -> bool,
) -> Result<Vec<u8>, MarkError> {
    let mut tags = Tags::new(part, bytes)?;
    let mut splices = Vec::new();
    while let Some(tag) = tags.next_tag()? {
        if meant(&tag) {
            let close = tags.close(tag)?;
            splices.push(Splice::replace(tag.start..close.end, ""));
        }
    }
    Ok(splice::apply(bytes, &splices)?)
}
