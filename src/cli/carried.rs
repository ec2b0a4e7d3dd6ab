//! `fill --from`: the earlier return whose values are carried, and what is said of those that are not.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use super::arguments::Fill;
use super::settings;
use crate::form::{Form, Library, Settings};
use crate::outcome::{Judge, Left, OldReturn, ReadFile, UnitName};
use crate::words::excerpt;

/// The return that `--from` names, read as whatever edition it is.
pub(super) fn old_return(library: Library, path: &Path, arguments: &Fill) -> Result<OldReturn> {
    let mut forms = settings::forms(library, None)?;
    // A bureau's own editions are known by their folders only; it may be the one that is filled in now.
    let named = arguments.from_template.iter().chain(Some(&arguments.template).filter(|name| Path::new(name).is_dir()));
    for (at, name) in named.enumerate() {
        forms.insert(at, library.open(name)?);
    }
    let judge = Judge::new(forms, Settings::default(), None, settings::today());
    let bytes = std::fs::read(path).with_context(|| format!("无法读取旧表“{}”", path.display()))?;
    judge.old_return(bytes).map_err(|cause| anyhow!("旧表“{}”{cause}", path.display()))
}

/// Refuses a return of another form or, by code and name, of another unit.
pub(super) fn refuse_other(old: &OldReturn, path: &Path, form: &Form, blank: &ReadFile) -> Result<()> {
    let path = path.display();
    if old.form().id != form.id {
        bail!("旧表“{path}”是“{}”，新表是“{}”，不是同一种表，不能结转", old.form().id, form.id);
    }
    let [of_old, of_new] = [old.unit(), UnitName::of(&blank.stamp)];
    let differs = |old: &str, new: &str| !old.is_empty() && !new.is_empty() && old != new;
    if differs(&of_old.code, &of_new.code) && differs(&of_old.name, &of_new.name) {
        bail!("旧表“{path}”是{}的，新表是{}的，请核对", shown(&of_old), shown(&of_new));
    }
    Ok(())
}

fn shown(unit: &UnitName) -> String {
    format!("“{}”（{}）", unit.name, unit.code)
}

/// What became of an earlier return in a new workbook.
pub(super) struct Outcome<'a> {
    pub(super) old: &'a OldReturn,
    /// The year of the new workbook.
    pub(super) year: i16,
    /// Whether nothing of it had a place.
    pub(super) is_nothing: bool,
    /// How many of its values stand in the new workbook, beside those of data.
    pub(super) beside: usize,
    /// How many values come from data, where there are any.
    pub(super) of_data: Option<usize>,
    /// What was not carried.
    pub(super) left: Vec<Left>,
}

impl Outcome<'_> {
    /// Says what was carried, of which year it is, and what was not, with the reason.
    pub(super) fn say(&self, out: &mut impl Write) -> io::Result<()> {
        let Self { old, year, is_nothing, beside, of_data, left } = self;
        let (form, of) = (old.form(), old.year());
        let of_year = if of > 0 { format!("{of}年度") } else { "年度不明".to_owned() };
        let carried = match (is_nothing, left.is_empty()) {
            (true, true) => "没有带入任何内容：旧表没有填写，或新表已经填好".to_owned(),
            (true, false) => "没有带入任何内容".to_owned(),
            (false, _) => format!("从旧表带入{beside}项"),
        };
        let filled = of_data.map(|count| format!("；从数据填入{count}项")).unwrap_or_default();
        writeln!(out, "{carried}{filled}。旧表：{}，{of_year}，{}@{}。", old.unit().name, form.id, form.edition)?;
        if of > 0 && of != *year && *beside > 0 {
            writeln!(out, "带入的是{of}年度的数和文字，新表是{year}年度的，请逐项核对，改成{year}年度的。")?;
        }
        if left.is_empty() {
            return if *is_nothing { Ok(()) } else { writeln!(out, "旧表填写的内容没有遗漏。") };
        }
        writeln!(out, "\n没有带入{}项：", left.len())?;
        for Left { place, name, value, why } in left {
            // What was typed is of one line here, whatever it is there.
            let value = excerpt(&value.split_whitespace().collect::<Vec<_>>().join(" "));
            writeln!(out, "  {place}  {name}：“{value}”\n    {why}")?;
        }
        Ok(())
    }
}
