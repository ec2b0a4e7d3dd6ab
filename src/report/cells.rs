//! Naming several cells in a few words.

use crate::words::{Area, Cell, Place};

/// The cells in order, neighbours of a row or of a column as an area: `收支情况!E6:G6、D17，基本概况!C5`.
///
/// The sheet is named once for cells that follow one another, and not at all where it is `home`.
pub(super) fn named(places: &[Place], home: Option<&str>) -> String {
    let mut text = String::new();
    let mut sheet = home;
    for (on, area) in areas(places) {
        if sheet != Some(on) {
            text.push_str(if text.is_empty() { "" } else { "，" });
            text.push_str(on);
            text.push('!');
            sheet = Some(on);
        } else if !text.is_empty() {
            text.push('、');
        }
        text.push_str(&area.to_string());
    }
    text
}

/// What a cell holds, in words where it holds nothing.
pub(super) fn or_nothing(text: &str) -> &str {
    if text.is_empty() { "（空）" } else { text }
}

fn areas(places: &[Place]) -> Vec<(&str, Area)> {
    let mut areas: Vec<(&str, Area)> = Vec::new();
    for place in places {
        match areas.last_mut() {
            Some((sheet, area)) if *sheet == &*place.sheet && continues(*area, place.cell) => area.last = place.cell,
            Some(_) | None => areas.push((&place.sheet, Area::single(place.cell))),
        }
    }
    areas
}

/// Whether an area that is one row or one column goes on with this cell.
fn continues(area: Area, cell: Cell) -> bool {
    let Area { first, last } = area;
    let right = first.row == last.row && cell.row == last.row && cell.column == last.column + 1;
    let below = first.column == last.column && cell.column == last.column && cell.row == last.row + 1;
    right || below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_an_area_and_the_sheet_is_named_once() {
        let places: Vec<Place> =
            [("收支", "E6"), ("收支", "F6"), ("收支", "G6"), ("收支", "D17"), ("概况", "C5"), ("概况", "C6")]
                .into_iter()
                .map(|(sheet, cell)| Place::new(sheet, cell.parse().expect(cell)))
                .collect();
        assert_eq!(named(&places, None), "收支!E6:G6、D17，概况!C5:C6");
        assert_eq!(named(&places, Some("收支")), "E6:G6、D17，概况!C5:C6");
        assert_eq!(named(&places[..1], None), "收支!E6");
        assert_eq!(named(&[], None), "");
    }
}
