//! FIL-11: returns whose words are those of another unit.
//!
//! All returns of a run are looked at together, so it is said here and not in the marked copies, which are written one by
//! one; it is for the reviewer to ask.

use std::collections::HashMap;
use std::io;

use super::figures::INDICATORS;
use super::filed::Filed;
use super::spool::Spooled;
use crate::fields::Shown;
use crate::outcome::{Judged, ReadFile};
use crate::prose::{Sample, Sketch, digest, promising, sketch};
use crate::sections::{Rows, Table};

/// From this share of common runs on two returns are alike, in percent (rules.md, FIL-11).
const ALIKE: u32 = 90;
/// Characters of goals and indicators that may be the same by chance.
const FEW: usize = 80;

/// What is kept of the words of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Words {
    /// Of everything that is written in it.
    sketch: Option<Sketch>,
    /// Of its goals and indicators.
    aims: Option<u64>,
}

impl Words {
    /// What the unit itself has written; the sample goes to the disk.
    pub(super) fn of(judged: &Judged) -> (Self, Sample) {
        let Some(read) = &judged.read else { return Default::default() };
        let texts = texts(judged, read);
        let (sketch, sample) = sketch(texts.iter().map(|(_, text)| *text)).unzip();
        let aims = texts.iter().filter(|(is_aim, _)| *is_aim).map(|(_, text)| *text);
        (Self { sketch, aims: digest(aims, FEW) }, sample.unwrap_or_default())
    }
}

/// The texts of a return, and whether each stands in the lists of the sheet of the indicators.
fn texts<'a>(judged: &Judged, read: &'a ReadFile) -> Vec<(bool, &'a str)> {
    let Some(form) = &judged.form else { return Vec::new() };
    let beside = |sheet| form.tables.iter().any(|table| table.sheet == sheet && table.kind.name() == INDICATORS);
    let holds_aims = |table: &Table| table.rows != Rows::One && beside(table.sheet);
    let inputs = read.layout.slots().filter(|slot| read.layout.is_input(*slot));
    let words = inputs.filter(|slot| form.tables[slot.table].fields[slot.field].kind.shown() == Shown::Words);
    let text = |slot| read.found.submission.entry(slot).reading.found.as_str();
    words.map(|slot| (holds_aims(&form.tables[slot.table]), text(slot))).collect()
}

/// What a return has in common with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// So many percent of all its words.
    Words(u32),
    /// Its goals and indicators, word for word.
    Aims,
}

/// The returns that are like another unit's, by their positions: what they have in common and with which.
#[derive(Debug, Default)]
pub(super) struct Likeness(HashMap<usize, (Common, usize)>);

impl Likeness {
    /// Compares the files that count.
    pub(super) fn of(files: &[Filed], counted: &[usize], samples: &mut Spooled<Sample>) -> io::Result<Self> {
        let mut found = Self::default();
        let of_others = |one: usize, other: usize| files[one].code != files[other].code;
        let mut same_aims: HashMap<u64, usize> = HashMap::new();
        for at in counted.iter().copied() {
            let Some(aims) = files[at].words.aims else { continue };
            let first = *same_aims.entry(aims).or_insert(at);
            if of_others(first, at) {
                found.note(first, at, Common::Aims);
            }
        }
        let sketches: Vec<Option<Sketch>> = counted.iter().map(|at| files[*at].words.sketch).collect();
        for (one, other) in promising(&sketches) {
            let (one, other) = (counted[one], counted[other]);
            if of_others(one, other) {
                let percent = samples.read(one)?.shared_with(&samples.read(other)?);
                if percent >= ALIKE {
                    found.note(one, other, Common::Words(percent));
                }
            }
        }
        Ok(found)
    }

    /// Keeps what two returns have in common, where they have no more in common with others.
    fn note(&mut self, one: usize, other: usize, common: Common) {
        let share = |common: Common| match common {
            Common::Words(percent) => percent,
            Common::Aims => 0,
        };
        for (at, with) in [(one, other), (other, one)] {
            let known = self.0.entry(at).or_insert((common, with));
            if share(common) > share(known.0) {
                *known = (common, with);
            }
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// What is said of a file; nothing where its words are its own.
    pub(super) fn said(&self, files: &[Filed], at: usize) -> Option<String> {
        let (common, with) = self.0.get(&at)?;
        let other = Some(&files[*with]).map(|file| if file.name.is_empty() { &file.code } else { &file.name })?;
        Some(match common {
            Common::Words(percent) => format!("材料文字与“{other}”的相似度为{percent}%，请确认是否套用他单位材料"),
            Common::Aims => format!("目标和指标的文字与“{other}”完全相同，请确认是否套用他单位材料"),
        })
    }
}
