//! Writing an issued workbook: the plan drawn with formats, locks, validations, names, live checks and the stamp.

mod formats;
mod formulas;
mod letter;
mod live;
mod note;
mod page;
mod saved;
mod stamp;
mod tables;
mod validation;

use std::collections::HashMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Formula, ProtectionOptions, Url, Workbook, Worksheet, XlsxError};

use self::formats::Formats;
use crate::checks::{Cached, Run, blank_submission, cached_results, live_words};
use crate::excel::package::{Package, PackageError};
use crate::facts::Submission;
use crate::fields::{Shown, serial};
use crate::form::Form;
use crate::layout::{AFTERWARDS, Layout, guide};
use crate::plan::{Filling, Issued, Look, Part, PlannedCell, SheetPlan, Stamp, UNUSED};
use crate::words::{Cell, plain};

use formulas::WrittenFormulas;
pub use formulas::{IssuedFormulas, SheetFormulas, with_formulas};
pub use letter::{LETTER_HEIGHT, LetterRow, LetterStyle, letter};
pub use note::note;
pub use saved::saved;
pub use stamp::STAMP_SHEET;
pub use tables::{Chart, Column, Datum, Entry, FrontPage, Letters, List, PageStyle, Piece, Tables};

/// The day that every written workbook bears as the day of its making: the same input gives the same bytes.
const MADE: (u16, u8, u8) = (2000, 1, 1);
/// The locked workbook structure (ECMA-376 18.2.29), which `rust_xlsxwriter` cannot write.
const STRUCTURE_LOCK: &str = "<workbookProtection lockStructure=\"1\"/>";

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The writer refused, mostly because a template is beyond a limit of Excel.
    #[error("无法生成工作簿")]
    Writer(#[from] XlsxError),
    /// The finished package could not be edited.
    #[error("无法加锁工作簿结构")]
    Package(#[from] PackageError),
    /// The disk does not take what waits to be written.
    #[error("无法写入工作簿的临时文件")]
    Disk(#[from] std::io::Error),
}

/// Writes the workbook that is issued to one unit. The same input gives the same bytes.
///
/// `password` locks the sheets (ASCII; Excel's 16-bit hash); without one the locks can be taken off by anybody, and
/// changes are found on return.
pub fn write(form: &Form, layout: &Layout, stamp: &Stamp, password: Option<&str>) -> Result<Vec<u8>, WriteError> {
    write_with((form, layout), &IssuedFormulas::new(form, layout, &Run::issued(stamp)), stamp, password)
}

/// As [`write()`], with formulas that were compiled for another unit of the same shape and the same [`Run::issued`]:
/// compiling them takes longer than writing.
pub fn write_with(
    (form, layout): (&Form, &Layout),
    formulas: &IssuedFormulas,
    stamp: &Stamp,
    password: Option<&str>,
) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let issued = live_words(form, stamp);
    let run = Run::issued(stamp);
    let blank = blank_submission(form, layout, &issued);
    let mut drawing = Drawing {
        layout,
        issued: &issued,
        results: results(form, layout, &blank, &issued, &run),
        formats: Formats::default(),
    };
    let worksheet = workbook.add_worksheet();
    drawing.sheet(None, (&guide(form, &issued), &[]), worksheet)?;
    protect(worksheet, password, false);
    for (number, plan) in layout.sheets.iter().enumerate() {
        let worksheet = workbook.add_worksheet();
        drawing.sheet(Some(number), (plan, formulas.written(Some(number))), worksheet)?;
        live::colour((form, layout, &run), number, plan, worksheet)?;
        validation::add(form, plan, worksheet)?;
        protect(worksheet, password, false);
    }
    let worksheet = workbook.add_worksheet();
    drawing.sheet(None, (&layout.self_check, formulas.written(None)), worksheet)?;
    live::colour_verdicts(&layout.self_check, worksheet)?;
    protect(worksheet, password, true);
    stamp::sheet(stamp, workbook.add_worksheet(), password)?;
    for slot in layout.slots() {
        let (sheet, cell) = layout.cell(slot);
        let planned = layout.sheets[sheet].at(cell);
        let is_named = |filling: &Filling| filling.is_input() || matches!(filling, Filling::Formula(_));
        if planned.is_some_and(|planned| is_named(&planned.filling)) {
            let at = format!("={}!{}", quoted(&layout.sheets[sheet].name), cell.absolute());
            workbook.define_name(layout.name(slot), &at)?;
        }
    }
    workbook.set_properties(&properties(form, stamp, &issued.fill(&form.title))?);
    lock_structure(saved(&mut workbook)?)
}

/// Properties with the day of making that every workbook of ours bears.
fn made() -> Result<DocProperties, XlsxError> {
    let (year, month, day) = MADE;
    Ok(DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(year, month, day)?))
}

fn properties(form: &Form, stamp: &Stamp, title: &str) -> Result<DocProperties, XlsxError> {
    let mut properties = made()?.set_title(title).set_subject(&form.short);
    for (name, value) in stamp.short_pairs() {
        properties = properties.set_custom_property(stamp::property(&name), value.as_str());
    }
    Ok(properties)
}

/// The result that a formula has while the form is blank, as text.
type Results = HashMap<(Option<usize>, Cell), String>;

fn results(form: &Form, layout: &Layout, blank: &Submission, issued: &Issued, run: &Run) -> Results {
    let results = cached_results((form, layout), blank, issued, run).into_iter();
    let text = |result| match result {
        Cached::Number(number) => plain(number),
        Cached::Text(text) => text,
        Cached::Day(day) => serial(day, false).unwrap_or_default().to_string(),
    };
    results.map(|(sheet, cell, result)| ((sheet, cell), text(result))).collect()
}

/// What sheets are drawn with.
struct Drawing<'a> {
    layout: &'a Layout,
    issued: &'a Issued,
    results: Results,
    formats: Formats,
}

impl Drawing<'_> {
    /// Draws a sheet of the form by its position, or the guide, or 自查.
    fn sheet(
        &mut self,
        number: Option<usize>,
        (plan, formulas): (&SheetPlan, &WrittenFormulas),
        worksheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        worksheet.set_name(&*plan.name)?;
        page::set_up(plan, self.issued, worksheet)?;
        let formulas = formulas.iter().map(Option::as_ref).chain(std::iter::repeat(None));
        plan.cells
            .iter()
            .zip(formulas)
            .try_for_each(|(planned, formula)| self.draw(number, planned, formula, worksheet))
    }

    fn draw(
        &mut self,
        sheet: Option<usize>,
        planned: &PlannedCell,
        formula: Option<&Formula>,
        worksheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        let Cell { row, column } = planned.cell;
        let format = self.formats.get(planned.look, planned.filling.is_input());
        if let Some(area) = planned.merged {
            worksheet.merge_range(area.first.row, area.first.column, area.last.row, area.last.column, "", format)?;
        }
        match &planned.filling {
            Filling::Label(text) | Filling::Input(_, text) | Filling::Issued(_, text) => {
                let text = self.issued.fill(text);
                if let Some(number) = figure(planned, &text) {
                    worksheet.write_number_with_format(row, column, number, format)?;
                } else if text.is_empty() {
                    worksheet.write_blank(row, column, format)?;
                } else {
                    worksheet.write_string_with_format(row, column, &*text, format)?;
                }
                return Ok(());
            }
            Filling::Link(slot) => {
                // A name follows its cell where a sheet is renamed or rows are inserted; an address does not.
                let to = format!("internal:{}", self.layout.name(*slot));
                let text = self.layout.place(*slot).to_string();
                worksheet.write_url_with_format(row, column, Url::new(to).set_text(text), format)?;
                return Ok(());
            }
            Filling::Unused(_) => {
                worksheet.write_string_with_format(row, column, UNUSED, format)?;
                return Ok(());
            }
            Filling::Formula(_) | Filling::Copy(..) | Filling::Live(..) | Filling::Summary(_) => {}
        }
        match (formula, &planned.filling) {
            (Some(formula), _) => {
                worksheet.write_formula_with_format(row, column, formula, format)?;
                let result = self.results.get(&(sheet, planned.cell)).map_or("", String::as_str);
                // `Formula::set_result("")` would write a zero.
                worksheet.set_formula_result(row, column, result);
            }
            (None, Filling::Live(_, Part::Verdict)) => {
                worksheet.write_string_with_format(row, column, AFTERWARDS, format)?;
            }
            (None, _) => {
                worksheet.write_blank(row, column, format)?;
            }
        }
        Ok(())
    }
}

/// The number that a cell for numbers is issued with.
fn figure(planned: &PlannedCell, text: &str) -> Option<f64> {
    match planned.look {
        Look::Input(shown) | Look::Fixed(shown) if is_of_numbers(shown) => text.parse().ok(),
        _ => None,
    }
}

fn is_of_numbers(shown: Shown) -> bool {
    match shown {
        Shown::Amount | Shown::Score | Shown::Count | Shown::Measure => true,
        Shown::Words | Shown::Day | Shown::Digits => false,
    }
}

/// The formula that repeats a cell and leaves a blank blank.
#[must_use]
pub fn copy_formula(from: Cell) -> String {
    format!("IF({from}=\"\",\"\",{from})")
}

/// Protects a sheet: only input cells can be changed, and rows made higher.
fn protect(worksheet: &mut Worksheet, password: Option<&str>, filter: bool) {
    if let Some(password) = password {
        worksheet.protect_with_password(password);
    }
    let options = ProtectionOptions { format_rows: true, use_autofilter: filter, ..ProtectionOptions::default() };
    worksheet.protect_with_options(&options);
}

fn lock_structure(bytes: Vec<u8>) -> Result<Vec<u8>, WriteError> {
    let mut package = Package::open(bytes)?;
    let part = package.workbook()?.part;
    let text = package.required(&part)?;
    let needle = b"<bookViews>";
    let at = text.windows(needle.len()).position(|window| window == needle).unwrap_or(text.len());
    let locked = [&text[..at], STRUCTURE_LOCK.as_bytes(), &text[at..]].concat();
    package.replace(&part, locked);
    Ok(package.write()?)
}

/// A sheet name as formulas write it.
#[must_use]
pub fn quoted(sheet: &str) -> String {
    format!("'{}'", sheet.replace('\'', "''"))
}
