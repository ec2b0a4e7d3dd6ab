//! What units and reviewers have written about findings, and what became of findings from one round to the next.

use serde::Serialize;

use crate::words::Place;

/// Whether a finding was there in the round before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// 新增: not seen before; so is everything in a first round.
    New,
    /// 未改: seen before, and none of its cells has changed since.
    Unchanged,
    /// 改后仍有问题: seen before; its cells have changed and it is still there.
    Changed,
}

impl State {
    /// The word of the trade.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "新增",
            Self::Unchanged => "未改",
            Self::Changed => "改后仍有问题",
        }
    }
}

/// What becomes of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The reviewer has not decided yet.
    Pending,
    /// 采纳.
    Accepted,
    /// 不采纳.
    Rejected,
    /// Too short, or an empty phrase: it does not count.
    Empty,
    /// Given for another value than the one that stands there now.
    Outdated,
}

/// 单位说明: why something is as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The unit's words; empty where the reviewer has accepted a finding without any.
    pub text: String,
    /// What becomes of them.
    pub standing: Standing,
}

/// What has been written about a finding in the reviews so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// 单位说明.
    pub explanation: Option<Explanation>,
    /// 审核人意见, as far as it still holds.
    pub opinion: String,
}

impl Answer {
    /// Whether the reviewer has accepted the explanation.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.is(Standing::Accepted)
    }

    /// Whether there is an explanation that is still to be decided on.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.is(Standing::Pending)
    }

    /// The unit's words as far as they still stand: what was given for another value has to be said anew.
    #[must_use]
    pub fn standing_words(&self) -> &str {
        match &self.explanation {
            Some(explanation) if explanation.standing != Standing::Outdated => &explanation.text,
            Some(_) | None => "",
        }
    }

    fn is(&self, standing: Standing) -> bool {
        self.explanation.as_ref().is_some_and(|explanation| explanation.standing == standing)
    }
}

/// 已改: a finding of the round before that is there no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// Its key.
    pub key: String,
    /// The rule's title.
    pub title: String,
    /// The cell it was at in the file of that round (`收支情况!C12`); empty where it was of the file.
    pub cell: String,
    /// What the person at the form calls the place.
    pub item: String,
}

/// A cell that was changed although no finding of the round before had to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Where it stands.
    pub place: Place,
    /// The field by its defined name (`支出.汇总.支出合计`).
    pub name: String,
    /// What stood there; nothing where it was a longer text, of which only a digest is kept.
    pub before: Option<String>,
    /// What stands there now.
    pub now: String,
}
