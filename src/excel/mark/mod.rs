//! The marked copy: a unit's own file with the reviewer's findings in it, and the way back.
//!
//! Every edit is a byte splice, so that `unmark(mark(file))` has the parts of the file byte by byte and
//! parts without a finding are never touched. What is wrong, and in which words, is decided elsewhere.

mod alike;
pub(super) mod children;
pub(super) mod edit;
mod erase;
mod finalise;
mod formula;
mod look;
mod notes;
mod review;
mod sheet;
pub(super) mod styles;
mod undo;
mod vml;
pub(super) mod workbook;

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;
use rust_decimal::Decimal;

use crate::excel::package::{Package, PackageError, SheetKind, Workbook};
use crate::excel::splice::BadSplice;
use crate::words::Cell;
use edit::Edit;

pub use finalise::{FINAL_NAME, finalise};
pub use look::ReviewStyle;
pub use review::{ReviewCell, ReviewContent, ReviewRow, ReviewSheet};
pub use workbook::REVIEW_NAME;

/// What every rule of ours has in its formula, and no other rule.
const TAG: &str = "xlcheck:";
/// How our words in a note begin.
pub(super) const NOTE_START: &str = "〔审核意见";
/// How our words in a note end.
pub(super) const NOTE_END: &str = "〕";

/// How grave a mark is; it decides the colour, and the gravest of a cell is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// 错误.
    Error,
    /// 核实.
    Query,
    /// 提示.
    Hint,
}

/// The value that a mark is bound to: once the cell holds another, the colour fades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// This number.
    Number(Decimal),
    /// These words.
    Text(String),
    /// This truth value.
    Truth(bool),
    /// An error such as `#DIV/0!`.
    Error,
    /// Nothing, or an empty text.
    Blank,
}

/// A finding at a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The sheet's name as it stands in the file.
    pub sheet: String,
    /// The cell; inside a merged area the area's first cell is marked.
    pub cell: Cell,
    /// The finding's key: rule, field, row.
    pub key: String,
    /// How grave it is.
    pub severity: Severity,
    /// What the cell holds now.
    pub wrong: Wrong,
    /// What a note at the cell says, without brackets.
    pub note: Option<String>,
}

/// Why a file cannot be marked or cleared of its marks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The file cannot be opened or read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A part's own text contradicts what was read of it.
    #[error(transparent)]
    Splice(#[from] BadSplice),
    /// A mark names a sheet of cells that is not in the file.
    #[error("文件中没有工作表“{sheet}”")]
    NoSheet {
        /// The name.
        sheet: String,
    },
    /// No further cell format fits (Excel specifications and limits: 65,490).
    #[error("单元格格式已达到 Excel 的上限，无法加入审核意见")]
    TooManyFormats,
}

/// The file with these marks and the review as its last and active sheet.
///
/// Marks and review of an earlier round are taken out first.
pub fn mark(original: &[u8], marks: &[Mark], review: &ReviewSheet) -> Result<Vec<u8>, MarkError> {
    mark_package(&Package::open(original)?, marks, review)
}

/// As [`mark`], for a file that has been opened already.
pub fn mark_package(original: &Package, marks: &[Mark], review: &ReviewSheet) -> Result<Vec<u8>, MarkError> {
    let package = undo::clear(original)?.unwrap_or_else(|| original.clone());
    let workbook = package.workbook()?;
    let mut by_part: BTreeMap<String, Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        let sheet = workbook.sheet(&mark.sheet).filter(|sheet| sheet.kind == SheetKind::Worksheet);
        let sheet = sheet.ok_or_else(|| MarkError::NoSheet { sheet: mark.sheet.clone() })?;
        by_part.entry(sheet.part.clone()).or_default().push(mark);
    }
    let mut edit = Edit::new(package, &workbook)?;
    let looks: BTreeSet<_> = review.cells().map(|cell| (cell.style, cell.unlocked)).collect();
    let formats = styles::add(&mut edit, &workbook, &looks, !marks.is_empty())?;
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.part.is_empty()) {
        sheet::deselect(&mut edit, &sheet.part)?;
    }
    for (part, marks) in &by_part {
        sheet::mark(&mut edit, part, marks, formats.marks)?;
    }
    let part = workbook::add_sheet(&mut edit, &workbook, review)?;
    let mut xml = review.xml(edit.namespaces.main, &formats.cells);
    let (mut package, undo) = edit.finish()?;
    xml.push_str(&undo.comment());
    package.replace(&part, xml.into_bytes());
    // In a damaged list of sheets the review may stand where no reader looks: it could not be taken out again.
    let book = package.workbook()?;
    if workbook::review(&package, &book)?.is_none_or(|(_, review)| review.part != part) {
        return Err(PackageError::DamagedPart { part: book.part }.into());
    }
    Ok(package.write()?)
}

/// The file without marks and review, or nothing where it has none.
///
/// As long as no program has saved the marked copy, the result has every part of the original byte by
/// byte. Afterwards what is ours is recognised by its content and taken out; nothing else is touched.
pub fn unmark(marked: &[u8]) -> Result<Option<Vec<u8>>, MarkError> {
    match undo::clear(&Package::open(marked)?)? {
        Some(package) => Ok(Some(package.write()?)),
        None => Ok(None),
    }
}

/// As [`unmark`], for a file that has been opened already.
pub fn unmark_package(marked: &Package) -> Result<Option<Package>, MarkError> {
    undo::clear(marked)
}

/// Whether a file bears marks or a review of ours.
pub fn is_marked(package: &Package) -> Result<bool, MarkError> {
    let workbook = package.workbook()?;
    if workbook::review(package, &workbook)?.is_some() {
        return Ok(true);
    }
    has_rules(package, &workbook)
}

/// Whether any sheet has a rule of ours.
fn has_rules(package: &Package, workbook: &Workbook) -> Result<bool, MarkError> {
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Worksheet) {
        if contains(&package.required(&sheet.part)?, TAG) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a part has these words in it.
fn contains(bytes: &[u8], words: &str) -> bool {
    memmem::find(bytes, words.as_bytes()).is_some()
}

#[cfg(test)]
mod tests;
