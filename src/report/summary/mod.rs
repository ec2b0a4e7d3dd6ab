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
mod overview;
mod problems;
mod received;
mod spool;
mod standings;
mod table;
mod units;
mod urging;

use std::io::{Seek, Write};
use std::path::Path;

use jiff::civil::Date;

use self::common::Common;
use self::detail::Detail;
use self::figures::Figures;
use self::filed::Filed;
use self::spool::Spool;
use self::standings::{Counted, lines};
use crate::excel::write::{Tables, WriteError};
use crate::form::Form;
use crate::outcome::{Judged, LastSummary, Roster};
use crate::report::Dates;
use crate::report::letter::paragraphs;

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
    figures: Figures,
}

impl FormOfRun {
    fn is(&self, form: &Form, year: i16) -> bool {
        (&self.id, &self.edition, self.year) == (&form.id, &form.edition, year)
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

/// The files of a run, as they are judged.
#[derive(Debug)]
pub struct Summary {
    received: Date,
    files: Vec<Filed>,
    forms: Vec<FormOfRun>,
    spool: Spool,
}

/// What the summary is made of besides the files.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The units that should hand in.
    pub roster: Option<&'a Roster>,
    /// The summary of the run before.
    pub last: Option<&'a LastSummary>,
}

impl Summary {
    /// No file yet; `received` is the day on which they came in.
    pub fn new(received: Date) -> Result<Self, SummaryError> {
        Ok(Self { received, files: Vec::new(), forms: Vec::new(), spool: Spool::new()? })
    }

    /// Takes a file, while what was read of it is still there. `review` is its marked copy, below the folder of results.
    pub fn add(&mut self, judged: &Judged, review: Option<String>) -> Result<(), SummaryError> {
        let form = self.form(judged);
        let dates = Dates { received: self.received, reviewed: self.received };
        let letter = review.as_ref().and_then(|review| paragraphs(judged, dates, Path::new(review)));
        let mut filed = Filed::of(judged, form, self.received, review);
        if filed.is_return() {
            let letter = letter.map(|(_, paragraphs)| paragraphs).unwrap_or_default();
            let detail = Detail::of(judged, form.map(|form| &self.forms[form].figures), letter);
            filed.detail = Some(self.spool.add(&detail)?);
        }
        self.files.push(filed);
        Ok(())
    }

    fn form(&mut self, judged: &Judged) -> Option<usize> {
        let (form, read) = (judged.form.as_ref()?, judged.read.as_ref()?);
        let year = read.stamp.year;
        let known = self.forms.iter().position(|known| known.is(form, year));
        Some(known.unwrap_or_else(|| {
            self.forms.push(FormOfRun {
                id: form.id.clone(),
                edition: form.edition.clone(),
                short: form.short.clone(),
                year,
                figures: Figures::of(form),
            });
            self.forms.len() - 1
        }))
    }

    /// Writes the workbook.
    pub fn write(self, beside: Beside<'_>, out: impl Write + Seek + Send) -> Result<(), SummaryError> {
        let Self { received, files, forms, spool } = self;
        let chosen = beside.last.map(|last| last.chosen.as_slice()).unwrap_or_default();
        let counted = Counted::of(&files, chosen);
        let lines = lines(&files, &counted, beside.roster);
        let common = Common { received, files: &files, forms: &forms, counted: &counted, lines: &lines, beside };
        let mut spooled = spool.finish()?;
        let mut tables = Tables::new(overview::SHEET)?;
        received::write(&mut tables, &common, &mut spooled)?;
        units::write(&mut tables, &common)?;
        let mut problems = problems::Problems::begin(&mut tables)?;
        let mut rules = problems::ByRule::default();
        let mut data: Vec<table::Data> = Vec::new();
        for at in 0..forms.len() {
            data.push(table::Data::begin(&mut tables, &common, at)?);
        }
        for line in &lines {
            let Some((at, number)) = line.file.and_then(|at| Some((at, files[at].detail?))) else { continue };
            let detail = spooled.read(number)?;
            problems.add(&mut tables, &common, line, &files[at], &detail)?;
            rules.add(line, &detail);
            if let Some(form) = line.form {
                data[form].add(&mut tables, line, &files[at], &detail)?;
            }
        }
        problems.end(&mut tables)?;
        let figures: Vec<_> = data.iter().map(table::Data::totals).collect();
        for of_form in data {
            of_form.end(&mut tables)?;
        }
        rules.write(&mut tables, &common)?;
        grades::write(&mut tables, &common)?;
        urging::write(&mut tables, &common)?;
        letters::write(&mut tables, &common, &mut spooled)?;
        tables.front(&overview::page(&common, &rules, &figures))?;
        Ok(tables.save(out)?)
    }
}
