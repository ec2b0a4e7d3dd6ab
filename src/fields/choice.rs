//! One of a list.

use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;

/// 选项.
pub(super) struct Choice;

impl FieldType for Choice {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Words
    }

    fn accepts(&self, limits: &Limits) -> Accepts {
        Accepts::OneOf(limits.choices.clone())
    }

    fn refusal(&self, limits: &Limits) -> String {
        format!("请从下拉列表中选择：{}。", limits.choices.join("、"))
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        words(content, |text| (!limits.choices.iter().any(|choice| choice == text)).then_some(Oddity::NotAChoice))
    }
}
