//! Repairs: what happened to a return on its way is put back as it was issued, in the copy that goes back to the unit.
//!
//! Every repair is a byte splice; parts without damage are never touched, and nothing a unit has filled in is. What was
//! issued is read from the workbook drawn anew from the plan and the stamp, where it stands now from the map with which
//! the return was read. Whether the file is then whole is decided by reading it again.

mod access;
mod dress;
mod groups;
mod issued;
mod looks;
mod validations;

use std::collections::{BTreeMap, HashMap};

use crate::checks::{Cached, Run, cached_results, live_words};
use crate::excel::mark::edit::Edit;
use crate::excel::mark::workbook::without;
use crate::excel::mark::{MarkError, children};
use crate::excel::package::xml::Tag;
use crate::excel::package::{Package, PackageError, Workbook, relationships, rels_part};
use crate::excel::patch::{self, NewValue, PatchError, cell_splices_with_groups};
use crate::excel::read::{self, Altered, Return};
use crate::excel::scan::ScanError;
use crate::excel::splice::Splice;
use crate::excel::write::{IssuedFormulas, WriteError};
use crate::facts::{Book, Kept, Restored};
use crate::fields::serial;
use crate::form::Form;
use crate::layout::{Layout, SELF_CHECK, guide};
use crate::plan::Stamp;
use crate::words::{Area, Cell, plain};
pub use dress::dress;
use issued::IssuedWorkbook;
use looks::Looks;

/// Why nothing can be put back.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// The file cannot be edited.
    #[error(transparent)]
    Mark(#[from] MarkError),
    /// A part cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The cells of a sheet cannot be edited.
    #[error(transparent)]
    Patch(#[from] PatchError),
    /// No cell format can be added.
    #[error(transparent)]
    Looks(#[from] looks::LooksError),
    /// What was issued cannot be drawn.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was issued cannot be read.
    #[error(transparent)]
    Scan(#[from] ScanError),
}

/// A file as it is after its repair.
#[derive(Debug)]
pub struct Repaired {
    /// The file.
    pub package: Package,
    /// What was put back.
    pub restored: Vec<Restored>,
}

/// A return and what it was issued with.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The cells of the package that is repaired.
    pub book: &'a Book,
    /// Where the fields are.
    pub found: &'a Return,
    /// The form.
    pub form: &'a Form,
    /// Its layout for the unit.
    pub layout: &'a Layout,
    /// What it was issued with.
    pub stamp: &'a Stamp,
    /// The formulas it was issued with.
    pub formulas: &'a IssuedFormulas,
    /// Whether the stamp is whole and the rules are those with which the workbook was issued.
    pub exact: bool,
}

/// The file with everything put back that can be; nothing where there is nothing to put back.
///
/// The package bears no marks. A repaired file keeps its marks out of the record of [`crate::excel::mark`]: taking a
/// review out gives the repaired file, not the damaged one.
pub fn repair(package: &Package, given: &Given<'_>) -> Result<Option<Repaired>, RepairError> {
    let Given { book, found, form, layout, stamp, formulas, exact } = *given;
    let issued = IssuedWorkbook::new((form, layout), formulas, stamp)?;
    let words = live_words(form, stamp);
    let altered = read::altered((book, found), (form, layout), (&words, formulas), &issued.book, exact);
    let workbook = package.workbook()?;
    let mut edit = Edit::new(package.clone(), &workbook)?;
    let mut looks = match &workbook.styles {
        Some(part) => Looks::read(part, &edit.bytes(part)?)?,
        None => Looks::default(),
    };
    let (mut access, put_back) = if exact {
        let guide = guide(form, &words);
        let aids = [&*guide.name, SELF_CHECK];
        access::access(&mut edit, &workbook, (book, found, layout), (&issued, aids), &mut looks)?
    } else {
        Default::default()
    };
    let results = results(form, layout, found, stamp, book.date1904);
    let mut contents: BTreeMap<usize, Vec<(Cell, NewValue)>> = BTreeMap::new();
    for one in &altered {
        let value = match &one.formula {
            Some(formula) => NewValue::Formula(formula.clone(), results.get(&(one.sheet, one.planned)).cloned()),
            None => issued.value(&one.planned_on, one.planned),
        };
        contents.entry(one.position).or_default().push((one.cell, value));
    }
    let mut restored = Vec::new();
    for (position, sheet) in book.sheets.iter().enumerate() {
        let Some(part) = workbook.sheet(&sheet.name).map(|sheet| sheet.part.clone()) else { continue };
        let own = contents.remove(&position).unwrap_or_default();
        let access = access.remove(&position).unwrap_or_default();
        if own.is_empty() && access.styles.is_empty() && access.splices.is_empty() {
            continue;
        }
        let bytes = edit.bytes(&part)?;
        let mut changes = groups::complete((&part, &bytes), sheet, own)?;
        let of_sheet = altered.iter().filter(|one| one.position == position);
        let kept = of_sheet.filter(|one| changes.iter().any(|(cell, _)| *cell == one.cell));
        restored.extend(kept.map(|one| restored_content(book, one, &issued)));
        changes.extend(access.styles);
        for splice in cell_splices_with_groups(&bytes, &changes)?.into_iter().chain(access.splices) {
            edit.splice(&part, splice);
        }
    }
    if let Some(part) = &workbook.styles {
        let bytes = edit.bytes(part)?;
        for splice in looks.splices(part, &bytes)? {
            edit.splice(part, splice);
        }
    }
    let recalculates = !restored.is_empty();
    if recalculates {
        calculate_on_opening(&mut edit, &workbook)?;
    }
    restored.extend(put_back);
    if restored.is_empty() {
        return Ok(None);
    }
    let mut package = edit.finish_for_good()?;
    if recalculates {
        forget_order_of_calculation(&mut package, &workbook)?;
    }
    Ok(Some(Repaired { package, restored }))
}

/// The results of the formulas, as far as they are known.
fn results(
    form: &Form,
    layout: &Layout,
    found: &Return,
    stamp: &Stamp,
    date1904: bool,
) -> HashMap<(Option<usize>, Cell), patch::Cached> {
    let run = Run::issued(stamp);
    let results = cached_results((form, layout), &found.submission, &live_words(form, stamp), &run).into_iter();
    let stored = |result| match result {
        Cached::Number(number) => patch::Cached::Number(plain(number)),
        Cached::Text(text) => patch::Cached::Text(text),
        Cached::Day(day) => serial(day, date1904)
            .map_or_else(|| patch::Cached::Text(day.to_string()), |days| patch::Cached::Number(days.to_string())),
    };
    results.map(|(sheet, cell, result)| ((sheet, cell), stored(result))).collect()
}

fn restored_content(book: &Book, one: &Altered, issued: &IssuedWorkbook) -> Restored {
    let sheet = &book.sheets[one.position];
    let found = match sheet.content(one.cell).and_then(|content| content.formula.as_deref()) {
        // One that copies the formula of a cell that has none any more says nothing itself.
        Some(formula) if !formula.is_empty() => format!("={formula}"),
        Some(_) | None => sheet.text(one.cell).to_owned(),
    };
    let (what, issued) = if let Some(formula) = &one.formula {
        (Kept::Formula, format!("={formula}"))
    } else {
        let sheet = issued.book.sheet(&one.planned_on);
        (Kept::Label, sheet.map(|sheet| sheet.text(one.planned)).unwrap_or_default().to_owned())
    };
    Restored { sheet: sheet.name.clone(), area: Some(Area::single(one.cell)), what, found, issued }
}

/// Results that come from what was put back are calculated once the file is opened.
fn calculate_on_opening(edit: &mut Edit, workbook: &Workbook) -> Result<(), RepairError> {
    let bytes = edit.bytes(&workbook.part)?;
    let children = children::Children::read(&workbook.part, &bytes, |_| {})?;
    let p = children.root.prefix();
    let splice = if let Some(child) = children.get("calcPr") {
        match child.open.value_range("fullCalcOnLoad") {
            Some(range) => Splice::replace(range, "1"),
            None => Splice::insert(child.open.name_end(), " fullCalcOnLoad=\"1\""),
        }
    } else {
        let at = children.place("calcPr", children::WORKBOOK);
        Splice::insert(at, format!("<{p}calcPr fullCalcOnLoad=\"1\"/>"))
    };
    edit.splice(&workbook.part, splice);
    Ok(())
}

/// The order in which a program calculated last names cells that may have no formula any more, at which Excel would
/// offer to repair the file; it is made anew on opening.
fn forget_order_of_calculation(package: &mut Package, workbook: &Workbook) -> Result<(), RepairError> {
    let rels = rels_part(&workbook.part);
    let is_arrow = |tag: &Tag<'_>| {
        tag.opens("Relationship") && tag.attribute("Type").is_some_and(|kind| kind.ends_with("/calcChain"))
    };
    let related = relationships(package, &workbook.part)?;
    let chain = related.into_iter().find(|one| one.kind == "calcChain").and_then(|one| one.part);
    let Some(chain) = chain else { return Ok(()) };
    let bytes = package.required(&rels)?;
    package.replace(&rels, without(&rels, &bytes, is_arrow)?);
    let bytes = package.required(&workbook.content_types)?;
    let is_type = |tag: &Tag<'_>| {
        let name = tag.attribute("PartName").unwrap_or_default();
        tag.opens("Override") && name.trim_start_matches('/').eq_ignore_ascii_case(&chain)
    };
    package.replace(&workbook.content_types, without(&workbook.content_types, &bytes, is_type)?);
    package.remove(&chain);
    Ok(())
}
