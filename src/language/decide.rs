//! Conditions whose answer is known before anything is filled in: rules that never fire, or always do.
//!
//! Only what is certain is said: constants, an expression compared with itself, bounds of functions, and comparisons
//! that exclude each other.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::ast::{Arithmetic, Comparator, Connective, Span};
use super::evaluate::{Operand, Source};
use super::expression::{Expression, Must, Node};
use super::types::Type;
use crate::words::Value;

/// A condition, or a part of one, whose answer is known beforehand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    /// Where it stands in the sentence.
    pub span: Span,
    /// Whether it always holds; else it never does.
    pub holds: bool,
    /// Whether it is the whole sentence.
    pub whole: bool,
}

impl<R: PartialEq> Must<R> {
    /// What is known beforehand: the whole sentence, or the largest parts of it.
    #[must_use]
    pub fn decided(&self) -> Vec<Decided> {
        let mut found = Vec::new();
        self.expression().largest_decided(true, &mut found);
        found
    }

    /// What is known of the demand where another condition holds: that it always holds too, or that it never does.
    #[must_use]
    pub fn decided_by(&self, when: &Self) -> Option<bool> {
        let must = self.expression();
        when.expression().conjuncts().into_iter().find_map(|part| {
            if part.same(must) {
                return Some(true);
            }
            let (part, must) = (Bound::of(part)?, Bound::of(must)?);
            if !part.subject.same(must.subject) {
                return None;
            }
            if part.excludes(&must) {
                return Some(false);
            }
            part.excludes(&must.opposite()).then_some(true)
        })
    }

    /// Whether both say the same, whatever is filled in.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.expression().same(other.expression())
    }
}

impl<R: PartialEq> Expression<R> {
    fn largest_decided(&self, whole: bool, found: &mut Vec<Decided>) {
        if self.ty == Type::Truth
            && let Some(holds) = self.decide()
        {
            found.push(Decided { span: self.span, holds, whole });
            return;
        }
        match &self.node {
            Node::Literal(_) | Node::Reference { .. } => {}
            Node::Not(inner) | Node::Negate(inner) => inner.largest_decided(false, found),
            Node::Calculate { left, right, .. }
            | Node::Compare { left, right, .. }
            | Node::Logic { left, right, .. } => {
                left.largest_decided(false, found);
                right.largest_decided(false, found);
            }
            Node::If { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    part.largest_decided(false, found);
                }
            }
            Node::Call { arguments, .. } => arguments.iter().for_each(|part| part.largest_decided(false, found)),
        }
    }

    /// The conditions that all hold where this one does.
    fn conjuncts(&self) -> Vec<&Self> {
        match &self.node {
            Node::Logic { connective: Connective::And, left, right } => {
                left.conjuncts().into_iter().chain(right.conjuncts()).collect()
            }
            Node::Logic { connective: Connective::Or, .. }
            | Node::Literal(_)
            | Node::Reference { .. }
            | Node::Not(_)
            | Node::Negate(_)
            | Node::Calculate { .. }
            | Node::Compare { .. }
            | Node::If { .. }
            | Node::Call { .. } => vec![self],
        }
    }

    /// The answer, where it is always the same or not known.
    fn decide(&self) -> Option<bool> {
        match &self.node {
            Node::Not(inner) => inner.decide().map(|holds| !holds),
            Node::Compare { comparator, left, right } => compare(*comparator, left, right),
            Node::Logic { connective, left, right } => logic(*connective, left, right),
            Node::If { condition, then, otherwise } => match condition.decide() {
                Some(true) => then.decide(),
                Some(false) => otherwise.decide(),
                None => then.decide().filter(|holds| otherwise.decide() == Some(*holds)),
            },
            Node::Literal(_)
            | Node::Reference { .. }
            | Node::Negate(_)
            | Node::Calculate { .. }
            | Node::Call { .. } => None,
        }
    }

    /// The value of an expression that names nothing.
    fn constant(&self) -> Option<Decimal> {
        if !self.ty.is_numeric() || !self.references().is_empty() {
            return None;
        }
        self.number(&Nothing).ok()
    }

    /// The least value, where there is one.
    fn least(&self) -> Option<Decimal> {
        match &self.node {
            Node::Call { function, .. } if ["count", "abs"].contains(&function.name) => Some(Decimal::ZERO),
            Node::Calculate { arithmetic: Arithmetic::Add, left, right } => left.least()?.checked_add(right.least()?),
            Node::Calculate { .. }
            | Node::Literal(_)
            | Node::Reference { .. }
            | Node::Not(_)
            | Node::Negate(_)
            | Node::Compare { .. }
            | Node::Logic { .. }
            | Node::If { .. }
            | Node::Call { .. } => self.constant(),
        }
    }

    /// Whether both are written alike, but for blanks, brackets and the order of what may be swapped.
    fn same(&self, other: &Self) -> bool {
        let swapped = |may: bool, one: (&Self, &Self), other: (&Self, &Self)| {
            one.0.same(other.0) && one.1.same(other.1) || may && one.0.same(other.1) && one.1.same(other.0)
        };
        match (&self.node, &other.node) {
            (Node::Literal(one), Node::Literal(other)) => one == other,
            (Node::Reference { reference: one, .. }, Node::Reference { reference: other, .. }) => one == other,
            (Node::Not(one), Node::Not(other)) | (Node::Negate(one), Node::Negate(other)) => one.same(other),
            (
                Node::Calculate { arithmetic: sign, left, right },
                Node::Calculate { arithmetic: other_sign, left: other_left, right: other_right },
            ) => {
                let may = matches!(sign, Arithmetic::Add | Arithmetic::Multiply);
                sign == other_sign && swapped(may, (left, right), (other_left, other_right))
            }
            (
                Node::Compare { comparator: sign, left, right },
                Node::Compare { comparator: other_sign, left: other_left, right: other_right },
            ) => {
                sign == other_sign && swapped(!sign.orders(), (left, right), (other_left, other_right))
                    || sign.orders()
                        && mirrored(*sign) == *other_sign
                        && left.same(other_right)
                        && right.same(other_left)
            }
            (
                Node::Logic { connective: sign, left, right },
                Node::Logic { connective: other_sign, left: other_left, right: other_right },
            ) => sign == other_sign && swapped(true, (left, right), (other_left, other_right)),
            (
                Node::If { condition, then, otherwise },
                Node::If { condition: other_condition, then: other_then, otherwise: other_otherwise },
            ) => condition.same(other_condition) && then.same(other_then) && otherwise.same(other_otherwise),
            (
                Node::Call { function, arguments },
                Node::Call { function: other_function, arguments: other_arguments },
            ) => {
                function.name == other_function.name
                    && arguments.len() == other_arguments.len()
                    && arguments.iter().zip(other_arguments).all(|(one, other)| one.same(other))
            }
            (
                Node::Literal(_)
                | Node::Reference { .. }
                | Node::Not(_)
                | Node::Negate(_)
                | Node::Calculate { .. }
                | Node::Compare { .. }
                | Node::Logic { .. }
                | Node::If { .. }
                | Node::Call { .. },
                _,
            ) => false,
        }
    }
}

fn compare<R: PartialEq>(comparator: Comparator, left: &Expression<R>, right: &Expression<R>) -> Option<bool> {
    if left.same(right) {
        return Some(comparator.accepts(Ordering::Equal));
    }
    if let (Node::Literal(Value::Text(left)), Node::Literal(Value::Text(right))) = (&left.node, &right.node) {
        return Some(comparator.accepts(left.cmp(right)));
    }
    if let (Some(left), Some(right)) = (left.constant(), right.constant()) {
        return Some(comparator.accepts(left.cmp(&right)));
    }
    // What is never below a bound is compared with a constant below or at that bound.
    let (comparator, least, constant) = match (left.least(), right.constant()) {
        (Some(least), Some(constant)) => (comparator, least, constant),
        (Some(_) | None, _) => (mirrored(comparator), right.least()?, left.constant()?),
    };
    match (comparator, constant.cmp(&least)) {
        (Comparator::GreaterOrEqual, Ordering::Less | Ordering::Equal)
        | (Comparator::Greater | Comparator::NotEqual, Ordering::Less) => Some(true),
        (Comparator::Less, Ordering::Less | Ordering::Equal)
        | (Comparator::LessOrEqual | Comparator::Equal, Ordering::Less) => Some(false),
        (
            Comparator::Equal
            | Comparator::NotEqual
            | Comparator::Less
            | Comparator::LessOrEqual
            | Comparator::Greater
            | Comparator::GreaterOrEqual,
            _,
        ) => None,
    }
}

fn logic<R: PartialEq>(connective: Connective, left: &Expression<R>, right: &Expression<R>) -> Option<bool> {
    let settles = match connective {
        Connective::And => false,
        Connective::Or => true,
    };
    match (left.decide(), right.decide()) {
        (Some(left), Some(right)) if left == right => return Some(left),
        (Some(holds), _) | (_, Some(holds)) if holds == settles => return Some(settles),
        (Some(_) | None, _) => {}
    }
    let (left, right) = (Bound::of(left)?, Bound::of(right)?);
    let clash = left.subject.same(right.subject)
        && match connective {
            Connective::And => left.excludes(&right),
            Connective::Or => left.opposite().excludes(&right.opposite()),
        };
    clash.then_some(settles)
}

/// A comparison of something with a constant.
struct Bound<'a, R> {
    subject: &'a Expression<R>,
    comparator: Comparator,
    constant: Decimal,
}

impl<'a, R: PartialEq> Bound<'a, R> {
    fn of(expression: &'a Expression<R>) -> Option<Self> {
        let sides = expression.sides()?;
        match (sides.left.constant(), sides.right.constant()) {
            (None, Some(constant)) => Some(Self { subject: sides.left, comparator: sides.comparator, constant }),
            (Some(constant), None) => {
                Some(Self { subject: sides.right, comparator: mirrored(sides.comparator), constant })
            }
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    const fn opposite(&self) -> Self {
        let comparator = match self.comparator {
            Comparator::Equal => Comparator::NotEqual,
            Comparator::NotEqual => Comparator::Equal,
            Comparator::Less => Comparator::GreaterOrEqual,
            Comparator::LessOrEqual => Comparator::Greater,
            Comparator::Greater => Comparator::LessOrEqual,
            Comparator::GreaterOrEqual => Comparator::Less,
        };
        Self { subject: self.subject, comparator, constant: self.constant }
    }

    /// Whether no value meets both: of the constants and the values beside and between them none does.
    fn excludes(&self, other: &Self) -> bool {
        let beside = |constant: Decimal| {
            [constant.saturating_sub(Decimal::ONE), constant, constant.saturating_add(Decimal::ONE)]
        };
        let between = self.constant.saturating_add(other.constant) / Decimal::TWO;
        let candidates = beside(self.constant).into_iter().chain(beside(other.constant)).chain([between]);
        let meets = |value: Decimal| self.meets(value) && other.meets(value);
        !candidates.into_iter().any(meets)
    }

    fn meets(&self, value: Decimal) -> bool {
        self.comparator.accepts(value.cmp(&self.constant))
    }
}

const fn mirrored(comparator: Comparator) -> Comparator {
    match comparator {
        Comparator::Equal => Comparator::Equal,
        Comparator::NotEqual => Comparator::NotEqual,
        Comparator::Less => Comparator::Greater,
        Comparator::LessOrEqual => Comparator::GreaterOrEqual,
        Comparator::Greater => Comparator::Less,
        Comparator::GreaterOrEqual => Comparator::LessOrEqual,
    }
}

/// A source for expressions that name nothing.
struct Nothing;

impl<R> Source<R> for Nothing {
    fn figure(&self, _: &R) -> Operand {
        Operand::Blank
    }

    fn figures(&self, _: &R) -> Vec<Operand> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Resolved, parse, resolve_must};
    use super::*;

    fn must(text: &str) -> Must<String> {
        let mut names = |name: &super::super::Name| {
            Ok(Resolved { reference: name.to_string(), ty: Type::Amount, many: name.table.is_some() })
        };
        resolve_must(&parse(text).expect(text), &mut names).expect(text)
    }

    fn whole(text: &str) -> Option<bool> {
        match must(text).decided()[..] {
            [Decided { holds, whole: true, .. }] => Some(holds),
            _ => None,
        }
    }

    #[test]
    fn what_holds_or_fails_whatever_is_filled_in() {
        for always in
            ["1 = 1", "甲 = 甲", "甲 + 乙 <= 乙 + 甲", "甲 >= 3 or 甲 < 5", "count(表.甲) >= 0", "0 <= abs(甲)"]
        {
            assert_eq!(whole(always), Some(true), "{always}");
        }
        for never in ["2 < 1", "甲 != 甲", "甲 > 3 and 甲 < 2", "甲 = 1 and 甲 = 2", "count(表.甲) < 0", "not 甲 = 甲"]
        {
            assert_eq!(whole(never), Some(false), "{never}");
        }
        for open in
            ["甲 = 乙", "甲 >= 0", "甲 > 3 and 甲 < 4", "甲 > 3 or 甲 < 2", "count(表.甲) > 0", "甲 - 乙 = 乙 - 甲"]
        {
            assert_eq!(must(open).decided(), [], "{open}");
        }
    }

    #[test]
    fn a_part_that_is_decided_is_shown() {
        let found = must("甲 > 乙 and 乙 = 乙").decided();
        let [Decided { span, holds: true, whole: false }] = found[..] else { panic!("{found:?}") };
        assert_eq!(&"甲 > 乙 and 乙 = 乙"[span.start..span.end], "乙 = 乙");
    }

    #[test]
    fn what_a_condition_says_of_another() {
        assert_eq!(must("甲 > 5").decided_by(&must("甲 > 10")), Some(true));
        assert_eq!(must("甲 > 5").decided_by(&must("乙 = 1 and 甲 < 3")), Some(false));
        assert_eq!(must("甲 <= 乙").decided_by(&must("乙 >= 甲 and 甲 > 0")), Some(true));
        assert_eq!(must("甲 > 10").decided_by(&must("甲 > 5")), None);
        assert_eq!(must("甲 > 5").decided_by(&must("乙 > 10")), None);
        assert_eq!(must("甲 > 5").decided_by(&must("甲 > 10 or 乙 > 1")), None);
    }

    #[test]
    fn conditions_that_say_the_same() {
        assert!(must("甲 = 乙 + 丙").same(&must("丙 + 乙 = 甲")));
        assert!(must("甲 <= 乙").same(&must("(乙) >= 甲")));
        assert!(!must("甲 <= 乙").same(&must("乙 <= 甲")));
        assert!(!must("甲 = 乙 - 丙").same(&must("甲 = 丙 - 乙")));
    }
}
