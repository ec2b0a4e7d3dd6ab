//! The marked copy of one file: what is wrong is coloured where it stands, and the review is its last sheet.

use super::cells::named;
use super::lines::shortened;
use super::order::{Group, Shown, to_correct};
use super::review::{Dates, review};
use crate::excel::mark::{self, Mark, MarkError, Severity, Wrong};
use crate::excel::write::{self, WriteError};
use crate::facts::{Book, Finding, Raw, Sheet};
use crate::fields::serial;
use crate::outcome::{Judged, Kind, ReadFile};
use crate::words::{Cell, Place, canonical};

/// Characters of a note.
const MAX_NOTE: usize = 600;

/// Why there is no marked copy.
#[derive(Debug, thiserror::Error)]
pub enum MarkedError {
    /// The file cannot be edited.
    #[error("无法在“{file}”中加入审核意见")]
    Mark {
        /// The file.
        file: String,
        /// Why.
        source: MarkError,
    },
    /// The workbook that holds the review alone cannot be made.
    #[error("无法生成审核意见工作簿")]
    Workbook(#[from] WriteError),
}

/// The file after its repair, with its findings marked and the review as its last sheet; a workbook of nothing but the review where the
/// file cannot be marked (.xls, .et, .ods, unreadable, or a part that was only passed over is damaged); nothing for an
/// attachment, and for a file that could not be read here and now: what goes back to a unit asks something of it.
pub fn marked_copy(judged: &Judged, dates: Dates) -> Result<Option<Vec<u8>>, MarkedError> {
    let shown = Shown::of(judged);
    match judged.kind {
        Kind::Attachment | Kind::Packed => return Ok(None),
        Kind::Unreadable if judged.is_unread_here() => return Ok(None),
        Kind::Return | Kind::Unreadable => {}
    }
    let copied = judged.read.as_ref().filter(|read| read.can_be_marked);
    if let Some(read) = copied
        && let Some(package) = read.package()
        && let Ok(marked) = mark::mark_package(package, &marks(judged, read), &review(judged, &shown, dates, true))
    {
        return Ok(Some(marked));
    }
    let note = write::note("说明", &beside(&judged.shown))?;
    let marked = mark::mark(&note, &[], &review(judged, &shown, dates, false));
    marked.map(Some).map_err(|source| MarkedError::Mark { file: judged.shown.clone(), source })
}

/// What stands in the workbook of a review that cannot be in the file itself.
fn beside(file: &str) -> String {
    format!("“{file}”不能直接批注，审核意见见下一张工作表。")
}

fn marks(judged: &Judged, read: &ReadFile) -> Vec<Mark> {
    let is_marked = |finding: &&Finding| !finding.is_reminder() && !finding.answer.is_accepted() && !finding.put_back;
    let findings = judged.outcome.findings.iter().filter(is_marked);
    findings.flat_map(|finding| marks_of(judged, &read.book, finding)).collect()
}

/// A mark at each wrong cell of a finding; the first carries the note.
fn marks_of(judged: &Judged, book: &Book, finding: &Finding) -> Vec<Mark> {
    let severity = match Group::of(finding) {
        Group::Correct => Severity::Error,
        Group::Explain => Severity::Query,
        Group::Note => Severity::Hint,
    };
    let wrong = to_correct(judged, finding);
    let note = match Group::of(finding) {
        Group::Correct | Group::Explain => Some(note(finding, wrong)),
        Group::Note => None,
    };
    let mut notes = note.into_iter();
    let at = |place: &Place| {
        let sheet = book.sheet(&place.sheet)?;
        Some(Mark {
            sheet: sheet.name.to_string(),
            cell: place.cell,
            key: finding.key(),
            severity,
            wrong: wrong_value(book, sheet, place.cell),
            note: notes.next(),
        })
    };
    wrong.iter().filter_map(at).collect()
}

/// The message, and the cells that the wrong one was compared with.
fn note(finding: &Finding, wrong: &[Place]) -> String {
    let message = shortened(&finding.message, MAX_NOTE);
    let home = finding.place.as_ref().map(|place| &*place.sheet);
    match finding.places.get(wrong.len()..) {
        Some(others) if !others.is_empty() => format!("{message}\n相关单元格：{}", named(others, home)),
        Some(_) | None => message,
    }
}

/// What the cell holds, as a client sees it; inside a merged area its first cell holds the value.
fn wrong_value(book: &Book, sheet: &Sheet, cell: Cell) -> Wrong {
    let cell = sheet.merges.iter().find(|area| area.contains(cell)).map_or(cell, |area| area.first);
    let text = |text: &str| if text.is_empty() { Wrong::Blank } else { Wrong::Text(text.to_owned()) };
    match sheet.content(cell).map(|content| &content.raw) {
        None | Some(Raw::Blank) => Wrong::Blank,
        Some(Raw::Number(number)) => canonical(number).map_or_else(|| text(number), Wrong::Number),
        Some(Raw::Text(words)) => text(words),
        Some(Raw::Truth(truth)) => Wrong::Truth(*truth),
        Some(Raw::Error(_)) => Wrong::Error,
        Some(Raw::Date(date)) => day_number(book, date).map_or_else(|| text(date), |day| Wrong::Number(day.into())),
    }
}

/// The number that a client shows a stored ISO day as.
fn day_number(book: &Book, date: &str) -> Option<i64> {
    let day = date.get(..10)?.parse().ok()?;
    serial(day, book.date1904)
}
