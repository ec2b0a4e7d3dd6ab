//! Finding the fields of a form again in a workbook that came back, wherever they moved to.

mod align;
mod altered;
mod carried;
mod compare;
mod fields;
mod formula;
mod guess;
mod identity;
mod issued;
mod protection;
mod results;
mod review;
mod sheets;
mod structure;
mod typed;
mod verification;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::checks::calculate;
use crate::facts::{Book, Damage, Sheet, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::Stamp;
use crate::words::{Cell, Place};

pub use align::SheetMap;
pub(in crate::excel) use altered::is_in_order;
pub use altered::{Altered, altered};
pub use compare::year_place;
pub use guess::guess_shape;
pub use identity::{is_stamp_changed, likeness, stamp};
pub use issued::{IssuedState, against_issued};
pub use protection::is_guarded;
pub use review::{round, take_review};
pub use verification::stated_code;

/// A workbook that came back, read as a form.
#[derive(Debug)]
pub struct Return {
    /// The values.
    pub submission: Submission,
    /// What differs from the workbook that was issued.
    pub damages: Vec<Damage>,
    /// Per planned sheet where it is in the file.
    pub sheets: Vec<Option<Located>>,
}

/// Where a planned sheet is in the file.
#[derive(Debug)]
pub struct Located {
    /// Its position among the sheets of the book.
    pub position: usize,
    /// Where its rows and columns are.
    pub map: SheetMap,
    /// Its rows with content where nothing was planned.
    pub unread: BTreeSet<u32>,
}

/// Reads a book as a form in a layout. `stamp` is what the workbook was issued with, where that is known.
#[must_use]
pub fn read(book: &Book, form: &Form, layout: &Layout, stamp: Option<&Stamp>) -> Return {
    let mut damages = Vec::new();
    let anchors = identity::Anchors::new(book, layout);
    let found = sheets::find(book, layout, &anchors, &mut damages);
    let sheets: Vec<Option<Located>> = found
        .into_iter()
        .zip(&layout.sheets)
        .enumerate()
        .map(|(number, (position, plan))| {
            let position = position?;
            let sheet = &book.sheets[position];
            let map = align::map(plan, sheet, anchors.of(number, position), stamp);
            let unplanned = structure::unplanned(plan, sheet, &map);
            let unread = structure::unread_rows(plan, &unplanned, &map);
            let anchors = anchors.of(number, position);
            damages.extend(structure::damage(layout, plan, (sheet, &map), anchors, (&unplanned, &unread)));
            Some(Located { position, map, unread })
        })
        .collect();
    for (plan, located) in layout.sheets.iter().zip(&sheets) {
        if let Some(located) = located {
            let sheet = &book.sheets[located.position];
            damages.extend(compare::labels(form, layout, plan, (sheet, &located.map), stamp));
            damages.extend(compare::formulas(form, layout, plan, (sheet, &located.map)));
        }
    }
    let mut submission = fields::read(book, form, layout, &sheets);
    calculate(form, layout, &mut submission);
    damages.extend(results::damages(book, form, layout, &sheets, &submission));
    Return { submission, damages, sheets }
}

impl Return {
    /// Where a planned cell is in the file; nothing where its sheet, row or column is gone.
    #[must_use]
    pub fn place(&self, book: &Book, sheet: usize, cell: Cell) -> Option<Place> {
        let located = self.sheets.get(sheet)?.as_ref()?;
        let name: &Sheet = book.sheets.get(located.position)?;
        Some(Place { sheet: Arc::clone(&name.name), cell: located.map.find(cell)? })
    }
}
