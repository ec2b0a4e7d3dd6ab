//! Judges what a rule demands: holds, a rounding tail, fails, or not known because.

use rust_decimal::{Decimal, RoundingStrategy};

use super::ast::{Arithmetic, Comparator};
use super::evaluate::{Answer, NUMBER_PLACES, Operand, Source, compare, number, operand_answer};
use super::expression::{Expression, Must, Node, Sides};
use super::types::Type;
use crate::facts::Because;
use crate::words::Value;

/// The word for a rule that holds.
pub const HOLDS: &str = "通过";
/// The word for a difference that rounding explains.
pub const TAIL: &str = "尾差";
/// The word for a rule that does not hold.
pub const FAILS: &str = "不符";
/// The word for a rule none of whose cells is filled, said only in the workbook.
pub const UNFILLED: &str = "未填";
/// The word for a rule that cannot be judged.
pub const UNKNOWN: &str = "无法判断";

/// Whether a demand is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is met.
    Holds,
    /// Both sides differ by no more than rounding explains.
    Tail(Comparison),
    /// It is not met; with both sides where the demand is one comparison of numbers, texts or dates.
    Fails(Option<Comparison>),
    /// It cannot be said.
    Unknown(Because),
}

impl Verdict {
    /// The word that the 自查 sheet says for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Holds => HOLDS,
            Self::Tail(_) => TAIL,
            Self::Fails(_) => FAILS,
            Self::Unknown(_) => UNKNOWN,
        }
    }
}

/// The two sides of a demand that is not met to the cent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Value of the left side.
    pub left: Value,
    /// Value of the right side.
    pub right: Value,
    /// Left minus right where they are numbers, else nothing.
    pub difference: Option<Decimal>,
}

impl<R> Must<R> {
    /// Judges the demand with the values of `source`.
    ///
    /// Where it says that an amount equals a sum, every figure that takes part may be off by half a cent of
    /// rounding: the total and each addend that is not zero. What these explain is a tail, no failure.
    pub fn judge(&self, source: &impl Source<R>) -> Verdict {
        let verdict = match self.expression().sides() {
            Some(sides) => sides.judge(source),
            None => self.holds(source).map(|holds| if holds { Verdict::Holds } else { Verdict::Fails(None) }),
        };
        verdict.unwrap_or_else(Verdict::Unknown)
    }

    /// Whether the demand allows for rounding tails: its whole is `=` between amounts, a sum on one side.
    #[must_use]
    pub fn allows_tail(&self) -> bool {
        self.expression().sides().is_some_and(Sides::allows_tail)
    }
}

impl<R> Sides<'_, R> {
    fn judge(self, source: &impl Source<R>) -> Result<Verdict, Because> {
        let ty = self.left.ty.join(self.right.ty).ok_or(Because::WrongKind)?;
        let (left, right) = (self.left.answer(source)?, self.right.answer(source)?);
        if compare(self.comparator, ty, &left, &right)? {
            return Ok(Verdict::Holds);
        }
        let difference = match (&left, &right) {
            (Answer::Number(left), Answer::Number(right)) => left.checked_sub(*right),
            (Answer::Number(_) | Answer::Text(_) | Answer::Date(_) | Answer::Truth(_), _) => None,
        };
        let tail = self.allows_tail() && difference.is_some_and(|d| d.abs() <= tail(self.rounded_figures(source)));
        let comparison = match (shown(left), shown(right)) {
            (Some(left), Some(right)) => Some(Comparison { left, right, difference }),
            (None | Some(_), _) => None,
        };
        Ok(match comparison {
            Some(comparison) if tail => Verdict::Tail(comparison),
            Some(_) | None => Verdict::Fails(comparison),
        })
    }

    /// Whether both sides can be shown, being figures, words or days; and whether their difference can, being figures.
    #[must_use]
    pub fn shows(self) -> (bool, bool) {
        match self.left.ty.join(self.right.ty) {
            // How far a figure is from a bound says nothing.
            Some(Type::Amount | Type::Number | Type::Count) => (true, self.comparator == Comparator::Equal),
            Some(Type::Text | Type::Date) => (true, false),
            Some(Type::Truth) | None => (false, false),
        }
    }

    /// The left side less the right, plain numbers to the decimals at which they are compared.
    ///
    /// # Errors
    /// Why it is not known.
    pub fn difference(self, source: &impl Source<R>) -> Result<Decimal, Because> {
        let difference = self.left.number(source)?.checked_sub(self.right.number(source)?).ok_or(Because::TooLarge)?;
        Ok(match self.left.ty.join(self.right.ty) {
            Some(Type::Number) => {
                difference.round_dp_with_strategy(NUMBER_PLACES, RoundingStrategy::MidpointAwayFromZero)
            }
            Some(Type::Amount | Type::Count | Type::Text | Type::Date | Type::Truth) | None => difference,
        })
    }

    /// Whether the two sides may differ by rounding.
    pub(super) fn allows_tail(self) -> bool {
        self.comparator == Comparator::Equal
            && self.left.ty.join(self.right.ty) == Some(Type::Amount)
            && (self.left.addends().is_some() || self.right.addends().is_some())
    }

    /// The figures whose rounding may add up: the addends of a sum that are not zero, and one for a single figure.
    fn rounded_figures(self, source: &impl Source<R>) -> u32 {
        let count = |side: &Expression<R>| match side.addends() {
            Some(addends) => addends.iter().map(|addend| addend.filled_figures(source)).sum(),
            None => 1,
        };
        count(self.left).saturating_add(count(self.right))
    }
}

/// What the rounding of so many figures explains: half a cent each.
fn tail(figures: u32) -> Decimal {
    Decimal::new(i64::from(figures) * 5, 3)
}

fn shown(answer: Answer) -> Option<Value> {
    match answer {
        Answer::Number(number) => Some(Value::Number(number)),
        Answer::Text(text) => Some(Value::Text(text)),
        Answer::Date(date) => Some(Value::Date(date)),
        Answer::Truth(_) => None,
    }
}

impl<R> Expression<R> {
    /// The figures that are added up or subtracted, where the outermost step is a sum; nothing where it is none.
    pub(super) fn addends(&self) -> Option<Vec<&Self>> {
        let mut addends = Vec::new();
        self.is_sum().then(|| self.collect_addends(&mut addends))?;
        Some(addends)
    }

    fn is_sum(&self) -> bool {
        match &self.node {
            Node::Calculate { arithmetic: Arithmetic::Add | Arithmetic::Subtract, .. } => true,
            Node::Call { function, .. } => function.adds,
            Node::Negate(inner) => inner.is_sum(),
            Node::Calculate { arithmetic: Arithmetic::Multiply | Arithmetic::Divide, .. }
            | Node::Literal(_)
            | Node::Reference { .. }
            | Node::Not(_)
            | Node::Compare { .. }
            | Node::Logic { .. }
            | Node::If { .. } => false,
        }
    }

    fn collect_addends<'a>(&'a self, addends: &mut Vec<&'a Self>) {
        match &self.node {
            Node::Calculate { arithmetic: Arithmetic::Add | Arithmetic::Subtract, left, right } => {
                left.collect_addends(addends);
                right.collect_addends(addends);
            }
            Node::Call { function, arguments } if function.adds => {
                for argument in arguments {
                    argument.collect_addends(addends);
                }
            }
            Node::Negate(inner) => inner.collect_addends(addends),
            Node::Calculate { arithmetic: Arithmetic::Multiply | Arithmetic::Divide, .. }
            | Node::Call { .. }
            | Node::Literal(_)
            | Node::Reference { .. }
            | Node::Not(_)
            | Node::Compare { .. }
            | Node::Logic { .. }
            | Node::If { .. } => addends.push(self),
        }
    }

    /// How many figures of an addend are not zero: one at most, or as many as a column has.
    fn filled_figures(&self, source: &impl Source<R>) -> u32 {
        let not_zero = |answer: Result<Answer, Because>| {
            u32::from(answer.and_then(|answer| number(&answer)).is_ok_and(|figure| !figure.is_zero()))
        };
        if let Node::Reference { many: true, .. } = &self.node {
            let figures = self.figures(source);
            figures.into_iter().map(|operand: Operand| not_zero(operand_answer(operand, self.ty))).sum()
        } else {
            not_zero(self.answer(source))
        }
    }
}
