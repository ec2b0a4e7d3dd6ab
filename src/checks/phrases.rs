//! PLH-03, PLH-04: phrases that stand where something should be said.

use rust_decimal::Decimal;

use super::people::text;
use super::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CheckSpec};
use crate::words::{Value, two_decimals};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 2] = [
    CheckOn { spec: CheckSpec::new("empty-phrase", &[]), find: empty_phrase },
    CheckOn { spec: CheckSpec::new("nothing-said", &["金额", "占比"]), find: nothing_said },
];

/// All that is said in a table of words, its records joined by line breaks.
pub(super) fn said(subject: &Subject<'_>, table: usize) -> String {
    let rows = 0..subject.layout.rows[table].len();
    let texts: Vec<&str> = rows.filter_map(|row| text(subject, Slot { table, row, field: 0 })).collect();
    texts.join("\n")
}

/// Whether a text is one of the rule's words and nothing else.
pub(super) fn is_phrase(text: &str, arguments: &Arguments) -> bool {
    let bare = text.trim().trim_end_matches(['。', '；', ';', '.']);
    arguments.words.iter().any(|word| word == bare)
}

/// Words that a rule looks for in texts. What a word with `!` in front covers is no mention (`!出租车`).
pub(super) struct Mentions<'a> {
    words: Vec<&'a str>,
    covers: Vec<&'a str>,
}

impl<'a> Mentions<'a> {
    /// The words of a rule.
    pub(super) fn new(arguments: &'a Arguments) -> Self {
        let (covers, words): (Vec<&str>, Vec<&str>) =
            arguments.words.iter().map(String::as_str).partition(|word| word.starts_with('!'));
        Self { words, covers: covers.into_iter().map(|cover| &cover[1..]).collect() }
    }

    /// A text without what is covered.
    pub(super) fn bare(&self, text: &str) -> String {
        self.covers.iter().fold(text.to_owned(), |text, cover| text.replace(cover, ""))
    }

    /// The first of the words that stands in one of the pieces of a bare text.
    pub(super) fn first_in(&self, pieces: &[&str]) -> Option<&'a str> {
        self.words.iter().copied().find(|word| pieces.iter().any(|piece| piece.contains(word)))
    }
}

/// Texts that consist of a phrase alone.
fn empty_phrase(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let hit = |table: &usize| {
        let text = said(subject, *table);
        let slot = Slot { table: *table, row: 0, field: 0 };
        is_phrase(&text, arguments).then(|| Hit::at_table(vec![slot]).found(text.trim()))
    };
    arguments.tables.iter().filter_map(hit).collect()
}

/// Nothing said of an amount that was spent: the text, the amount, and the total that it is part of.
fn nothing_said(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let ([table], [part, whole]) = (&arguments.tables[..], &arguments.fields[..]) else { return Vec::new() };
    let total_row = |table: usize| subject.layout.rows[table].iter().position(|row| row.total).unwrap_or_default();
    let amount = |(table, field): (usize, usize)| {
        let slot = Slot { table, row: total_row(table), field };
        match &subject.entry(slot).reading.value {
            Some(Value::Number(number)) if !number.is_zero() => Some((slot, *number)),
            Some(_) | None => None,
        }
    };
    let text = said(subject, *table);
    let silent = text.trim().is_empty() || is_phrase(&text, arguments);
    let (Some((slot, part)), true) = (amount(*part), silent) else { return Vec::new() };
    let hit = Hit::at_table(vec![Slot { table: *table, row: 0, field: 0 }, slot]).fact("金额", two_decimals(part));
    let hit = if text.trim().is_empty() { hit.found("（空）") } else { hit.found(text.trim()) };
    let share = amount(*whole).and_then(|(_, whole)| part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole));
    vec![match share {
        Some(share) => hit.fact("占比", two_decimals(share)),
        None => hit,
    }]
}
