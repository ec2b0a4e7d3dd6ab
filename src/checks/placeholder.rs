//! PLH-01: words of the template that were left standing.

use std::sync::LazyLock;

use regex::Regex;

use super::{Check, Hit, Subject};
use crate::form::CheckSpec;
use crate::language::Type;
use crate::sections::Origin;

/// The check of this file.
pub(super) static CHECKS: [Check; 1] =
    [Check { spec: CheckSpec { name: "placeholder-text", facts: &[] }, find: left_standing }];

/// What templates leave behind (rules.md, PLH-01).
static LEFT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let patterns = [
        r"指标\d+[：:]\s*(?:$|指标|…)",
        r"…{2,}|\.{6,}",
        r"[X×]{2,}|某某|20[X×]{2}",
        r"(?:增加|减少)[（(](?:减少|增加)[)）]",
        r"\{[^}]*\}",
        r"请填写|此处填写",
    ];
    Regex::new(&patterns.join("|")).ok()
});

fn left_standing(subject: &Subject<'_>) -> Vec<Hit> {
    let Some(left) = LEFT.as_ref() else { return Vec::new() };
    let hit = |slot| {
        // Names of rows have a check of their own (CMP-05, CMP-06).
        let names_a_row = slot_is_row_name(subject, slot);
        let text = &subject.entry(slot).reading.found;
        let found = (!names_a_row && subject.field(slot).issued.is_none()).then(|| left.find(text)).flatten()?;
        let shown = if subject.field(slot).kind.language() == Type::Text { found.as_str() } else { text };
        Some(Hit::at(vec![slot]).found(shown.trim()))
    };
    subject.slots().filter_map(hit).collect()
}

fn slot_is_row_name(subject: &Subject<'_>, slot: crate::facts::Slot) -> bool {
    slot.field == 0
        && match subject.row(slot).origin {
            Origin::Placeholder | Origin::Spare | Origin::Named(_) | Origin::Copy(_) => true,
            Origin::Fixed => matches!(subject.table(slot).rows, crate::sections::Rows::List(_)),
            Origin::Repeated => false,
        }
}
