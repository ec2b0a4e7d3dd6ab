//! What `check` prints: files as they are judged, and the end of the run.

use std::io::Write;
use std::path::Path;

use anyhow::Result;
use jiff::civil::Date;

use super::arguments::Format;
use super::output::Output;
use super::terminal;
use crate::outcome::Judged;
use crate::report::text::{self, Page};
use crate::report::{Closing, json};

/// Where outputs were written to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'a> {
    /// The folder of marked copies, where there are any.
    pub(super) reviews: Option<&'a Path>,
    /// 审核汇总, where there is one.
    pub(super) summary: Option<&'a Path>,
}

/// Prints files as they are judged; in JSON there is nothing else on the standard output.
pub(super) enum Printer {
    Text(Page, Output),
    Json(json::Document<Output>),
    Lines(Output),
}

impl Printer {
    pub(super) fn new(format: Format, date: Date) -> Result<Self> {
        Ok(match format {
            Format::Text => {
                let colour = terminal::takes_escapes(&std::io::stdout()) && std::env::var_os("NO_COLOR").is_none();
                Self::Text(Page { width: terminal::width(), colour }, Output::standard())
            }
            Format::Json => Self::Json(json::Document::begin(Output::standard(), date)?),
            Format::Jsonl => Self::Lines(Output::standard()),
        })
    }

    pub(super) fn file(&mut self, judged: &Judged) -> Result<()> {
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

    pub(super) fn finish(self, closing: &Closing<'_>, written: Written<'_>) -> Result<()> {
        match self {
            Self::Text(page, mut out) => {
                out.write_all(text::closing(closing, page).as_bytes())?;
                if let Some(folder) = written.reviews {
                    writeln!(out, "审核意见写在“{}”。", folder.display())?;
                }
                if let Some(summary) = written.summary {
                    writeln!(out, "审核汇总写在“{}”。", summary.display())?;
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
