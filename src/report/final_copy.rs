//! The 定稿 of a file that passes: what the unit prints, signs and stamps, and the bureau keeps.

use std::path::{Path, PathBuf};

use super::path::{ending, unit};
use crate::excel::mark;
use crate::outcome::{FINAL, Judged, ReadFile, Status, Verification, retyped, safe_name};
use crate::plan::{Filling, Issued, STAMP_LINE, Stamp};
use crate::words::Place;

/// A file that passes and cannot become final.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{file}”已通过，但不能生成定稿，请单位用下发的工作簿另存为 .xlsx 后重新报送")]
pub struct NotFinal {
    /// The file.
    pub file: String,
}

/// The 定稿 of a file with its path below the folder of results, `通过/<code>_<name>_定稿.xlsx`; nothing where the file does
/// not pass, is a 定稿 already, or does not say whose it is.
///
/// Of a file that cannot be edited (.xls, .et, .ods) it is a new workbook with the same values.
pub fn final_copy(judged: &Judged) -> Result<Option<(PathBuf, Vec<u8>)>, NotFinal> {
    let Some((read, verification)) = to_finalise(judged) else { return Ok(None) };
    let own = Some(read).filter(|read| read.can_be_marked).and_then(|read| finalised(read, verification));
    let retyped = || retyped(judged.form.as_ref()?, read, &verification.code);
    let bytes = own.or_else(|| finalised(&retyped()?, verification));
    let bytes = bytes.ok_or_else(|| NotFinal { file: judged.shown.clone() })?;
    let name = format!("{}_{FINAL}.{}", safe_name(&unit(judged)), ending(judged));
    Ok(Some((Path::new(judged.status.word()).join(name), bytes)))
}

/// The workbook with everything locked and its code on every page; nothing where it cannot be edited.
fn finalised(read: &ReadFile, verification: &Verification) -> Option<Vec<u8>> {
    let package = read.package()?;
    let place = stamp_line(read);
    let line = place.as_ref().map(|place| verification.code.line(&standing(read, place)));
    mark::finalise(package, &verification.code.to_string(), place.as_ref().zip(line.as_deref())).ok()
}

/// What a 定稿 is made of, where one is due.
fn to_finalise(judged: &Judged) -> Option<(&ReadFile, &Verification)> {
    let verification = judged.verification.as_ref().filter(|known| known.stated.is_none())?;
    let read = judged.read.as_ref()?;
    (judged.status == Status::Passed && !unit(judged).is_empty()).then_some((read, verification))
}

/// Where the visible line of the form is in the file.
fn stamp_line(read: &ReadFile) -> Option<Place> {
    let is_line = |filling: &Filling| matches!(filling, Filling::Label(text) if Issued::names(text).any(|name| name == STAMP_LINE));
    let mut sheets = read.layout.sheets.iter().enumerate();
    sheets.find_map(|(number, plan)| {
        let planned = plan.cells.iter().find(|planned| is_line(&planned.filling))?;
        read.found.place(&read.book, number, planned.cell)
    })
}

/// The line that stands there, or the one that should.
fn standing(read: &ReadFile, place: &Place) -> String {
    let there = read.book.sheet(&place.sheet).map(|sheet| sheet.text(place.cell)).unwrap_or_default();
    if Stamp::from_line(there).is_some() { there.to_owned() } else { read.stamp.line() }
}
