//! Room on a sheet: rows as high as their labels need, pages that end where a heading begins.

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
