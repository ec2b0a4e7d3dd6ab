//! What happened to the rows and columns of a sheet: those that moved, those that are gone, those that were put in.

use std::collections::BTreeSet;

use super::align::{Anchor, SheetMap};
use crate::facts::{Damage, Sheet, Weight};
use crate::layout::Layout;
use crate::plan::{PlannedCell, SheetPlan};
use crate::sections::Origin;
use crate::words::{Cell, Place, column_letters};

/// What happened to the rows and columns of a sheet, and to single cells of it: content where none was planned, names
/// that point elsewhere than their fields are, fields that were merged.
pub(super) fn damage(
    layout: &Layout,
    plan: &SheetPlan,
    (sheet, map): (&Sheet, &SheetMap),
    anchors: &[Anchor],
    (unplanned, unread): (&[Cell], &BTreeSet<u32>),
) -> Option<Damage> {
    let cut: Vec<(Cell, Cell)> = anchors
        .iter()
        .filter_map(|(planned, found)| Some((map.find(*planned)?, *found)).filter(|(home, found)| home != found))
        .collect();
    let foreign: BTreeSet<Cell> = cut.iter().map(|(_, found)| *found).collect();
    let outside = outside(plan, unplanned, map);
    let (below, beside): (Vec<Cell>, Vec<Cell>) = outside.into_iter().partition(|cell| is_printed(plan, map, *cell));
    let merged = merged(plan, sheet, map);
    let covered = merged.iter().any(|(_, covered)| covered.iter().any(|cell| !sheet.text(*cell).trim().is_empty()));
    let moved = Moved::of(layout, plan, map);
    let mut parts = moved.parts(plan, map, unread);
    parts.extend(some("", &foreign.iter().copied().collect::<Vec<_>>(), "是从别处剪切粘贴来的"));
    let areas = merged.iter().map(|(area, _)| area.as_str()).collect::<Vec<_>>().join("、");
    parts.extend((!merged.is_empty()).then(|| format!("{areas}被合并")));
    parts.extend(some("表下面的", &below, "有内容，没有读取"));
    parts.extend(some("表外的", &beside, "有内容，没有读取"));
    let weight = if moved.loses || !unread.is_empty() {
        Weight::Lost
    } else if !foreign.is_empty() || !below.is_empty() || covered {
        Weight::ToConfirm
    } else {
        Weight::Followed
    };
    let homes = cut.iter().map(|(home, _)| *home);
    let hidden = merged.iter().flat_map(|(_, covered)| covered.iter().copied());
    let cells: BTreeSet<Cell> = foreign.iter().copied().chain(homes).chain(hidden).chain(below).collect();
    let place = |cell| Place { sheet: sheet.name.clone(), cell };
    let detail = parts.join("，");
    let cells = cells.into_iter().map(place).collect();
    (!detail.is_empty()).then(|| Damage::Structure { sheet: sheet.name.to_string(), detail, weight, cells })
}

/// Rows and columns that are gone.
struct Moved {
    /// Rows with fields.
    lost_rows: BTreeSet<u32>,
    /// Rows with labels alone.
    gone_rows: BTreeSet<u32>,
    lost_columns: BTreeSet<u16>,
    /// Whether something that was filled in may be gone with them.
    loses: bool,
}

impl Moved {
    fn of(layout: &Layout, plan: &SheetPlan, map: &SheetMap) -> Self {
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
        let loses = fields().filter(is_gone).any(|planned| !is_spare(&planned)) || !lost_columns.is_empty();
        Self { lost_rows, gone_rows, lost_columns, loses }
    }

    /// What is gone and what nobody planned; where nothing is, what moved.
    fn parts(&self, plan: &SheetPlan, map: &SheetMap, unread: &BTreeSet<u32>) -> Vec<String> {
        let numbers = |rows: &BTreeSet<u32>| rows.iter().map(|row| (row + 1).to_string()).collect::<Vec<_>>();
        let letters = self.lost_columns.iter().map(|column| column_letters(*column)).collect::<Vec<_>>();
        let parts: Vec<String> = [
            list("原第", &numbers(&self.lost_rows), "行不见了"),
            list("原", &letters, "列不见了"),
            list("原第", &numbers(&self.gone_rows), "行的标签不见了"),
            list("第", &numbers(unread), "行有表中没有的内容"),
        ]
        .into_iter()
        .flatten()
        .collect();
        if !parts.is_empty() {
            return parts;
        }
        let row = (0..plan.rows).find_map(|row| Some((row, map.row(row).filter(|found| *found != row)?)));
        let column = (0..plan.end_column).find_map(|at| Some((at, map.column(at).filter(|found| *found != at)?)));
        let row = row.map(|(from, to)| format!("原第{}行移到了第{}行", from + 1, to + 1));
        let column = column.map(|(from, to)| format!("原{}列移到了{}列", column_letters(from), column_letters(to)));
        row.into_iter().chain(column).collect()
    }
}

/// The rows of the form with content in a printed column where nothing was planned.
pub(super) fn unread_rows(plan: &SheetPlan, unplanned: &[Cell], map: &SheetMap) -> BTreeSet<u32> {
    if unplanned.is_empty() {
        return BTreeSet::new();
    }
    let rows = || plan.cells.iter().filter_map(|planned| map.find(planned.cell)).map(|cell| cell.row);
    let (Some(first), Some(last)) = (rows().min(), rows().max()) else { return BTreeSet::new() };
    // What is not found may have moved anywhere below the last row that is.
    let end = if (0..plan.rows).all(|row| map.row(row).is_some()) { last } else { u32::MAX };
    let inside = unplanned.iter().filter(|cell| (first..=end).contains(&cell.row) && is_printed(plan, map, **cell));
    inside.map(|cell| cell.row).collect()
}

/// The cells of these that are below the form or beside it.
fn outside(plan: &SheetPlan, unplanned: &[Cell], map: &SheetMap) -> Vec<Cell> {
    if unplanned.is_empty() {
        return Vec::new();
    }
    let planned = plan.cells.iter().filter_map(|planned| map.find(planned.cell));
    let all_found = (0..plan.rows).all(|row| map.row(row).is_some());
    let last = planned.map(|cell| cell.row).max().filter(|_| all_found).unwrap_or(u32::MAX);
    let is_outside = |cell: &Cell| cell.row > last || all_found && !is_printed(plan, map, *cell);
    unplanned.iter().copied().filter(is_outside).collect()
}

/// The cells with content where nothing was planned.
pub(super) fn unplanned(plan: &SheetPlan, sheet: &Sheet, map: &SheetMap) -> Vec<Cell> {
    let mut planned: Vec<Cell> = plan.cells.iter().filter_map(|planned| map.find(planned.cell)).collect();
    planned.sort_unstable();
    let mut planned = planned.into_iter().peekable();
    let mut is_planned = |cell: Cell| {
        while planned.next_if(|planned| *planned < cell).is_some() {}
        planned.peek() == Some(&cell)
    };
    let unplanned = sheet.cells.iter().filter(|content| !is_planned(content.cell));
    unplanned.filter(|content| !content.text().trim().is_empty()).map(|content| content.cell).collect()
}

fn is_printed(plan: &SheetPlan, map: &SheetMap, cell: Cell) -> bool {
    (0..).take(plan.columns.len()).any(|column: u16| map.column(column) == Some(cell.column))
}

/// The areas over several cells of which one is a field that nobody sees any more, with the cells of those fields.
fn merged(plan: &SheetPlan, sheet: &Sheet, map: &SheetMap) -> Vec<(String, Vec<Cell>)> {
    if sheet.merges.is_empty() {
        return Vec::new();
    }
    let inputs: BTreeSet<Cell> = plan
        .cells
        .iter()
        .filter(|planned| planned.filling.is_input())
        .filter_map(|planned| map.find(planned.cell))
        .collect();
    let hides = |area: &crate::words::Area| {
        let covered: Vec<Cell> = inputs
            .range(area.first..=area.last)
            .filter(|cell| **cell != area.first && (area.first.column..=area.last.column).contains(&cell.column))
            .copied()
            .collect();
        (!covered.is_empty()).then(|| (area.to_string(), covered))
    };
    sheet.merges.iter().filter_map(hides).collect()
}

fn list(before: &str, items: &[String], after: &str) -> Option<String> {
    (!items.is_empty()).then(|| format!("{before}{}{after}", items.join("、")))
}

/// The first of some cells, and how many there are.
fn some(before: &str, cells: &[Cell], after: &str) -> Option<String> {
    let first = cells.first()?;
    let count = if cells.len() > 1 { format!("等{}格", cells.len()) } else { String::new() };
    Some(format!("{before}{first}{count}{after}"))
}
