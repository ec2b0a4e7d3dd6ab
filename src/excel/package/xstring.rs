//! Words as a cell stores them.

use std::fmt::Write;

/// The longest text of a cell, in UTF-16 units (Excel specifications and limits).
pub const MAX_CELL_TEXT: usize = 32_767;

/// A text as the content of `<t>`: cut at [`MAX_CELL_TEXT`], escaped for XML, and what XML cannot
/// hold written as `_xHHHH_` (`ST_Xstring`, ECMA-376 22.9.2.19).
///
/// Line ends become `\n`, as cells have them.
#[must_use]
pub fn xstring(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut written = String::with_capacity(text.len());
    let mut units = 0;
    for (at, char) in text.char_indices() {
        units += char.len_utf16();
        if units > MAX_CELL_TEXT {
            break;
        }
        match char {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '\n' | '\t' => written.push(char),
            // An underscore that would be read as the start of an escape.
            '_' if is_escape(&text.as_bytes()[at..]) => written.push_str("_x005F_"),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                let _ = write!(written, "_x{:04X}_", u32::from(char));
            }
            _ => written.push(char),
        }
    }
    written
}

fn is_escape(bytes: &[u8]) -> bool {
    matches!(bytes, [b'_', b'x', digits @ .., ] if digits.len() >= 5
        && digits[..4].iter().all(u8::is_ascii_hexdigit)
        && digits[4] == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped() {
        assert_eq!(xstring("=1+1 <a&b> \"c\""), "=1+1 &lt;a&amp;b&gt; \"c\"");
        assert_eq!(xstring("a\r\nb\u{b}c\rd"), "a\nb_x000B_c_x000D_d");
        assert_eq!(xstring("_x0041_ _x004_ _xyz"), "_x005F_x0041_ _x004_ _xyz");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(xstring(&"收".repeat(40_000)).chars().count(), MAX_CELL_TEXT);
        assert_eq!(xstring(&"😀".repeat(20_000)).chars().count(), MAX_CELL_TEXT / 2);
    }
}
