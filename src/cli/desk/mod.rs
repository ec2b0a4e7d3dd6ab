//! The desk folder: `xlcheck` without arguments, for who starts it by a double click and knows no command line.
//!
//! What lies in the folder says what is to be done, in one sentence: **returns in 收件 are checked; where there is a roster
//! and nothing has been issued yet, it is issued**; where there is neither, a folder can be laid out. The work itself is
//! that of `xlcheck check` and `xlcheck issue`, which are called with the arguments that a person would write.
//!
//! The folder is always the current one. A double click of Windows makes that the folder of the program, so the program
//! lies in the desk folder, or a copy of it in each. The folder of the program is not looked into besides: who types
//! `xlcheck` somewhere else must not set off a round in a folder that they are not in.

mod first;
mod folder;
mod lay_out;
mod names;
mod next;
mod offer;
mod round;

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Parser;

use self::folder::Desk;
use super::arguments::{Arguments, Command};
use super::default_command::with_default_command;
use super::{CLEAN, settings, terminal};
use crate::form::Library;
use crate::outcome::{OUTPUT_FOLDER, Roster};

/// Does what the folder asks for; nothing where it is no desk folder and nobody is there to be asked.
pub(super) fn run(library: Library) -> Result<Option<u8>> {
    let here = Path::new(".");
    let desk = Desk::look(here)?;
    if desk.has_work() {
        return work(library, &desk).map(Some);
    }
    if terminal::is_read() {
        return offer::run(here, &desk).map(Some);
    }
    if desk.is_none() {
        return Ok(None);
    }
    bail!(
        "这个文件夹中没有单位名单（文件名含“{}”的 .xlsx），“{}”中也没有文件，没有可做的事",
        names::ROSTER_WORD,
        names::RETURNS
    )
}

fn work(library: Library, desk: &Desk) -> Result<u8> {
    writeln!(std::io::stdout(), "这个文件夹中有：{}。", desk.said())?;
    if let Some(name) = &desk.roster {
        // Before anything else, and with what to do about it.
        let roster = Roster::read(Path::new(name));
        roster.with_context(|| format!("请先改好名单“{name}”，保存并关闭，再运行一次本程序"))?;
    }
    if desk.has_settings {
        // Told before anything is announced.
        let settings = settings::read(Some(Path::new(names::SETTINGS)), library, &[]);
        settings.with_context(|| format!("请先改好“{}”，保存并关闭，再运行一次本程序", names::SETTINGS))?;
    }
    if desk.returns > 0 {
        return round::run(library, desk);
    }
    if !desk.was_issued {
        return first::run(library, desk);
    }
    let returns = names::RETURNS;
    // What was issued may lie on another machine: then the results of an earlier round tell.
    let (done, folder) =
        if Path::new(names::ISSUED).is_dir() { ("下发", names::ISSUED) } else { ("审核", OUTPUT_FOLDER) };
    writeln!(
        std::io::stdout(),
        "已经{done}过，“{returns}”中还没有单位报回的文件，这一次没有要做的事。\n\n\
         下一步：把单位报回的文件放进“{returns}”，再运行一次本程序。\n\
         要重新下发的，先把“{folder}”文件夹改名，再运行一次本程序。"
    )?;
    std::fs::create_dir_all(returns).with_context(|| format!("无法建立文件夹“{returns}”"))?;
    Ok(CLEAN)
}

/// The command that these words are behind `xlcheck`, so that all else is as it is there by default.
fn command(words: &[&str]) -> Result<Command> {
    let all = std::iter::once("xlcheck").chain(words.iter().copied()).map(OsString::from);
    Ok(Arguments::try_parse_from(with_default_command(all))?.command)
}
