//! `xlcheck explain`

use std::io::Write;

use anyhow::{Result, anyhow};

use super::CLEAN;
use super::arguments::Explain;
use crate::form::Library;
use crate::language::suggest;

pub(super) fn run(library: Library, arguments: &Explain) -> Result<u8> {
    let form = library.open(&arguments.template)?;
    let id = arguments.rule.to_uppercase();
    let rule = form.rule(&id).ok_or_else(|| {
        let near = suggest(&id, form.rules.iter().map(|rule| rule.id.as_str()));
        let near = near.map(|near| format!("，是否想写“{near}”？")).unwrap_or_default();
        anyhow!("没有编号为“{id}”的规则{near}")
    })?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} {}", rule.id, rule.title)?;
    for (heading, lines) in rule.explained(&form) {
        writeln!(out, "\n{heading}")?;
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(CLEAN)
}
