//! Elements written the one way that Excel, WPS and the libraries write them, read without the XML reader.
//!
//! Most of a workbook looks like `<c r="B7" s="3"><v>12.50</v></c>`. Whatever differs in the least (a prefix, another
//! attribute, a space) is nothing here and goes through [`Xml`](super::xml::Xml), which gives the same answer.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};
use quick_xml::escape::unescape;

use super::limits::MAX_TEXT;

/// A cell as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PlainCell<'a> {
    /// The attribute `r`.
    pub address: Option<&'a str>,
    /// The attribute `s`.
    pub format: Option<&'a str>,
    /// The attribute `t`.
    pub kind: Option<&'a str>,
    /// The text of a formula without attributes.
    pub formula: Option<Cow<'a, str>>,
    /// The text of the value.
    pub value: Option<Cow<'a, str>>,
}

/// The cell at the start of the text, and what follows it.
pub(super) fn cell(text: &str) -> Option<(PlainCell<'_>, &str)> {
    let mut cell = PlainCell::default();
    let mut rest = past(text, b"<c")?;
    while let Some((name, value, after)) = attribute(rest) {
        let slot = match name {
            b'r' => &mut cell.address,
            b's' => &mut cell.format,
            b't' => &mut cell.kind,
            _ => return None,
        };
        if slot.replace(value).is_some() {
            return None;
        }
        rest = after;
    }
    if let Some(after) = past(rest, b"/>") {
        return Some((cell, after));
    }
    rest = past(rest, b">")?;
    if let Some(after) = past(rest, b"<f>") {
        let (formula, after) = content(after, b"</f>")?;
        cell.formula = Some(formula);
        rest = after;
    }
    if let Some(after) = past(rest, b"<v>") {
        let (value, after) = content(after, b"</v>")?;
        cell.value = Some(value);
        rest = after;
    }
    Some((cell, past(rest, b"</c>")?))
}

/// The text of a shared string of one run at the start of the text, and what follows it.
pub(super) fn string_item(text: &str) -> Option<(Cow<'_, str>, &str)> {
    let rest = past(text, b"<si><t")?;
    let rest = past(rest, br#" xml:space="preserve""#).unwrap_or(rest);
    content(past(rest, b">")?, b"</t></si>")
}

/// The visible defined name of the whole workbook at the start of the text, with what it stands for, and what follows.
pub(super) fn defined_name(text: &str) -> Option<((&str, Cow<'_, str>), &str)> {
    let rest = past(text, br#"<definedName name=""#)?;
    let length = rest.bytes().position(|byte| matches!(byte, b'"' | b'&' | b'<' | b'\t' | b'\r' | b'\n'))?;
    let (name, rest) = rest.split_at(length);
    let (refers_to, rest) = content(past(rest, b"\">")?, b"</definedName>")?;
    Some(((name, refers_to), rest))
}

/// An attribute of one letter, ` r="B7"`, whose value is of ASCII letters and digits.
fn attribute(text: &str) -> Option<(u8, &str, &str)> {
    let [b' ', name, b'=', b'"', value @ ..] = text.as_bytes() else { return None };
    let length = value.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    let (value, rest) = text[4..].split_at(length);
    Some((*name, value, past(rest, b"\"")?))
}

/// The text up to this end, where it has neither markup nor line ends to normalise nor entities but the five of XML.
fn content<'a, const N: usize>(text: &'a str, end: &[u8; N]) -> Option<(Cow<'a, str>, &'a str)> {
    let mut length = memchr3(b'<', b'&', b'\r', text.as_bytes())?;
    let is_escaped = text.as_bytes()[length] == b'&';
    if is_escaped {
        length += memchr2(b'<', b'\r', &text.as_bytes()[length..])?;
    }
    let (text, rest) = text.split_at(length);
    let rest = past(rest, end)?;
    if length > MAX_TEXT {
        return None;
    }
    let text = if is_escaped { unescape(text).ok()? } else { Cow::Borrowed(text) };
    Some((text, rest))
}

/// What follows these ASCII characters at the start of the text.
#[inline]
fn past<'a, const N: usize>(text: &'a str, start: &[u8; N]) -> Option<&'a str> {
    if text.as_bytes().first_chunk::<N>()? == start { text.get(N..) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_programs_write_them_are_read() {
        let (found, rest) = cell("<c r=\"B7\" s=\"3\" t=\"str\"><f>A1</f><v>收</v></c><c").expect("a cell");
        let expected = PlainCell {
            address: Some("B7"),
            format: Some("3"),
            kind: Some("str"),
            formula: Some("A1".into()),
            value: Some("收".into()),
        };
        assert_eq!((found, rest), (expected, "<c"));
        assert_eq!(cell("<c/>"), Some((PlainCell::default(), "")));
        assert_eq!(string_item("<si><t xml:space=\"preserve\"> 收</t></si>"), Some((" 收".into(), "")));
    }

    #[test]
    fn the_five_entities_of_xml_and_characters_by_number_are_read() {
        let (found, rest) =
            cell("<c r=\"B7\"><f>IF(A1&lt;&gt;&quot;&amp;&quot;,1&#44;2)</f><v>a&#x4E00;</v></c>").expect("a cell");
        assert_eq!(
            (found.formula.as_deref(), found.value.as_deref(), rest),
            (Some("IF(A1<>\"&\",1,2)"), Some("a一"), "")
        );
    }

    #[test]
    fn everything_else_is_left_to_the_xml_reader() {
        for other in [
            "",
            "<c",
            "<cols/>",
            "<c r='B7'/>",
            "<c  r=\"B7\"/>",
            "<c r=\"B7\" r=\"B8\"/>",
            "<c r=\"B7\" x=\"1\"/>",
            "<c r=\"B&#55;\"/>",
            "<c r=\"B7\"><v>&x;</v></c>",
            "<c r=\"B7\"><v>&amp</v></c>",
            "<c r=\"B7\"><v>&amp;\r</v></c>",
            "<c r=\"B7\"><v>1\r\n</v></c>",
            "<c r=\"B7\"><v>1</f></c>",
            "<c r=\"B7\"><v>1</v><v>2</v></c>",
            "<c r=\"B7\"><f t=\"shared\">A1</f></c>",
            "<c r=\"B7\"><is><t>x</t></is></c>",
            "<x:c r=\"B7\"/>",
        ] {
            assert_eq!(cell(other), None, "{other}");
        }
        for other in ["<si><r><t>a</t></r></si>", "<si><t>a</t><t>b</t></si>", "<si><t/></si>", "<si><t>a"] {
            assert_eq!(string_item(other), None, "{other}");
        }
        let name = "<definedName name=\"收入.合计\">表!$B$2</definedName>";
        assert_eq!(defined_name(name), Some((("收入.合计", "表!$B$2".into()), "")));
        assert_eq!(defined_name(&name.replace("name=", "hidden=\"1\" name=")), None);
        assert_eq!(defined_name(&name.replace("入", "&amp;")), None);
    }
}
