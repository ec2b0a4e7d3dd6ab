//! Which sheet of the file is which planned sheet.

use super::identity::{self, Anchors};
use crate::excel::write::STAMP_SHEET;
use crate::facts::{Book, Damage};
use crate::layout::{Layout, SELF_CHECK};
use crate::plan::SheetPlan;

/// Less than this share of its labels, in percent, and a sheet of the right name is another sheet.
const OF_THE_NAME: usize = 25;
/// At least this share of its labels, in percent, and a sheet of another name is the sheet.
const BY_CONTENT: usize = 50;

/// The position in the book of every planned sheet; what is renamed, missing or there twice is noted.
///
/// A name alone proves nothing: two sheets may have changed names, and a copy may hold what the original has lost.
pub(super) fn find(book: &Book, layout: &Layout, anchors: &Anchors, damages: &mut Vec<Damage>) -> Vec<Option<usize>> {
    let votes = |number: usize, position: usize| {
        let planned = identity::label_count(&layout.sheets[number]).max(1);
        identity::votes(book, layout, anchors, number, position) * 100 / planned
    };
    let named = |plan: &SheetPlan| book.sheets.iter().position(|sheet| sheet.name.trim() == &*plan.name);
    let by_name: Vec<Option<usize>> = layout.sheets.iter().map(named).collect();
    let is_sound = |number: usize, position: &usize| votes(number, *position) >= BY_CONTENT;
    let mut found: Vec<Option<usize>> =
        by_name.iter().enumerate().map(|(number, position)| position.filter(|at| is_sound(number, at))).collect();
    for number in 0..layout.sheets.len() {
        if found[number].is_none() {
            let free = (0..book.sheets.len()).filter(|position| !found.contains(&Some(*position)));
            let likest = free.map(|position| (votes(number, position), std::cmp::Reverse(position))).max();
            found[number] = likest.filter(|(votes, _)| *votes >= BY_CONTENT).map(|(_, position)| position.0);
        }
    }
    for (number, plan) in layout.sheets.iter().enumerate() {
        // What is left of a sheet under its own name is still that sheet.
        let own = || by_name[number].filter(|at| !found.contains(&Some(*at)) && votes(number, *at) >= OF_THE_NAME);
        if found[number].is_none() {
            found[number] = own();
        }
        let sheet = || plan.name.to_string();
        match found[number] {
            None => damages.push(Damage::SheetMissing { sheet: sheet() }),
            Some(position) if book.sheets[position].name.trim() != &*plan.name => {
                damages.push(Damage::SheetRenamed { sheet: sheet(), found: book.sheets[position].name.to_string() });
            }
            Some(_) => {}
        }
    }
    damages.extend(twice(book, layout, &found));
    found
}

/// The sheets of the file that are there once more.
fn twice(book: &Book, layout: &Layout, found: &[Option<usize>]) -> Vec<Damage> {
    let is_other = |position: &usize| {
        let name = book.sheets[*position].name.trim();
        !found.contains(&Some(*position)) && name != SELF_CHECK && name != STAMP_SHEET
    };
    let copy = |position: usize| {
        let texts = identity::texts_of(&book.sheets[position]);
        let is_copy = |(number, original): &(usize, &Option<usize>)| {
            original.is_some() && identity::resembles(&layout.sheets[*number], &texts)
        };
        let (number, original) = found.iter().enumerate().find(is_copy)?;
        let (plan, original) = (&layout.sheets[number], &book.sheets[(*original)?]);
        let inputs = plan.cells.iter().filter(|planned| planned.filling.is_input()).map(|planned| planned.cell);
        let differs = inputs.into_iter().any(|cell| original.text(cell) != book.sheets[position].text(cell));
        Some(Damage::SheetTwice {
            sheet: original.name.to_string(),
            found: book.sheets[position].name.to_string(),
            differs,
        })
    };
    (0..book.sheets.len()).filter(is_other).filter_map(copy).collect()
}
