//! Messages: the words of a rule with figures in braces.
//!
//! `{…}` is a fact of the finding (表, 行, 栏, 现值, 应为, 差额, …) or an expression of the rule language; a part in
//! `[…]` is left out where something in it is not known.

use std::ops::Range;

/// Facts that every finding can give: names of table, row and field, “汇总行” or nothing, the three figures, and where a
/// condition compares a field with another figure, that figure and by how many percent the field differs from it.
pub const COMMON_FACTS: [&str; 9] = ["表", "行", "所在行", "栏", "现值", "应为", "差额", "对照", "变动"];

/// A message with its expressions of type `E`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<E>(pub Vec<Segment<E>>);

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment<E> {
    /// Words.
    Words(String),
    /// A fact of the finding.
    Fact(String),
    /// A value to be calculated.
    Value(E),
    /// A part that is left out where something in it is not known.
    Optional(Vec<Segment<E>>),
}

/// A brace or bracket that is never closed, by its bytes in the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unclosed(pub Range<usize>);

/// Splits a message; what stands in braces is handed to `value` with its bytes, unless it is a fact.
pub(super) fn split<E>(
    text: &str,
    offset: usize,
    is_fact: &dyn Fn(&str) -> bool,
    value: &mut dyn FnMut(&str, Range<usize>) -> Option<E>,
) -> Result<Message<E>, Unclosed> {
    let mut segments = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '[']) {
        let open = at + found;
        if open > at {
            segments.push(Segment::Words(text[at..open].to_owned()));
        }
        let close = if text[open..].starts_with('{') { '}' } else { ']' };
        let Some(length) = closing(&text[open..], close) else {
            return Err(Unclosed(offset + open..offset + open + 1));
        };
        let inside = &text[open + 1..open + length];
        let start = offset + open + 1;
        if close == ']' {
            segments.push(Segment::Optional(split(inside, start, is_fact, value)?.0));
        } else if is_fact(inside) {
            segments.push(Segment::Fact(inside.to_owned()));
        } else if let Some(value) = value(inside, start..start + inside.len()) {
            segments.push(Segment::Value(value));
        }
        at = open + length + 1;
    }
    if at < text.len() {
        segments.push(Segment::Words(text[at..].to_owned()));
    }
    Ok(Message(segments))
}

/// Where the bracket that opens the text is closed; braces inside brackets may hold brackets of their own, no brace
/// holds another.
fn closing(text: &str, close: char) -> Option<usize> {
    let mut in_braces = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == close && (close == '}' || !in_braces) {
            return Some(at);
        }
        match c {
            '{' if in_braces || close == '}' => return None,
            '{' => in_braces = true,
            '}' => in_braces = false,
            _ => {}
        }
    }
    None
}

impl<E> Message<E> {
    /// The message in words; nothing where something outside `[…]` is not known.
    pub fn words(&self, fact: &dyn Fn(&str) -> Option<String>, value: &dyn Fn(&E) -> Option<String>) -> Option<String> {
        words(&self.0, fact, value)
    }
}

fn words<E>(
    segments: &[Segment<E>],
    fact: &dyn Fn(&str) -> Option<String>,
    value: &dyn Fn(&E) -> Option<String>,
) -> Option<String> {
    let mut text = String::new();
    for segment in segments {
        match segment {
            Segment::Words(part) => text.push_str(part),
            Segment::Fact(name) => text.push_str(&fact(name)?),
            Segment::Value(expression) => text.push_str(&value(expression)?),
            Segment::Optional(parts) => text.push_str(&words(parts, fact, value).unwrap_or_default()),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> Message<String> {
        let mut value = |inside: &str, _: Range<usize>| Some(inside.to_owned());
        split(text, 0, &|name| name == "栏", &mut value).expect("closed")
    }

    #[test]
    fn what_is_not_known_drops_its_brackets_only() {
        let text = message("“{栏}”为空[，应为{a[1]}]");
        let fact = |name: &str| Some(name.to_owned());
        assert_eq!(text.words(&fact, &|_| None).as_deref(), Some("“栏”为空"));
        assert_eq!(text.words(&fact, &|e| Some(e.clone())).as_deref(), Some("“栏”为空，应为a[1]"));
        assert_eq!(text.words(&|_| None, &|_| None), None);
    }

    #[test]
    fn an_open_brace_is_pointed_at() {
        let mut value = |inside: &str, _: Range<usize>| Some(inside.to_owned());
        assert_eq!(split("ab{c", 10, &|_| false, &mut value), Err(Unclosed(12..13)));
        assert_eq!(split("a{b{c}", 10, &|_| false, &mut value), Err(Unclosed(11..12)));
        assert_eq!(split("a[{b{c}]", 10, &|_| false, &mut value), Err(Unclosed(11..12)));
    }
}
