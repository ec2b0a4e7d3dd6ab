//! Letters one below another, each on a page of its own.

use super::formats::Style;
use super::rows::Rows;
use super::{Tables, WriteError};
use crate::excel::write::letter::{LetterRow, MARGINS, WIDTH};
use crate::excel::write::page::A4;

/// Page breaks of a sheet (Excel).
const MAX_BREAKS: usize = 1_023;
/// Percent of their size at which letters are printed. A sheet that is fitted to pages has no breaks of its own, so that
/// fonts wider than ours need some room.
const SCALE: u16 = 92;

/// A sheet of letters that is being written.
#[derive(Debug)]
pub struct Letters {
    sheet: usize,
    next: u32,
    breaks: Vec<u32>,
}

impl Tables {
    /// Begins a sheet of letters.
    pub fn begin_letters(&mut self, name: &str) -> Result<Letters, WriteError> {
        let sheet = self.workbook.worksheets().len();
        let worksheet = self.workbook.add_worksheet_with_constant_memory()?.set_name(name)?;
        let (side, top) = MARGINS;
        worksheet.set_column_width(0, WIDTH)?.set_screen_gridlines(false);
        worksheet.set_paper_size(A4).set_margins(side, side, top, top, 0.3, 0.3).set_print_scale(SCALE);
        worksheet.set_print_center_horizontally(true);
        self.rows.insert(sheet, Rows::new()?);
        Ok(Letters { sheet, next: 0, breaks: Vec::new() })
    }

    /// Adds a letter; whether there was a page for it.
    pub fn letter<'a>(
        &mut self,
        letters: &mut Letters,
        paragraphs: impl IntoIterator<Item = LetterRow<'a>>,
    ) -> Result<bool, WriteError> {
        if letters.breaks.len() >= MAX_BREAKS {
            return Ok(false);
        }
        let Some(rows) = self.rows.get_mut(&letters.sheet) else { return Ok(false) };
        if letters.next > 0 {
            letters.breaks.push(letters.next);
        }
        for (style, height, text) in paragraphs {
            rows.begin(letters.next, height)?;
            rows.words((letters.next, 0, self.formats.number(Style::Letter(style))), text)?;
            rows.end()?;
            letters.next += 1;
        }
        Ok(true)
    }

    /// Ends the letters.
    pub fn end_letters(&mut self, letters: &Letters) -> Result<(), WriteError> {
        let worksheet = self.workbook.worksheet_from_index(letters.sheet)?;
        super::end_rows(worksheet, letters.next, &rust_xlsxwriter::Format::new().set_font_size(9))?;
        if !letters.breaks.is_empty() {
            worksheet.set_page_breaks(&letters.breaks)?;
        }
        Ok(())
    }
}
