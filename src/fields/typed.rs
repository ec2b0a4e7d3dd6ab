//! What was typed into a cell, before any field type looks at it.

use crate::facts::{Content, Raw};
use crate::words::{canonical, plain};

/// The text of a cell as a person sees it in the edit line; stored results of errors and truths as Excel names them.
pub(super) fn typed(content: &Content) -> String {
    match &content.raw {
        Raw::Blank => String::new(),
        Raw::Number(text) => canonical(text).map_or_else(|| text.to_string(), plain),
        Raw::Text(text) => text.to_string(),
        Raw::Truth(true) => "TRUE".to_owned(),
        Raw::Truth(false) => "FALSE".to_owned(),
        Raw::Error(text) | Raw::Date(text) => text.to_string(),
    }
}

/// The text with full-width letters, digits, signs and blanks made half-width: the part of NFKC that keyboards produce.
pub(crate) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '。' => '.',
            '−' | '–' => '-',
            _ => c,
        })
        .collect()
}

/// The text without blanks around it and without characters that nobody can see.
pub(super) fn visible(text: &str) -> String {
    let shown: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    shown.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}').to_owned()
}

/// Zero-width and control characters; line breaks and tabs can be seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}
