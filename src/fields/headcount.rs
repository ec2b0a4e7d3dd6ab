//! Numbers of people: whole, from zero.

use super::numeral::numeral;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// 人数.
pub(super) struct Headcount;

impl FieldType for Headcount {
    fn name(&self) -> &'static str {
        "headcount"
    }

    fn language(&self) -> Type {
        Type::Count
    }

    fn shown(&self) -> Shown {
        Shown::Count
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Whole
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写人数：从0起的整数，不要带“人”字。".to_owned()
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        let read = numeral(content, limits);
        let mut oddities: Vec<Oddity> = read.oddity.into_iter().collect();
        let normalised = !oddities.is_empty();
        let counts = |n: &rust_decimal::Decimal| n.is_integer() && (!n.is_sign_negative() || n.is_zero());
        let value = read.number.filter(counts);
        if read.number.is_some() && value.is_none() {
            oddities = vec![Oddity::NotACount];
        }
        Reading { value: value.map(Value::Number), oddities, found: read.found, normalised }
    }
}
