//! A list: one thing asked for several times, filled from the top.

use super::{Page, Row, Rows, SectionKind, Table};
use crate::template::Node;

/// Rows of a list where the template does not say how many.
const ROWS: usize = 10;

/// 逐项填列.
pub(super) struct List;

impl SectionKind for List {
    fn name(&self) -> &'static str {
        "list"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        let item = node.required_text("item").map(|item| item.value).unwrap_or_default();
        let stem = item.replace("{k}", "");
        table.rows = Rows::Repeated { count: node.count("rows").unwrap_or(ROWS), stem: stem.clone(), label: item };
        super::read::only_field(node, &stem, table);
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        page.block(index, table, rows, |row| row.label.as_str());
    }
}
