//! What sums live checks up: formulas over the cells of 自查, and their results.

use crate::plan::Summary;
use crate::words::{Area, Cell};

use super::Cached;

/// Said where nothing is left to do.
const DONE: &str = "各项核对均已通过，可以报送。";

impl Summary {
    /// The formula, without `=`; for a cell of the same sheet.
    #[must_use]
    pub fn formula(&self) -> String {
        match self {
            Self::Count { verdicts, word, severity: None } => format!("COUNTIF({},\"{word}\")", fixed(*verdicts)),
            Self::Count { verdicts, word, severity: Some((severities, severity)) } => {
                format!("COUNTIFS({},\"{severity}\",{},\"{word}\")", fixed(*severities), fixed(*verdicts))
            }
            Self::Filled { found, needed } => format!("{}&\" / \"&{}", sum(found), sum(needed)),
            Self::Sentence { unfilled, wrong, unknown } => format!(
                "IF({unfilled}+{wrong}+{unknown}=0,\"{DONE}\",\"还有\"&{unfilled}&\"项未填、\"&{wrong}&\"处错误、\"&{unknown}&\"处无法判断，请按下表逐项处理。\")"
            ),
        }
    }

    /// The result, by those of other cells.
    pub(super) fn result(&self, of: &impl Fn(Cell) -> Option<Cached>) -> Cached {
        let number = |cell: &Cell| match of(*cell) {
            Some(Cached::Number(number)) => number,
            Some(Cached::Text(_) | Cached::Day(_)) | None => rust_decimal::Decimal::ZERO,
        };
        let says = |cell: Cell, word: &str| matches!(of(cell), Some(Cached::Text(text)) if text == word);
        match self {
            Self::Count { verdicts, word, severity } => {
                let rows = verdicts.first.row..=verdicts.last.row;
                let meant =
                    |row: &u32| severity.is_none_or(|(area, word)| says(Cell::new(*row, area.first.column), word));
                let counted =
                    rows.filter(|row| says(Cell::new(*row, verdicts.first.column), word)).filter(meant).count();
                Cached::Number(counted.into())
            }
            Self::Filled { found, needed } => {
                let sum = |cells: &[Cell]| cells.iter().map(number).sum::<rust_decimal::Decimal>();
                Cached::Text(format!("{} / {}", sum(found), sum(needed)))
            }
            Self::Sentence { unfilled, wrong, unknown } => {
                let [unfilled, wrong, unknown] = [unfilled, wrong, unknown].map(number);
                Cached::Text(if (unfilled + wrong + unknown).is_zero() {
                    DONE.to_owned()
                } else {
                    format!("还有{unfilled}项未填、{wrong}处错误、{unknown}处无法判断，请按下表逐项处理。")
                })
            }
        }
    }
}

fn fixed(area: Area) -> String {
    format!("{}:{}", area.first.absolute(), area.last.absolute())
}

/// The sum of cells; `SUM` takes at most 255 arguments, and there is one for each kind of need on a sheet.
fn sum(cells: &[Cell]) -> String {
    if cells.is_empty() {
        return "0".to_owned();
    }
    let cells: Vec<String> = cells.iter().map(Cell::to_string).collect();
    format!("SUM({})", cells.join(","))
}
