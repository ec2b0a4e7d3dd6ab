//! Addresses of cells, areas and cells on a named sheet.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Rows of a sheet (Excel 2007 and later).
pub const MAX_ROWS: u32 = 1_048_576;
/// Columns of a sheet (Excel 2007 and later); the last one is `XFD`.
pub const MAX_COLUMNS: u16 = 16_384;

/// A cell of some sheet, rows and columns counted from zero; it prints as `C12`.
///
/// Cells are ordered as a sheet stores them: by row, then by column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Row from zero, below [`MAX_ROWS`].
    pub row: u32,
    /// Column from zero, below [`MAX_COLUMNS`].
    pub column: u16,
}

/// A text that names no cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是单元格地址")]
pub struct NotACell(pub String);

impl Cell {
    /// The cell in this row and column, both from zero.
    #[must_use]
    pub const fn new(row: u32, column: u16) -> Self {
        Self { row, column }
    }

    /// Reads `C12` (no `$`), within the limits of a sheet; the fast path of the scan.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let (letters, digits) = text.split_at(letters);
        if letters.is_empty() || letters.len() > 3 || digits.is_empty() || digits.len() > 7 {
            return None;
        }
        let column = letters.iter().fold(0u32, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
        let mut row = 0u32;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            row = row * 10 + u32::from(digit - b'0');
        }
        if digits[0] == b'0' || row > MAX_ROWS || column > u32::from(MAX_COLUMNS) {
            return None;
        }
        Some(Self { row: row - 1, column: u16::try_from(column - 1).ok()? })
    }

    /// The address with both parts fixed: `$C$12`.
    #[must_use]
    pub fn absolute(self) -> String {
        format!("${}${}", column_letters(self.column), self.row + 1)
    }
}

/// The letters of a column counted from zero: 0 is `A`, 26 is `AA`.
#[must_use]
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::with_capacity(3);
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), self.row + 1)
    }
}

impl FromStr for Cell {
    type Err = NotACell;

    fn from_str(text: &str) -> Result<Self, NotACell> {
        Self::parse(text.as_bytes()).ok_or_else(|| NotACell(text.to_owned()))
    }
}

/// A rectangle of cells, both corners included; it prints as `B2:D9`, or `B2` where it is one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Area {
    /// Upper left corner.
    pub first: Cell,
    /// Lower right corner.
    pub last: Cell,
}

impl Area {
    /// The rectangle between two corners.
    #[must_use]
    pub const fn new(first: Cell, last: Cell) -> Self {
        Self { first, last }
    }

    /// The rectangle that is one cell.
    #[must_use]
    pub const fn single(cell: Cell) -> Self {
        Self { first: cell, last: cell }
    }

    /// Whether the cell lies in the rectangle.
    #[must_use]
    pub const fn contains(self, cell: Cell) -> bool {
        self.first.row <= cell.row
            && cell.row <= self.last.row
            && self.first.column <= cell.column
            && cell.column <= self.last.column
    }

    /// Whether the rectangles share a cell.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}:{}", self.first, self.last) }
    }
}

impl FromStr for Area {
    type Err = NotACell;

    fn from_str(text: &str) -> Result<Self, NotACell> {
        match text.split_once(':') {
            None => text.parse().map(Self::single),
            Some((first, last)) => {
                let area = Self::new(first.parse()?, last.parse()?);
                if area.first.row <= area.last.row && area.first.column <= area.last.column {
                    Ok(area)
                } else {
                    Err(NotACell(text.to_owned()))
                }
            }
        }
    }
}

/// The cells as few rectangles: runs of a row, then equal runs of rows one below another.
#[must_use]
pub fn areas(cells: &[Cell]) -> Vec<Area> {
    let mut runs: Vec<Area> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some(run) if run.last.row == cell.row && run.last.column + 1 == cell.column => run.last = *cell,
            _ => runs.push(Area::single(*cell)),
        }
    }
    let mut areas: Vec<Area> = Vec::new();
    for run in runs {
        let above = areas.iter_mut().find(|area| {
            area.last.row + 1 == run.first.row
                && area.first.column == run.first.column
                && area.last.column == run.last.column
        });
        match above {
            Some(area) => area.last = run.last,
            None => areas.push(run),
        }
    }
    areas
}

/// A cell on a named sheet; it prints as people write it: `收支情况!C12`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The sheet's name as it stands in the file.
    pub sheet: Arc<str>,
    /// The cell on it.
    pub cell: Cell,
}

impl Place {
    /// The cell on the sheet of this name.
    #[must_use]
    pub fn new(sheet: impl Into<Arc<str>>, cell: Cell) -> Self {
        Self { sheet: sheet.into(), cell }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!{}", self.sheet, self.cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_print_and_read_back() {
        for (text, row, column) in [("A1", 0, 0), ("Z9", 8, 25), ("AA10", 9, 26), ("XFD1048576", 1_048_575, 16_383)] {
            let cell: Cell = text.parse().expect(text);
            assert_eq!(cell, Cell::new(row, column));
            assert_eq!(cell.to_string(), text);
        }
    }

    #[test]
    fn what_is_beyond_the_sheet_is_no_cell() {
        for text in ["", "A", "1", "A0", "A01", "XFE1", "ZZZZ1", "A1048577", "A99999999999", "A1B", "收1"] {
            assert_eq!(text.parse::<Cell>(), Err(NotACell(text.to_owned())));
        }
    }

    #[test]
    fn areas_overlap_where_they_share_a_cell() {
        let area: Area = "B2:D9".parse().expect("an area");
        assert!(area.overlaps("D9:E10".parse().expect("an area")));
        assert!(!area.overlaps("E2:E10".parse().expect("an area")));
        assert_eq!("D9:B2".parse::<Area>(), Err(NotACell("D9:B2".to_owned())));
    }

    #[test]
    fn cells_are_joined_into_few_rectangles() {
        let cells: Vec<Cell> = ["B2", "C2", "B3", "C3", "B5"].iter().map(|text| text.parse().expect(text)).collect();
        let text: Vec<String> = areas(&cells).iter().map(Area::to_string).collect();
        assert_eq!(text, ["B2:C3", "B5"]);
    }
}
