//! Compiles sentences to formulas of Excel 2010: the same verdict while the form is filled.
//!
//! Amounts are calculated in whole cents (`ROUND(100*ROUND(C12,2),0)`), because sums of binary fractions misjudge a tail
//! that lies on its boundary; whole numbers up to 2^53 are exact.

mod compile;
mod formula;
mod lint;
mod literal;
mod live;

use std::sync::Arc;

pub(super) use compile::{Cells, Part, cents, in_unit, not_available};
pub(super) use formula::Formula;
pub(super) use literal::{number as number_literal, text as text_literal};

pub use compile::formula;
pub use lint::{FormulaProblem, lint};
pub use live::{Demand, Live, LiveSides, live};

use super::ast::Span;
use crate::words::{Area, Value};

/// Cells on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetArea {
    /// The sheet; nothing where it is the one that holds the formula.
    pub sheet: Option<Arc<str>>,
    /// The cells.
    pub area: Area,
    /// Whether they hold results of formulas: those that have none are empty texts, which are no numbers.
    pub results: bool,
}

impl std::fmt::Display for SheetArea {
    /// As a formula writes it: `收支情况!C5:C9`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&literal::area(self))
    }
}

impl SheetArea {
    fn is_single(&self) -> bool {
        self.area.first == self.area.last
    }
}

/// Where a formula finds what a reference stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// In these cells: one for a single field, any number for a column or group.
    Cells(Vec<SheetArea>),
    /// It is known when the workbook is issued, and written into the formula.
    Constant(Value),
    /// It is not in the workbook.
    Absent,
}

/// Says where references lie in the workbook.
pub trait Addresses<R> {
    /// The cells or the constant of a reference.
    fn operand(&self, reference: &R) -> Located;
}

impl<R, F: Fn(&R) -> Located> Addresses<R> for F {
    fn operand(&self, reference: &R) -> Located {
        self(reference)
    }
}

/// Why a sentence has no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFormula {
    /// A reference is not in the workbook.
    #[error("所引用的内容不在工作簿中")]
    Absent {
        /// Where the reference stands in the sentence.
        span: Span,
    },
    /// A single field does not lie in exactly one cell.
    #[error("单个栏目应当只对应一个单元格")]
    NotOneCell {
        /// Where the reference stands in the sentence.
        span: Span,
    },
    /// A constant is not of its reference's type.
    #[error("代入的值与栏目类型不符")]
    WrongKind {
        /// Where the reference stands in the sentence.
        span: Span,
    },
    /// Excel would refuse the formula.
    #[error(transparent)]
    Refused(#[from] FormulaProblem),
}
