//! The record that a review carries: what was found in a round and which values stood in the file, so that the next
//! round can say what has changed, whoever has saved the file in between.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::facts::{Book, Entry, Finding, Raw, Sheet};
use crate::form::Form;
use crate::outcome::Status;
use crate::outcome::judged::ReadFile;
use crate::plan::review::RECORD;
use crate::words::{Place, Value, canonical, plain, sha256};

/// UTF-16 units of a piece: with what stands in front of it, it fits into a cell (32,767).
const PIECE: usize = 30_000;
/// The most pieces that are read; a form has fewer than ten.
const MAX_PIECES: usize = 400;
/// Characters of a value that is kept as it is; of longer texts a digest is.
const MAX_VALUE: usize = 24;
/// Digits of a digest.
const DIGITS: usize = 16;
/// What stands in front of a digest.
const DIGEST: char = '#';

/// What was found and what stood in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The form and its edition.
    pub(super) form: String,
    /// 预算编码.
    pub(super) unit: String,
    /// The year that is evaluated.
    pub(super) year: i16,
    /// Which time the file was handed in.
    pub(super) round: u32,
    /// SHA-256 of the file that was judged.
    pub(super) sha256: String,
    /// The day on which it was first reviewed; nothing in the records of earlier versions.
    #[serde(default)]
    pub(super) received: Option<Date>,
    /// Its last day: with another one it is reviewed anew.
    #[serde(default)]
    pub(super) due: Option<Date>,
    /// What followed for it, in the word of the trade.
    #[serde(default)]
    pub(super) status: String,
    /// What was found, by key.
    pub(super) findings: IndexMap<String, Recorded>,
    /// What the unit had filled in, by defined name; blank fields are not there.
    pub(super) values: IndexMap<String, String>,
}

/// Which file it was, and when.
#[derive(Debug, Clone, Copy)]
pub(in crate::outcome) struct Reviewed<'a> {
    /// SHA-256 of the file.
    pub(in crate::outcome) sha256: &'a str,
    /// Which time it was handed in.
    pub(in crate::outcome) round: u32,
    /// The day on which it was first reviewed.
    pub(in crate::outcome) received: Date,
    /// Its last day.
    pub(in crate::outcome) due: Option<Date>,
}

/// A finding as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Recorded {
    /// The digest of the values it was about.
    pub(super) value: String,
    /// The rule's title.
    pub(super) title: String,
    /// The cell; empty for one of the file.
    pub(super) cell: String,
    /// What the person at the form calls the place.
    pub(super) item: String,
    /// The fields that took part, by defined name.
    pub(super) fields: Vec<String>,
    /// The unit's explanation that stands in the review already; empty where there is none.
    pub(super) explained: String,
    /// 审核人意见 that stands in the review already.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) opinion: String,
    /// Whether nothing was asked any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) settled: bool,
}

impl Record {
    /// The record of a return that was read and judged.
    pub(in crate::outcome) fn of(
        (form, read): (&Form, &ReadFile),
        (findings, status): (&[Finding], Status),
        reviewed: Reviewed<'_>,
    ) -> Self {
        let Reviewed { sha256, round, received, due } = reviewed;
        let names = names(read, findings.iter().flat_map(|finding| &finding.places));
        let recorded = |finding: &Finding| {
            let fields = finding.places.iter().filter_map(|place| names.get(place).map(|name| (*name).to_owned()));
            let recorded = Recorded {
                value: value_of(&read.book, finding),
                title: finding.title.clone(),
                cell: finding.place.as_ref().map(ToString::to_string).unwrap_or_default(),
                item: finding.item.clone(),
                fields: fields.collect(),
                explained: finding.answer.standing_words().to_owned(),
                opinion: finding.answer.opinion.clone(),
                settled: finding.is_settled(),
            };
            (finding.key(), recorded)
        };
        Self {
            form: form_name(form),
            unit: read.stamp.issued.get(super::CODE).to_owned(),
            year: read.stamp.year,
            round,
            sha256: sha256.to_owned(),
            received: Some(received),
            due,
            status: status.word().to_owned(),
            // What is put back in the marked copy will not be there the next time.
            findings: findings.iter().filter(|one| !one.is_reminder() && !one.put_back).map(recorded).collect(),
            values: values(read),
        }
    }

    /// The record as texts that fit into cells.
    #[must_use]
    pub fn pieces(&self) -> Vec<String> {
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut pieces = vec![String::new()];
        let mut units = 0;
        for c in json.chars() {
            if units + c.len_utf16() > PIECE {
                pieces.push(String::new());
                units = 0;
            }
            units += c.len_utf16();
            if let Some(piece) = pieces.last_mut() {
                piece.push(c);
            }
        }
        let count = pieces.len();
        (1..).zip(pieces).map(|(number, piece)| format!("{RECORD}{number}/{count}:{piece}")).collect()
    }

    /// The record that a review carries; nothing where it has none or has lost a part of it.
    pub(super) fn read(review: &Sheet) -> Option<Self> {
        let mut pieces: Vec<(usize, &str)> = Vec::new();
        let mut count = 0;
        for content in &review.cells {
            let Raw::Text(text) = &content.raw else { continue };
            let Some((number, piece)) = text.strip_prefix(RECORD).and_then(|text| text.split_once(':')) else {
                continue;
            };
            let (number, of) = number.split_once('/')?;
            count = of.parse().ok().filter(|count| *count <= MAX_PIECES)?;
            pieces.push((number.parse().ok()?, piece));
        }
        pieces.sort_unstable();
        let whole = pieces.len() == count && pieces.iter().enumerate().all(|(at, (number, _))| at + 1 == *number);
        let json: String = pieces.iter().map(|(_, piece)| *piece).collect();
        serde_json::from_str(&json).ok().filter(|_| whole)
    }
}

/// The name of a form with its edition.
pub(super) fn form_name(form: &Form) -> String {
    format!("{}@{}", form.id, form.edition)
}

/// What the unit has filled in, by defined name; long texts as digests.
#[must_use]
pub fn values(read: &ReadFile) -> IndexMap<String, String> {
    let filled = inputs(read).filter(|(_, entry)| !entry.reading.is_blank());
    filled.map(|(name, entry)| (name.to_owned(), kept(entry))).filter(|(_, value)| !value.is_empty()).collect()
}

/// Every field that the unit fills in, by its defined name.
pub(super) fn inputs(read: &ReadFile) -> impl Iterator<Item = (&str, &Entry)> {
    let slots = read.layout.slots().filter(|slot| read.layout.is_input(*slot));
    slots.map(|slot| (read.layout.name(slot), read.found.submission.entry(slot)))
}

/// The defined names of the fields that are at these places of the file.
pub(super) fn names<'a>(
    read: &'a ReadFile,
    places: impl IntoIterator<Item = &'a Place>,
) -> HashMap<&'a Place, &'a str> {
    let asked: HashSet<&Place> = places.into_iter().collect();
    let fields = read.layout.slots().map(|slot| (&read.found.submission.entry(slot).place, slot));
    fields.filter(|(place, _)| asked.contains(place)).map(|(place, slot)| (place, read.layout.name(slot))).collect()
}

/// A value as it is kept: a figure without needless zeros, a text shorter than a line as it is, a longer one as a digest.
pub(super) fn kept(entry: &Entry) -> String {
    let text = match &entry.reading.value {
        Some(Value::Number(number)) => plain(*number),
        Some(_) | None => plainly(&entry.reading.found),
    };
    if text.chars().count() > MAX_VALUE || text.starts_with(DIGEST) { digest([text.as_str()]) } else { text }
}

/// What was kept, as far as it can be shown.
pub(super) fn shown(kept: &str) -> Option<String> {
    (!kept.starts_with(DIGEST)).then(|| kept.to_owned())
}

/// The digest of the values that a finding is about; of what it says where it is about no cell.
pub(super) fn value_of(book: &Book, finding: &Finding) -> String {
    let mut seen = HashSet::new();
    let places = finding.places.iter().filter(|place| seen.insert(*place));
    let mut values: Vec<String> = places.map(|place| value_at(book, place)).collect();
    if values.is_empty() {
        values.extend(finding.found.clone());
    }
    digest(values.iter().map(String::as_str))
}

fn value_at(book: &Book, place: &Place) -> String {
    let Some(sheet) = book.sheet(&place.sheet) else { return String::new() };
    let text = sheet.text(place.cell);
    match sheet.content(place.cell).map(|content| &content.raw) {
        Some(Raw::Number(number)) => canonical(number).map_or_else(|| text.to_owned(), plain),
        _ => plainly(text),
    }
}

/// A text as every client gives it back: line ends and blanks around differ.
fn plainly(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn digest<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let pieces = values.into_iter().flat_map(|value| [value.as_bytes(), b"\x1e"]);
    let digest = sha256(pieces);
    format!("{DIGEST}{}", digest.get(..DIGITS).unwrap_or_default())
}
