//! The round: what came in is checked.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::command;
use super::folder::Desk;
use super::names::{ISSUED, REFERENCE, RETURNS, ROSTER_WORD};
use super::next::steps;
use crate::cli::arguments::Command;
use crate::cli::check;
use crate::form::Library;
use crate::outcome::{Expected, OUTPUT_FOLDER, RECORD};

/// Checks what is in 收件, as `xlcheck check 收件 --roster 名单.xlsx --issued 下发/下发清单.xlsx …` does.
pub(super) fn run(library: Library, desk: &Desk) -> Result<u8> {
    let mut out = std::io::stdout();
    writeln!(out, "现在审核“{RETURNS}”中的文件，结果写到“{OUTPUT_FOLDER}”，收到的文件不会改动。")?;
    let mut words = vec!["check", RETURNS, "--out", OUTPUT_FOLDER];
    if let Some(name) = &desk.roster {
        words.extend(["--roster", name]);
    }
    words.extend(desk.settings());
    if desk.reference > 0 {
        words.extend(["--reference", REFERENCE]);
    }
    let record = Path::new(ISSUED).join(RECORD);
    let shown = format!("{ISSUED}/{RECORD}");
    if record.exists() && Expected::read(&record).with_context(|| said_of(&shown))?.is_some() {
        words.extend(["--issued", &shown]);
        writeln!(out, "年度和模板按“{shown}”核对。\n")?;
    } else {
        writeln!(out, "没有写明年度和模板的“{shown}”，不核对是不是本次下发的。\n")?;
    }
    let Command::Check(arguments) = command(&words)? else { bail!("“{}”不是审核", words[0]) };
    let checked = check::check(library, &arguments)?;
    say_next(desk, &checked)?;
    Ok(checked.code)
}

/// What to do about a record of what was issued that cannot be read.
fn said_of(record: &str) -> String {
    format!("无法读取“{record}”，不知道下发的是哪个年度；请关闭打开它的程序，损坏的请移走，再运行一次本程序")
}

/// What to do with the results.
fn say_next(desk: &Desk, checked: &check::Checked) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n下一步：")?;
    let summary = checked.summary.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
    for (k, step) in (1..).zip(steps(summary.as_deref(), checked.by_status)) {
        writeln!(out, "  {k}. {step}")?;
    }
    if desk.roster.is_none() {
        let place = format!("把单位名单（文件名含“{ROSTER_WORD}”的 .xlsx）放进这个文件夹");
        writeln!(out, "没有单位名单，所以没有列出未报送的单位。要列出的，请{place}，再运行一次本程序。")?;
    }
    Ok(())
}
