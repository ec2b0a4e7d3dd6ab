//! Figures, texts, dates and references as they stand in a formula.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::SheetArea;
use super::formula::Formula;
use crate::words::{Cell, plain};

/// A figure.
pub(in crate::language) fn number(number: Decimal) -> Formula {
    if number.is_sign_negative() && !number.is_zero() {
        Formula::negate(&Formula::atom(plain(-number)))
    } else {
        Formula::atom(plain(number.abs()))
    }
}

/// Words in quotes, quotes in them doubled.
pub(in crate::language) fn text(text: &str) -> Formula {
    Formula::atom(format!("\"{}\"", text.replace('"', "\"\"")))
}

/// A day; written by its parts, because a serial number depends on the date system of the workbook.
pub(super) fn date(date: Date) -> Formula {
    Formula::atom(format!("DATE({},{},{})", date.year(), date.month(), date.day()))
}

/// An area, on another sheet where one is named.
pub(super) fn area(SheetArea { sheet, area, .. }: &SheetArea) -> String {
    match sheet {
        None => area.to_string(),
        Some(sheet) => format!("{}!{area}", sheet_name(sheet)),
    }
}

/// The name of a sheet as a formula needs it: in quotes unless it is a plain word that is no cell address.
fn sheet_name(name: &str) -> String {
    let begins = name.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    let word = begins && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if word && Cell::parse(name.as_bytes()).is_none() && !is_row_column(name) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}

/// Whether Excel could take the name for an address in its other notation: `R`, `C3`, `R1C1`.
fn is_row_column(name: &str) -> bool {
    name.chars().all(|c| matches!(c, 'R' | 'r' | 'C' | 'c') || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{SheetArea, area, number, text};

    #[test]
    fn sheets_are_quoted_where_excel_needs_it() {
        let cell = "C12".parse().expect("a cell");
        for (sheet, written) in [
            ("收支情况", "收支情况!C12"),
            ("_a1", "_a1!C12"),
            ("收支 情况", "'收支 情况'!C12"),
            ("it's", "'it''s'!C12"),
            ("2021", "'2021'!C12"),
            ("A1", "'A1'!C12"),
            ("R1C1", "'R1C1'!C12"),
            ("一、收支", "'一、收支'!C12"),
            ("", "''!C12"),
        ] {
            assert_eq!(area(&SheetArea { sheet: Some(sheet.into()), area: cell, results: false }), written);
        }
        assert_eq!(area(&SheetArea { sheet: None, area: "C5:D9".parse().expect("an area"), results: false }), "C5:D9");
    }

    #[test]
    fn literals_as_excel_writes_them() {
        assert_eq!(text("说\"明").text, "\"说\"\"明\"");
        assert_eq!(number("1.50".parse().expect("a number")).text, "1.5");
        assert_eq!(number("-3".parse().expect("a number")).text, "-3");
        assert_eq!(number("-0".parse().expect("a number")).text, "0");
    }
}
