//! What a run comes to: how many files of each status, which units are missing.

use std::collections::BTreeSet;

use super::compared::Compared;
use super::order::{Counts, Shown};
use crate::outcome::{Judged, Kind, Roster, Status, Unit};

/// The files of one status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TallyRow {
    /// How many files.
    pub files: usize,
    /// Their findings.
    pub counts: Counts,
    /// Their rules that could not be judged.
    pub unchecked: usize,
}

impl TallyRow {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.counts.correct += other.counts.correct;
        self.counts.explain += other.counts.explain;
        self.counts.note += other.counts.note;
        self.unchecked += other.unchecked;
    }
}

/// What is said at the end of a run.
#[derive(Debug, Clone, Copy)]
pub struct Closing<'a> {
    /// All files.
    pub tally: &'a Tally,
    /// The units of the roster without a return.
    pub missing: &'a [&'a Unit],
    /// What returns were compared with; nothing where nothing was given.
    pub compared: Option<&'a Compared>,
}

/// Counts files one after another, so that none has to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    rows: [TallyRow; Status::ALL.len()],
    returned: BTreeSet<String>,
    /// Whether a form came in that every unit is issued, whatever projects it has.
    of_every_unit: bool,
    attachments: Vec<String>,
    packed: Vec<String>,
}

impl Tally {
    /// Counts a file.
    pub fn add(&mut self, judged: &Judged) {
        match judged.kind {
            Kind::Attachment => {
                self.attachments.push(judged.shown.clone());
                return;
            }
            Kind::Packed => {
                self.packed.push(judged.shown.clone());
                return;
            }
            Kind::Return => {
                self.returned.insert(judged.code.clone());
                self.of_every_unit |= judged.form.as_ref().is_some_and(|form| form.repeats().is_none());
            }
            Kind::Unreadable => {}
        }
        let one = TallyRow { files: 1, counts: Shown::of(judged).counts(), unchecked: judged.outcome.unchecked.len() };
        for (status, row) in Status::ALL.into_iter().zip(&mut self.rows) {
            if status == judged.status {
                row.add(one);
            }
        }
    }

    /// Every status with its files.
    pub fn rows(&self) -> impl Iterator<Item = (Status, TallyRow)> {
        Status::ALL.into_iter().zip(self.rows)
    }

    /// All files together.
    #[must_use]
    pub fn total(&self) -> TallyRow {
        let mut total = TallyRow::default();
        for row in self.rows {
            total.add(row);
        }
        total
    }

    /// The files that are no returns, in the order in which they were counted.
    #[must_use]
    pub fn attachments(&self) -> &[String] {
        &self.attachments
    }

    /// The archives that were not looked into, in the order in which they were counted.
    #[must_use]
    pub fn packed(&self) -> &[String] {
        &self.packed
    }

    /// The units of a roster of which no return was counted, and none in an earlier round.
    #[must_use]
    pub fn missing<'r>(&self, roster: &'r Roster, earlier: &BTreeSet<String>) -> Vec<&'r Unit> {
        // Where only forms of projects came in, units without projects were issued none.
        let concerns = |unit: &&Unit| {
            self.of_every_unit
                || self.returned.is_empty()
                || unit.projects.as_ref().is_none_or(|names| !names.is_empty())
        };
        roster
            .units
            .iter()
            .filter(|unit| ![&self.returned, earlier].iter().any(|codes| codes.contains(&unit.code)))
            .filter(concerns)
            .collect()
    }
}
