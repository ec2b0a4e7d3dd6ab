//! Cuts the source text into tokens.

use rust_decimal::Decimal;

use super::ast::{Arithmetic, Comparator, Connective, Operator, Span};
use super::problem::{LanguageError, Problem};

/// A word or sign of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Number(Decimal),
    Text(String),
    Word(String),
    Operator(Operator),
    Mark(Mark),
}

/// A sign or word that holds a sentence together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Open,
    Close,
    OpenRow,
    CloseRow,
    Comma,
    Point,
    Not,
    If,
    Then,
    Else,
}

impl Mark {
    pub(super) const fn symbol(self) -> &'static str {
        match self {
            Self::Open => "(",
            Self::Close => ")",
            Self::OpenRow => "[",
            Self::CloseRow => "]",
            Self::Comma => ",",
            Self::Point => ".",
            Self::Not => "not",
            Self::If => "if",
            Self::Then => "then",
            Self::Else => "else",
        }
    }
}

/// The tokens of a text, each with its span.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, LanguageError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = token(&text[at..], first)
            .map_err(|(problem, length)| LanguageError::new(Span::new(at, at + length), problem))?;
        tokens.push((token, Span::new(at, at + length)));
        at += length;
    }
    Ok(tokens)
}

type Cut = Result<(Token, usize), (Problem, usize)>;

fn token(rest: &str, first: char) -> Cut {
    if first == '"' {
        return quoted(rest);
    }
    if first.is_ascii_digit() {
        let written = &rest[..length_while(rest, |c| c == '.' || is_word(c))];
        let simple = written.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !written.ends_with('.');
        return match Decimal::from_str_exact(written) {
            Ok(number) if simple => Ok((Token::Number(number), written.len())),
            Ok(_) | Err(_) => Err((Problem::NotADecimal(written.to_owned()), written.len())),
        };
    }
    if first.is_alphabetic() || first == '_' {
        let word = &rest[..length_while(rest, is_word)];
        return Ok((keyword(word).unwrap_or_else(|| Token::Word(word.to_owned())), word.len()));
    }
    sign(rest).ok_or_else(|| (unknown(first), first.len_utf8()))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Whether a text can stand as a name in the language: letters, digits and `_`, no digit first, no reserved word.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_');
    begins && text.chars().all(is_word) && keyword(text).is_none()
}

fn length_while(text: &str, mut belongs: impl FnMut(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn quoted(rest: &str) -> Cut {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '"' {
            text.push(letter);
        } else if letters.next_if(|(_, next)| *next == '"').is_some() {
            text.push('"');
        } else {
            return Ok((Token::Text(text), at + 1));
        }
    }
    Err((Problem::UnclosedText, rest.len()))
}

fn keyword(word: &str) -> Option<Token> {
    Some(match word {
        "and" => Token::Operator(Operator::Logic(Connective::And)),
        "or" => Token::Operator(Operator::Logic(Connective::Or)),
        "not" => Token::Mark(Mark::Not),
        "if" => Token::Mark(Mark::If),
        "then" => Token::Mark(Mark::Then),
        "else" => Token::Mark(Mark::Else),
        _ => return None,
    })
}

/// Every sign as written, longer ones before those they begin with.
const SIGNS: [(&str, Token); 19] = [
    ("<=", Token::Operator(Operator::Compare(Comparator::LessOrEqual))),
    (">=", Token::Operator(Operator::Compare(Comparator::GreaterOrEqual))),
    ("!=", Token::Operator(Operator::Compare(Comparator::NotEqual))),
    ("≤", Token::Operator(Operator::Compare(Comparator::LessOrEqual))),
    ("≥", Token::Operator(Operator::Compare(Comparator::GreaterOrEqual))),
    ("≠", Token::Operator(Operator::Compare(Comparator::NotEqual))),
    ("=", Token::Operator(Operator::Compare(Comparator::Equal))),
    ("<", Token::Operator(Operator::Compare(Comparator::Less))),
    (">", Token::Operator(Operator::Compare(Comparator::Greater))),
    ("+", Token::Operator(Operator::Calculate(Arithmetic::Add))),
    ("-", Token::Operator(Operator::Calculate(Arithmetic::Subtract))),
    ("*", Token::Operator(Operator::Calculate(Arithmetic::Multiply))),
    ("/", Token::Operator(Operator::Calculate(Arithmetic::Divide))),
    ("(", Token::Mark(Mark::Open)),
    (")", Token::Mark(Mark::Close)),
    ("[", Token::Mark(Mark::OpenRow)),
    ("]", Token::Mark(Mark::CloseRow)),
    (",", Token::Mark(Mark::Comma)),
    (".", Token::Mark(Mark::Point)),
];

fn sign(rest: &str) -> Option<(Token, usize)> {
    let (written, token) = SIGNS.iter().find(|(written, _)| rest.starts_with(written))?;
    Some((token.clone(), written.len()))
}

/// Chinese input methods type full-width forms, U+FF01 to U+FF5E, and curved quotes.
fn unknown(found: char) -> Problem {
    let meant = match found {
        '“' | '”' => Some('"'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(found) - 0xFEE0),
        _ => None,
    };
    meant.map_or(Problem::UnknownCharacter(found), |meant| Problem::FullWidth { found, meant })
}
