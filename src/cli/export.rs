//! `xlcheck export`

use std::io::Write;

use anyhow::Result;
use serde::Serialize;

use super::arguments::{Export, ExportFormat};
use super::output::refuse_input;
use super::{CLEAN, FAILED, settings};
use crate::form::{Library, Settings};
use crate::outcome::{Judge, UnitValues, VALUES_SCHEMA, gather, write_whole};

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
        refuse_input(output, inputs.iter().map(|found| found.path.as_path()))?;
    }
    if inputs.is_empty() {
        writeln!(std::io::stderr(), "没有找到可以导出的文件")?;
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
        Some(path) => write_whole(path, text.as_bytes())?,
        None => std::io::stdout().write_all(text.as_bytes())?,
    }
    Ok(if nothing { FAILED } else { CLEAN })
}

/// One value a line. The mark in front makes Excel and WPS read it as UTF-8.
fn csv(files: &[UnitValues]) -> String {
    let mut text = "\u{feff}文件,预算编码,单位名称,表,行,字段,值,原样,单元格\r\n".to_owned();
    for file in files {
        let (code, name) = file.unit.as_ref().map_or(("", ""), |unit| (&unit.code, &unit.name));
        for (table, rows) in &file.values {
            for (row, fields) in rows {
                for (field, value) in fields {
                    let part = |part: &Option<String>| part.clone().unwrap_or_default();
                    let line = [
                        file.path.clone(),
                        code.to_owned(),
                        name.to_owned(),
                        table.clone(),
                        row.clone(),
                        field.clone(),
                        part(&value.value),
                        part(&value.text),
                        part(&value.cell),
                    ];
                    text.push_str(&line.map(|cell| quoted(&cell)).join(","));
                    text.push_str("\r\n");
                }
            }
        }
    }
    text
}

/// How a cell begins that a spreadsheet would take for a formula; Chinese versions take full-width signs too.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell of a CSV file; words that a spreadsheet would take for a formula are kept words.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let cell = if cell.starts_with(FORMULA_STARTS) && !is_number { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_no_formulas_in_a_table_of_values() {
        for (cell, written) in [
            ("-15.75", "-15.75"),
            ("=1+1", "'=1+1"),
            ("-cmd", "'-cmd"),
            ("＝1+1", "'＝1+1"),
            ("\n=1", "\"'\n=1\""),
            ("甲,乙", "\"甲,乙\""),
            ("说“\"”", "\"说“\"\"”\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
