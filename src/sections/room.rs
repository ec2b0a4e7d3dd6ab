//! Room on a sheet: rows as high as their labels need, pages that end where a heading begins.

use std::collections::BTreeSet;

use unicode_width::UnicodeWidthStr;

use crate::plan::{Filling, Look, PlannedCell, SheetPlan};
use crate::words::Area;

/// Points of a line of words in bold type.
const LINE: f64 = 15.0;
/// Points above and below the lines of a label.
const AROUND: f64 = 3.0;
/// Half-width characters of a column that its margins and bold type take.
const MARGIN: f64 = 2.0;
/// Points of a row that is left to the program while there are no words in it.
const EMPTY: f64 = 18.0;

/// Makes rows higher where a label would not be seen as a whole.
pub(super) fn for_labels(plan: &mut SheetPlan) {
    let needs: Vec<(Area, f64)> = plan.cells.iter().filter_map(|planned| need(plan, planned)).collect();
    for (area, points) in needs {
        let rows = area.first.row..=area.last.row;
        let lacking = points - rows.clone().map(|row| height(plan, row)).sum::<f64>();
        if lacking <= 0.0 {
            continue;
        }
        let more = lacking / f64::from(area.last.row - area.first.row + 1);
        for row in rows {
            let points = height(plan, row) + more;
            let heights = if plan.heights.contains_key(&row) { &mut plan.heights } else { &mut plan.least };
            heights.insert(row, points);
        }
    }
}

/// The area of a label and the points that its lines need. What a unit is issued with is not known yet.
fn need(plan: &SheetPlan, planned: &PlannedCell) -> Option<(Area, f64)> {
    let (Filling::Label(text), Look::Header | Look::Label) = (&planned.filling, planned.look) else { return None };
    let area = planned.merged.unwrap_or(Area::single(planned.cell));
    let columns = plan.columns.get(usize::from(area.first.column)..=usize::from(area.last.column))?;
    let room = columns.iter().sum::<f64>() - MARGIN;
    let lines = (f64::from(u32::try_from(text.width()).unwrap_or(u32::MAX)) / room).ceil();
    Some((area, lines * LINE + 2.0 * AROUND))
}

fn height(plan: &SheetPlan, row: u32) -> f64 {
    plan.heights.get(&row).or_else(|| plan.least.get(&row)).copied().unwrap_or(EMPTY)
}

/// Repeats the heads of a sheet that holds one table on every page.
pub(super) fn for_heads(plan: &mut SheetPlan) {
    let tables: BTreeSet<usize> = plan.cells.iter().filter_map(|planned| Some(planned.filling.slot()?.table)).collect();
    let heads = plan.cells.iter().filter(|planned| planned.look == Look::Header);
    let areas = heads.map(|planned| planned.merged.unwrap_or(Area::single(planned.cell)));
    let rows =
        areas.map(|area| (area.first.row, area.last.row)).reduce(|one, other| (one.0.min(other.0), one.1.max(other.1)));
    if tables.len() == 1 {
        plan.repeated = plan.repeated.or(rows);
    }
}

/// Ends a page before a heading where what stands under it would not fit on the rest of the page of a blank form.
pub(super) fn for_headings(plan: &mut SheetPlan, headings: &[u32]) {
    let room = plan.paper.room(&plan.columns);
    let points = |from: u32, to: u32| (from..to).map(|row| height(plan, row)).sum::<f64>();
    let mut top = 0;
    let mut breaks = Vec::new();
    for (at, heading) in headings.iter().enumerate() {
        let end = headings.get(at + 1).copied().unwrap_or(plan.rows);
        if points(top, end) > room && *heading > top {
            breaks.push(*heading);
            top = *heading;
        }
    }
    plan.breaks.extend(breaks);
    plan.breaks.sort_unstable();
    plan.breaks.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Slot;
    use crate::plan::Paper;
    use crate::sections::{Page, label};
    use crate::words::Cell;

    fn input(page: &mut Page, table: usize, cell: Cell) {
        page.put(cell, Filling::Input(Slot { table, row: 0, field: 0 }, "".into()), Look::StubInput);
    }

    #[test]
    fn a_label_that_needs_more_lines_makes_its_rows_higher() {
        let mut page = Page::new("表", Paper::Portrait, &[12, 20]);
        let beside = |first, last| Area::new(Cell::new(first, 0), Cell::new(last, 0));
        page.put_over(beside(0, 0), label("短"), Look::Label);
        page.height(1, 26.0);
        page.put_over(beside(1, 1), label("十二个字的标签要占三行"), Look::Label);
        page.put_over(beside(2, 3), label("十二个字的标签要占三行，两行不够"), Look::Label);
        page.put_over(beside(4, 9), label("六行足够，不必加高，不必加高"), Look::Label);
        page.next_row = 10;
        let plan = page.finish();
        assert_eq!(plan.heights, [(1, 51.0)].into());
        assert_eq!(plan.least, [(0, 21.0), (2, 33.0), (3, 33.0)].into());
    }

    #[test]
    fn a_page_ends_before_the_heading_whose_texts_would_not_fit_on_it() {
        let mut page = Page::new("表", Paper::Portrait, &[12, 20]);
        for rows in [30, 5, 20, 5] {
            page.heading("一、标题", Look::Heading, 26.0);
            page.next_row += rows;
        }
        // 755 points: 30 + 5 rows of 18 points and two headings fit, 20 more do not; these and the last 5 do.
        assert_eq!(page.finish().breaks, [37]);
    }

    #[test]
    fn heads_are_repeated_where_a_sheet_holds_one_table() {
        let page = |tables: usize| {
            let mut page = Page::new("表", Paper::Portrait, &[12, 20]);
            page.put_over(Area::new(Cell::new(1, 0), Cell::new(2, 0)), label("机构"), Look::Header);
            page.put(Cell::new(2, 1), label("收入"), Look::Header);
            for (row, table) in (3..).zip(0..tables) {
                input(&mut page, table, Cell::new(row, 1));
            }
            page.finish().repeated
        };
        assert_eq!((page(0), page(1), page(2)), (None, Some((1, 2)), None));
    }
}
