//! The sheet that sections are placed on, from the top down.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Row, Table, room};
use crate::facts::Slot;
use crate::plan::{Filling, Look, Paper, PlannedCell, SheetPlan};
use crate::words::{Area, Cell};

/// Columns that [`Page::block`] needs: the name and the cells to fill in.
pub(super) const BLOCK_COLUMNS: usize = 2;

/// Where a grid stands on its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridPlace {
    /// Position of the table in the form.
    pub table: usize,
    /// The first row of its head.
    pub top: u32,
    /// Rows of its head.
    pub levels: u32,
}

/// A sheet that is being laid out.
#[derive(Debug)]
pub struct Page {
    plan: SheetPlan,
    /// The grids that were placed, for the live checks beside them.
    grids: Vec<GridPlace>,
    /// The rows of headings over several tables.
    headings: Vec<u32>,
    /// The first row that is still free.
    pub next_row: u32,
}

impl Page {
    /// An empty sheet.
    #[must_use]
    pub fn new(name: &str, paper: Paper, columns: &[usize]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a column is a few hundred characters wide at most")]
        let widths: Vec<f64> = columns.iter().map(|width| *width as f64).collect();
        let end_column = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        let plan = SheetPlan {
            name: name.into(),
            paper,
            columns: widths,
            cells: Vec::new(),
            heights: BTreeMap::new(),
            least: BTreeMap::new(),
            breaks: Vec::new(),
            pages: None,
            rows: 0,
            end_column,
            hidden_from: end_column,
            repeated: None,
            filter: None,
        };
        Self { plan, grids: Vec::new(), headings: Vec::new(), next_row: 0 }
    }

    /// The last printed column.
    #[must_use]
    pub fn last_column(&self) -> u16 {
        u16::try_from(self.plan.columns.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Width of a printed column in half-width characters.
    #[must_use]
    pub fn width(&self, column: u16) -> f64 {
        self.plan.columns.get(usize::from(column)).copied().unwrap_or_default()
    }

    /// Puts something in one cell.
    pub fn put(&mut self, cell: Cell, filling: Filling, look: Look) {
        self.reach(cell.column);
        self.plan.cells.push(PlannedCell { cell, merged: None, filling, look });
    }

    /// Puts something in cells that are merged; in one cell where the area is one.
    pub fn put_over(&mut self, area: Area, filling: Filling, look: Look) {
        let merged = (area.first != area.last).then_some(area);
        self.reach(area.last.column);
        self.plan.cells.push(PlannedCell { cell: area.first, merged, filling, look });
    }

    /// Takes a column into use.
    fn reach(&mut self, column: u16) {
        self.plan.end_column = self.plan.end_column.max(column + 1);
        self.plan.hidden_from = self.plan.end_column;
    }

    /// Puts words over the whole printed width of the next row.
    pub fn line(&mut self, text: &str, look: Look, height: f64) {
        let row = self.next_row;
        let area = Area::new(Cell::new(row, 0), Cell::new(row, self.last_column()));
        self.put_over(area, Filling::Label(text.into()), look);
        self.height(row, height);
        self.next_row += 1;
    }

    /// Puts a heading over the tables that follow.
    pub fn heading(&mut self, text: &str, look: Look, height: f64) {
        self.headings.push(self.next_row);
        self.line(text, look, height);
    }

    /// Sets the height of a row in points; it grows with no words.
    pub fn height(&mut self, row: u32, points: f64) {
        self.plan.heights.insert(row, points);
    }

    /// Sets the height in points from which a row grows with its words.
    pub fn at_least(&mut self, row: u32, points: f64) {
        self.plan.least.insert(row, points);
    }

    /// Whether a grid stands on the page.
    #[must_use]
    pub fn has_grid(&self) -> bool {
        !self.grids.is_empty()
    }

    /// Whether a table stands on the page already.
    #[must_use]
    pub fn has_fields(&self) -> bool {
        self.plan.cells.iter().any(|planned| planned.filling.slot().is_some())
    }

    /// Notes where a grid stands.
    pub fn note_grid(&mut self, place: GridPlace) {
        self.grids.push(place);
    }

    /// Where the grid of this table stands.
    #[must_use]
    pub fn grid(&self, table: usize) -> Option<GridPlace> {
        self.grids.iter().copied().find(|grid| grid.table == table)
    }

    /// Leaves the next row empty, so many points high.
    pub fn gap(&mut self, points: f64) {
        self.height(self.next_row, points);
        self.next_row += 1;
    }

    /// Has the sheet printed on no more than so many pages.
    pub fn fit(&mut self, pages: Option<u16>) {
        self.plan.pages = pages;
    }

    /// Starts a new page before the next row, unless it is the first.
    pub fn page_break(&mut self) {
        if self.next_row > 0 {
            self.plan.breaks.push(self.next_row);
        }
    }

    /// Puts a table of one field below one another: its name at the left beside all rows, then a word per row, then
    /// the cell to fill in, as wide as the page allows and never merged (a paste into merged cells is refused).
    pub fn block(&mut self, index: usize, table: &Table, rows: &[Row], word: impl Fn(&Row) -> &str) {
        let first = self.next_row;
        let last = first + u32::try_from(rows.len()).unwrap_or_default().saturating_sub(1);
        let name = table.title.as_deref().unwrap_or(&table.name);
        self.put_over(Area::new(Cell::new(first, 0), Cell::new(last, 0)), label(name), Look::Label);
        let input = self.last_column();
        for (position, row) in rows.iter().enumerate() {
            let at = self.next_row;
            if input > 1 {
                self.put(Cell::new(at, 1), label(word(row)), Look::Item);
            }
            let slot = Slot { table: index, row: position, field: 0 };
            self.put(Cell::new(at, input), Filling::Input(slot, "".into()), Look::Input(table.fields[0].kind.shown()));
            self.next_row += 1;
        }
    }

    /// The cells so far.
    #[must_use]
    pub fn cells(&self) -> &[PlannedCell] {
        &self.plan.cells
    }

    /// Puts something in a column that nobody looks at, behind all others; [`hide_from`](Self::hide_from) said where
    /// they begin.
    pub fn put_hidden(&mut self, cell: Cell, filling: Filling, look: Look) {
        let hidden_from = self.plan.hidden_from;
        self.put(cell, filling, look);
        self.plan.hidden_from = hidden_from;
    }

    /// Begins the columns that nobody looks at behind those in use, one left free; gives the first.
    pub fn hide_from(&mut self) -> u16 {
        self.plan.end_column += 1;
        self.plan.hidden_from = self.plan.end_column;
        self.plan.hidden_from
    }

    /// The finished plan.
    #[must_use]
    pub fn finish(mut self) -> SheetPlan {
        self.plan.cells.sort_by_key(|planned| planned.cell);
        self.plan.rows = self.next_row;
        room::for_labels(&mut self.plan);
        room::for_headings(&mut self.plan, &self.headings);
        room::for_heads(&mut self.plan);
        self.plan
    }
}

/// A label that many cells share.
#[must_use]
pub fn label(text: &str) -> Filling {
    Filling::Label(Arc::from(text))
}
