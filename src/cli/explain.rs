//! `xlcheck explain`

use std::io::Write;

use anyhow::{Result, anyhow};

use super::arguments::Explain;
use super::{CLEAN, settings};
use crate::form::Library;
use crate::language::suggest;

pub(super) fn run(library: Library, arguments: &Explain) -> Result<u8> {
    // The newest edition that has the rule explains it.
    let forms = settings::forms(library, arguments.template.as_deref())?;
    let id = arguments.rule.to_uppercase();
    let found = forms.iter().rev().find_map(|form| Some((form, form.rule(&id)?)));
    let (form, rule) = found.ok_or_else(|| {
        let known = forms.iter().flat_map(|form| &form.rules).map(|rule| rule.id.as_str());
        let near = suggest(&id, known).map(|near| format!("，是否想写“{near}”？")).unwrap_or_default();
        anyhow!("没有编号为“{id}”的规则{near}")
    })?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} {}", rule.id, rule.title)?;
    for (heading, lines) in rule.explained(form) {
        writeln!(out, "\n{heading}")?;
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(CLEAN)
}
