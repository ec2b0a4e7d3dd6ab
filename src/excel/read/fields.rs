//! Reading every field at the cell where it was found.

use std::sync::Arc;

use super::{Located, typed};
use crate::facts::{Book, Content, Entry, Raw, Reading, Sheet, Slot, Submission, Walk};
use crate::fields::Limits;
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::Filling;
use crate::sections::Origin;
use crate::words::{Place, plain};

/// Reads all fields of all records.
pub(super) fn read(book: &Book, form: &Form, layout: &Layout, sheets: &[Option<Located>]) -> Submission {
    let mut submission = Submission::default();
    for (index, table) in form.tables.iter().enumerate() {
        let located = sheets[table.sheet].as_ref();
        let limits: Vec<Limits> =
            table.fields.iter().map(|field| Limits { date1904: book.date1904, ..field.limits.clone() }).collect();
        let mut contents = located.map(|located| book.sheets[located.position].walk());
        let mut entries = Vec::with_capacity(layout.rows[index].len() * table.fields.len());
        for row in 0..layout.rows[index].len() {
            for (position, field) in table.fields.iter().enumerate() {
                let slot = Slot { table: index, row, field: position };
                let found = located.zip(contents.as_mut());
                entries.push(entry(book, layout, found, slot, |content| field.kind.read(content, &limits[position])));
            }
        }
        submission.push_table(table.fields.len(), entries);
    }
    submission
}

fn entry(
    book: &Book,
    layout: &Layout,
    located: Option<(&Located, &mut Walk<'_>)>,
    slot: Slot,
    read: impl Fn(&Content) -> Reading,
) -> Entry {
    let (_, planned) = layout.cell(slot);
    let spare = layout.rows[slot.table][slot.row].origin == Origin::Spare;
    let lost = || Entry { place: layout.place(slot), reading: Reading::blank(), lost: true };
    let Some((located, contents)) = located else { return lost() };
    // A spare row that was taken out took nothing with it, where nothing stands elsewhere either.
    let missed = !spare || !located.unread.is_empty();
    let Some(cell) = located.map.find(planned) else { return Entry { lost: missed, ..lost() } };
    let found = &book.sheets[located.position];
    let content = contents.content(cell);
    let filling = layout.planned(slot).map(|planned| &planned.filling);
    let content = match filling {
        // A formula that repeats another field is worth what that field is worth; its stored result proves nothing.
        Some(Filling::Copy(_, from)) if content.is_none_or(|content| content.formula.is_some()) => {
            located.map.find(layout.cell(*from).1).map_or(content, |repeated| found.content(repeated))
        }
        _ => content,
    };
    let is_input = filling.is_some_and(Filling::is_input);
    let is_unused = matches!(filling, Some(Filling::Unused(_)));
    let reading = match content.filter(|_| !is_unused) {
        Some(content) if is_input && is_typed(content) => read_typed(book, found, content, read),
        Some(content) if content.raw != Raw::Blank => read(content),
        // A program that does not calculate wrote it: what it is worth is not known, but it is not blank.
        Some(Content { formula: Some(formula), .. }) if !formula.is_empty() => {
            Reading { found: format!("={formula}"), ..Reading::blank() }
        }
        Some(_) | None => Reading::blank(),
    };
    Entry { place: Place { sheet: Arc::clone(&found.name), cell }, reading, lost: false }
}

/// Whether somebody has typed a formula into a cell.
fn is_typed(content: &Content) -> bool {
    content.formula.as_ref().is_some_and(|formula| !formula.is_empty())
}

/// A formula that was typed where a value belongs is a value with a history (design, 3): calculated here where it is
/// arithmetic, and told as what it was read as.
fn read_typed(book: &Book, sheet: &Sheet, content: &Content, read: impl Fn(&Content) -> Reading) -> Reading {
    let formula = content.formula.as_deref().unwrap_or_default();
    let result = match content.raw {
        Raw::Number(_) | Raw::Blank => typed::worth(book, (sheet, content.cell), formula),
        Raw::Text(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
    };
    let found = format!("={formula}");
    let raw = result.map(|result| Raw::Number(plain(result).into()));
    match raw.or_else(|| (content.raw != Raw::Blank).then(|| content.raw.clone())) {
        Some(raw) => {
            let reading = read(&Content { raw, ..content.clone() });
            if reading.value.is_some() { Reading { normalised: true, found, ..reading } } else { reading }
        }
        // What it is worth is not known, but it is not blank.
        None => Reading { found, ..Reading::blank() },
    }
}
