//! Texts as `SpreadsheetML` stores them: runs of rich text, escaped characters, line breaks.

use std::borrow::Cow;

use memchr::memchr2;

use super::defect::Defect;
use super::xml::{Node, Xml, local};

/// Appends the text of a string item (`si`, `is`) just opened: its runs joined, phonetics left out (ECMA-376 18.4.8).
pub(super) fn string_item(xml: &mut Xml<'_>, into: &mut String) -> Result<(), Defect> {
    loop {
        match xml.next()? {
            Node::Open(tag) => match local(&tag) {
                "t" => xml.text(into)?,
                "r" => string_item(xml, into)?,
                _ => xml.skip()?,
            },
            Node::Empty(_) => {}
            Node::Close => return Ok(()),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// Turns `_xHHHH_` into the character it stands for (ECMA-376 22.9.2.19) and CR LF into LF.
///
/// Excel breaks lines with LF and what is pasted from elsewhere with CR LF; both mean the same.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if memchr2(b'_', b'\r', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let (before, escape) = rest.split_at(start);
        decoded.push_str(before);
        if let Some(character) = escaped(escape) {
            decoded.push(character);
            rest = &escape[ESCAPE..];
        } else {
            decoded.push('_');
            rest = &escape[1..];
        }
    }
    decoded.push_str(rest);
    Cow::Owned(if decoded.contains("\r\n") { decoded.replace("\r\n", "\n") } else { decoded })
}

/// Bytes of an escape: `_x000D_`.
const ESCAPE: usize = 7;

fn escaped(text: &str) -> Option<char> {
    let escape = text.as_bytes().get(..ESCAPE)?;
    if escape[ESCAPE - 1] != b'_' || !escape[2..ESCAPE - 1].iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    char::from_u32(u32::from_str_radix(&text[2..ESCAPE - 1], 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_line_breaks_are_decoded() {
        for (stored, meant) in [
            ("支出合计", "支出合计"),
            ("甲_x000D_\n乙", "甲\n乙"),
            ("甲\r\n乙\r丙", "甲\n乙\r丙"),
            ("_x005F_x0041_", "_x0041_"),
            ("__x0041__", "_A_"),
            ("_x004_ _xD83D_ _x00zz_ _x", "_x004_ _xD83D_ _x00zz_ _x"),
            ("_x收入_", "_x收入_"),
        ] {
            assert_eq!(decoded(stored), meant);
        }
    }
}
