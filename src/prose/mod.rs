//! What can be read out of official prose: amounts, growth, lists, people, years, claims, repetitions, marks.
//!
//! Pure functions over texts; what is found says where it stands, and what cannot be told is left out.

mod about;
mod alike;
mod amount;
mod claim;
mod growth;
mod heading;
mod item;
mod listing;
mod marks;
mod none;
mod people;
mod quantity;
mod repeat;
mod stated;
mod sum;
mod year;

use std::sync::LazyLock;

use regex::Regex;

pub use about::{is_of_other_time, is_of_the_unit, piece_before};
pub use alike::{Sample, Sketch, digest, promising, sketch};
pub use amount::{Amount, Bound, amounts};
pub use claim::{Claim, claims};
pub use growth::{Growth, growths};
pub use heading::{Heading, called, heading, numeral};
pub use item::{count_items, unnumbered};
pub use listing::{Listing, listings};
pub use marks::{unbalanced, units};
pub use none::{plainly_none, says_none};
pub use people::{Headcount, Kind, headcounts};
pub use quantity::{Direction, Quantity, quantity};
pub use repeat::{common_block, doubled};
pub use stated::{Stated, aims, stated};
pub use sum::{ListedSum, listed_sums};
pub use year::{OtherYear, other_years};

/// A pattern that is compiled once; every pattern of this layer is a literal that a test compiles.
type Pattern = LazyLock<Option<Regex>>;

/// The matches of a pattern.
fn found<'t>(pattern: &'static Pattern, text: &'t str) -> impl Iterator<Item = regex::Captures<'t>> {
    pattern.as_ref().into_iter().flat_map(move |pattern| pattern.captures_iter(text))
}

/// The clause of a text that holds these bytes: between the nearest marks that end a clause.
fn clause(text: &str, start: usize, end: usize) -> &str {
    let ends = |c: char| matches!(c, '。' | '；' | ';' | '\n' | '！' | '？');
    let from = text[..start].rfind(ends).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let to = text[end..].find(ends).map_or(text.len(), |at| end + at);
    &text[from..to]
}
