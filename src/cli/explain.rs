//! `xlcheck explain`

use std::io::Write;

use anyhow::{Result, bail};

use super::arguments::Explain;
use super::{CLEAN, settings};
use crate::form::{Explained, Form, Library, PLACE, Rule};
use crate::language::suggest;

pub(super) fn run(library: Library, arguments: &Explain) -> Result<u8> {
    let forms = settings::forms(library, arguments.template.as_deref())?;
    let id = arguments.rule.to_uppercase();
    let mut found: Vec<(&Form, &Rule)> = Vec::new();
    // The newest edition of a form that has the rule explains it.
    for (form, rule) in forms.iter().rev().filter_map(|form| Some((form, form.rule(&id)?))) {
        let is_told = |(known, told): &(&Form, &Rule)| {
            known.id == form.id || without_place(told.explained(known)) == without_place(rule.explained(form))
        };
        if !found.iter().any(is_told) {
            found.insert(0, (form, rule));
        }
    }
    if found.is_empty() {
        let known = forms.iter().flat_map(|form| &form.rules).map(|rule| rule.id.as_str());
        let near = suggest(&id, known).map(|near| format!("，是否想写“{near}”？")).unwrap_or_default();
        bail!("没有编号为“{id}”的规则{near}");
    }
    let mut out = std::io::stdout().lock();
    for (position, (form, rule)) in found.iter().enumerate() {
        let whose = if found.len() > 1 { format!("（{}）", form.id) } else { String::new() };
        let above = if position > 0 { "\n" } else { "" };
        writeln!(out, "{above}{} {}{whose}", rule.id, rule.title)?;
        for (heading, lines) in rule.explained(form) {
            writeln!(out, "\n{heading}")?;
            for line in lines {
                writeln!(out, "  {line}")?;
            }
        }
    }
    Ok(CLEAN)
}

/// What is said of a rule, but for where it looks: forms call the same things by other names.
fn without_place(explained: Vec<Explained>) -> Vec<Explained> {
    explained.into_iter().filter(|(heading, _)| *heading != PLACE).collect()
}
