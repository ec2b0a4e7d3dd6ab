//! The shape of a workbook that lost its stamp: how many sub-units it was laid out for.

use super::align;
use super::identity::{Anchors, is_in_place};
use super::sheets;
use crate::facts::Book;
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Shape, SubUnits};

/// Sub-units that are tried where nothing says how many there are.
const MAX_GUESSED_SUB_UNITS: usize = 40;

/// The shape with which all labels of a workbook stand where they are planned; where rows were moved, the one of
/// which most rows are found and fewest are lost.
#[must_use]
pub fn guess_shape(book: &Book, form: &Form) -> Shape {
    let named = (1..=MAX_GUESSED_SUB_UNITS).map(SubUnits::Named);
    let shapes = [SubUnits::Unsaid, SubUnits::None].into_iter().chain(named);
    let layouts: Vec<Layout> = shapes.map(|sub_units| Layout::new(form, Shape { sub_units, spare: None })).collect();
    let best = layouts.iter().find(|layout| is_in_place(book, layout)).or_else(|| {
        let fits = layouts.iter().map(|layout| (fit(book, layout), layout));
        fits.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, layout)| layout)
    });
    best.map(|layout| layout.shape.clone()).unwrap_or_default()
}

/// Rows with fields that are found less those that are lost.
fn fit(book: &Book, layout: &Layout) -> i64 {
    let anchors = Anchors::new(book, layout);
    let found = sheets::find(book, layout, &anchors, &mut Vec::new());
    let mut fit = 0;
    for (number, (position, plan)) in found.into_iter().zip(&layout.sheets).enumerate() {
        let Some(position) = position else { continue };
        let map = align::map(plan, &book.sheets[position], anchors.of(number, position), None);
        let mut rows: Vec<u32> = plan
            .cells
            .iter()
            .filter(|planned| planned.filling.slot().is_some())
            .map(|planned| planned.cell.row)
            .collect();
        rows.dedup();
        fit += rows.into_iter().map(|row| if map.row(row).is_some() { 1 } else { -1 }).sum::<i64>();
    }
    fit
}
