//! One of a list.

use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

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
        let reading = words(content, |text| {
            let is_choice = limits.choices.iter().any(|choice| choice == text);
            let is_synonym = limits.synonyms.iter().any(|(word, _)| word == text);
            (!is_choice).then_some(if is_synonym { Oddity::OtherWord } else { Oddity::NotAChoice })
        });
        let Some(Value::Text(text)) = &reading.value else { return reading };
        match limits.synonyms.iter().find(|(word, _)| word == text) {
            Some((_, choice)) => Reading { value: Some(Value::Text(choice.clone())), normalised: true, ..reading },
            None => reading,
        }
    }
}
