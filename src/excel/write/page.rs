//! How a sheet is shown on a screen and printed on paper.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats;
use crate::fields::cut;
use crate::plan::{Issued, Look, Paper, SIDE_MARGIN, SheetPlan, TOP_MARGIN};
use crate::words::Area;

/// Width in characters of the columns beside the printed page, and of the gap before them.
const BESIDE: (f64, f64) = (13.0, 2.0);
/// Paper size of `A4` (ECMA-376 18.3.1.63).
pub(super) const A4: u8 = 9;
/// Points of an inch.
const INCH: f64 = 72.0;
/// Points from the edge of the paper to the head and the foot of a page.
const EDGE: f64 = 21.6;
/// Hundredths at which a sheet is shown that has something beside its page: both are seen on a small screen.
const ZOOM: u16 = 85;
/// UTF-16 units of the head of a page, marks included (Excel).
const MAX_HEAD: usize = 255;
/// Whose page it is: printed sheets are signed, stamped and sometimes mixed up.
const HEAD: &str = "填报单位：{单位名称}　预算编码：{预算编码}";
/// The number of a page.
pub(super) const FOOT: &str = "&C&\"宋体\"&9第 &P 页 共 &N 页";

/// Sets paper, columns, rows, heads and what is seen first.
pub(super) fn set_up(plan: &SheetPlan, issued: &Issued, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    paper(plan, issued, worksheet);
    columns(plan, worksheet)?;
    rows(plan, worksheet)?;
    screen(plan, worksheet)?;
    let last = u16::try_from(plan.columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    if let Some((first, last)) = plan.repeated {
        worksheet.set_repeat_rows(first, last)?;
    }
    if let Some(Area { first, last }) = plan.filter {
        worksheet.autofilter(first.row, first.column, last.row, last.column)?;
    }
    worksheet.set_print_area(0, 0, plan.rows.saturating_sub(1), last)?;
    Ok(())
}

fn paper(plan: &SheetPlan, issued: &Issued, worksheet: &mut Worksheet) {
    let [side, top, edge] = [SIDE_MARGIN, TOP_MARGIN, EDGE].map(|points| points / INCH);
    worksheet.set_paper_size(A4).set_margins(side, side, top, top, edge, edge);
    worksheet.set_print_fit_to_pages(1, plan.pages.unwrap_or_default()).set_print_center_horizontally(true);
    if plan.paper == Paper::Landscape {
        worksheet.set_landscape();
    }
    let is_cover = plan.cells.iter().any(|planned| planned.look == Look::CoverTitle);
    if !is_cover {
        // A single & begins a mark.
        let whose = issued.fill(HEAD).replace('&', "&&");
        worksheet.set_header(cut(&format!("&L&\"宋体\"&9{whose}"), MAX_HEAD)).set_footer(FOOT);
    }
}

fn columns(plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, width) in (0u16..).zip(&plan.columns) {
        worksheet.set_column_width(column, *width)?;
    }
    let printed = u16::try_from(plan.columns.len()).unwrap_or(u16::MAX);
    for column in printed..plan.hidden_from {
        worksheet.set_column_width(column, if column == printed { BESIDE.1 } else { BESIDE.0 })?;
    }
    for column in plan.hidden_from..plan.end_column {
        worksheet.set_column_hidden(column)?;
    }
    Ok(())
}

fn rows(plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (row, height) in &plan.heights {
        worksheet.set_row_height(*row, *height)?;
    }
    let beside = u16::try_from(plan.columns.len()).unwrap_or(u16::MAX);
    for row in (0..plan.rows).filter(|row| !plan.heights.contains_key(row)) {
        worksheet.write_blank(row, beside, &formats::strut(plan.least.get(&row).copied()))?;
    }
    if !plan.breaks.is_empty() {
        worksheet.set_page_breaks(&plan.breaks)?;
    }
    Ok(())
}

fn screen(plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    worksheet.set_screen_gridlines(false);
    let beside = u16::try_from(plan.columns.len()).unwrap_or(u16::MAX)..plan.hidden_from;
    let has_more_beside = plan.cells.iter().any(|planned| beside.contains(&planned.cell.column));
    if has_more_beside {
        // The names of the rows stay in sight while one looks at what is beside the page.
        worksheet.set_zoom(ZOOM).set_freeze_panes(0, 1)?;
    }
    if let Some(first) = plan.cells.iter().find(|planned| planned.filling.is_input()) {
        let last = first.merged.map_or(first.cell, |area| area.last);
        worksheet.set_selection(first.cell.row, first.cell.column, last.row, last.column)?;
    }
    Ok(())
}
