//! IND-18, IND-20: results and targets in words, held against the indicators.

use std::collections::HashSet;

use rust_decimal::Decimal;

use super::{at, paragraphs};
use crate::checks::indicators::{Indicator, indicators, name};
use crate::checks::people::text;
use crate::checks::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CheckSpec};
use crate::prose::{self, Quantity, quantity};
use crate::words::plain;

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 2] = [
    CheckOn { spec: CheckSpec::new("result-contradicted", &["指标", "完成", "文字"]), find: result_contradicted },
    CheckOn { spec: CheckSpec::new("target-not-listed", &["文字"]), find: target_not_listed },
];

/// Amounts, which are held against the tables (TXT-04) and often are those of a part.
const AMOUNTS: [&str; 3] = ["元", "万元", "亿元"];

/// Indicators (target or name, result, and unit where it has a column) of which the text gives another number in the
/// same unit, each once.
fn result_contradicted(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let results: Vec<(Indicator<'_>, Quantity)> = indicators(subject, arguments)
        .into_iter()
        .filter_map(|one| {
            let result = result(subject, arguments, &one)
                .filter(|result| !result.unit.is_empty() && !AMOUNTS.contains(&result.unit.as_str()))?;
            Some((one, result))
        })
        .collect();
    let (paragraphs, unit) = (paragraphs(subject, arguments), subject.issued.get("单位名称"));
    let mut told: HashSet<String> = HashSet::new();
    let mut hits = Vec::new();
    for (one, result) in &results {
        let called = name(one.target_text);
        let is_result = |number: Decimal, unit: &str| {
            results
                .iter()
                .any(|(other, known)| name(other.target_text) == called && known.unit == unit && known.number == number)
        };
        let other = paragraphs.iter().find_map(|paragraph| {
            let stated = prose::stated(paragraph.text, &called).into_iter().find(|stated| {
                stated.unit == result.unit
                    && !is_result(stated.number, &stated.unit)
                    && prose::is_of_the_unit(paragraph.text, stated.start, unit)
                    && !prose::is_of_other_time(paragraph.text, stated.start, subject.run.year)
            });
            Some((paragraph.slot, stated?))
        });
        if let Some((slot, stated)) = other.filter(|_| told.insert(called.clone())) {
            let written = |number: Decimal, unit: &str| format!("{}{unit}", plain(number));
            let hit = Hit::at(vec![slot, one.done]).found(written(stated.number, &stated.unit));
            let hit = hit.expected(written(result.number, &result.unit)).fact("指标", called);
            hits.push(hit.fact("完成", written(result.number, &result.unit)).fact("文字", stated.words));
        }
    }
    hits
}

/// What an indicator has come to: in words with its unit, or a number and its unit beside it (third field).
fn result(subject: &Subject<'_>, arguments: &Arguments, one: &Indicator<'_>) -> Option<Quantity> {
    let Some((_, unit)) = arguments.fields.get(2).copied() else { return quantity(one.done_text) };
    let number = subject.entry(one.done).reading.value.as_ref()?.number()?;
    let unit = text(subject, Slot { field: unit, ..one.done })?;
    Some(Quantity { number, ..quantity(&format!("0{unit}"))? })
}

/// Numbers that the text says were aimed at and that stand in none of the rule's fields.
fn target_not_listed(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mut listed: HashSet<Decimal> = HashSet::new();
    for (table, field) in &arguments.fields {
        for row in 0..subject.layout.rows[*table].len() {
            let reading = &subject.entry(Slot { table: *table, row, field: *field }).reading;
            listed.extend(reading.value.as_ref().and_then(crate::words::Value::number));
            let numbers = reading.found.split(|c: char| !c.is_ascii_digit() && c != '.');
            listed.extend(numbers.filter_map(|number| number.trim_matches('.').parse::<Decimal>().ok()));
        }
    }
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        let aims = prose::aims(paragraph.text).into_iter().filter(|aim| {
            !listed.contains(&aim.number) && !prose::is_of_other_time(paragraph.text, aim.start, subject.run.year)
        });
        hits.extend(aims.map(|aim| at(paragraph.slot).found(aim.words.as_str()).fact("文字", aim.words)));
    }
    hits
}
