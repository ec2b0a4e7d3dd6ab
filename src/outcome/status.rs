//! What a reviewer does with a file.

use serde::Serialize;

use crate::facts::{Certainty, Finding, Severity};

/// The status of a returned file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Status {
    /// 退回: something must be corrected.
    #[serde(rename = "退回")]
    Returned,
    /// 待说明: something must be confirmed or explained.
    #[serde(rename = "待说明")]
    Awaiting,
    /// 通过: nothing is open.
    #[serde(rename = "通过")]
    Passed,
    /// 无法审核: the file cannot be read.
    #[serde(rename = "无法审核")]
    Unreadable,
}

impl Status {
    /// Every status, in the order in which a reviewer works.
    pub const ALL: [Self; 4] = [Self::Returned, Self::Awaiting, Self::Passed, Self::Unreadable];

    /// The word of the trade.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Returned => "退回",
            Self::Awaiting => "待说明",
            Self::Passed => "通过",
            Self::Unreadable => "无法审核",
        }
    }

    /// The status that findings give; those of rules that can be wrong, and those that are excused, never change it.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let any = |severity| {
            let counts = |finding: &Finding| finding.certainty == Certainty::Certain && finding.excused.is_none();
            findings.iter().any(|finding| finding.severity == severity && counts(finding))
        };
        if any(Severity::Error) {
            Self::Returned
        } else if any(Severity::Query) {
            Self::Awaiting
        } else {
            Self::Passed
        }
    }
}
