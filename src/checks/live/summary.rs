//! What sums live checks up: formulas over the cells of 自查, and their results.

use crate::plan::Summary;
use crate::words::{Area, Cell};

use super::Cached;

/// Said where the workbook has nothing to object to.
const DONE: &str = "表内各项核对均已通过；“交回后审核”的项目由财政局收到后审核。";
/// Said where there are no mistakes but questions, before and behind their number.
const DOUBTFUL: [&str; 2] = ["没有错误，还有", "条需要核实：有误的请改正，属实的请准备说明。"];
/// Said where something is left to do, around the numbers of checks.
const LEFT: [&str; 4] = ["还有：未填", "条，错误", "条，无法判断", "条。请按下表逐条处理。"];

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
            Self::Sentence { unfilled, wrong, doubtful, unknown } => format!(
                "IF({unfilled}+{wrong}+{unknown}=0,IF({doubtful}=0,\"{DONE}\",\"{}\"&{doubtful}&\"{}\"),\
                 \"{}\"&{unfilled}&\"{}\"&{wrong}&\"{}\"&{unknown}&\"{}\")",
                DOUBTFUL[0], DOUBTFUL[1], LEFT[0], LEFT[1], LEFT[2], LEFT[3]
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
            Self::Sentence { unfilled, wrong, doubtful, unknown } => {
                let [unfilled, wrong, doubtful, unknown] = [unfilled, wrong, doubtful, unknown].map(number);
                let is_left = !(unfilled + wrong + unknown).is_zero();
                Cached::Text(if is_left {
                    format!("{}{unfilled}{}{wrong}{}{unknown}{}", LEFT[0], LEFT[1], LEFT[2], LEFT[3])
                } else if doubtful.is_zero() {
                    DONE.to_owned()
                } else {
                    format!("{}{doubtful}{}", DOUBTFUL[0], DOUBTFUL[1])
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

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Cached, Cell, DONE, Summary};

    #[test]
    fn questions_are_no_all_clear() {
        let [unfilled, wrong, doubtful, unknown] = [0, 1, 2, 3].map(|column| Cell::new(0, column));
        let sentence = Summary::Sentence { unfilled, wrong, doubtful, unknown };
        let said = |counts: [u8; 4]| {
            let of = |cell: Cell| Some(Cached::Number(Decimal::from(counts[usize::from(cell.column)])));
            sentence.result(&of)
        };
        for (counts, words) in [
            ([0, 0, 0, 0], DONE),
            ([0, 0, 2, 0], "没有错误，还有2条需要核实：有误的请改正，属实的请准备说明。"),
            ([1, 0, 2, 0], "还有：未填1条，错误0条，无法判断0条。请按下表逐条处理。"),
            ([0, 3, 0, 1], "还有：未填0条，错误3条，无法判断1条。请按下表逐条处理。"),
        ] {
            assert_eq!(said(counts), Cached::Text(words.to_owned()));
        }
        let formula = sentence.formula();
        assert!(formula.starts_with("IF(A1+B1+D1=0,IF(C1=0,\""), "{formula}");
    }
}
