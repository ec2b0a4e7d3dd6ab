//! The records of a binary workbook (MS-XLS), counted before another reader reserves memory for them.
//!
//! That reader lays every sheet out as a full rectangle and copies shared texts into every cell.

use std::collections::HashSet;

use super::LegacyError;
use super::compound::{u16_at, u32_at};
use crate::excel::package::MAX_SHEETS;
use crate::excel::scan::{MAX_CELLS, MAX_TEXT_IN_ALL};
use crate::words::Cell;

/// Cells of the rectangles around the filled cells of all sheets.
const MAX_RECTANGLES: usize = 4_000_000;
/// Bytes of all formulas; their texts grow to a hundred times as much where sheet names are long.
const MAX_FORMULAS: usize = 2 << 20;

const EOF: u16 = 0x000A;
const BOF: u16 = 0x0809;
const CONTINUE: u16 = 0x003C;
const FORMULA: u16 = 0x0006;
const BOUND_SHEET: u16 = 0x0085;
const MULTIPLE_NUMBERS: u16 = 0x00BD;
const SHARED_TEXTS: u16 = 0x00FC;
const SHARED_TEXT_CELL: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
/// Cells of one value: rich text, number, label, truth or error, RK number.
const CELLS: [u16; 5] = [0x00D6, 0x0203, 0x0204, 0x0205, 0x027E];

/// Refuses a workbook stream whose cells, texts or formulas would take too much memory; else gives, for each sheet in
/// order, the cells that hold a formula.
pub(super) fn check(stream: &[u8]) -> Result<Vec<HashSet<Cell>>, LegacyError> {
    let mut records = Records { rest: stream };
    let mut lengths = Vec::new();
    let mut sheets = Vec::new();
    while let Some((kind, data)) = records.next() {
        match kind {
            EOF => break,
            BOUND_SHEET => sheets.push(u32_at(data, 0).ok_or(LegacyError::Damaged)? as usize),
            SHARED_TEXTS => lengths = shared_text_lengths(data, records.clone()),
            _ => {}
        }
    }
    if sheets.len() > MAX_SHEETS {
        return Err(LegacyError::TooLarge { what: "工作表的个数", limit: MAX_SHEETS });
    }
    let mut used = Used::default();
    let mut starts = HashSet::new();
    let mut formulas = Vec::new();
    for start in sheets {
        // Sheets that share records would cost the time and memory of each again.
        if !starts.insert(start) {
            return Err(LegacyError::Damaged);
        }
        let records = Records { rest: stream.get(start..).ok_or(LegacyError::Damaged)? };
        formulas.push(used.sheet(records, &lengths)?);
        if used.read > stream.len() {
            return Err(LegacyError::Damaged);
        }
    }
    Ok(formulas)
}

/// What all sheets together take.
#[derive(Default)]
struct Used {
    /// Bytes of records.
    read: usize,
    cells: usize,
    rectangles: usize,
    texts: usize,
    formulas: usize,
}

impl Used {
    fn sheet(&mut self, mut records: Records<'_>, lengths: &[usize]) -> Result<HashSet<Cell>, LegacyError> {
        let mut formulas = HashSet::new();
        let mut extent: Option<[u16; 4]> = None;
        let mut depth = 0usize;
        while let Some((kind, data)) = records.next() {
            self.read += data.len() + 4;
            let mut filled = 0;
            match kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                DIMENSIONS => dimensions(data)?,
                FORMULA => {
                    self.formulas += data.len();
                    filled = 1;
                }
                SHARED_TEXT_CELL => {
                    let text = u32_at(data, 6).and_then(|index| lengths.get(index as usize));
                    self.texts += text.copied().unwrap_or(0);
                    filled = 1;
                }
                MULTIPLE_NUMBERS => filled = data.len().saturating_sub(6) / 6,
                _ if CELLS.contains(&kind) => filled = 1,
                _ => {}
            }
            if filled > 0 {
                let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else {
                    return Err(LegacyError::Damaged);
                };
                let last = first.saturating_add(u16::try_from(filled - 1).unwrap_or(u16::MAX));
                let [top, left, bottom, right] = extent.unwrap_or([row, first, row, last]);
                extent = Some([top.min(row), left.min(first), bottom.max(row), right.max(last)]);
                self.cells += filled;
                if kind == FORMULA {
                    formulas.insert(Cell::new(u32::from(row), first));
                }
            }
        }
        if let Some([top, left, bottom, right]) = extent {
            self.rectangles += (usize::from(bottom - top) + 1) * (usize::from(right - left) + 1);
        }
        for (used, what, limit) in [
            (self.cells, "已填单元格的个数", MAX_CELLS),
            (self.rectangles, "表格范围的单元格个数", MAX_RECTANGLES),
            (self.texts, "全部文字的字节数", MAX_TEXT_IN_ALL),
            (self.formulas, "全部公式的字节数", MAX_FORMULAS),
        ] {
            if used > limit {
                return Err(LegacyError::TooLarge { what, limit });
            }
        }
        Ok(formulas)
    }
}

/// Refuses a sheet that claims more than the 65,536 rows and 256 columns of the format, or less than nothing (MS-XLS
/// 2.4.90): the other reader reserves what is claimed.
fn dimensions(data: &[u8]) -> Result<(), LegacyError> {
    let row = |short: usize, long: usize| match data.len() {
        10 => u16_at(data, short).map(u32::from),
        14 | 16 => u32_at(data, long),
        _ => None,
    };
    let (first, after) = (row(0, 0), row(2, 4));
    let columns = u16_at(data, if data.len() == 10 { 6 } else { 10 });
    match (first, after, columns) {
        (Some(first), Some(after @ 0..=65_536), Some(0..=256)) if first <= after => Ok(()),
        (Some(_) | None, Some(_) | None, Some(_) | None) => Err(LegacyError::Damaged),
    }
}

/// The records of a stream; a damaged end ends them.
#[derive(Clone)]
struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let (kind, length) = (u16_at(self.rest, 0)?, usize::from(u16_at(self.rest, 2)?));
        let data = self.rest.get(4..4 + length)?;
        self.rest = &self.rest[4 + length..];
        Some((kind, data))
    }
}

/// The most bytes each shared text takes in UTF-8 (MS-XLS 2.5.293); a damaged end ends the list.
fn shared_text_lengths<'a>(first: &'a [u8], following: Records<'a>) -> Vec<usize> {
    let mut cursor = Cursor { data: first.get(8..).unwrap_or_default(), following };
    let mut lengths = Vec::new();
    while let Some(length) = cursor.text() {
        lengths.push(length);
    }
    lengths
}

/// A place in a record and its continuations.
struct Cursor<'a> {
    data: &'a [u8],
    following: Records<'a>,
}

impl Cursor<'_> {
    fn text(&mut self) -> Option<usize> {
        if self.data.is_empty() {
            self.proceed()?;
        }
        let (characters, flags) = (usize::from(u16_at(self.data, 0)?), *self.data.get(2)?);
        self.data = &self.data[3..];
        let mut after = 0;
        if flags & 8 != 0 {
            after += usize::from(u16_at(self.data, 0)?) * 4;
            self.data = &self.data[2..];
        }
        if flags & 4 != 0 {
            after += u32_at(self.data, 0)? as usize;
            self.data = &self.data[4..];
        }
        let (mut width, mut left) = (usize::from(flags & 1) + 1, characters);
        loop {
            let here = left.min(self.data.len() / width);
            self.data = &self.data[here * width..];
            left -= here;
            if left == 0 {
                break;
            }
            // The rest goes on in the next record, which says anew how wide its characters are.
            self.proceed()?;
            width = usize::from(self.data.first()? & 1) + 1;
            self.data = &self.data[1..];
        }
        while after > self.data.len() {
            after -= self.data.len();
            self.proceed()?;
        }
        self.data = &self.data[after..];
        Some(characters * 3)
    }

    fn proceed(&mut self) -> Option<()> {
        let (kind, data) = self.following.next()?;
        self.data = data;
        (kind == CONTINUE).then_some(())
    }
}
