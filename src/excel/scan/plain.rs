//! Elements written the one way that Excel, WPS and the libraries write them, read without the XML reader.
//!
//! Most of a workbook looks like `<c r="B7" s="3"><v>12.50</v></c>`. Whatever differs in the least (a prefix, an entity,
//! another attribute, a space) is nothing here and goes through [`Xml`](super::xml::Xml), which gives the same answer.

use super::limits::MAX_TEXT;

/// A cell as it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct PlainCell<'a> {
    /// The attribute `r`.
    pub address: Option<&'a str>,
    /// The attribute `s`.
    pub format: Option<&'a str>,
    /// The attribute `t`.
    pub kind: Option<&'a str>,
    /// The text of a formula without attributes.
    pub formula: Option<&'a str>,
    /// The text of the value.
    pub value: Option<&'a str>,
}

/// The cell at the start of the bytes, and what follows it.
pub(super) fn cell(bytes: &[u8]) -> Option<(PlainCell<'_>, &[u8])> {
    let mut cell = PlainCell::default();
    let mut rest = bytes.strip_prefix(b"<c")?;
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
    if let Some(after) = rest.strip_prefix(b"/>") {
        return Some((cell, after));
    }
    rest = rest.strip_prefix(b">")?;
    if let Some(after) = rest.strip_prefix(b"<f>") {
        let (formula, after) = text(after, b"</f>")?;
        cell.formula = Some(formula);
        rest = after;
    }
    if let Some(after) = rest.strip_prefix(b"<v>") {
        let (value, after) = text(after, b"</v>")?;
        cell.value = Some(value);
        rest = after;
    }
    Some((cell, rest.strip_prefix(b"</c>")?))
}

/// The text of a shared string of one run at the start of the bytes, and what follows it.
pub(super) fn string_item(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let rest = bytes.strip_prefix(b"<si><t")?;
    let rest = rest.strip_prefix(br#" xml:space="preserve""#).unwrap_or(rest);
    text(rest.strip_prefix(b">")?, b"</t></si>")
}

/// An attribute of one letter, ` r="B7"`, whose value is of ASCII letters and digits.
fn attribute(bytes: &[u8]) -> Option<(u8, &str, &[u8])> {
    let [b' ', name, b'=', b'"', rest @ ..] = bytes else { return None };
    let length = rest.iter().position(|byte| !byte.is_ascii_alphanumeric())?;
    let (value, rest) = rest.split_at(length);
    Some((*name, std::str::from_utf8(value).ok()?, rest.strip_prefix(b"\"")?))
}

/// The text up to this end, where it has neither markup nor references nor line ends to normalise.
fn text<'a>(bytes: &'a [u8], end: &[u8]) -> Option<(&'a str, &'a [u8])> {
    let length = bytes.iter().position(|byte| matches!(byte, b'<' | b'&' | b'\r'))?;
    let (text, rest) = bytes.split_at(length);
    let rest = rest.strip_prefix(end)?;
    if length > MAX_TEXT { None } else { Some((std::str::from_utf8(text).ok()?, rest)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_as_programs_write_them_are_read() {
        let (found, rest) = cell(b"<c r=\"B7\" s=\"3\" t=\"str\"><f>A1</f><v>\xE6\x94\xB6</v></c><c").expect("a cell");
        let expected = PlainCell {
            address: Some("B7"),
            format: Some("3"),
            kind: Some("str"),
            formula: Some("A1"),
            value: Some("收"),
        };
        assert_eq!((found, rest), (expected, b"<c".as_slice()));
        assert_eq!(cell(b"<c/>"), Some((PlainCell::default(), b"".as_slice())));
        assert_eq!(string_item("<si><t xml:space=\"preserve\"> 收</t></si>".as_bytes()), Some((" 收", b"".as_slice())));
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
            "<c r=\"B7\"><v>&amp;</v></c>",
            "<c r=\"B7\"><v>1\r\n</v></c>",
            "<c r=\"B7\"><v>1</f></c>",
            "<c r=\"B7\"><v>1</v><v>2</v></c>",
            "<c r=\"B7\"><f t=\"shared\">A1</f></c>",
            "<c r=\"B7\"><is><t>x</t></is></c>",
            "<x:c r=\"B7\"/>",
        ] {
            assert_eq!(cell(other.as_bytes()), None, "{other}");
        }
        for other in ["<si><r><t>a</t></r></si>", "<si><t>a</t><t>b</t></si>", "<si><t/></si>", "<si><t>a"] {
            assert_eq!(string_item(other.as_bytes()), None, "{other}");
        }
    }
}
