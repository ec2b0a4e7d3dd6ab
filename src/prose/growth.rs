//! Claims of growth: `X万元，较上年Y万元增长Z%`.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::amount::amounts;
use super::{Pattern, clause, found, piece_before};

/// A claim of growth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// The words of the comparison with what is compared (`投诉量同比`, `较去年130万元`).
    pub words: String,
    /// 增长 or 下降.
    pub up: bool,
    /// The rate as written, in percent.
    pub stated: Decimal,
    /// This year's and last year's amount in 万元, where both are written.
    pub amounts: Option<(Decimal, Decimal)>,
    /// Where it begins, in bytes.
    pub start: usize,
}

static GROWTH: Pattern = LazyLock::new(|| {
    regex::Regex::new(
        r"(?:较|比|同比)(?:上年|去年|上一年|上年度|20\d{2}年)?(?:同期)?(?:的)?([0-9][0-9,.]*(?:亿元|万元|元))?(?:，)?(?:同比)?(增长|增加|上升|提高|下降|减少|降低)(?:了)?(?:约|近)?\s*([0-9]+(?:\.[0-9]+)?)\s*%",
    )
    .ok()
});

/// Every claim of growth with a rate in percent.
#[must_use]
pub fn growths(text: &str) -> Vec<Growth> {
    let growth = |part: regex::Captures<'_>| {
        let whole = part.get(0)?;
        let up = matches!(part.get(2)?.as_str(), "增长" | "增加" | "上升" | "提高");
        let stated = part.get(3)?.as_str().parse().ok()?;
        let last = part.get(1).and_then(|last| amounts(last.as_str()).first().map(|one| one.value));
        // This year's amount is the one right before the comparison, in the same sentence.
        let sentence = clause(text, whole.start(), whole.end());
        let offset = sentence.as_ptr() as usize - text.as_ptr() as usize;
        let before = text[offset..whole.start()].trim_end_matches(['，', ',', ' ']);
        let this = amounts(before).last().filter(|one| one.end == before.len()).map(|one| one.value);
        let end = part.get(1).map_or(part.get(2)?.start(), |last| last.end());
        let begin = whole.start() - piece_before(text, whole.start()).len();
        let words = text[begin..end].trim().to_owned();
        Some(Growth { words, up, stated, amounts: this.zip(last), start: whole.start() })
    };
    found(&GROWTH, text).filter_map(growth).collect()
}

impl Growth {
    /// The rate by the two amounts, in percent, negative for a fall; nothing where they are not both there.
    #[must_use]
    pub fn calculated(&self) -> Option<Decimal> {
        let (this, last) = self.amounts?;
        (this - last).checked_mul(Decimal::ONE_HUNDRED)?.checked_div(last)
    }

    /// Whether the stated rate is that of the amounts: to half a point, or a hundredth of the rate (rules.md, TXT-07).
    #[must_use]
    pub fn is_right(&self) -> bool {
        let stated = if self.up { self.stated } else { -self.stated };
        let Some(calculated) = self.calculated() else { return true };
        let allowed = Decimal::new(5, 1).max(calculated.abs() / Decimal::ONE_HUNDRED);
        (stated - calculated).abs() <= allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_compared_with_its_amounts() {
        let one = &growths("实现税收1718万元，较去年130万元同比增长1221%。")[0];
        assert_eq!(one.words, "较去年130万元");
        assert!(one.is_right());
        assert_eq!(one.calculated().map(|rate| rate.round_dp(2).to_string()).as_deref(), Some("1221.54"));
        assert!(growths("收入165.00万元，较上年132.00万元增长25%")[0].is_right());
        assert!(!growths("收入165.00万元，较上年132.00万元增长20%")[0].is_right());
        assert!(!growths("收入165.00万元，较上年132.00万元下降25%")[0].is_right());
        assert!(growths("投诉量同比下降12%")[0].is_right());
        assert_eq!(growths("满意度提高到95%"), []);
    }
}
