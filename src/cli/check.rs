//! `xlcheck check`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::arguments::{Check, FailOn};
use super::printer::{Printer, Written};
use super::reviews::Made;
use super::{CLEAN, FAILED, FOUND, progress, reference, reviews, roster, settings};
use crate::facts::{Hindrance, Severity};
use crate::form::Library;
use crate::outcome::{
    Expected, FINAL, Found, Judge, Judged, LastSummary, OUTPUT_FOLDER, Panicked, Previous, RECORD, Status, Unread,
    apart, default_jobs, gather_without, in_order, is_output,
};
use crate::report::{Beside, ByStatus, Closing, Compared, Dates, Summary, Taken, Tally};

/// A folder of results, a status in it and a file of that: what may be named instead of the folder itself.
const BELOW_OUTPUTS: usize = 3;
/// Why a file was not judged where the program has made a mistake.
const MISTAKE: &str = "审核这个文件时程序出错，请把文件交给程序的维护人员";

/// What a run has come to.
pub(super) struct Checked {
    /// The exit status.
    pub(super) code: u8,
    /// The files that count.
    pub(super) by_status: ByStatus,
    /// 审核汇总, where there is one.
    pub(super) summary: Option<PathBuf>,
}

pub(super) fn run(library: Library, arguments: &Check) -> Result<u8> {
    Ok(check(library, arguments)?.code)
}

/// Does what `xlcheck check` does.
pub(super) fn check(library: Library, arguments: &Check) -> Result<Checked> {
    let forms = settings::forms(library, arguments.template.as_deref())?;
    let of_forms: Vec<_> = forms.iter().collect();
    let settings = settings::read(arguments.settings.as_deref(), library, &of_forms)?;
    let roster = arguments.roster.as_deref().map(|path| roster::read(path, &of_forms)).transpose()?;
    let date = arguments.date.unwrap_or_else(settings::today);
    settings::say_doubts(&settings, date, roster.as_ref())?;
    let judge = Judge::new(forms, settings, roster.clone(), date);
    let beside = [arguments.reference.as_slice(), &arguments.previous].concat();
    let found = handed_in(gather_without(&arguments.paths, &beside)?)?;
    let material = reference::read(&arguments.reference, &judge, library, arguments.template.as_deref())?;
    let mut compared = (!arguments.reference.is_empty()).then(|| Compared::with(&material));
    let judge = judge.with_expected(expected(arguments)?);
    let previous = previous(arguments, &judge)?;
    let last = LastSummary::beside(&output_folder(arguments));
    for doubt in last.iter().flat_map(|last| &last.doubts) {
        writeln!(std::io::stderr(), "提醒：{doubt}")?;
    }
    let previous = previous.with_summary(last.clone().unwrap_or_default());
    let judge = judge.with_material(material).with_previous(previous);
    // What is put back in a marked copy is only put back where one is written.
    let judge = if arguments.no_review { judge } else { judge.with_repairs() };
    if found.is_empty() {
        writeln!(std::io::stderr(), "没有找到可以审核的文件，没有审核；请核对路径，或把收回的文件放进去")?;
    }
    let folder = (!arguments.no_review).then(|| output_folder(arguments));
    let dates = Dates { received: date, reviewed: date };
    // One file has its review; several, or a roster, have a summary too.
    let has_summary = folder.is_some() && (found.len() > 1 || roster.is_some()) && !are_outputs(&found);
    let mut summary = has_summary.then(|| Summary::new(date)).transpose()?;
    let made = |mut judged: Judged| match &folder {
        Some(_) => {
            let taken = has_summary.then(|| Taken::of(&judged, date));
            let made = Made::from(&mut judged, dates);
            (judged, made.map(Some), taken)
        }
        None => (Judged { read: None, ..judged }, Ok(None), None),
    };
    let work = |file: &Found| {
        made(match file.read() {
            Ok(bytes) => judge.judge(&file.shown, bytes),
            Err(unread) => judge.unreadable(&file.shown, String::new(), unread),
        })
    };
    let due = judge.due();
    let mut tally = Tally::of(roster.clone(), &due);
    let mut printer = Printer::new(arguments.format, date)?;
    let (mut worst, mut has_written, mut by_status) = (None, false, ByStatus::default());
    let mut progress = progress::Progress::new("审核", found.len());
    let jobs = arguments.jobs.map_or_else(default_jobs, |jobs| usize::from(jobs.get()));
    in_order(&found, jobs, work, |file, done| {
        let mistake = |Panicked| made(judge.unreadable(&file.shown, String::new(), mistaken()));
        let (mut judged, made, taken) = done.unwrap_or_else(mistake);
        // Written here, one file after another: of two files of a unit the first has the first name, and which reviews
        // were there before was settled when they were listed.
        if let (Some(folder), Some(made)) = (&folder, made?) {
            let review = made.write(folder, &mut judged)?;
            has_written |= review.is_some();
            // Where there is no summary, no file stands in place of another.
            if review.is_some() {
                by_status.add(judged.status);
            }
            if let (Some(summary), Some(taken)) = (&mut summary, taken) {
                summary.add(taken, &judged, review.and_then(|path| below(folder, &path)))?;
            }
        }
        worst = worst.min_some(gravest(&judged));
        tally.add(&judged);
        if let Some(compared) = &mut compared {
            compared.add(&judged);
        }
        progress.make_room();
        printer.file(&judged)?;
        progress.step();
        anyhow::Ok(())
    })?;
    progress.finish();
    let units = roster.iter().flat_map(|roster| &roster.units).map(|unit| &unit.code);
    let earlier = units.filter(|code| judge.has_earlier(code)).cloned().collect();
    let beside = Beside { roster: roster.as_ref(), last: last.as_ref(), earlier: &earlier, due: &due };
    let summary = match (&folder, summary) {
        (Some(folder), Some(summary)) => {
            let (path, counted) = apart(|| reviews::write_summary(folder, summary, beside))?;
            by_status = counted;
            Some(path)
        }
        (None, _) | (Some(_), None) => None,
    };
    let missing = roster.as_ref().map(|roster| tally.missing(roster, &earlier)).unwrap_or_default();
    let written = Written { reviews: folder.as_deref().filter(|_| has_written), summary: summary.as_deref() };
    printer.finish(&Closing { tally: &tally, missing: &missing, compared: compared.as_ref() }, written)?;
    // Where nothing was looked at, nothing is in order.
    let code = if found.is_empty() { FAILED } else { exit(arguments.fail_on, worst) };
    Ok(Checked { code, by_status, summary })
}

/// What was issued this time, as far as it is said: by records of it, or by a roster that is one.
fn expected(arguments: &Check) -> Result<Expected> {
    let mut known = Expected::default();
    for path in &arguments.issued {
        let record = apart(|| Expected::read(path)).with_context(|| format!("无法读取下发清单“{}”", path.display()))?;
        let Some(record) = record else {
            bail!("“{}”中没有下发的年度和模板，请用 --issued 写明下发时写出的“{RECORD}”", path.display());
        };
        known = known.and(record);
    }
    if let (Some(roster), true) = (&arguments.roster, arguments.issued.is_empty()) {
        known = apart(|| Expected::read(roster))?.unwrap_or(known);
    }
    Ok(match arguments.year {
        Some(year) => known.of_year(settings::in_range(year)?),
        None => known,
    })
}

/// Why a file was not judged that the program has made a mistake about.
fn mistaken() -> Unread {
    Unread { cause: MISTAKE.to_owned(), hindrance: Hindrance::Program }
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
    if previous.is_empty() {
        writeln!(std::io::stderr(), "提醒：--previous 指明的位置没有上次的审核意见或报送的表格，未作比较")?;
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
            "提醒：“{OUTPUT_FOLDER}”中除定稿外的{count}个文件是审核写出的，未作审核；单位报回的文件请放在“{OUTPUT_FOLDER}”以外，再审核那里的文件"
        )?;
    }
    Ok(handed_in)
}

/// Whether there is nothing but 定稿 where a run has put them: they are looked at once more, and no round of returns.
fn are_outputs(found: &[Found]) -> bool {
    !found.is_empty() && found.iter().all(|found| is_output(&found.place()))
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

/// A path below the folder of results, as a link has it.
fn below(folder: &Path, path: &Path) -> Option<String> {
    Some(path.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))
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
