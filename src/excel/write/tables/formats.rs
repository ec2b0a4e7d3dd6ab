//! How the cells of lists look: each format made once.

use std::collections::HashMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatUnderline, Workbook};

use super::Entry;
use crate::excel::write::LetterStyle;
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
    /// A paragraph of a letter.
    Letter(LetterStyle),
}

/// The styles of cells that are written by number.
const NUMBERED: [Style; 14] = [
    Style::Entry(Entry::Words),
    Style::Entry(Entry::Centre),
    Style::Entry(Entry::Amount),
    Style::Entry(Entry::Number),
    Style::Entry(Entry::Share),
    Style::Entry(Entry::Answer),
    Style::Entry(Entry::Hidden),
    Style::Link,
    Style::Letter(LetterStyle::Subject),
    Style::Letter(LetterStyle::Title),
    Style::Letter(LetterStyle::Address),
    Style::Letter(LetterStyle::Heading),
    Style::Letter(LetterStyle::Body),
    Style::Letter(LetterStyle::Close),
];

/// The formats of a workbook.
pub(super) struct Formats {
    made: HashMap<Style, Format>,
    numbers: HashMap<Style, u32>,
}

impl Formats {
    /// The formats of a new workbook. Those that cells are written with by number are its first: a workbook numbers
    /// formats from 1 as it gets to know them, the same format once.
    pub(super) fn registered(workbook: &mut Workbook) -> Self {
        let mut known: Vec<Format> = Vec::new();
        let numbers = NUMBERED.map(|style| {
            let format = make(style);
            workbook.register_format(&format);
            let at = known.iter().position(|known| *known == format).unwrap_or(known.len());
            if at == known.len() {
                known.push(format);
            }
            (style, u32::try_from(at + 1).unwrap_or_default())
        });
        Self { made: HashMap::new(), numbers: HashMap::from(numbers) }
    }

    /// The number of a style in the workbook; 0, the format of cells that have none, of one that was not registered.
    pub(super) fn number(&self, style: Style) -> u32 {
        self.numbers.get(&style).copied().unwrap_or_default()
    }

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
        Style::Letter(style) => style.format(),
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
