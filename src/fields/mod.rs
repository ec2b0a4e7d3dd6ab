//! The types of fields: how a filled cell is read, what the workbook accepts, how it looks.
//!
//! A new type is one file and one line in [`TYPES`]. Types say what is odd about a cell; which rule
//! minds it, and how much, is said where the rules are.

mod choice;
mod code;
mod date;
mod headcount;
mod measure;
mod money;
mod numeral;
mod percent;
mod person;
mod phone;
mod score;
mod sign;
mod text;
mod told;
mod typed;

use std::fmt;

use crate::facts::{Content, Reading};
use crate::language::Type;

pub use date::{DAYS_FROM_1900_TO_1904, from_serial, from_text as date_from_text, serial};
pub use text::has_invisible_characters;
pub use told::{BETWEEN_CHOICES, MAX_CHOICES, MAX_PROMPT, MAX_REFUSAL, MAX_TITLE, Prompt, cut, units};
pub(crate) use typed::half_width;

/// What a form says of a field beyond its type.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// Whether an amount may be below zero (结余).
    pub negative: bool,
    /// Fewest and most characters of a text.
    pub length: Option<(usize, usize)>,
    /// How many digits a code has.
    pub digits: Option<usize>,
    /// The choices of a drop-down.
    pub choices: Vec<String>,
    /// Other words for choices: the word and the choice that it means.
    pub synonyms: Vec<(String, String)>,
    /// Whether dates count from 1904 in the file that is read.
    pub date1904: bool,
}

/// How the entries of a type stand in their cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Words, wrapped, at the left.
    Words,
    /// An amount, two decimals, at the right.
    Amount,
    /// A score, two decimals, at the left like the words beside it.
    Score,
    /// A whole number, at the left.
    Count,
    /// A day, `2022年3月20日`.
    Day,
    /// A number as it is, or words, in the middle.
    Measure,
    /// Digits that are no number (codes, telephone numbers): the cell has text format.
    Digits,
}

/// What the workbook accepts while it is being filled.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepts {
    /// Anything.
    Anything,
    /// A decimal number, from zero where it may not be negative.
    Decimal {
        /// Whether it may be below zero.
        negative: bool,
    },
    /// A number between these two.
    Between(f64, f64),
    /// A whole number from zero.
    Whole,
    /// A calendar day.
    Day,
    /// A text no longer than this many characters.
    Length(usize),
    /// One of a list.
    OneOf(Vec<String>),
}

/// A type of field.
pub trait FieldType: Sync {
    /// Its name in templates.
    fn name(&self) -> &'static str;
    /// What the rule language takes it for.
    fn language(&self) -> Type;
    /// How its entries stand in their cells.
    fn shown(&self) -> Shown;
    /// What the workbook accepts.
    fn accepts(&self, limits: &Limits) -> Accepts;
    /// What the person who types something else is told; at most [`MAX_REFUSAL`] units.
    fn refusal(&self, limits: &Limits) -> String;
    /// Whether something else cannot be typed at all. Where the reader can make sense of it, the person is only
    /// warned and may go on.
    fn insists(&self) -> bool {
        true
    }
    /// What the person who comes to the cell is told where the form itself says nothing.
    fn prompt(&self, _: &Limits) -> Option<Prompt<'static>> {
        None
    }
    /// Reads a cell. The content is neither missing nor `Raw::Blank`.
    fn read(&self, content: &Content, limits: &Limits) -> Reading;
}

impl fmt::Debug for dyn FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for dyn FieldType {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

/// Every type there is.
pub static TYPES: [&dyn FieldType; 12] = [
    &text::Text,
    &money::Money,
    &score::Score,
    &percent::Percent,
    &sign::Sign,
    &measure::Measure,
    &headcount::Headcount,
    &date::Day,
    &phone::Phone,
    &person::Person,
    &code::Code,
    &choice::Choice,
];

/// The type of plain words.
pub static TEXT: &dyn FieldType = &text::Text;

/// The type of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn FieldType> {
    TYPES.into_iter().find(|kind| kind.name() == name)
}
