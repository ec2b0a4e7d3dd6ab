//! The command line: arguments, printing, exit status. Nothing is decided here that a library user would need.

mod arguments;
mod carried;
mod check;
mod complaint;
mod default_command;
mod desk;
mod explain;
mod export;
mod fill;
mod issue;
mod misuse;
mod output;
mod printer;
mod progress;
mod reference;
mod reviews;
mod roster;
mod settings;
mod template;
mod template_diff;
mod terminal;
mod version;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use self::arguments::{Arguments, Command};
use crate::checks;
use crate::form::Library;

/// Nothing at or above `--fail-on` was found.
const CLEAN: u8 = 0;
/// Something at or above `--fail-on` was found.
const FOUND: u8 = 1;
/// The command could not do its work.
const FAILED: u8 = 2;

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let code = work();
    terminal::keep_open();
    code
}

fn work() -> ExitCode {
    let library = Library::embedded(&checks::SPECS);
    if std::env::args_os().len() <= 1 {
        match desk::run(library) {
            Ok(Some(code)) => return ExitCode::from(code),
            // There is no desk, and nobody to ask whether there should be one: whoever runs a command bare gets its help.
            Ok(None) => {}
            Err(error) => return complaint::failure(&error),
        }
    }
    let words = default_command::with_default_command(std::env::args_os());
    let arguments = match Arguments::try_parse_from(&words) {
        Ok(arguments) => arguments,
        Err(error) => return misuse::usage(&error, &words),
    };
    match carry_out(library, arguments.command) {
        Ok(code) => ExitCode::from(code),
        Err(error) => complaint::failure(&error),
    }
}

fn carry_out(library: Library, command: Command) -> Result<u8> {
    match command {
        Command::Issue(arguments) => issue::run(library, &arguments),
        Command::Check(arguments) => check::run(library, &arguments),
        Command::Fill(arguments) => fill::run(library, &arguments),
        Command::Export(arguments) => export::run(library, &arguments),
        Command::Template(arguments) => template::run(library, &arguments),
        Command::Explain(arguments) => explain::run(library, &arguments),
    }
}
