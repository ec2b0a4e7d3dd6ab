//! The letter to a unit whose file is sent back: one page in plain words, as text and as a sheet to print.
//!
//! It names what matters most and what to do; everything else stands in the review that goes with it.

mod items;
mod words;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::csv::UTF8;
use super::lines::wrapped;
use super::path::unit;
use super::text::printable;
use crate::excel::write::{self, LetterRow, LetterStyle, WriteError};
use crate::outcome::{Judged, Status, safe_name};
use crate::report::Dates;

/// What ends a line on Windows.
const LINE_END: &str = "\r\n";
/// The indent of whoever has written it, in full-width blanks.
const CLOSE: &str = "　　　　　　　　　　　　　　　　　　";

/// What a letter asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Corrections, and perhaps explanations.
    Correction,
    /// Explanations only.
    Explanation,
}

impl Asked {
    /// What is asked of a unit whose file has this status; nothing where the file is not sent back.
    fn of(status: Status) -> Option<Self> {
        match status {
            Status::Returned => Some(Self::Correction),
            Status::Awaiting => Some(Self::Explanation),
            Status::Explained | Status::Passed | Status::Unreadable => None,
        }
    }

    /// What the letter is called.
    const fn title(self) -> &'static str {
        match self {
            Self::Correction => "退回通知",
            Self::Explanation => "补充说明通知",
        }
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Paragraph {
    style: LetterStyle,
    text: String,
}

impl Paragraph {
    fn new(style: LetterStyle, text: &str) -> Self {
        Self { style, text: printable(text) }
    }

    /// The points that it takes on paper.
    fn height(&self) -> f64 {
        self.style.height(wrapped(&self.text, self.style.line()).len())
    }

    /// Its row on a sheet.
    pub(super) fn row(&self) -> LetterRow<'_> {
        (self.style, self.height(), &self.text)
    }

    /// Its line in a text.
    fn line(&self) -> String {
        let before = match self.style {
            LetterStyle::Heading => LINE_END,
            LetterStyle::Close => CLOSE,
            LetterStyle::Subject | LetterStyle::Title | LetterStyle::Address | LetterStyle::Body => "",
        };
        let after = match self.style {
            LetterStyle::Title => LINE_END,
            LetterStyle::Subject
            | LetterStyle::Address
            | LetterStyle::Heading
            | LetterStyle::Body
            | LetterStyle::Close => "",
        };
        format!("{before}{}{LINE_END}{after}", self.text.trim_end())
    }
}

/// What the letter that goes with a review of this file name asks for, and its paragraphs; nothing where there is none.
pub(super) fn paragraphs(judged: &Judged, dates: Dates, review: &Path) -> Option<(Asked, Vec<Paragraph>)> {
    let is_written_to = !judged.name.trim().is_empty() && !judged.is_final();
    let asked = Asked::of(judged.status).filter(|_| is_written_to)?;
    let review = review.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // A letter that is written once more does not say that the file came in today.
    let dates = Dates { received: judged.rounds.received.unwrap_or(dates.received), ..dates };
    Some((asked, words::letter(judged, asked, dates, review)))
}

/// The letters that go with a review of this file name, with their paths below the folder of results: a text and a
/// sheet of the same words; none for a file that is not sent back, of which nobody knows whose it is, or that had passed and
/// is unchanged since.
pub fn letters(judged: &Judged, dates: Dates, review: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, WriteError> {
    let Some((asked, letter)) = paragraphs(judged, dates, review) else { return Ok(Vec::new()) };
    let text: String = letter.iter().map(Paragraph::line).collect();
    let sheet = write::letter(asked.title(), letter.iter().map(Paragraph::row))?;
    let path = |ending: &str| {
        let file = format!("{}_第{}次{}.{ending}", safe_name(&unit(judged)), judged.rounds.number, asked.title());
        Path::new(judged.status.word()).join(file)
    };
    Ok(vec![(path("txt"), format!("{UTF8}{text}").into_bytes()), (path("xlsx"), sheet)])
}
