//! Rates in percent, two decimals; the sign stands in the head of the column.

use super::numeral::{as_percentage, numeral};
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// The highest rate that is accepted, percent.
const HIGHEST: f64 = 100_000.0;

/// 百分比.
pub(super) struct Percent;

impl FieldType for Percent {
    fn name(&self) -> &'static str {
        "percent"
    }

    fn language(&self) -> Type {
        Type::Number
    }

    fn shown(&self) -> Shown {
        Shown::Amount
    }

    fn accepts(&self, limits: &Limits) -> Accepts {
        Accepts::Between(if limits.negative { -HIGHEST } else { 0.0 }, HIGHEST)
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写百分数，只填数字，不要带“%”，例如95.1%填95.1。".to_owned()
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        if let Some(reading) = as_percentage(content) {
            return reading;
        }
        let read = numeral(content, limits);
        let oddities: Vec<Oddity> = read.oddity.into_iter().collect();
        let normalised = !oddities.is_empty() && read.number.is_some();
        Reading { value: read.number.map(Value::Number), oddities, found: read.found, normalised }
    }
}
