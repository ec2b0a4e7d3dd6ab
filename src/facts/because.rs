//! Why a rule could not be judged.

use crate::words::Place;

/// Why something is not known; it spreads to every rule that needs it, so that one mistake is reported once.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Because {
    /// A cell holds something that its field's type cannot read.
    #[error("{place} 的内容无法识别")]
    Unreadable {
        /// The cell.
        place: Place,
    },
    /// A cell that has to be filled is blank.
    #[error("{place} 未填写")]
    Blank {
        /// The cell.
        place: Place,
    },
    /// A record has nothing in one of the tables that are joined.
    #[error("该行在相关的表中没有填写")]
    BlankRow,
    /// A date is blank, and no day can stand for it.
    #[error("所需的日期未填写")]
    BlankDate,
    /// A value from outside the workbook (roster, last year, final accounts) is not at hand.
    #[error("没有“{name}”的对照数据")]
    NoReference {
        /// What the value is called.
        name: String,
    },
    /// A cell is not in the workbook any more.
    #[error("“{name}”在文件中找不到")]
    Missing {
        /// The field, and the row where it has one.
        name: String,
    },
    /// A value is of another kind than its field.
    #[error("填写内容与栏目类型不符")]
    WrongKind,
    /// A division by zero.
    #[error("除数为0")]
    DivisionByZero,
    /// A result beyond what a decimal holds (28 digits).
    #[error("计算结果超出范围")]
    TooLarge,
    /// Year, month and day that make no day, or a year before 1901 or after 9999.
    #[error("年、月、日不能组成日期")]
    NoSuchDate,
}

impl Because {
    /// Whether the cell to blame holds anything, where that much is known.
    #[must_use]
    pub const fn is_filled(&self) -> Option<bool> {
        match self {
            Self::Unreadable { .. } | Self::WrongKind => Some(true),
            Self::Blank { .. } | Self::BlankRow | Self::BlankDate => Some(false),
            Self::NoReference { .. }
            | Self::Missing { .. }
            | Self::DivisionByZero
            | Self::TooLarge
            | Self::NoSuchDate => None,
        }
    }
}
