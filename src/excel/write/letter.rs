//! A letter on one sheet of paper: paragraphs one below another in a single column, ready to print.

use rust_xlsxwriter::{Format, FormatAlign, Workbook};
use serde::{Deserialize, Serialize};

use super::formats::{FANG, HEI};
use super::page::A4;
use super::{WriteError, made, saved};

/// A paragraph with its style and its points.
pub type LetterRow<'a> = (LetterStyle, f64, &'a str);

/// Width of the column in characters of the default font: what fits between the margins of A4.
pub(super) const WIDTH: f64 = 84.0;
/// Inches at the left and right, at the top and the foot of the page.
pub(super) const MARGINS: (f64, f64) = (1.0, 0.85);
/// Points of the page that are left for rows.
pub const LETTER_HEIGHT: f64 = 842.0 - 2.0 * 72.0 * MARGINS.1;
/// Half-width characters of a line, a few of them left for fonts that are wider than 仿宋.
const LINE: usize = 72;
/// Points of the letters for which a line holds so many.
const POINTS: f64 = 12.0;
/// Points from line to line for each point of the letters: fonts that stand in for 仿宋 need that much.
const LEADING: f64 = 1.5;

/// What a paragraph of a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LetterStyle {
    /// What the letter is about, above its title.
    Subject,
    /// The title.
    Title,
    /// Whom it is written to.
    Address,
    /// A heading.
    Heading,
    /// A paragraph.
    Body,
    /// Who has written it, and when, at the right.
    Close,
}

impl LetterStyle {
    const fn points(self) -> f64 {
        match self {
            Self::Subject => 15.0,
            Self::Title => 22.0,
            Self::Address | Self::Heading | Self::Body | Self::Close => POINTS,
        }
    }

    /// Points above and below the lines of a paragraph.
    const fn padding(self) -> f64 {
        match self {
            Self::Subject | Self::Body => 2.0,
            Self::Title => 14.0,
            Self::Address | Self::Heading => 6.0,
            Self::Close => 8.0,
        }
    }

    /// Half-width characters of a line.
    #[must_use]
    pub fn line(self) -> usize {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 30 and 72")]
        #[expect(clippy::cast_precision_loss, reason = "two digits")]
        let characters = (LINE as f64 * POINTS / self.points()) as usize;
        characters
    }

    /// Points of a paragraph of so many lines.
    #[must_use]
    pub fn height(self, lines: usize) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "some hundred lines at most")]
        let lines = lines as f64;
        (lines * self.points() * LEADING + self.padding()).ceil()
    }

    pub(super) fn format(self) -> Format {
        let base = Format::new().set_font_size(self.points()).set_text_wrap().set_align(FormatAlign::VerticalCenter);
        match self {
            Self::Subject | Self::Title => base.set_font_name(HEI).set_align(FormatAlign::Center),
            Self::Address | Self::Body => base.set_font_name(FANG).set_align(FormatAlign::Left),
            Self::Heading => base.set_font_name(HEI).set_align(FormatAlign::Left),
            Self::Close => base.set_font_name(FANG).set_align(FormatAlign::Right).set_indent(4),
        }
    }
}

/// A workbook of one sheet that holds a letter, one row a paragraph with its style and points. Words are never read as
/// formulas.
pub fn letter<'a>(sheet: &str, paragraphs: impl IntoIterator<Item = LetterRow<'a>>) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    let worksheet = workbook.add_worksheet().set_name(sheet)?;
    let (side, top) = MARGINS;
    worksheet.set_column_width(0, WIDTH)?.set_screen_gridlines(false);
    worksheet.set_paper_size(A4).set_margins(side, side, top, top, 0.3, 0.3);
    worksheet.set_print_center_horizontally(true).set_print_fit_to_pages(1, 1);
    let mut last = 0;
    for (row, (style, height, text)) in (0..).zip(paragraphs) {
        worksheet.set_row_height(row, height)?.write_string_with_format(row, 0, text, &style.format())?;
        last = row;
    }
    worksheet.set_print_area(0, 0, last, 0)?;
    workbook.set_properties(&made()?);
    Ok(saved(&mut workbook)?)
}
