//! Long text: rows over the width of the page, one paragraph each.
//!
//! A row of Excel ends at 409 points and a paste from Word puts one paragraph in each row, so one cell cannot hold
//! what units write.

use super::page::BLOCK_COLUMNS;
use super::read::MAX_ISSUED_ROWS;
use super::{Page, Row, Rows, SectionKind, Table};
use crate::template::Node;

/// Paragraphs of a text where the template does not say how many.
const PARAGRAPHS: usize = 8;
/// The id of the one field of a text.
const FIELD: &str = "正文";
/// What a person is told who comes to a text of which the template says nothing.
const PROMPT: &str = "每行填写一段。从Word粘贴时选中第一行，用“选择性粘贴→文本”，各段自动落入各行。";

/// 长文字.
pub(super) struct Prose;

impl SectionKind for Prose {
    fn name(&self) -> &'static str {
        "text"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        let count = node.count_in("paragraphs", 1..=MAX_ISSUED_ROWS).unwrap_or(PARAGRAPHS);
        table.rows = Rows::Repeated { count, stem: "段".to_owned(), label: "{k}".to_owned() };
        super::read::only_text(node, FIELD, PROMPT, table);
    }

    fn columns(&self, _: &Table) -> usize {
        BLOCK_COLUMNS
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        page.block(index, table, rows, |row| row.short.as_str());
    }
}
