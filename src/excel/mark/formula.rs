//! The condition of a mark: true as long as the cell holds the value that was found wrong.

use super::{TAG, Wrong};
use crate::words::{Cell, plain};

/// How many UTF-16 units of a text are compared; a literal holds 255 (Excel specifications and limits).
const MAX_LITERAL: usize = 200;

/// The formula of a mark, without `=` and not yet escaped for XML.
///
/// The first condition is always true and carries the key through every client.
pub(super) fn condition(key: &str, cell: Cell, wrong: &Wrong) -> String {
    let at = cell.absolute();
    let holds = match wrong {
        // A blank cell equals 0 in a formula.
        Wrong::Number(number) if number.is_zero() => format!("ISNUMBER({at}),{at}=0"),
        Wrong::Number(number) => format!("{at}={}", plain(*number)),
        Wrong::Text(text) => holds_text(&at, text),
        Wrong::Truth(truth) => format!("{at}={}", if *truth { "TRUE" } else { "FALSE" }),
        Wrong::Error => format!("ISERROR({at})"),
        Wrong::Blank => format!("LEN({at})=0"),
    };
    let (first, rest) = key.split_at(comparable(key));
    let rest = if rest.is_empty() { String::new() } else { "…".to_owned() };
    format!("AND({}<>\"\",{holds})", literal(&format!("{TAG}{first}{rest}")))
}

/// Long texts, and those with characters that a formula cannot hold, are compared by their start.
fn holds_text(at: &str, text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let (start, rest) = text.split_at(comparable(&text));
    if start.is_empty() {
        format!("LEN({at})>0")
    } else if rest.is_empty() {
        format!("{at}={}", literal(start))
    } else {
        format!("LEFT({at},{})={}", start.encode_utf16().count(), literal(start))
    }
}

/// The length in bytes of the start that can stand in a literal.
fn comparable(text: &str) -> usize {
    let mut units = 0;
    for (at, char) in text.char_indices() {
        units += char.len_utf16();
        // Clients count characters beyond the basic plane as one or as two.
        let written_alike =
            !char.is_control() && !matches!(char, '\u{fffe}' | '\u{ffff}') || matches!(char, '\n' | '\t');
        let counted_alike = char.len_utf16() == 1;
        if units > MAX_LITERAL || !counted_alike || !written_alike {
            return at;
        }
    }
    text.len()
}

fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formula(wrong: &Wrong) -> String {
        condition("SUM-02|支出|汇总", Cell::new(11, 2), wrong)
    }

    #[test]
    fn a_mark_is_bound_to_the_value() {
        for (wrong, formula_text) in [
            (
                Wrong::Number("215.740".parse().expect("a number")),
                r#"AND("xlcheck:SUM-02|支出|汇总"<>"",$C$12=215.74)"#,
            ),
            (
                Wrong::Number("0.00".parse().expect("a number")),
                r#"AND("xlcheck:SUM-02|支出|汇总"<>"",ISNUMBER($C$12),$C$12=0)"#,
            ),
            (Wrong::Text("说“a\"b”".to_owned()), r#"AND("xlcheck:SUM-02|支出|汇总"<>"",$C$12="说“a""b”")"#),
            (Wrong::Truth(true), r#"AND("xlcheck:SUM-02|支出|汇总"<>"",$C$12=TRUE)"#),
            (Wrong::Error, r#"AND("xlcheck:SUM-02|支出|汇总"<>"",ISERROR($C$12))"#),
            (Wrong::Blank, r#"AND("xlcheck:SUM-02|支出|汇总"<>"",LEN($C$12)=0)"#),
        ] {
            assert_eq!(formula(&wrong), formula_text);
        }
    }

    #[test]
    fn long_and_unusual_texts_are_bound_by_their_start() {
        let long = "收".repeat(300);
        let bound = format!(r#"AND("xlcheck:K"<>"",LEFT($A$1,200)="{}")"#, "收".repeat(200));
        assert_eq!(condition("K", Cell::new(0, 0), &Wrong::Text(long)), bound);
        let text = |text: &str| condition("K", Cell::new(0, 0), &Wrong::Text(text.to_owned()));
        assert_eq!(text("ab😀c"), r#"AND("xlcheck:K"<>"",LEFT($A$1,2)="ab")"#);
        assert_eq!(text("😀"), r#"AND("xlcheck:K"<>"",LEN($A$1)>0)"#);
        assert_eq!(text("a\r\nb"), "AND(\"xlcheck:K\"<>\"\",$A$1=\"a\nb\")");
    }
}
