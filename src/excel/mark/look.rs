//! How the cells of a review look: few roles, drawn with few formats.

/// What a cell of the review is, which decides how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewStyle {
    /// The title of the sheet: large, centred.
    Title,
    /// A name in the head, such as 单位名称.
    Label,
    /// A value in the head.
    Value,
    /// The conclusion, a sentence across the page.
    Conclusion,
    /// The heading of a section.
    Section,
    /// A column heading.
    Heading,
    /// Words in the table, wrapped.
    Text,
    /// Short words or a number without decimals, centred.
    Centre,
    /// An amount with two decimals.
    Figure,
    /// Words that lead to a cell.
    Link,
    /// A cell that the unit or the reviewer writes in.
    Answer,
    /// Words for the record, outside the print area.
    Muted,
    /// A line without frame, such as the signatures.
    Foot,
}

/// A format of `cellXfs`, taken apart.
pub(super) struct Look {
    pub(super) font: Font,
    pub(super) size: u8,
    pub(super) bold: bool,
    pub(super) underlined: bool,
    /// The colour of the words, as `RRGGBB`.
    pub(super) colour: &'static str,
    /// The colour behind them.
    pub(super) fill: Option<&'static str>,
    pub(super) framed: bool,
    pub(super) horizontal: &'static str,
    /// A built-in number format (ECMA-376 18.8.30): 0 general, 4 `#,##0.00`.
    pub(super) number_format: u8,
}

/// A typeface of official documents.
#[derive(Clone, Copy)]
pub(super) enum Font {
    Song,
    Hei,
}

impl Font {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Song => "宋体",
            Self::Hei => "黑体",
        }
    }
}

const BLACK: &str = "000000";
const BLUE: &str = "0563C1";
const GREY: &str = "7F7F7F";
const HEADING_FILL: &str = "D9E1F2";
const ANSWER_FILL: &str = "FFF9E5";

impl ReviewStyle {
    /// The size of its letters in points, by which the height of a row is told.
    #[must_use]
    pub const fn points(self) -> u8 {
        self.look().size
    }

    pub(super) const fn look(self) -> Look {
        let plain = Look {
            font: Font::Song,
            size: 10,
            bold: false,
            underlined: false,
            colour: BLACK,
            fill: None,
            framed: true,
            horizontal: "left",
            number_format: 0,
        };
        match self {
            Self::Title => Look { font: Font::Hei, size: 18, framed: false, horizontal: "center", ..plain },
            Self::Label => Look { bold: true, horizontal: "center", fill: Some(HEADING_FILL), ..plain },
            Self::Value | Self::Text => plain,
            Self::Conclusion => Look { bold: true, size: 11, ..plain },
            Self::Section => Look { font: Font::Hei, size: 12, framed: false, ..plain },
            Self::Heading => Look { font: Font::Hei, horizontal: "center", fill: Some(HEADING_FILL), ..plain },
            Self::Centre => Look { horizontal: "center", ..plain },
            Self::Figure => Look { horizontal: "right", number_format: 4, ..plain },
            Self::Link => Look { underlined: true, colour: BLUE, horizontal: "center", ..plain },
            Self::Answer => Look { fill: Some(ANSWER_FILL), ..plain },
            Self::Muted => Look { size: 8, colour: GREY, framed: false, ..plain },
            Self::Foot => Look { framed: false, ..plain },
        }
    }
}
