//! Taking out what is ours from a file that a client has saved since: rules, words in notes, the review.

use std::collections::BTreeSet;
use std::ops::Range;

use super::undo::is_ours;
use super::{MarkError, NOTE_END, NOTE_START, TAG, contains, vml, workbook};
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::package::{Package, PackageError, SheetKind, Workbook, relationships};
use crate::excel::splice::{self, Splice};
use crate::words::Cell;

/// How a line break stands in the text of a part, raw.
const LINE_BREAKS: [&str; 7] = ["\r\n", "\n", "&#10;", "&#xA;", "&#xa;", "_x000a_", "_x000A_"];

/// The package without our rules, words and sheet; everything else stays as the client wrote it.
pub(super) fn erase(package: &Package, book: &Workbook) -> Result<Package, MarkError> {
    let mut cleared = package.clone();
    let review = workbook::review(package, book)?;
    for (index, sheet) in book.sheets.iter().enumerate() {
        if sheet.kind != SheetKind::Worksheet || review.is_some_and(|(review, _)| review == index) {
            continue;
        }
        let bytes = package.required(&sheet.part)?;
        if contains(&bytes, TAG) {
            cleared.replace(&sheet.part, splice::apply(&bytes, &rules(&sheet.part, &bytes)?)?);
        }
        notes(package, &sheet.part, &mut cleared)?;
    }
    if let Some((index, sheet)) = review {
        workbook::remove_sheet(&mut cleared, book, index, &sheet.part)?;
    }
    Ok(cleared)
}

/// The splices that take our conditional formats out of a sheet.
fn rules(part: &str, bytes: &[u8]) -> Result<Vec<Splice>, PackageError> {
    let mut tags = Tags::new(part, bytes)?;
    let text = tags.text();
    let mut splices = Vec::new();
    let mut format: Option<Tag<'_>> = None;
    let mut ours = Vec::new();
    let mut others = 0;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("conditionalFormatting") {
            format = Some(tag).filter(|tag| tag.kind == TagKind::Open);
            (ours, others) = (Vec::new(), 0);
        } else if tag.opens("cfRule") {
            let close = tags.close(tag)?;
            if is_ours(&text[tag.start..close.end]) {
                ours.push(tag.start..close.end);
            } else {
                others += 1;
            }
        } else if tag.closes("conditionalFormatting") {
            if let Some(open) = format.take().filter(|_| others == 0 && !ours.is_empty()) {
                splices.push(Splice::replace(open.start..tag.end, ""));
            } else {
                splices.extend(std::mem::take(&mut ours).into_iter().map(|range| Splice::replace(range, "")));
            }
        }
    }
    Ok(splices)
}

/// Takes our words out of the notes of a sheet; a note of nothing else goes with its box.
fn notes(package: &Package, sheet: &str, cleared: &mut Package) -> Result<(), MarkError> {
    let related = relationships(package, sheet)?;
    let parts = |kind: &'static str| {
        related
            .iter()
            .filter(move |relationship| relationship.kind == kind)
            .filter_map(|relationship| relationship.part.clone())
    };
    let Some(part) = parts("comments").next() else { return Ok(()) };
    let bytes = package.required(&part)?;
    if !contains(&bytes, NOTE_START) {
        return Ok(());
    }
    let mut gone = BTreeSet::new();
    let mut splices = Vec::new();
    let mut tags = Tags::new(&part, &bytes)?;
    let text = tags.text();
    while let Some(tag) = tags.next_tag()? {
        if !tag.opens("comment") || tag.kind == TagKind::Empty {
            continue;
        }
        let mut words = Words::default();
        let end = loop {
            let Some(inner) = tags.next_tag()? else { return Ok(()) };
            if inner.depth == tag.depth {
                break inner.end;
            }
            if inner.opens("r") {
                words.run = Some(inner.start);
            } else if inner.opens("t") && inner.kind == TagKind::Open {
                let close = tags.close(inner)?;
                words.add(text, inner.end..close.start);
            } else if inner.closes("r") {
                words.end_run(inner.end);
            }
        };
        let ours = words.ours();
        if ours.is_empty() {
            continue;
        }
        if words.is_nothing_but(&ours) {
            splices.push(Splice::replace(tag.start..end, ""));
            gone.extend(tag.attribute("ref").and_then(|cell| Cell::parse(cell.as_bytes())));
        } else {
            splices.extend(words.without(&ours));
        }
    }
    cleared.replace(&part, splice::apply(&bytes, &splices)?);
    // The drawing of the page header is another one of this kind.
    for drawing in parts("vmlDrawing") {
        let bytes = package.required(&drawing)?;
        cleared.replace(&drawing, splice::apply(&bytes, &vml::boxes_of(&bytes, &gone))?);
    }
    Ok(())
}

/// The words of a note as they stand in its pieces, wherever a client has cut them.
#[derive(Default)]
struct Words {
    joined: String,
    pieces: Vec<Piece>,
    /// Where the run begins that is being read.
    run: Option<usize>,
}

/// The words of one run.
struct Piece {
    /// Where they begin in the joined words.
    at: usize,
    /// Where they stand in the part.
    words: Range<usize>,
    /// Where the whole run stands, for words that are in one.
    run: Option<Range<usize>>,
}

impl Words {
    fn add(&mut self, text: &str, words: Range<usize>) {
        self.pieces.push(Piece { at: self.joined.len(), words: words.clone(), run: None });
        self.joined.push_str(&text[words]);
    }

    fn end_run(&mut self, end: usize) {
        if let (Some(start), Some(piece)) = (self.run.take(), self.pieces.last_mut())
            && piece.words.start > start
        {
            piece.run = Some(start..end);
        }
    }

    /// Where our bracketed words are in the joined words, with the line break before them.
    fn ours(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = self.joined[from..].find(NOTE_START).map(|at| from + at) {
            let Some(end) = self.joined[start..].find(NOTE_END).map(|at| start + at + NOTE_END.len()) else { break };
            let before = &self.joined[from..start];
            let kept = LINE_BREAKS.iter().find_map(|line| before.strip_suffix(line)).unwrap_or(before);
            found.push(from + kept.len()..end);
            from = end;
        }
        found
    }

    fn is_nothing_but(&self, ours: &[Range<usize>]) -> bool {
        let taken: usize = ours.iter().map(ExactSizeIterator::len).sum();
        taken == self.joined.trim().len()
    }

    /// What to take out of the part: whole runs of ours, else the words alone.
    fn without(&self, ours: &[Range<usize>]) -> Vec<Splice> {
        let mut splices = Vec::new();
        for piece in &self.pieces {
            let own: Vec<_> = ours
                .iter()
                .map(|range| range.start.max(piece.at)..range.end.min(piece.at + piece.words.len()))
                .filter(|range| !range.is_empty())
                .collect();
            let taken: usize = own.iter().map(ExactSizeIterator::len).sum();
            match &piece.run {
                Some(run) if taken > 0 && taken == piece.words.len() => splices.push(Splice::replace(run.clone(), "")),
                Some(_) | None => splices.extend(own.into_iter().map(|range| {
                    let start = piece.words.start - piece.at;
                    Splice::replace(start + range.start..start + range.end, "")
                })),
            }
        }
        splices
    }
}
