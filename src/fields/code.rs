//! Codes of a fixed number of digits.

use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;

/// 编码.
pub(super) struct Code;

impl FieldType for Code {
    fn name(&self) -> &'static str {
        "code"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Digits
    }

    fn accepts(&self, limits: &Limits) -> Accepts {
        limits.digits.map_or(Accepts::Anything, Accepts::Length)
    }

    fn refusal(&self, limits: &Limits) -> String {
        limits.digits.map_or_else(String::new, |digits| format!("请填写{digits}位数字。"))
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        words(content, |text| {
            let fits =
                text.bytes().all(|b| b.is_ascii_digit()) && limits.digits.is_none_or(|digits| text.len() == digits);
            (!fits).then_some(Oddity::NotACode)
        })
    }
}
