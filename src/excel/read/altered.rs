//! The locked cells of a return that do not hold what was issued, and can be put back.

use std::collections::HashSet;
use std::sync::Arc;

use super::compare::{self, same};
use super::issued::Compared;
use super::results::moved;
use super::{Located, Return, formula};
use crate::excel::write::{IssuedFormulas, SheetFormulas, with_formulas};
use crate::facts::{Book, Damage, Sheet, Weight};
use crate::form::Form;
use crate::layout::{Layout, guide};
use crate::plan::{Filling, Issued, PlannedCell, SheetPlan};
use crate::words::{Area, Cell};

/// A locked cell that does not hold what was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Altered {
    /// The position of its sheet among those of the book.
    pub position: usize,
    /// Where it is in the file.
    pub cell: Cell,
    /// The sheet it was planned on: its position in the form, nothing for 自查 and the guide.
    pub sheet: Option<usize>,
    /// The name of that sheet.
    pub planned_on: Arc<str>,
    /// Where it was planned.
    pub planned: Cell,
    /// Its formula without `=`, for where its cells are now; nothing where it was issued with words.
    pub formula: Option<String>,
}

/// Every locked cell that does not hold what was issued and can be put back, as far as it is known what that was:
/// `exact` says that formulas of checks, 自查 and the guide are those of the issue.
///
/// What says whose file it is and of which year is left to the unit where any of it was changed, and so are labels that
/// stand in each other's place: their columns may have been exchanged. A sheet that was rearranged is left as a whole:
/// what stands where on it only the unit can say.
#[must_use]
pub fn altered(
    (book, found): (&Book, &Return),
    (form, layout): (&Form, &Layout),
    (words, formulas): (&Issued, &IssuedFormulas),
    issued: &Book,
    exact: bool,
) -> Vec<Altered> {
    let compared = Compared::new((book, found), (form, layout), (words, formulas), exact);
    let mut altered = Vec::new();
    for (number, located) in found.sheets.iter().enumerate() {
        let Some(located) = located.as_ref().filter(|located| is_in_order(book, found, located)) else { continue };
        altered.extend(of_form(&compared, number, located));
    }
    let in_order = |located: &Option<Located>| located.as_ref().is_some_and(|one| is_in_order(book, found, one));
    if exact && found.sheets.iter().all(in_order) {
        let guide = guide(form, words);
        for aid in [(&guide, &[][..]), (&layout.self_check, formulas.of_self_check())] {
            altered.extend(of_aid(&compared, aid, issued).unwrap_or_default());
        }
    }
    altered
}

/// Whether it is known where everything on a sheet is.
pub(in crate::excel) fn is_in_order(book: &Book, found: &Return, located: &Located) -> bool {
    let name = &*book.sheets[located.position].name;
    !found
        .damages
        .iter()
        .any(|damage| matches!(damage, Damage::Structure { sheet, weight: Weight::Lost, .. } if **sheet == *name))
}

fn of_form(compared: &Compared<'_>, number: usize, located: &Located) -> Vec<Altered> {
    let plan = &compared.layout.sheets[number];
    let sheet = &compared.book.sheets[located.position];
    let damages = &compared.found.damages;
    let of_other = damages.iter().any(|damage| matches!(damage, Damage::OtherUnit { .. } | Damage::OtherYear { .. }));
    let labels = labels(damages, sheet);
    let altered = |(planned, formula): (&PlannedCell, Option<&str>)| {
        let cell = located.map.find(planned.cell).filter(|cell| is_seen(sheet, *cell))?;
        let formula = match &planned.filling {
            Filling::Label(text) | Filling::Issued(_, text) => {
                let kept = labels.contains(&cell) && !(of_other && text.contains('{'));
                return kept.then(|| at(plan, Some(number), planned, (located.position, cell), None));
            }
            Filling::Unused(_) => {
                return labels.contains(&cell).then(|| at(plan, Some(number), planned, (located.position, cell), None));
            }
            Filling::Input(..) | Filling::Link(_) => return None,
            Filling::Copy(_, from) => {
                let repeated = located.map.find(compared.layout.cell(*from).1);
                let stands = has_formula(sheet, cell) && compare::instead(sheet, cell, repeated).is_none();
                formula.filter(|_| !stands)
            }
            Filling::Formula(_) | Filling::Live(..) | Filling::Summary(_) => {
                let issued = formula.filter(|_| compared.exact)?;
                let stands =
                    has_formula(sheet, cell) && compared.stands(plan, issued, (&sheet.name, sheet.content(cell)));
                (!stands).then_some(issued)
            }
        }?;
        let formula = relocated(compared, plan, formula, &sheet.name)?;
        Some(at(plan, Some(number), planned, (located.position, cell), Some(formula)))
    };
    with_formulas(plan, compared.formulas.of_sheet(number)).filter_map(altered).collect()
}

/// The labels of a sheet that were changed, those left out that say what another of them said.
fn labels(damages: &[Damage], sheet: &Sheet) -> HashSet<Cell> {
    let changed: Vec<(Cell, &str, &str)> = damages
        .iter()
        .filter_map(|damage| match damage {
            Damage::LabelChanged { place, issued, found, .. } if place.sheet == sheet.name => {
                Some((place.cell, issued.as_str(), found.as_str()))
            }
            _ => None,
        })
        .collect();
    let is_exchanged = |found: &str| changed.iter().any(|(_, issued, _)| *issued == found);
    changed.iter().filter(|(_, _, found)| !is_exchanged(found)).map(|(cell, ..)| *cell).collect()
}

/// The cells of a sheet that helps; nothing where it is gone or was rearranged.
fn of_aid(
    compared: &Compared<'_>,
    (plan, formulas): (&SheetPlan, &SheetFormulas),
    issued: &Book,
) -> Option<Vec<Altered>> {
    let position = compared.book.sheets.iter().position(|sheet| sheet.name.trim() == &*plan.name)?;
    let sheet = &compared.book.sheets[position];
    let merges = |sheet: &Sheet| sheet.merges.iter().copied().collect::<HashSet<Area>>();
    if merges(sheet) != merges(issued.sheet(&plan.name)?) {
        return None;
    }
    let mut altered = Vec::new();
    let (mut words, mut other_words) = (0, 0);
    for (planned, formula) in with_formulas(plan, formulas) {
        let cell = planned.cell;
        if let Some(formula) = formula {
            if !has_formula(sheet, cell) || !compared.stands(plan, formula, (&sheet.name, sheet.content(cell))) {
                let formula = relocated(compared, plan, formula, &sheet.name);
                altered.extend(formula.map(|formula| at(plan, None, planned, (position, cell), Some(formula))));
            }
        } else if let Some(text) = compared.text(planned) {
            words += 1;
            if !same(sheet.text(cell), &text) {
                other_words += 1;
                altered.push(at(plan, None, planned, (position, cell), None));
            }
        }
    }
    (other_words * 2 < words).then_some(altered)
}

fn at(
    plan: &SheetPlan,
    sheet: Option<usize>,
    planned: &PlannedCell,
    (position, cell): (usize, Cell),
    formula: Option<String>,
) -> Altered {
    Altered { position, cell, sheet, planned_on: Arc::clone(&plan.name), planned: planned.cell, formula }
}

fn relocated(compared: &Compared<'_>, plan: &SheetPlan, issued: &str, stands_on: &str) -> Option<String> {
    let moved = |of: &str, area| moved(compared.book, compared.layout, &compared.found.sheets, of, area);
    formula::relocated((issued, &plan.name), stands_on, &moved)
}

/// Whether a formula that can be read stands in a cell; that of a group whose first cell was overwritten cannot.
fn has_formula(sheet: &Sheet, cell: Cell) -> bool {
    sheet.content(cell).and_then(|content| content.formula.as_deref()).is_some_and(|formula| !formula.is_empty())
}

/// Whether a cell is not hidden behind the first one of a merged area.
fn is_seen(sheet: &Sheet, cell: Cell) -> bool {
    !sheet.merges.iter().any(|area| area.contains(cell) && area.first != cell)
}
