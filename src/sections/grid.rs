//! A grid: rows of a list, columns of figures under heads of several levels, live checks to the right.

use std::collections::BTreeMap;

use super::page::{GridPlace, label};
use super::{Origin, Page, Row, Rows, SectionKind, Table};
use crate::facts::Slot;
use crate::plan::{Filling, Look};
use crate::template::Node;
use crate::words::{Area, Cell};

/// Points of a row of the grid and of its head.
const LINE: f64 = 24.0;
/// Points of the gap between two grids of a sheet.
const GAP: f64 = 14.0;

/// 多级表头的数据表.
pub(super) struct Grid;

impl SectionKind for Grid {
    fn name(&self) -> &'static str {
        "grid"
    }

    fn read(&self, node: &Node<'_>, table: &mut Table) {
        super::read::fields(node, table);
        if matches!(table.rows, Rows::One) {
            node.mistake(node.span.clone(), "“grid”需要“list”，写明共用的行");
        }
    }

    fn names_rows(&self) -> bool {
        true
    }

    fn columns(&self, table: &Table) -> usize {
        table.fields.len().checked_sub(1).map_or(0, |last| usize::from(table.columns_of(last).1) + 1)
    }

    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page) {
        if page.has_grid() {
            if !table.together {
                page.page_break();
            }
            page.gap(GAP);
        }
        let title = table.title.as_deref().unwrap_or(&table.name);
        page.line(title, Look::TableTitle, LINE);
        let top = page.next_row;
        let levels = table.fields.iter().map(|field| field.under.len()).max().unwrap_or(0);
        let levels = u32::try_from(levels).unwrap_or(0) + 1;
        heads(table, top, levels, page);
        for level in 0..levels - 1 {
            page.height(top + level, LINE);
        }
        page.height(top + levels - 1, LINE);
        let first = top + levels;
        page.next_row = first;
        for (position, row) in rows.iter().enumerate() {
            line(index, table, position, row, page);
        }
        page.note_grid(GridPlace { table: index, top, levels });
    }
}

/// The heads: a column's own head reaches down from below its groups, a group's head over its columns.
fn heads(table: &Table, top: u32, levels: u32, page: &mut Page) {
    let mut groups: BTreeMap<(u32, u16), (u16, String)> = BTreeMap::new();
    for (position, field) in table.fields.iter().enumerate() {
        let (column, end) = table.columns_of(position);
        let depth = u32::try_from(field.under.len()).unwrap_or(0);
        let area = Area::new(Cell::new(top + depth, column), Cell::new(top + levels - 1, end));
        page.put_over(area, label(&field.label), Look::Header);
        for (level, text) in field.under.iter().enumerate() {
            let level_row = u32::try_from(level).unwrap_or(0);
            let path = &field.under[..=level];
            let continues = position > 0 && table.fields[position - 1].under.get(..=level) == Some(path);
            let start = if continues { open_group(&groups, level_row, column) } else { column };
            groups.insert((level_row, start), (end, text.clone()));
        }
    }
    for ((level, start), (end, text)) in groups {
        let area = Area::new(Cell::new(top + level, start), Cell::new(top + level, end));
        page.put_over(area, label(&text), Look::Header);
    }
}

/// Where the group that reaches up to this column began.
fn open_group(groups: &BTreeMap<(u32, u16), (u16, String)>, level: u32, column: u16) -> u16 {
    let before = groups.range((level, 0)..(level, column)).next_back();
    before.map_or(column, |((_, start), _)| *start)
}

fn line(index: usize, table: &Table, position: usize, row: &Row, page: &mut Page) {
    let at = page.next_row;
    if row.origin != Origin::Spare {
        page.at_least(at, LINE);
    }
    for number in 0..table.fields.len() {
        let slot = Slot { table: index, row: position, field: number };
        let (filling, look) = match row.origin {
            Origin::Placeholder | Origin::Spare if number == 0 => {
                (Filling::Input(slot, row.label.as_str().into()), Look::StubInput)
            }
            Origin::Fixed | Origin::Named(_) | Origin::Copy(_) | Origin::Repeated if number == 0 => {
                (Filling::Issued(slot, row.label.as_str().into()), Look::Stub)
            }
            Origin::Fixed
            | Origin::Copy(_)
            | Origin::Named(_)
            | Origin::Placeholder
            | Origin::Spare
            | Origin::Repeated => table.cell(slot, row),
        };
        let (column, end) = table.columns_of(number);
        page.put_over(Area::new(Cell::new(at, column), Cell::new(at, end)), filling, look);
    }
    page.next_row += 1;
}
