//! Verdicts beside the cells that they mark, in hidden columns: a conditional format of Excel 2007 sees only its own
//! sheet, and one formula for each verdict is enough.

use std::collections::BTreeMap;

use super::Layout;
use super::lines::Line;
use crate::plan::{Filling, LiveCheck, Look, Part};
use crate::sections::Page;
use crate::words::Cell;

/// Places the verdicts of a sheet, each in the row of the cell that it marks: one column for each condition, and one for
/// each column of the table where columns are checked.
pub(super) fn place(layout: &Layout, lines: &[Line], page: &mut Page) {
    let first = page.hide_from();
    let mut columns: BTreeMap<(usize, usize, Option<u16>), u16> = BTreeMap::new();
    for line in lines {
        let LiveCheck::Condition { rule, case, .. } = line.check else { continue };
        let cell = layout.cell(line.mark).1;
        let next = first + u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let taken =
            |column: u16, page: &Page| page.cells().iter().any(|planned| planned.cell == Cell::new(cell.row, column));
        let mut column = *columns.entry((rule, case, None)).or_insert(next);
        if taken(column, page) {
            let next = first + u16::try_from(columns.len()).unwrap_or(u16::MAX);
            column = *columns.entry((rule, case, Some(cell.column))).or_insert(next);
        }
        page.put_hidden(Cell::new(cell.row, column), Filling::Live(line.check, Part::Mark), Look::Mark);
    }
}
