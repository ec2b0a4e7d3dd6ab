//! Comparing a returned sheet with the plan it was issued from.

use std::collections::BTreeSet;

use super::align::{Anchor, SheetMap};
use super::identity::words;
use crate::excel::write::copy_formula;
use crate::facts::{Damage, Instead, Sheet};
use crate::form::Form;
use crate::layout::{Layout, defined_name};
use crate::plan::{Filling, LiveCheck, Part, PlannedCell, SheetPlan, Stamp, UNUSED};
use crate::sections::Origin;
use crate::words::{Cell, Place, column_letters};

/// The names of issued values whose change has a rule of its own.
const UNIT_CODE: &str = "预算编码";

/// What happened to the rows and columns of a sheet: those that moved, those that are gone, those that were put in,
/// and names that point elsewhere than their fields are.
pub(super) fn moved(
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
    anchors: &[Anchor],
    unread: &BTreeSet<u32>,
) -> Option<Damage> {
    let elsewhere = |(planned, found): &&Anchor| map.find(*planned).is_some_and(|cell| cell != *found);
    let dissenting: BTreeSet<Cell> = anchors.iter().filter(elsewhere).map(|(_, found)| *found).collect();
    if map.is_identity() && dissenting.is_empty() && unread.is_empty() {
        return None;
    }
    let is_field = |planned: &&PlannedCell| planned.filling.slot().is_some();
    // A spare row that was not needed takes nothing with it.
    let is_spare = |planned: &&PlannedCell| {
        planned.filling.slot().is_some_and(|slot| layout.rows[slot.table][slot.row].origin == Origin::Spare)
    };
    let fields = || plan.cells.iter().filter(is_field);
    let is_gone = |planned: &&PlannedCell| map.row(planned.cell.row).is_none();
    let lost_rows: BTreeSet<u32> = fields().filter(is_gone).map(|planned| planned.cell.row).collect();
    let lost_columns: BTreeSet<u16> =
        fields().map(|planned| planned.cell.column).filter(|column| map.column(*column).is_none()).collect();
    let gone = plan.cells.iter().filter(is_gone).map(|planned| planned.cell.row);
    let gone_rows: BTreeSet<u32> = gone.filter(|row| !lost_rows.contains(row)).collect();
    let lost =
        fields().filter(is_gone).any(|planned| !is_spare(&planned)) || !lost_columns.is_empty() || !unread.is_empty();
    let numbers = |rows: &BTreeSet<u32>| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>();
    let letters = |columns: &BTreeSet<u16>| columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>();
    let mut parts: Vec<String> = [
        list("原第", &numbers(&lost_rows), "行不见了"),
        list("原", &letters(&lost_columns), "列不见了"),
        list("原第", &numbers(&gone_rows), "行的标签不见了"),
        list("第", &numbers(unread), "行有表中没有的内容"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        let row = (0..plan.rows).find_map(|row| Some((row, map.row(row).filter(|found| *found != row)?)));
        let column = (0..plan.end_column).find_map(|at| Some((at, map.column(at).filter(|found| *found != at)?)));
        parts.extend(row.map(|(from, to)| format!("原第{}行移到了第{}行", from + 1, to + 1)));
        parts.extend(column.map(|(from, to)| format!("原{}列移到了{}列", column_letters(from), column_letters(to))));
    }
    if let Some(first) = dissenting.first() {
        let cells = if dissenting.len() > 1 { format!("{first}等{}格", dissenting.len()) } else { first.to_string() };
        parts.push(format!("{cells}是从别处剪切粘贴来的"));
    }
    let detail = parts.join("，");
    (!detail.is_empty()).then(|| Damage::Structure { sheet: sheet.name.to_string(), detail, lost })
}

/// The rows of the form with content in a printed column where nothing was planned.
pub(super) fn unread_rows(plan: &SheetPlan, sheet: &Sheet, map: &SheetMap) -> BTreeSet<u32> {
    let planned: BTreeSet<Cell> = plan.cells.iter().filter_map(|planned| map.find(planned.cell)).collect();
    let (Some(first), Some(last)) = (planned.first(), planned.last()) else { return BTreeSet::new() };
    // What is not found may have moved anywhere below the last row that is.
    let end = if (0..plan.rows).all(|row| map.row(row).is_some()) { last.row } else { u32::MAX };
    let printed: BTreeSet<u16> = (0..).take(plan.columns.len()).filter_map(|column: u16| map.column(column)).collect();
    let cells = sheet.cells.iter().map(|content| content.cell);
    let inside = cells.filter(|cell| (first.row..=end).contains(&cell.row) && printed.contains(&cell.column));
    let unread = inside.filter(|cell| !planned.contains(cell) && !sheet.text(*cell).trim().is_empty());
    unread.map(|cell| cell.row).collect()
}

fn list(before: &str, items: &[String], after: &str) -> Option<String> {
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
        let text = match &planned.filling {
            Filling::Label(text) | Filling::Issued(_, text) => text,
            Filling::Unused(_) => UNUSED,
            Filling::Input(..)
            | Filling::Copy(..)
            | Filling::Formula(_)
            | Filling::Live(..)
            | Filling::Summary(_)
            | Filling::Link(_) => continue,
        };
        let Some(cell) = map.find(planned.cell) else { continue };
        let Some(issued) = words(text, stamp) else { continue };
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
        Filling::Input(slot, _)
        | Filling::Issued(slot, _)
        | Filling::Copy(slot, _)
        | Filling::Formula(slot)
        | Filling::Unused(slot) => defined_name(form, layout, *slot),
        Filling::Live(LiveCheck::Condition { rule, record, .. }, part) => {
            format!("{}.{}.{part:?}", form.rules[*rule].id, record + 1)
        }
        Filling::Live(LiveCheck::Cells { rule, .. }, part) => format!("{}.{part:?}", form.rules[*rule].id),
        Filling::Label(_) | Filling::Summary(_) | Filling::Link(_) => format!("{}.{words}", plan.name),
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

/// Notes locked formulas that were replaced by fixed values, by other formulas or by nothing.
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
            Filling::Live(_, Part::Expected | Part::Difference) => None,
            // Verdicts and sums of them are made anew here; what stands in the file says nothing.
            Filling::Live(_, Part::Found | Part::Verdict | Part::Mark)
            | Filling::Summary(_)
            | Filling::Link(_)
            | Filling::Label(_)
            | Filling::Issued(..)
            | Filling::Formula(_)
            | Filling::Unused(_)
            | Filling::Input(..) => continue,
        };
        let Some(cell) = map.find(planned.cell) else { continue };
        let repeated = repeats.and_then(|from| map.find(layout.cell(from).1));
        if let Some(found) = instead(sheet, cell, repeated) {
            let place = Place { sheet: sheet.name.clone(), cell };
            let name = name(form, layout, plan, &planned.filling, "");
            damages.push(Damage::FormulaOverwritten { name, place, found, repeats });
        }
    }
    damages
}

/// What stands where a formula was issued; nothing where the formula still stands there.
fn instead(sheet: &Sheet, cell: Cell, repeated: Option<Cell>) -> Option<Instead> {
    let content = sheet.content(cell);
    let text = sheet.text(cell);
    let formula = content.and_then(|content| content.formula.as_deref());
    match (formula, repeated) {
        (None, _) if !text.is_empty() => Some(Instead::Value(text.to_owned())),
        (None, Some(from)) => (!sheet.text(from).is_empty()).then_some(Instead::Nothing),
        (Some(formula), Some(from)) => {
            let bare = |formula: &str| formula.replace(['$', ' '], "");
            // A formula that cannot be read is an empty text and is not doubted.
            let stands = formula.is_empty() || [copy_formula(from), from.to_string()].contains(&bare(formula));
            (!stands).then(|| Instead::Formula(formula.to_owned()))
        }
        (None | Some(_), None) => None,
    }
}
