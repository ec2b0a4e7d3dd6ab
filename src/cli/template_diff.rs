//! `xlcheck template diff`

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::arguments::ShowFormat;
use super::{CLEAN, FOUND};
use crate::form::{Change, Form, difference_lines, differences};

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
    writeln!(out, "{}@{} → {}@{}\n", before.id, before.edition, after.id, after.edition)?;
    for line in difference_lines(changes) {
        writeln!(out, "{line}")?;
    }
    match changes.len() {
        0 => writeln!(out, "两个版本没有不同。"),
        count => writeln!(out, "\n共有{count}处不同。"),
    }
}
