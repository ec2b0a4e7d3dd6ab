//! What is shown of a file's findings, under which heading, in which order: decided here once for every output.

use crate::facts::{Certainty, Finding, Severity};
use crate::outcome::Judged;
use crate::words::Place;

/// The heading over what the unit need not correct.
pub const EXCUSED: &str = "免改";
/// The heading over what is explained to the reviewer's satisfaction.
pub const ACCEPTED: &str = "说明已采纳";
/// How many places are named that should be corrected first.
const MAX_PRIORITIES: usize = 3;
/// So many findings and unchecked rules depend on a place that should be corrected first.
const MIN_DEPENDENTS: usize = 2;

/// What a finding asks of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 须修改: certain errors.
    Correct,
    /// 须说明: certain queries.
    Explain,
    /// 提示: hints, and whatever a rule that can be wrong has found or is settled; nothing is asked for.
    Note,
}

impl Group {
    /// Every group in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Correct, Self::Explain, Self::Note];

    /// The heading.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Correct => "须修改",
            Self::Explain => "须说明",
            Self::Note => "提示",
        }
    }

    /// The group of a finding.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        if finding.is_settled() {
            return Self::Note;
        }
        match (finding.certainty, finding.severity) {
            (Certainty::Certain, Severity::Error) => Self::Correct,
            (Certainty::Certain, Severity::Query) => Self::Explain,
            (Certainty::Certain, Severity::Hint) | (Certainty::Heuristic, _) => Self::Note,
        }
    }
}

/// Findings that are shown as one: of one rule, on one sheet, none with a figure of its own to be compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// The first.
    pub first: &'a Finding,
    /// The others.
    pub rest: Vec<&'a Finding>,
}

impl<'a> Line<'a> {
    /// All its findings.
    pub fn findings(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.first).chain(self.rest.iter().copied())
    }

    /// How many findings it stands for.
    #[must_use]
    pub fn count(&self) -> usize {
        1 + self.rest.len()
    }

    /// What is said of it in words: the message, or what is wrong with all of them and how to correct it.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.count() {
            1 => self.first.message.clone(),
            count => format!("{}（{count}处）。{}", self.first.title, self.first.fix),
        }
    }

    fn takes(&self, finding: &Finding) -> bool {
        let sheet = |finding: &Finding| finding.place.as_ref().map(|place| place.sheet.clone());
        let compared = |finding: &Finding| finding.expected.is_some() || finding.difference.is_some();
        self.first.rule == finding.rule
            && sheet(self.first) == sheet(finding)
            && finding.place.is_some()
            && (self.first.state, &self.first.answer) == (finding.state, &finding.answer)
            && !compared(self.first)
            && !compared(finding)
    }
}

/// How many findings there are of each group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// 须修改.
    pub correct: usize,
    /// 须说明.
    pub explain: usize,
    /// 提示.
    pub note: usize,
}

impl Counts {
    /// Those of one group.
    #[must_use]
    pub const fn of(self, group: Group) -> usize {
        match group {
            Group::Correct => self.correct,
            Group::Explain => self.explain,
            Group::Note => self.note,
        }
    }
}

/// A place that should be corrected first, as much depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priority<'a> {
    /// What is wrong there.
    pub finding: &'a Finding,
    /// The place.
    pub place: &'a Place,
    /// How many findings and unchecked rules need its value.
    pub dependents: usize,
}

/// The findings of a file as they are shown, in the order of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown<'a> {
    correct: Vec<Line<'a>>,
    explain: Vec<Line<'a>>,
    note: Vec<Line<'a>>,
    /// 免改: what the bureau has decided that the unit need not correct; in no count.
    pub excused: Vec<&'a Finding>,
    /// 说明已采纳: what the reviewer has accepted the explanation of; in no count.
    pub accepted: Vec<&'a Finding>,
    /// What to see to once the file is printed; in no count.
    pub reminders: Vec<&'a Finding>,
}

impl<'a> Shown<'a> {
    /// The findings of a file.
    #[must_use]
    pub fn of(judged: &'a Judged) -> Self {
        let mut shown = Self::default();
        for finding in &judged.outcome.findings {
            if finding.is_reminder() {
                shown.reminders.push(finding);
                continue;
            }
            if finding.excused.is_some() {
                shown.excused.push(finding);
                continue;
            }
            if finding.answer.is_accepted() {
                shown.accepted.push(finding);
                continue;
            }
            let lines = match Group::of(finding) {
                Group::Correct => &mut shown.correct,
                Group::Explain => &mut shown.explain,
                Group::Note => &mut shown.note,
            };
            match lines.iter_mut().find(|line| line.takes(finding)) {
                Some(line) => line.rest.push(finding),
                None => lines.push(Line { first: finding, rest: Vec::new() }),
            }
        }
        shown
    }

    /// The lines of one group.
    #[must_use]
    pub fn lines(&self, group: Group) -> &[Line<'a>] {
        match group {
            Group::Correct => &self.correct,
            Group::Explain => &self.explain,
            Group::Note => &self.note,
        }
    }

    /// The lines of 须说明 that the unit has not explained yet.
    #[must_use]
    pub fn unexplained(&self) -> Vec<&Line<'a>> {
        self.explain.iter().filter(|line| !line.first.answer.is_pending()).collect()
    }

    /// `（其中3处已作说明）`: how many of 须说明 wait for the reviewer; nothing where none does.
    #[must_use]
    pub fn explained(&self) -> String {
        let explained = self.explain.iter().filter(|line| line.first.answer.is_pending());
        match explained.map(Line::count).sum::<usize>() {
            0 => String::new(),
            count => format!("（其中{count}处已作说明）"),
        }
    }

    /// How many findings there are.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let count = |lines: &[Line<'_>]| lines.iter().map(Line::count).sum();
        Counts { correct: count(&self.correct), explain: count(&self.explain), note: count(&self.note) }
    }
}

/// The cells of a finding that hold the wrong value.
///
/// A finding of a field is wrong in the cell to correct first, the others only take part in it; one of a whole record
/// or table is wrong in each of its cells, as far as they stand on the same sheet.
#[must_use]
pub fn to_correct<'a>(judged: &Judged, finding: &'a Finding) -> &'a [Place] {
    let places = &finding.places[..];
    let is_of_many = judged.form.as_ref().is_some_and(|form| form.table(&finding.field).is_some());
    let count = match places.first() {
        Some(first) if is_of_many => places.iter().take_while(|place| place.sheet == first.sheet).count(),
        Some(_) | None => places.len().min(1),
    };
    places.get(..count).unwrap_or_default()
}

/// The places to correct first, those that most depends on in front; nothing where only one thing is wrong.
#[must_use]
pub fn priorities<'a>(judged: &'a Judged, shown: &Shown<'a>) -> Vec<Priority<'a>> {
    if shown.counts().correct < 2 {
        return Vec::new();
    }
    let found = judged.outcome.findings.iter().map(|finding| &finding.places);
    let needed: Vec<&Vec<Place>> = found.chain(judged.outcome.unchecked.iter().map(|one| &one.places)).collect();
    let mut priorities: Vec<Priority<'a>> = Vec::new();
    for finding in shown.correct.iter().flat_map(Line::findings) {
        let Some(place) = &finding.place else { continue };
        let dependents = needed.iter().filter(|places| places.contains(place)).count();
        let named = priorities.iter().any(|known| known.place == place);
        if dependents >= MIN_DEPENDENTS && !named {
            priorities.push(Priority { finding, place, dependents });
        }
    }
    priorities.sort_by_key(|priority| std::cmp::Reverse(priority.dependents));
    priorities.truncate(MAX_PRIORITIES);
    priorities
}

/// The lines of 须修改, those with a place to correct first in front, and how many of them those are.
#[must_use]
pub fn correct_first<'s, 'a>(judged: &'a Judged, shown: &'s Shown<'a>) -> (Vec<&'s Line<'a>>, usize) {
    let first = priorities(judged, shown);
    let rank = |line: &Line<'_>| {
        let has = |place: &Place| line.findings().any(|finding| finding.place.as_ref() == Some(place));
        first.iter().position(|priority| has(priority.place)).unwrap_or(first.len())
    };
    let mut ranked: Vec<(usize, &Line<'_>)> = shown.correct.iter().map(|line| (rank(line), line)).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let urgent = ranked.iter().filter(|(rank, _)| *rank < first.len()).count();
    (ranked.into_iter().map(|(_, line)| line).collect(), urgent)
}
