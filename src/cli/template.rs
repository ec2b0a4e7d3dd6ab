//! `xlcheck template`

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::arguments::{ShowFormat, Template, TemplateCommand};
use super::template_diff::diff;
use super::{CLEAN, FOUND, settings};
use crate::form::{Form, Library, handbook};
use crate::layout::Layout;
use crate::outcome::write_whole;
use crate::plan::Shape;
use crate::template::rendered;

pub(super) fn run(library: Library, arguments: &Template) -> Result<u8> {
    let mut out = std::io::stdout().lock();
    match &arguments.command {
        TemplateCommand::List => {
            for edition in library.editions() {
                let form = library.edition(&edition)?;
                writeln!(out, "{edition}　{}张表，{}条规则", form.tables.len(), form.rules.len())?;
            }
        }
        TemplateCommand::Show { template, handbook: true, .. } => {
            write!(out, "{}", handbook(&[&library.open(template)?]))?;
        }
        TemplateCommand::Show { template, cells, format, handbook: false } => {
            let form = library.open(template)?;
            let shown = Shown::of(&form, *cells);
            match format {
                ShowFormat::Json => writeln!(out, "{}", serde_json::to_string_pretty(&shown)?)?,
                ShowFormat::Text => shown.print(&mut out)?,
            }
        }
        TemplateCommand::Diff { before, after, format } => {
            return diff(&library.open(before)?, &library.open(after)?, *format, &mut out);
        }
        TemplateCommand::New { folder, from, edition } => {
            new(library, folder, from.as_deref(), edition.as_deref(), &mut out)?;
        }
        TemplateCommand::Check { template, with } => {
            let file = Path::new(template);
            return match with {
                _ if file.is_file() => check_settings(library, file, with.as_deref(), &mut out),
                Some(_) => bail!("--with 只用于检查审核设置文件"),
                None => check(library, template, &mut out),
            };
        }
    }
    Ok(CLEAN)
}

/// Writes the files of a new template; nothing that is there is written over.
fn new(library: Library, folder: &Path, from: Option<&str>, edition: Option<&str>, out: &mut impl Write) -> Result<()> {
    let shown = folder.display();
    if edition.is_some_and(|edition| edition.is_empty() || edition.contains(['"', '\\', '@', '/', '\n'])) {
        bail!("版本请写年度或简短的名称，例如 2025");
    }
    if folder.exists() && std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_some()) {
        bail!("“{shown}”已经有内容，请另写一个文件夹");
    }
    let files = library.start(from, edition)?;
    std::fs::create_dir_all(folder).with_context(|| format!("无法建立文件夹“{shown}”"))?;
    for (name, text) in &files {
        write_whole(&folder.join(name), text.as_bytes())?;
    }
    let form = library.folder(folder)?;
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    writeln!(out, "已写好模板“{}@{}”：{}。", form.id, form.edition, names.join("、"))?;
    writeln!(out, "改好以后用 xlcheck template check {shown} 检查，用 xlcheck issue --template {shown} 下发。")?;
    Ok(())
}

/// Says what is wrong with a template, or what of it can hardly be meant.
fn check(library: Library, template: &str, out: &mut impl Write) -> Result<u8> {
    let (form, doubts) = library.examine(template)?;
    let (name, tables, rules) = (format!("{}@{}", form.id, form.edition), form.tables.len(), form.rules.len());
    if doubts.is_empty() {
        writeln!(out, "模板“{name}”没有问题：{tables}张表，{rules}条规则。")?;
        return Ok(CLEAN);
    }
    writeln!(out, "{}\n", rendered(&doubts))?;
    writeln!(out, "模板“{name}”可以使用，但有{}处需要核对：{tables}张表，{rules}条规则。", doubts.len())?;
    Ok(FOUND)
}

/// Says what is wrong with a settings file, or what of it has no effect any more.
fn check_settings(library: Library, file: &Path, with: Option<&str>, out: &mut impl Write) -> Result<u8> {
    let own = with.map(|name| library.open(name)).transpose()?;
    let settings = settings::read(Some(file), library, &own.iter().collect::<Vec<_>>())?;
    let expired = settings.expired(settings::today());
    if expired.is_empty() {
        writeln!(out, "设置“{}”没有问题。", file.display())?;
        return Ok(CLEAN);
    }
    writeln!(out, "{}\n\n设置“{}”可以使用，但有{}处需要核对。", rendered(&expired), file.display(), expired.len())?;
    Ok(FOUND)
}

/// What is shown of a form.
#[derive(Serialize)]
struct Shown {
    id: String,
    edition: String,
    tables: Vec<ShownTable>,
    rules: Vec<ShownRule>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cells: Vec<ShownCell>,
}

#[derive(Serialize)]
struct ShownTable {
    id: String,
    name: String,
    sheet: String,
    fields: Vec<String>,
}

#[derive(Serialize)]
struct ShownRule {
    id: String,
    title: String,
    severity: &'static str,
}

#[derive(Serialize)]
struct ShownCell {
    name: String,
    sheet: String,
    cell: String,
    #[serde(rename = "type")]
    kind: &'static str,
    locked: bool,
}

impl Shown {
    fn of(form: &Form, with_cells: bool) -> Self {
        let tables = form.tables.iter().map(|table| ShownTable {
            id: table.id.clone(),
            name: table.name.clone(),
            sheet: form.sheets[table.sheet].name.clone(),
            fields: table.fields.iter().map(|field| field.id.clone()).collect(),
        });
        let rules = form.rules.iter().map(|rule| ShownRule {
            id: rule.id.clone(),
            title: rule.title.clone(),
            severity: rule.severity.id(),
        });
        let layout = Layout::new(form, Shape::default());
        let cells = layout.slots().filter(|_| with_cells).map(|slot| {
            let (sheet, cell) = layout.cell(slot);
            let input = layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input());
            ShownCell {
                name: layout.name(slot).to_owned(),
                sheet: layout.sheets[sheet].name.to_string(),
                cell: cell.to_string(),
                kind: form.tables[slot.table].fields[slot.field].kind.name(),
                locked: !input,
            }
        });
        Self {
            id: form.id.clone(),
            edition: form.edition.clone(),
            tables: tables.collect(),
            rules: rules.collect(),
            cells: cells.collect(),
        }
    }

    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        writeln!(out, "{}@{}", self.id, self.edition)?;
        for table in &self.tables {
            writeln!(out, "\n{}（{}）：{}", table.id, table.sheet, table.fields.join("、"))?;
        }
        if self.cells.is_empty() {
            writeln!(out)?;
            for rule in &self.rules {
                writeln!(out, "{}　{}　{}", rule.id, rule.severity, rule.title)?;
            }
        } else {
            writeln!(out)?;
            for cell in &self.cells {
                let lock = if cell.locked { "锁定" } else { "填写" };
                writeln!(out, "{}!{}　{}　{}　{lock}", cell.sheet, cell.cell, cell.name, cell.kind)?;
            }
        }
        Ok(())
    }
}
