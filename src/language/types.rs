//! The types of the rule language.

use std::fmt;

/// What kind of value a part of a sentence has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Type {
    /// Money in 万元; every figure is rounded to 0.01, half away from zero, before it is used.
    Amount,
    /// Any other figure: a rate, a score, a quotient; compared at [`super::NUMBER_PLACES`] decimals.
    Number,
    /// A whole number: persons, pieces, a year.
    Count,
    /// Words.
    Text,
    /// A calendar day.
    Date,
    /// A condition, which holds or does not.
    Truth,
}

impl Type {
    /// Whether one can calculate with it.
    #[must_use]
    pub const fn is_numeric(self) -> bool {
        match self {
            Self::Amount | Self::Number | Self::Count => true,
            Self::Text | Self::Date | Self::Truth => false,
        }
    }

    /// Whether one value of it can be smaller than another.
    #[must_use]
    pub const fn is_ordered(self) -> bool {
        match self {
            Self::Amount | Self::Number | Self::Count | Self::Date => true,
            Self::Text | Self::Truth => false,
        }
    }

    /// The type that holds the values of both: what a sum or a choice of the two is; nothing where there is none.
    ///
    /// Amounts and counts stay exact in cents, so an amount and a count make an amount.
    #[must_use]
    pub const fn join(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Amount, Self::Amount | Self::Count) | (Self::Count, Self::Amount) => Some(Self::Amount),
            (Self::Count, Self::Count) => Some(Self::Count),
            (Self::Number, Self::Amount | Self::Number | Self::Count) | (Self::Amount | Self::Count, Self::Number) => {
                Some(Self::Number)
            }
            (Self::Text, Self::Text) => Some(Self::Text),
            (Self::Date, Self::Date) => Some(Self::Date),
            (Self::Truth, Self::Truth) => Some(Self::Truth),
            (Self::Amount | Self::Number | Self::Count, Self::Text | Self::Date | Self::Truth)
            | (Self::Text, Self::Amount | Self::Number | Self::Count | Self::Date | Self::Truth)
            | (Self::Date, Self::Amount | Self::Number | Self::Count | Self::Text | Self::Truth)
            | (Self::Truth, Self::Amount | Self::Number | Self::Count | Self::Text | Self::Date) => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Amount => "金额",
            Self::Number => "数",
            Self::Count => "整数",
            Self::Text => "文字",
            Self::Date => "日期",
            Self::Truth => "条件",
        })
    }
}
