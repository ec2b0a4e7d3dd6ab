//! What the program says where it cannot do its work.

use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{CLEAN, FAILED};
use crate::words::said;

/// Says what is wrong with the arguments; help and version are no complaints.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            ExitCode::from(CLEAN)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            use clap::CommandFactory;
            let help = super::arguments::Arguments::command().render_help();
            let _ = write!(std::io::stderr(), "{help}");
            ExitCode::from(FAILED)
        }
        kind => {
            let _ = writeln!(std::io::stderr(), "错误：{}\n\n用法见 xlcheck --help", sentence(kind, error));
            ExitCode::from(FAILED)
        }
    }
}

fn sentence(kind: ErrorKind, error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    match kind {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令，也没有这个名称的文件或文件夹", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument.replace("...", "")),
        ErrorKind::ArgumentConflict => format!("{argument} 不能与 {} 同用", context(ContextKind::PriorArg)),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 缺少内容"),
        ErrorKind::InvalidValue => {
            format!("{argument} 不能写“{value}”，可用的有：{}", context(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("{argument}：{cause}")
        }
        ErrorKind::TooManyValues => format!("{argument} 的内容过多"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            format!("{argument} 的写法不对")
        }
        _ => error.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// Says why the work could not be done, and in a line of its own what that comes of. Who stops reading our output has what they wanted.
pub(super) fn failure(error: &anyhow::Error) -> ExitCode {
    let broken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    if error.chain().any(|cause| cause.downcast_ref().is_some_and(broken)) {
        return ExitCode::from(CLEAN);
    }
    let mut causes = error.chain().map(|cause| cause.downcast_ref().map_or_else(|| cause.to_string(), said));
    let mut text = format!("错误：{}\n", causes.next().unwrap_or_default());
    let causes: Vec<String> = causes.collect();
    if !causes.is_empty() {
        let _ = writeln!(text, "  原因：{}", causes.join("："));
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(FAILED)
}
