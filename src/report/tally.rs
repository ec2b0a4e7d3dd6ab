//! What a run comes to: how many files of each status, which units are missing.

use std::collections::BTreeSet;

use serde::Serialize;

use super::compared::Compared;
use super::order::{Counts, Shown};
use super::turnout::{Came, Turnout};
use crate::outcome::{DueForm, Judged, Kind, Roster, Status, Unit};

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
    turnout: Turnout,
    /// The units that should hand in, where they are known.
    roster: Option<Roster>,
    strangers: Vec<Stranger>,
    attachments: Vec<String>,
    packed: Vec<String>,
}

/// A return of a unit that is not on the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stranger {
    /// Its 预算编码; empty where it has none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The file.
    pub path: String,
}

impl Stranger {
    fn of(judged: &Judged) -> Self {
        Self { code: judged.code.clone(), name: judged.name.clone(), path: judged.shown.clone() }
    }
}

impl Tally {
    /// Nothing counted yet; returns of units that are not on this roster are told apart.
    #[must_use]
    pub fn of(roster: Option<Roster>, due: &[DueForm]) -> Self {
        Self { roster, turnout: Turnout::of(due), ..Self::default() }
    }

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
                let form = judged.form.as_ref();
                self.turnout.add(Came {
                    unit: &judged.code,
                    form: form.map_or("", |form| &form.id),
                    is_of_projects: form.is_some_and(|form| form.repeats().is_some()),
                    as_issued: judged.as_issued,
                });
                let is_strange = |roster: &Roster| roster.unit(&judged.code).is_err();
                self.strangers.extend(self.roster.as_ref().is_some_and(is_strange).then(|| Stranger::of(judged)));
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

    /// The returns of units that are not on the roster, in the order in which they were counted.
    #[must_use]
    pub fn strangers(&self) -> &[Stranger] {
        &self.strangers
    }

    /// The units of a roster of which no return was counted, and none in an earlier round.
    #[must_use]
    pub fn missing<'r>(&self, roster: &'r Roster, earlier: &BTreeSet<String>) -> Vec<&'r Unit> {
        let is_missing = |unit: &&Unit| self.turnout.misses(unit) && !earlier.contains(&unit.code);
        roster.units.iter().filter(is_missing).collect()
    }
}
