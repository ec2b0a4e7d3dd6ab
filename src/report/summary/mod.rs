//! 审核汇总: one workbook of all files of a run, in which the reviewer works until every unit is done.
//!
//! Files are taken one after another while they are judged. What every line needs stays in memory, some hundred bytes a
//! file; details wait on the disk until it is known which files count, and are then written list by list in one pass.

mod common;
mod detail;
mod figures;
mod filed;
mod grades;
mod letters;
mod likeness;
mod overview;
mod problems;
mod received;
mod spool;
mod standings;
mod table;
mod units;
mod urging;

use std::collections::{BTreeSet, HashSet};
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;

use self::common::Common;
use self::detail::Detail;
use self::figures::Figures;
use self::filed::{Filed, Said};
use self::likeness::{Likeness, Words};
use self::spool::Spool;
use self::standings::{Counted, lines, main_form, turnout};
use crate::excel::write::{Tables, WriteError};
use crate::outcome::{DueForm, Judged, Kind, LastSummary, Roster};
use crate::prose::Sample;
use crate::report::letter::paragraphs;
use crate::report::{ByStatus, Dates};

/// Why there is no summary.
#[derive(Debug, thiserror::Error)]
pub enum SummaryError {
    /// The workbook cannot be made.
    #[error("无法生成审核汇总")]
    Workbook(#[from] WriteError),
    /// The disk does not take what waits to be written.
    #[error("无法写入审核汇总的临时文件")]
    Disk(#[from] std::io::Error),
}

/// A form of the run.
#[derive(Debug)]
struct FormOfRun {
    id: String,
    edition: String,
    short: String,
    year: i16,
    /// Whether only units with projects are issued it.
    is_of_projects: bool,
    figures: Figures,
}

impl FormOfRun {
    fn of(judged: &Judged) -> Option<Self> {
        let (form, read) = (judged.form.as_ref()?, judged.read.as_ref()?);
        Some(Self {
            id: form.id.clone(),
            edition: form.edition.clone(),
            short: form.short.clone(),
            year: read.stamp.year,
            is_of_projects: form.repeats().is_some(),
            figures: Figures::of(form),
        })
    }

    /// `2021年度部门整体支出绩效自评`
    fn called(&self) -> String {
        format!("{}年度{}", self.year, self.short)
    }

    /// `部门整体支出绩效自评@2021`
    fn name(&self) -> String {
        format!("{}@{}", self.id, self.edition)
    }
}

/// What the summary needs of a file, taken while what was read of it is still there, in whatever thread judges it.
#[derive(Debug)]
pub struct Taken {
    filed: Filed,
    said: Said,
    sample: Sample,
    detail: Option<Detail>,
    form: Option<FormOfRun>,
}

impl Taken {
    /// Takes it from a file that came in on this day.
    #[must_use]
    pub fn of(judged: &Judged, received: Date) -> Self {
        let form = FormOfRun::of(judged);
        let is_return = matches!(judged.kind, Kind::Return);
        let (words, sample) = Words::of(judged);
        let figures = form.as_ref().map(|form| &form.figures);
        let detail = is_return.then(|| Detail::of(judged, figures));
        let said = Said::of(judged);
        let filed = Filed { words, saved: said.saved_at(), ..Filed::of(judged, received) };
        Self { filed, said, sample, detail, form }
    }
}

/// The files of a run, as they are judged.
#[derive(Debug)]
pub struct Summary {
    received: Date,
    files: Vec<Filed>,
    forms: Vec<FormOfRun>,
    /// Words that many files say, each once.
    words: HashSet<Arc<str>>,
    said: Spool<Said>,
    samples: Spool<Sample>,
    details: Spool<Detail>,
}

/// What the summary is made of besides the files.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The units that should hand in.
    pub roster: Option<&'a Roster>,
    /// The summaries of earlier runs.
    pub last: Option<&'a LastSummary>,
    /// The units that have handed in something in an earlier round, by 预算编码.
    pub earlier: &'a BTreeSet<String>,
    /// The forms that units have to hand in, where it is known what was issued.
    pub due: &'a [DueForm],
}

/// What is known once the summary is written.
#[derive(Debug)]
pub struct Closed {
    /// The hints that it has no room for, as a table of text on the disk.
    pub apart: Option<File>,
    /// The files that count.
    pub by_status: ByStatus,
}

impl Summary {
    /// No file yet; `received` is the day on which they came in.
    pub fn new(received: Date) -> Result<Self, SummaryError> {
        let (files, forms, words) = (Vec::new(), Vec::new(), HashSet::new());
        let (said, samples, details) = (Spool::new()?, Spool::new()?, Spool::new()?);
        Ok(Self { received, files, forms, words, said, samples, details })
    }

    /// Adds a file. `review` is its marked copy, below the folder of results.
    pub fn add(&mut self, taken: Taken, judged: &Judged, review: Option<String>) -> Result<(), SummaryError> {
        let Taken { mut filed, said, sample, detail, form } = taken;
        filed.form = form.map(|form| self.known(form));
        if let Some(mut detail) = detail {
            let dates = Dates { received: self.received, reviewed: self.received };
            let letter = review.as_ref().and_then(|review| paragraphs(judged, dates, Path::new(review)));
            detail.letter = letter.map(|(_, paragraphs)| paragraphs).unwrap_or_default();
            filed.detail = Some(self.details.add(&detail)?);
        }
        filed.has_review = review.is_some();
        filed.section = self.once(filed.section);
        filed.grade = self.once(filed.grade);
        self.said.add(&Said { review, ..said })?;
        self.samples.add(&sample)?;
        self.files.push(filed);
        Ok(())
    }

    /// The same word, of which there is one.
    fn once(&mut self, word: Arc<str>) -> Arc<str> {
        let known = self.words.get(&word).cloned();
        known.unwrap_or_else(|| {
            self.words.insert(Arc::clone(&word));
            word
        })
    }

    /// The position of a form among those of the run.
    fn known(&mut self, form: FormOfRun) -> usize {
        let is_it = |known: &FormOfRun| (&known.id, &known.edition, known.year) == (&form.id, &form.edition, form.year);
        self.forms.iter().position(is_it).unwrap_or_else(|| {
            self.forms.push(form);
            self.forms.len() - 1
        })
    }

    /// Writes the workbook.
    pub fn write(self, beside: Beside<'_>, out: impl Write + Seek) -> Result<Closed, SummaryError> {
        let Self { received, files, forms, said, samples, details, .. } = self;
        let (mut said, mut samples, mut details) = (said.finish()?, samples.finish()?, details.finish()?);
        let counted = Counted::of(&files, &mut said, beside.last)?;
        let turnout = turnout(&files, &forms, beside.due);
        let lines = lines((&files, &forms), (&counted, &turnout), beside);
        let main = main_form((&files, &forms), &counted, &turnout);
        let due = beside.due.iter().find(|due| turnout.main() == Some(&*due.issued.edition.form));
        let (files, forms) = (files.as_slice(), forms.as_slice());
        let common = Common { received, files, forms, counted: &counted, lines: &lines, main, due, beside };
        let mut tables = Tables::new(overview::SHEET)?;
        let counted: Vec<usize> = lines.iter().filter_map(|line| line.file).collect();
        let likeness = Likeness::of(files, &counted, &mut samples)?;
        received::write(&mut tables, &common, &likeness, (&mut said, &mut details))?;
        units::write(&mut tables, &common, &mut said)?;
        let counted_files = lines.iter().filter_map(|line| line.file).map(|at| &files[at].counts);
        let findings = counted_files.map(|counts| counts.correct + counts.explain + counts.note).sum();
        let mut problems = problems::Problems::begin(&mut tables, findings)?;
        let (mut rules, mut main_rules) = (problems::ByRule::default(), problems::ByRule::default());
        let mut data: Vec<table::Data> = Vec::new();
        for at in 0..forms.len() {
            data.push(table::Data::begin(&mut tables, &common, at)?);
        }
        for line in &lines {
            let Some((at, number)) = line.file.and_then(|at| Some((at, files[at].detail?))) else { continue };
            let detail = details.read(number)?;
            problems.add(&mut tables, &common, (line, files[at].round), &detail)?;
            rules.add(line, &detail);
            if common.is_main(line) {
                main_rules.add(line, &detail);
            }
            if let Some(form) = line.form {
                data[form].add(&mut tables, line, (&files[at], &said.read(at)?.path), &detail)?;
            }
        }
        let apart = problems.end(&mut tables)?;
        let figures: Vec<_> = data.iter().map(|of_form| of_form.totals().clone()).collect();
        for of_form in data {
            of_form.end(&mut tables)?;
        }
        rules.write(&mut tables, &common)?;
        grades::write(&mut tables, &common)?;
        urging::write(&mut tables, &common)?;
        letters::write(&mut tables, &common, &mut details)?;
        tables.front(&overview::page(&common, &main_rules, &figures))?;
        tables.save(out)?;
        Ok(Closed { apart, by_status: common.by_status() })
    }
}
