//! Putting values into the cells of a sheet, every other byte left as it is.
//!
//! Nothing here judges whether a value belongs there; formulas are not recalculated.

mod cell;

use std::fmt::Write;

use crate::excel::package::PackageError;
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::splice::{self, BadSplice, Splice};
use crate::words::Cell;

pub use cell::{Cached, NewValue};

/// Why values cannot be put into a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// The sheet cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The sheet's own text contradicts what was read of it.
    #[error(transparent)]
    Splice(#[from] BadSplice),
    /// The sheet has no cell table.
    #[error("工作表中没有单元格数据区")]
    NoSheetData,
    /// Rows or cells are not in ascending order, so no place between them can be told.
    #[error("工作表的单元格顺序混乱，在 {at} 处")]
    Disordered {
        /// The first cell, or the first of the row, that comes too late.
        at: Cell,
    },
    /// A formula that others copy, or that fills an area, would be lost with the value.
    #[error("单元格 {cell} 的公式被其他单元格共用，不能改写")]
    SharedFormula {
        /// The cell that holds it.
        cell: Cell,
    },
    /// A result is given for a cell that has no formula.
    #[error("单元格 {cell} 没有公式，不能写入计算结果")]
    NoFormula {
        /// The cell.
        cell: Cell,
    },
    /// A text given as a number is none.
    #[error("“{text}”不是数字，不能写入单元格 {cell}")]
    NotANumber {
        /// The cell.
        cell: Cell,
        /// The text.
        text: String,
    },
}

/// The sheet part with these values in its cells; of several values for one cell the last counts.
///
/// A cell keeps its style; one that is not stored yet takes the style of its row, else of its column.
pub fn set_cells(sheet_xml: &[u8], changes: &[(Cell, NewValue)]) -> Result<Vec<u8>, PatchError> {
    Ok(splice::apply(sheet_xml, &cell_splices(sheet_xml, changes)?)?)
}

/// The splices of [`set_cells`], in order, for a caller that edits the part in other ways too.
pub fn cell_splices(sheet_xml: &[u8], changes: &[(Cell, NewValue)]) -> Result<Vec<Splice>, PatchError> {
    splices(sheet_xml, changes, true)
}

/// As [`cell_splices`], for a caller that gives the cells that copy a formula, or that it fills, their own content.
pub fn cell_splices_with_groups(sheet_xml: &[u8], changes: &[(Cell, NewValue)]) -> Result<Vec<Splice>, PatchError> {
    splices(sheet_xml, changes, false)
}

fn splices(sheet_xml: &[u8], changes: &[(Cell, NewValue)], keeps_shared: bool) -> Result<Vec<Splice>, PatchError> {
    let mut ordered: Vec<&(Cell, NewValue)> = changes.iter().rev().collect();
    ordered.sort_by_key(|(cell, _)| *cell);
    ordered.dedup_by_key(|(cell, _)| *cell);
    let mut patch =
        Patch { xml: sheet_xml, pending: &ordered, columns: Vec::new(), prefix: "", keeps_shared, splices: Vec::new() };
    patch.sheet()?;
    splice::sort(&mut patch.splices);
    Ok(patch.splices)
}

/// A walk over the sheet with the changes still to be placed.
struct Patch<'a> {
    xml: &'a [u8],
    pending: &'a [&'a (Cell, NewValue)],
    /// The style of each run of columns: first, last (from zero) and style index.
    columns: Vec<(u32, u32, String)>,
    prefix: &'a str,
    /// Whether a formula that others copy may not be replaced.
    keeps_shared: bool,
    splices: Vec<Splice>,
}

impl<'a> Patch<'a> {
    fn sheet(&mut self) -> Result<(), PatchError> {
        let mut tags = Tags::new("工作表", self.xml)?;
        while let Some(tag) = tags.next_tag()? {
            if tag.opens("col") {
                self.column(&tag);
            } else if tag.opens("sheetData") && tag.depth == 1 {
                self.prefix = tag.prefix();
                return self.rows(&mut tags, tag);
            }
        }
        Err(PatchError::NoSheetData)
    }

    fn column(&mut self, tag: &Tag<'_>) {
        let number = |name| tag.attribute(name).and_then(|text| text.parse::<u32>().ok());
        if let (Some(first @ 1..), Some(last @ 1..), Some(style)) =
            (number("min"), number("max"), tag.attribute("style"))
        {
            self.columns.push((first - 1, last - 1, style));
        }
    }

    fn rows(&mut self, tags: &mut Tags<'a>, open: Tag<'a>) -> Result<(), PatchError> {
        if open.kind == TagKind::Empty {
            let rows = self.new_rows(u32::MAX)?;
            self.fill_empty(&open, &rows);
            return Ok(());
        }
        let mut next = 0;
        while let Some(tag) = tags.next_tag()? {
            if tag.depth == open.depth {
                let rows = self.new_rows(u32::MAX)?;
                self.splices.push(Splice::insert(tag.start, rows));
                return Ok(());
            }
            if !tag.opens("row") {
                continue;
            }
            let stated = tag.attribute("r").and_then(|r| r.parse::<u32>().ok()).and_then(|r| r.checked_sub(1));
            let row = stated.unwrap_or(next);
            if row < next {
                return Err(PatchError::Disordered { at: Cell::new(row, 0) });
            }
            next = row.saturating_add(1);
            let rows = self.new_rows(row)?;
            if !rows.is_empty() {
                self.splices.push(Splice::insert(tag.start, rows));
                if stated.is_none() {
                    self.splices.push(Splice::insert(tag.name_end(), format!(" r=\"{}\"", row + 1)));
                }
            }
            if self.pending.first().is_some_and(|(cell, _)| cell.row == row) {
                self.cells(tags, tag, row)?;
            }
        }
        Ok(())
    }

    /// New rows for all changes above this row.
    fn new_rows(&mut self, before: u32) -> Result<String, PatchError> {
        let mut rows = String::new();
        while let Some((first, _)) = self.pending.first().filter(|(cell, _)| cell.row < before) {
            let cells = self.new_cells(first.row, u32::MAX, None)?;
            let prefix = self.prefix;
            let _ = write!(rows, "<{prefix}row r=\"{}\">{cells}</{prefix}row>", first.row + 1);
        }
        Ok(rows)
    }

    /// New cells for all changes of this row left of a column.
    fn new_cells(&mut self, row: u32, before: u32, row_style: Option<&str>) -> Result<String, PatchError> {
        let mut cells = String::new();
        while let Some((cell, value)) =
            self.pending.first().filter(|(cell, _)| cell.row == row && u32::from(cell.column) < before)
        {
            self.pending = &self.pending[1..];
            let column = u32::from(cell.column);
            let of_column = self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
            let style = row_style.or(of_column.map(|(_, _, style)| style.as_str()));
            cells.push_str(&cell::new(self.prefix, *cell, style, value)?);
        }
        Ok(cells)
    }

    fn cells(&mut self, tags: &mut Tags<'a>, open: Tag<'a>, row: u32) -> Result<(), PatchError> {
        let style = open.attribute("s");
        if open.kind == TagKind::Empty {
            let cells = self.new_cells(row, u32::MAX, style.as_deref())?;
            self.fill_empty(&open, &cells);
            return Ok(());
        }
        let mut next = 0;
        while let Some(tag) = tags.next_tag()? {
            if tag.depth == open.depth {
                let cells = self.new_cells(row, u32::MAX, style.as_deref())?;
                self.splices.push(Splice::insert(tag.start, cells));
                break;
            }
            if !tag.opens("c") {
                continue;
            }
            let stated = tag.attribute("r").and_then(|r| Cell::parse(r.as_bytes()));
            let column = stated.map_or(next, |cell| u32::from(cell.column));
            if column < next {
                return Err(PatchError::Disordered { at: stated.unwrap_or(Cell::new(row, 0)) });
            }
            next = column + 1;
            let cells = self.new_cells(row, column, style.as_deref())?;
            if !cells.is_empty() {
                self.splices.push(Splice::insert(tag.start, cells));
                if let (None, Ok(column)) = (stated, u16::try_from(column)) {
                    self.splices.push(Splice::insert(tag.name_end(), format!(" r=\"{}\"", Cell::new(row, column))));
                }
            }
            if let Some((cell, value)) =
                self.pending.first().filter(|(c, _)| c.row == row && u32::from(c.column) == column)
            {
                self.pending = &self.pending[1..];
                self.splices.push(cell::replace(tags, tag, *cell, value, self.keeps_shared)?);
            }
        }
        Ok(())
    }

    /// Gives an empty element a content.
    fn fill_empty(&mut self, tag: &Tag<'_>, content: &str) {
        if !content.is_empty() {
            self.splices.push(Splice::replace(tag.end - 2..tag.end, format!(">{content}</{}>", tag.name())));
        }
    }
}

#[cfg(test)]
mod tests;
