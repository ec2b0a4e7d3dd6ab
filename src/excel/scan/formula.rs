//! Shared formulas: the text of the master cell, moved to another cell of its group (ECMA-376 18.3.1.40).
//!
//! A formula is not parsed; only its references are found and moved. What is in quotes or brackets stays as it is.

use crate::words::{Cell, MAX_COLUMNS, MAX_ROWS, column_letters};

/// The formula as it reads in `cell`, when it was written in `master`: relative references move along, fixed ones stay.
///
/// The master is the cell that holds the text, which need not be the first of the group: once somebody overwrites that
/// cell, Excel and WPS move the master down and leave `ref` as it was. A reference that would leave the sheet becomes
/// `#REF!`.
pub(super) fn moved(formula: &str, master: Cell, cell: Cell) -> String {
    let by = Shift {
        rows: i64::from(cell.row) - i64::from(master.row),
        columns: i64::from(cell.column) - i64::from(master.column),
    };
    let mut out = String::with_capacity(formula.len() + 8);
    let mut rest = formula;
    while let Some(first) = rest.chars().next() {
        let token = match first {
            '"' | '\'' => quoted(rest, first),
            '[' => bracketed(rest),
            _ if is_word(first) => {
                if let Some((reference, length)) = reference(rest) {
                    out.push_str(&by.applied(reference));
                    rest = &rest[length..];
                    continue;
                }
                word(rest)
            }
            _ => first.len_utf8(),
        };
        out.push_str(&rest[..token]);
        rest = &rest[token..];
    }
    out
}

/// Bytes of a text in quotes, doubled quotes inside it included.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(text.len(), |end| end + 2)
}

/// Bytes of a structured reference or workbook index in brackets.
fn bracketed(text: &str) -> usize {
    let mut depth = 0usize;
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\'' => escaped = true,
            b'[' => depth += 1,
            b']' if depth == 1 => return index + 1,
            b']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '$' | '\\' | '?')
}

/// Bytes of a name, function or number.
fn word(text: &str) -> usize {
    text.find(|character| !is_word(character)).unwrap_or(text.len())
}

/// One end of a reference: a row, a column or both, each with whether it moves.
#[derive(Clone, Copy)]
struct Corner {
    column: Option<(u16, bool)>,
    row: Option<(u32, bool)>,
}

#[derive(Clone, Copy)]
enum Reference {
    Cell(Corner),
    Range(Corner, Corner),
}

/// The reference at the start of the text and its bytes; nothing where a name, function or number stands there.
fn reference(text: &str) -> Option<(Reference, usize)> {
    let first_length = word(text);
    let first = corner(&text[..first_length])?;
    let after = &text[first_length..];
    let second = after.strip_prefix(':').and_then(|tail| {
        let length = word(tail);
        let second = corner(&tail[..length])?;
        let alike = first.row.is_some() == second.row.is_some() && first.column.is_some() == second.column.is_some();
        (alike && !tail[length..].starts_with(['(', '!'])).then_some((second, first_length + 1 + length))
    });
    match second {
        Some((second, length)) => Some((Reference::Range(first, second), length)),
        None if after.starts_with(['(', '!']) || first.row.is_none() || first.column.is_none() => None,
        None => Some((Reference::Cell(first), first_length)),
    }
}

/// Reads `$B$7`, `$B` or `$7`.
fn corner(text: &str) -> Option<Corner> {
    let (column_fixed, rest) = dollar(text);
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, rest) = rest.split_at(letters);
    if letters.is_empty() {
        return Some(Corner { column: None, row: Some((row(rest)?, !column_fixed)) });
    }
    let column = Some((column(letters)?, !column_fixed));
    if rest.is_empty() {
        return Some(Corner { column, row: None });
    }
    let (row_fixed, digits) = dollar(rest);
    Some(Corner { column, row: Some((row(digits)?, !row_fixed)) })
}

fn dollar(text: &str) -> (bool, &str) {
    text.strip_prefix('$').map_or((false, text), |rest| (true, rest))
}

fn column(letters: &str) -> Option<u16> {
    Cell::parse(&[letters.as_bytes(), b"1"].concat()).map(|cell| cell.column)
}

fn row(digits: &str) -> Option<u32> {
    Cell::parse(&[b"A", digits.as_bytes()].concat()).map(|cell| cell.row)
}

struct Shift {
    rows: i64,
    columns: i64,
}

impl Shift {
    fn applied(&self, reference: Reference) -> String {
        let text = match reference {
            Reference::Cell(corner) => self.corner(corner),
            Reference::Range(first, second) => {
                self.corner(first).zip(self.corner(second)).map(|(first, second)| format!("{first}:{second}"))
            }
        };
        text.unwrap_or_else(|| "#REF!".to_owned())
    }

    fn corner(&self, corner: Corner) -> Option<String> {
        let mut text = String::new();
        if let Some((column, moves)) = corner.column {
            let column = i64::from(column) + if moves { self.columns } else { 0 };
            let column = u16::try_from(column).ok().filter(|column| *column < MAX_COLUMNS)?;
            text.push_str(if moves { "" } else { "$" });
            text.push_str(&column_letters(column));
        }
        if let Some((row, moves)) = corner.row {
            let row = i64::from(row) + if moves { self.rows } else { 0 };
            let row = u32::try_from(row).ok().filter(|row| *row < MAX_ROWS)?;
            text.push_str(if moves { "" } else { "$" });
            text.push_str(&(row + 1).to_string());
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shifted(formula: &str, master: &str, cell: &str) -> String {
        moved(formula, master.parse().expect(master), cell.parse().expect(cell))
    }

    #[test]
    fn relative_references_move_and_fixed_ones_stay() {
        for (written, read) in [
            ("SUM(A1:B2)", "SUM(B3:C4)"),
            ("$A1+A$1+$A$1", "$A3+B$1+$A$1"),
            ("SUM(A:B,$C:D)", "SUM(B:C,$C:E)"),
            ("SUM(1:2,$3:4)", "SUM(3:4,$3:6)"),
            ("收支情况!A1+'一、A1'!A1+'a''A1'!$B2", "收支情况!B3+'一、A1'!B3+'a''A1'!$B4"),
            ("Sheet1:Sheet3!A1", "Sheet1:Sheet3!B3"),
            ("A1:INDEX(B:B,3)", "B3:INDEX(C:C,3)"),
            ("[1]表!A1+表1[[#This Row],[A1]]+表1[A'[1]", "[1]表!B3+表1[[#This Row],[A1]]+表1[A'[1]"),
            ("IF(A1=\"A1\"\"B2\",\"差\",a1)", "IF(B3=\"A1\"\"B2\",\"差\",B3)"),
        ] {
            assert_eq!(shifted(written, "C1", "D3"), read, "{written}");
        }
    }

    #[test]
    fn what_only_looks_like_a_reference_stays() {
        for formula in [
            "LOG10(2)",
            "A1B+_A1+A1_甲+甲A1+A1.b+TAX20240101+ABCD1",
            "1E5+1.5E10+2e3",
            "#REF!+#N/A+#DIV/0!",
            "A0+XFE1+A1048577",
            "A1!$B$2",
            "支出.合计+TRUE",
            "\"A1",
            "'A1",
            "[A1",
        ] {
            assert_eq!(shifted(formula, "C1", "D3"), formula);
        }
    }

    #[test]
    fn what_leaves_the_sheet_is_no_reference() {
        for (written, read) in [
            ("A1+B2", "#REF!+#REF!"),
            ("SUM(A1:C9)+C3", "SUM(#REF!)+A1"),
            ("SUM(B:D,$B:$D)+收!B3", "SUM(#REF!,$B:$D)+收!#REF!"),
        ] {
            assert_eq!(shifted(written, "C3", "A1"), read, "{written}");
        }
        assert_eq!(shifted("XFD1048575", "A1", "A3"), "#REF!");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn moving_there_and_back_changes_nothing(row in 0u32..1000, column in 0u16..1000, fixed in 0u8..4) {
            let dollar = |bit: u8| if fixed & bit == 0 { "" } else { "$" };
            let formula = format!("SUM({}ZZ{}2000,表!{}ZZ:ZZ)", dollar(1), dollar(2), dollar(1));
            let (master, cell) = (Cell::new(500, 500), Cell::new(row, column));
            prop_assert_eq!(moved(&moved(&formula, master, cell), cell, master), formula);
        }

        #[test]
        fn any_text_is_survived(formula in "[A-C$:!'\"\\[\\]0-9收(),.]{0,40}", row in 0u32..9, column in 0u16..9) {
            let cell = Cell::new(row, column);
            moved(&formula, Cell::new(4, 4), cell);
        }
    }
}
