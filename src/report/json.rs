//! The report for programs: `xlcheck.report/1`. Keys may be added, none is renamed.

use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::path::refill_path;
use super::tally::Closing;
use crate::facts::{Certainty, Corrected, Excused, Explanation, Finding, Restored, Severity, State, Touched};
use crate::outcome::{Judged, Kind, Notice, Status, Verification};
use crate::words::Place;

/// The schema of the document.
pub const SCHEMA: &str = "xlcheck.report/1";

/// One judged file.
#[derive(Serialize)]
struct FileReport<'a> {
    path: &'a str,
    sha256: &'a str,
    status: Status,
    round: u32,
    /// Null where the file does not say whose it is.
    unit: Option<UnitName<'a>>,
    /// Null where the file is no form that is known.
    template: Option<Template<'a>>,
    counts: Counts,
    /// 校验码 of the values of a file that passes.
    code: Option<String>,
    /// Null where it is no 定稿.
    r#final: Option<FinalReport>,
    findings: Vec<FindingReport<'a>>,
    unchecked: Vec<UncheckedReport<'a>>,
    normalised: Vec<NormalisedReport<'a>>,
    /// What the marked copy holds as issued; nothing where no marked copy is written.
    restored: Vec<RestoredReport<'a>>,
    /// 重填件, below the folder of results; only where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    refill: Option<String>,
    /// 已改: what the round before had found and is there no more; only where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<&'a [Corrected]>,
    /// What was changed without being asked for; only where there was a round before.
    #[serde(skip_serializing_if = "Option::is_none")]
    touched: Option<Vec<TouchedReport<'a>>>,
    /// 审核人补充意见; only where there is something.
    #[serde(skip_serializing_if = "str::is_empty")]
    remark: &'a str,
    /// What was not taken for a decision of the reviewer, and why.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    doubts: &'a [String],
}

#[derive(Serialize)]
struct UnitName<'a> {
    code: &'a str,
    name: &'a str,
}

/// A 定稿.
#[derive(Serialize)]
struct FinalReport {
    /// The 校验码 that it was made final with.
    code: String,
    /// Whether its values are still those.
    intact: bool,
}

impl FinalReport {
    fn of(verification: &Verification) -> Option<Self> {
        let (stated, intact) = verification.stated.as_ref().zip(verification.is_intact())?;
        Some(Self { code: stated.to_string(), intact })
    }
}

#[derive(Serialize)]
struct Template<'a> {
    id: &'a str,
    edition: &'a str,
}

/// Something to tell about earlier material.
#[derive(Serialize)]
struct NoticeReport<'a> {
    path: &'a str,
    cell: Option<String>,
    /// 预算编码; null where it is about no single unit.
    unit: Option<&'a str>,
    message: String,
}

impl<'a> NoticeReport<'a> {
    fn of(notice: &'a Notice) -> Self {
        Self {
            path: &notice.path,
            cell: notice.place.as_ref().map(ToString::to_string),
            unit: notice.unit.as_deref(),
            message: notice.trouble.to_string(),
        }
    }
}

/// Findings by severity, reminders for the print left out.
#[derive(Serialize)]
struct Counts {
    error: usize,
    query: usize,
    hint: usize,
    unchecked: usize,
    /// Findings of any severity that are settled, excused or explained and accepted, in none of the others.
    #[serde(skip_serializing_if = "is_none")]
    excused: usize,
}

/// Whether there are none: said only where there are some.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
const fn is_none(count: &usize) -> bool {
    *count == 0
}

#[derive(Serialize)]
struct FindingReport<'a> {
    key: String,
    rule: &'a str,
    severity: Severity,
    certainty: Certainty,
    title: &'a str,
    sheet: Option<&'a str>,
    cell: Option<String>,
    cells: Vec<String>,
    field: &'a str,
    row: &'a str,
    found: Option<&'a str>,
    expected: Option<&'a str>,
    difference: Option<&'a str>,
    /// Whether the marked copy holds what was issued again; said only where that is so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    restored: bool,
    message: &'a str,
    fix: &'a str,
    state: State,
    /// What the unit has written about it, and what becomes of that; null where it has written nothing.
    explanation: Option<&'a Explanation>,
    /// What the reviewer has written about it; said only where there is something.
    #[serde(skip_serializing_if = "str::is_empty")]
    opinion: &'a str,
    /// Why it need not be corrected; said only where that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    excused: Option<ExcusedReport<'a>>,
}

#[derive(Serialize)]
struct ExcusedReport<'a> {
    reason: &'a str,
    until: String,
}

#[derive(Serialize)]
struct UncheckedReport<'a> {
    rule: &'a str,
    cells: Vec<String>,
    because: &'a str,
}

#[derive(Serialize)]
struct NormalisedReport<'a> {
    cell: String,
    found: &'a str,
    read_as: &'a str,
}

#[derive(Serialize)]
struct TouchedReport<'a> {
    cell: String,
    field: &'a str,
    /// Null where it was a longer text.
    before: Option<&'a str>,
    now: &'a str,
}

impl<'a> TouchedReport<'a> {
    fn of(touched: &'a Touched) -> Self {
        Self {
            cell: touched.place.to_string(),
            field: &touched.name,
            before: touched.before.as_deref(),
            now: &touched.now,
        }
    }
}

#[derive(Serialize)]
struct RestoredReport<'a> {
    /// A cell, an area, or a sheet.
    cell: String,
    what: &'a str,
    found: &'a str,
    issued: &'a str,
}

impl<'a> RestoredReport<'a> {
    fn of(restored: &'a Restored) -> Self {
        let Restored { what, found, issued, .. } = restored;
        Self { cell: restored.to_string(), what: what.word(), found, issued }
    }
}

impl<'a> FileReport<'a> {
    fn of(judged: &'a Judged) -> Self {
        let (outcome, rounds, verification) = (&judged.outcome, &judged.rounds, judged.verification.as_ref());
        let counted = outcome.findings.iter().filter(|one| !one.is_reminder());
        let (excused, counted): (Vec<&Finding>, Vec<&Finding>) = counted.partition(|one| one.is_settled());
        let count = |severity| counted.iter().filter(|one| one.severity == severity).count();
        let named = !(judged.code.is_empty() && judged.name.is_empty());
        Self {
            path: &judged.shown,
            sha256: &judged.sha256,
            status: judged.status,
            round: rounds.number,
            unit: named.then(|| UnitName { code: &judged.code, name: &judged.name }),
            template: judged.form.as_ref().map(|form| Template { id: &form.id, edition: &form.edition }),
            counts: Counts {
                error: count(Severity::Error),
                query: count(Severity::Query),
                hint: count(Severity::Hint),
                unchecked: outcome.unchecked.len(),
                excused: excused.len(),
            },
            code: verification.filter(|_| judged.status == Status::Passed).map(|known| known.code.to_string()),
            r#final: verification.and_then(FinalReport::of),
            findings: outcome.findings.iter().map(FindingReport::of).collect(),
            unchecked: outcome
                .unchecked
                .iter()
                .map(|one| UncheckedReport { rule: &one.rule, cells: addresses(&one.places), because: &one.because })
                .collect(),
            normalised: outcome
                .normalised
                .iter()
                .map(|one| NormalisedReport { cell: one.place.to_string(), found: &one.found, read_as: &one.read_as })
                .collect(),
            restored: outcome.restored.iter().map(RestoredReport::of).collect(),
            refill: judged.has_refill.then(|| refill_path(judged).display().to_string().replace('\\', "/")),
            corrected: rounds.found_before.map(|_| rounds.corrected.as_slice()),
            touched: rounds.found_before.map(|_| rounds.touched.iter().map(TouchedReport::of).collect()),
            remark: &rounds.remark,
            doubts: &rounds.doubts,
        }
    }
}

impl<'a> FindingReport<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            key: finding.key(),
            rule: &finding.rule,
            severity: finding.severity,
            certainty: finding.certainty,
            title: &finding.title,
            sheet: finding.place.as_ref().map(|place| &*place.sheet),
            cell: finding.cell().map(|cell| cell.to_string()),
            cells: addresses(&finding.places),
            field: &finding.field,
            row: &finding.row,
            found: finding.found.as_deref(),
            expected: finding.expected.as_deref(),
            difference: finding.difference.as_deref(),
            restored: finding.put_back,
            message: &finding.message,
            fix: &finding.fix,
            state: finding.state,
            explanation: finding.answer.explanation.as_ref(),
            opinion: &finding.answer.opinion,
            excused: finding.excused.as_ref().map(ExcusedReport::of),
        }
    }
}

impl<'a> ExcusedReport<'a> {
    fn of(excused: &'a Excused) -> Self {
        Self { reason: &excused.reason, until: excused.until.to_string() }
    }
}

fn addresses(places: &[Place]) -> Vec<String> {
    places.iter().map(ToString::to_string).collect()
}

/// One file as an object on one line, without the line's end: an entry of `files`, and a line of `jsonl`; nothing of an
/// attachment, which the document lists.
pub fn line(judged: &Judged) -> Result<Option<String>, serde_json::Error> {
    match judged.kind {
        Kind::Attachment | Kind::Packed => Ok(None),
        Kind::Return | Kind::Unreadable => serde_json::to_string(&FileReport::of(judged)).map(Some),
    }
}

/// A whole document, written file by file so that none has to be kept.
#[derive(Debug)]
pub struct Document<W: Write> {
    out: W,
    empty: bool,
}

impl<W: Write> Document<W> {
    /// Begins a document; `date` is the day of receipt.
    pub fn begin(mut out: W, date: Date) -> io::Result<Self> {
        write!(out, "{{\"schema\":\"{SCHEMA}\",\"date\":\"{date}\",\"files\":[")?;
        Ok(Self { out, empty: true })
    }

    /// Adds a file, on a line of its own.
    pub fn add(&mut self, judged: &Judged) -> io::Result<()> {
        let Some(line) = line(judged)? else { return Ok(()) };
        let comma = if self.empty { "" } else { "," };
        self.empty = false;
        write!(self.out, "{comma}\n{line}")
    }

    /// Ends the document with the units that handed in nothing, the returns of units that are not on the roster where
    /// there are any, the files that are no returns, the archives that were
    /// not looked into where there are any, and what is to be told of earlier material where some was given.
    pub fn finish(mut self, closing: &Closing<'_>) -> io::Result<()> {
        let missing: Vec<UnitName<'_>> =
            closing.missing.iter().map(|unit| UnitName { code: &unit.code, name: &unit.name }).collect();
        let missing = serde_json::to_string(&missing)?;
        let attachments = serde_json::to_string(closing.tally.attachments())?;
        write!(self.out, "\n],\"missing\":{missing},\"attachments\":{attachments}")?;
        if !closing.tally.strangers().is_empty() {
            write!(self.out, ",\"strangers\":{}", serde_json::to_string(closing.tally.strangers())?)?;
        }
        if !closing.tally.packed().is_empty() {
            write!(self.out, ",\"unopened\":{}", serde_json::to_string(closing.tally.packed())?)?;
        }
        if let Some(compared) = closing.compared {
            let notices: Vec<NoticeReport<'_>> = compared.notices().map(NoticeReport::of).collect();
            write!(self.out, ",\"notices\":{}", serde_json::to_string(&notices)?)?;
        }
        writeln!(self.out, "}}")?;
        self.out.flush()
    }
}
