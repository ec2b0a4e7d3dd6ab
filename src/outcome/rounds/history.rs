//! Which of the earlier reviews of a unit tell what: what was found before, what was explained, what was decided.

use super::Handed;
use super::answers::Written;
use super::record::Recorded;
use super::review::{Review, plain};

/// The reviews that a return is held against.
#[derive(Debug, Default)]
pub(super) struct History {
    /// The review in the file itself, as the unit has sent it.
    own: Option<Review>,
    /// The bureau's review of this very file, from an earlier run.
    same: Option<Review>,
    /// The bureau's review of the round before.
    last: Option<Review>,
    /// Which time the file is handed in.
    pub(super) number: u32,
}

impl History {
    /// What a file with this digest and this review in it is held against, of the bureau's reviews of the unit.
    pub(super) fn of(own: Option<Review>, mut kept: Vec<Review>, handed: Handed<'_>) -> Self {
        let is_same = |review: &Review| review.record.as_ref().is_some_and(|record| record.sha256 == handed.sha256);
        let same = kept.iter().rposition(is_same).map(|at| kept.remove(at));
        kept.retain(|review| !is_same(review));
        if let Some(same) = &same {
            kept.retain(|review| review.round < same.round);
        }
        let last = kept.pop();
        let before = own.iter().chain(&last).map(|review| review.round).max();
        let number = match (&same, before) {
            (Some(same), _) => same.round,
            (None, Some(before)) if handed.is_final => before,
            (None, before) => before.unwrap_or_default().saturating_add(1),
        };
        Self { own, same, last, number }
    }

    /// Whether the unit has no review at all.
    pub(super) const fn is_empty(&self) -> bool {
        self.own.is_none() && self.same.is_none() && self.last.is_none()
    }

    /// The bureau's review of this very file, from an earlier run.
    pub(super) const fn of_the_file(&self) -> Option<&Review> {
        self.same.as_ref()
    }

    /// The bureau's review of the round before.
    pub(super) const fn last(&self) -> Option<&Review> {
        self.last.as_ref()
    }

    /// The review of the round before: that in the file, unless the unit has worked in a copy of an earlier one.
    pub(super) fn before(&self) -> Option<&Review> {
        let reviews = self.last.iter().chain(&self.own).filter(|review| review.record.is_some());
        reviews.max_by_key(|review| review.round)
    }

    /// The review that the reviewer's decisions are taken from. What a unit sends is believed only where the bureau has
    /// no review of its own.
    pub(super) fn deciding(&self) -> Option<&Review> {
        self.same.as_ref().or(self.last.as_ref()).or(self.own.as_ref())
    }

    /// The unit's words on a finding, and the digest of the value they were given for where that is not the one of the
    /// file as it is now.
    pub(super) fn explained(&self, key: &str) -> Option<(&str, Option<&str>)> {
        let said = |review| said(review, key);
        if let Some((words, recorded)) = self.own.as_ref().and_then(said) {
            // What stood in the review before is of that round; what the unit has written since is of this one.
            // Where the unit has worked in a copy of an earlier one, or the record is gone, the bureau's own tells.
            let kept = self.last.as_ref().and_then(|last| self::recorded(last, key));
            let mut known = kept.into_iter().chain(recorded);
            let earlier = known.find(|recorded| plain(&recorded.explained) == plain(words));
            return Some((words, earlier.map(|recorded| recorded.value.as_str())));
        }
        let (words, recorded) = self.deciding().and_then(said)?;
        Some((words, recorded.map(|recorded| recorded.value.as_str())))
    }

    /// What the reviewer has written on a finding, with what was found then.
    pub(super) fn decided(&self, key: &str) -> Option<(&Written, Option<&Recorded>)> {
        let review = self.deciding()?;
        Some((review.about(key)?, recorded(review, key)))
    }

    /// What stands in the reviewer's column of the unit's file and in none of the bureau's.
    pub(super) fn foreign_opinion(&self, key: &str) -> Option<&str> {
        let own = &self.own.as_ref()?.about(key)?.opinion;
        let mut kept = self.same.iter().chain(&self.last).peekable();
        kept.peek()?;
        let is_known = kept.any(|review| review.about(key).is_some_and(|written| written.opinion == *own));
        (!own.is_empty() && !is_known).then_some(own)
    }

    /// What stands in the reviews and cannot be read.
    pub(super) fn doubts(&self) -> impl Iterator<Item = String> {
        let of_unit = self.own.iter().filter_map(|own| own.doubt("报送的文件里的审核意见"));
        of_unit.chain(self.same.iter().chain(&self.last).filter_map(|kept| kept.doubt("审核结果中的审核意见")))
    }

    /// 审核人补充意见, the latest.
    pub(super) fn remark(&self) -> &str {
        let reviews = self.same.iter().chain(&self.last).chain(&self.own);
        reviews.map(|review| review.remark.as_str()).find(|remark| !remark.is_empty()).unwrap_or_default()
    }
}

fn recorded<'a>(review: &'a Review, key: &str) -> Option<&'a Recorded> {
    review.record.as_ref()?.findings.get(key)
}

/// The words of the unit in a review, with what was found then.
fn said<'a>(review: &'a Review, key: &str) -> Option<(&'a str, Option<&'a Recorded>)> {
    let words = review.about(key)?.explanation.as_str();
    (!words.is_empty()).then(|| (words, recorded(review, key)))
}
