//! 审核汇总 of the run before: what the reviewer has written in it, and what it came to then.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

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
/// The most that are read, the last ones.
const MAX_READ: usize = 20;
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
    /// What stood there when the summary was written.
    pub(super) before: String,
    /// When the summary was last saved.
    pub(super) written: Option<SystemTime>,
}

/// Whose findings they are: 预算编码, form and year.
type Whose = (String, String, i16);

/// What the summaries so far say: of every unit and file the last that has it. A run may be of a few files only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastSummary {
    /// What the last one came to.
    pub record: Option<SummaryRecord>,
    /// SHA-256 of the files that the reviewer wants to count.
    chosen: Vec<String>,
    /// What was noted of signed papers, by 预算编码 and form.
    papers: HashMap<(String, String), String>,
    decided: HashMap<Whose, Vec<Decided>>,
    /// The files and the units that were in one of them.
    files: HashSet<String>,
    units: HashSet<(String, String)>,
}

impl LastSummary {
    /// What the summaries in a folder of results say; nothing where there is none that can be read.
    #[must_use]
    pub fn beside(folder: &Path) -> Option<Self> {
        let book = |path: &PathBuf| Some(open(&Arc::from(std::fs::read(path).ok()?)).ok()?.book);
        let written = |path: &PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
        let paths = there(folder).into_iter().rev().take(MAX_READ);
        let mut books = paths.filter_map(|path| Some((book(&path)?, written(&path))));
        let mut last = Self::default();
        let (newest, saved) = books.next()?;
        last.record = record(&newest);
        last.take(&newest, saved);
        books.for_each(|(book, saved)| last.take(&book, saved));
        // What was saved last is applied last.
        last.decided.values_mut().for_each(|decided| decided.sort_by_key(|one| one.written));
        Some(last)
    }

    /// Takes what was decided in a summary, and what it says of units and files that no later one has.
    fn take(&mut self, book: &Book, written: Option<SystemTime>) {
        let mut files = HashSet::new();
        for [digest, choice] in rows(book.sheet(RECEIVED), [DIGEST, CHOICE]) {
            if !choice.is_empty() && !self.files.contains(&digest) {
                self.chosen.push(digest.clone());
            }
            files.insert(digest);
        }
        let mut units = HashSet::new();
        for [code, form, paper] in rows(book.sheet(UNITS), [CODE, OF_FORM, PAPER]) {
            let unit = (code, form);
            if !paper.is_empty() && !self.units.contains(&unit) {
                self.papers.insert(unit.clone(), paper);
            }
            units.insert(unit);
        }
        let heads = [CODE, FORM, YEAR, ROUND, KEY, DECISION, DECIDED];
        for [code, form, year, round, key, words, before] in rows(book.sheet(PROBLEMS), heads) {
            let (Ok(year), Ok(round)) = (year.parse(), round.parse()) else { continue };
            // What stands there as it was written decides nothing anew.
            if words != before && !key.is_empty() {
                let decided = Decided { key, round, words, before, written };
                self.decided.entry((code, form, year)).or_default().push(decided);
            }
        }
        self.files.extend(files);
        self.units.extend(units);
    }

    /// Whether the reviewer wants this file to count, and nothing else of its unit has come in since.
    #[must_use]
    pub fn chooses<'f>(&self, sha256: &str, mut of_unit: impl Iterator<Item = &'f str>) -> bool {
        self.chosen.iter().any(|chosen| chosen == sha256) && of_unit.all(|file| self.files.contains(file))
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

/// The summaries of a folder, the last one last.
fn there(folder: &Path) -> Vec<PathBuf> {
    let path = |name: String| folder.join(name);
    let numbered = (2..=MAX_NUMBER).map(|number| path(format!("{FILE}({number}).{ENDING}")));
    let there = std::iter::once(path(format!("{FILE}.{ENDING}"))).chain(numbered);
    there.take_while(|path| path.is_file()).collect()
}

/// What a summary came to, as it keeps it on its first sheet.
fn record(book: &Book) -> Option<SummaryRecord> {
    let mut texts = book.sheets.iter().take(1).flat_map(|sheet| &sheet.cells);
    texts.find_map(|content| match &content.raw {
        Raw::Text(text) => SummaryRecord::read(text),
        Raw::Blank | Raw::Number(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
    })
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
