//! A file as the summary keeps it: what decides which file of a unit counts, and what is counted. What is only said of it
//! goes to the disk, as its details do: a province has tens of thousands of files.

use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::likeness::Words;
use crate::facts::{Finding, State};
use crate::outcome::{Judged, Kind, ReadFile, Status};
use crate::report::order::{Counts, Shown};
use crate::words::Value;

/// The fields that say what a unit gives itself; a form that calls them otherwise has neither in the summary.
const SCORE: &str = "综合得分";
const GRADE: &str = "评价等次";
/// The part that says when a workbook was last saved (ECMA-376 part 2, 11).
const CORE: &str = "docProps/core.xml";
const MODIFIED: &str = "dcterms:modified";
/// Characters of a time up to its seconds, `2022-04-18T09:30:00` (W3CDTF, ECMA-376 part 2, 11.2).
const SECONDS: usize = 19;

/// Why the figures of a file are added up with those of no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apart {
    /// It is not as it was issued this time.
    NotIssued,
    /// Its amounts may be in 元, and that is still open.
    MaybeInYuan,
}

impl Apart {
    fn of(judged: &Judged) -> Option<Self> {
        let is_open = |finding: &Finding| finding.may_be_in_yuan() && finding.counts();
        if !judged.as_issued {
            return Some(Self::NotIssued);
        }
        judged.outcome.findings.iter().any(is_open).then_some(Self::MaybeInYuan)
    }
}

/// What is said of a file and decides nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Said {
    /// Its path for people.
    pub(super) path: String,
    pub(super) sha256: String,
    /// 校验码 of a file that passes.
    pub(super) verification: String,
    /// The marked copy, below the folder of results.
    pub(super) review: Option<String>,
    /// When it was last saved, as it says itself (`2022-04-18T09:30:00Z`); empty where it does not.
    pub(super) saved: String,
    /// Why it cannot be read.
    pub(super) because: String,
}

impl Said {
    pub(super) fn of(judged: &Judged) -> Self {
        let verification = judged.verification.as_ref().filter(|_| judged.status == Status::Passed);
        let because = match judged.kind {
            Kind::Unreadable => judged.outcome.findings.first().map(|finding| finding.message.clone()),
            Kind::Return | Kind::Attachment | Kind::Packed => None,
        };
        Self {
            path: judged.shown.clone(),
            sha256: judged.sha256.clone(),
            verification: verification.map(|known| known.code.to_string()).unwrap_or_default(),
            review: None,
            saved: judged.read.as_ref().and_then(saved).unwrap_or_default(),
            because: because.unwrap_or_default(),
        }
    }

    /// The time of the last save in figures, in whatever zone it is told.
    pub(super) fn saved_at(&self) -> Option<DateTime> {
        self.saved.get(..SECONDS)?.parse().ok()
    }
}

/// One file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filed {
    pub(super) kind: Kind,
    pub(super) status: Status,
    /// 预算编码; empty where it is not known.
    pub(super) code: Box<str>,
    pub(super) name: Box<str>,
    pub(super) section: Arc<str>,
    /// The position of its form among those of the run.
    pub(super) form: Option<usize>,
    /// Why its figures are added up with those of no other; nothing where they are.
    pub(super) apart: Option<Apart>,
    pub(super) round: u32,
    pub(super) counts: Counts,
    pub(super) unchecked: usize,
    /// Findings of the round before that are still there.
    pub(super) kept: usize,
    pub(super) score: Option<Decimal>,
    pub(super) grade: Arc<str>,
    /// When it was last saved, as it says itself.
    pub(super) saved: Option<DateTime>,
    /// Its last day.
    pub(super) due: Option<Date>,
    /// Whether it came in after its last day.
    pub(super) late: bool,
    /// Whether it was sent back in an earlier run, and by its last day nothing else has come.
    pub(super) unanswered: bool,
    /// What is kept of its words, to compare them with others.
    pub(super) words: Words,
    /// Where its details are on the disk.
    pub(super) detail: Option<usize>,
    /// Whether the results hold a review of it.
    pub(super) has_review: bool,
}

impl Filed {
    pub(super) fn of(judged: &Judged, received: Date) -> Self {
        let findings = || judged.outcome.findings.iter().filter(|finding| !finding.is_reminder());
        let is_kept = judged.rounds.found_before.is_some();
        Self {
            kind: judged.kind,
            status: judged.status,
            code: judged.code.as_str().into(),
            name: judged.name.as_str().into(),
            section: judged.section.as_str().into(),
            form: None,
            apart: Apart::of(judged),
            round: judged.rounds.number,
            counts: Shown::of(judged).counts(),
            unchecked: judged.outcome.unchecked.len(),
            kept: if is_kept { findings().filter(|one| one.state != State::New).count() } else { 0 },
            score: value(judged, SCORE).and_then(|value| value.number()),
            grade: match value(judged, GRADE) {
                Some(Value::Text(grade)) => grade.into(),
                Some(Value::Number(_) | Value::Date(_)) | None => "".into(),
            },
            saved: None,
            due: judged.deadline,
            late: judged.rounds.received.zip(judged.deadline).is_some_and(|(came, due)| came > due),
            unanswered: judged.status.is_sent_back()
                && judged.rounds.received.is_some_and(|came| came < received)
                && judged.deadline.is_some_and(|due| received > due),
            words: Words::default(),
            detail: None,
            has_review: false,
        }
    }

    /// Whether it is as it was issued this time.
    pub(super) fn as_issued(&self) -> bool {
        self.apart != Some(Apart::NotIssued)
    }

    /// Whether it is a return that can be read.
    pub(super) const fn is_return(&self) -> bool {
        matches!(self.kind, Kind::Return)
    }
}

/// The value of the first field of this name that stands once in the form.
fn value(judged: &Judged, field: &str) -> Option<Value> {
    let (form, read) = (judged.form.as_ref()?, judged.read.as_ref()?);
    let slots = read.layout.slots().filter(|slot| {
        let table = &form.tables[slot.table];
        table.copy.is_none() && table.fields[slot.field].id == field
    });
    slots.into_iter().find_map(|slot| read.found.submission.entry(slot).reading.value.clone())
}

/// When a workbook was last saved, as it says itself.
fn saved(read: &ReadFile) -> Option<String> {
    let core = read.package()?.part(CORE).ok()??;
    let core = std::str::from_utf8(&core).ok()?;
    let (_, rest) = core.split_once(&format!("<{MODIFIED}"))?;
    let (_, rest) = rest.split_once('>')?;
    let time = rest.split('<').next()?.trim();
    (time.len() >= SECONDS && time.is_ascii()).then(|| time.to_owned())
}
