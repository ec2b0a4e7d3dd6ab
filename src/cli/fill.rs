//! `xlcheck fill`

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use super::arguments::Fill;
use super::output::{Output, refuse_folder, refuse_input, refuse_other_format};
use super::{CLEAN, carried, settings};
use crate::form::{Form, Library};
use crate::outcome::{Issuing, Judge, ReadFile, Roster, UnitValues, fill, issue_one, write_whole};

pub(super) fn run(library: Library, arguments: &Fill) -> Result<u8> {
    if arguments.data.is_none() && arguments.from.is_none() {
        bail!("请写明 --data 或 --from，或两者都写");
    }
    let Fill { data, from, into, roster, settings, .. } = arguments;
    let inputs = [data, from, into, roster, settings].into_iter().filter_map(Option::as_deref);
    refuse_input(&arguments.output, inputs)?;
    refuse_folder(&arguments.output, "新表.xlsx")?;
    refuse_other_format(&arguments.output)?;
    let data = arguments.data.as_deref().map(|path| values(path, arguments)).transpose()?;
    let old = match arguments.from.as_deref() {
        Some(path) => Some((path, carried::old_return(library, path, arguments)?)),
        None => None,
    };
    let bytes = match &arguments.into {
        Some(path) => std::fs::read(path).with_context(|| format!("无法读取“{}”", path.display()))?,
        None => issued(library, arguments)?,
    };
    let mut forms = match &arguments.into {
        Some(_) => settings::forms(library, None)?,
        None => Vec::new(),
    };
    // A blank workbook says itself which edition it is; a bureau's own is known by its folder only.
    if arguments.into.is_none() || Path::new(&arguments.template).is_dir() {
        forms.insert(0, library.open(&arguments.template)?);
    }
    let judge = Judge::new(forms, crate::form::Settings::default(), None, settings::today());
    let judged = judge.judge("", bytes);
    let (Some(form), Some(blank)) = (judged.form, judged.read) else {
        bail!(
            "“{}”不是下发的工作簿，无法填写，请在 --into 后面写下发的空白表",
            arguments.into.as_deref().unwrap_or(&arguments.output).display()
        );
    };
    let data = data.unwrap_or_default();
    refuse_other_return(&form, &blank, &data)?;
    let carried = match &old {
        Some((path, old)) => {
            carried::refuse_other(old, path, &form, &blank)?;
            Some((old, old.carry(&form, &blank)))
        }
        None => None,
    };
    let of_data = arguments.data.is_some().then(|| data.count());
    let beside = carried.as_ref().map_or(0, |(_, carried)| carried.beside(&data));
    let values = match &carried {
        Some((_, carried)) => carried.under(data),
        None => data,
    };
    let filled = fill(&form, &blank, &values)?;
    refuse_other_file(&arguments.output, &filled)?;
    write_whole(&arguments.output, &filled)?;
    let mut out = Output::standard();
    writeln!(out, "已写成“{}”。", arguments.output.display())?;
    if let Some((old, carried)) = carried {
        let (is_nothing, year) = (carried.count == 0, blank.stamp.year);
        // What the new workbook calculates is known once it is filled in.
        let filled = judge.judge("", filled).read.unwrap_or(blank);
        let left = old.left(carried, &form, &filled);
        carried::Outcome { old, year, is_nothing, beside, of_data, left }.say(&mut out)?;
    }
    Ok(CLEAN)
}

/// Refuses data that say they are of another unit, year or form than the workbook.
fn refuse_other_return(form: &Form, blank: &ReadFile, values: &UnitValues) -> Result<()> {
    let code = blank.stamp.issued.get("预算编码");
    if let Some(unit) = values.unit.as_ref().filter(|unit| unit.code != code) {
        bail!("数据是编码为“{}”的单位的，工作簿是编码为“{code}”的单位的，请核对", unit.code);
    }
    if let Some(year) = values.year.filter(|year| *year != blank.stamp.year) {
        bail!("数据是{year}年度的，工作簿是{}年度的，请核对", blank.stamp.year);
    }
    if let Some(of) = values.template.as_ref().filter(|of| of.id != form.id || of.edition != form.edition) {
        bail!("数据是“{}@{}”的，工作簿是“{}@{}”的，请核对", of.id, of.edition, form.id, form.edition);
    }
    Ok(())
}

/// A file that is there and says something else may have been filled in meanwhile, or be another unit's.
fn refuse_other_file(output: &Path, filled: &[u8]) -> Result<()> {
    if output.is_file() && std::fs::read(output).is_ok_and(|there| there != filled) {
        bail!("“{}”已经存在且内容不同（可能已有人填写），没有写入，请在 -o 后面换一个文件名", output.display());
    }
    Ok(())
}

fn issued(library: Library, arguments: &Fill) -> Result<Vec<u8>> {
    let form = library.open(&arguments.template)?;
    let (Some(roster), Some(code)) = (&arguments.roster, &arguments.unit) else {
        bail!("请写明 --into，或同时写明 --roster 和 --unit");
    };
    let roster = Roster::read(roster)?;
    let unit = roster.unit(code)?;
    let settings = settings::read(arguments.settings.as_deref(), library, &[&form])?;
    let issuing = Issuing {
        form: &form,
        year: settings::year(arguments.year, &form)?,
        deadline: arguments.deadline.or(settings.deadline),
        password: settings.password.as_deref(),
        settings: &settings,
    };
    Ok(issue_one(&issuing, unit)?)
}

/// Where data of the right shape come from.
const EXPORTED: &str =
    "填报数据是用 xlcheck export 从填好的表中导出的，例如：xlcheck export 填好的表.xlsx -o 数据.json";

/// The data of an export.
#[derive(Deserialize)]
struct Exported {
    files: Vec<UnitValues>,
}

/// One unit's values, by themselves or as the only one of an export.
fn values(path: &Path, arguments: &Fill) -> Result<UnitValues> {
    let shown = path.display();
    let bytes = std::fs::read(path).with_context(|| format!("无法读取数据“{shown}”"))?;
    let text = String::from_utf8(bytes).map_err(|_| anyhow!("“{shown}”不是填报数据。{EXPORTED}"))?;
    let wrong = |error: serde_json::Error| {
        let (line, column) = (error.line(), error.column());
        anyhow!("“{shown}”第{line}行第{column}列不符合填报数据的格式，请核对。{EXPORTED}")
    };
    let document: serde_json::Value = serde_json::from_str(&text).map_err(wrong)?;
    if document.get("files").is_none() {
        return serde_json::from_str(&text).map_err(wrong);
    }
    let Exported { mut files } = serde_json::from_str(&text).map_err(wrong)?;
    if let Some(code) = &arguments.unit {
        files.retain(|values| values.unit.as_ref().is_none_or(|unit| unit.code == *code));
    }
    let count = files.len();
    let only = files.pop().filter(|_| count == 1);
    only.ok_or_else(|| match count {
        0 => anyhow!("“{shown}”中没有这个单位的数据，请核对"),
        _ => anyhow!("“{shown}”中有{count}个单位的数据，一次只能填写一个，请用 --roster 和 --unit 写明是哪一个"),
    })
}
