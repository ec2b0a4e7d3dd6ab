//! Live checks beside a grid: 核对数 and 差额 to the right of the table, outside the printed page.

use super::amount_fields;
use crate::form::{Case, Form, Judged, Reference, Scope};
use crate::plan::{Filling, LiveCheck, Look, Part};
use crate::sections::{GridPlace, Origin, Page, Row, label};
use crate::words::{Area, Cell};

/// The words over the two figures of a check.
const HEADS: [(Part, &str); 2] = [(Part::Expected, "核对数"), (Part::Difference, "差额")];

/// Places the live checks of every grid of a sheet.
pub(super) fn place(form: &Form, rows: &[Vec<Row>], sheet: usize, page: &mut Page) {
    for (index, table) in form.tables.iter().enumerate().filter(|(_, table)| table.sheet == sheet) {
        let Some(grid) = page.grid(index) else { continue };
        // One empty column between the printed table and its checks.
        let mut column = page.last_column() + 2;
        for (number, rule) in form.rules.iter().enumerate() {
            let Judged::Cases { scope, cases, .. } = &rule.judged else { continue };
            let Some((case, head)) = cases.first().and_then(|case| Some((case, case.aside.as_deref()?))) else {
                continue;
            };
            match scope {
                Scope::Rows { .. } if marks(case, index) => {
                    by_row(number, head, &rows[index], grid, column, page);
                    column += 2;
                }
                Scope::Columns { table: of, .. } if *of == index => {
                    let fields: Vec<usize> = amount_fields(table).collect();
                    let labels: Vec<&str> = fields.iter().map(|field| table.fields[*field].label.as_str()).collect();
                    let repeats = |row: &Row| matches!(row.origin, Origin::Copy(_));
                    // Where the head office repeats the total row, the two cannot differ.
                    if !rows[index].iter().any(repeats) {
                        by_column(number, head, &fields, &labels, grid, column, page);
                        column += u16::try_from(fields.len()).unwrap_or(0) + 1;
                    }
                }
                Scope::Rows { .. } | Scope::Columns { .. } | Scope::Single { .. } | Scope::Repeated { .. } => {}
            }
        }
    }
}

fn marks(case: &Case, table: usize) -> bool {
    matches!(case.mark, Some(Reference::Here { table: marked, .. }) if marked == table)
}

fn by_row(rule: usize, head: &str, rows: &[Row], grid: GridPlace, column: u16, page: &mut Page) {
    let first = grid.top + grid.levels;
    if grid.levels > 1 {
        let over = Area::new(Cell::new(grid.top, column), Cell::new(first - 2, column + 1));
        page.put_over(over, label(head), Look::AsideHeader);
    }
    for (offset, (part, word)) in (0u16..).zip(HEADS) {
        page.put(Cell::new(first - 1, column + offset), label(word), Look::AsideHeader);
        for (record, _) in rows.iter().enumerate().filter(|(_, row)| !matches!(row.origin, Origin::Copy(_))) {
            let row = first + u32::try_from(record).unwrap_or(0);
            let check = LiveCheck::Condition { rule, case: 0, record };
            page.put(Cell::new(row, column + offset), Filling::Live(check, part), Look::Aside);
        }
    }
}

fn by_column(
    rule: usize,
    head: &str,
    fields: &[usize],
    labels: &[&str],
    grid: GridPlace,
    column: u16,
    page: &mut Page,
) {
    let first = grid.top + grid.levels;
    page.put_over(
        Area::new(Cell::new(grid.top, column), Cell::new(first - 1, column)),
        label("分单位核对"),
        Look::AsideHeader,
    );
    for (row, word) in (first..).zip([head, HEADS[1].1]) {
        page.put(Cell::new(row, column), label(word), Look::AsideHeader);
    }
    for (offset, (field, text)) in (1u16..).zip(fields.iter().zip(labels)) {
        let over = Area::new(Cell::new(grid.top, column + offset), Cell::new(first - 1, column + offset));
        page.put_over(over, label(text), Look::AsideHeader);
        for (row, (part, _)) in (first..).zip(HEADS) {
            let check = LiveCheck::Condition { rule, case: 0, record: *field };
            page.put(Cell::new(row, column + offset), Filling::Live(check, part), Look::Aside);
        }
    }
}
