//! Names of people.

use super::text::words;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// Fewest and most characters of a name (rules.md, TYP-10).
const LENGTH: std::ops::RangeInclusive<usize> = 2..=15;
/// Most characters of a name that is set with blanks; more are two names.
const PADDED: usize = 3;
/// Titles that are no part of a name (rules.md, TYP-10).
const TITLES: [&str; 7] = ["局长", "主任", "科长", "同志", "先生", "女士", "老师"];

/// 姓名.
pub(super) struct Person;

impl FieldType for Person {
    fn name(&self) -> &'static str {
        "person"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Words
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Length(*LENGTH.end())
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写姓名，不要带职务称谓。".to_owned()
    }

    fn read(&self, content: &Content, _: &Limits) -> Reading {
        let reading = words(content, |text| (!is_name(text)).then_some(Oddity::NotAName));
        let Some(Value::Text(text)) = &reading.value else { return reading };
        match padded(text) {
            Some(name) => Reading {
                value: Some(Value::Text(name)),
                oddities: vec![Oddity::InvisibleCharacters],
                normalised: true,
                ..reading
            },
            None => reading,
        }
    }
}

/// The name in a text with blanks between its characters, as short names are set to the width of longer ones.
fn padded(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (bare.len() < text.len() && bare.chars().count() <= PADDED && is_name(&bare)).then_some(bare)
}

fn is_name(text: &str) -> bool {
    LENGTH.contains(&text.chars().count())
        && text.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}' | '·'))
        && !TITLES.iter().any(|title| text.contains(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_titles() {
        assert!(is_name("林远舟"));
        assert!(is_name("阿依古丽·买买提"));
        assert_eq!(padded("林　舟").as_deref(), Some("林舟"));
        assert_eq!(padded("林舟 许川"), None);
        for text in ["林", "林主任", "林 远舟", "Lin", "林远舟、许映川"] {
            assert!(!is_name(text), "{text}");
        }
    }
}
