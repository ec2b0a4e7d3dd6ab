//! Records: several things asked for together, a row each, filled from the top (goals, people).

use super::page::label;
use super::{Page, Row, Rows, SectionKind, Table};
use crate::facts::Slot;
use crate::plan::Look;
use crate::template::Node;
use crate::words::{Area, Cell};

/// Points of the head of a table of records.
const LINE: f64 = 24.0;
/// Rows where the template does not say how many.
const ROWS: usize = 10;

/// 多栏逐项填列.
pub(super) struct Records;

impl SectionKind for Records {
    fn name(&self) -> &'static str {
        "records"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        let item = node.required_text("item").map(|item| item.value).unwrap_or_default();
        let count = node.count_in("rows", 1..=super::read::MAX_ISSUED_ROWS).unwrap_or(ROWS);
        let stem = node.text("stem").map_or_else(|| item.replace("{k}", ""), |stem| stem.value);
        table.rows = Rows::Repeated { count, stem, label: item };
        super::read::fields(node, table);
    }

    fn columns(&self, table: &Table) -> usize {
        table.fields.len() + 1
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        page.line(table.title.as_deref().unwrap_or(&table.name), Look::TableTitle, LINE);
        let first = first_column(table, page);
        heads(table, first, "序号", page);
        for (position, row) in rows.iter().enumerate() {
            let at = page.next_row;
            let item = Area::new(Cell::new(at, 0), Cell::new(at, first - 1));
            page.put_over(item, label(&row.label), Look::Item);
            cells(index, table, (position, row), first, page);
        }
    }
}

/// The column of the first field: fields stand in the last columns, what names the row before them.
pub(super) fn first_column(table: &Table, page: &Page) -> u16 {
    let fields = u16::try_from(table.fields.len()).unwrap_or(u16::MAX);
    (page.last_column() + 1).saturating_sub(fields).max(1)
}

/// The line of heads: one over the columns that name the row, one over each field.
pub(super) fn heads(table: &Table, first: u16, stub: &str, page: &mut Page) {
    let at = page.next_row;
    page.put_over(Area::new(Cell::new(at, 0), Cell::new(at, first - 1)), label(stub), Look::Header);
    for (column, field) in (first..).zip(&table.fields) {
        page.put(Cell::new(at, column), label(&field.label), Look::Header);
    }
    page.height(at, LINE);
    page.next_row += 1;
}

/// The line of cells of a record.
pub(super) fn cells(index: usize, table: &Table, (position, row): (usize, &Row), first: u16, page: &mut Page) {
    for (column, field) in (first..).zip(0..table.fields.len()) {
        let (filling, look) = table.cell(Slot { table: index, row: position, field }, row);
        page.put(Cell::new(page.next_row, column), filling, look);
    }
    page.next_row += 1;
}
