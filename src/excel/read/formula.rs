//! Whether two formulas are one, however programs write it.
//!
//! Programs leave out blanks and quotes, add `$`, write functions small, and move addresses along with their cells; none
//! of this changes a formula.

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

/// A formula in pieces.
pub(super) fn tokens(formula: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = formula.trim_start_matches('=');
    while let Some(first) = rest.chars().next() {
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
        tokens.extend(token);
        rest = &rest[length.max(1).min(rest.len())..];
    }
    without_needless_brackets(without_empty_arguments(tokens))
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
    fn broken_formulas_are_read_to_their_end() {
        for text in
            ["\"", "'", "'表", "表!", "$", "1.2.3", "𠮷!A1", "A1:", "A1:B", "{1,2}", "[1]表!A1", "'[1]表'!A1", "é("]
        {
            assert_eq!(tokens(text), tokens(text), "{text}");
        }
    }
}
