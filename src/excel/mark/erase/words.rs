//! The words of a note, of which some are ours.

use std::ops::Range;

use super::super::{NOTE_END, NOTE_START};
use crate::excel::package::PackageError;
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::splice::Splice;

/// How a line break stands in the text of a part, raw.
const LINE_BREAKS: [&str; 7] = ["\r\n", "\n", "&#10;", "&#xA;", "&#xa;", "_x000a_", "_x000A_"];

/// The words of a note as they stand in its pieces, wherever a client has cut them.
#[derive(Default)]
pub(super) struct Words {
    joined: String,
    pieces: Vec<Piece>,
}

/// The words of one text element.
struct Piece {
    /// Where they begin in the joined words.
    at: usize,
    /// Where they stand in the part.
    words: Range<usize>,
    /// Where the whole element stands.
    element: Range<usize>,
    /// The run that it stands in.
    run: Option<Run>,
}

/// A run of words of one look.
#[derive(Clone)]
struct Run {
    range: Range<usize>,
    /// Whether it says nothing of how its words look.
    plain: bool,
}

impl Words {
    /// Reads the words of a note to its end, which is given too.
    pub(super) fn read<'a>(tags: &mut Tags<'a>, note: Tag<'a>) -> Result<(Self, usize), PackageError> {
        let text = tags.text();
        let mut words = Self::default();
        let (mut run, mut look) = (Run { range: 0..0, plain: true }, None);
        while let Some(tag) = tags.next_tag()? {
            if tag.depth == note.depth {
                return Ok((words, tag.end));
            }
            if look.is_some_and(|look| tag.depth > look) {
                run.plain = false;
            } else if tag.opens("r") {
                run = Run { range: tag.start..tag.end, plain: true };
            } else if tag.opens("rPr") && tag.kind == TagKind::Open {
                look = Some(tag.depth);
            } else if tag.closes("rPr") {
                look = None;
            } else if tag.opens("t") {
                let close = tags.close(tag)?;
                let inner = if tag.kind == TagKind::Empty { tag.end..tag.end } else { tag.end..close.start };
                words.add(text, inner, tag.start..close.end);
            } else if tag.closes("r") {
                words.end_run(Run { range: run.range.start..tag.end, plain: run.plain });
            }
        }
        Ok((words, note.end))
    }

    fn add(&mut self, text: &str, words: Range<usize>, element: Range<usize>) {
        self.pieces.push(Piece { at: self.joined.len(), words: words.clone(), element, run: None });
        self.joined.push_str(&text[words]);
    }

    fn end_run(&mut self, run: Run) {
        if let Some(piece) = self.pieces.last_mut()
            && piece.element.start > run.range.start
        {
            piece.run = Some(run);
        }
    }

    /// Where our bracketed words are in the joined words, with the line break before them.
    pub(super) fn ours(&self) -> Vec<Range<usize>> {
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

    pub(super) fn is_nothing_but(&self, ours: &[Range<usize>]) -> bool {
        let taken: usize = ours.iter().map(ExactSizeIterator::len).sum();
        taken == self.joined.trim().len()
    }

    /// What to take out of the part: whole runs of which nothing is left, else the words alone. One plain run that is
    /// left becomes plain words, as it was one before ours were put behind it.
    pub(super) fn without(&self, ours: &[Range<usize>]) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut left = Vec::new();
        for piece in &self.pieces {
            let own: Vec<_> = ours
                .iter()
                .map(|range| range.start.max(piece.at)..range.end.min(piece.at + piece.words.len()))
                .filter(|range| !range.is_empty())
                .collect();
            let taken: usize = own.iter().map(ExactSizeIterator::len).sum();
            match &piece.run {
                Some(run) if taken == piece.words.len() => splices.push(Splice::replace(run.range.clone(), "")),
                Some(_) | None => {
                    left.push(piece);
                    splices.extend(own.into_iter().map(|range| {
                        let start = piece.words.start - piece.at;
                        Splice::replace(start + range.start..start + range.end, "")
                    }));
                }
            }
        }
        if let [piece] = left.as_slice()
            && let Some(run) = piece.run.as_ref().filter(|run| run.plain)
        {
            splices.push(Splice::replace(run.range.start..piece.element.start, ""));
            splices.push(Splice::replace(piece.element.end..run.range.end, ""));
        }
        splices
    }
}
