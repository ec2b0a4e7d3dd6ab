//! Looking up cells of a sheet in their order, without a search for each.

use super::Content;
use crate::words::Cell;

/// A place among the cells of a sheet, from which the next one is found without a search.
#[derive(Debug)]
pub struct Walk<'a> {
    cells: &'a [Content],
    /// The first position whose cell may be asked for next.
    next: usize,
}

/// Cells that are passed over one by one before the rest is searched.
const STRIDE: usize = 4;

impl<'a> Walk<'a> {
    /// Begins before the first of these cells, which are in order.
    pub(super) const fn new(cells: &'a [Content]) -> Self {
        Self { cells, next: 0 }
    }

    /// The stored cell at this address, as [`Sheet::content`](crate::facts::Sheet::content) gives it.
    pub fn content(&mut self, cell: Cell) -> Option<&'a Content> {
        let ahead = self.cells.get(self.next..).unwrap_or_default();
        let is_behind = self.next.checked_sub(1).is_some_and(|last| self.cells[last].cell >= cell);
        let near = ahead.iter().take(STRIDE).position(|content| content.cell >= cell).filter(|_| !is_behind);
        let at = match near {
            Some(steps) => self.next + steps,
            None => self.cells.partition_point(|content| content.cell < cell),
        };
        let found = self.cells.get(at).filter(|content| content.cell == cell);
        self.next = at + usize::from(found.is_some());
        found
    }

    /// The words in this cell, as [`Sheet::text`](crate::facts::Sheet::text) gives them.
    pub fn text(&mut self, cell: Cell) -> &'a str {
        self.content(cell).map_or("", Content::text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Raw, Sheet, Visibility};

    #[test]
    fn a_walk_finds_what_a_search_finds_in_whatever_order() {
        let mut sheet = Sheet::empty("表".into(), Visibility::Visible);
        let cells =
            (0..60u32).filter(|at| at % 7 != 3).map(|at| Cell::new(at / 5, u16::try_from(at % 5).expect("small")));
        sheet.cells = cells
            .map(|cell| Content {
                cell,
                raw: Raw::Text(cell.to_string().into()),
                formula: None,
                locked: true,
                date_format: false,
                percent_format: false,
            })
            .collect();
        let all: Vec<Cell> = (0..14).flat_map(|row| (0..6).map(move |column| Cell::new(row, column))).collect();
        for step in [1, 2, 3, 11, 29, 83] {
            let mut walk = sheet.walk();
            for at in 0..all.len() * 2 {
                let cell = all[at * step % all.len()];
                assert_eq!(walk.content(cell), sheet.content(cell), "{step} {cell}");
            }
        }
    }
}
