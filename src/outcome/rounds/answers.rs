//! What units and reviewers have written into the table of a review.

use std::collections::HashMap;

use super::record::{Record, Recorded};
use super::review::{cell_with, plain};
use crate::facts::Sheet;
use crate::outcome::last_summary::Decided;
use crate::plan::review::{AS_ABOVE, EXPLANATION, ITEM, KEY, NONE, NUMBER, OF_SHEET, OPINION};
use crate::words::Cell;

/// What was written about one finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Written {
    pub(super) explanation: String,
    pub(super) opinion: String,
    /// Whether the opinion was written in 审核汇总, where nothing but a decision is asked for.
    pub(super) in_summary: bool,
}

/// What was written, by the key of the finding.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Answers {
    by_key: HashMap<String, Written>,
    /// What could not be read, in words that follow the name of the review.
    pub(super) doubt: Option<String>,
}

/// The columns of the table.
struct Columns {
    number: u16,
    sheet: Option<u16>,
    item: Option<u16>,
    explanation: u16,
    opinion: u16,
}

impl Answers {
    /// Reads the rows of the table. Rows of a line below its first have the answer of the first.
    pub(super) fn read(sheet: &Sheet, record: Option<&Record>) -> Self {
        let found = cell_with(sheet, KEY).and_then(|head| Some((head, Columns::below(sheet, head)?)));
        let Some((head, columns)) = found else {
            return Self { doubt: Some("缺少“识别号”或说明、意见栏".to_owned()), ..Self::default() };
        };
        let mut by_key = HashMap::new();
        let mut leading = None;
        let mut strayed = 0;
        let keys = sheet.cells.iter().map(|content| content.cell);
        for cell in keys.filter(|cell| cell.column == head.column && cell.row > head.row) {
            let key = sheet.text(cell).trim();
            if key.is_empty() {
                continue;
            }
            let strays = record
                .and_then(|record| record.findings.get(key))
                .is_some_and(|recorded| columns.stray(sheet, cell.row, recorded));
            strayed += usize::from(strays);
            if !sheet.text(Cell::new(cell.row, columns.number)).trim().is_empty() {
                leading = (!strays).then(|| columns.written(sheet, cell.row));
            }
            if let Some(written) = leading.as_ref().filter(|_| !strays) {
                by_key.insert(key.to_owned(), written.clone());
            }
        }
        let doubt = (strayed > 0).then(|| format!("有{strayed}行与隐藏的识别号对不上（可能排过序）"));
        Self { by_key, doubt }
    }

    /// Takes what the reviewer has decided in 审核汇总: not what this review was written with already, nor what stood on
    /// other words than these. What was decided in both is as it was saved last.
    pub(super) fn decide(&mut self, decided: &Decided, written: &str, is_later: bool) {
        if written == decided.words || written != decided.before {
            return;
        }
        let there = self.by_key.entry(decided.key.clone()).or_default();
        if there.opinion == written || is_later {
            decided.words.clone_into(&mut there.opinion);
            there.in_summary = true;
        }
    }

    /// What was written about a finding.
    pub(super) fn about(&self, key: &str) -> Option<&Written> {
        self.by_key.get(key)
    }
}

impl Columns {
    /// The columns whose heads stand in the row of this one.
    fn below(sheet: &Sheet, head: Cell) -> Option<Self> {
        let column = |name: &str| {
            let on_row = sheet.cells.iter().map(|content| content.cell).filter(|cell| cell.row == head.row);
            on_row.into_iter().find(|cell| sheet.text(*cell).trim() == name).map(|cell| cell.column)
        };
        Some(Self {
            number: column(NUMBER)?,
            sheet: column(OF_SHEET),
            item: column(ITEM),
            explanation: column(EXPLANATION)?,
            opinion: column(OPINION)?,
        })
    }

    fn written(&self, sheet: &Sheet, row: u32) -> Written {
        let said = |column| said(sheet, Cell::new(row, column));
        Written { explanation: said(self.explanation), opinion: said(self.opinion), in_summary: false }
    }

    /// Whether what can be seen of a row is of another finding than its key: somebody has sorted it.
    fn stray(&self, sheet: &Sheet, row: u32, recorded: &Recorded) -> bool {
        let of_sheet = recorded.cell.rsplit_once('!').map_or(NONE, |(sheet, _)| sheet);
        let differs = |column: Option<u16>, words: &str| {
            column.is_some_and(|column| plain(sheet.text(Cell::new(row, column))) != plain(words))
        };
        differs(self.sheet, of_sheet) || (!recorded.item.is_empty() && differs(self.item, &recorded.item))
    }
}

/// What somebody wrote; the words of the form itself are nothing. Words behind an equals sign are a formula to a
/// program, and words all the same.
fn said(sheet: &Sheet, cell: Cell) -> String {
    let text = sheet.text(cell).trim();
    if [AS_ABOVE, NONE].contains(&text) {
        return String::new();
    }
    let formula = sheet.content(cell).and_then(|content| content.formula.as_deref());
    formula.filter(|_| text.is_empty()).map_or_else(|| text.to_owned(), |formula| format!("={formula}"))
}
