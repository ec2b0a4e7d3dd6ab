//! Words.

use super::typed::{is_invisible, typed, visible};
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;
use crate::words::Value;

/// Characters of a cell (Excel).
const CELL_CHARACTERS: usize = 32_767;

/// 文字.
pub(super) struct Text;

impl FieldType for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Words
    }

    fn accepts(&self, limits: &Limits) -> Accepts {
        Accepts::Length(most(limits))
    }

    fn refusal(&self, limits: &Limits) -> String {
        format!("文字过长，请控制在{}字以内；确需如此的，请点“是”。", most(limits))
    }

    fn insists(&self) -> bool {
        false
    }

    fn read(&self, content: &Content, _: &Limits) -> Reading {
        words(content, |_| None)
    }
}

/// The most characters that a cell should hold.
fn most(limits: &Limits) -> usize {
    limits.length.map_or(CELL_CHARACTERS, |(_, most)| most.min(CELL_CHARACTERS))
}

/// Reads words and lets a pattern say what is odd about them.
pub(super) fn words(content: &Content, odd: impl Fn(&str) -> Option<Oddity>) -> Reading {
    let found = typed(content);
    let text = visible(&found);
    if text.is_empty() {
        return Reading::blank();
    }
    let mut oddities: Vec<Oddity> = odd(&text).into_iter().collect();
    if has_invisible_characters(&found) {
        oddities.push(Oddity::InvisibleCharacters);
    }
    Reading { value: Some(Value::Text(text)), oddities, found, normalised: false }
}

/// Whether blanks stand around the text, or characters in it cannot be seen (rules.md, TYP-15).
///
/// A line break at the end comes with every paste from Word and is no blank.
#[must_use]
pub fn has_invisible_characters(text: &str) -> bool {
    let text = text.trim_end_matches(['\n', '\r']);
    text.chars().any(is_invisible) || text.trim() != text
}
