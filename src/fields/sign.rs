//! The direction of an indicator (指标性质): `≥ ＞ ＝ ≤ ＜`, or 定性.

use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// What can be chosen.
const CHOICES: [&str; 6] = ["≥", "＞", "＝", "≤", "＜", "定性"];
/// Other ways to write a choice.
const SYNONYMS: [(&str, &str); 12] = [
    (">=", "≥"),
    ("＞＝", "≥"),
    ("⩾", "≥"),
    (">", "＞"),
    ("=", "＝"),
    ("<=", "≤"),
    ("＜＝", "≤"),
    ("⩽", "≤"),
    ("<", "＜"),
    ("定性指标", "定性"),
    ("正向", "≥"),
    ("反向", "≤"),
];

/// 指标性质.
pub(super) struct Sign;

impl FieldType for Sign {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Words
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::OneOf(CHOICES.map(str::to_owned).to_vec())
    }

    fn refusal(&self, _: &Limits) -> String {
        format!("请从下拉列表中选择：{}。", CHOICES.join(" "))
    }

    fn read(&self, content: &Content, _: &Limits) -> Reading {
        let choice = |text: &str| SYNONYMS.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
        let reading =
            words(content, |text| (!CHOICES.contains(&text) && choice(text).is_none()).then_some(Oddity::NotAChoice));
        let Some(Value::Text(text)) = &reading.value else { return reading };
        match choice(text) {
            Some(choice) => Reading { value: Some(Value::Text(choice.to_owned())), normalised: true, ..reading },
            None => reading,
        }
    }
}
