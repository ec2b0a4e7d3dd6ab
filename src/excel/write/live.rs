//! The colours of live checks: cells that a verdict marks, verdicts in 自查, cells that are wrong by themselves.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, Format, Worksheet, XlsxError,
};

use crate::checks::{Run, wrong_cells};
use crate::facts::Severity;
use crate::form::Form;
use crate::language::{FAILS, HOLDS, TAIL, UNFILLED, UNKNOWN};
use crate::layout::Layout;
use crate::plan::{Filling, LiveCheck, Part, SheetPlan};
use crate::words::{Area, Cell, areas, column_letters};

/// Letters and background of what must be corrected.
pub(super) const WRONG: (Color, Color) = (Color::RGB(0x009C_0006), Color::RGB(0x00FF_C7CE));
/// Of what has to be confirmed, or cannot be judged.
pub(super) const DOUBTFUL: (Color, Color) = (Color::RGB(0x0080_5000), Color::RGB(0x00FF_EB9C));
/// Of what is said for information: hints and rounding tails.
pub(super) const NOTED: (Color, Color) = (Color::RGB(0x001F_4E78), Color::RGB(0x00DD_EBF7));
/// Of what is in order.
const RIGHT: (Color, Color) = (Color::RGB(0x0037_5623), Color::RGB(0x00E2_EFDA));
/// Of what is still to be filled in.
const OPEN: (Color, Color) = (Color::RGB(0x0059_5959), Color::RGB(0x00ED_EDED));

fn format((letters, background): (Color, Color)) -> Format {
    Format::new().set_font_color(letters).set_background_color(background)
}

/// The format of a broken rule: bold and slanted letters tell what matters where nothing is printed in colour.
fn broken(severity: Severity) -> Format {
    match severity {
        Severity::Error => format(WRONG).set_bold(),
        Severity::Query => format(DOUBTFUL).set_italic(),
        Severity::Hint => format(NOTED),
    }
}

/// Cells of one column of verdicts.
#[derive(Default)]
struct Marked {
    /// Cells in the row of their verdict.
    beside: Vec<Cell>,
    /// The first of these verdicts.
    first: Option<Cell>,
    /// Cells in other rows, each with its verdict.
    elsewhere: Vec<(Cell, Cell)>,
}

/// Colours the cells of a sheet of the form.
pub(super) fn colour(
    (form, layout, run): (&Form, &Layout, &Run),
    sheet: usize,
    plan: &SheetPlan,
    worksheet: &mut Worksheet,
) -> Result<(), XlsxError> {
    let wrong = wrong_cells(form, layout, sheet);
    for severity in Severity::ALL {
        let of_severity = wrong.iter().filter(|(rule, _, _)| run.severity(&form.rules[*rule]) == severity);
        for (_, cells, formula) in of_severity {
            add(worksheet, cells, formula, &broken(severity))?;
        }
        for (column, marked) in marked((form, layout, run), plan, severity) {
            for (word, format) in [(FAILS, broken(severity)), (TAIL, format(NOTED))] {
                if let Some(first) = marked.first {
                    let says = format!("${}{}=\"{word}\"", column_letters(column), first.row + 1);
                    add(worksheet, &marked.beside, &says, &format)?;
                }
                for (cell, verdict) in &marked.elsewhere {
                    add(worksheet, &[*cell], &format!("{}=\"{word}\"", verdict.absolute()), &format)?;
                }
            }
        }
    }
    Ok(())
}

/// The cells that verdicts of rules of a severity mark, by the column of the verdicts.
fn marked((form, layout, run): (&Form, &Layout, &Run), plan: &SheetPlan, severity: Severity) -> BTreeMap<u16, Marked> {
    let of_severity = |check: LiveCheck| run.severity(&form.rules[check.rule()]) == severity;
    let mut verdicts: BTreeMap<LiveCheck, Cell> = BTreeMap::new();
    for planned in &plan.cells {
        if let Filling::Live(check, Part::Mark) = planned.filling {
            verdicts.insert(check, planned.cell);
        }
    }
    let marks = layout.lines.iter().map(|line| (line.check, layout.cell(line.mark).1));
    let beside = plan.cells.iter().filter_map(|planned| match planned.filling {
        Filling::Live(check, Part::Difference) => Some((check, planned.cell)),
        _ => None,
    });
    let mut columns: BTreeMap<u16, Marked> = BTreeMap::new();
    for (check, cell) in marks.chain(beside).filter(|(check, _)| of_severity(*check)) {
        let Some(verdict) = verdicts.get(&check).copied() else { continue };
        let marked = columns.entry(verdict.column).or_default();
        if verdict.row == cell.row {
            marked.first = marked.first.into_iter().chain([verdict]).min();
            marked.beside.push(cell);
        } else {
            marked.elsewhere.push((cell, verdict));
        }
    }
    for marked in columns.values_mut() {
        marked.beside.sort_unstable();
    }
    columns
}

/// Colours the verdicts of 自查.
pub(super) fn colour_verdicts(plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let verdicts: Vec<Cell> = plan
        .cells
        .iter()
        .filter(|planned| matches!(planned.filling, Filling::Live(_, Part::Verdict)))
        .map(|planned| planned.cell)
        .collect();
    let (Some(first), Some(last)) = (verdicts.first(), verdicts.last()) else { return Ok(()) };
    let words = [(FAILS, WRONG), (UNKNOWN, DOUBTFUL), (TAIL, NOTED), (UNFILLED, OPEN), (HOLDS, RIGHT)];
    for (word, colours) in words {
        let mut format = format(colours);
        if word == FAILS {
            format = format.set_bold();
        }
        let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(word)).set_format(&format);
        worksheet.add_conditional_format(first.row, first.column, last.row, last.column, &rule)?;
    }
    Ok(())
}

/// One rule for cells; the formula is written for the first of them.
fn add(worksheet: &mut Worksheet, cells: &[Cell], formula: &str, format: &Format) -> Result<(), XlsxError> {
    let areas = areas(cells);
    let Some(first) = areas.first() else { return Ok(()) };
    let text = areas.iter().map(Area::to_string).collect::<Vec<_>>().join(" ");
    let rule = ConditionalFormatFormula::new()
        .set_rule(format!("={formula}").as_str())
        .set_format(format)
        .set_multi_range(text);
    worksheet.add_conditional_format(first.first.row, first.first.column, first.last.row, first.last.column, &rule)?;
    Ok(())
}
