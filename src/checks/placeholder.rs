//! PLH-01, PLH-02: words of the template that were left standing, and hints that stand in for an answer.

use std::sync::LazyLock;

use regex::Regex;

use super::{Check, Hit, Subject};
use crate::facts::Slot;
use crate::form::{CellTest, CheckSpec, Each, Form, Records, Typed};
use crate::language::Type;
use crate::sections::{Origin, Rows};

/// The checks of this file.
pub(super) static CHECKS: [Check; 2] = [
    Check { spec: CheckSpec::new("placeholder-text", &[]).live(CellTest::Each(PLAIN)), find: left_standing },
    Check { spec: CheckSpec::new("hint-typed", &[]), find: hint_typed },
];

/// What templates leave behind and a formula can find, each of it among [`LEFT`].
const WORDS: [&str; 11] = [
    "……",
    "......",
    "XX",
    "××",
    "某某",
    "增加（减少）",
    "减少（增加）",
    "增加(减少)",
    "减少(增加)",
    "请填写",
    "此处填写",
];

/// Characters of a sentence of a hint that nobody writes by chance.
const SHORTEST_HINT: usize = 6;

/// The plain ones in a column of words.
const PLAIN: Each = Each {
    looks_at: |form, records, slot| {
        let field = &form.tables[slot.table].fields[slot.field];
        field.kind.language() == Type::Text && field.issued.is_none() && !is_row_name(form, records, slot)
    },
    formula: |area| format!("SUMPRODUCT(--ISNUMBER(FIND({{\"{}\"}},{area})))", WORDS.join("\",\"")),
    of_numbers: false,
    is_wrong: |typed| matches!(typed, Typed::Words(text) if WORDS.iter().any(|word| text.contains(word))),
};

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

/// Whether a text has words of a template in it.
pub(super) fn is_left_standing(text: &str) -> bool {
    LEFT.as_ref().is_some_and(|left| left.is_match(text))
}

fn left_standing(subject: &Subject<'_>) -> Vec<Hit> {
    let Some(left) = LEFT.as_ref() else { return Vec::new() };
    let hit = |slot| {
        // Names of rows have a check of their own (CMP-05, CMP-06).
        let names_a_row = is_row_name(subject.form, &subject.layout.rows, slot);
        let text = &subject.entry(slot).reading.found;
        let found = (!names_a_row && subject.field(slot).issued.is_none()).then(|| left.find(text)).flatten()?;
        let shown = if subject.field(slot).kind.language() == Type::Text { found.as_str() } else { text };
        Some(Hit::at(vec![slot]).found(shown.trim()))
    };
    subject.slots().filter_map(hit).collect()
}

/// Fields that say what the form's own hint says, or a sentence of it, and nothing else.
fn hint_typed(subject: &Subject<'_>) -> Vec<Hit> {
    let same = |a: &str, b: &str| {
        let bare = |c: &char| !c.is_whitespace();
        a.chars().filter(bare).eq(b.chars().filter(bare))
    };
    let hit = |slot: Slot| {
        let (typed, hint) = (&subject.entry(slot).reading.found, subject.field(slot).prompt.as_deref()?);
        let sentence = typed.trim_end_matches(|c: char| c == '。' || c.is_whitespace());
        let mut sentences = hint.split('。');
        let is_hint =
            same(typed, hint) || sentences.any(|part| same(part, sentence) && part.chars().count() >= SHORTEST_HINT);
        is_hint.then(|| Hit::at(vec![slot]).found(typed.trim()))
    };
    subject.slots().filter(|slot| !subject.is_copy_slot(*slot)).filter_map(hit).collect()
}

fn is_row_name(form: &Form, records: &Records, slot: Slot) -> bool {
    slot.field == 0
        && match records[slot.table][slot.row].origin {
            Origin::Placeholder | Origin::Spare | Origin::Named(_) | Origin::Copy(_) => true,
            Origin::Fixed => matches!(form.tables[slot.table].rows, Rows::List(_)),
            Origin::Repeated => false,
        }
}

#[cfg(test)]
mod tests {
    use super::{LEFT, WORDS};

    #[test]
    fn what_a_formula_finds_is_found_on_return_too() {
        let left = LEFT.as_ref().expect("a pattern");
        for word in WORDS {
            assert!(left.is_match(&format!("完成{word}次")), "{word}");
        }
    }
}
