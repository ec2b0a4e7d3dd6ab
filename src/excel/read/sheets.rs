//! Which sheet of the file is which planned sheet.

use super::identity::{self, Anchors};
use crate::facts::{Book, Damage};
use crate::layout::Layout;

/// The position in the book of every planned sheet; what is renamed or missing is noted.
pub(super) fn find(book: &Book, layout: &Layout, anchors: &Anchors, damages: &mut Vec<Damage>) -> Vec<Option<usize>> {
    let by_name = |name: &str| book.sheets.iter().position(|sheet| sheet.name.trim() == name);
    let mut found: Vec<Option<usize>> = layout.sheets.iter().map(|plan| by_name(&plan.name)).collect();
    for (number, plan) in layout.sheets.iter().enumerate() {
        if found[number].is_some() {
            continue;
        }
        let free = (0..book.sheets.len()).filter(|position| !found.contains(&Some(*position)));
        let likest = free.map(|position| (identity::votes(book, layout, anchors, number, position), position));
        let planned = identity::label_count(plan).max(1);
        match likest.max_by_key(|(votes, position)| (*votes, std::cmp::Reverse(*position))) {
            Some((votes, position)) if votes * 2 >= planned => {
                damages.push(Damage::SheetRenamed {
                    sheet: plan.name.to_string(),
                    found: book.sheets[position].name.to_string(),
                });
                found[number] = Some(position);
            }
            Some(_) | None => damages.push(Damage::SheetMissing { sheet: plan.name.to_string() }),
        }
    }
    found
}
