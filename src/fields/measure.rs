//! What an indicator aims at or has reached: a number, or words where it is judged by quality.

use super::numeral::{as_percentage, numeral};
use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Raw, Reading};
use crate::language::Type;
use crate::words::Value;

/// Characters of words that say how far an indicator of quality has come.
const MOST: usize = 60;

/// 指标值.
pub(super) struct Measure;

impl FieldType for Measure {
    fn name(&self) -> &'static str {
        "measure"
    }

    fn language(&self) -> Type {
        Type::Number
    }

    fn shown(&self) -> Shown {
        Shown::Measure
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Length(MOST)
    }

    fn refusal(&self, _: &Limits) -> String {
        format!("请只填数字；定性指标填写完成情况，控制在{MOST}字以内。")
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        if let Some(reading) = as_percentage(content) {
            return reading;
        }
        let read = numeral(content, limits);
        let oddities: Vec<Oddity> = match (&read.number, read.oddity) {
            (Some(_), oddity) => oddity.into_iter().collect(),
            // “1260公里” is a number with its unit, which has a column of its own; a day is read as words.
            (None, Some(Oddity::WithUnit)) => vec![Oddity::WithUnit],
            (None, _) => {
                let raw = Raw::Text(read.found.as_str().into());
                return words(&Content { raw, ..content.clone() }, |_| None);
            }
        };
        let normalised = !oddities.is_empty() && read.number.is_some();
        Reading { value: read.number.map(Value::Number), oddities, found: read.found, normalised }
    }
}
