//! The tags of a part with the bytes they stand at, for reading and for splicing.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
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
#[derive(Debug, Clone)]
pub struct Tag<'a> {
    /// What it does.
    pub kind: TagKind,
    /// The offset of its `<`.
    pub start: usize,
    /// The offset after its `>`.
    pub end: usize,
    /// How many elements are open around it: 0 at the root.
    pub depth: usize,
    head: BytesStart<'a>,
}

impl Tag<'_> {
    /// The name with its prefix.
    #[must_use]
    pub fn name(&self) -> &str {
        self.head.name().into_inner()
    }

    /// The name without its prefix.
    #[must_use]
    pub fn local(&self) -> &str {
        self.head.local_name().into_inner()
    }

    /// The prefix with its colon, or nothing: what the children of this element are written with.
    #[must_use]
    pub fn prefix(&self) -> &str {
        let name = self.name();
        name.find(':').map_or("", |colon| &name[..=colon])
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

    /// The unescaped value of the attribute of this full name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.find(|key| key.into_inner() == name)
    }

    /// The `r:id` of this element, whatever prefix stands for the namespace of relationships.
    #[must_use]
    pub fn relationship(&self) -> Option<String> {
        self.find(|key| key.prefix().is_some() && key.local_name().into_inner() == "id")
    }

    fn find(&self, wanted: impl Fn(QName<'_>) -> bool) -> Option<String> {
        let mut attributes = self.head.attributes();
        let found = attributes.with_checks(false).flatten().find(|attribute| wanted(attribute.key))?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(Cow::into_owned)
    }
}

/// Reads a part's tags in order; text, comments and instructions are passed over.
pub struct Tags<'a> {
    part: &'a str,
    text: &'a str,
    /// What stands before the text that the reader sees.
    bom: usize,
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Tags<'a> {
    /// Starts at the first byte of a part; offsets count from there, a byte order mark included.
    pub fn new(part: &'a str, bytes: &'a [u8]) -> Result<Self, PackageError> {
        let text = std::str::from_utf8(bytes).ok().filter(|text| !text.starts_with("<\0"));
        let text = text.ok_or_else(|| PackageError::Encoding { part: part.to_owned() })?;
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Ok(Self { part, text, bom, reader: Reader::from_str(&text[bom..]), depth: 0 })
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
            let (kind, head) = match event {
                Event::Start(tag) => (TagKind::Open, tag),
                Event::Empty(tag) => (TagKind::Empty, tag),
                Event::End(tag) => (TagKind::Close, BytesStart::new(tag.name().into_inner().to_owned())),
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
            return Ok(Some(Tag { kind, start, end, depth, head }));
        }
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
        self.bom + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn broken(&self) -> PackageError {
        PackageError::Xml { part: self.part.to_owned(), offset: self.offset() }
    }
}
