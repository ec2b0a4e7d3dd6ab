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
    if let Some(repeats) = form.repeats() {
        let sheets = form.sheets.iter().filter(|sheet| sheet.repeats.is_some());
        let of_one = |name: &str| book.sheets.iter().filter(|sheet| is_numbered(&sheet.name, name)).count();
        let count = sheets.map(|sheet| of_one(&sheet.file)).max().unwrap_or(0);
        // Whether the names were issued cannot be seen; blank sheets are the usual number of the template.
        let things = (count != repeats.blank && count > 0).then_some(count);
        return Shape { things, ..Shape::default() };
    }
    let named = (1..=MAX_GUESSED_SUB_UNITS).map(SubUnits::Named);
    let shapes = [SubUnits::Unsaid, SubUnits::None].into_iter().chain(named);
    let layouts: Vec<Layout> =
        shapes.map(|sub_units| Layout::new(form, Shape { sub_units, ..Shape::default() })).collect();
    let best = layouts.iter().find(|layout| is_in_place(book, layout)).or_else(|| {
        let fits = layouts.iter().map(|layout| (fit(book, layout), layout));
        fits.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, layout)| layout)
    });
    best.map(|layout| layout.shape.clone()).unwrap_or_default()
}

/// Whether a sheet is one of those that are repeated: `项目3` of `项目`.
fn is_numbered(sheet: &str, name: &str) -> bool {
    let number = sheet.trim().strip_prefix(name).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
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
