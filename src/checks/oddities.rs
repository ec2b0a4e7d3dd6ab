//! TYP: what is odd about the way a cell was filled in. Which oddity is which is decided by the field's type.

use super::{Check, Hit, Subject};
use crate::facts::{Oddity, Slot};
use crate::fields::Shown;
use crate::form::{CellTest, CheckSpec, Each, Form, Records, Typed};
use crate::language::Type;
use crate::sections::Origin;
use crate::words::{Value, plain, two_decimals};

/// The checks of this file: one per oddity.
pub(super) static CHECKS: [Check; 14] = [
    live("words-for-number", |s| of(s, &Oddity::Words), WORDS),
    check("unit-in-number", |s| of(s, &Oddity::WithUnit)),
    check("full-width", |s| of(s, &Oddity::FullWidth)),
    check("text-number", |s| of(s, &Oddity::TextNumber)),
    check("decimals", |s| of(s, &Oddity::TooManyDecimals)),
    live("negative", |s| of(s, &Oddity::Negative), NEGATIVE),
    live("not-a-count", |s| of(s, &Oddity::NotACount), NOT_A_COUNT),
    check("not-a-code", |s| of(s, &Oddity::NotACode)),
    check("not-a-phone", |s| of(s, &Oddity::NotAPhone)),
    check("not-a-name", |s| of(s, &Oddity::NotAName)),
    check("not-a-date", |s| of(s, &Oddity::NotADate)),
    check(NOT_A_CHOICE, |s| of(s, &Oddity::NotAChoice)),
    check("other-word", |s| of(s, &Oddity::OtherWord)),
    check("invisible", |s| of(s, &Oddity::InvisibleCharacters)),
];

/// The check for values that are none of the choices.
pub(super) const NOT_A_CHOICE: &str = "not-a-choice";
/// Facts of every such finding: the unit of measure, the value as read, the digits of a code, the choices.
const FACTS: &[&str] = &["单位", "读作", "位数", "选项"];

/// Words where numbers belong; a workbook does not calculate with numbers that were typed as words.
const WORDS: Each = Each {
    looks_at: |form, records, slot| {
        let may_be_words = form.tables[slot.table].fields[slot.field].kind.shown() == Shown::Measure;
        is_input(form, records, slot) && kind(form, slot).is_numeric() && !may_be_words
    },
    formula: |area| format!("SUMPRODUCT(--ISTEXT({area}))"),
    of_numbers: false,
    is_wrong: |typed| matches!(typed, Typed::Words(_)),
};

/// Amounts below zero where none can be.
const NEGATIVE: Each = Each {
    looks_at: |form, records, slot| {
        let field = &form.tables[slot.table].fields[slot.field];
        is_input(form, records, slot) && kind(form, slot) == Type::Amount && !field.limits.negative
    },
    formula: |area| format!("COUNTIF({area},\"<0\")"),
    of_numbers: false,
    is_wrong: |typed| matches!(typed, Typed::Number(number) if number.is_sign_negative() && !number.is_zero()),
};

/// Numbers of heads that are no whole numbers from zero.
const NOT_A_COUNT: Each = Each {
    looks_at: |form, records, slot| is_input(form, records, slot) && kind(form, slot) == Type::Count,
    formula: |area| format!("COUNTIF({area},\"<0\")+SUMPRODUCT(--(INT({area})<>{area}))"),
    of_numbers: true,
    is_wrong: |typed| matches!(typed, Typed::Number(number) if !number.is_integer() || (number.is_sign_negative() && !number.is_zero())),
};

fn kind(form: &Form, slot: Slot) -> Type {
    form.tables[slot.table].fields[slot.field].kind.language()
}

/// Whether a unit fills the field in: it is neither issued with a value nor calculated.
fn is_input(form: &Form, records: &Records, slot: Slot) -> bool {
    let row = &records[slot.table][slot.row];
    let field = &form.tables[slot.table].fields[slot.field];
    let is_open = field.issued.is_none() && !field.is_computed(row) && field.is_of(row);
    is_open && !matches!(row.origin, Origin::Copy(_))
}

const fn live(name: &'static str, find: fn(&Subject<'_>) -> Vec<Hit>, test: Each) -> Check {
    Check { spec: CheckSpec::new(name, FACTS).live(CellTest::Each(test)), find }
}

const fn check(name: &'static str, find: fn(&Subject<'_>) -> Vec<Hit>) -> Check {
    Check { spec: CheckSpec::new(name, FACTS), find }
}

fn of(subject: &Subject<'_>, oddity: &Oddity) -> Vec<Hit> {
    // What only repeats another field is odd there, where it can be put right.
    let own = subject.odd().iter().copied().filter(|slot| !subject.is_copy_slot(*slot));
    let odd = own.filter(|slot| subject.entry(*slot).reading.oddities.contains(oddity));
    let hit = odd.map(|slot| {
        let reading = &subject.entry(slot).reading;
        let field = subject.field(slot);
        let mut hit = Hit::at(vec![slot]).found(&*reading.found);
        if let (Oddity::TooManyDecimals, Some(Value::Number(number))) = (oddity, &reading.value) {
            hit = hit.expected(two_decimals(*number));
        }
        if let (Oddity::OtherWord, Some(Value::Text(choice))) = (oddity, &reading.value) {
            hit = hit.expected(choice);
        }
        let unit =
            if field.kind.language() == crate::language::Type::Amount { &subject.form.unit } else { &field.unit };
        if !unit.is_empty() {
            hit = hit.fact("单位", unit);
        }
        if let Some(Value::Number(number)) = &reading.value {
            hit = hit.fact("读作", plain(*number));
        }
        if let Some(digits) = field.limits.digits {
            hit = hit.fact("位数", digits.to_string());
        }
        hit.fact("选项", field.choices().join("、"))
    });
    hit.collect()
}
