//! A sentence with some of its names given: what is left of it where a figure is known beforehand.

use rust_decimal::Decimal;

use super::expression::{Expression, Must, Node};
use crate::words::Value;

impl<R: Clone> Must<R> {
    /// The same with the figures that are known in place of their names.
    #[must_use]
    pub fn given(&self, known: &impl Fn(&R) -> Option<Decimal>) -> Self {
        Self(self.expression().given(known))
    }
}

impl<R: Clone> Expression<R> {
    fn given(&self, known: &impl Fn(&R) -> Option<Decimal>) -> Self {
        let part = |part: &Self| Box::new(part.given(known));
        let node = match &self.node {
            Node::Reference { reference, many: false } => match known(reference) {
                Some(figure) => Node::Literal(Value::Number(figure)),
                None => self.node.clone(),
            },
            Node::Literal(_) | Node::Reference { many: true, .. } => self.node.clone(),
            Node::Not(inner) => Node::Not(part(inner)),
            Node::Negate(inner) => Node::Negate(part(inner)),
            Node::Calculate { arithmetic, left, right } => {
                Node::Calculate { arithmetic: *arithmetic, left: part(left), right: part(right) }
            }
            Node::Compare { comparator, left, right } => {
                Node::Compare { comparator: *comparator, left: part(left), right: part(right) }
            }
            Node::Logic { connective, left, right } => {
                Node::Logic { connective: *connective, left: part(left), right: part(right) }
            }
            Node::If { condition, then, otherwise } => {
                Node::If { condition: part(condition), then: part(then), otherwise: part(otherwise) }
            }
            Node::Call { function, arguments } => {
                let arguments = arguments.iter().map(|argument| argument.given(known)).collect();
                Node::Call { function, arguments }
            }
        };
        Self { span: self.span, ty: self.ty, node }
    }
}
