//! The review's place among the sheets: the last, and the one that opens.

use quick_xml::escape::{escape, unescape};

use super::children::{Children, WORKBOOK};
use super::edit::Edit;
use super::review::ReviewSheet;
use super::{MarkError, contains};
use crate::excel::package::xml::{Tag, Tags};
use crate::excel::package::{Package, PackageError, SheetKind, SheetPart, Workbook};
use crate::excel::splice::{self, Splice};

/// A hidden name on the review, by which it is found again whatever a client has made of the sheet.
pub const REVIEW_NAME: &str = "_xlcheck.review";
/// A hidden name of the review on the sheet that opened before the review did, which is to open again without it.
const OPENS_NAME: &str = "_xlcheck.opens";
const HIDDEN: &str = " hidden=\"1\"";
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

    let active = views.first().and_then(|view| view.attribute("activeTab")?.parse::<usize>().ok()).unwrap_or(0);
    let opens = workbook.sheets.get(active).filter(|sheet| sheet.kind == SheetKind::Worksheet);
    let names = defined_names(p, &name, index, review, opens.map(|sheet| sheet.name.as_str()));
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

fn defined_names(p: &str, sheet: &str, index: usize, review: &ReviewSheet, opens: Option<&str>) -> String {
    let on = |sheet: &str, name: &str, hidden: &str, area: &str| {
        let refers_to = format!("'{}'!{area}", sheet.replace('\'', "''"));
        format!(
            "<{p}definedName name=\"{name}\" localSheetId=\"{index}\"{hidden}>{}</{p}definedName>",
            escape(&refers_to)
        )
    };
    let name = |name: &str, hidden: &str, area: &str| on(sheet, name, hidden, area);
    let mut names = name(REVIEW_NAME, HIDDEN, "$A$1");
    if let Some(opens) = opens {
        names.push_str(&on(opens, OPENS_NAME, HIDDEN, "$A$1"));
    }
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
    // There may be thousands of names.
    if !contains(&bytes, REVIEW_NAME) {
        return Ok(None);
    }
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
    is_name(tag, REVIEW_NAME)
}

/// Whether a tag opens the name of the sheet that is to open without the review.
pub(super) fn is_opens_name(tag: &Tag<'_>) -> bool {
    is_name(tag, OPENS_NAME)
}

/// Whether a tag opens a name that is ours wherever it stands.
pub(super) fn is_our_name(tag: &Tag<'_>) -> bool {
    is_review_name(tag) || is_opens_name(tag)
}

/// Whether a workbook part has this name.
pub(super) fn has_name(part: &str, bytes: &[u8], name: &str) -> Result<bool, PackageError> {
    // There may be thousands of others.
    if contains(bytes, name) {
        let mut tags = Tags::new(part, bytes)?;
        while let Some(tag) = tags.next_tag()? {
            if is_name(&tag, name) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn is_name(tag: &Tag<'_>, name: &str) -> bool {
    tag.opens("definedName") && tag.attribute("name").as_deref() == Some(name)
}

/// The place of the sheet that a name stands for (raw `&apos;审核意见&apos;!$A$1`): `ExcelJS` makes names of a sheet names
/// of the workbook.
pub(super) fn sheet_of(workbook: &Workbook, refers_to: &str) -> Option<usize> {
    let refers_to = unescape(refers_to).ok()?;
    let (name, _) = refers_to.rsplit_once('!')?;
    let quoted = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\''));
    let name = quoted.map_or_else(|| name.to_owned(), |name| name.replace("''", "'"));
    workbook.sheets.iter().position(|sheet| sheet.name == name)
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
