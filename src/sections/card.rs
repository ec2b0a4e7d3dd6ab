//! A card: labels with one value each, one under another; the value stands in the last column,
//! or in those behind the label's.

use super::page::label;
use super::{Page, Row, Rows, SectionKind, Table};
use crate::facts::Slot;
use crate::plan::Look;
use crate::template::Node;
use crate::words::{Area, Cell};

/// Points of a line of a card.
const LINE: f64 = 26.0;

/// 标签—数值.
pub(super) struct Card;

impl SectionKind for Card {
    fn name(&self) -> &'static str {
        "card"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        table.rows = Rows::One;
        super::read::fields(node, table);
    }

    fn columns(&self, _: &Table) -> usize {
        2
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        let [record, ..] = rows else { return };
        if let Some(title) = &table.title {
            page.line(title, Look::TableTitle, LINE);
        }
        for (position, field) in table.fields.iter().enumerate() {
            let slot = Slot { table: index, row: 0, field: position };
            let row = page.next_row;
            let value = table.label_columns.map_or(page.last_column(), |columns| columns.min(page.last_column()));
            let beside = Area::new(Cell::new(row, 0), Cell::new(row, value.saturating_sub(1)));
            page.put_over(beside, label(&field.label), Look::Label);
            let (filling, look) = table.cell(slot, record);
            let area = Area::new(Cell::new(row, value), Cell::new(row, page.last_column()));
            page.put_over(area, filling, look);
            let height = field.height.map_or(LINE, points);
            // Programs make a row higher for the words of a single cell, not for those of merged cells.
            if area.first == area.last {
                page.at_least(row, height);
            } else {
                page.height(row, height);
            }
            page.next_row += 1;
        }
        for line in &table.foot {
            page.gap(LINE);
            page.line(line, Look::CoverFoot, LINE);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a row is a few hundred points high at most")]
fn points(height: usize) -> f64 {
    height as f64
}
