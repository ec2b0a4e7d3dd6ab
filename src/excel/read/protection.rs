//! Protection and validations that a return has lost.
//!
//! A paste into a cell takes its validation away and may lock it; `SheetJS` drops all protection. Neither changes a value.

use super::{Located, Return};
use crate::facts::{Book, Damage, Sheet, ValidationKind};
use crate::layout::Layout;
use crate::plan::SheetPlan;
use crate::words::{Cell, Place};

/// Sheets that are named one by one.
const NAMED: usize = 3;

/// What protects the form and is gone: of whole sheets in one sentence, of single cells sheet by sheet.
pub(super) fn stripped(
    (book, found): (&Book, &Return),
    layout: &Layout,
    aids: [&SheetPlan; 2],
    is_final: bool,
) -> Vec<Damage> {
    let mut damages = Vec::new();
    let (mut unlocked, mut unguarded) = (Vec::new(), Vec::new());
    for (plan, located) in layout.sheets.iter().zip(&found.sheets) {
        let Some(located) = located else { continue };
        let sheet = &book.sheets[located.position];
        if !sheet.protected {
            unlocked.push(&*sheet.name);
        }
        let inputs = inputs(plan, located);
        let open: Vec<Cell> = inputs.iter().copied().filter(|cell| !is_guarded(sheet, *cell)).collect();
        if !inputs.is_empty() && open.len() == inputs.len() {
            unguarded.push(&*sheet.name);
        } else {
            damages.extend(some(sheet, &open, "的填报校验已去掉"));
        }
        // A 定稿 is locked on purpose.
        let inputs = if is_final { Vec::new() } else { inputs };
        let locked: Vec<Cell> = inputs.into_iter().filter(|cell| sheet.locked(*cell) == Some(true)).collect();
        damages.extend(some(sheet, &locked, "应填的格被锁定").filter(|_| sheet.protected));
    }
    let is_open =
        |plan: &&SheetPlan| book.sheets.iter().any(|sheet| sheet.name.trim() == &*plan.name && !sheet.protected);
    unlocked.extend(aids.iter().copied().filter(is_open).map(|plan| &*plan.name));
    let kinds = [("保护", unlocked), ("填报校验", unguarded)];
    let whole = kinds.into_iter().filter(|(_, sheets)| !sheets.is_empty());
    damages.extend(whole.map(|(what, sheets)| {
        let more = if sheets.len() > NAMED { format!("等{}张表", sheets.len()) } else { String::new() };
        let named = sheets[..sheets.len().min(NAMED)].join("、");
        Damage::AidChanged { sheet: format!("{named}{more}"), detail: format!("的{what}已去掉"), cells: Vec::new() }
    }));
    damages
}

/// Where the cells are that the unit fills in.
pub(super) fn inputs(plan: &SheetPlan, located: &Located) -> Vec<Cell> {
    let inputs = plan.cells.iter().filter(|planned| planned.filling.is_input());
    inputs.filter_map(|planned| located.map.find(planned.cell)).collect()
}

/// Whether something is asked of what is typed into a cell.
#[must_use]
pub fn is_guarded(sheet: &Sheet, cell: Cell) -> bool {
    let guards = sheet.validations.iter().filter(|validation| validation.kind != ValidationKind::Any);
    guards.flat_map(|validation| &validation.areas).any(|area| area.contains(cell))
}

fn some(sheet: &Sheet, cells: &[Cell], what: &str) -> Option<Damage> {
    let first = cells.first()?;
    let detail = if cells.len() > 1 { format!("{first}等{}格{what}", cells.len()) } else { format!("{first}{what}") };
    let cells = cells.iter().map(|cell| Place { sheet: sheet.name.clone(), cell: *cell }).collect();
    Some(Damage::AidChanged { sheet: sheet.name.to_string(), detail, cells })
}
