//! A list: one thing asked for several times, filled from the top.

use super::page::BLOCK_COLUMNS;
use super::read::{MAX_ISSUED_ROWS, check_id};
use super::{Page, Row, Rows, SectionKind, Table};
use crate::template::{At, Node};

/// Rows of a list where the template does not say how many.
const ROWS: usize = 10;

/// 逐项填列.
pub(super) struct List;

impl SectionKind for List {
    fn name(&self) -> &'static str {
        "list"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        let count = node.count_in("rows", 1..=MAX_ISSUED_ROWS).unwrap_or(ROWS);
        let Some(At { value: label, span }) = node.required_text("item") else { return };
        let stem = At { value: label.replace("{k}", ""), span };
        check_id(node, &stem);
        super::read::only_field(node, &stem.value, table);
        table.rows = Rows::Repeated { count, stem: stem.value, label };
    }

    fn columns(&self, _: &Table) -> usize {
        BLOCK_COLUMNS
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        page.block(index, table, rows, |row| row.label.as_str());
    }
}
