//! Comparing a returned sheet with the plan it was issued from.

use super::Return;
use super::align::SheetMap;
use super::identity::words;
use crate::excel::write::copy_formula;
use crate::facts::{Book, Damage, Instead, Sheet};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, Issued, LiveCheck, SheetPlan, Stamp, UNUSED};
use crate::words::{Cell, Place};

/// What programs write in place of an address that is gone, which is said of its row or column.
const LOST: &str = "#REF!";
/// The names of issued values whose change has a rule of its own.
const UNIT_CODE: &str = "预算编码";
/// The name of the year in planned texts.
const YEAR: &str = "年度";

/// Notes locked texts that were changed.
pub(super) fn labels(
    form: &Form,
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
    stamp: Option<&Stamp>,
) -> Vec<Damage> {
    let mut damages = Vec::new();
    let mut texts = sheet.walk();
    for planned in &plan.cells {
        let text = match &planned.filling {
            Filling::Label(text) | Filling::Issued(_, text) if map.labels_stand() && !text.is_empty() => continue,
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
        let found = texts.text(cell);
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
            Damage::OtherYear { name, place: Some(place), found: other, expected: year }
        } else {
            Damage::LabelChanged { name, place, issued: expected, found }
        });
    }
    damages
}

/// Where the year stands that a workbook was issued for.
#[must_use]
pub fn year_place(book: &Book, layout: &Layout, found: &Return) -> Option<Place> {
    let says_year = |text: &str| Issued::names(text).any(|name| name == YEAR);
    let mut all = layout.sheets.iter().enumerate().flat_map(|(number, plan)| {
        let saying = plan.cells.iter().filter(|planned| planned.filling.words().is_some_and(says_year));
        saying.map(move |planned| (number, planned.cell))
    });
    all.find_map(|(number, cell)| found.place(book, number, cell))
}

/// What the form calls a locked cell: its field, its check or its words.
fn name(form: &Form, layout: &Layout, plan: &SheetPlan, filling: &Filling, words: &str) -> String {
    match filling {
        Filling::Input(slot, _)
        | Filling::Issued(slot, _)
        | Filling::Copy(slot, _)
        | Filling::Formula(slot)
        | Filling::Unused(slot) => layout.name(*slot).to_owned(),
        Filling::Live(LiveCheck::Condition { rule, record, .. }, part) => {
            format!("{}.{}.{part:?}", form.rules[*rule].id, record + 1)
        }
        Filling::Live(LiveCheck::Cells { rule, .. }, part) => format!("{}.{part:?}", form.rules[*rule].id),
        Filling::Label(_) | Filling::Summary(_) | Filling::Link(_) => format!("{}.{words}", plan.name),
    }
}

/// Line ends, and blanks around, differ between clients and mean nothing.
pub(super) fn same(found: &str, issued: &str) -> bool {
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

/// Notes locked formulas that repeat a field and were replaced by fixed values, by other formulas or by nothing.
pub(super) fn formulas(
    form: &Form,
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
) -> Vec<Damage> {
    let mut damages = Vec::new();
    for planned in &plan.cells {
        let Filling::Copy(_, from) = &planned.filling else { continue };
        let Some(cell) = map.find(planned.cell) else { continue };
        let repeated = map.find(layout.cell(*from).1);
        if let Some(found) = instead(sheet, cell, repeated) {
            let place = Place { sheet: sheet.name.clone(), cell };
            let name = name(form, layout, plan, &planned.filling, "");
            damages.push(Damage::FormulaOverwritten { name, place, found, repeats: Some(*from), cells: 1 });
        }
    }
    damages
}

/// What stands where a formula was issued; nothing where the formula still stands there.
pub(super) fn instead(sheet: &Sheet, cell: Cell, repeated: Option<Cell>) -> Option<Instead> {
    let content = sheet.content(cell);
    let text = sheet.text(cell);
    let formula = content.and_then(|content| content.formula.as_deref());
    match (formula, repeated) {
        (None, _) if !text.is_empty() => Some(Instead::Value(text.to_owned())),
        (None, Some(from)) => (!sheet.text(from).is_empty()).then_some(Instead::Nothing),
        (Some(formula), Some(from)) => {
            let bare = |formula: &str| formula.replace(['$', ' '], "");
            // A formula that cannot be read is an empty text and is not doubted.
            let stands = formula.is_empty()
                || formula.contains(LOST)
                || [copy_formula(from), from.to_string()].contains(&bare(formula));
            (!stands).then(|| Instead::Formula(formula.to_owned()))
        }
        (None | Some(_), None) => None,
    }
}
