//! A typed value of a field.

use jiff::civil::Date;
use rust_decimal::Decimal;

/// What a filled cell means once it has been read by its field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A figure, exact; its unit is the field's (万元, 人, 分).
    Number(Decimal),
    /// Words, trimmed.
    Text(String),
    /// A calendar day.
    Date(Date),
}

impl Value {
    /// The figure, where it is one.
    #[must_use]
    pub const fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) | Self::Date(_) => None,
        }
    }
}
