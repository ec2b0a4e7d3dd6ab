//! What Excel can tell the person at a cell: how much of it fits.

use std::borrow::Cow;

/// UTF-16 units of the text of a validation error (ECMA-376 18.3.1.32; Excel refuses more).
pub const MAX_REFUSAL: usize = 225;
/// UTF-16 units of the text of a prompt (ECMA-376 18.3.1.32).
pub const MAX_PROMPT: usize = 255;
/// UTF-16 units of the title of a prompt or of an error (ECMA-376 18.3.1.32).
pub const MAX_TITLE: usize = 32;
/// UTF-16 units of the choices of a drop-down with the commas between them (Excel).
pub const MAX_CHOICES: usize = 255;
/// What stands between the choices of a drop-down, and so in none of them.
pub const BETWEEN_CHOICES: char = ',';

/// What the person who comes to a cell is told: a title and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt<'a> {
    /// At most [`MAX_TITLE`] units.
    pub title: Cow<'a, str>,
    /// At most [`MAX_PROMPT`] units.
    pub text: Cow<'a, str>,
}

/// How many units Excel counts in a text.
#[must_use]
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text up to so many units.
#[must_use]
pub fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let too_far = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > most
    });
    too_far.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{Accepts, Limits, TYPES};

    #[test]
    fn a_character_beyond_the_basic_plane_counts_twice_as_excel_counts() {
        assert_eq!((units("万元"), units("𠮷元")), (2, 3));
        assert_eq!((cut("万元", 2), cut("万元", 1)), ("万元", "万"));
        assert_eq!((cut("𠮷元", 2), cut("𠮷元", 1)), ("𠮷", ""));
    }

    #[test]
    fn what_every_type_says_fits() {
        let choices = ["优", "良", "中", "差"].map(str::to_owned).to_vec();
        for negative in [false, true] {
            let limits = Limits {
                negative,
                length: Some((5, 3_000)),
                digits: Some(6),
                choices: choices.clone(),
                ..Limits::default()
            };
            for kind in TYPES {
                let refusal = kind.refusal(&limits);
                assert!((1..=MAX_REFUSAL).contains(&units(&refusal)), "{}: {refusal}", kind.name());
                assert_ne!(kind.accepts(&limits), Accepts::Anything, "{}", kind.name());
                if let Some(Prompt { title, text }) = kind.prompt(&limits) {
                    assert!((1..=MAX_TITLE).contains(&units(&title)), "{title}");
                    assert!((1..=MAX_PROMPT).contains(&units(&text)), "{text}");
                }
            }
        }
    }
}
