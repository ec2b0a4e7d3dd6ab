//! Scores, 分, two decimals.

use super::numeral::numeral;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// The highest score.
const HIGHEST: f64 = 100.0;

/// 得分.
pub(super) struct Score;

impl FieldType for Score {
    fn name(&self) -> &'static str {
        "score"
    }

    fn language(&self) -> Type {
        Type::Number
    }

    fn shown(&self) -> Shown {
        Shown::Score
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Between(0.0, HIGHEST)
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写0到100之间的得分，只填数字，不要带“分”字。".to_owned()
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        let read = numeral(content, limits);
        let oddities: Vec<Oddity> = read.oddity.into_iter().collect();
        let normalised = !oddities.is_empty() && read.number.is_some();
        Reading { value: read.number.map(Value::Number), oddities, found: read.found, normalised }
    }
}
