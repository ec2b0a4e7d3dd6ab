//! The page in front: what is read aloud, small tables, charts of them; one page of A4.

use rust_xlsxwriter::{self as xlsx, ChartType, Worksheet};

use super::formats::{self, Formats};
use super::{Datum, Entry};
use crate::excel::write::WriteError;
use crate::excel::write::page::A4;

/// Width of each column in half-width characters: nine of them fill a page.
const WIDTH: f64 = 10.5;
/// Columns of the page.
const COLUMNS: u16 = 9;
/// Pixels of a row of charts.
const CHART_HEIGHT: u32 = 230;
/// Pixels of the page's width.
const PAGE_WIDTH: u32 = 700;
/// Space between bars, in percent of their width.
const GAP: u16 = 40;
/// Lines of an axis that still leave room for the numbers at them.
const MAX_LINES: u32 = 6;
/// Rows that a row of charts takes.
const CHART_ROWS: u32 = 12;

/// How a piece of the page looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The title.
    Title,
    /// A sentence.
    Paragraph,
    /// The heading of a part.
    Heading,
    /// The head of a column.
    Head,
    /// An entry of a table.
    Entry(Entry),
    /// Words of a table, at the left.
    Words,
}

/// One cell, across as many columns as it takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// How many columns it takes.
    pub columns: u16,
    /// What stands in it.
    pub datum: Datum,
    /// How it looks.
    pub style: Style,
}

/// A chart of a table: rows are its categories, columns its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// Its title.
    pub title: String,
    /// Whether the series stand on one another.
    pub stacked: bool,
    /// The first and the last row of the table, without its head.
    pub rows: (u32, u32),
    /// The row with the names of the series.
    pub head: u32,
    /// The column of the categories.
    pub categories: u16,
    /// The columns of the series, each with a colour (`0xRRGGBB`).
    pub series: Vec<(u16, u32)>,
    /// How far its axis of values goes: the most that a category comes to, all series together.
    pub most: usize,
}

/// The page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrontPage {
    rows: Vec<(f64, Vec<Piece>)>,
    charts: Vec<(u32, Vec<Chart>)>,
    /// What the program keeps for itself, in a hidden column behind the page.
    kept: String,
}

impl FrontPage {
    /// Adds a row of this height in points; gives its number.
    pub fn row(&mut self, height: f64, pieces: Vec<Piece>) -> u32 {
        self.rows.push((height, pieces));
        u32::try_from(self.rows.len()).unwrap_or(u32::MAX) - 1
    }

    /// Adds a row that is one piece across the page.
    pub fn across(&mut self, height: f64, words: &str, style: Style) -> u32 {
        self.row(height, vec![Piece { columns: COLUMNS, datum: words.into(), style }])
    }

    /// Adds charts side by side below what is there.
    pub fn charts(&mut self, charts: Vec<Chart>) {
        let at = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.rows.extend(
            (0..CHART_ROWS).map(|_| (f64::from(CHART_HEIGHT) * 0.75 / f64::from(CHART_ROWS) + 1.0, Vec::new())),
        );
        self.charts.push((at, charts));
    }

    /// Keeps words for the next run.
    pub fn keep(&mut self, words: String) {
        self.kept = words;
    }

    pub(super) fn write(&self, worksheet: &mut Worksheet, formats: &mut Formats) -> Result<(), WriteError> {
        worksheet.set_screen_gridlines(false);
        for column in 0..COLUMNS {
            worksheet.set_column_width(column, WIDTH)?;
        }
        for (row, (height, pieces)) in (0u32..).zip(&self.rows) {
            worksheet.set_row_height(row, *height)?;
            let mut column = 0;
            for piece in pieces {
                let format = formats.of(of(piece.style));
                let last = column + piece.columns.max(1) - 1;
                if last > column {
                    worksheet.merge_range(row, column, row, last, "", format)?;
                }
                super::write(worksheet, (row, column), &piece.datum, format)?;
                column = last + 1;
            }
        }
        for (row, charts) in &self.charts {
            let width = PAGE_WIDTH / u32::try_from(charts.len().max(1)).unwrap_or(1);
            for (number, chart) in (0u32..).zip(charts) {
                let drawn = drawn(chart, &worksheet.name(), width);
                worksheet.insert_chart_with_offset(*row, 0, &drawn, number * width + 4, 4)?;
            }
        }
        worksheet.write_string(0, COLUMNS + 1, &self.kept)?.set_column_hidden(COLUMNS + 1)?;
        let last = u32::try_from(self.rows.len()).unwrap_or(u32::MAX).saturating_sub(1);
        worksheet.set_print_area(0, 0, last, COLUMNS - 1)?.set_paper_size(A4).set_print_fit_to_pages(1, 1);
        worksheet.set_margins(0.5, 0.5, 0.6, 0.5, 0.3, 0.3).set_print_center_horizontally(true);
        Ok(())
    }
}

fn of(style: Style) -> formats::Style {
    match style {
        Style::Title => formats::Style::FrontTitle,
        Style::Paragraph => formats::Style::Paragraph,
        Style::Heading => formats::Style::Heading,
        Style::Head => formats::Style::Head,
        Style::Entry(entry) => formats::Style::Entry(entry),
        Style::Words => formats::Style::Entry(Entry::Words),
    }
}

/// How far the lines of an axis of counts are apart: whole, and round as people count (1, 2, 5, 10, 20, …).
fn step(most: usize) -> u32 {
    let most = u32::try_from(most).unwrap_or(u32::MAX);
    let round = (0..9).flat_map(|tens| [1, 2, 5].map(|one| one * 10u32.pow(tens)));
    round.into_iter().find(|step| most.div_ceil(*step) <= MAX_LINES).unwrap_or(most)
}

fn drawn(chart: &Chart, sheet: &str, width: u32) -> xlsx::Chart {
    let mut drawn = xlsx::Chart::new(if chart.stacked { ChartType::BarStacked } else { ChartType::Column });
    let (first, last) = chart.rows;
    for (column, colour) in &chart.series {
        let series = drawn.add_series();
        series.set_categories((sheet, first, chart.categories, last, chart.categories));
        series.set_values((sheet, first, *column, last, *column));
        series.set_name((sheet, chart.head, *column)).set_gap(GAP);
        series.set_format(xlsx::ChartFormat::new().set_solid_fill(xlsx::ChartSolidFill::new().set_color(*colour)));
    }
    drawn.title().set_name(&chart.title).set_font(xlsx::ChartFont::new().set_size(12));
    // Bars lie: their values are on the axis below.
    let values = if chart.stacked { drawn.x_axis() } else { drawn.y_axis() };
    values.set_num_format("0").set_major_unit(step(chart.most));
    if chart.series.len() < 2 {
        drawn.legend().set_hidden();
    } else {
        drawn.legend().set_position(xlsx::ChartLegendPosition::Bottom);
    }
    if chart.stacked {
        // The first row of the table on top.
        drawn.y_axis().set_reverse();
    }
    drawn.set_width(width - 8).set_height(CHART_HEIGHT);
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_counted_in_whole_and_round_numbers() {
        let steps = [0, 1, 2, 6, 7, 12, 13, 30, 31, 120, 4_000_000_000].map(step);
        assert_eq!(steps, [1, 1, 1, 1, 2, 2, 5, 5, 10, 20, 4_000_000_000]);
    }
}
