//! The functions of the language: one entry of one table each.

mod dates;
mod figures;
mod numbers;
mod presence;
mod scores;
mod texts;

use super::evaluate::{Answer, Operand};
use super::excel::{Formula, Part};
use super::types::Type;
use crate::facts::Because;

/// Every function, in the order in which the documentation lists them.
pub static FUNCTIONS: &[&Function] = &[
    &numbers::SUM,
    &presence::COUNT,
    &numbers::MIN,
    &numbers::MAX,
    &numbers::ABS,
    &numbers::ROUND,
    &presence::FILLED,
    &presence::BLANK,
    &figures::DIGITS_IN,
    &figures::QUANTITY,
    &scores::NUMERIC,
    &scores::FIGURE,
    &texts::MENTIONS,
    &scores::SCORE,
    &scores::COMPLETION,
    &dates::YEAR_END,
    &dates::DATE,
];

/// A function of the language.
#[derive(Debug)]
pub struct Function {
    /// Its name as written.
    pub name: &'static str,
    /// How it is written, for the documentation.
    pub usage: &'static str,
    /// What it does, for the documentation.
    pub doc: &'static str,
    /// What it takes.
    pub parameters: Parameters,
    /// What it gives.
    pub returns: Returns,
    /// Whether its arguments are addends, each with a rounding of its own.
    pub adds: bool,
    /// Its exact value.
    pub(super) evaluate: fn(&[Argument], Type) -> Result<Answer, Because>,
    /// Its formula in the unit of its type.
    pub(super) excel: fn(&[Part], Type) -> Formula,
}

/// What a function takes.
#[derive(Debug, Clone, Copy)]
pub enum Parameters {
    /// One argument for each of these.
    Exactly(&'static [Parameter]),
    /// One argument or more, all of this kind.
    AtLeastOne(Parameter),
    /// One argument of the first kind, then one or more of the second.
    Then(Parameter, Parameter),
}

/// What an argument may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// A numeric value.
    Number,
    /// A numeric value, or a column or group of such cells.
    Numbers,
    /// A number or date, or a column or group of such cells.
    Ordered,
    /// A whole number.
    Whole,
    /// A whole number written as such: the decimals to keep.
    Places,
    /// The name of a cell, whatever it holds.
    Field,
    /// The name of a cell, or of a column or group of cells, whatever they hold.
    Fields,
    /// Words in quotes.
    Words,
}

/// What a function gives.
#[derive(Debug, Clone, Copy)]
pub enum Returns {
    /// Always this type.
    Always(Type),
    /// The type that holds the values of all arguments.
    JoinOfArguments,
}

/// An argument once it is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Argument {
    /// One value; blank only where the parameter is a field.
    One(Operand),
    /// The cells of a column or group.
    Many(Vec<Operand>),
}

impl Argument {
    /// Its cells; one where it is one value.
    fn operands(&self) -> &[Operand] {
        match self {
            Self::One(operand) => std::slice::from_ref(operand),
            Self::Many(operands) => operands,
        }
    }
}

impl Parameters {
    /// Whether so many arguments can be given.
    #[must_use]
    pub const fn allows(self, count: usize) -> bool {
        match self {
            Self::Exactly(parameters) => count == parameters.len(),
            Self::AtLeastOne(_) => count >= 1,
            Self::Then(..) => count >= 2,
        }
    }

    /// Whether the argument at this position is a field whose cell is wanted as it is.
    pub(super) fn wants_cells(self, position: usize) -> bool {
        matches!(self.at(position), Some(Parameter::Field | Parameter::Fields))
    }

    /// What the argument at this position may be.
    pub(super) fn at(self, position: usize) -> Option<Parameter> {
        match self {
            Self::Exactly(parameters) => parameters.get(position).copied(),
            Self::AtLeastOne(parameter) => Some(parameter),
            Self::Then(first, rest) => Some(if position == 0 { first } else { rest }),
        }
    }

    /// The least number of arguments.
    #[must_use]
    pub const fn least(self) -> usize {
        match self {
            Self::Exactly(parameters) => parameters.len(),
            Self::AtLeastOne(_) => 1,
            Self::Then(..) => 2,
        }
    }
}

/// The function of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().copied().find(|function| function.name == name)
}
