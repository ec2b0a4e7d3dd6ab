//! What a formula is worth that somebody has typed into a cell for a figure: `=4186912.34/10000`, `=SUM(C7:C9)`.
//!
//! Exact decimals, as everywhere; what is beyond plain arithmetic keeps its stored result.

use rust_decimal::{Decimal, RoundingStrategy};

use super::formula::{Token, tokens};
use crate::facts::{Book, Raw, Sheet};
use crate::words::{Area, Cell, canonical, plain};

/// Brackets within brackets.
const MAX_DEPTH: usize = 32;
/// Cells that a formula may add up, each as often as it names it: far more than a table of a form has.
const MAX_CELLS: u64 = 2_000;
/// Decimals that `ROUND` is asked for.
const MAX_DECIMALS: u32 = 15;

/// The figure that a formula in a cell gives; nothing where it is more than arithmetic, divides by nothing, or counts
/// its own cell in.
pub(super) fn worth(book: &Book, (sheet, cell): (&Sheet, Cell), formula: &str) -> Option<Decimal> {
    let tokens = tokens(formula);
    let is_own = |token: &Token| match token {
        Token::Area(of, area) => of.as_deref().is_none_or(|of| *of == *sheet.name) && area.contains(cell),
        Token::Number(_) | Token::Text(_) | Token::Word(_) | Token::Sign(_) => false,
    };
    if tokens.iter().any(is_own) {
        return None;
    }
    let mut reader = Reader { book, sheet, rest: &tokens, depth: 0, cells: MAX_CELLS };
    let sum = reader.sum()?;
    reader.rest.is_empty().then(|| canonical(&plain(sum))).flatten()
}

struct Reader<'a> {
    book: &'a Book,
    sheet: &'a Sheet,
    rest: &'a [Token],
    depth: usize,
    /// Cells that may still be added up.
    cells: u64,
}

impl Reader<'_> {
    fn takes(&mut self, sign: char) -> bool {
        let found = self.rest.first() == Some(&Token::Sign(sign));
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    fn sum(&mut self) -> Option<Decimal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut sum = self.product()?;
        loop {
            if self.takes('+') {
                sum = sum.checked_add(self.product()?)?;
            } else if self.takes('-') {
                sum = sum.checked_sub(self.product()?)?;
            } else {
                self.depth -= 1;
                return Some(sum);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut product = self.signed()?;
        loop {
            if self.takes('*') {
                product = product.checked_mul(self.signed()?)?;
            } else if self.takes('/') {
                product = product.checked_div(self.signed()?)?;
            } else {
                return Some(product);
            }
        }
    }

    fn signed(&mut self) -> Option<Decimal> {
        let mut negative = false;
        while let Some(Token::Sign('+' | '-')) = self.rest.first() {
            negative ^= self.takes('-');
            self.takes('+');
        }
        let mut operand = self.operand()?;
        while self.takes('%') {
            operand = operand.checked_div(Decimal::ONE_HUNDRED)?;
        }
        Some(if negative { -operand } else { operand })
    }

    fn operand(&mut self) -> Option<Decimal> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        match first {
            Token::Number(number) => canonical(number),
            Token::Area(of, area) if area.first == area.last => figure(self.on(of.as_deref())?, area.first),
            Token::Sign('(') => {
                let sum = self.sum()?;
                self.takes(')').then_some(sum)
            }
            Token::Word(word) if word == "SUM" && self.takes('(') => self.total(),
            Token::Word(word) if word == "ROUND" && self.takes('(') => {
                let figure = self.sum()?;
                let decimals = if self.takes(',') { self.sum()? } else { return None };
                let decimals = u32::try_from(decimals).ok().filter(|decimals| *decimals <= MAX_DECIMALS)?;
                let rounded = figure.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
                self.takes(')').then_some(rounded)
            }
            Token::Area(..) | Token::Sign(_) | Token::Word(_) | Token::Text(_) => None,
        }
    }

    /// The arguments of `SUM`, its bracket closed: areas, whose words count for nothing, and figures.
    fn total(&mut self) -> Option<Decimal> {
        let mut total = Decimal::ZERO;
        loop {
            let is_area = |area: &Area| area.first != area.last;
            match self.rest.first() {
                Some(Token::Area(of, area)) if is_area(area) => {
                    self.rest = &self.rest[1..];
                    total = total.checked_add(self.total_of(of.as_deref(), *area)?)?;
                }
                Some(_) => total = total.checked_add(self.sum()?)?,
                None => return None,
            }
            if self.takes(')') {
                return Some(total);
            }
            if !self.takes(',') {
                return None;
            }
        }
    }

    /// The figures of an area. Cells are found by their rows, never by looking through a sheet.
    fn total_of(&mut self, of: Option<&str>, area: Area) -> Option<Decimal> {
        let (rows, columns) = (area.last.row - area.first.row, area.last.column - area.first.column);
        self.cells = self.cells.checked_sub((u64::from(rows) + 1) * (u64::from(columns) + 1))?;
        let cells = &self.on(of)?.cells;
        (area.first.row..=area.last.row).try_fold(Decimal::ZERO, |total, row| {
            let first = cells.partition_point(|content| content.cell < Cell::new(row, area.first.column));
            let mut of_row =
                cells[first..].iter().take_while(|content| content.cell <= Cell::new(row, area.last.column));
            of_row.try_fold(total, |total, content| match &content.raw {
                Raw::Number(number) => total.checked_add(canonical(number)?),
                Raw::Text(_) | Raw::Truth(_) => Some(total),
                // What is not calculated, or an error, has no sum.
                Raw::Blank | Raw::Error(_) | Raw::Date(_) => None,
            })
        })
    }

    fn on(&self, name: Option<&str>) -> Option<&Sheet> {
        name.map_or(Some(self.sheet), |name| self.book.sheet(name))
    }
}

/// A cell as an operand: blank is nothing, words are no figure.
fn figure(sheet: &Sheet, cell: Cell) -> Option<Decimal> {
    match sheet.content(cell).map(|content| &content.raw) {
        None => Some(Decimal::ZERO),
        Some(Raw::Number(number)) => canonical(number),
        Some(Raw::Text(text)) => canonical(text),
        Some(Raw::Blank | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_)) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::facts::{Content, Visibility};

    fn book() -> Book {
        let content = |address: &str, raw: Raw| Content {
            cell: address.parse().expect(address),
            raw,
            formula: None,
            locked: false,
            date_format: false,
            percent_format: false,
        };
        let cells = vec![
            content("A1", Raw::Number("12.50".into())),
            content("B1", Raw::Text("无".into())),
            content("A2", Raw::Number("0.30000000000000004".into())),
            content("B2", Raw::Error("#N/A".into())),
        ];
        let sheet = Sheet { cells, ..Sheet::empty(Arc::from("表"), Visibility::Visible) };
        Book { sheets: vec![sheet], ..Book::default() }
    }

    fn worth_of(formula: &str) -> Option<String> {
        let book = book();
        worth(&book, (&book.sheets[0], Cell::new(8, 0)), formula).map(plain)
    }

    #[test]
    fn arithmetic_is_exact() {
        for (formula, worth) in [
            ("4186912.34/10000", "418.691234"),
            ("=1+2*3-4/8", "6.5"),
            ("-(2+3)*--2", "-10"),
            ("A1+表!A2+C9", "12.8"),
            ("SUM(A1:B1,A2,1)", "13.8"),
            ("ROUND(A1/3,2)", "4.17"),
            ("50%*A1", "6.25"),
            ("0.1+0.2", "0.3"),
            ("10/3", "3.33333333333333"),
        ] {
            assert_eq!(worth_of(formula).as_deref(), Some(worth), "{formula}");
        }
    }

    #[test]
    fn what_is_no_arithmetic_is_left_alone() {
        for formula in [
            "",
            "1/0",
            "A1+B1",
            "B2",
            "SUM(A1:B2)",
            "IF(A1>0,1,2)",
            "A1:A2",
            "1+",
            "(1",
            "1)",
            "[1]表!A1",
            "别表!A1",
            "2^3",
            "SUM(A1:B1001)",
            "SUM(A1:A1001,A1:A1001)",
            "A9+1",
            "SUM(A1:A9)",
        ] {
            assert_eq!(worth_of(formula), None, "{formula}");
        }
        assert_eq!(worth_of(&"(".repeat(100_000)), None);
    }
}
