//! The elements of one XML part, one after another: no tree, no entities, no encodings but UTF-8.
//!
//! Namespaces are not resolved: what counts is an element's name after its prefix, so that strict, transitional and
//! prefixed parts read alike.

use std::borrow::Cow;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::defect::Defect;
use super::limits::{MAX_DEPTH, MAX_TEXT};
use crate::words::excerpt;

/// An opening or closing element.
pub(in crate::excel) enum Node<'a> {
    /// An element begins; its content follows, up to the matching [`Node::Close`].
    Open(BytesStart<'a>),
    /// An element without content (`<c r="A1"/>`).
    Empty(BytesStart<'a>),
    /// The innermost open element ends.
    Close,
    /// The part ends; every element is closed.
    End,
}

/// A part that is being read.
pub(in crate::excel) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// The part from its beginning; it must be in UTF-8.
    pub fn new(part: &'a [u8]) -> Result<Self, Defect> {
        let wide =
            part.starts_with(&[0xFF, 0xFE]) || part.starts_with(&[0xFE, 0xFF]) || part.iter().take(4).any(|b| *b == 0);
        let text = simdutf8::basic::from_utf8(part).ok().filter(|_| !wide).ok_or_else(|| {
            let encoding = if wide { "UTF-16" } else { "编码不明" };
            Defect::Encoding { encoding: encoding.to_owned() }
        })?;
        Ok(Self { text, reader: Reader::from_str(text), depth: 0 })
    }

    /// Enters the root element, which must have this name; tells whether it has any content.
    pub fn root(&mut self, expected: &'static str) -> Result<bool, Defect> {
        let (tag, content) = match self.next()? {
            Node::Open(tag) => (tag, true),
            Node::Empty(tag) => (tag, false),
            Node::Close | Node::End => return Err(Defect::Unterminated),
        };
        let found = local(&tag);
        if found == expected { Ok(content) } else { Err(Defect::Root { expected, found: excerpt(found) }) }
    }

    /// The next element; text between elements is passed over.
    pub fn next(&mut self) -> Result<Node<'a>, Defect> {
        self.advance(None)
    }

    /// The next element; text before it is appended.
    pub fn next_after(&mut self, text: &mut String) -> Result<Node<'a>, Defect> {
        self.advance(Some(text))
    }

    /// Appends the text of the element just opened, up to its end; elements inside it are left out.
    pub fn text(&mut self, into: &mut String) -> Result<(), Defect> {
        loop {
            match self.next_after(into)? {
                Node::Open(_) => self.skip()?,
                Node::Empty(_) => {}
                Node::Close => return Ok(()),
                Node::End => return Err(Defect::Unterminated),
            }
        }
    }

    #[inline]
    fn advance(&mut self, mut text: Option<&mut String>) -> Result<Node<'a>, Defect> {
        loop {
            match self.reader.read_event()? {
                Event::Start(tag) => {
                    self.depth += 1;
                    return if self.depth > MAX_DEPTH { Err(Defect::TooDeep) } else { Ok(Node::Open(tag)) };
                }
                Event::Empty(tag) => return Ok(Node::Empty(tag)),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(piece) => append(text.as_deref_mut(), &piece.xml10_content())?,
                Event::CData(piece) => append(text.as_deref_mut(), &piece.xml10_content())?,
                Event::GeneralRef(reference) => {
                    if let Some(character) = reference.resolve_char_ref()? {
                        append(text.as_deref_mut(), character.encode_utf8(&mut [0; 4]))?;
                    } else if let Some(piece) = quick_xml::escape::resolve_predefined_entity(&reference) {
                        append(text.as_deref_mut(), piece)?;
                    } else {
                        return Err(Defect::Entity { name: excerpt(&reference) });
                    }
                }
                Event::Decl(declaration) => {
                    if let Some(encoding) = declaration.encoding() {
                        check_encoding(&encoding?)?;
                    }
                }
                Event::Eof if self.depth == 0 => return Ok(Node::End),
                Event::Eof => return Err(Defect::Unterminated),
                Event::DocType(_) => return Err(Defect::Doctype),
                Event::Comment(_) | Event::PI(_) => {}
            }
        }
    }

    /// Passes over the element just opened with all its content.
    pub fn skip(&mut self) -> Result<(), Defect> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// The next element where `read` knows it by its text; `read` also gives what follows, with no element left open.
    pub fn plain<T>(&mut self, read: impl FnOnce(&'a str) -> Option<(T, &'a str)>) -> Option<T> {
        let at = self.text.len() - self.reader.get_ref().len();
        let (found, rest) = read(self.text.get(at..)?)?;
        *self.reader.get_mut() = rest.as_bytes();
        Some(found)
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }
}

/// The name of an element after its prefix.
pub(in crate::excel) fn local<'t>(tag: &'t BytesStart<'_>) -> &'t str {
    let name = tag.name().0;
    name.bytes().position(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
}

/// The value of an attribute with its references resolved.
pub(in crate::excel) fn value<'t>(attribute: &Attribute<'t>) -> Result<Cow<'t, str>, Defect> {
    Ok(attribute.normalized_value(XmlVersion::Implicit1_0)?)
}

/// The value of the attribute of this name, which is without prefix.
pub(in crate::excel) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Result<Option<Cow<'t, str>>, Defect> {
    match tag.try_get_attribute(name)? {
        Some(attribute) => value(&attribute).map(Some),
        None => Ok(None),
    }
}

/// Whether the attribute of this name says yes (`1`, `true`, and WPS' `on`); it is no where it is missing.
pub(in crate::excel) fn flag(tag: &BytesStart<'_>, name: &str) -> Result<bool, Defect> {
    Ok(attribute(tag, name)?.is_some_and(|value| is_true(&value)))
}

/// Whether a stored truth value says yes (ECMA-376 22.9.2.7).
pub(in crate::excel) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

fn check_encoding(encoding: &str) -> Result<(), Defect> {
    let known = ["utf-8", "utf8", "us-ascii", "ascii"];
    if known.iter().any(|known| known.eq_ignore_ascii_case(encoding)) {
        Ok(())
    } else {
        Err(Defect::Encoding { encoding: excerpt(encoding) })
    }
}

fn append(into: Option<&mut String>, text: &str) -> Result<(), Defect> {
    let Some(into) = into else { return Ok(()) };
    if into.len() + text.len() > MAX_TEXT {
        return Err(Defect::TextTooLong);
    }
    into.push_str(text);
    Ok(())
}
