//! A sentence of the rule language as it was written: names not yet resolved, types not yet known.

use rust_decimal::Decimal;

/// The bytes of the source text that a part of it occupies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A part of a sentence and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Syntax {
    /// Where it stands in the source text, brackets around it left out.
    pub span: Span,
    /// What it is.
    pub phrase: Phrase,
}

/// What a part of a sentence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// A figure, never negative (a minus sign is [`Phrase::Negate`]).
    Number(Decimal),
    /// Words in quotes.
    Text(String),
    /// A field, or a cell or column of a table.
    Name(Name),
    /// `not x`
    Not(Box<Syntax>),
    /// `-x`
    Negate(Box<Syntax>),
    /// `x + y`, `x = y`, `x and y`
    Binary {
        /// What joins the two.
        operator: Operator,
        /// The part before the operator.
        left: Box<Syntax>,
        /// The part after the operator.
        right: Box<Syntax>,
    },
    /// `if x then y else z`
    If {
        /// The question.
        condition: Box<Syntax>,
        /// What holds where the answer is yes.
        then: Box<Syntax>,
        /// What holds where the answer is no.
        otherwise: Box<Syntax>,
    },
    /// `sum(x, y)`
    Call {
        /// The function's name as written.
        function: String,
        /// Where the name stands.
        name_span: Span,
        /// What stands in the brackets.
        arguments: Vec<Syntax>,
    },
}

/// A name as written: `字段`, `表.字段`, `字段[行]` or `表.字段[行]`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// The table before the point.
    pub table: Option<String>,
    /// The field.
    pub field: String,
    /// The row in square brackets.
    pub row: Option<String>,
}

/// What joins two parts of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// Between two conditions.
    Logic(Connective),
    /// Between two values; the result is a condition.
    Compare(Comparator),
    /// Between two numbers; the result is a number.
    Calculate(Arithmetic),
}

/// What joins two conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connective {
    /// Both hold.
    And,
    /// At least one holds.
    Or,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparator {
    /// `=`
    Equal,
    /// `!=` or `≠`
    NotEqual,
    /// `<`
    Less,
    /// `<=` or `≤`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=` or `≥`
    GreaterOrEqual,
}

/// A calculation with two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// How tightly a part holds together; what binds less stands in brackets inside what binds more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    If,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Negate,
    Atom,
}

impl Binding {
    /// The next tighter level: what the right side of a left-associative operator needs.
    pub(super) const fn tighter(self) -> Self {
        match self {
            Self::If => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Compare,
            Self::Compare => Self::Add,
            Self::Add => Self::Multiply,
            Self::Multiply => Self::Negate,
            Self::Negate | Self::Atom => Self::Atom,
        }
    }
}

impl Operator {
    pub(super) const fn binding(self) -> Binding {
        match self {
            Self::Logic(Connective::Or) => Binding::Or,
            Self::Logic(Connective::And) => Binding::And,
            Self::Compare(_) => Binding::Compare,
            Self::Calculate(Arithmetic::Add | Arithmetic::Subtract) => Binding::Add,
            Self::Calculate(Arithmetic::Multiply | Arithmetic::Divide) => Binding::Multiply,
        }
    }
}
