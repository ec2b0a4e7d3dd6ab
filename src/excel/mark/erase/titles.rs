//! The review among the titles that a client has written into the document's properties.

use std::ops::Range;

use quick_xml::escape::unescape;

use super::super::{MarkError, contains};
use crate::excel::package::xml::{Tag, Tags};
use crate::excel::package::{Package, PackageError, relationships};
use crate::excel::splice::{self, Splice};

/// Takes a sheet and its own names out of the titles (ECMA-376 part 1, 22.2.2.4 and 22.2.2.26), where a client has
/// written some.
pub(super) fn remove(package: &mut Package, sheet: &str) -> Result<(), MarkError> {
    let properties = relationships(package, "")?
        .into_iter()
        .find(|one| matches!(one.kind.as_str(), "extended-properties" | "extendedProperties"));
    let Some(part) = properties.and_then(|one| one.part) else { return Ok(()) };
    let Some(bytes) = package.part(&part)?.filter(|bytes| contains(bytes, "TitlesOfParts")) else { return Ok(()) };
    // Nobody reads a sheet's cells by these properties: damage in them is no reason to leave marks in the file.
    let Ok(titles) = Titles::read(&part, &bytes) else { return Ok(()) };
    let splices = titles.without(sheet);
    if !splices.is_empty() {
        package.replace(&part, splice::apply(&bytes, &splices)?);
    }
    Ok(())
}

/// The titles, in groups of which each is counted.
#[derive(Default)]
struct Titles {
    groups: Vec<Group>,
    /// How many names and counts of groups there are said to be.
    headings: Option<Range<usize>>,
    names: Vec<(String, Range<usize>)>,
    /// How many titles there are said to be.
    size: Option<Range<usize>>,
}

struct Group {
    count: usize,
    /// Where the count stands.
    number: Range<usize>,
    /// Where its name and its count stand.
    pair: Range<usize>,
}

impl Titles {
    fn read(part: &str, bytes: &[u8]) -> Result<Self, PackageError> {
        let mut found = Self::default();
        let mut tags = Tags::new(part, bytes)?;
        while let Some(tag) = tags.next_tag()? {
            if tag.opens("HeadingPairs") {
                found.read_groups(&mut tags, tag)?;
            } else if tag.opens("TitlesOfParts") {
                found.read_titles(&mut tags, tag)?;
            }
        }
        Ok(found)
    }

    fn read_groups<'a>(&mut self, tags: &mut Tags<'a>, all: Tag<'a>) -> Result<(), PackageError> {
        let text = tags.text();
        let mut name = None;
        let mut variant = 0;
        while let Some(tag) = tags.next_tag()?.filter(|tag| tag.depth > all.depth) {
            if tag.opens("vector") {
                self.headings = tag.value_range("size");
            } else if tag.opens("variant") {
                variant = tag.start;
            } else if tag.opens("lpstr") {
                name = Some(variant);
            } else if tag.opens("i4") {
                let number = inner(tag, tags.close(tag)?);
                let Some(end) = tags.next_tag()?.map(|close| close.end) else { break };
                if let (Some(start), Ok(count)) = (name.take(), text[number.clone()].trim().parse()) {
                    self.groups.push(Group { count, number, pair: start..end });
                }
            }
        }
        Ok(())
    }

    fn read_titles<'a>(&mut self, tags: &mut Tags<'a>, all: Tag<'a>) -> Result<(), PackageError> {
        let text = tags.text();
        while let Some(tag) = tags.next_tag()?.filter(|tag| tag.depth > all.depth) {
            if tag.opens("vector") {
                self.size = tag.value_range("size");
            } else if tag.opens("lpstr") {
                let close = tags.close(tag)?;
                let title = unescape(&text[inner(tag, close)]).unwrap_or_default().into_owned();
                self.names.push((title, tag.start..close.end));
            }
        }
        Ok(())
    }

    fn without(self, sheet: &str) -> Vec<Splice> {
        let of_sheet = [format!("{sheet}!"), format!("'{}'!", sheet.replace('\'', "''"))];
        let goes = |title: &str| title == sheet || of_sheet.iter().any(|start| title.starts_with(start));
        let gone: Vec<usize> = (0..self.names.len()).filter(|at| goes(&self.names[*at].0)).collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let mut splices: Vec<_> = gone.iter().map(|at| Splice::replace(self.names[*at].1.clone(), "")).collect();
        splices.extend(self.size.map(|size| Splice::replace(size, (self.names.len() - gone.len()).to_string())));
        let (mut first, mut headings) = (0usize, 0);
        for group in self.groups {
            let last = first.saturating_add(group.count);
            let left = group.count - gone.iter().filter(|at| (first..last).contains(at)).count();
            if left == 0 {
                splices.push(Splice::replace(group.pair, ""));
            } else {
                headings += 2;
                splices.push(Splice::replace(group.number, left.to_string()));
            }
            first = last;
        }
        splices.extend(self.headings.map(|size| Splice::replace(size, headings.to_string())));
        splice::sort(&mut splices);
        splices
    }
}

/// What stands between two tags.
fn inner(open: Tag<'_>, close: Tag<'_>) -> Range<usize> {
    open.end..close.start.max(open.end)
}
