//! What a reviewer does with a file.

use serde::Serialize;

use crate::facts::{Finding, Severity};

/// The status of a returned file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Status {
    /// 退回: something must be corrected.
    #[serde(rename = "退回")]
    Returned,
    /// 待说明: something must be confirmed or explained.
    #[serde(rename = "待说明")]
    Awaiting,
    /// 已说明待审定: everything is explained, and the reviewer has to decide.
    #[serde(rename = "已说明待审定")]
    Explained,
    /// 通过: nothing is open.
    #[serde(rename = "通过")]
    Passed,
    /// 无法审核: the file cannot be read.
    #[serde(rename = "无法审核")]
    Unreadable,
}

impl Status {
    /// Every status, in the order in which a reviewer works.
    pub const ALL: [Self; 5] = [Self::Returned, Self::Awaiting, Self::Explained, Self::Passed, Self::Unreadable];

    /// Whether the unit has to do something before it goes on.
    #[must_use]
    pub const fn is_sent_back(self) -> bool {
        matches!(self, Self::Returned | Self::Awaiting)
    }

    /// The word of the trade.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Returned => "退回",
            Self::Awaiting => "待说明",
            Self::Explained => "已说明待审定",
            Self::Passed => "通过",
            Self::Unreadable => "无法审核",
        }
    }

    /// The status that findings give; those of rules that can be wrong, and those that are settled, never change it.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let open = |severity| findings.iter().filter(move |finding| finding.severity == severity && finding.counts());
        let mut queries = open(Severity::Query).peekable();
        if open(Severity::Error).next().is_some() {
            Self::Returned
        } else if queries.peek().is_some() {
            if queries.all(|query| query.answer.is_pending()) { Self::Explained } else { Self::Awaiting }
        } else {
            Self::Passed
        }
    }
}
