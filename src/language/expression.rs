//! A sentence whose names are resolved and whose types fit; `R` is what a name was resolved to.

use super::ast::{Arithmetic, Comparator, Connective, Span};
use super::function::Function;
use super::types::Type;
use crate::words::Value;

/// A sentence, or a part of one, that means something.
#[derive(Debug, Clone)]
pub struct Expression<R> {
    pub(super) span: Span,
    pub(super) ty: Type,
    pub(super) node: Node<R>,
}

/// What a part of a sentence means.
#[derive(Debug, Clone)]
pub(super) enum Node<R> {
    Literal(Value),
    /// A cell, or a column or group of cells; the latter only stand as arguments of aggregates.
    Reference {
        reference: R,
        many: bool,
    },
    Not(Box<Expression<R>>),
    Negate(Box<Expression<R>>),
    Calculate {
        arithmetic: Arithmetic,
        left: Box<Expression<R>>,
        right: Box<Expression<R>>,
    },
    Compare {
        comparator: Comparator,
        left: Box<Expression<R>>,
        right: Box<Expression<R>>,
    },
    Logic {
        connective: Connective,
        left: Box<Expression<R>>,
        right: Box<Expression<R>>,
    },
    If {
        condition: Box<Expression<R>>,
        then: Box<Expression<R>>,
        otherwise: Box<Expression<R>>,
    },
    Call {
        function: &'static Function,
        arguments: Vec<Expression<R>>,
    },
}

/// The two sides of a comparison.
#[derive(Debug)]
pub struct Sides<'a, R> {
    /// What stands before the sign.
    pub left: &'a Expression<R>,
    /// The sign.
    pub comparator: Comparator,
    /// What stands after the sign.
    pub right: &'a Expression<R>,
}

// Written out because a derived `Copy` would ask it of `R` as well.
impl<R> Clone for Sides<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Sides<'_, R> {}

impl<R> Expression<R> {
    /// Where it stands in the source text.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// The type of its value.
    #[must_use]
    pub const fn ty(&self) -> Type {
        self.ty
    }

    /// The two sides, where the whole sentence is a comparison.
    #[must_use]
    pub fn sides(&self) -> Option<Sides<'_, R>> {
        match &self.node {
            Node::Compare { comparator, left, right } => Some(Sides { left, comparator: *comparator, right }),
            Node::Literal(_)
            | Node::Reference { .. }
            | Node::Not(_)
            | Node::Negate(_)
            | Node::Calculate { .. }
            | Node::Logic { .. }
            | Node::If { .. }
            | Node::Call { .. } => None,
        }
    }

    /// The reference, where the sentence is nothing but one name.
    #[must_use]
    pub fn reference(&self) -> Option<&R> {
        if let Node::Reference { reference, .. } = &self.node { Some(reference) } else { None }
    }

    /// Every reference in it, in the order in which they were written, repeated ones as often as they stand there.
    #[must_use]
    pub fn references(&self) -> Vec<&R> {
        let mut references = Vec::new();
        self.each_reference(&mut |part, _| references.extend(part.reference()));
        references
    }

    /// The references whose values are used, not only whether they are filled in.
    #[must_use]
    pub fn value_references(&self) -> Vec<&R> {
        let mut references = Vec::new();
        self.each_reference(&mut |part, as_cells| references.extend(part.reference().filter(|_| !as_cells)));
        references
    }

    /// The cells, columns and groups of cells whose numbers are used.
    #[must_use]
    pub fn figures_used(&self) -> Vec<&R> {
        self.used(|part| part.ty.is_numeric())
    }

    /// The single cells whose whole numbers are used.
    #[must_use]
    pub fn counts(&self) -> Vec<&R> {
        self.used(|part| matches!(part.node, Node::Reference { many: false, .. }) && part.ty == Type::Count)
    }

    fn used(&self, wanted: impl Fn(&Self) -> bool) -> Vec<&R> {
        let mut references = Vec::new();
        self.each_reference(&mut |part, as_cells| {
            references.extend(part.reference().filter(|_| !as_cells && wanted(part)));
        });
        references
    }

    /// The single cells that a product or quotient is made of, in the order in which they were written: without one of
    /// them it has no value, while a blank addend counts as 0.
    #[must_use]
    pub fn factors(&self) -> Vec<&R> {
        let mut factors = Vec::new();
        self.collect_factors(false, &mut factors);
        factors
    }

    fn collect_factors<'a>(&'a self, inside: bool, factors: &mut Vec<&'a R>) {
        match &self.node {
            Node::Reference { reference, many: false } if inside => factors.push(reference),
            Node::Literal(_) | Node::Reference { .. } | Node::Compare { .. } | Node::Not(_) | Node::Logic { .. } => {}
            Node::Negate(inner) => inner.collect_factors(inside, factors),
            Node::Calculate { arithmetic, left, right } => {
                let inside = inside || matches!(arithmetic, Arithmetic::Multiply | Arithmetic::Divide);
                left.collect_factors(inside, factors);
                right.collect_factors(inside, factors);
            }
            Node::If { then, otherwise, .. } => {
                then.collect_factors(inside, factors);
                otherwise.collect_factors(inside, factors);
            }
            Node::Call { function, arguments } => {
                for argument in arguments {
                    argument.collect_factors(inside && !function.adds, factors);
                }
            }
        }
    }

    /// Shows every reference in the order of writing, and whether its cells are wanted as they are.
    pub(super) fn each_reference<'a>(&'a self, see: &mut impl FnMut(&'a Self, bool)) {
        self.walk(false, see);
    }

    fn walk<'a>(&'a self, as_cells: bool, see: &mut impl FnMut(&'a Self, bool)) {
        match &self.node {
            Node::Literal(_) => {}
            Node::Reference { .. } => see(self, as_cells),
            Node::Not(inner) | Node::Negate(inner) => inner.walk(false, see),
            Node::Calculate { left, right, .. }
            | Node::Compare { left, right, .. }
            | Node::Logic { left, right, .. } => {
                left.walk(false, see);
                right.walk(false, see);
            }
            Node::If { condition, then, otherwise } => {
                condition.walk(false, see);
                then.walk(false, see);
                otherwise.walk(false, see);
            }
            Node::Call { function, arguments } => {
                for (i, argument) in arguments.iter().enumerate() {
                    argument.walk(function.parameters.wants_cells(i), see);
                }
            }
        }
    }
}

/// A sentence that holds or does not: what a rule demands, or the condition under which it applies.
#[derive(Debug, Clone)]
pub struct Must<R>(pub(super) Expression<R>);

impl<R> Must<R> {
    /// The sentence.
    #[must_use]
    pub const fn expression(&self) -> &Expression<R> {
        &self.0
    }
}
