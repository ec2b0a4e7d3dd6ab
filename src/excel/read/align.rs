//! The map from planned rows and columns to those of the file.
//!
//! Labels and defined names vote, and a label, which people see, outweighs all names of its row: cutting and pasting
//! moves names and leaves labels. Rows keep their order, so the best order-keeping match is searched.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::identity::words;
use crate::facts::{Raw, Sheet};
use crate::plan::{PlannedCell, SheetPlan, Stamp};
use crate::words::Cell;

/// The weight of a name for the row or column that it points into.
const NAME: u32 = 1;
/// The weight of a label, above that of all names in a row or column of a form.
const LABEL: u32 = 10_000;

/// Rows of a file that are looked at; a form has a few hundred.
const MAX_ROWS_LOOKED_AT: usize = 4_000;
/// Planned rows times rows of the file: the work of one match.
const MAX_WORK: usize = 4_000_000;

/// Where the rows and columns of a planned sheet are in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMap {
    rows: Vec<Option<u32>>,
    columns: Vec<Option<u16>>,
    /// Whether every label that is known stands where and as it was planned.
    labels_stand: bool,
}

impl SheetMap {
    /// Where a planned cell is; nothing where its row or column is gone.
    #[must_use]
    pub fn find(&self, cell: Cell) -> Option<Cell> {
        let row = self.rows.get(cell.row as usize).copied().flatten()?;
        let column = self.columns.get(usize::from(cell.column)).copied().flatten()?;
        Some(Cell { row, column })
    }

    /// Where a planned row is.
    #[must_use]
    pub fn row(&self, row: u32) -> Option<u32> {
        self.rows.get(row as usize).copied().flatten()
    }

    /// Where a planned column is.
    #[must_use]
    pub fn column(&self, column: u16) -> Option<u16> {
        self.columns.get(usize::from(column)).copied().flatten()
    }

    /// Whether everything is where it was planned.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        (0..).zip(&self.rows).all(|(planned, found)| *found == Some(planned))
            && (0..).zip(&self.columns).all(|(planned, found)| *found == Some(planned))
    }

    /// Whether every label that is known stands where and as it was planned.
    pub(super) const fn labels_stand(&self) -> bool {
        self.labels_stand
    }

    fn identity(plan: &SheetPlan) -> Self {
        let (rows, columns) = ((0..plan.rows).map(Some).collect(), (0..plan.end_column).map(Some).collect());
        Self { rows, columns, labels_stand: true }
    }
}

/// A planned cell and the cell of the file that its defined name points at.
pub(super) type Anchor = (Cell, Cell);

/// A locked text and its planned cell.
type Label<'a> = (Cell, Cow<'a, str>);

/// Finds the rows and columns of a planned sheet. `stamp` says what labels such as `{二级机构1}` stand for.
pub(super) fn map(plan: &SheetPlan, sheet: &Sheet, anchors: &[Anchor], stamp: Option<&Stamp>) -> SheetMap {
    let labels: Vec<Label<'_>> = plan.cells.iter().filter_map(|planned| label(planned, stamp)).collect();
    let mut found = sheet.walk();
    let stays = |(cell, text): &Label<'_>| found.text(*cell) == *text;
    let ends = last_filled(sheet).is_none_or(|row| row < plan.rows);
    if ends && labels.iter().all(stays) && anchors.iter().all(|(planned, found)| planned == found) {
        return SheetMap::identity(plan);
    }
    let rows = rows(plan, sheet, &labels, anchors);
    let columns = columns(plan, sheet, &labels, anchors, &rows);
    SheetMap { rows, columns, labels_stand: false }
}

fn label<'a>(planned: &'a PlannedCell, stamp: Option<&Stamp>) -> Option<Label<'a>> {
    Some((planned.cell, words(planned.filling.words()?, stamp)?))
}

fn rows(plan: &SheetPlan, sheet: &Sheet, labels: &[Label<'_>], anchors: &[Anchor]) -> Vec<Option<u32>> {
    let texts = texts(sheet);
    let mut found: Vec<u32> =
        texts.iter().map(|(cell, _)| cell.row).chain(anchors.iter().map(|(_, found)| found.row)).collect();
    found.sort_unstable();
    found.dedup();
    found.truncate(MAX_ROWS_LOOKED_AT.min(MAX_WORK / (plan.rows as usize).max(1)));
    let position: HashMap<u32, usize> = found.iter().enumerate().map(|(at, row)| (*row, at)).collect();
    let mut votes = vec![vec![0u32; found.len()]; plan.rows as usize];
    let mut planned: HashMap<&str, Vec<usize>> = HashMap::new();
    for (cell, text) in labels {
        planned.entry(text).or_default().push(cell.row as usize);
    }
    let mut counted = HashSet::new();
    for (cell, text) in texts {
        let (Some(rows), Some(at)) = (planned.get(text), position.get(&cell.row)) else { continue };
        if counted.insert((cell.row, text)) {
            for row in rows {
                votes[*row][*at] += LABEL;
            }
        }
    }
    for (planned, found) in anchors {
        if let (Some(row), Some(at)) = (votes.get_mut(planned.row as usize), position.get(&found.row)) {
            row[*at] += NAME;
        }
    }
    let matched = best_in_order(&votes);
    let matched: Vec<Option<u32>> = matched.into_iter().map(|at| at.map(|at| found[at])).collect();
    between(&matched, last_filled(sheet))
}

/// The last row in which anything stands.
fn last_filled(sheet: &Sheet) -> Option<u32> {
    sheet.cells.iter().rfind(|content| content.raw != Raw::Blank).map(|content| content.cell.row)
}

/// The cells with words, by row.
fn texts(sheet: &Sheet) -> Vec<(Cell, &str)> {
    let mut texts = Vec::new();
    for content in &sheet.cells {
        if let Raw::Text(text) = &content.raw {
            texts.push((content.cell, &**text));
        }
    }
    texts
}

/// For each planned row the position of the row that it matches, so that the order is kept and the votes are most.
fn best_in_order(votes: &[Vec<u32>]) -> Vec<Option<usize>> {
    let width = votes.first().map_or(0, Vec::len);
    let mut best = vec![vec![0u32; width + 1]; votes.len() + 1];
    for (planned, row) in votes.iter().enumerate().rev() {
        for at in (0..width).rev() {
            let taken = if row[at] > 0 { row[at] + best[planned + 1][at + 1] } else { 0 };
            best[planned][at] = taken.max(best[planned + 1][at]).max(best[planned][at + 1]);
        }
    }
    let mut matched = vec![None; votes.len()];
    let mut at = 0;
    for planned in 0..votes.len() {
        while at < width && best[planned][at] == best[planned][at + 1] && best[planned][at] > best[planned + 1][at] {
            at += 1;
        }
        if at < width && votes[planned][at] > 0 && best[planned][at] == votes[planned][at] + best[planned + 1][at + 1] {
            matched[planned] = Some(at);
            at += 1;
        }
    }
    matched
}

/// Rows without a vote lie between their neighbours where just as many rows are left for them; else they are gone.
///
/// Below the last neighbour they go on, unless something is filled in beyond them: then rows were inserted among them.
fn between(matched: &[Option<u32>], filled: Option<u32>) -> Vec<Option<u32>> {
    let mut rows = matched.to_vec();
    let mut start = 0;
    while start < rows.len() {
        if rows[start].is_some() {
            start += 1;
            continue;
        }
        let end = (start..rows.len()).find(|at| rows[*at].is_some()).unwrap_or(rows.len());
        let missing = u32::try_from(end - start).unwrap_or(u32::MAX);
        let before = start.checked_sub(1).and_then(|at| rows[at]).map(|row| row + 1);
        let after = rows.get(end).copied().flatten();
        let first = match (before, after) {
            (Some(before), Some(after)) if after - before == missing => Some(before),
            (Some(before), None) if filled.is_none_or(|filled| filled < before.saturating_add(missing)) => Some(before),
            (None, Some(after)) => after.checked_sub(missing),
            (Some(_), Some(_) | None) | (None, None) => None,
        };
        if let Some(first) = first {
            for (row, slot) in (first..).zip(&mut rows[start..end]) {
                *slot = Some(row);
            }
        }
        start = end;
    }
    rows
}

fn columns(
    plan: &SheetPlan,
    sheet: &Sheet,
    labels: &[Label<'_>],
    anchors: &[Anchor],
    rows: &[Option<u32>],
) -> Vec<Option<u16>> {
    let mut votes: Vec<HashMap<u16, u32>> = vec![HashMap::new(); usize::from(plan.end_column)];
    let mut vote = |planned: u16, found: u16, weight: u32| {
        if let Some(votes) = votes.get_mut(usize::from(planned)) {
            *votes.entry(found).or_default() += weight;
        }
    };
    let mut found: HashMap<(u32, &str), Vec<u16>> = HashMap::new();
    for (cell, text) in texts(sheet) {
        found.entry((cell.row, text)).or_default().push(cell.column);
    }
    let mut planned: HashMap<(u32, &str), Vec<u16>> = HashMap::new();
    for (cell, text) in labels {
        planned.entry((cell.row, text)).or_default().push(cell.column);
    }
    for ((row, text), planned) in planned {
        let Some(row) = rows.get(row as usize).copied().flatten() else { continue };
        // A label that stands several times in its row says nothing of columns unless each of them is there.
        let found = found.get(&(row, text)).filter(|found| found.len() == planned.len());
        for (planned, found) in planned.iter().zip(found.into_iter().flatten()) {
            vote(*planned, *found, LABEL);
        }
    }
    for (planned, found) in anchors {
        if rows.get(planned.row as usize).copied().flatten() == Some(found.row) {
            vote(planned.column, found.column, NAME);
        }
    }
    let winner = |votes: &HashMap<u16, u32>| {
        votes.iter().max_by_key(|(column, votes)| (**votes, std::cmp::Reverse(**column))).map(|(column, _)| *column)
    };
    let matched: Vec<Option<u32>> = votes.iter().map(winner).map(|column| column.map(u32::from)).collect();
    between(&in_order(&matched), None)
        .into_iter()
        .map(|column| column.and_then(|column| u16::try_from(column).ok()))
        .collect()
}

/// The columns that keep the order of those before them; two planned columns cannot be one.
fn in_order(matched: &[Option<u32>]) -> Vec<Option<u32>> {
    let mut last = None;
    let keep = |column: &Option<u32>| {
        let column = (*column)?;
        if last.is_some_and(|last| column <= last) {
            return None;
        }
        last = Some(column);
        Some(column)
    };
    matched.iter().map(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_between_two_known_rows_are_found_where_as_many_are_left() {
        assert_eq!(between(&[Some(3), None, None, Some(6)], None), [Some(3), Some(4), Some(5), Some(6)]);
        assert_eq!(between(&[Some(3), None, None, Some(7)], None), [Some(3), None, None, Some(7)]);
        assert_eq!(between(&[None, Some(3), None], Some(4)), [Some(2), Some(3), Some(4)]);
        assert_eq!(between(&[None, Some(3), None], Some(5)), [Some(2), Some(3), None]);
        assert_eq!(between(&[None, None], None), [None, None]);
    }

    #[test]
    fn the_match_keeps_the_order_of_rows() {
        let votes = vec![vec![2, 0, 0, 2], vec![0, 0, 2, 0], vec![2, 0, 0, 2]];
        assert_eq!(best_in_order(&votes), [Some(0), Some(2), Some(3)]);
    }
}
