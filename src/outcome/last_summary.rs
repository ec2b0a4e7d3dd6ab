//! 审核汇总 of the run before: what the reviewer has written in it, and what it came to then.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::open::open;
use crate::facts::{Book, Raw, Sheet};
use crate::plan::summary::{
    CHOICE, CODE, DECIDED, DECISION, DIGEST, FILE, FORM, KEY, PAPER, PROBLEMS, RECEIVED, RECORD, ROUND, UNITS, YEAR,
};
use crate::words::Cell;

/// Rows at the top of a sheet in which heads are looked for.
const MAX_HEAD_ROW: u32 = 20;
/// The most summaries that are looked for in a folder of results.
const MAX_NUMBER: u32 = 9_999;
const ENDING: &str = "xlsx";
/// The head of the column of forms among the units.
const OF_FORM: &str = "表格";

/// What a summary came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryRecord {
    /// The day of receipt.
    pub date: Date,
    /// Units that should hand in.
    pub due: usize,
    /// Units that had handed in.
    pub received: usize,
    /// Units of each status, by its word.
    pub statuses: Vec<(String, usize)>,
    /// Units that each rule concerned, by `rule|level`.
    pub rules: BTreeMap<String, usize>,
    /// What the last summary of an earlier day came to: what this day is compared with, however often it is run.
    #[serde(default)]
    pub before: Option<Box<SummaryRecord>>,
}

impl SummaryRecord {
    /// Units of a status.
    #[must_use]
    pub fn of(&self, status: &str) -> usize {
        self.statuses.iter().find(|(word, _)| word == status).map_or(0, |(_, units)| *units)
    }

    /// How many units a rule concerned, at this level.
    #[must_use]
    pub fn units_of(&self, rule: &str, level: &str) -> usize {
        self.rules.get(&format!("{rule}|{level}")).copied().unwrap_or_default()
    }

    /// The record as the text of a cell.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{RECORD}{}", serde_json::to_string(self).unwrap_or_default())
    }

    fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text.strip_prefix(RECORD)?).ok()
    }
}

/// What the reviewer has written about a finding in the list of problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub(super) key: String,
    pub(super) round: u32,
    pub(super) words: String,
}

/// Whose findings they are: 预算编码, form and year.
type Whose = (String, String, i16);

/// The summary of the run before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastSummary {
    /// What it came to.
    pub record: Option<SummaryRecord>,
    /// SHA-256 of the files that the reviewer wants to count.
    pub chosen: Vec<String>,
    /// What was noted of signed papers, by 预算编码 and form.
    papers: HashMap<(String, String), String>,
    decided: HashMap<Whose, Vec<Decided>>,
}

impl LastSummary {
    /// The latest summary in a folder of results; nothing where there is none that can be read.
    #[must_use]
    pub fn beside(folder: &Path) -> Option<Self> {
        let bytes = Arc::from(std::fs::read(latest(folder)?).ok()?);
        Some(Self::read(&open(&bytes).ok()?.book))
    }

    fn read(book: &Book) -> Self {
        let texts = book.sheets.iter().take(1).flat_map(|sheet| &sheet.cells);
        let record = texts.filter_map(|content| match &content.raw {
            Raw::Text(text) => SummaryRecord::read(text),
            Raw::Blank | Raw::Number(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
        });
        let mut last = Self { record: record.into_iter().next(), ..Self::default() };
        for [digest, choice] in rows(book.sheet(RECEIVED), [DIGEST, CHOICE]) {
            if !choice.is_empty() && !digest.is_empty() {
                last.chosen.push(digest);
            }
        }
        for [code, form, paper] in rows(book.sheet(UNITS), [CODE, OF_FORM, PAPER]) {
            if !paper.is_empty() {
                last.papers.insert((code, form), paper);
            }
        }
        let heads = [CODE, FORM, YEAR, ROUND, KEY, DECISION, DECIDED];
        for [code, form, year, round, key, words, before] in rows(book.sheet(PROBLEMS), heads) {
            let (Ok(year), Ok(round)) = (year.parse(), round.parse()) else { continue };
            // What stands there as it was written decides nothing anew.
            if words != before && !key.is_empty() {
                last.decided.entry((code, form, year)).or_default().push(Decided { key, round, words });
            }
        }
        last
    }

    /// What was noted of a unit's signed paper.
    #[must_use]
    pub fn paper(&self, code: &str, form: &str) -> Option<&str> {
        self.papers.get(&(code.to_owned(), form.to_owned())).map(String::as_str)
    }

    /// What the last summary of a day before this one came to.
    #[must_use]
    pub fn before(&self, day: Date) -> Option<&SummaryRecord> {
        let record = self.record.as_ref()?;
        if record.date < day { Some(record) } else { record.before.as_deref() }
    }

    /// What was decided about the findings of a unit since the summary was written.
    pub(super) fn decided(&self, code: &str, form: &str, year: i16) -> &[Decided] {
        self.decided.get(&(code.to_owned(), form.to_owned(), year)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The summary with the highest number behind its name.
fn latest(folder: &Path) -> Option<PathBuf> {
    let path = |name: String| folder.join(name);
    let numbered = (2..=MAX_NUMBER).map(|number| path(format!("{FILE}({number}).{ENDING}")));
    let there = std::iter::once(path(format!("{FILE}.{ENDING}"))).chain(numbered);
    there.take_while(|path| path.is_file()).last()
}

/// The rows of a list, each with its cells below these heads; none where a head is missing.
fn rows<const N: usize>(sheet: Option<&Sheet>, heads: [&str; N]) -> Vec<[String; N]> {
    let Some(sheet) = sheet else { return Vec::new() };
    let text = |cell: Cell| sheet.text(cell).trim();
    let top = sheet.cells.iter().map(|content| content.cell).filter(|cell| cell.row <= MAX_HEAD_ROW);
    let Some(row) = top.into_iter().find(|cell| text(*cell) == heads[0]).map(|cell| cell.row) else {
        return Vec::new();
    };
    let on_row: Vec<Cell> = sheet.cells.iter().map(|content| content.cell).filter(|cell| cell.row == row).collect();
    let column = |head: &str| on_row.iter().find(|cell| text(**cell) == head).map(|cell| cell.column);
    let columns = heads.map(column);
    if columns.iter().any(Option::is_none) {
        return Vec::new();
    }
    let mut below: Vec<u32> = sheet.cells.iter().map(|content| content.cell.row).filter(|below| *below > row).collect();
    below.dedup();
    let cell = |row: u32, column: Option<u16>| text(Cell::new(row, column.unwrap_or_default())).to_owned();
    below.into_iter().map(|row| columns.map(|column| cell(row, column))).collect()
}
