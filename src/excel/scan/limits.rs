//! How much of a workbook is read at most, so that no file takes the memory of the machine.
//!
//! The figures lie well above any form people fill, and below what hurts.

use super::defect::Defect;

/// Elements inside each other in one part; real parts stay below 20.
pub const MAX_DEPTH: usize = 256;
/// Bytes of one stored text or formula: Excel's 32,767 characters, each escaped as `_x000D_`.
pub const MAX_TEXT: usize = 7 * 32_767;
/// Bytes of all texts and formulas of a workbook, shared formulas counted for every cell.
pub const MAX_TEXT_IN_ALL: usize = 32 << 20;
/// Filled cells of a workbook.
pub const MAX_CELLS: usize = 1_000_000;
/// Cells of a workbook that hold a style alone.
pub const MAX_BLANKS: usize = 4_000_000;
/// Shared texts of a workbook.
pub const MAX_SHARED_TEXTS: usize = 1_000_000;
/// Cell formats and number formats of a workbook; Excel holds 65,490.
pub const MAX_STYLES: usize = 65_536;
/// Defined names of a workbook.
pub const MAX_NAMES: usize = 100_000;
/// Merged areas of a workbook.
pub const MAX_MERGES: usize = 200_000;
/// Areas of all data validations of a workbook.
pub const MAX_VALIDATED_AREAS: usize = 200_000;
/// Document properties of a workbook.
pub const MAX_PROPERTIES: usize = 10_000;

/// What has been read of one workbook so far, over all its parts.
#[derive(Debug, Default)]
pub(in crate::excel) struct Used {
    text: usize,
    cells: usize,
    blanks: usize,
    shared_texts: usize,
    merges: usize,
    validated_areas: usize,
}

impl Used {
    /// Counts the bytes of a text that is kept.
    pub fn text(&mut self, bytes: usize) -> Result<(), Defect> {
        count(&mut self.text, bytes, "全部文字的字节数", MAX_TEXT_IN_ALL)
    }

    /// Counts a filled cell.
    pub fn cell(&mut self) -> Result<(), Defect> {
        count(&mut self.cells, 1, "已填单元格", MAX_CELLS)
    }

    /// Counts a cell with a style alone.
    pub fn blank(&mut self) -> Result<(), Defect> {
        count(&mut self.blanks, 1, "空白单元格", MAX_BLANKS)
    }

    /// Counts a shared text.
    pub fn shared_text(&mut self) -> Result<(), Defect> {
        count(&mut self.shared_texts, 1, "共享文本", MAX_SHARED_TEXTS)
    }

    /// Counts a merged area.
    pub fn merge(&mut self) -> Result<(), Defect> {
        count(&mut self.merges, 1, "合并单元格", MAX_MERGES)
    }

    /// Counts an area of a data validation.
    pub fn validated_area(&mut self) -> Result<(), Defect> {
        count(&mut self.validated_areas, 1, "数据有效性区域", MAX_VALIDATED_AREAS)
    }
}

fn count(used: &mut usize, more: usize, what: &'static str, limit: usize) -> Result<(), Defect> {
    *used = used.saturating_add(more);
    if *used > limit { Err(Defect::TooMany { what, limit }) } else { Ok(()) }
}
