//! What the marked copy of a return puts back as it was issued: 已恢复.

use std::fmt;
use std::sync::Arc;

use crate::words::Area;

/// What was put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// The words of a locked cell.
    Label,
    /// A formula.
    Formula,
    /// That cells to fill in are open for it.
    Lock,
    /// What is asked of an entry.
    Validation,
    /// How a figure or a day is shown.
    Format,
    /// That a sheet is protected.
    Protection,
}

impl Kept {
    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Label => "锁定的文字",
            Self::Formula => "自动计算公式",
            Self::Lock => "填报格的锁定",
            Self::Validation => "填报校验",
            Self::Format => "数字格式",
            Self::Protection => "工作表保护",
        }
    }
}

/// Something that the marked copy holds as it was issued, and the return did not. It prints as people write where it is:
/// `收支情况!C12:C20`, or the sheet alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The sheet by its name in the file.
    pub sheet: Arc<str>,
    /// The cells on it; nothing where it is the whole sheet.
    pub area: Option<Area>,
    /// What it is.
    pub what: Kept,
    /// What stood there; empty where nothing did.
    pub found: String,
    /// What was issued.
    pub issued: String,
}

impl fmt::Display for Restored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.area {
            Some(area) => write!(f, "{}!{area}", self.sheet),
            None => f.write_str(&self.sheet),
        }
    }
}
