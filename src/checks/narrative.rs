//! TXT, PLH-05, XTB-07, XTB-17, IND-18, IND-20: what the words of a return say, held against its figures.

mod amounts;
mod claims;
mod headings;
mod results;
mod style;

use super::CheckOn;
use super::people::text;
use super::phrases::said;
use super::{Hit, Subject};
use crate::facts::Slot;
use crate::form::Arguments;
use crate::words::Value;

/// The checks of this file's folder.
pub(super) static CHECKS: [&[CheckOn]; 5] =
    [&amounts::CHECKS, &claims::CHECKS, &style::CHECKS, &headings::CHECKS, &results::CHECKS];

/// One paragraph of a table of words, and where it stands.
struct Paragraph<'a> {
    slot: Slot,
    text: &'a str,
}

/// Every paragraph of the tables that a rule names, in order.
fn paragraphs<'a>(subject: &Subject<'a>, arguments: &Arguments) -> Vec<Paragraph<'a>> {
    let of_table = |table: &usize| {
        let table = *table;
        let rows = 0..subject.layout.rows[table].len();
        rows.filter_map(move |row| {
            let slot = Slot { table, row, field: 0 };
            text(subject, slot).map(|text| Paragraph { slot, text })
        })
    };
    arguments.tables.iter().flat_map(of_table).collect()
}

/// The field of the arguments in the total row, or in the only record, and its value.
fn figure(subject: &Subject<'_>, (table, field): (usize, usize)) -> Option<(Slot, rust_decimal::Decimal)> {
    let row = subject.layout.rows[table].iter().position(|row| row.total).unwrap_or_default();
    let slot = Slot { table, row, field };
    match &subject.entry(slot).reading.value {
        Some(Value::Number(number)) => Some((slot, *number)),
        Some(Value::Text(_) | Value::Date(_)) | None => None,
    }
}

/// The first paragraph in which something is found, with what was found.
fn first<T>(paragraphs: &[Paragraph<'_>], find: impl Fn(&str) -> Option<T>) -> Option<(Slot, T)> {
    paragraphs.iter().find_map(|one| Some((one.slot, find(one.text)?)))
}

/// All that the tables of a rule say, joined.
fn joined(subject: &Subject<'_>, arguments: &Arguments) -> String {
    let texts = arguments.tables.iter().map(|table| said(subject, *table));
    texts.collect::<Vec<_>>().join("\n")
}

/// The hit at one place of a text.
fn at(slot: Slot) -> Hit {
    Hit::at(vec![slot])
}
