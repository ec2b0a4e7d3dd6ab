//! Calculated cells that came back without their formula, or with a result that is not the one it gives.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{Located, formula, typed};
use crate::checks::computed_formulas;
use crate::excel::write::copy_formula;
use crate::facts::{Book, Content, Damage, Instead, Raw, Reading, Sheet, Slot, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, PlannedCell};
use crate::words::{Area, Cell, Place, Value, canonical};

/// A difference of a stored result that is no rounding (rules.md, FIL-09): 0.005, in thousandths.
const NEAR: i64 = 5;

/// What happened to the calculated cells of a workbook. The submission holds the values as they are calculated here.
pub(super) fn damages(
    book: &Book,
    form: &Form,
    layout: &Layout,
    sheets: &[Option<Located>],
    submission: &Submission,
) -> Vec<Damage> {
    let mut damages = Vec::new();
    let mut issued: Option<HashMap<Slot, String>> = None;
    for (plan, located) in layout.sheets.iter().zip(sheets) {
        let Some(located) = located else { continue };
        let sheet = &book.sheets[located.position];
        let mut contents = sheet.walk();
        for planned in &plan.cells {
            let (slot, repeated) = match planned.filling {
                Filling::Formula(slot) => (slot, None),
                Filling::Copy(slot, from) => (slot, located.map.find(layout.cell(from).1)),
                Filling::Input(slot, _) => {
                    let content = located.map.find(planned.cell).and_then(|cell| contents.content(cell));
                    damages.extend(typed_formula(layout, slot, (book, sheet, content)));
                    continue;
                }
                _ => continue,
            };
            let Some(cell) = located.map.find(planned.cell) else { continue };
            let reading = &submission.entry(slot).reading;
            let content = contents.content(cell);
            let shown = content.map_or("", Content::text);
            let name = || layout.name(slot).to_owned();
            let place = || Place { sheet: sheet.name.clone(), cell };
            let overwritten = |found| Damage::FormulaOverwritten {
                name: name(),
                place: place(),
                found,
                repeats: Some(slot),
                cells: 1,
            };
            match content.and_then(|content| content.formula.as_deref()) {
                // What stands in place of a formula that repeats a field is compared with the plan.
                Some(formula) if is_copy(planned, formula, repeated) => {
                    if is_old(shown, reading) {
                        damages.push(Damage::OldResult { name: name(), place: place(), found: shown.to_owned(), slot });
                    }
                }
                None | Some(_) if matches!(planned.filling, Filling::Copy(..)) => {}
                None if !shown.is_empty() => damages.push(overwritten(Instead::Value(shown.to_owned()))),
                None if reading.value.is_some() => damages.push(overwritten(Instead::Nothing)),
                Some(formula) if is_old(shown, reading) => {
                    let issued = issued.get_or_insert_with(|| computed_formulas(form, layout));
                    let moved = |of: &str, area: Area| moved(book, layout, sheets, of, area);
                    let is_issued = formula.is_empty()
                        || issued.get(&slot).is_some_and(|issued| {
                            formula::is_same((issued, &plan.name), (formula, &sheet.name), &moved)
                        });
                    damages.push(if is_issued {
                        Damage::OldResult { name: name(), place: place(), found: shown.to_owned(), slot }
                    } else {
                        overwritten(Instead::Formula(formula.to_owned()))
                    });
                }
                None | Some(_) => {}
            }
        }
    }
    if sheets.iter().any(Option::is_none) {
        // What a result is made of may be on the sheet that is gone.
        damages.retain(|damage| !matches!(damage, Damage::OldResult { .. }));
    }
    damages
}

/// A formula that was typed where a figure belongs, with a stored result that is not the one it gives.
fn typed_formula(
    layout: &Layout,
    slot: Slot,
    (book, sheet, content): (&Book, &Sheet, Option<&Content>),
) -> Option<Damage> {
    let content = content?;
    let formula = content.formula.as_deref()?;
    let Raw::Number(stored) = &content.raw else { return None };
    let worth = typed::worth(book, (sheet, content.cell), formula)?;
    let is_old = canonical(stored).is_none_or(|stored| (stored - worth).abs() > Decimal::new(NEAR, 3));
    is_old.then(|| Damage::OldResult {
        name: layout.name(slot).to_owned(),
        place: Place { sheet: sheet.name.clone(), cell: content.cell },
        found: content.text().to_owned(),
        slot,
    })
}

/// Where an issued area is now.
pub(super) fn moved(
    book: &Book,
    layout: &Layout,
    sheets: &[Option<Located>],
    of: &str,
    area: Area,
) -> Option<(String, Area)> {
    let Some(number) = layout.sheets.iter().position(|plan| *plan.name == *of) else {
        return book.sheet(of).map(|found| (found.name.to_string(), area));
    };
    let located = sheets.get(number)?.as_ref()?;
    let (first, last) = (located.map.find(area.first)?, located.map.find(area.last)?);
    Some((book.sheets[located.position].name.to_string(), Area::new(first, last)))
}

/// Whether a formula repeats a field, as it was issued or as programs write it.
fn is_copy(planned: &PlannedCell, formula: &str, repeated: Option<Cell>) -> bool {
    let stands = |from: Cell| [copy_formula(from), from.to_string()].contains(&bare(formula));
    matches!(planned.filling, Filling::Copy(..)) && repeated.is_some_and(stands)
}

/// A formula without what programs write in their own way.
fn bare(formula: &str) -> String {
    formula.replace(['$', ' ', '\''], "")
}

/// Whether a stored result is another than the one that is calculated here.
///
/// An empty one is none: programs that calculate nothing leave the one of the blank form, and a formula that meets a
/// figure typed as words gives it.
fn is_old(shown: &str, reading: &Reading) -> bool {
    // What was typed as words is repeated as words, however it is read.
    if shown.is_empty() || shown.trim() == reading.found.trim() {
        return false;
    }
    match &reading.value {
        // LibreOffice writes 0 for an empty text into .xls.
        None => reading.is_blank() && canonical(shown).is_none_or(|shown| !shown.is_zero()),
        Some(Value::Number(number)) => match canonical(shown) {
            Some(shown) => (shown - number).abs() > Decimal::new(NEAR, 3),
            None => true,
        },
        Some(Value::Text(text)) => text.trim() != shown.trim(),
        Some(Value::Date(_)) => false,
    }
}
