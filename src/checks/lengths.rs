//! TYP-16: texts that are shorter or longer than the form asks for.

use super::{Check, Hit, Subject};
use crate::facts::Slot;
use crate::form::CheckSpec;
use crate::prose::says_none;
use crate::sections::Rows;
use crate::words::Value;

/// The check of this file.
pub(super) static CHECKS: [Check; 1] =
    [Check { spec: CheckSpec::new("length", &["字数", "最少", "最多"]), find: length }];

fn length(subject: &Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, table) in subject.form.tables.iter().enumerate() {
        let rows = subject.layout.rows[index].len();
        let slot = |row: usize, field: usize| Slot { table: index, row, field };
        if let (Some(limits), Rows::Repeated { .. }) = (table.length, &table.rows) {
            let slots: Vec<Slot> = (0..rows).map(|row| slot(row, 0)).collect();
            let count: usize = slots.iter().map(|slot| characters(subject, *slot)).sum();
            hits.extend(outside(limits, count, || Hit::at_table(vec![slot(0, 0)])));
        }
        for row in 0..rows {
            for (position, field) in table.fields.iter().enumerate() {
                let Some(limits) = field.limits.length else { continue };
                let count = characters(subject, slot(row, position));
                hits.extend(outside(limits, count, || Hit::at(vec![slot(row, position)])));
            }
        }
    }
    hits
}

/// Characters of a text, blanks left out; 无 is an answer of any length.
fn characters(subject: &Subject<'_>, slot: Slot) -> usize {
    match &subject.entry(slot).reading.value {
        Some(Value::Text(text)) if says_none(text) => 0,
        Some(Value::Text(text)) => text.chars().filter(|c| !c.is_whitespace()).count(),
        Some(Value::Number(_) | Value::Date(_)) | None => 0,
    }
}

/// A text that is not there at all is a matter of completeness.
fn outside((least, most): (usize, usize), count: usize, hit: impl Fn() -> Hit) -> Option<Hit> {
    let fits = count == 0 || (least..=most).contains(&count);
    let facts =
        |hit: Hit| hit.fact("字数", count.to_string()).fact("最少", least.to_string()).fact("最多", most.to_string());
    (!fits).then(|| facts(hit()))
}
