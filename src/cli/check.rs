//! `xlcheck check`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::civil::Date;

use super::arguments::{Check, FailOn, Format};
use super::output::Output;
use super::{CLEAN, FOUND, progress, reference, settings};
use crate::facts::Severity;
use crate::form::Library;
use crate::outcome::{
    FINAL, Found, Judge, Judged, Kind, OUTPUT_FOLDER, Previous, Roster, Status, gather_without, is_output, write_free,
};
use crate::report::text::{self, Page};
use crate::report::{
    Closing, Compared, Dates, Tally, final_copy, json, letters, marked_copy, refill_path, review_path,
};

/// Half-width columns of a line where the output is no terminal that says its own.
const WIDTH: usize = 100;
/// A folder of results, a status in it and a file of that: what may be named instead of the folder itself.
const BELOW_OUTPUTS: usize = 3;
/// The widest line that is comfortable to read.
const MAX_WIDTH: usize = 120;

pub(super) fn run(library: Library, arguments: &Check) -> Result<u8> {
    let forms = settings::forms(library, arguments.template.as_deref())?;
    let settings = settings::read(arguments.settings.as_deref(), library, &forms.iter().collect::<Vec<_>>())?;
    let roster = arguments.roster.as_deref().map(Roster::read).transpose()?;
    let date = arguments.date.unwrap_or_else(settings::today);
    settings::say_doubts(&settings, date, roster.as_ref())?;
    let judge = Judge::new(forms, settings, roster.clone(), date);
    let beside = [arguments.reference.as_slice(), &arguments.previous].concat();
    let found = handed_in(gather_without(&arguments.paths, &beside)?)?;
    let material = reference::read(&arguments.reference, &judge, library, arguments.template.as_deref())?;
    let mut compared = (!arguments.reference.is_empty()).then(|| Compared::with(&material));
    let previous = previous(arguments, &judge)?;
    let judge = judge.with_material(material).with_previous(previous);
    // What is put back in a marked copy is only put back where one is written.
    let judge = if arguments.no_review { judge } else { judge.with_repairs() };
    if found.is_empty() {
        writeln!(std::io::stderr(), "没有找到可以审核的文件")?;
    }
    let folder = if arguments.no_review { None } else { Some(output_folder(arguments)) };
    let mut tally = Tally::default();
    let mut printer = Printer::new(arguments.format, date)?;
    let (mut worst, mut has_written) = (None, false);
    let mut progress = progress::Progress::new("审核", found.len());
    for file in &found {
        progress.step();
        let mut judged = match file.read() {
            Ok(bytes) => judge.judge(&file.shown, bytes),
            Err(cause) => judge.unreadable(&file.shown, String::new(), cause),
        };
        if let Some(folder) = &folder {
            has_written |= write_review(folder, &mut judged, date)?;
        }
        // What a marked copy is made of is not kept for the files to come.
        judged.read = None;
        worst = worst.min_some(gravest(&judged));
        tally.add(&judged);
        if let Some(compared) = &mut compared {
            compared.add(&judged);
        }
        printer.file(&judged)?;
    }
    progress.finish();
    let missing = roster.as_ref().map(|roster| tally.missing(roster)).unwrap_or_default();
    let folder = folder.as_deref().filter(|_| has_written);
    printer.finish(&Closing { tally: &tally, missing: &missing, compared: compared.as_ref() }, folder)?;
    Ok(exit(arguments.fail_on, worst))
}

/// What earlier rounds have left: under the paths that are named, or else in the folder of results.
fn previous(arguments: &Check, judge: &Judge) -> Result<Previous> {
    if arguments.previous.is_empty() {
        return Ok(Previous::beside(&output_folder(arguments)));
    }
    let (previous, unread) = Previous::under(&arguments.previous, judge)?;
    for file in unread {
        writeln!(std::io::stderr(), "提醒：上次的“{}”无法读取，未作比较", file.shown)?;
    }
    Ok(previous)
}

/// What was found without what an earlier run has written. A 定稿 is written to be checked again.
fn handed_in(found: Vec<Found>) -> Result<Vec<Found>> {
    let (handed_in, outputs): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|found| !is_output(&found.place()) || found.shown.contains(FINAL));
    if !outputs.is_empty() {
        let count = outputs.len();
        writeln!(
            std::io::stderr(),
            "提醒：“{OUTPUT_FOLDER}”中的{count}个文件是审核写出的，不是单位报回的，未作审核；请指明收回的文件或文件夹"
        )?;
    }
    Ok(handed_in)
}

/// `审核结果/` beside the first path, unless another folder is given; the one that the path lies in already.
fn output_folder(arguments: &Check) -> PathBuf {
    if let Some(folder) = &arguments.out {
        return folder.clone();
    }
    let first = arguments.paths.first().map_or(Path::new("."), PathBuf::as_path);
    // `.` and `..` have no folder beside them by name.
    let first = std::path::absolute(first).unwrap_or_else(|_| first.to_owned());
    let mut above = first.ancestors().take(BELOW_OUTPUTS);
    if let Some(folder) = above.find(|above| above.file_name().is_some_and(|name| name == OUTPUT_FOLDER)) {
        return folder.to_owned();
    }
    first.parent().unwrap_or(&first).join(OUTPUT_FOLDER)
}

/// Writes what is to be handed on of a file; whether there was anything.
fn write_review(folder: &Path, judged: &mut Judged, date: Date) -> Result<bool> {
    if judged.is_settled() {
        return Ok(false);
    }
    let dates = Dates { received: date, reviewed: date };
    if let Some(bytes) = judged.read.as_ref().and_then(|read| read.refill.as_ref()) {
        let written = write_free(&folder.join(refill_path(judged)), bytes)?;
        judged.refill_file = written.file_name().map(|name| name.to_string_lossy().into_owned());
    }
    if let Some(bytes) = marked_copy(judged, dates)? {
        let review = write_free(&folder.join(review_path(judged)), &bytes)?;
        for (path, bytes) in letters(judged, dates, &review)? {
            write_free(&folder.join(path), &bytes)?;
        }
    }
    match final_copy(judged) {
        Ok(Some((path, bytes))) => {
            let path = folder.join(path);
            let written = write_free(&path, &bytes)?;
            if written != path {
                let (path, written) = (path.display(), written.display());
                writeln!(std::io::stderr(), "提醒：已有内容不同的定稿“{path}”，以新写出的“{written}”为准")?;
            }
        }
        Ok(None) => {}
        Err(not_final) => writeln!(std::io::stderr(), "提醒：{not_final}")?,
    }
    Ok(!matches!(judged.kind, Kind::Attachment | Kind::Packed))
}

/// The gravest thing about a file that counts for the exit status.
fn gravest(judged: &Judged) -> Option<Severity> {
    if judged.status == Status::Unreadable {
        return Some(Severity::Error);
    }
    let certain = judged.outcome.findings.iter().filter(|finding| finding.counts());
    certain.map(|finding| finding.severity).min()
}

/// The graver of two severities, where there is one.
trait MinSome {
    fn min_some(self, other: Self) -> Self;
}

impl MinSome for Option<Severity> {
    fn min_some(self, other: Self) -> Self {
        self.into_iter().chain(other).min()
    }
}

fn exit(fail_on: FailOn, worst: Option<Severity>) -> u8 {
    let fails = match fail_on {
        FailOn::Error => worst == Some(Severity::Error),
        FailOn::Query => worst.is_some_and(|worst| worst <= Severity::Query),
        FailOn::Never => false,
    };
    if fails { FOUND } else { CLEAN }
}

/// Prints files as they are judged; in JSON there is nothing else on the standard output.
enum Printer {
    Text(Page, Output),
    Json(json::Document<Output>),
    Lines(Output),
}

impl Printer {
    fn new(format: Format, date: Date) -> Result<Self> {
        Ok(match format {
            Format::Text => {
                let colour = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
                let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
                Self::Text(Page { width: columns.unwrap_or(WIDTH).min(MAX_WIDTH), colour }, Output::standard())
            }
            Format::Json => Self::Json(json::Document::begin(Output::standard(), date)?),
            Format::Jsonl => Self::Lines(Output::standard()),
        })
    }

    fn file(&mut self, judged: &Judged) -> Result<()> {
        match self {
            Self::Text(page, out) => out.write_all(text::file(judged, *page).as_bytes())?,
            Self::Json(document) => document.add(judged)?,
            Self::Lines(out) => {
                if let Some(line) = json::line(judged)? {
                    writeln!(out, "{line}")?;
                }
            }
        }
        Ok(())
    }

    fn finish(self, closing: &Closing<'_>, folder: Option<&Path>) -> Result<()> {
        match self {
            Self::Text(page, mut out) => {
                out.write_all(text::closing(closing, page).as_bytes())?;
                if let Some(folder) = folder {
                    writeln!(out, "审核意见写在“{}”。", folder.display())?;
                }
            }
            Self::Json(document) => document.finish(closing)?,
            // The lines are files and nothing else.
            Self::Lines(_) => {
                for notice in closing.compared.iter().flat_map(|compared| compared.notices()) {
                    writeln!(std::io::stderr(), "{notice}")?;
                }
            }
        }
        Ok(())
    }
}
