//! How planned cells look: one format per look, lock and kind of value.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatPattern, FormatUnderline};

use super::live::{DOUBTFUL, NOTED, WRONG};
use crate::fields::Shown;
use crate::plan::{Look, Sample};

/// 宋体: what the form is set in.
pub(super) const SONG: &str = "宋体";
/// 黑体: titles.
pub(super) const HEI: &str = "黑体";
/// 仿宋: letters, and the values of the cover.
pub(super) const FANG: &str = "仿宋";
/// Cells to fill in; light enough to print, dark enough to tell from white in greyscale.
pub(super) const INPUT: Color = Color::RGB(0x00FF_F7DC);
/// Values that cannot be changed.
const FIXED: Color = Color::RGB(0x00E7_E6E6);
/// Heads.
pub(super) const HEAD: Color = Color::RGB(0x00DD_E6F0);
/// Words that lead elsewhere.
pub(super) const LINK: Color = Color::RGB(0x0005_63C1);
/// Points of the words on the cover.
const COVER: u8 = 16;
/// Points of the paragraphs of the guide.
const NOTE: f64 = 10.5;
/// Points of the lists of the guide.
const LISTED: u8 = 9;
/// Points of the strut.
const STRUT: f64 = 13.0;
/// How much higher than its font a row is.
const ROW_OF_FONT: f64 = 1.3;
/// Names of rows.
const STUB: Color = Color::RGB(0x00EA_F0F6);
/// What is not printed.
const FAINT: Color = Color::RGB(0x0080_8080);
/// An amount; blank stays blank, zero is shown. Behind it stands the space of a digit, so that it does not touch the
/// border (`LibreOffice` forgets an indent at the right in cells with a validation of their own).
pub(super) const AMOUNT: &str = "#,##0.00_0;-#,##0.00_0;0.00_0";
/// A day, as an official writes it.
const DAY: &str = "yyyy\"年\"m\"月\"d\"日\"";

/// The formats of a workbook, each made once.
#[derive(Default)]
pub(super) struct Formats {
    made: HashMap<(Look, bool), Format>,
}

impl Formats {
    /// The format of a look, for a cell that is locked or not.
    pub(super) fn get(&mut self, look: Look, input: bool) -> &Format {
        self.made.entry((look, input)).or_insert_with(|| {
            let format = make(look);
            if input { format.set_unlocked() } else { format }
        })
    }
}

/// The format of an empty cell beside a row whose height is left to the program, of this least height where one is
/// said. Programs make a row as high as the largest font in it, so a line of words has air around it and a long text
/// still makes its row higher.
pub(super) fn strut(least: Option<f64>) -> Format {
    let points = least.map_or(STRUT, |least| (least / ROW_OF_FONT).round());
    Format::new().set_font_name(SONG).set_font_size(points)
}

fn make(look: Look) -> Format {
    let base = Format::new().set_font_name(SONG).set_font_size(11).set_align(FormatAlign::VerticalCenter);
    match look {
        Look::CoverTitle => {
            base.set_font_name(HEI).set_font_size(24).set_bold().set_align(FormatAlign::Center).set_shrink()
        }
        Look::CoverLabel => base.set_font_size(COVER).set_align(FormatAlign::Right).set_indent(1),
        Look::CoverValue(shown) => underlined(kind(base.set_font_name(FANG).set_font_size(COVER), shown)),
        Look::CoverInput(shown) => fill(underlined(kind(base.set_font_name(FANG).set_font_size(COVER), shown)), INPUT)
            .set_align(FormatAlign::Left),
        Look::CoverFoot => base.set_font_size(COVER).set_align(FormatAlign::Center),
        Look::Title => base.set_font_name(HEI).set_font_size(18).set_align(FormatAlign::Center),
        Look::Heading => base.set_font_name(HEI).set_font_size(13),
        Look::TableTitle => base.set_font_name(HEI).set_font_size(12),
        Look::Stamp => base.set_font_size(8).set_font_color(FAINT).set_align(FormatAlign::Center),
        Look::Stub => fill(boxed(kind(base, Shown::Words)), STUB),
        Look::Item => fill(boxed(base.set_align(FormatAlign::Center)), STUB),
        Look::StubInput => fill(boxed(kind(base, Shown::Words)), INPUT),
        Look::Header | Look::Label => fill(boxed(base.set_text_wrap().set_align(FormatAlign::Center).set_bold()), HEAD),
        Look::Input(shown) => fill(boxed(kind(base, shown)), INPUT),
        Look::Fixed(shown) => fill(boxed(kind(base, shown)), FIXED),
        Look::Unused => fill(boxed(base.set_align(FormatAlign::Center)), FIXED),
        Look::AsideHeader => {
            dotted(base.set_font_size(9).set_font_color(FAINT).set_text_wrap().set_align(FormatAlign::Center))
        }
        Look::Aside => dotted(kind(base.set_font_size(10), Shown::Amount)),
        Look::Mark => base.set_font_size(8).set_font_color(FAINT),
        Look::Conclusion => {
            boxed(base.set_font_size(12).set_bold().set_text_wrap().set_align(FormatAlign::Left).set_indent(1))
        }
        Look::Check(Shown::Count) => boxed(base.set_font_size(9).set_align(FormatAlign::Center)),
        Look::Check(shown) => boxed(kind(base.set_font_size(9), shown)),
        Look::Link => {
            let small = base.set_font_size(9).set_align(FormatAlign::Center);
            boxed(small.set_font_color(LINK).set_underline(FormatUnderline::Single))
        }
        Look::Verdict => boxed(base.set_font_size(10).set_align(FormatAlign::Center)),
        Look::Note => kind(base.set_font_size(NOTE), Shown::Words).set_align(FormatAlign::Top),
        Look::NoteItem => base.set_font_size(NOTE).set_bold().set_align(FormatAlign::Right).set_align(FormatAlign::Top),
        Look::Listed => dotted(kind(base.set_font_size(LISTED), Shown::Words)),
        Look::ListedItem => dotted(base.set_font_size(LISTED).set_align(FormatAlign::Center)),
        Look::Sample(sample) => sampled(boxed(base.set_align(FormatAlign::Center)), sample),
    }
}

fn sampled(format: Format, sample: Sample) -> Format {
    match sample {
        Sample::Input => fill(format, INPUT),
        Sample::Locked => fill(format, FIXED),
        Sample::Wrong => fill(format.set_font_color(WRONG.0).set_bold(), WRONG.1),
        Sample::Doubtful => fill(format.set_font_color(DOUBTFUL.0).set_italic(), DOUBTFUL.1),
        Sample::Tail => fill(format.set_font_color(NOTED.0), NOTED.1),
    }
}

fn kind(format: Format, shown: Shown) -> Format {
    match shown {
        Shown::Words => format.set_text_wrap().set_align(FormatAlign::Left).set_indent(1),
        // A figure that is too long for its column is made smaller; otherwise it would be a row of ###.
        Shown::Amount => format.set_num_format(AMOUNT).set_align(FormatAlign::Right).set_shrink(),
        Shown::Score => format.set_num_format("0.00").set_align(FormatAlign::Left).set_indent(1),
        Shown::Measure => format.set_text_wrap().set_align(FormatAlign::Center),
        Shown::Count => format.set_num_format("0").set_align(FormatAlign::Left).set_indent(1),
        Shown::Day => format.set_num_format(DAY).set_align(FormatAlign::Left).set_indent(1).set_shrink(),
        Shown::Digits => format.set_num_format("@").set_align(FormatAlign::Left).set_indent(1),
    }
}

pub(super) fn boxed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin)
}

fn dotted(format: Format) -> Format {
    format.set_border(FormatBorder::Hair).set_border_color(FAINT)
}

fn underlined(format: Format) -> Format {
    format.set_border_bottom(FormatBorder::Thin)
}

pub(super) fn fill(format: Format, color: Color) -> Format {
    format.set_pattern(FormatPattern::Solid).set_background_color(color)
}
