//! Our words in the notes of a sheet, and the notes, boxes, authors and parts that were there for them alone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::super::{MarkError, NOTE_START, contains, vml};
use super::detach::{detach, take_out};
use super::words::Words;
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::package::{Package, PackageError, Workbook, relationships};
use crate::excel::splice::{self, Splice};
use crate::words::Cell;

/// Takes our words out of the notes of a sheet; a note of nothing else goes with its box, and the part with its last.
pub(super) fn clear(package: &mut Package, book: &Workbook, sheet: &str) -> Result<(), MarkError> {
    let related = relationships(package, sheet)?;
    let parts = |kind: &'static str| {
        related
            .iter()
            .filter(move |relationship| relationship.kind == kind)
            .filter_map(|relationship| Some((relationship.id.as_str(), relationship.part.clone()?)))
    };
    let Some((_, part)) = parts("comments").next() else { return Ok(()) };
    let bytes = package.required(&part)?;
    if !contains(&bytes, NOTE_START) {
        return Ok(());
    }
    let notes = Notes::read(&part, &bytes)?;
    let mut gone_parts = Vec::new();
    // The drawing of the page header is another one of this kind.
    for (id, drawing) in parts("vmlDrawing") {
        let bytes = package.required(&drawing)?;
        let left = splice::apply(&bytes, &vml::boxes_of(&bytes, &notes.gone))?;
        if left.len() < bytes.len() && vml::is_empty(&left) {
            take_out(package, sheet, |tag| {
                tag.opens("legacyDrawing") && tag.relationship().is_some_and(|to| to == id)
            })?;
            gone_parts.push(drawing);
        } else {
            package.replace(&drawing, left);
        }
    }
    if notes.authors_of_kept.is_empty() {
        gone_parts.push(part);
    } else {
        package.replace(&part, splice::apply(&bytes, &notes.splices())?);
    }
    let gone_parts: Vec<_> = gone_parts.iter().map(String::as_str).collect();
    detach(package, book, sheet, &gone_parts)
}

/// The notes of a sheet, and what has to be done to them.
#[derive(Default)]
struct Notes {
    splices: Vec<Splice>,
    /// The cells of notes that go.
    gone: BTreeSet<Cell>,
    authors: Vec<Range<usize>>,
    authors_of_gone: BTreeSet<usize>,
    /// The author of each note that stays, and where his number stands.
    authors_of_kept: Vec<(usize, Option<Range<usize>>)>,
}

impl Notes {
    fn read(part: &str, bytes: &[u8]) -> Result<Self, PackageError> {
        let mut notes = Self::default();
        let mut tags = Tags::new(part, bytes)?;
        while let Some(tag) = tags.next_tag()? {
            if tag.opens("author") {
                let close = tags.close(tag)?;
                notes.authors.push(tag.start..close.end);
            } else if tag.opens("comment") {
                notes.note(&mut tags, tag)?;
            }
        }
        Ok(notes)
    }

    fn note<'a>(&mut self, tags: &mut Tags<'a>, note: Tag<'a>) -> Result<(), PackageError> {
        let (words, end) =
            if note.kind == TagKind::Empty { (Words::default(), note.end) } else { Words::read(tags, note)? };
        let author = note.attribute("authorId").and_then(|id| id.parse().ok()).unwrap_or(0);
        let ours = words.ours();
        if !ours.is_empty() && words.is_nothing_but(&ours) {
            self.splices.push(Splice::replace(note.start..end, ""));
            self.gone.extend(note.attribute("ref").and_then(|cell| Cell::parse(cell.as_bytes())));
            self.authors_of_gone.insert(author);
            return Ok(());
        }
        self.authors_of_kept.push((author, note.value_range("authorId")));
        if !ours.is_empty() {
            self.splices.extend(words.without(&ours));
        }
        Ok(())
    }

    /// All splices: those of the notes, and authors who have written nothing that is left.
    fn splices(self) -> Vec<Splice> {
        let mut splices = self.splices;
        let writes = |author: &usize| self.authors_of_kept.iter().any(|(kept, _)| kept == author);
        let silent: Vec<usize> = self.authors_of_gone.into_iter().filter(|author| !writes(author)).collect();
        let taken_out = silent.iter().filter_map(|author| self.authors.get(*author).cloned());
        splices.extend(taken_out.map(|range| Splice::replace(range, "")));
        for (author, range) in self.authors_of_kept {
            let before = silent.partition_point(|silent| *silent < author);
            if let Some(range) = range.filter(|_| before > 0) {
                splices.push(Splice::replace(range, (author - before).to_string()));
            }
        }
        splice::sort(&mut splices);
        splices
    }
}
