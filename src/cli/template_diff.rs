//! `xlcheck template diff`

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::arguments::ShowFormat;
use super::{CLEAN, FOUND};
use crate::form::{Became, Change, Form, differences};

/// The differences for programs.
#[derive(Serialize)]
struct Differences<'a> {
    before: EditionName<'a>,
    after: EditionName<'a>,
    changes: &'a [Change],
}

#[derive(Serialize)]
struct EditionName<'a> {
    id: &'a str,
    edition: &'a str,
}

impl<'a> EditionName<'a> {
    fn of(form: &'a Form) -> Self {
        Self { id: &form.id, edition: &form.edition }
    }
}

pub(super) fn diff(before: &Form, after: &Form, format: ShowFormat, out: &mut impl Write) -> Result<u8> {
    let changes = differences(before, after);
    match format {
        ShowFormat::Json => {
            let shown =
                Differences { before: EditionName::of(before), after: EditionName::of(after), changes: &changes };
            writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?;
        }
        ShowFormat::Text => print(before, after, &changes, out)?,
    }
    Ok(if changes.is_empty() { CLEAN } else { FOUND })
}

fn print(before: &Form, after: &Form, changes: &[Change], out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}@{} → {}@{}", before.id, before.edition, after.id, after.edition)?;
    let mut word = "";
    for change in changes {
        if change.word != word {
            word = change.word;
            writeln!(out, "\n{word}")?;
        }
        writeln!(out, "  {}", line(change))?;
        for detail in &change.details {
            let (before, after) = (or_nothing(&detail.before), or_nothing(&detail.after));
            match change.change {
                Became::Added => writeln!(out, "      {}：{after}", detail.word)?,
                Became::Removed | Became::Renamed | Became::Changed | Became::Reordered => {
                    writeln!(out, "      {}：{before} → {after}", detail.word)?;
                }
            }
        }
    }
    match changes.len() {
        0 => writeln!(out, "\n两个版本没有不同。"),
        count => writeln!(out, "\n共有{count}处不同。"),
    }
}

fn line(change: &Change) -> String {
    let name = &change.name;
    match change.change {
        Became::Added => format!("新增 {name}"),
        Became::Removed => format!("删去 {name}"),
        Became::Renamed => format!("改名 {} → {name}", change.was.as_deref().unwrap_or_default()),
        Became::Changed => format!("改动 {name}"),
        Became::Reordered => "次序有变".to_owned(),
    }
}

fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "（无）" } else { text }
}
