//! What a summary says of the round before, and of what the unit has explained since.

use std::fmt::Write;

use super::{Colour, MAX_VALUE, Page};
use crate::facts::{Finding, Standing};
use crate::outcome::Judged;
use crate::report::lines::shortened;
use crate::report::rounds::{CORRECTED, TOUCHED, before, now};

/// Characters of an explanation that is quoted.
const MAX_EXPLANATION: usize = 120;

/// What has become of the round before.
pub(super) fn since(judged: &Judged, page: Page) -> String {
    let rounds = &judged.rounds;
    let mut text = String::new();
    if !rounds.corrected.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, CORRECTED));
        for one in &rounds.corrected {
            let words: Vec<&str> = [&one.cell, &one.item, &one.title]
                .map(String::as_str)
                .into_iter()
                .filter(|word| !word.is_empty())
                .collect();
            text.push_str(&page.indented(4, &words.join("  ")));
        }
    }
    if !rounds.touched.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, TOUCHED));
        for one in &rounds.touched {
            let (before, now) = (shortened(before(one), MAX_VALUE), shortened(now(one), MAX_VALUE));
            text.push_str(&page.indented(4, &format!("{}  {before} → {now}", one.place)));
        }
    }
    for doubt in &rounds.doubts {
        let _ = write!(text, "\n{}", page.indented(2, &format!("请注意：{doubt}")));
    }
    text
}

/// What the unit has explained of a finding, and what becomes of that.
pub(super) fn explained(finding: &Finding) -> Option<String> {
    let explanation = finding.answer.explanation.as_ref()?;
    let standing = match explanation.standing {
        Standing::Pending => "待审定",
        Standing::Accepted => "已采纳",
        Standing::Rejected => "未采纳",
        Standing::Empty => "过于简单，不作数",
        Standing::Outdated => "数值已变，需重新说明",
    };
    if explanation.text.is_empty() {
        return Some(format!("审核人意见：{}", finding.answer.opinion));
    }
    Some(format!("单位说明（{standing}）：{}", shortened(&explanation.text, MAX_EXPLANATION)))
}
