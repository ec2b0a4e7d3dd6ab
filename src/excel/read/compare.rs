//! Comparing a returned sheet with the plan it was issued from.

use std::borrow::Cow;

use super::align::SheetMap;
use crate::facts::{Damage, Raw, Sheet};
use crate::form::Form;
use crate::layout::{Layout, STAMP_LINE, defined_name};
use crate::plan::{Aside, Filling, SheetPlan, Stamp};
use crate::words::{Place, column_letters};

/// The names of issued values whose change has a rule of its own.
const UNIT_CODE: &str = "预算编码";

/// Notes rows and columns that moved, and those that are gone.
pub(super) fn moved(plan: &SheetPlan, sheet: &Sheet, map: &SheetMap, damages: &mut Vec<Damage>) {
    if map.is_identity() {
        return;
    }
    let lost_rows: Vec<String> = plan
        .cells
        .iter()
        .filter(|planned| planned.filling.slot().is_some() && map.row(planned.cell.row).is_none())
        .map(|planned| (planned.cell.row + 1).to_string())
        .collect();
    let lost_columns: Vec<String> = plan
        .cells
        .iter()
        .filter(|planned| planned.filling.slot().is_some() && map.column(planned.cell.column).is_none())
        .map(|planned| column_letters(planned.cell.column))
        .collect();
    let lost = !lost_rows.is_empty() || !lost_columns.is_empty();
    let detail = if lost {
        let rows = list("原第", "行", lost_rows);
        let columns = list("原", "列", lost_columns);
        format!("{}不见了", [rows, columns].into_iter().flatten().collect::<Vec<_>>().join("、"))
    } else {
        let first = plan.cells.iter().find(|planned| map.find(planned.cell).is_some_and(|cell| cell != planned.cell));
        let Some((planned, found)) = first.and_then(|planned| Some((planned.cell, map.find(planned.cell)?))) else {
            return;
        };
        format!("从{planned}起移到了{found}")
    };
    damages.push(Damage::Structure { sheet: sheet.name.to_string(), detail, lost });
}

fn list(before: &str, after: &str, mut items: Vec<String>) -> Option<String> {
    items.dedup();
    (!items.is_empty()).then(|| format!("{before}{}{after}", items.join("、")))
}

/// Notes locked texts that were changed.
pub(super) fn labels(
    form: &Form,
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
    stamp: Option<&Stamp>,
) -> Vec<Damage> {
    let mut damages = Vec::new();
    for planned in &plan.cells {
        let (Filling::Label(text) | Filling::Issued(_, text)) = &planned.filling else { continue };
        let Some(cell) = map.find(planned.cell) else { continue };
        let issued = match stamp {
            Some(stamp) => stamp.issued.fill(text),
            None if text.contains('{') => continue,
            None => Cow::Borrowed(&**text),
        };
        if text.contains(STAMP_LINE) {
            continue;
        }
        let found = sheet.text(cell);
        if same(found, &issued) {
            continue;
        }
        let place = Place { sheet: sheet.name.clone(), cell };
        let (found, expected) = (found.trim().to_owned(), issued.trim().to_owned());
        let name = name(form, layout, plan, &planned.filling, &expected);
        let is_code =
            planned.filling.slot().is_some_and(|slot| form.tables[slot.table].fields[slot.field].id == UNIT_CODE);
        damages.push(if is_code {
            Damage::OtherUnit { name, place, found, expected }
        } else if let (Some(year), Some(other)) =
            (stamp.map(|stamp| stamp.year.to_string()), other_year(&found, &expected))
        {
            Damage::OtherYear { name, place, found: other, expected: year }
        } else {
            Damage::LabelChanged { name, place, issued: expected, found }
        });
    }
    damages
}

/// What the form calls a locked cell: its field, its check or its words.
fn name(form: &Form, layout: &Layout, plan: &SheetPlan, filling: &Filling, words: &str) -> String {
    match filling {
        Filling::Input(slot, _) | Filling::Issued(slot, _) | Filling::Copy(slot, _) => {
            defined_name(form, layout, *slot)
        }
        Filling::Aside(Aside { rule, record, part }) => {
            format!("{}.{}.{part:?}", form.rules[*rule].id, record + 1)
        }
        Filling::Label(_) => format!("{}.{words}", plan.name),
    }
}

/// Line ends, and blanks around, differ between clients and mean nothing.
fn same(found: &str, issued: &str) -> bool {
    found == issued || found.replace("\r\n", "\n").trim() == issued.replace("\r\n", "\n").trim()
}

/// The year in a text that differs from the issued one in its year alone.
fn other_year(found: &str, issued: &str) -> Option<String> {
    let year = |text: &str| {
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let year = text.get(digits..digits + 4)?;
        year.bytes().all(|b| b.is_ascii_digit()).then(|| year.to_owned())
    };
    let (other, year) = (year(found)?, year(issued)?);
    (found.replacen(&other, &year, 1).trim() == issued).then_some(other)
}

/// Notes locked formulas that were replaced by fixed values.
pub(super) fn formulas(
    form: &Form,
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
) -> Vec<Damage> {
    let mut damages = Vec::new();
    for planned in &plan.cells {
        let repeats = match &planned.filling {
            Filling::Copy(_, from) => Some(*from),
            Filling::Aside(_) => None,
            Filling::Label(_) | Filling::Issued(..) | Filling::Input(..) => continue,
        };
        let Some(cell) = map.find(planned.cell) else { continue };
        let Some(content) = sheet.content(cell) else { continue };
        let fixed = content.formula.is_none() && content.raw != Raw::Blank && !sheet.text(cell).is_empty();
        if fixed {
            let place = Place { sheet: sheet.name.clone(), cell };
            let name = name(form, layout, plan, &planned.filling, "");
            damages.push(Damage::FormulaOverwritten { name, place, found: sheet.text(cell).to_owned(), repeats });
        }
    }
    damages
}
