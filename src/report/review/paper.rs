//! The sheet that a review is written on: its columns, and rows that are as high as their words need.

use rust_decimal::Decimal;

use super::pages;
use crate::excel::mark::{ReviewCell, ReviewContent, ReviewRow, ReviewSheet, ReviewStyle};
use crate::outcome::Record;
use crate::plan::{self, review};
use crate::report::lines::{shortened, wrapped};
use crate::words::Place;

/// A printed column: its head and its width in characters of the default font. Together they fit the width of A4 on
/// its side at about full size.
const PRINTED: [(&str, f64); 11] = [
    (review::NUMBER, 5.0),
    (review::OF_SHEET, 10.0),
    ("单元格", 9.5),
    (review::ITEM, 20.0),
    ("存在问题", 35.0),
    ("填报数", 14.0),
    ("应为", 14.0),
    ("差额", 12.0),
    ("处理要求", 20.0),
    (review::EXPLANATION, 15.0),
    (review::OPINION, 11.0),
];
/// Columns for the record, behind the printed ones.
const RECORD: [(&str, f64); 3] = [("规则", 9.0), (review::KEY, 32.0), ("相关单元格", 11.0)];
/// How many further columns hold links to related cells.
pub(super) const MAX_RELATED: usize = 24;
const RELATED_WIDTH: f64 = 11.0;
/// The width of a column that nobody sees.
const HIDDEN: f64 = 0.0;

pub(super) const NUMBER: u16 = 0;
pub(super) const SHEET: u16 = 1;
pub(super) const CELL: u16 = 2;
pub(super) const ITEM: u16 = 3;
pub(super) const PROBLEM: u16 = 4;
pub(super) const FOUND: u16 = 5;
pub(super) const EXPECTED: u16 = 6;
pub(super) const DIFFERENCE: u16 = 7;
pub(super) const ASK: u16 = 8;
pub(super) const ANSWER: u16 = 9;
pub(super) const OPINION: u16 = 10;
pub(super) const RULE: u16 = 11;
pub(super) const KEY: u16 = 12;
pub(super) const RELATED: u16 = 13;
#[expect(clippy::cast_possible_truncation, reason = "some forty columns")]
const ROUNDS: u16 = RELATED + MAX_RELATED as u16;
/// How many columns are printed.
pub(super) const PRINT_COLUMNS: u16 = 11;

/// What stands where no figure applies.
pub(super) const NONE: &str = review::NONE;
/// Characters that a cell of the table shows; the whole is in the file itself.
const MAX_WORDS: usize = 360;
/// Points from line to line for each point of the letters.
const LEADING: f64 = 1.35;
/// Points above and below the lines of a row.
const PADDING: f64 = 7.0;
/// The lowest row, in points.
const MIN_HEIGHT: f64 = 20.0;
/// Points of letters of which a half-width one is as wide as a character of the default font (7 pixels of 1/96 inch).
const CHARACTER: f64 = 10.5;

/// The sheet as far as it is written.
pub(super) struct Paper {
    rows: Vec<ReviewRow>,
    title_rows: Option<(u32, u32)>,
    foot: usize,
    linked: bool,
}

impl Paper {
    /// An empty sheet; where it is `linked` its cells lead to those of the other sheets.
    pub(super) const fn new(linked: bool) -> Self {
        Self { rows: Vec::new(), title_rows: None, foot: 0, linked }
    }

    /// Whether the review stands in the file itself.
    pub(super) const fn is_in_the_file(&self) -> bool {
        self.linked
    }

    /// Adds a row as high as its words need, and at least so many points.
    pub(super) fn row(&mut self, min_height: f64, mut cells: Vec<ReviewCell>) {
        if !self.linked {
            for cell in &mut cells {
                cell.link = None;
            }
        }
        let printed = cells.iter().filter(|cell| cell.column < PRINT_COLUMNS);
        let height = printed.map(height).fold(min_height.max(MIN_HEIGHT), f64::max);
        self.rows.push(ReviewRow { height: Some(height), cells });
    }

    /// Adds the heads of the columns, which every printed page repeats.
    pub(super) fn headings(&mut self) {
        let printed = PRINTED.iter().map(|(head, _)| (*head, ReviewStyle::Heading));
        let record = RECORD.iter().map(|(head, _)| (*head, ReviewStyle::Muted));
        let heads = (0..).zip(printed.chain(record)).map(|(column, (head, style))| words(column, 1, head, style));
        let row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.title_rows = Some((row, row));
        self.row(24.0, heads.collect());
    }

    /// Begins what must not stand alone on the last page.
    pub(super) const fn begin_foot(&mut self) {
        self.foot = self.rows.len();
    }

    /// Puts the record for the rounds to come into a hidden column, from the first row on.
    pub(super) fn record(&mut self, record: &Record) {
        for (row, piece) in record.pieces().into_iter().enumerate() {
            let cell = ReviewCell {
                column: ROUNDS,
                span: 1,
                content: ReviewContent::Text(piece),
                style: ReviewStyle::Muted,
                link: None,
                unlocked: false,
            };
            match self.rows.get_mut(row) {
                Some(row) => row.cells.push(cell),
                None => self.rows.push(ReviewRow { height: Some(MIN_HEIGHT), cells: vec![cell] }),
            }
        }
    }

    /// The finished sheet.
    pub(super) fn sheet(self, name: &str) -> ReviewSheet {
        let widths = PRINTED.iter().chain(&RECORD).map(|(_, width)| *width);
        let printed: Vec<f64> = PRINTED.iter().map(|(_, width)| *width).collect();
        let heights: Vec<f64> = self.rows.iter().map(|row| row.height.unwrap_or(MIN_HEIGHT)).collect();
        let repeated = self.title_rows.map(|(first, _)| first as usize);
        let room = plan::Paper::Landscape.room(&printed);
        let end = pages::before_foot(&heights, repeated, self.foot, room);
        ReviewSheet {
            name: name.to_owned(),
            column_widths: widths.chain(std::iter::repeat_n(RELATED_WIDTH, MAX_RELATED - 1)).chain([HIDDEN]).collect(),
            rows: self.rows,
            title_rows: self.title_rows,
            page_breaks: end.and_then(|row| u32::try_from(row).ok()).into_iter().collect(),
            print_columns: PRINT_COLUMNS,
        }
    }
}

/// A cell of words.
pub(super) fn words(column: u16, span: u16, text: &str, style: ReviewStyle) -> ReviewCell {
    let text = shortened(text, MAX_WORDS);
    let content = if text.is_empty() { ReviewContent::Blank } else { ReviewContent::Text(text) };
    ReviewCell { column, span, content, style, link: None, unlocked: false }
}

/// A cell in which people write, with what they have written so far.
pub(super) fn answer(column: u16, span: u16, so_far: &str, style: ReviewStyle) -> ReviewCell {
    let content = if so_far.is_empty() { ReviewContent::Blank } else { ReviewContent::Text(so_far.to_owned()) };
    ReviewCell { column, span, content, style, link: None, unlocked: true }
}

/// A cell that leads to a place.
pub(super) fn link(column: u16, text: &str, place: &Place) -> ReviewCell {
    ReviewCell { link: Some(place.clone()), ..words(column, 1, text, ReviewStyle::Link) }
}

/// A cell of a value: an amount as a number, other words as they are, a dash where there is none.
pub(super) fn value(column: u16, value: Option<&str>) -> ReviewCell {
    const MAX_VALUE: usize = 20;
    let Some(text) = value.filter(|text| !text.trim().is_empty()) else {
        return words(column, 1, NONE, ReviewStyle::Centre);
    };
    match amount(text).filter(|_| shown_width(text) <= capacity(column, 1, ReviewStyle::Figure)) {
        Some(amount) => {
            ReviewCell { content: ReviewContent::Number(amount), ..words(column, 1, "", ReviewStyle::Figure) }
        }
        None => words(column, 1, &shortened(text, MAX_VALUE), ReviewStyle::Centre),
    }
}

/// The amount that a text is: digits with exactly two decimals.
fn amount(text: &str) -> Option<Decimal> {
    let (whole, decimals) = text.strip_prefix('-').unwrap_or(text).split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(whole) && digits(decimals) && decimals.len() == 2).then(|| text.parse().ok()).flatten()
}

/// The width of an amount with its separators.
fn shown_width(amount: &str) -> usize {
    let digits = amount.bytes().filter(u8::is_ascii_digit).count().saturating_sub(2);
    amount.len() + digits.saturating_sub(1) / 3
}

/// Half-width characters of a line in a cell, one of them left for its margins.
fn capacity(column: u16, span: u16, style: ReviewStyle) -> usize {
    let spanned = PRINTED.iter().skip(column.into()).take(span.into());
    let width: f64 = spanned.map(|(_, width)| width).sum();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "some hundred characters at most")]
    let characters = (width * CHARACTER / f64::from(style.points()) - 1.0).max(1.0) as usize;
    characters
}

/// The height in points that a cell needs.
fn height(cell: &ReviewCell) -> f64 {
    let ReviewContent::Text(text) = &cell.content else { return 0.0 };
    let capacity = capacity(cell.column, cell.span, cell.style);
    // Clients break a figure that is longer than a line at other places, at its sign among them.
    let breaks = text.split(|c: char| !c.is_ascii_graphic()).any(|word| word.len() > capacity);
    let lines = wrapped(text, capacity).len() + usize::from(breaks);
    #[expect(clippy::cast_precision_loss, reason = "some hundred lines at most")]
    let lines = lines as f64;
    (lines * f64::from(cell.style.points()) * LEADING + PADDING).ceil()
}
