//! What the lists of the summary say of one file; it waits on the disk until it is known which files count.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::figures::{FigureRow, Figures, IndicatorRow};
use crate::facts::{Certainty, Finding, Standing};
use crate::outcome::{Judged, kept_values};
use crate::report::cells::named;
use crate::report::letter::Paragraph;
use crate::report::order::{ACCEPTED, EXCUSED, Group, to_correct};

/// A finding as the list of problems shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Problem {
    pub(super) rule: String,
    pub(super) title: String,
    /// 须修改, 须说明, 提示, or why nothing is asked.
    pub(super) level: String,
    /// Whether a rule that can be wrong has found it.
    pub(super) guessed: bool,
    pub(super) sheet: String,
    pub(super) cells: String,
    pub(super) item: String,
    pub(super) message: String,
    pub(super) fix: String,
    pub(super) found: String,
    pub(super) expected: String,
    pub(super) difference: String,
    pub(super) state: String,
    pub(super) explanation: String,
    pub(super) opinion: String,
    pub(super) key: String,
}

impl Problem {
    fn of(judged: &Judged, finding: &Finding) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let sheet = finding.place.as_ref().map(|place| place.sheet.to_string()).unwrap_or_default();
        let level = match (finding.excused.is_some(), finding.answer.is_accepted()) {
            (true, _) => EXCUSED,
            (false, true) => ACCEPTED,
            (false, false) => Group::of(finding).word(),
        };
        Self {
            rule: finding.rule.clone(),
            title: finding.title.clone(),
            level: level.to_owned(),
            guessed: finding.certainty == Certainty::Heuristic,
            cells: named(to_correct(judged, finding), Some(&sheet)),
            sheet,
            item: if finding.item.is_empty() { finding.field.clone() } else { finding.item.clone() },
            message: finding.message.clone(),
            fix: finding.fix.clone(),
            found: text(&finding.found),
            expected: text(&finding.expected),
            difference: text(&finding.difference),
            state: judged.rounds.found_before.map(|_| finding.state.word().to_owned()).unwrap_or_default(),
            explanation: explained(finding),
            opinion: finding.answer.opinion.clone(),
            key: finding.key(),
        }
    }
}

/// The unit's words, marked where they do not count.
fn explained(finding: &Finding) -> String {
    let Some(explanation) = &finding.answer.explanation else { return String::new() };
    let mark = match explanation.standing {
        Standing::Pending | Standing::Accepted => "",
        Standing::Rejected => "（未采纳）",
        Standing::Empty => "（过于简单）",
        Standing::Outdated => "（数值已变）",
    };
    format!("{mark}{}", explanation.text)
}

/// Everything of one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Detail {
    pub(super) problems: Vec<Problem>,
    pub(super) figures: Vec<FigureRow>,
    pub(super) indicators: Vec<IndicatorRow>,
    /// The letter to the unit; nothing where none is written.
    pub(super) letter: Vec<Paragraph>,
    /// What the unit has filled in, by defined name, long texts as digests: to say in which cells two files differ.
    pub(super) values: IndexMap<String, String>,
}

impl Detail {
    pub(super) fn of(judged: &Judged, figures: Option<&Figures>) -> Self {
        let findings = judged.outcome.findings.iter().filter(|finding| !finding.is_reminder());
        let read = judged.form.as_ref().zip(judged.read.as_ref()).zip(figures);
        Self {
            problems: findings.map(|finding| Problem::of(judged, finding)).collect(),
            figures: read.map(|((form, read), figures)| figures.rows(form, read)).unwrap_or_default(),
            indicators: read.map(|((form, read), _)| Figures::indicator_rows(form, read)).unwrap_or_default(),
            letter: Vec::new(),
            values: judged.read.as_ref().map(kept_values).unwrap_or_default(),
        }
    }
}
