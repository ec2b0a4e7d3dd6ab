//! The exact value of a sentence, or why it is not known.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::ast::{Arithmetic, Comparator, Connective};
use super::expression::{Expression, Must, Node};
use super::function::{Argument, Function};
use super::types::Type;
use crate::facts::Because;
use crate::words::Value;

/// Decimals at which amounts are compared: a hundredth of 万元.
pub const AMOUNT_PLACES: u32 = 2;

/// Decimals at which plain numbers are compared, few enough that the floats of Excel give the same answer.
pub const NUMBER_PLACES: u32 = 6;

/// What a cell holds once it has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// A value of the field's type.
    Value(Value),
    /// Nothing: 0 as a number, the empty text as a text; as a date it is not known.
    Blank,
    /// Nothing that can be used.
    Unknown(Because),
}

/// Where the values of references come from.
pub trait Source<R> {
    /// The value of a single cell.
    fn figure(&self, reference: &R) -> Operand;

    /// The values of a column or group of cells.
    fn figures(&self, reference: &R) -> Vec<Operand>;
}

/// The value of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    Number(Decimal),
    Text(String),
    Date(Date),
    Truth(bool),
}

/// The value of any sentence; a condition gives the text 是 or 否.
///
/// # Errors
/// The first reason met, in the order of writing, why the value is not known.
pub fn value<R>(expression: &Expression<R>, source: &impl Source<R>) -> Result<Value, Because> {
    Ok(match expression.answer(source)? {
        Answer::Number(number) => Value::Number(number),
        Answer::Text(text) => Value::Text(text),
        Answer::Date(date) => Value::Date(date),
        Answer::Truth(truth) => Value::Text(if truth { "是" } else { "否" }.to_owned()),
    })
}

impl<R> Must<R> {
    /// Whether the condition holds to the cent, rounding tails not allowed for.
    ///
    /// # Errors
    /// Why it cannot be known.
    pub fn holds(&self, source: &impl Source<R>) -> Result<bool, Because> {
        self.expression().truth(source)
    }
}

impl<R> Expression<R> {
    pub(super) fn answer(&self, source: &impl Source<R>) -> Result<Answer, Because> {
        match &self.node {
            Node::Literal(Value::Number(number)) => Ok(Answer::Number(*number)),
            Node::Literal(Value::Text(text)) => Ok(Answer::Text(text.clone())),
            Node::Literal(Value::Date(date)) => Ok(Answer::Date(*date)),
            Node::Reference { reference, .. } => operand_answer(source.figure(reference), self.ty),
            Node::Not(inner) => Ok(Answer::Truth(!inner.truth(source)?)),
            Node::Negate(inner) => Ok(Answer::Number(-inner.number(source)?)),
            Node::Calculate { arithmetic, left, right } => {
                calculate(*arithmetic, left.number(source)?, right.number(source)?).map(Answer::Number)
            }
            Node::Compare { comparator, left, right } => {
                let ty = left.ty.join(right.ty).ok_or(Because::WrongKind)?;
                compare(*comparator, ty, &left.answer(source)?, &right.answer(source)?).map(Answer::Truth)
            }
            Node::Logic { connective, left, right } => {
                logic(*connective, left.truth(source), || right.truth(source)).map(Answer::Truth)
            }
            Node::If { condition, then, otherwise } => {
                if condition.truth(source)? {
                    then.answer(source)
                } else {
                    otherwise.answer(source)
                }
            }
            Node::Call { function, arguments } => {
                let arguments: Vec<_> =
                    arguments.iter().enumerate().map(|(i, a)| a.argument(function, i, source)).collect();
                (function.evaluate)(&arguments, self.ty)
            }
        }
    }

    pub(super) fn number(&self, source: &impl Source<R>) -> Result<Decimal, Because> {
        number(&self.answer(source)?)
    }

    pub(super) fn truth(&self, source: &impl Source<R>) -> Result<bool, Because> {
        match self.answer(source)? {
            Answer::Truth(truth) => Ok(truth),
            Answer::Number(_) | Answer::Text(_) | Answer::Date(_) => Err(Because::WrongKind),
        }
    }

    /// The values of an argument as its function wants them: cells as they are, or what they count for.
    fn argument(&self, function: &Function, position: usize, source: &impl Source<R>) -> Argument {
        let as_cells = function.parameters.wants_cells(position);
        match &self.node {
            Node::Reference { many: true, .. } => Argument::Many(self.figures(source)),
            Node::Reference { reference, many: false } if as_cells => Argument::One(source.figure(reference)),
            Node::Reference { many: false, .. }
            | Node::Literal(_)
            | Node::Not(_)
            | Node::Negate(_)
            | Node::Calculate { .. }
            | Node::Compare { .. }
            | Node::Logic { .. }
            | Node::If { .. }
            | Node::Call { .. } => Argument::One(match value(self, source) {
                Ok(value) => Operand::Value(value),
                Err(because) => Operand::Unknown(because),
            }),
        }
    }

    /// The cells of a column or group, amounts rounded; one cell where it is a single name.
    pub(super) fn figures(&self, source: &impl Source<R>) -> Vec<Operand> {
        let Node::Reference { reference, many } = &self.node else { return Vec::new() };
        let operands = if *many { source.figures(reference) } else { vec![source.figure(reference)] };
        let amount = self.ty == Type::Amount;
        let round = |operand| match operand {
            Operand::Value(Value::Number(number)) if amount => Operand::Value(Value::Number(cents(number))),
            Operand::Value(_) | Operand::Blank | Operand::Unknown(_) => operand,
        };
        operands.into_iter().map(round).collect()
    }
}

/// An amount as it is compared: rounded to 0.01, half away from zero.
fn cents(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(AMOUNT_PLACES, RoundingStrategy::MidpointAwayFromZero)
}

/// What a single cell of a type counts for.
pub(super) fn operand_answer(operand: Operand, ty: Type) -> Result<Answer, Because> {
    match (operand, ty) {
        (Operand::Unknown(because), _) => Err(because),
        (Operand::Blank, Type::Amount | Type::Number | Type::Count) => Ok(Answer::Number(Decimal::ZERO)),
        (Operand::Blank, Type::Text) => Ok(Answer::Text(String::new())),
        (Operand::Blank, Type::Date | Type::Truth) => Err(Because::BlankDate),
        (Operand::Value(Value::Number(number)), Type::Amount) => Ok(Answer::Number(cents(number))),
        (Operand::Value(Value::Number(number)), Type::Number | Type::Count) => Ok(Answer::Number(number)),
        (Operand::Value(Value::Text(text)), Type::Text) => Ok(Answer::Text(text)),
        (Operand::Value(Value::Date(date)), Type::Date) => Ok(Answer::Date(date)),
        (Operand::Value(_), Type::Amount | Type::Number | Type::Count | Type::Text | Type::Date | Type::Truth) => {
            Err(Because::WrongKind)
        }
    }
}

pub(super) fn number(answer: &Answer) -> Result<Decimal, Because> {
    match answer {
        Answer::Number(number) => Ok(*number),
        Answer::Text(_) | Answer::Date(_) | Answer::Truth(_) => Err(Because::WrongKind),
    }
}

fn calculate(arithmetic: Arithmetic, left: Decimal, right: Decimal) -> Result<Decimal, Because> {
    let result = match arithmetic {
        Arithmetic::Add => left.checked_add(right),
        Arithmetic::Subtract => left.checked_sub(right),
        Arithmetic::Multiply => left.checked_mul(right),
        Arithmetic::Divide if right.is_zero() => return Err(Because::DivisionByZero),
        Arithmetic::Divide => left.checked_div(right),
    };
    result.ok_or(Because::TooLarge)
}

/// Compares two values of types that join to `ty`.
pub(super) fn compare(comparator: Comparator, ty: Type, left: &Answer, right: &Answer) -> Result<bool, Because> {
    match (left, right) {
        (Answer::Number(left), Answer::Number(right)) => {
            let mut difference = left.checked_sub(*right).ok_or(Because::TooLarge)?;
            if ty == Type::Number {
                difference = difference.round_dp_with_strategy(NUMBER_PLACES, RoundingStrategy::MidpointAwayFromZero);
            }
            Ok(comparator.accepts(difference.cmp(&Decimal::ZERO)))
        }
        (Answer::Text(left), Answer::Text(right)) => Ok(comparator.accepts(left.cmp(right))),
        (Answer::Date(left), Answer::Date(right)) => Ok(comparator.accepts(left.cmp(right))),
        (Answer::Truth(left), Answer::Truth(right)) => Ok(comparator.accepts(left.cmp(right))),
        (Answer::Number(_) | Answer::Text(_) | Answer::Date(_) | Answer::Truth(_), _) => Err(Because::WrongKind),
    }
}

/// `false and unknown` is false and `true or unknown` is true, in either order.
fn logic(
    connective: Connective,
    left: Result<bool, Because>,
    right: impl FnOnce() -> Result<bool, Because>,
) -> Result<bool, Because> {
    let settles = match connective {
        Connective::And => false,
        Connective::Or => true,
    };
    if left == Ok(settles) {
        return left;
    }
    let right = right();
    if right == Ok(settles) { right } else { left.and(right) }
}
