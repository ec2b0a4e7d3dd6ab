//! IND-11, IND-12, IND-17, TYP-12, SCO-11: what indicators say in figures.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::indicators::{Indicator, indicators};
use super::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CheckSpec};
use crate::prose::{Direction, Quantity, quantity};
use crate::words::{plain, two_decimals};

/// Facts of every such finding.
const FACTS: &[&str] = &["目标", "完成", "目标值", "完成值", "目标单位", "完成单位", "应为值"];

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 5] = [
    CheckOn { spec: CheckSpec::new("limit-exceeded", FACTS), find: limit_exceeded },
    CheckOn { spec: CheckSpec::new("target-zero", FACTS), find: target_zero },
    CheckOn { spec: CheckSpec::new("units-differ", FACTS), find: units_differ },
    CheckOn { spec: CheckSpec::new("fraction-for-percent", FACTS), find: fraction_for_percent },
    CheckOn { spec: CheckSpec::new("scores-add-up", &["各项之和"]), find: scores_add_up },
];

/// Words by which the way is explained.
const REASONS: [&str; 5] = ["因", "由于", "原因", "主要是", "受"];

/// Target and result as quantities, where both have one.
fn both<'a>(subject: &Subject<'a>, arguments: &Arguments) -> Vec<(Indicator<'a>, Quantity, Quantity)> {
    let pair = |one: Indicator<'a>| {
        let (target, done) = (quantity(one.target_text)?, quantity(one.done_text)?);
        Some((one, target, done))
    };
    indicators(subject, arguments).into_iter().filter_map(pair).collect()
}

fn hit(one: &Indicator<'_>, target: &Quantity, done: &Quantity) -> Hit {
    Hit::at(vec![one.done, one.target])
        .found(one.done_text)
        .fact("目标", one.target_text)
        .fact("完成", one.done_text)
        .fact("目标值", plain(target.number))
        .fact("完成值", plain(done.number))
        .fact("目标单位", &target.unit)
        .fact("完成单位", &done.unit)
}

/// More than an upper limit, and no word of why.
fn limit_exceeded(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let explained = |one: &Indicator<'_>| REASONS.iter().any(|word| one.done_text.contains(word));
    let over = both(subject, arguments).into_iter().filter(|(one, target, done)| {
        target.direction == Direction::AtMost
            && target.unit == done.unit
            && done.number > target.number
            && !explained(one)
    });
    over.map(|(one, target, done)| hit(&one, &target, &done)).collect()
}

/// A target of zero that is to be reached.
fn target_zero(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let zero = both(subject, arguments)
        .into_iter()
        .filter(|(_, target, _)| target.direction == Direction::AtLeast && target.number.is_zero());
    // The target is what has to be changed.
    let at_target =
        |one: &Indicator<'_>, hit: Hit| Hit { slots: vec![one.target, one.done], ..hit }.found(one.target_text);
    zero.map(|(one, target, done)| at_target(&one, hit(&one, &target, &done))).collect()
}

/// Target and result in different units, both written.
fn units_differ(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let differ = both(subject, arguments)
        .into_iter()
        .filter(|(_, target, done)| !target.unit.is_empty() && !done.unit.is_empty() && target.unit != done.unit);
    differ.map(|(one, target, done)| hit(&one, &target, &done)).collect()
}

/// A rate given as a part of one where percents are meant.
fn fraction_for_percent(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let fraction = both(subject, arguments).into_iter().filter(|(_, target, done)| {
        target.unit == "%"
            && (done.unit == "%" || done.unit.is_empty())
            && !done.number.is_zero()
            && done.number <= Decimal::ONE
            && target.number > Decimal::ONE
    });
    let meant = |done: &Quantity| done.number.checked_mul(Decimal::ONE_HUNDRED).map(plain).unwrap_or_default();
    fraction.map(|(one, target, done)| hit(&one, &target, &done).fact("应为值", meant(&done))).collect()
}

/// The scores that are written behind the results come to another total than the third field says.
fn scores_add_up(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    static WEIGHT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"分值[：:为]?\s*(\d+(?:\.\d+)?)\s*分").ok());
    static SCORE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"得分?[：:为]?\s*(\d+(?:\.\d+)?)\s*分").ok());
    let Some((table, field)) = arguments.fields.get(2).copied() else { return Vec::new() };
    let slot = Slot { table, row: 0, field };
    let Some(total) = subject.entry(slot).reading.value.as_ref().and_then(crate::words::Value::number) else {
        return Vec::new();
    };
    let number = |pattern: &LazyLock<Option<Regex>>, text: &str| {
        let parts = pattern.as_ref()?.captures(text)?;
        parts.get(1)?.as_str().parse::<Decimal>().ok()
    };
    let all = indicators(subject, arguments);
    let of_all = |pattern| all.iter().map(|one| number(pattern, one.done_text)).collect::<Option<Vec<_>>>();
    // Where an indicator has no score, or the weights leave out a part such as 预算执行, the sum says nothing.
    let (Some(weights), Some(scores)) = (of_all(&WEIGHT), of_all(&SCORE)) else { return Vec::new() };
    if weights.iter().sum::<Decimal>() != Decimal::ONE_HUNDRED {
        return Vec::new();
    }
    let sum: Decimal = scores.iter().sum();
    if (sum - total).abs() <= subject.tolerance(arguments) {
        return Vec::new();
    }
    let hit = Hit { difference: Some(two_decimals(total - sum)), ..Hit::at(vec![slot]) };
    vec![hit.found(two_decimals(total)).expected(two_decimals(sum)).fact("各项之和", two_decimals(sum))]
}
