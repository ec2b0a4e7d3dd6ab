//! What all sheets of the summary are made of.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::filed::Filed;
use super::standings::{Counted, Standing, UnitLine};
use super::{Beside, FormOfRun};
use crate::outcome::{DueForm, Kind, NO_SECTION, Status, SummaryRecord, Unit};
use crate::report::ByStatus;

/// Everything that is known once all files are judged.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub(super) received: Date,
    pub(super) files: &'a [Filed],
    pub(super) forms: &'a [FormOfRun],
    pub(super) counted: &'a Counted,
    pub(super) lines: &'a [UnitLine<'a>],
    /// The form that every unit is issued, by its position.
    pub(super) main: Option<usize>,
    /// What is known of it besides, where it is known what was issued.
    pub(super) due: Option<&'a DueForm>,
    pub(super) beside: Beside<'a>,
}

/// How many units there are of each standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Progress {
    /// Units that should hand in.
    pub(super) due: usize,
    of_status: ByStatus,
    /// Units that have handed in nothing.
    pub(super) missing: usize,
    /// Units with something in an earlier round, and nothing in this run.
    pub(super) earlier: usize,
}

impl Progress {
    fn add(&mut self, standing: Standing) {
        self.due += 1;
        match standing {
            Standing::Missing => self.missing += 1,
            Standing::Earlier => self.earlier += 1,
            Standing::Received(status) => self.of_status.add(status),
        }
    }

    /// Both together.
    pub(super) fn and(mut self, other: &Self) -> Self {
        self.due += other.due;
        self.missing += other.missing;
        self.earlier += other.earlier;
        self.of_status = self.of_status.and(other.of_status);
        self
    }

    /// Units with a file of this status.
    pub(super) fn of(&self, status: Status) -> usize {
        self.of_status.of(status)
    }

    /// Units that have handed in something that can be read, in this run or before.
    pub(super) const fn received(&self) -> usize {
        self.due - self.missing
    }
}

impl<'a> Common<'a> {
    /// The lines of the form that every unit is issued, of the units that should hand it in.
    pub(super) fn main_lines(&self) -> impl Iterator<Item = &'a UnitLine<'a>> {
        let common = *self;
        self.lines.iter().filter(move |line| common.is_main(line))
    }

    /// Whether a line is one of these.
    pub(super) fn is_main(&self, line: &UnitLine<'_>) -> bool {
        (line.form == self.main || line.in_place) && line.on_roster
    }

    /// How far all units are.
    pub(super) fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        self.main_lines().for_each(|line| progress.add(line.standing));
        progress
    }

    /// How far the units of each section are, in the order in which sections first come.
    pub(super) fn by_section(&self) -> Vec<(String, Progress)> {
        let mut order: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sections: Vec<(String, Progress)> = Vec::new();
        for line in self.main_lines() {
            let section = section(line);
            let at = *order.entry(section).or_insert_with(|| {
                sections.push((section.to_owned(), Progress::default()));
                sections.len() - 1
            });
            sections[at].1.add(line.standing);
        }
        sections
    }

    /// What the last summary of an earlier day came to.
    pub(super) fn before(&self) -> Option<&'a SummaryRecord> {
        self.beside.last?.before(self.received)
    }

    /// The files that count, and those that cannot be read, as far as there is a review of them.
    pub(super) fn by_status(&self) -> ByStatus {
        let counted = self.lines.iter().filter_map(|line| line.file).map(|at| &self.files[at]);
        let unreadable = self.files.iter().filter(|file| file.kind == Kind::Unreadable);
        let mut by_status = ByStatus::default();
        counted.chain(unreadable).filter(|file| file.has_review).for_each(|file| by_status.add(file.status));
        by_status
    }

    /// Files that cannot be read.
    pub(super) fn unreadable(&self) -> usize {
        self.files.iter().filter(|file| file.kind == Kind::Unreadable).count()
    }

    /// What the form that every unit is issued is called, `2021年度部门整体支出绩效自评`, also before one has come.
    pub(super) fn called(&self) -> Option<String> {
        let of_run = self.main.map(|form| self.forms[form].called());
        of_run.or_else(|| self.due.map(DueForm::called))
    }

    /// What the roster says of a figure in the final accounts (`决算.支出合计`) of the units that have passed; nothing
    /// where it says nothing.
    pub(super) fn accounts(&self, source: &super::figures::Source) -> Option<Decimal> {
        let known = self.passed().filter_map(|unit| unit.figures.get(&source.in_accounts()).copied());
        known.reduce(|sum, figure| sum + figure)
    }

    /// Of how many units that have passed the roster knows something of the final accounts.
    pub(super) fn with_accounts(&self) -> usize {
        self.passed().filter(|unit| unit.figures.keys().any(|name| name.starts_with(super::figures::ACCOUNTS))).count()
    }

    /// The units of the roster that have passed.
    fn passed(&self) -> impl Iterator<Item = &'a Unit> {
        let (roster, main) = (self.beside.roster, self.main);
        let passed = self.main_lines().filter(|line| line.standing == Standing::Received(Status::Passed));
        // Beside the figures that are added up: another year's are not.
        let passed = passed.filter(move |line| line.form == main);
        passed.filter_map(move |line| roster?.unit(line.code).ok())
    }
}

/// The section of a unit.
pub(super) fn section<'a>(line: &UnitLine<'a>) -> &'a str {
    if line.section.is_empty() { NO_SECTION } else { line.section }
}
