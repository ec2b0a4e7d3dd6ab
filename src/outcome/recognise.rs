//! Which form a book is, to whom it was issued and for which year, and where its fields are.

use std::sync::{Arc, PoisonError};

use super::expected::called;
use super::judge::{Judge, Laid};
use super::verification::Verification;
use crate::excel::read::{self, IssuedState, Return};
use crate::excel::write::IssuedFormulas;
use crate::facts::{Book, Damage, Raw, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, Issued, Shape, Stamp};

/// Planned cells of all layouts that are kept for the files to come; forty shapes of a form have about 60,000.
const MAX_KEPT_CELLS: usize = 200_000;
/// Share of labels, in percent, that a workbook without stamp must have in place to be taken for a form.
const LIKE_ENOUGH: usize = 50;
/// The name of the year in planned texts.
const YEAR: &str = "年度";

/// A book that is a form, as it was read.
pub(super) struct Recognised {
    pub form: Arc<Form>,
    pub layout: Arc<Layout>,
    pub found: Return,
    /// What it was issued with, as far as known.
    pub stamp: Stamp,
    pub damages: Vec<Damage>,
    /// What its 校验码 is and was; nothing where it is no 定稿.
    pub verification: Option<Verification>,
    /// The formulas it was issued with.
    pub formulas: Arc<IssuedFormulas>,
    /// Whether the stamp is whole and the rules are those with which it was issued.
    pub exact: bool,
    /// Whether it is of the year and of an edition that were issued this time, as far as is known.
    pub as_issued: bool,
}

impl Judge {
    /// Reads a book as the form that it is; nothing where it is none. `format` are the words for a format that is not
    /// the one that was issued.
    pub(super) fn recognise(&self, book: &Book, format: Option<String>) -> Option<Recognised> {
        let stamp = read::stamp(book);
        let mut damages = Vec::new();
        let known = stamp.as_ref().and_then(|stamp| {
            self.forms
                .iter()
                .position(|(edition, _)| edition.form == stamp.template && edition.edition == stamp.edition)
        });
        let position = known.or_else(|| self.likest(book))?;
        let written = &self.forms[position].1;
        let mut as_issued = self.expected.has_edition(&written.id, &written.edition);
        let written_called = || called(&written.id, &written.edition);
        let issued_called = || self.expected.editions().unwrap_or_else(written_called);
        match &stamp {
            Some(stamp) if !self.expected.has_edition(&stamp.template, &stamp.edition) => {
                let found = Some(called(&stamp.template, &stamp.edition));
                damages.push(Damage::OtherTemplate { found, expected: issued_called() });
                as_issued = false;
            }
            Some(stamp) if known.is_none() || !stamp.is_of_layout(&written.layout_digest) => {
                let other = if known.is_some() { "的另一版式" } else { "" };
                let found = Some(called(&stamp.template, &stamp.edition) + other);
                damages.push(Damage::OtherTemplate { found, expected: written_called() });
            }
            Some(_) => {}
            None => damages.push(Damage::OtherTemplate { found: None, expected: issued_called() }),
        }
        if damages.is_empty() && read::is_stamp_changed(book) {
            damages.push(Damage::StampChanged { expected: written_called() });
        }
        let is_package = format.is_none();
        damages.extend(format.map(|found| Damage::Format { found, read: true }));
        let shape = stamp.as_ref().map_or_else(|| read::guess_shape(book, written), |stamp| stamp.shape.clone());
        let (form, layout) = self.laid_out(position, shape);
        let found = read::read(book, &form, &layout, stamp.as_ref());
        damages.extend(found.damages.iter().cloned());
        let is_whole = |stamp: &Stamp| stamp.issued.has(YEAR) && stamp.rules == form.rules_digest;
        let exact = is_package && stamp.as_ref().is_some_and(is_whole);
        let stand_in = stand_in(&form, &layout, &found.submission, book);
        let stamp = match stamp {
            Some(mut stamp) => {
                // Document properties hold the short stamp; the rest stands in the labels.
                if !stamp.issued.has(YEAR) {
                    stamp.issued.set(YEAR, stamp.year.to_string());
                }
                stamp.issued.complete(&stand_in.issued);
                stamp
            }
            None => stand_in,
        };
        if let Some((year, expected)) = self.expected.other_year(&stamp) {
            // What was changed about the year says nothing more: no year of this file is the one that was issued.
            damages.retain(|damage| !matches!(damage, Damage::OtherYear { .. }));
            damages.push(Damage::OtherYear {
                name: YEAR.to_owned(),
                place: read::year_place(book, &layout, &found),
                found: year.to_string(),
                expected,
            });
            as_issued = false;
        }
        let formulas = self.formulas.of(&form, &layout, &stamp);
        let stated = read::stated_code(book);
        let state = IssuedState { exact, is_final: stated.is_some() };
        damages.extend(read::against_issued((book, &found), (&form, &layout), (&stamp, &formulas), state));
        let verification =
            stated.map(|stated| Verification::of((&form, &layout), &found.submission, &stamp, Some(stated)));
        damages.extend(verification.as_ref().and_then(Verification::damage));
        Some(Recognised { form, layout, found, stamp, damages, verification, formulas, exact, as_issued })
    }

    /// A form with as many sheets as a shape has, and its layout.
    fn laid_out(&self, position: usize, shape: Shape) -> Laid {
        let mut layouts = self.layouts.lock().unwrap_or_else(PoisonError::into_inner);
        // Files say their shapes themselves: crafted ones may have as many, and as large, as they like.
        if layouts.values().map(cells).sum::<usize>() > MAX_KEPT_CELLS {
            layouts.clear();
        }
        let made = layouts.entry((position, shape)).or_insert_with_key(|(_, shape)| {
            let written = &self.forms[position].1;
            let form = written.for_shape(shape).map_or_else(|| Arc::clone(written), Arc::new);
            let layout = Layout::new(&form, shape.clone());
            (form, Arc::new(layout))
        });
        made.clone()
    }

    /// The form whose labels stand in a workbook, where enough of them do; of two that are as like the one that was issued.
    fn likest(&self, book: &Book) -> Option<usize> {
        let share = |position: usize| {
            let (form, layout) = self.laid_out(position, Shape::default());
            let (found, planned) = read::likeness(book, &layout);
            (found * 100 / planned.max(1), self.expected.has_edition(&form.id, &form.edition), position)
        };
        let likest = (0..self.forms.len()).map(share).max();
        likest.filter(|(share, ..)| *share >= LIKE_ENOUGH).map(|(_, _, position)| position)
    }
}

/// What can be said of a workbook that lost its stamp: the unit by its cover, its sub-units by the names of their
/// rows, the year by its title.
fn stand_in(form: &Form, layout: &Layout, submission: &Submission, book: &Book) -> Stamp {
    let mut issued = Issued::default();
    for planned in layout.sheets.iter().flat_map(|sheet| &sheet.cells) {
        if let Filling::Issued(slot, text) = &planned.filling
            && let Some((name, value)) = stands_for(text, submission.entry(*slot).reading.found.trim())
        {
            issued.set(name, value);
        }
    }
    let mut texts = book.sheets.iter().flat_map(|sheet| &sheet.cells).filter_map(|content| match &content.raw {
        Raw::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let year = texts.find_map(year_in).unwrap_or_default();
    issued.set(YEAR, year.to_string());
    Stamp {
        template: form.id.clone(),
        edition: form.edition.clone(),
        shape: layout.shape.clone(),
        year,
        issued,
        ..Stamp::default()
    }
}

/// What the one name in a planned text stands for, by the words that were found: `2.{二级机构1}` and `2.质检所`.
fn stands_for<'a>(planned: &'a str, found: &'a str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = planned.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let value = found.strip_prefix(before)?.strip_suffix(after)?;
    (!value.is_empty() && !after.contains('{')).then_some((name, value))
}

/// The year in `…2021年度…`.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let (before, _) = text.split_once("年度")?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let year: String = digits.chars().rev().collect();
    (year.len() == 4).then(|| year.parse().ok()).flatten()
}

/// Planned cells of a layout.
fn cells((_, layout): &Laid) -> usize {
    layout.sheets.iter().map(|sheet| sheet.cells.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::SPECS;
    use crate::form::{Library, Settings};
    use crate::plan::{MAX_SUB_UNITS, SubUnits};

    #[test]
    fn what_is_kept_does_not_grow_with_the_shapes_that_files_claim() {
        let form = Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").expect("the embedded form");
        let judge = Judge::new(vec![form], Settings::default(), None, jiff::civil::date(2022, 4, 20));
        let mut made = 0;
        for count in (MAX_SUB_UNITS - 23)..=MAX_SUB_UNITS {
            made += cells(&judge.laid_out(0, Shape { sub_units: SubUnits::Named(count), ..Shape::default() }));
        }
        let kept: usize = judge.layouts.lock().expect("nobody panicked").values().map(cells).sum();
        assert!(made > MAX_KEPT_CELLS && kept < made, "{made} {kept}");
    }
}
