//! What is not carried, and why.

use std::fmt;

use crate::words::Place;

/// Something that the unit had filled in and that is not in the new workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// Where it stands in the old file.
    pub place: Place,
    /// Its name: table, row, field.
    pub name: String,
    /// As it was typed.
    pub value: String,
    /// Why it is not carried.
    pub why: Why,
}

/// Why a value is not carried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The new form does not ask for it.
    NoField,
    /// The new form has no such row.
    NoRow,
    /// The unit has no such sub-unit any more.
    NoSubUnit,
    /// The unit has no such project any more.
    NoProject,
    /// All rows for such things are taken.
    TooFewRows,
    /// It is not what the field asks for.
    WrongType(&'static str),
    /// It is signed anew each time.
    Signed,
    /// The new workbook says something else there already.
    Filled(String),
    /// The new workbook was issued with something else.
    Locked(String),
    /// The new workbook calculates it, with another result.
    Calculated(String),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoField => f.write_str("新表没有这一栏"),
            Self::NoRow => f.write_str("新表没有这一行"),
            Self::NoSubUnit => f.write_str("新表没有这家二级机构"),
            Self::NoProject => f.write_str("新表没有这个项目"),
            Self::TooFewRows => f.write_str("新表的行数不够"),
            Self::WrongType(wanted) => write!(f, "格式不符，新表这一栏填{wanted}"),
            Self::Signed => f.write_str("签字签章栏，请重新填写"),
            Self::Filled(there) => write!(f, "新表已填“{there}”"),
            Self::Locked(there) if there.is_empty() => f.write_str("新表不用填这一栏"),
            Self::Locked(there) => write!(f, "新表已印好“{there}”"),
            Self::Calculated(result) if result.is_empty() => f.write_str("新表自动计算，不用填"),
            Self::Calculated(result) => write!(f, "新表自动计算，现在是“{result}”"),
        }
    }
}
