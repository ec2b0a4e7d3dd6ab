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

/// Says what was carried, of which year it is, and what was not, with the reason.
pub(super) fn say(old: &OldReturn, (count, left): (usize, &[Left]), year: i16, out: &mut impl Write) -> io::Result<()> {
    let (form, of) = (old.form(), old.year());
    let of_year = if of > 0 { format!("{of}年度") } else { "年度不明".to_owned() };
    writeln!(out, "从旧表带入{count}项。旧表：{}，{of_year}，{}@{}。", old.unit().name, form.id, form.edition)?;
    if of > 0 && of != year {
        writeln!(out, "带入的是{of}年度的数和文字，新表是{year}年度的，请逐项核对，改成{year}年度的。")?;
    }
    if left.is_empty() {
        return writeln!(out, "旧表填写的内容没有遗漏。");
    }
    writeln!(out, "\n没有带入{}项：", left.len())?;
    for Left { place, name, value, why } in left {
        // What was typed is of one line here, whatever it is there.
        let value = excerpt(&value.split_whitespace().collect::<Vec<_>>().join(" "));
        writeln!(out, "  {place}  {name}：“{value}”\n    {why}")?;
    }
    Ok(())
}
