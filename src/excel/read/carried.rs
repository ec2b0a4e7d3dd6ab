//! What a file carries that should not be published with it, or that nobody sees (rules.md, FIL-12).

use std::collections::BTreeSet;

use super::Return;
use super::protection::inputs;
use crate::excel::write::STAMP_SHEET;
use crate::facts::{Book, Damage, Sheet, Visibility};
use crate::layout::Layout;
use crate::words::column_letters;

/// Macros, links to other workbooks, hidden sheets that were not issued so, and notes that are not ours.
pub(super) fn more(book: &Book, layout: &Layout, found: &Return) -> Option<Damage> {
    let mut what = Vec::new();
    what.extend(book.macros.then(|| "宏".to_owned()));
    what.extend(book.external_links.then(|| "外部链接".to_owned()));
    let is_hidden = |sheet: &&Sheet| sheet.visibility != Visibility::Visible && *sheet.name != *STAMP_SHEET;
    let hidden: Vec<&str> = book.sheets.iter().filter(is_hidden).map(|sheet| &*sheet.name).collect();
    what.extend((!hidden.is_empty()).then(|| format!("隐藏的工作表“{}”", hidden.join("、"))));
    for (located, plan) in found.sheets.iter().zip(&layout.sheets) {
        let Some(located) = located else { continue };
        let sheet = &book.sheets[located.position];
        let of_form = |row: &&u32| sheet.cells.iter().any(|content| content.cell.row == **row);
        let rows: Vec<String> = sheet.hidden_rows.iter().filter(of_form).map(|row| (row + 1).to_string()).collect();
        what.extend((!rows.is_empty()).then(|| format!("隐藏的行（{}第{}行）", plan.name, rows.join("、"))));
        let columns: BTreeSet<u16> = inputs(plan, located).into_iter().map(|cell| cell.column).collect();
        let is_hidden =
            |column: &&u16| sheet.hidden_columns.iter().any(|(first, last)| (first..=last).contains(column));
        let columns: Vec<String> = columns.iter().filter(is_hidden).map(|column| column_letters(*column)).collect();
        what.extend((!columns.is_empty()).then(|| format!("隐藏的列（{}{}列）", plan.name, columns.join("、"))));
    }
    let notes: usize = book.sheets.iter().map(|sheet| sheet.notes.len()).sum();
    what.extend((notes > 0).then(|| format!("批注{notes}条")));
    (!what.is_empty()).then_some(Damage::CarriesMore { what })
}
