//! Resolves the names of a sentence and checks its types.

use rust_decimal::prelude::ToPrimitive;

use super::ast::{Arithmetic, Name, Operator, Phrase, Span, Syntax};
use super::expression::{Expression, Must, Node};
use super::function::{FUNCTIONS, Function, Parameter, Returns, find};
use super::problem::{LanguageError, NameProblem, Needed, Problem};
use super::suggest::suggest;
use super::types::Type;
use crate::words::Value;

/// Decimals that `round` may keep.
pub(super) const MAX_PLACES: u32 = 9;

/// What a name stands for.
#[derive(Debug, Clone)]
pub struct Resolved<R> {
    /// The cell, or the column or group of cells.
    pub reference: R,
    /// The type of what it holds.
    pub ty: Type,
    /// Whether it is a column or group of cells, which only aggregates take.
    pub many: bool,
}

/// Gives every name its meaning and every part its type.
pub fn resolve<R>(
    syntax: &Syntax,
    names: &mut impl FnMut(&Name) -> Result<Resolved<R>, NameProblem>,
) -> Result<Expression<R>, LanguageError> {
    Typing { names }.one(syntax)
}

/// The same for a sentence that has to be a condition.
pub fn resolve_must<R>(
    syntax: &Syntax,
    names: &mut impl FnMut(&Name) -> Result<Resolved<R>, NameProblem>,
) -> Result<Must<R>, LanguageError> {
    Typing { names }.truth(syntax).map(Must)
}

struct Typing<'a, N> {
    names: &'a mut N,
}

type Typed<R> = Result<Expression<R>, LanguageError>;

impl<R, N: FnMut(&Name) -> Result<Resolved<R>, NameProblem>> Typing<'_, N> {
    /// A part that has one value.
    fn one(&mut self, syntax: &Syntax) -> Typed<R> {
        let expression = self.any(syntax)?;
        if let Node::Reference { many: true, .. } = &expression.node {
            return Err(LanguageError::new(syntax.span, Problem::Many(syntax.to_string())));
        }
        Ok(expression)
    }

    fn truth(&mut self, syntax: &Syntax) -> Typed<R> {
        let expression = self.one(syntax)?;
        need(expression, Needed::Truth, |ty| ty == Type::Truth)
    }

    fn number(&mut self, syntax: &Syntax) -> Typed<R> {
        let expression = self.one(syntax)?;
        need(expression, Needed::Number, Type::is_numeric)
    }

    /// A part that has one value, or a name of many.
    fn any(&mut self, syntax: &Syntax) -> Typed<R> {
        let span = syntax.span;
        let (ty, node) = match &syntax.phrase {
            Phrase::Number(number) => {
                let ty = if number.is_integer() { Type::Count } else { Type::Number };
                (ty, Node::Literal(Value::Number(*number)))
            }
            Phrase::Text(text) => (Type::Text, Node::Literal(Value::Text(text.clone()))),
            Phrase::Name(name) => {
                let Resolved { reference, ty, many } =
                    (self.names)(name).map_err(|problem| LanguageError::new(span, Problem::Name(problem)))?;
                (ty, Node::Reference { reference, many })
            }
            Phrase::Not(inner) => (Type::Truth, Node::Not(Box::new(self.truth(inner)?))),
            Phrase::Negate(inner) => {
                let inner = self.number(inner)?;
                (inner.ty, Node::Negate(Box::new(inner)))
            }
            Phrase::Binary { operator, left, right } => self.binary(*operator, left, right, span)?,
            Phrase::If { condition, then, otherwise } => {
                let condition = Box::new(self.truth(condition)?);
                let (then, otherwise) = (self.one(then)?, self.one(otherwise)?);
                let differ = Problem::BranchesDiffer { then: then.ty, otherwise: otherwise.ty };
                let ty = then.ty.join(otherwise.ty).ok_or_else(|| LanguageError::new(span, differ))?;
                (ty, Node::If { condition, then: Box::new(then), otherwise: Box::new(otherwise) })
            }
            Phrase::Call { function, name_span, arguments } => self.call(function, *name_span, arguments, span)?,
        };
        Ok(Expression { span, ty, node })
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Syntax,
        right: &Syntax,
        span: Span,
    ) -> Result<(Type, Node<R>), LanguageError> {
        Ok(match operator {
            Operator::Logic(connective) => {
                let (left, right) = (Box::new(self.truth(left)?), Box::new(self.truth(right)?));
                (Type::Truth, Node::Logic { connective, left, right })
            }
            Operator::Compare(comparator) => {
                let (left, right) = (Box::new(self.one(left)?), Box::new(self.one(right)?));
                let incomparable = Problem::Incomparable { left: left.ty, right: right.ty };
                let ty = left.ty.join(right.ty).ok_or_else(|| LanguageError::new(span, incomparable))?;
                if comparator.orders() && !ty.is_ordered() {
                    return Err(LanguageError::new(span, Problem::Unordered(ty)));
                }
                (Type::Truth, Node::Compare { comparator, left, right })
            }
            Operator::Calculate(arithmetic) => {
                let (left, right) = (Box::new(self.number(left)?), Box::new(self.number(right)?));
                (result_of(arithmetic, left.ty, right.ty), Node::Calculate { arithmetic, left, right })
            }
        })
    }

    fn call(
        &mut self,
        name: &str,
        name_span: Span,
        written: &[Syntax],
        span: Span,
    ) -> Result<(Type, Node<R>), LanguageError> {
        let function = find(name).ok_or_else(|| {
            let suggestion = suggest(name, FUNCTIONS.iter().map(|function| function.name)).map(str::to_owned);
            LanguageError::new(name_span, Problem::UnknownFunction { name: name.to_owned(), suggestion })
        })?;
        if !function.parameters.allows(written.len()) {
            let (expected, found) = (function.parameters.least(), written.len());
            let problem = Problem::ArgumentCount { function: function.name, expected, found };
            return Err(LanguageError::new(span, problem));
        }
        let mut arguments = Vec::with_capacity(written.len());
        for (i, argument) in written.iter().enumerate() {
            if let Some(parameter) = function.parameters.at(i) {
                arguments.push(self.argument(function, parameter, argument)?);
            }
        }
        let ty = match function.returns {
            Returns::Always(ty) => ty,
            Returns::JoinOfArguments => join_all(&arguments)?,
        };
        Ok((ty, Node::Call { function, arguments }))
    }

    fn argument(&mut self, function: &'static Function, parameter: Parameter, syntax: &Syntax) -> Typed<R> {
        match parameter {
            Parameter::Number => self.number(syntax),
            Parameter::Numbers => need(self.any(syntax)?, Needed::Number, Type::is_numeric),
            Parameter::Ordered => need(self.any(syntax)?, Needed::NumberOrDate, Type::is_ordered),
            Parameter::Whole => need(self.one(syntax)?, Needed::Whole, |ty| ty == Type::Count),
            Parameter::Field | Parameter::Fields => {
                let argument = if parameter == Parameter::Field { self.one(syntax)? } else { self.any(syntax)? };
                if argument.reference().is_none() {
                    return Err(LanguageError::new(syntax.span, Problem::NotAField(function.name)));
                }
                Ok(argument)
            }
            Parameter::Words => {
                let words = self.one(syntax)?;
                if matches!(words.node, Node::Literal(Value::Text(_))) {
                    Ok(words)
                } else {
                    Err(LanguageError::new(syntax.span, Problem::NotWords(function.name)))
                }
            }
            Parameter::Places => {
                let places = match syntax.phrase {
                    Phrase::Number(number) if number.is_integer() => number.to_u32().filter(|n| *n <= MAX_PLACES),
                    Phrase::Number(_)
                    | Phrase::Text(_)
                    | Phrase::Name(_)
                    | Phrase::Not(_)
                    | Phrase::Negate(_)
                    | Phrase::Binary { .. }
                    | Phrase::If { .. }
                    | Phrase::Call { .. } => None,
                };
                match places {
                    Some(_) => self.one(syntax),
                    None => Err(LanguageError::new(syntax.span, Problem::NotPlaces(MAX_PLACES))),
                }
            }
        }
    }
}

fn need<R>(expression: Expression<R>, expected: Needed, fits: impl Fn(Type) -> bool) -> Typed<R> {
    if fits(expression.ty) {
        return Ok(expression);
    }
    Err(LanguageError::new(expression.span, Problem::WrongType { expected, found: expression.ty }))
}

fn join_all<R>(arguments: &[Expression<R>]) -> Result<Type, LanguageError> {
    let mut joined = None;
    for argument in arguments {
        let ty = joined.unwrap_or(argument.ty);
        let incomparable = Problem::Incomparable { left: ty, right: argument.ty };
        joined = Some(ty.join(argument.ty).ok_or_else(|| LanguageError::new(argument.span, incomparable))?);
    }
    Ok(joined.unwrap_or(Type::Number))
}

/// A product with a whole number keeps its cents; every quotient and every other product is a plain number.
fn result_of(arithmetic: Arithmetic, left: Type, right: Type) -> Type {
    match arithmetic {
        Arithmetic::Multiply if left == Type::Amount && right == Type::Amount => Type::Number,
        Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply => left.join(right).unwrap_or(Type::Number),
        Arithmetic::Divide => Type::Number,
    }
}
