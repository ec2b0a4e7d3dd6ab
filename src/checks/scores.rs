//! XTB-17, XTB-18, IND-21: what structured indicators, projects and total scores say of each other.

use rust_decimal::Decimal;

use super::people::{filled, text};
use super::words::value;
use super::{CheckOn, Hit, Subject};
use crate::facts::{Damage, Instead, Slot};
use crate::form::{Arguments, CheckSpec};
use crate::words::{Value, canonical, two_decimals};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 3] = [
    CheckOn {
        spec: CheckSpec::new("largest-without-indicator", &["项目", "金额", "占比"]).limited(&["占比"]),
        find: largest_project,
    },
    CheckOn { spec: CheckSpec::new("totals-differ", &[]), find: totals_differ },
    CheckOn { spec: CheckSpec::new("all-exactly-met", &["项数"]), find: all_exactly_met },
];

/// The full score.
const FULL: Decimal = Decimal::ONE_HUNDRED;

fn number(subject: &Subject<'_>, slot: Slot) -> Option<Decimal> {
    subject.entry(slot).reading.value.as_ref()?.number()
}

/// The project (first field its name, second its spending) with the largest part of the spending (third), where that is
/// at least the share of the limit and no indicator (fourth) has two characters in a row of its name.
fn largest_project(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [(table, name), (_, spent), (total_table, total), _] = arguments.fields[..] else { return Vec::new() };
    let row = subject.layout.rows[total_table].iter().position(|row| row.total).unwrap_or_default();
    let total = number(subject, Slot { table: total_table, row, field: total }).filter(|total| !total.is_zero());
    let Some(total) = total else { return Vec::new() };
    let projects = (0..subject.layout.rows[table].len()).filter_map(|row| {
        let slot = Slot { table, row, field: name };
        Some((slot, text(subject, slot)?, number(subject, Slot { field: spent, ..slot })?))
    });
    let [large] = subject.limits(arguments);
    let Some((slot, name, amount)) = projects.max_by_key(|(_, _, amount)| *amount) else { return Vec::new() };
    let share = amount.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(total));
    let Some(share) = share.filter(|share| *share >= large) else { return Vec::new() };
    if filled(subject, arguments, 3).iter().any(|(_, indicator)| share_a_word(name, indicator)) {
        return Vec::new();
    }
    let hit = Hit::at(vec![slot]).found(name).fact("项目", name);
    vec![hit.fact("金额", two_decimals(amount)).fact("占比", two_decimals(share))]
}

/// Whether two texts have two characters in a row in common.
pub(super) fn share_a_word(one: &str, other: &str) -> bool {
    let characters: Vec<char> = one.chars().collect();
    characters.windows(2).any(|pair| other.contains(&pair.iter().collect::<String>()))
}

/// Two total scores, each as it stands in the file, that are not the same.
fn totals_differ(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let slots: Vec<Slot> =
        arguments.fields.iter().map(|(table, field)| Slot { table: *table, row: 0, field: *field }).collect();
    let [one, other] = slots[..] else { return Vec::new() };
    let (Some(first), Some(second)) = (standing(subject, one), standing(subject, other)) else { return Vec::new() };
    if first == second {
        return Vec::new();
    }
    let word = |slot: Slot, number| value(subject.field(slot).kind.language(), &Value::Number(number));
    let hit = Hit::at(vec![other, one]).found(word(other, second)).expected(word(one, first));
    vec![Hit { difference: Some(word(one, second - first)), ..hit }]
}

/// The figure that stands in a cell: the fixed one, where its formula was overwritten.
fn standing(subject: &Subject<'_>, slot: Slot) -> Option<Decimal> {
    let overwritten = subject.damages.iter().find_map(|damage| match damage {
        Damage::FormulaOverwritten { found: Instead::Value(typed), repeats: Some(of), .. } if *of == slot => {
            canonical(typed)
        }
        _ => None,
    });
    overwritten.or_else(|| number(subject, slot))
}

/// Every number that was aimed at (first field) was met exactly (second), and the total score (third) is full.
fn all_exactly_met(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [(table, target), (_, done), (result, score)] = arguments.fields[..] else { return Vec::new() };
    let score = Slot { table: result, row: 0, field: score };
    if number(subject, score) != Some(FULL) {
        return Vec::new();
    }
    let slot = |row, field| Slot { table, row, field };
    let rows = 0..subject.layout.rows[table].len();
    let pairs: Vec<(Decimal, Decimal)> =
        rows.filter_map(|row| Some((number(subject, slot(row, target))?, number(subject, slot(row, done))?))).collect();
    if pairs.is_empty() || pairs.iter().any(|(target, done)| target != done) {
        return Vec::new();
    }
    vec![Hit::at(vec![score]).fact("项数", pairs.len().to_string())]
}
