//! SCO-05, SCO-06, SUM-11, CAL-01, HIS-11 and their like: calculated cells in which another figure was put.

use rust_decimal::Decimal;

use super::words::value;
use super::{CheckOn, Hit, Subject};
use crate::facts::{Damage, Instead, Slot};
use crate::form::{Arguments, CheckSpec};
use crate::sections::Rows;
use crate::words::{Value, canonical};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 2] = [
    CheckOn { spec: CheckSpec::new("calculated-differs", &[]), find: calculated_differs },
    CheckOn { spec: CheckSpec::new("rate-without-base", &[]), find: rate_without_base },
];

/// Fixed figures in place of formulas, at the fields and in the rows of the rule, that differ from what the formula
/// gives by more than the rule allows.
fn calculated_differs(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let allowed = subject.tolerance(arguments);
    let differing = subject.damages.iter().filter_map(|damage| {
        let Damage::FormulaOverwritten { found: Instead::Value(typed), repeats: Some(slot), .. } = damage else {
            return None;
        };
        let (found, expected) = (canonical(typed)?, subject.entry(*slot).reading.value.as_ref()?.number()?);
        let difference = found.checked_sub(expected)?;
        (looks_at(subject, arguments, *slot) && difference.abs() > allowed)
            .then(|| hit(subject, *slot, found, expected, difference))
    });
    differing.collect()
}

/// A rate (first field) in place of a formula that has nothing to divide by: the base (second) is zero.
fn rate_without_base(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [rate, (table, field)] = arguments.fields[..] else { return Vec::new() };
    let base = Slot { table, row: 0, field };
    let is_zero = subject.entry(base).reading.value.as_ref().and_then(Value::number).is_some_and(|base| base.is_zero());
    let typed = subject.damages.iter().filter_map(|damage| {
        let Damage::FormulaOverwritten { found: Instead::Value(typed), repeats: Some(slot), .. } = damage else {
            return None;
        };
        let found = canonical(typed).filter(|_| is_zero && (slot.table, slot.field) == rate)?;
        let word = value(subject.field(*slot).kind.language(), &Value::Number(found));
        Some(Hit::at(vec![*slot, base]).found(word))
    });
    typed.collect()
}

fn looks_at(subject: &Subject<'_>, arguments: &Arguments, slot: Slot) -> bool {
    if !arguments.fields.contains(&(slot.table, slot.field)) {
        return false;
    }
    let Rows::List(list) = subject.table(slot).rows else { return true };
    let row = subject.form.lists[list].rows[subject.row(slot).of].id();
    arguments.rows.is_empty() || arguments.rows.iter().any(|wanted| wanted == row)
}

fn hit(subject: &Subject<'_>, slot: Slot, found: Decimal, expected: Decimal, difference: Decimal) -> Hit {
    let word = |number| value(subject.field(slot).kind.language(), &Value::Number(number));
    let hit = Hit::at(vec![slot]).found(word(found)).expected(word(expected));
    Hit { difference: Some(word(difference)), ..hit }
}
