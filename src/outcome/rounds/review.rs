//! A review as it came back: what the unit has explained, what the reviewer has decided, and its record.

use std::path::PathBuf;

use super::answers::{Answers, Written};
use super::record::Record;
use crate::excel::read::round;
use crate::facts::{Raw, Sheet};
use crate::outcome::last_summary::Decided;
use crate::plan::review::REMARK;
use crate::words::Cell;

/// Columns to the right of a name that its words may stand in.
const NEAR: u16 = 4;

/// A review of an earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// Where it lies, if it is in the folder that this run writes to.
    pub(super) path: Option<PathBuf>,
    /// Which time the file had been handed in.
    pub(super) round: u32,
    /// What was found and what stood in the file; nothing where that is lost.
    pub(super) record: Option<Record>,
    /// What was written about its findings.
    answers: Answers,
    /// 审核人补充意见.
    pub(super) remark: String,
}

impl Review {
    /// Reads the sheet of a review.
    pub(super) fn read(sheet: &Sheet) -> Self {
        let record = Record::read(sheet);
        Self {
            round: record.as_ref().map(|record| record.round).or_else(|| round(sheet)).unwrap_or(1),
            answers: Answers::read(sheet, record.as_ref()),
            record,
            path: None,
            remark: remark(sheet).unwrap_or_default(),
        }
    }

    /// The review that a judged file would have had, with nothing written in it.
    pub(super) fn unwritten(record: Record) -> Self {
        Self { round: record.round, record: Some(record), ..Self::default() }
    }

    /// What was written about a finding.
    pub(super) fn about(&self, key: &str) -> Option<&Written> {
        self.answers.about(key)
    }

    /// Takes what the reviewer has decided in 审核汇总. `is_later` says whether that was saved after this.
    pub(super) fn decide(&mut self, decided: &Decided, is_later: bool) {
        let recorded = self.record.as_ref().and_then(|record| record.findings.get(&decided.key));
        let written = recorded.map(|recorded| recorded.opinion.clone()).unwrap_or_default();
        self.answers.decide(decided, &written, is_later);
    }

    /// What of it cannot be read; `called` says which review it is.
    pub(super) fn doubt(&self, called: &str) -> Option<String> {
        let doubt = self.answers.doubt.as_ref()?;
        Some(format!("{called}{doubt}，其中的单位说明和审核人意见没有读取，请与单位核对"))
    }
}

/// Words without blanks and marks.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn remark(sheet: &Sheet) -> Option<String> {
    let name = cell_with(sheet, REMARK)?;
    let beside = (1..=NEAR).map(|right| sheet.text(Cell::new(name.row, name.column.saturating_add(right))).trim());
    beside.into_iter().find(|text| !text.is_empty()).map(str::to_owned)
}

/// The first cell with just these words.
pub(super) fn cell_with(sheet: &Sheet, words: &str) -> Option<Cell> {
    let is_it = |raw: &Raw| matches!(raw, Raw::Text(text) if text.trim() == words);
    sheet.cells.iter().find(|content| is_it(&content.raw)).map(|content| content.cell)
}
