//! The round: what came in is checked.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::command;
use super::folder::Desk;
use super::names::{ISSUED, REFERENCE, RETURNS, ROSTER_WORD};
use crate::form::Library;
use crate::outcome::{Expected, OUTPUT_FOLDER, RECORD, Status};
use crate::plan::summary;

/// What goes back to the units.
const SENT_BACK: [Status; 3] = [Status::Returned, Status::Awaiting, Status::Unreadable];

/// Checks what is in 收件, as `xlcheck check 收件 --roster 名单.xlsx --issued 下发/下发清单.xlsx …` does.
pub(super) fn run(library: Library, desk: &Desk) -> Result<u8> {
    writeln!(std::io::stdout(), "现在审核“{RETURNS}”中的文件，结果写到“{OUTPUT_FOLDER}”，收到的文件不会改动。\n")?;
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
    }
    let code = command(library, &words)?;
    say_next(desk)?;
    Ok(code)
}

/// What to do about a record of what was issued that cannot be read.
fn said_of(record: &str) -> String {
    format!("无法读取“{record}”，不知道下发的是哪个年度；请关闭打开它的程序，损坏的请移走，再运行一次本程序")
}

/// What to do with the results, as far as there are any.
fn say_next(desk: &Desk) -> Result<()> {
    let mut steps = Vec::new();
    if has_summary() {
        steps.push(format!("打开“{OUTPUT_FOLDER}”中的{}，看全部单位的情况。", summary::FILE));
    }
    let there =
        SENT_BACK.iter().map(|status| status.word()).filter(|word| Path::new(OUTPUT_FOLDER).join(word).is_dir());
    let there: Vec<String> = there.map(|word| format!("“{word}”")).collect();
    if !there.is_empty() {
        steps.push(format!("把“{OUTPUT_FOLDER}”里{}中这一次的文件发回各单位修改或说明。", there.join("")));
    }
    steps.push(format!("单位再报来的文件，放进“{RETURNS}”（原来的文件不必删去），再运行一次本程序。"));
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n下一步：")?;
    for (k, step) in (1..).zip(steps) {
        writeln!(out, "  {k}. {step}")?;
    }
    if desk.roster.is_none() {
        let place = format!("把单位名单（文件名含“{ROSTER_WORD}”的 .xlsx）放进这个文件夹");
        writeln!(out, "没有单位名单，所以没有列出未报送的单位。要列出的，请{place}，再运行一次本程序。")?;
    }
    Ok(())
}

fn has_summary() -> bool {
    let mut names = std::fs::read_dir(OUTPUT_FOLDER).into_iter().flatten().flatten().map(|entry| entry.file_name());
    names.any(|name| name.to_string_lossy().starts_with(summary::FILE))
}
