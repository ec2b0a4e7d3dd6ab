//! Whether two formulas are one, however programs write it.
//!
//! Programs leave out blanks and quotes, add `$`, write functions small, and move addresses along with their cells; none
//! of this changes a formula.

use std::fmt::Write;

use crate::excel::write::quoted as quoted_name;
use crate::words::{Area, Cell, canonical};

/// A piece of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A cell or an area; the sheet where it names one.
    Area(Option<String>, Area),
    /// A figure, in its shortest form.
    Number(String),
    /// Words in quotes.
    Text(String),
    /// A function, a truth value or a name, in capitals.
    Word(String),
    /// An operator or a bracket.
    Sign(char),
}

/// Where an area of a sheet is now.
pub(super) type Moved<'a> = dyn Fn(&str, Area) -> Option<(String, Area)> + 'a;

/// Whether a formula that was found is the one that was issued, after its cells were moved.
///
/// `moved` says where an issued area is now, with its sheet; what it does not know is not doubted.
pub(super) fn is_same((issued, planned_on): (&str, &str), (found, stands_on): (&str, &str), moved: &Moved<'_>) -> bool {
    let (wanted, stand) = (tokens(issued), tokens(found));
    let mut pairs = wanted.iter().zip(&stand);
    // What is gone is said of its sheet, row or column.
    let is_known = |token: &Token| match token {
        Token::Area(sheet, area) => moved(sheet.as_deref().unwrap_or(planned_on), *area).is_some(),
        Token::Number(_) | Token::Text(_) | Token::Word(_) | Token::Sign(_) => true,
    };
    if !wanted.iter().all(is_known) {
        return true;
    }
    let stands = |(wanted, found): (&Token, &Token)| match (wanted, found) {
        (Token::Area(planned, from), Token::Area(named, to)) => {
            let planned = planned.as_deref().unwrap_or(planned_on);
            let named = named.as_deref().unwrap_or(stands_on);
            // Who renames sheets with a script leaves their old names in formulas.
            moved(planned, *from).is_some_and(|(sheet, area)| area == *to && (named == sheet || named == planned))
        }
        (wanted, found) => wanted == found,
    };
    wanted.len() == stand.len() && pairs.all(stands)
}

/// The formula as it is written on a sheet whose cells, or those it refers to, were moved; nothing where it refers to
/// something that is gone.
///
/// What has not moved is left as it was issued.
pub(super) fn relocated((issued, planned_on): (&str, &str), stands_on: &str, moved: &Moved<'_>) -> Option<String> {
    let mut written = String::with_capacity(issued.len());
    let mut rest = issued;
    while let Some((token, length)) = piece(rest) {
        match token {
            Some(Token::Area(named, from)) => {
                let planned = named.as_deref().unwrap_or(planned_on);
                let (sheet, to) = moved(planned, from)?;
                if sheet == planned && to == from && (named.is_some() || planned_on == stands_on) {
                    written.push_str(&rest[..length]);
                } else if named.is_none() && sheet == stands_on {
                    written.push_str(&to.to_string());
                } else {
                    let _ = write!(written, "{}!{to}", quoted_name(&sheet));
                }
            }
            Some(Token::Number(_) | Token::Text(_) | Token::Word(_) | Token::Sign(_)) | None => {
                written.push_str(&rest[..length]);
            }
        }
        rest = &rest[length..];
    }
    Some(written)
}

/// A formula in pieces.
pub(super) fn tokens(formula: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = formula.trim_start_matches('=');
    while let Some((token, length)) = piece(rest) {
        tokens.extend(token);
        rest = &rest[length..];
    }
    without_needless_brackets(without_empty_arguments(tokens))
}

/// The piece at the beginning of a formula, nothing where it means nothing, and how many bytes it takes.
fn piece(rest: &str) -> Option<(Option<Token>, usize)> {
    let first = rest.chars().next()?;
    let (token, length) = if first.is_whitespace() {
        (None, first.len_utf8())
    } else if first == '"' {
        let (text, length) = quoted(rest, '"');
        (Some(Token::Text(text)), length)
    } else if first == '\'' {
        let (sheet, length) = quoted(rest, '\'');
        let behind = rest[length..].strip_prefix('!').unwrap_or(&rest[length..]);
        let (area, more) = area(behind).unwrap_or((None, 0));
        let skipped = rest.len() - behind.len();
        (Some(area.map_or(Token::Word(sheet.clone()), |area| Token::Area(Some(sheet), area))), skipped + more)
    } else if first.is_ascii_digit() || first == '.' {
        number(rest)
    } else if first.is_alphabetic() || matches!(first, '_' | '$') {
        word(rest)
    } else {
        (Some(Token::Sign(first)), first.len_utf8())
    };
    Some((token, length.max(1).min(rest.len())))
}

/// `TRUE()` is `TRUE`.
fn without_empty_arguments(tokens: Vec<Token>) -> Vec<Token> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let is_truth =
            |token: Option<&Token>| matches!(token, Some(Token::Word(word)) if word == "TRUE" || word == "FALSE");
        let closes = token == Token::Sign(')') && kept.last() == Some(&Token::Sign('('));
        if closes && is_truth(kept.len().checked_sub(2).and_then(|at| kept.get(at))) {
            kept.pop();
        } else {
            kept.push(token);
        }
    }
    kept
}

/// `-(-x)` is `--x`, as Gnumeric does not write it.
fn without_needless_brackets(tokens: Vec<Token>) -> Vec<Token> {
    let mut open = Vec::new();
    let mut closes = vec![None; tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Sign('(') => open.push(at),
            Token::Sign(')') => {
                if let Some(opened) = open.pop() {
                    closes[opened] = Some(at);
                }
            }
            Token::Sign(_) | Token::Area(..) | Token::Number(_) | Token::Text(_) | Token::Word(_) => {}
        }
    }
    let close = |at: usize| closes.get(at).copied().flatten();
    // Where one operand ends that begins here: a bracket, a call, or a token by itself.
    let operand = |at: usize| match tokens.get(at)? {
        Token::Sign('(') => close(at),
        Token::Word(_) => Some(close(at + 1).unwrap_or(at)),
        Token::Area(..) | Token::Number(_) | Token::Text(_) => Some(at),
        Token::Sign(_) => None,
    };
    let minus = |at: usize| tokens.get(at) == Some(&Token::Sign('-'));
    let mut needless = std::collections::HashSet::new();
    for at in 1..tokens.len() {
        if let Some(closed) = close(at)
            && minus(at - 1)
            && minus(at + 1)
            && operand(at + 2).is_some_and(|end| end + 1 == closed)
        {
            needless.extend([at, closed]);
        }
    }
    let kept = tokens.into_iter().enumerate().filter(|(at, _)| !needless.contains(at));
    kept.map(|(_, token)| token).collect()
}

/// What stands in quotes at the beginning of a text, doubled ones made single, and how many bytes it takes.
fn quoted(text: &str, quote: char) -> (String, usize) {
    let mut inside = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != quote {
            inside.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == quote) {
            letters.next();
            inside.push(quote);
        } else {
            return (inside, at + 1);
        }
    }
    (inside, text.len())
}

fn number(text: &str) -> (Option<Token>, usize) {
    let length = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let digits = &text[..length];
    let shortest = canonical(digits).map_or_else(|| digits.to_owned(), |number| number.normalize().to_string());
    (Some(Token::Number(shortest)), length)
}

fn word(text: &str) -> (Option<Token>, usize) {
    if let Some((Some(area), length)) = area(text) {
        return (Some(Token::Area(None, area)), length);
    }
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
    let length = text.find(|c: char| !is_of_word(c)).unwrap_or(text.len());
    let word = &text[..length];
    if let Some(behind) = text[length..].strip_prefix('!') {
        let (area, more) = area(behind).unwrap_or((None, 0));
        if let Some(area) = area {
            return (Some(Token::Area(Some(word.to_owned()), area)), length + 1 + more);
        }
    }
    let word = word.trim_start_matches("_xlfn.").to_uppercase();
    (Some(Token::Word(word)), length)
}

/// The area at the beginning of a text and how many bytes it takes; nothing where a longer word stands there.
fn area(text: &str) -> Option<(Option<Area>, usize)> {
    let (first, length) = cell(text)?;
    if let Some((last, more)) = text[length..].strip_prefix(':').and_then(cell) {
        return Some((Some(Area::new(first, last)), length + 1 + more));
    }
    Some((Some(Area::single(first)), length))
}

fn cell(text: &str) -> Option<(Cell, usize)> {
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '$').unwrap_or(text.len());
    let behind = text[length..].chars().next();
    if behind.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '(' | '!')) {
        return None;
    }
    let bare: Vec<u8> = text[..length].bytes().filter(|byte| *byte != b'$').collect();
    Some((Cell::parse(&bare)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(issued: &str, found: &str) -> bool {
        is_same((issued, "表"), (found, "表"), &|sheet, area| Some((sheet.to_owned(), area)))
    }

    #[test]
    fn what_programs_change_by_themselves_changes_no_formula() {
        let issued = "IF(SUM(收支!B6:G6)=6.50,\"a \"\"b\"\"\",ROUND(-C7*100,0)+TRUE)";
        for found in [
            "=IF( SUM('收支'!$B$6:$G$6) = 6.5 , \"a \"\"b\"\"\" , ROUND(-$C$7*100,0)+TRUE)",
            "if(sum(收支!B6:G6)=6.5,\"a \"\"b\"\"\",round(-C7*100,0)+TRUE())",
            "IF(SUM(收支!B6:G6)=6.5,\"a \"\"b\"\"\",ROUND(-表!C7*100,0)+TRUE)",
        ] {
            assert!(same(issued, found), "{found}");
        }
        for found in [
            "",
            "IF(SUM(收支!B6:G7)=6.5,\"a \"\"b\"\"\",ROUND(-C7*100,0)+TRUE)",
            "IF(SUM(收支!B6:G6)=6.5,\"ab\",ROUND(-C7*100,0)+TRUE)",
            "IF(SUM(收支!B6:G6)=6.5,\"a \"\"b\"\"\",ROUND(-C7*100,0)+FALSE)",
            "IF(SUM(别表!B6:G6)=6.5,\"a \"\"b\"\"\",ROUND(-C7*100,0)+TRUE)",
            "IF(SUM(收支!B6:G6)=6.5,\"a \"\"b\"\"\",ROUND(+C7*100,0)+TRUE)",
            "#REF!",
        ] {
            assert!(!same(issued, found), "{found}");
        }
    }

    #[test]
    fn brackets_between_two_signs_say_nothing() {
        assert!(same("SUM(--(A1<>B1),--ISTEXT(C1),--D1)", "SUM(-(-(A1<>B1)),-(-ISTEXT(C1)),-(-D1))"));
        assert!(!same("--A1+B1", "-(-A1+B1)"));
        assert!(!same("1-(A1-B1)", "1-A1-B1"));
        assert!(!same("-A1", "-(-A1)"));
    }

    #[test]
    fn addresses_are_followed() {
        let moved = |sheet: &str, area: Area| {
            let down = |cell: Cell| Cell { row: cell.row + 1, ..cell };
            (sheet == "表").then(|| ("新表".to_owned(), Area::new(down(area.first), down(area.last))))
        };
        let is = |issued: &str, found: &str| is_same((issued, "表"), (found, "新表"), &moved);
        assert!(is("A1+B2:C3", "A2+新表!B3:C4"));
        assert!(!is("A1", "A1"));
        assert!(is("A1+没有!A1", "#REF!"), "what is gone is said elsewhere");
    }

    #[test]
    fn a_formula_is_written_for_where_its_cells_are() {
        let moved = |sheet: &str, area: Area| {
            let down = |cell: Cell| Cell { row: cell.row + 1, ..cell };
            match sheet {
                "表" => Some(("新表".to_owned(), Area::new(down(area.first), down(area.last)))),
                "别表" => Some(("别表".to_owned(), area)),
                _ => None,
            }
        };
        let written = |issued: &str, on: &str, at: &str| relocated((issued, on), at, &moved);
        let issued = "IF( SUM(表!B2:C3)=别表!$D$4,\"A1\",A1)";
        assert_eq!(written(issued, "表", "新表").as_deref(), Some("IF( SUM('新表'!B3:C4)=别表!$D$4,\"A1\",A2)"));
        assert_eq!(written("A1+别表!B2", "别表", "别表").as_deref(), Some("A1+别表!B2"));
        assert_eq!(written("A1+没有!B2", "别表", "别表"), None, "what is gone cannot be written");
        for issued in [issued, "A1+1.50*SUM(B2:B9)"] {
            let again = relocated((issued, "表"), "新表", &moved).expect("all of it is there");
            assert!(is_same((issued, "表"), (&again, "新表"), &moved), "{again}");
        }
    }

    #[test]
    fn broken_formulas_are_read_to_their_end() {
        for text in
            ["\"", "'", "'表", "表!", "$", "1.2.3", "𠮷!A1", "A1:", "A1:B", "{1,2}", "[1]表!A1", "'[1]表'!A1", "é("]
        {
            assert_eq!(tokens(text), tokens(text), "{text}");
        }
    }
}
