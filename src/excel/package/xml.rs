//! The tags of a part with the bytes they stand at, for reading and for splicing.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

use super::PackageError;

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// `<a>`.
    Open,
    /// `<a/>`.
    Empty,
    /// `</a>`.
    Close,
}

/// A tag and where it stands.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: TagKind,
    /// The offset of its `<`.
    pub start: usize,
    /// The offset after its `>`.
    pub end: usize,
    /// How many elements are open around it: 0 at the root.
    pub depth: usize,
    /// What stands between the brackets, without the slash of a closing or empty tag.
    inner: &'a str,
    /// The offset of `inner`.
    at: usize,
}

impl<'a> Tag<'a> {
    /// The name with its prefix.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.inner.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default()
    }

    /// The name without its prefix.
    #[must_use]
    pub fn local(&self) -> &'a str {
        &self.name()[self.prefix().len()..]
    }

    /// The prefix with its colon, or nothing: what the children of this element are written with.
    #[must_use]
    pub fn prefix(&self) -> &'a str {
        let name = self.name();
        name.find(':').map_or("", |colon| &name[..=colon])
    }

    /// The offset after the name, where another attribute can be put.
    #[must_use]
    pub fn name_end(&self) -> usize {
        self.at + self.name().len()
    }

    /// Whether it opens this element, perhaps closing it too.
    #[must_use]
    pub fn opens(&self, local: &str) -> bool {
        self.kind != TagKind::Close && self.local() == local
    }

    /// Whether it closes this element.
    #[must_use]
    pub fn closes(&self, local: &str) -> bool {
        self.kind == TagKind::Close && self.local() == local
    }

    /// The attributes as they stand: full name, raw value, offset of the value.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, usize)> {
        let mut rest = &self.inner[self.name().len()..];
        let end = self.at + self.inner.len();
        std::iter::from_fn(move || {
            rest = rest.trim_ascii_start();
            let (name, after) = rest.split_once('=')?;
            let after = after.trim_ascii_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let at = end - after.len() + 1;
            let (value, after) = after[1..].split_once(quote)?;
            rest = after;
            Some((name.trim_ascii_end(), value, at))
        })
    }

    /// The unescaped value of the attribute of this full name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        let (_, value, _) = self.attributes().find(|(key, ..)| *key == name)?;
        unescape(value).ok().map(Cow::into_owned)
    }

    /// Where the raw value of this attribute stands.
    #[must_use]
    pub fn value_range(&self, name: &str) -> Option<Range<usize>> {
        let (_, value, at) = self.attributes().find(|(key, ..)| *key == name)?;
        Some(at..at + value.len())
    }

    /// The `r:id` of this element, whatever prefix stands for the namespace of relationships.
    #[must_use]
    pub fn relationship(&self) -> Option<String> {
        let (_, value, _) = self.attributes().find(|(key, ..)| key.ends_with(":id"))?;
        unescape(value).ok().map(Cow::into_owned)
    }

    /// Whether this attribute says yes, in any of the spellings of `xsd:boolean`.
    #[must_use]
    pub fn is_set(&self, name: &str) -> bool {
        self.attributes().any(|(key, value, _)| key == name && matches!(value, "1" | "true"))
    }
}

/// Reads a part's tags in order; text, comments and instructions are passed over.
pub struct Tags<'a> {
    part: &'a str,
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Tags<'a> {
    /// Starts at the first byte of a part; offsets count from there, a byte order mark included.
    pub fn new(part: &'a str, bytes: &'a [u8]) -> Result<Self, PackageError> {
        let text = simdutf8::basic::from_utf8(bytes).ok().filter(|text| !text.starts_with("<\0"));
        let text = text.ok_or_else(|| PackageError::Encoding { part: part.to_owned() })?;
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        // The reader does not see a byte order mark.
        Ok(Self { part, text, reader: Reader::from_str(&text[bom..]), depth: 0 })
    }

    /// The whole part as text.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The next tag, or nothing at the end of the part.
    pub fn next_tag(&mut self) -> Result<Option<Tag<'a>>, PackageError> {
        loop {
            let start = self.offset();
            let event = self.reader.read_event().map_err(|_| self.broken())?;
            let end = self.offset();
            let (kind, inner) = match event {
                Event::Start(_) => (TagKind::Open, start + 1..end - 1),
                Event::Empty(_) => (TagKind::Empty, start + 1..end - 2),
                Event::End(_) => (TagKind::Close, start + 2..end - 1),
                Event::DocType(_) => return Err(PackageError::Doctype { part: self.part.to_owned() }),
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(self.broken()),
                Event::Text(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::GeneralRef(_) => continue,
            };
            if kind == TagKind::Close {
                self.depth = self.depth.checked_sub(1).ok_or_else(|| self.broken())?;
            }
            let depth = self.depth;
            if kind == TagKind::Open {
                self.depth += 1;
            }
            let at = inner.start;
            let inner = self.text.get(inner).ok_or_else(|| self.broken())?;
            return Ok(Some(Tag { kind, start, end, depth, inner, at }));
        }
    }

    /// The first tag, which opens the part's root element.
    pub fn root(&mut self) -> Result<Tag<'a>, PackageError> {
        self.next_tag()?.ok_or_else(|| self.broken())
    }

    /// As [`Self::close`], without looking at what the element holds, where nothing in it could hide the closing tag.
    pub fn skip(&mut self, open: Tag<'a>) -> Result<Tag<'a>, PackageError> {
        if open.kind == TagKind::Open {
            let rest = &self.text.as_bytes()[open.end..];
            let end = format!("</{}>", open.name());
            // Comments and CDATA sections may hold what looks like a tag.
            if let Some(at) = memmem::find(rest, end.as_bytes())
                && memmem::find(&rest[..at], b"<!").is_none()
            {
                *self.reader.get_mut() = &rest[at..];
            }
        }
        self.close(open)
    }

    /// Passes over the content of an element just opened and gives its closing tag; an empty element is its own.
    pub fn close(&mut self, open: Tag<'a>) -> Result<Tag<'a>, PackageError> {
        if open.kind == TagKind::Empty {
            return Ok(open);
        }
        while let Some(tag) = self.next_tag()? {
            if tag.kind == TagKind::Close && tag.depth == open.depth {
                return Ok(tag);
            }
        }
        Err(self.broken())
    }

    fn offset(&self) -> usize {
        self.text.len() - self.reader.get_ref().len()
    }

    fn broken(&self) -> PackageError {
        PackageError::Xml { part: self.part.to_owned(), offset: self.offset() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_know_where_they_stand() {
        let xml = "\u{feff}<?xml version='1.0'?><x:a  m = \"1&lt;2\" r:id='r7'><!-- <b/> --><b/>t</x:a>";
        let mut tags = Tags::new("p", xml.as_bytes()).expect("text");
        let root = tags.root().expect("a root");
        assert_eq!((root.name(), root.local(), root.prefix(), root.depth), ("x:a", "a", "x:", 0));
        assert_eq!(root.attribute("m").as_deref(), Some("1<2"));
        assert_eq!(root.value_range("m").map(|range| &xml[range]), Some("1&lt;2"));
        assert_eq!(root.relationship().as_deref(), Some("r7"));
        assert_eq!(&xml[root.name_end()..root.end], "  m = \"1&lt;2\" r:id='r7'>");
        let child = tags.next_tag().expect("well formed").expect("a child");
        assert_eq!(
            (child.name(), child.kind, child.depth, &xml[child.start..child.end]),
            ("b", TagKind::Empty, 1, "<b/>")
        );
        let end = tags.next_tag().expect("well formed").expect("the end");
        assert_eq!((end.kind, end.depth, &xml[end.start..end.end]), (TagKind::Close, 0, "</x:a>"));
        assert!(tags.next_tag().expect("well formed").is_none());
    }

    #[test]
    fn what_an_element_holds_is_skipped_to_the_tag_that_closes_it() {
        for xml in [
            "<a><b><c r=\"1\"/><c>t</c></b><d/></a>",
            "<a><b><!-- </b> --><c/></b><d/></a>",
            "<a><b><c><![CDATA[</b>]]></c></b><d/></a>",
            "<a><b></b ><d/></a>",
            "<a><b/><d/></a>",
        ] {
            let (mut skipping, mut reading) = (Tags::new("p", xml.as_bytes()), Tags::new("p", xml.as_bytes()));
            let of = |tags: &mut Result<Tags<'_>, PackageError>, skip: bool| {
                let tags = tags.as_mut().expect("text");
                tags.root().expect("a root");
                let open = tags.next_tag().expect("well formed").expect("b");
                let close = if skip { tags.skip(open) } else { tags.close(open) }.expect("closed");
                let next = tags.next_tag().expect("well formed").expect("d");
                let end = tags.next_tag().expect("well formed").expect("the end");
                [close, next, end].map(|tag| (tag.start, tag.end, tag.depth))
            };
            assert_eq!(of(&mut skipping, true), of(&mut reading, false), "{xml}");
        }
    }
}
