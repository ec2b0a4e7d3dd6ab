//! Reads a sentence of the rule language.

use super::ast::{Binding, Name, Operator, Phrase, Span, Syntax};
use super::lex::{Mark, Token, tokens};
use super::problem::{LanguageError, Problem};

/// Levels that a sentence may have, each operator of a chain counted as one, so that every walk over it is bounded.
pub const MAX_DEPTH: usize = 100;

/// Reads one sentence: the whole text, nothing left over.
pub fn parse(text: &str) -> Result<Syntax, LanguageError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(LanguageError::new(Span::new(0, text.len()), Problem::Empty));
    }
    let mut parser = Parser { text, tokens: &tokens, end: text.trim_end().len() };
    let (syntax, _) = parser.expression(Binding::If, 1)?;
    match parser.tokens.first() {
        None => Ok(syntax),
        Some((_, span)) => {
            Err(LanguageError::new(*span, Problem::Surplus(parser.text[span.start..span.end].to_owned())))
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    /// What has not been read yet.
    tokens: &'a [(Token, Span)],
    /// Where the last token ends.
    end: usize,
}

/// A part and the number of levels in it.
type Parsed = Result<(Syntax, usize), LanguageError>;

impl Parser<'_> {
    /// A part whose operators all bind at least as tightly as `least`; `level` counts the calls above it.
    fn expression(&mut self, least: Binding, level: usize) -> Parsed {
        self.bounded(level)?;
        let start = self.here();
        let (mut left, mut height) = self.operand(level)?;
        let mut compared = false;
        while let Some((Token::Operator(operator), span)) = self.tokens.first() {
            let binding = operator.binding();
            if binding < least {
                break;
            }
            if compared && binding == Binding::Compare {
                return Err(LanguageError::new(*span, Problem::ChainedComparison));
            }
            compared = binding == Binding::Compare;
            self.tokens = &self.tokens[1..];
            let (right, right_height) = self.expression(binding.tighter(), level + 1)?;
            height = height.max(right_height) + 1;
            self.bounded(height)?;
            let phrase = Phrase::Binary { operator: *operator, left: Box::new(left), right: Box::new(right) };
            left = self.since(start, phrase);
        }
        Ok((left, height))
    }

    fn operand(&mut self, level: usize) -> Parsed {
        let start = self.here();
        let Some((token, _)) = self.tokens.first() else {
            return Err(LanguageError::new(start, Problem::ExpectedOperand));
        };
        let rest = &self.tokens[1..];
        match token {
            Token::Number(number) => {
                self.tokens = rest;
                Ok((self.since(start, Phrase::Number(*number)), 1))
            }
            Token::Text(text) => {
                self.tokens = rest;
                Ok((self.since(start, Phrase::Text(text.clone())), 1))
            }
            Token::Word(word) => {
                self.tokens = rest;
                if self.eat(Mark::Open) {
                    return self.call(word, start, level);
                }
                let name = self.name(word)?;
                Ok((self.since(start, Phrase::Name(name)), 1))
            }
            Token::Mark(Mark::Open) => {
                self.tokens = rest;
                let inner = self.expression(Binding::If, level + 1)?;
                self.expect(Mark::Close)?;
                Ok(inner)
            }
            Token::Mark(Mark::Not) => {
                self.tokens = rest;
                let (inner, height) = self.expression(Binding::Compare, level + 1)?;
                Ok((self.since(start, Phrase::Not(Box::new(inner))), height + 1))
            }
            Token::Mark(Mark::If) => {
                self.tokens = rest;
                self.conditional(start, level)
            }
            Token::Operator(Operator::Calculate(super::ast::Arithmetic::Subtract)) => {
                self.tokens = rest;
                let (inner, height) = self.expression(Binding::Negate, level + 1)?;
                Ok((self.since(start, Phrase::Negate(Box::new(inner))), height + 1))
            }
            Token::Operator(_) | Token::Mark(_) => Err(LanguageError::new(start, Problem::ExpectedOperand)),
        }
    }

    fn conditional(&mut self, start: Span, level: usize) -> Parsed {
        let (condition, first) = self.expression(Binding::If, level + 1)?;
        self.expect(Mark::Then)?;
        let (then, second) = self.expression(Binding::If, level + 1)?;
        self.expect(Mark::Else)?;
        let (otherwise, third) = self.expression(Binding::If, level + 1)?;
        let phrase =
            Phrase::If { condition: Box::new(condition), then: Box::new(then), otherwise: Box::new(otherwise) };
        Ok((self.since(start, phrase), first.max(second).max(third) + 1))
    }

    fn call(&mut self, function: &str, name_span: Span, level: usize) -> Parsed {
        let mut arguments = Vec::new();
        let mut height = 0;
        while !self.eat(Mark::Close) {
            if !arguments.is_empty() {
                self.expect_one_of(Mark::Comma, Mark::Close)?;
            }
            let (argument, levels) = self.expression(Binding::If, level + 1)?;
            height = height.max(levels);
            arguments.push(argument);
        }
        let phrase = Phrase::Call { function: function.to_owned(), name_span, arguments };
        Ok((self.since(name_span, phrase), height + 1))
    }

    fn name(&mut self, first: &str) -> Result<Name, LanguageError> {
        let mut name = Name { table: None, field: first.to_owned(), row: None };
        if self.eat(Mark::Point) {
            name.table = Some(std::mem::replace(&mut name.field, self.word()?));
        }
        if self.eat(Mark::OpenRow) {
            name.row = Some(self.word()?);
            self.expect(Mark::CloseRow)?;
        }
        Ok(name)
    }

    fn word(&mut self) -> Result<String, LanguageError> {
        match self.tokens.first() {
            Some((Token::Word(word), _)) => {
                self.tokens = &self.tokens[1..];
                Ok(word.clone())
            }
            Some(_) | None => Err(LanguageError::new(self.here(), Problem::ExpectedName)),
        }
    }

    fn eat(&mut self, mark: Mark) -> bool {
        let found = self.tokens.first().is_some_and(|(token, _)| *token == Token::Mark(mark));
        if found {
            self.tokens = &self.tokens[1..];
        }
        found
    }

    fn expect(&mut self, mark: Mark) -> Result<(), LanguageError> {
        self.expect_one_of(mark, mark)
    }

    /// Reads the mark; where it is missing, the other one is what the writer most likely forgot.
    fn expect_one_of(&mut self, mark: Mark, forgotten: Mark) -> Result<(), LanguageError> {
        if self.eat(mark) {
            return Ok(());
        }
        Err(LanguageError::new(self.here(), Problem::Expected(forgotten.symbol())))
    }

    /// The next token, or the empty place after the last one.
    fn here(&self) -> Span {
        self.tokens.first().map_or(Span::new(self.end, self.end), |(_, span)| *span)
    }

    /// The part from `start` to the last token that was read.
    fn since(&self, start: Span, phrase: Phrase) -> Syntax {
        let read = self.text[..self.here().start].trim_end().len();
        Syntax { span: Span::new(start.start, read), phrase }
    }

    fn bounded(&self, levels: usize) -> Result<(), LanguageError> {
        if levels <= MAX_DEPTH { Ok(()) } else { Err(LanguageError::new(self.here(), Problem::TooDeep)) }
    }
}
