//! How the cells of lists look: each format made once.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatUnderline};

use super::Entry;
use crate::excel::write::formats::{AMOUNT, HEAD, HEI, INPUT, LINK, SONG, boxed, fill};

/// Notes, dark enough to be read.
const FAINT: Color = Color::RGB(0x0059_5959);

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Style {
    /// The title over a list.
    Title,
    /// The note below it.
    Note,
    /// The head of a column.
    Head,
    /// An entry.
    Entry(Entry),
    /// Words that open a file.
    Link,
    /// The title of the front page.
    FrontTitle,
    /// A paragraph of the front page.
    Paragraph,
    /// A heading of the front page.
    Heading,
}

/// The formats of a workbook.
#[derive(Default)]
pub(super) struct Formats {
    made: HashMap<Style, Format>,
}

impl Formats {
    /// The format of a style.
    pub(super) fn of(&mut self, style: Style) -> &Format {
        self.made.entry(style).or_insert_with(|| make(style))
    }
}

fn make(style: Style) -> Format {
    let base = Format::new().set_font_name(SONG).set_font_size(10).set_align(FormatAlign::VerticalCenter);
    match style {
        Style::Title => base.set_font_name(HEI).set_font_size(14),
        Style::Note => base.set_font_size(9).set_font_color(FAINT),
        Style::Head => boxed(fill(base.set_bold().set_text_wrap().set_align(FormatAlign::Center), HEAD)),
        Style::Entry(entry) => boxed(of_entry(base, entry)),
        Style::Link => {
            boxed(base.set_font_color(LINK).set_underline(FormatUnderline::Single).set_align(FormatAlign::Center))
        }
        Style::FrontTitle => base.set_font_name(HEI).set_font_size(18).set_align(FormatAlign::Center).set_shrink(),
        Style::Paragraph => base.set_font_size(12).set_text_wrap().set_align(FormatAlign::Left),
        Style::Heading => base.set_font_name(HEI).set_font_size(12),
    }
}

fn of_entry(format: Format, entry: Entry) -> Format {
    match entry {
        Entry::Words | Entry::Hidden => format.set_text_wrap().set_align(FormatAlign::Left),
        Entry::Centre => format.set_text_wrap().set_align(FormatAlign::Center),
        Entry::Amount => format.set_num_format(AMOUNT).set_align(FormatAlign::Right),
        Entry::Number => format.set_align(FormatAlign::Right),
        Entry::Share => format.set_num_format("0.0%").set_align(FormatAlign::Center),
        Entry::Answer => fill(format.set_text_wrap().set_align(FormatAlign::Left), INPUT),
    }
}
