//! A review as it came back: what the unit has explained, what the reviewer has decided, and its record.

use std::collections::HashMap;

use super::record::Record;
use crate::excel::read::round;
use crate::facts::{Raw, Sheet};
use crate::plan::review::{AS_ABOVE, EXPLANATION, KEY, NONE, NUMBER, OPINION, REMARK};
use crate::words::Cell;

/// Columns to the right of a name that its words may stand in.
const NEAR: u16 = 4;

/// What was written about one finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    pub(super) explanation: String,
    pub(super) opinion: String,
}

/// A review of an earlier round.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// Which time the file had been handed in.
    pub(super) round: u32,
    /// What was found and what stood in the file; nothing where that is lost.
    pub(super) record: Option<Record>,
    /// What was written, by the key of the finding.
    pub(super) written: HashMap<String, Written>,
    /// 审核人补充意见.
    pub(super) remark: String,
}

impl Review {
    /// Reads the sheet of a review.
    pub(super) fn read(sheet: &Sheet) -> Self {
        let record = Record::read(sheet);
        Self {
            round: record.as_ref().map(|record| record.round).or_else(|| round(sheet)).unwrap_or(1),
            record,
            written: written(sheet).unwrap_or_default(),
            remark: remark(sheet).unwrap_or_default(),
        }
    }

    /// The review that a judged file would have had, with nothing written in it.
    pub(super) fn unwritten(record: Record) -> Self {
        Self { round: record.round, record: Some(record), ..Self::default() }
    }

    /// What was written about a finding.
    pub(super) fn about(&self, key: &str) -> Option<&Written> {
        self.written.get(key)
    }
}

/// What stands in the rows of the table, by key. Rows of a line below its first have the answer of the first.
fn written(sheet: &Sheet) -> Option<HashMap<String, Written>> {
    let head = cell_with(sheet, KEY)?;
    let column = |name: &str| {
        let on_row = sheet.cells.iter().filter(|content| content.cell.row == head.row);
        on_row.map(|content| content.cell).find(|cell| sheet.text(*cell).trim() == name).map(|cell| cell.column)
    };
    let [number, explanation, opinion] = [column(NUMBER)?, column(EXPLANATION)?, column(OPINION)?];
    let mut all = HashMap::new();
    let mut leading = Written::default();
    let keys = sheet.cells.iter().map(|content| content.cell);
    for cell in keys.filter(|cell| cell.column == head.column && cell.row > head.row) {
        let key = sheet.text(cell).trim();
        let text = |column| sheet.text(Cell::new(cell.row, column)).trim();
        if key.is_empty() {
            continue;
        }
        if !text(number).is_empty() {
            leading = Written { explanation: said(text(explanation)), opinion: said(text(opinion)) };
        }
        all.insert(key.to_owned(), leading.clone());
    }
    Some(all)
}

/// What somebody wrote; the words of the form itself are nothing.
fn said(text: &str) -> String {
    if [AS_ABOVE, NONE].contains(&text) { String::new() } else { text.to_owned() }
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

fn cell_with(sheet: &Sheet, words: &str) -> Option<Cell> {
    let is_it = |raw: &Raw| matches!(raw, Raw::Text(text) if text.trim() == words);
    sheet.cells.iter().find(|content| is_it(&content.raw)).map(|content| content.cell)
}
