//! 审核汇总 of the run before: what the reviewer has written in it, and what it came to then.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
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
    /// What could not be read, for the reviewer.
    pub doubts: Vec<String>,
    /// When the last summary was saved that has this file, unit, or owner of findings.
    files: HashMap<String, Option<SystemTime>>,
    units: HashMap<(String, String), Option<SystemTime>>,
    owners: HashMap<Whose, Option<SystemTime>>,
}

impl LastSummary {
    /// What the summaries in a folder of results say; nothing where there is none that can be read.
    #[must_use]
    pub fn beside(folder: &Path) -> Option<Self> {
        let book = |path: &PathBuf| Some(open(&Arc::from(std::fs::read(path).ok()?)).ok()?.book);
        let written = |path: &PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
        let mut last = Self::default();
        let mut is_newest = true;
        for (_, path) in there(folder).into_iter().rev().take(MAX_READ) {
            let Some(book) = book(&path) else { continue };
            if is_newest {
                last.record = record(&book);
                last.doubts = doubts(&book, &path);
            }
            is_newest = false;
            last.take(&book, written(&path));
        }
        if is_newest {
            return None;
        }
        // What was saved last is applied last.
        last.decided.values_mut().for_each(|decided| decided.sort_by_key(|one| one.written));
        Some(last)
    }

    /// Takes what was written in a summary about what no later one has, or after the last one that has it was saved: an
    /// edit that a later run has taken is not taken again.
    fn take(&mut self, book: &Book, written: Option<SystemTime>) {
        let (mut files, mut units, mut owners) = (HashMap::new(), HashMap::new(), HashMap::new());
        for [digest, choice] in rows(book.sheet(RECEIVED), [DIGEST, CHOICE]).unwrap_or_default() {
            if !choice.is_empty() && is_told(&self.files, &digest, written) {
                self.chosen.push(digest.clone());
            }
            files.insert(digest, written);
        }
        for [code, form, paper] in rows(book.sheet(UNITS), [CODE, OF_FORM, PAPER]).unwrap_or_default() {
            let unit = (code, form);
            if !paper.is_empty() && is_told(&self.units, &unit, written) {
                self.papers.insert(unit.clone(), paper);
            }
            units.insert(unit, written);
        }
        let heads = [CODE, FORM, YEAR, ROUND, KEY, DECISION, DECIDED];
        for [code, form, year, round, key, words, before] in rows(book.sheet(PROBLEMS), heads).unwrap_or_default() {
            let (Ok(year), Ok(round)) = (year.parse(), round.parse()) else { continue };
            let owner = (code, form, year);
            // What stands there as it was written decides nothing anew.
            if words != before && !key.is_empty() && is_told(&self.owners, &owner, written) {
                let decided = Decided { key, round, words, before, written };
                self.decided.entry(owner.clone()).or_default().push(decided);
            }
            owners.insert(owner, written);
        }
        keep(&mut self.files, files);
        keep(&mut self.units, units);
        keep(&mut self.owners, owners);
    }

    /// Whether the reviewer wants any file to count that would not.
    #[must_use]
    pub fn has_choices(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// Whether the reviewer wants this file to count, and nothing else of its unit has come in since.
    #[must_use]
    pub fn chooses<'f>(&self, sha256: &str, mut of_unit: impl Iterator<Item = &'f str>) -> bool {
        self.chosen.iter().any(|chosen| chosen == sha256) && of_unit.all(|file| self.files.contains_key(file))
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

/// Where the next summary is written to: behind the last one, whatever became of those before; that one itself where
/// `is_same` says that it is the same.
#[must_use]
pub fn summary_path(folder: &Path, is_same: impl Fn(&Path) -> bool) -> PathBuf {
    let last = there(folder).pop();
    let number = match &last {
        Some((_, path)) if is_same(path) => return path.clone(),
        Some((number, _)) => number.saturating_add(1),
        None => 1,
    };
    let behind = if number > 1 { format!("({number})") } else { String::new() };
    folder.join(format!("{FILE}{behind}.{ENDING}"))
}

/// The summaries of a folder with their numbers, the last one last.
fn there(folder: &Path) -> Vec<(u32, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let numbered = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let behind = name.strip_prefix(FILE)?.strip_suffix(ENDING)?.strip_suffix('.')?;
        let number = match behind {
            "" => 1,
            behind => behind.strip_prefix('(')?.strip_suffix(')')?.parse().ok()?,
        };
        Some((number, entry.path()))
    });
    let mut there: Vec<(u32, PathBuf)> = numbered.collect();
    there.sort();
    there
}

/// Whether a summary tells of something: none with a higher number has it, or it was saved after that.
fn is_told<K: Eq + Hash>(known: &HashMap<K, Option<SystemTime>>, of: &K, written: Option<SystemTime>) -> bool {
    known.get(of).is_none_or(|saved| written > *saved)
}

/// Keeps when the summary with the highest number was saved that has something.
fn keep<K: Eq + Hash>(known: &mut HashMap<K, Option<SystemTime>>, more: HashMap<K, Option<SystemTime>>) {
    for (of, saved) in more {
        known.entry(of).or_insert(saved);
    }
}

/// What of a summary cannot be read any more.
fn doubts(book: &Book, path: &Path) -> Vec<String> {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let heads = [CODE, FORM, YEAR, ROUND, KEY, DECISION, DECIDED];
    let lists: [(&str, bool, &str); 3] = [
        (PROBLEMS, rows(book.sheet(PROBLEMS), heads).is_some(), DECISION),
        (RECEIVED, rows(book.sheet(RECEIVED), [DIGEST, CHOICE]).is_some(), CHOICE),
        (UNITS, rows(book.sheet(UNITS), [CODE, OF_FORM, PAPER]).is_some(), PAPER),
    ];
    let lost = lists.into_iter().filter(|(_, is_there, _)| !is_there);
    lost.map(|(list, _, column)| {
        format!("“{file}”的“{list}”缺少原有的栏（隐藏的栏也不能删），其中的“{column}”没有读取")
    })
    .collect()
}

/// What a summary came to, as it keeps it on its first sheet.
fn record(book: &Book) -> Option<SummaryRecord> {
    let mut texts = book.sheets.iter().take(1).flat_map(|sheet| &sheet.cells);
    texts.find_map(|content| match &content.raw {
        Raw::Text(text) => SummaryRecord::read(text),
        Raw::Blank | Raw::Number(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
    })
}

/// The rows of a list, each with its cells below these heads; nothing where a head is missing.
fn rows<const N: usize>(sheet: Option<&Sheet>, heads: [&str; N]) -> Option<Vec<[String; N]>> {
    let sheet = sheet?;
    let text = |cell: Cell| sheet.text(cell).trim();
    let top = sheet.cells.iter().map(|content| content.cell).filter(|cell| cell.row <= MAX_HEAD_ROW);
    let row = top.into_iter().find(|cell| text(*cell) == heads[0]).map(|cell| cell.row)?;
    let on_row: Vec<Cell> = sheet.cells.iter().map(|content| content.cell).filter(|cell| cell.row == row).collect();
    let column = |head: &str| on_row.iter().find(|cell| text(**cell) == head).map(|cell| cell.column);
    let columns = heads.map(column);
    if columns.iter().any(Option::is_none) {
        return None;
    }
    let mut below: Vec<u32> = sheet.cells.iter().map(|content| content.cell.row).filter(|below| *below > row).collect();
    below.dedup();
    let cell = |row: u32, column: Option<u16>| text(Cell::new(row, column.unwrap_or_default())).to_owned();
    Some(below.into_iter().map(|row| columns.map(|column| cell(row, column))).collect())
}
