//! Cells with a style alone, kept as runs: a form prepared for thousands of rows stays small.

use crate::facts::BlankRun;
use crate::words::Cell;

/// The blank cells of a sheet in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Blanks {
    runs: Vec<BlankRun>,
    disordered: bool,
}

impl Blanks {
    /// Adds a cell.
    pub fn push(&mut self, cell: Cell, locked: bool) {
        if let Some(run) = self.runs.last_mut() {
            let last = Cell::new(run.first.row, run.last_column);
            if cell.row == last.row && cell.column == last.column + 1 && locked == run.locked {
                run.last_column = cell.column;
                return;
            }
            self.disordered |= cell <= last;
        }
        self.runs.push(BlankRun { first: cell, last_column: cell.column, locked });
    }

    /// The runs by row, then column, without overlap; of a repeated cell the last counts.
    pub fn into_runs(self) -> Vec<BlankRun> {
        if !self.disordered {
            return self.runs;
        }
        let mut cells: Vec<(Cell, bool)> = self
            .runs
            .iter()
            .flat_map(|run| (run.first.column..=run.last_column).map(|c| (Cell::new(run.first.row, c), run.locked)))
            .collect();
        cells.sort_by_key(|(cell, _)| *cell);
        let mut ordered = Self::default();
        for (index, (cell, locked)) in cells.iter().enumerate() {
            if cells.get(index + 1).is_none_or(|(next, _)| next != cell) {
                ordered.push(*cell, *locked);
            }
        }
        ordered.runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(cells: &[(&str, bool)]) -> Vec<(String, u16, bool)> {
        let mut blanks = Blanks::default();
        for (cell, locked) in cells {
            blanks.push(cell.parse().expect(cell), *locked);
        }
        blanks.into_runs().iter().map(|run| (run.first.to_string(), run.last_column, run.locked)).collect()
    }

    #[test]
    fn neighbours_of_one_lock_are_one_run() {
        assert_eq!(
            runs(&[("A1", true), ("B1", true), ("C1", false), ("E1", false), ("A2", false), ("B2", false)]),
            [
                ("A1".to_owned(), 1, true),
                ("C1".to_owned(), 2, false),
                ("E1".to_owned(), 4, false),
                ("A2".to_owned(), 1, false)
            ]
        );
    }

    #[test]
    fn of_a_repeated_cell_the_last_counts() {
        assert_eq!(
            runs(&[("B2", true), ("C2", true), ("A1", true), ("C2", false), ("C2", false), ("B2", true)]),
            [("A1".to_owned(), 0, true), ("B2".to_owned(), 1, true), ("C2".to_owned(), 2, false)]
        );
    }
}
