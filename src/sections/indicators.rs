//! Indicators: rows under categories, categories under groups, filled from the top of each category.

use super::page::label;
use super::records::{cells, first_column, heads};
use super::{Page, Row, Rows, SectionKind, Table};
use crate::plan::Look;
use crate::template::Node;
use crate::words::{Area, Cell};

/// Points of the line of the title.
const LINE: f64 = 24.0;

/// 分类指标.
pub(super) struct Indicators;

impl SectionKind for Indicators {
    fn name(&self) -> &'static str {
        "indicators"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        super::read::fields(node, table);
        if matches!(table.rows, Rows::One) {
            node.mistake(node.span.clone(), "“indicators”需要“list”，写明指标类别");
        }
    }

    fn columns(&self, table: &Table) -> usize {
        table.fields.len() + 2
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        // It fills a page once its cells are written in, and what stands above it grows too.
        if page.has_fields() {
            page.page_break();
        }
        page.line(table.title.as_deref().unwrap_or(&table.name), Look::TableTitle, LINE);
        let first = first_column(table, page);
        heads(table, first, table.stub.as_deref().unwrap_or(""), page);
        let top = page.next_row;
        for row in rows.iter().enumerate() {
            cells(index, table, row, first, page);
        }
        for (column, last, words) in [(0, 0, group as fn(&Row) -> &str), (1, first - 1, category)] {
            for (from, to, text) in runs(rows, words) {
                page.put_over(
                    Area::new(Cell::new(top + from, column), Cell::new(top + to, last)),
                    label(text),
                    Look::Label,
                );
            }
        }
    }
}

fn group(row: &Row) -> &str {
    &row.under
}

fn category(row: &Row) -> &str {
    &row.label
}

/// The first and last row of each run of rows with the same words.
fn runs(rows: &[Row], words: fn(&Row) -> &str) -> Vec<(u32, u32, &str)> {
    let mut runs: Vec<(u32, u32, &str)> = Vec::new();
    for (at, row) in (0u32..).zip(rows) {
        match runs.last_mut() {
            Some((_, to, text)) if *text == words(row) => *to = at,
            _ => runs.push((at, at, words(row))),
        }
    }
    runs
}
