//! Prints a sentence back, with the brackets it needs and no others.

use std::fmt;

use super::ast::{Arithmetic, Binding, Comparator, Connective, Name, Operator, Phrase, Syntax};
use crate::words::plain;

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.phrase {
            Phrase::Number(number) => f.write_str(&plain(*number)),
            Phrase::Text(text) => write!(f, "\"{}\"", text.replace('"', "\"\"")),
            Phrase::Name(name) => name.fmt(f),
            Phrase::Not(inner) => {
                f.write_str("not ")?;
                inner.print_within(Binding::Not, f)
            }
            Phrase::Negate(inner) => {
                f.write_str("-")?;
                inner.print_within(Binding::Negate, f)
            }
            Phrase::Binary { operator, left, right } => {
                let binding = operator.binding();
                // Comparisons cannot be chained, so the left one needs brackets as well.
                left.print_within(if binding == Binding::Compare { binding.tighter() } else { binding }, f)?;
                write!(f, " {operator} ")?;
                right.print_within(binding.tighter(), f)
            }
            Phrase::If { condition, then, otherwise } => {
                write!(f, "if {condition} then {then} else {otherwise}")
            }
            Phrase::Call { function, arguments, .. } => {
                write!(f, "{function}(")?;
                for (i, argument) in arguments.iter().enumerate() {
                    f.write_str(if i == 0 { "" } else { ", " })?;
                    argument.fmt(f)?;
                }
                f.write_str(")")
            }
        }
    }
}

impl Syntax {
    fn binding(&self) -> Binding {
        match &self.phrase {
            Phrase::Number(_) | Phrase::Text(_) | Phrase::Name(_) | Phrase::Call { .. } => Binding::Atom,
            Phrase::Not(_) => Binding::Not,
            Phrase::Negate(_) => Binding::Negate,
            Phrase::Binary { operator, .. } => operator.binding(),
            Phrase::If { .. } => Binding::If,
        }
    }

    fn print_within(&self, least: Binding, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.binding() < least { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(table) = &self.table {
            write!(f, "{table}.")?;
        }
        f.write_str(&self.field)?;
        match &self.row {
            Some(row) => write!(f, "[{row}]"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Logic(connective) => f.write_str(connective.symbol()),
            Self::Compare(comparator) => f.write_str(comparator.symbol()),
            Self::Calculate(arithmetic) => f.write_str(arithmetic.symbol()),
        }
    }
}

impl Connective {
    /// The word as written in the language.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

impl Comparator {
    /// The sign as written in the language.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

impl Arithmetic {
    /// The sign, the same in the language and in Excel.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
        }
    }
}
