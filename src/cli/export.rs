//! `xlcheck export`

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::arguments::{Export, ExportFormat};
use super::output::{Output, refuse_folder, refuse_input, refuse_workbook};
use super::{CLEAN, FAILED, settings};
use crate::form::{Library, Settings};
use crate::outcome::{Judge, UnitValues, VALUES_SCHEMA, gather, write_whole};
use crate::report::{UTF8, csv_line};

#[derive(Serialize)]
struct Exported {
    schema: &'static str,
    files: Vec<UnitValues>,
}

pub(super) fn run(library: Library, arguments: &Export) -> Result<u8> {
    let forms = settings::forms(library, arguments.template.as_deref())?;
    let judge = Judge::new(forms, Settings::default(), None, settings::today());
    let mut files = Vec::new();
    let mut left_out = 0;
    let inputs = gather(&arguments.paths)?;
    if let Some(output) = &arguments.output {
        refuse_folder(output, "数据.json")?;
        refuse_input(output, inputs.iter().map(|found| found.path.as_path()))?;
        match arguments.format {
            ExportFormat::Json => refuse_workbook(output, "JSON", "json")?,
            ExportFormat::Csv => refuse_workbook(output, "CSV", "csv")?,
        }
    }
    if inputs.is_empty() {
        writeln!(std::io::stderr(), "没有找到可以导出的文件，请核对是不是这个文件夹")?;
    }
    for found in inputs {
        let bytes = match found.read() {
            Ok(bytes) => bytes,
            Err(cause) => {
                left_out += 1;
                writeln!(std::io::stderr(), "无法读取“{}”（{cause}），没有导出", found.shown)?;
                continue;
            }
        };
        let judged = judge.judge(&found.shown, bytes);
        if let (Some(form), Some(read)) = (&judged.form, &judged.read) {
            if (&form.id, &form.edition) != (&read.stamp.template, &read.stamp.edition) {
                left_out += 1;
                let edition = format!("{}@{}", read.stamp.template, read.stamp.edition);
                writeln!(
                    std::io::stderr(),
                    "“{}”是“{edition}”的表，请用 --template 写明它的模板，没有导出",
                    found.shown
                )?;
                continue;
            }
            files.push(UnitValues::of(form, read, &found.shown));
        } else {
            left_out += 1;
            writeln!(std::io::stderr(), "“{}”不是自评表，没有导出", found.shown)?;
        }
    }
    let nothing = files.is_empty() && left_out > 0;
    let text = match arguments.format {
        ExportFormat::Json => serde_json::to_string_pretty(&Exported { schema: VALUES_SCHEMA, files })? + "\n",
        ExportFormat::Csv => csv(&files),
    };
    match &arguments.output {
        Some(path) => {
            write_whole(path, text.as_bytes())?;
            writeln!(Output::standard(), "已写成“{}”。", path.display())?;
        }
        None => std::io::stdout().write_all(text.as_bytes())?,
    }
    Ok(if nothing { FAILED } else { CLEAN })
}

/// One value a line.
fn csv(files: &[UnitValues]) -> String {
    let heads = ["文件", "预算编码", "单位名称", "表", "行", "字段", "值", "原样", "单元格"];
    let mut text = format!("{UTF8}{}", csv_line(&heads));
    for file in files {
        let (code, name) = file.unit.as_ref().map_or(("", ""), |unit| (unit.code.as_str(), unit.name.as_str()));
        for (table, rows) in &file.values {
            for (row, fields) in rows {
                for (field, value) in fields {
                    let [value, typed, cell] =
                        [&value.value, &value.text, &value.cell].map(|part| part.as_deref().unwrap_or_default());
                    text.push_str(&csv_line(&[&file.path, code, name, table, row, field, value, typed, cell]));
                }
            }
        }
    }
    text
}
