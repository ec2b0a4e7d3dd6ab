//! What the program says of arguments that it does not understand.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::Arguments;
use super::{CLEAN, FAILED};

/// Says what is wrong with the arguments, which begin with the name of the program; help and version are no complaints.
pub(super) fn usage(error: &clap::Error, words: &[OsString]) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::from(CLEAN)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let help = Arguments::command().render_help();
            let _ = write!(std::io::stderr(), "{help}");
            ExitCode::from(FAILED)
        }
        _ => {
            let misuse = Misuse { error, command: command(words), words };
            let hint = format!("用法见 {} --help", misuse.command.join(" "));
            let _ = writeln!(std::io::stderr(), "错误：{}\n\n{hint}", misuse.sentence());
            ExitCode::from(FAILED)
        }
    }
}

/// The command that these words begin with: `xlcheck template check`.
fn command(words: &[OsString]) -> Vec<String> {
    let mut command = Arguments::command();
    let mut names = vec![command.get_name().to_owned()];
    for word in words.iter().skip(1) {
        let Some(found) = command.find_subcommand(word).cloned() else { break };
        names.push(found.get_name().to_owned());
        command = found;
    }
    names
}

/// Arguments that are not understood, of this command.
struct Misuse<'a> {
    error: &'a clap::Error,
    command: Vec<String>,
    words: &'a [OsString],
}

impl Misuse<'_> {
    fn sentence(&self) -> String {
        let argument = self.said(ContextKind::InvalidArg);
        let value = self.said(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::UnknownArgument => self.unknown(&argument),
            ErrorKind::InvalidSubcommand => {
                let name = self.said(ContextKind::InvalidSubcommand);
                let suggestion = self.suggestion(ContextKind::SuggestedSubcommand);
                // Files can be named in the place of a command, but not of one of its own.
                let no_file = if self.command.len() > 1 { "" } else { "，也没有这个名称的文件或文件夹" };
                format!("没有“{name}”这个命令{no_file}{suggestion}")
            }
            ErrorKind::MissingRequiredArgument => format!("缺少 {}", self.missing()),
            ErrorKind::ArgumentConflict => {
                let other = self.said(ContextKind::PriorArg);
                if argument == other {
                    return format!("{} 只能写一次", option(&argument));
                }
                format!("{argument} 不能与 {other} 同用")
            }
            ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少内容"),
            ErrorKind::InvalidValue => {
                format!("{argument} 不能写“{value}”，可用的有：{}", self.said(ContextKind::ValidValue))
            }
            ErrorKind::ValueValidation => {
                let cause = std::error::Error::source(self.error).map(ToString::to_string).unwrap_or_default();
                format!("{argument}：{cause}")
            }
            ErrorKind::TooManyValues => format!("{argument} 的内容过多"),
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
                format!("{argument} 的写法不对")
            }
            _ => self.error.to_string().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// What the error says of this.
    fn said(&self, kind: ContextKind) -> String {
        self.all(kind).join("、")
    }

    fn all(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => vec![text.clone()],
            Some(ContextValue::Strings(texts)) => texts.clone(),
            Some(ContextValue::StyledStr(text)) => vec![text.to_string()],
            _ => Vec::new(),
        }
    }

    /// What was meant, where something is much like it; the last is the one that is most like it.
    fn suggestion(&self, kind: ContextKind) -> String {
        self.all(kind).last().map(|meant| format!("，是否想写“{meant}”？")).unwrap_or_default()
    }

    /// What is said of an option that there is not, or of a word that no option stands before.
    fn unknown(&self, argument: &str) -> String {
        if argument.starts_with('-') {
            let begins_alike = |meant: &String| meant.chars().nth(2) == argument.chars().nth(2);
            let is_meant = self.all(ContextKind::SuggestedArg).last().is_some_and(begins_alike);
            // Of long words, some that have little in common count as alike: `--verison` and `--previous`.
            let suggestion = if is_meant { self.suggestion(ContextKind::SuggestedArg) } else { String::new() };
            return format!("没有“{argument}”这个选项{suggestion}");
        }
        let what_to_do = match self.command.last().map(String::as_str) {
            Some("issue") => "前面要写选项，例如 --roster",
            Some("fill") => "前面要写选项，例如 --from",
            _ => "多写的请删去",
        };
        format!("不知道“{argument}”是做什么用的，{what_to_do}")
    }

    /// What is missing. Where `fill` is not told what to fill in, there are two ways to say it.
    fn missing(&self) -> String {
        let is_filling = self.command.last().is_some_and(|command| command == "fill");
        let is_one = self.words.iter().any(|word| word.to_string_lossy().starts_with("--unit"));
        let said = |argument: &String| match option(argument) {
            "--roster" if is_filling && !is_one => "--into（或 --roster 和 --unit）".to_owned(),
            _ => argument.replace("...", ""),
        };
        self.all(ContextKind::InvalidArg).iter().map(said).collect::<Vec<_>>().join("、")
    }
}

/// The name of an option without that of its value.
fn option(argument: &str) -> &str {
    argument.split_once(' ').map_or(argument, |(option, _)| option)
}
