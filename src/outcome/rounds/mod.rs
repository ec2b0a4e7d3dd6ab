//! From one round to the next: what was corrected, explained and decided since a file was last reviewed.

mod answers;
mod decision;
mod history;
mod previous;
mod record;
mod review;
mod settle;

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::Date;

use super::Status;
use super::judge::Judge;
use super::judged::ReadFile;
use crate::checks::Outcome;
use crate::facts::{Corrected, Touched};
use crate::form::Form;
use history::History;
pub(super) use record::Reviewed;
use review::Review;

pub use previous::Previous;
pub use record::{Record, values};

/// The issued value that says which unit it is.
const CODE: &str = "预算编码";

/// What became of a file since the round before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rounds {
    /// Which time it is handed in, from one.
    pub number: u32,
    /// The day on which the file was first reviewed: it came in then, or before; nothing for what is no return.
    pub received: Option<Date>,
    /// The review of an earlier run that says all that is to be said of the file; nothing where something is new.
    pub standing: Option<PathBuf>,
    /// How many things the round before had found; nothing where there was none, or its record is lost.
    pub found_before: Option<usize>,
    /// 已改.
    pub corrected: Vec<Corrected>,
    /// What was changed without being asked for.
    pub touched: Vec<Touched>,
    /// 审核人补充意见, kept over rounds.
    pub remark: String,
    /// What was not taken for a decision, and why.
    pub doubts: Vec<String>,
}

impl Default for Rounds {
    fn default() -> Self {
        Self {
            number: 1,
            received: None,
            standing: None,
            found_before: None,
            corrected: Vec::new(),
            touched: Vec::new(),
            remark: String::new(),
            doubts: Vec::new(),
        }
    }
}

/// What has come in, and when it is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handed<'a> {
    /// SHA-256 of the file.
    pub(super) sha256: &'a str,
    /// Whether it is a 定稿 that nobody has changed: no return of another round, but the end of one.
    pub(super) is_final: bool,
    /// The day on which it is judged.
    pub(super) today: Date,
    /// Its last day.
    pub(super) due: Option<Date>,
}

/// Holds a return against its earlier reviews: every finding is told what has become of it.
pub(super) fn settle(
    (form, read): (&Form, &ReadFile),
    outcome: &mut Outcome,
    (judge, previous): (&Judge, &Previous),
    handed: Handed<'_>,
) -> Rounds {
    let own = read.review.as_ref().map(Review::read);
    let kept = previous.of(judge, read.stamp.issued.get(CODE), &record::form_name(form), read.stamp.year);
    let history = History::of(own, kept, handed);
    let findings = outcome.findings.iter_mut();
    let settled = findings.map(|finding| settle::settle(finding, &read.book, &history, handed.today));
    let mut doubts: Vec<String> = history.doubts().chain(settled.flatten()).collect();
    doubts.extend(superseded(read, &history, handed));
    let status = Status::of(&outcome.findings);
    let earlier = history.of_the_file().and_then(|review| review.record.as_ref());
    let received = earlier.and_then(|record| record.received).unwrap_or(handed.today);
    let reviewed = Reviewed { sha256: handed.sha256, round: history.number, received, due: handed.due };
    let record = || Record::of((form, read), (&outcome.findings, status), reviewed);
    let said = history.of_the_file().filter(|review| review.record.as_ref() == Some(&record()));
    let standing = said.and_then(|review| review.path.clone());
    let before = history.before().filter(|_| !handed.is_final).and_then(|review| review.record.as_ref());
    Rounds {
        number: history.number,
        received: Some(received),
        standing,
        found_before: before.map(|before| before.findings.len()),
        corrected: before.map(|before| corrected(read, before, outcome)).unwrap_or_default(),
        touched: before.map(|before| touched(read, before)).unwrap_or_default(),
        remark: history.remark().to_owned(),
        doubts,
    }
}

/// What is said of a 定稿 after which the unit has handed in something else.
fn superseded(read: &ReadFile, history: &History, handed: Handed<'_>) -> Option<String> {
    let last = history.last().filter(|_| handed.is_final)?;
    let differs = !touched_since(read, last.record.as_ref()?, &HashSet::new()).is_empty();
    differs.then(|| format!("定稿之后审核过内容不同的第{}次报送，这份定稿是否仍为最终的一份，请核对", last.round))
}

/// What the round before had found and is there no more. What cannot be judged now is not corrected.
fn corrected(read: &ReadFile, before: &Record, outcome: &Outcome) -> Vec<Corrected> {
    let still: HashSet<String> = outcome.findings.iter().map(crate::facts::Finding::key).collect();
    let names = record::names(read, outcome.unchecked.iter().flat_map(|one| &one.places));
    let unchecked: HashSet<(&str, &str)> = outcome
        .unchecked
        .iter()
        .flat_map(|one| one.places.iter().filter_map(|place| Some((one.rule.as_str(), *names.get(place)?))))
        .collect();
    let lost: HashSet<&str> = record::inputs(read).filter(|(_, entry)| entry.lost).map(|(name, _)| name).collect();
    let is_corrected = |(key, found): &(&String, &record::Recorded)| {
        let rule = key.split('|').next().unwrap_or_default();
        let is_open = |field: &String| lost.contains(field.as_str()) || unchecked.contains(&(rule, field.as_str()));
        !still.contains(*key) && !found.fields.iter().any(is_open)
    };
    let gone = before.findings.iter().filter(is_corrected);
    gone.map(|(key, found)| Corrected {
        key: key.clone(),
        title: found.title.clone(),
        cell: found.cell.clone(),
        item: found.item.clone(),
    })
    .collect()
}

/// The fields that were changed although nothing that was found had to do with them.
fn touched(read: &ReadFile, before: &Record) -> Vec<Touched> {
    touched_since(read, before, &before.findings.values().flat_map(|found| &found.fields).map(String::as_str).collect())
}

/// The fields that hold something else than they did, but for these.
fn touched_since(read: &ReadFile, before: &Record, asked: &HashSet<&str>) -> Vec<Touched> {
    let changed = record::inputs(read).filter(|(name, entry)| !entry.lost && !asked.contains(name));
    changed
        .filter_map(|(name, entry)| {
            let was = before.values.get(name).map(String::as_str).unwrap_or_default();
            (was != record::kept(entry)).then(|| Touched {
                place: entry.place.clone(),
                before: record::shown(was),
                now: entry.reading.found.clone(),
                name: name.to_owned(),
            })
        })
        .collect()
}
