//! A workbook in which nobody has filled in anything yet.

use crate::checks::computed::calculate;
use crate::checks::subject::Run;
use crate::facts::{Content, Entry, Raw, Reading, Slot, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, Issued, SEVERITY, Stamp};
use crate::words::canonical;

/// Everything that planned texts of a workbook may name: what it was issued with, and how much each rule weighs.
#[must_use]
pub fn words(form: &Form, stamp: &Stamp) -> Issued {
    let mut words = stamp.words();
    let run = Run::issued(stamp);
    for rule in &form.rules {
        words.set(format!("{SEVERITY}{}", rule.id), run.severity(rule).word());
    }
    words
}

/// Every field with what it is issued with, mostly nothing.
#[must_use]
pub fn blank_submission(form: &Form, layout: &Layout, issued: &Issued) -> Submission {
    let mut submission = Submission::default();
    for (index, table) in form.tables.iter().enumerate() {
        let rows = 0..layout.rows[index].len();
        let slots = rows.flat_map(|row| (0..table.fields.len()).map(move |field| Slot { table: index, row, field }));
        let entry = |slot: Slot| {
            let (sheet, cell) = layout.cell(slot);
            let text = match layout.sheets[sheet].at(cell).map(|planned| &planned.filling) {
                Some(Filling::Input(_, text) | Filling::Issued(_, text)) => issued.fill(text),
                _ => "".into(),
            };
            // A figure is written as a number, see `excel::write`.
            let is_number = table.fields[slot.field].kind.language().is_numeric() && canonical(&text).is_some();
            let raw = if is_number { Raw::Number((&*text).into()) } else { Raw::Text((&*text).into()) };
            let content =
                Content { cell, raw, formula: None, locked: false, date_format: false, percent_format: false };
            let field = &table.fields[slot.field];
            let reading = if text.is_empty() { Reading::blank() } else { field.kind.read(&content, &field.limits) };
            Entry { place: layout.place(slot), reading, lost: false }
        };
        submission.push_table(table.fields.len(), slots.map(entry).collect());
    }
    calculate(form, layout, &mut submission);
    submission
}
