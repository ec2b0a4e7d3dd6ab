//! 审核人意见: what a reviewer has decided about a finding, in the words that reviewers use.

use jiff::civil::Date;

use crate::facts::Excused;
use crate::fields::date_from_text;

/// Words that begin a decision; the longer ones are looked for first.
const ACCEPTED: [&str; 4] = ["予以采纳", "同意采纳", "可以采纳", "采纳"];
const REJECTED: [&str; 5] = ["不予采纳", "不同意采纳", "暂不采纳", "未采纳", "不采纳"];
/// Words that decide where they stand alone, or a mark follows: `同意` does, `同意后再报` does not.
const ACCEPTED_ALONE: [&str; 2] = ["已采纳", "同意"];
const REJECTED_ALONE: [&str; 1] = ["不同意"];
/// Words about the file, which say nothing of a single finding.
const OF_THE_FILE: [&str; 3] = ["通过", "退回", "不通过"];
const EXCUSED: &str = "免改";
/// Marks in front of quoted words.
const OPENING: [char; 4] = ['“', '【', '「', '"'];
/// Marks of a question.
const QUESTION: [char; 2] = ['？', '?'];
/// Words in front of the last day of an excuse; the longer ones are looked for first.
const UNTIL: [&str; 4] = ["有效期至", "期限至", "截至", "至"];

/// What a reviewer has decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Decision {
    /// 采纳.
    Accept,
    /// 不采纳.
    Reject,
    /// 免改, for a reason and until a day.
    Excuse(Excused),
    /// 免改, but it is not said why or until when.
    Incomplete,
    /// A question, or a choice that nobody has made: `采纳？`, `采纳/不采纳`.
    Unclear,
}

impl Decision {
    /// The decision that an opinion begins with; other words decide nothing.
    pub(super) fn read(opinion: &str) -> Option<Self> {
        let excuse = opinion.trim().trim_start_matches(OPENING);
        // Some set their words apart by blanks.
        let opinion: String = opinion.split_whitespace().collect();
        let opinion = opinion.trim_start_matches(OPENING);
        let rest = |words: &[&str]| words.iter().find_map(|word| opinion.strip_prefix(word));
        let alone = |words: &[&str]| rest(words).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        let is_question = opinion.contains(QUESTION);
        if alone(&OF_THE_FILE) {
            Some(Self::Unclear)
        } else if alone(&REJECTED_ALONE) {
            Some(if is_question { Self::Unclear } else { Self::Reject })
        } else if alone(&ACCEPTED_ALONE) {
            Some(if is_question { Self::Unclear } else { Self::Accept })
        } else if let Some(rest) = rest(&REJECTED) {
            Some(if rest.starts_with(QUESTION) { Self::Unclear } else { Self::Reject })
        } else if let Some(rest) = rest(&ACCEPTED) {
            let is_open = rest.contains(QUESTION) || REJECTED.iter().any(|word| rest.contains(word));
            Some(if is_open { Self::Unclear } else { Self::Accept })
        } else {
            excuse.strip_prefix(EXCUSED).map(|rest| excused(rest).map_or(Self::Incomplete, Self::Excuse))
        }
    }
}

/// The reason and the day of `：编制由上级统一管理，至2022-12-31`.
fn excused(text: &str) -> Option<Excused> {
    let (reason, until) = UNTIL.iter().find_map(|word| {
        let (reason, day) = text.rsplit_once(word)?;
        Some((reason, day_in(day)?))
    })?;
    let reason = trimmed(reason.trim_end_matches("有效期").trim_end_matches("期限"));
    let reason = trimmed(reason.strip_prefix("理由").unwrap_or(reason));
    (!reason.is_empty()).then(|| Excused { reason: reason.to_owned(), until })
}

fn day_in(text: &str) -> Option<Date> {
    date_from_text(trimmed(text.trim().trim_end_matches(['止', '前'])))
}

/// Without blanks and marks at both ends.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || "：:，,。.；;、（）()［］[]”】」\"".contains(c))
}

/// How an excuse is written, for a reviewer who did not say everything: until the end of the year of this day.
pub(super) fn example(today: Date) -> String {
    format!("免改：编制由上级统一管理，至{}-12-31", today.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_are_read_as_reviewers_write_them() {
        for opinion in ["采纳", " 采纳。", "采 纳", "予以采纳，情况属实", "“采纳”", "已采纳", "同意。"]
        {
            assert_eq!(Decision::read(opinion), Some(Decision::Accept), "{opinion}");
        }
        for opinion in ["不采纳", "不予采纳：请附文件", "不同意采纳", "不同意，请附文件", "未采纳", "暂不采纳"]
        {
            assert_eq!(Decision::read(opinion), Some(Decision::Reject), "{opinion}");
        }
        for opinion in ["", "请补充附件", "已采纳的不再列出", "同意后再报", "—"] {
            assert_eq!(Decision::read(opinion), None, "{opinion}");
        }
        for opinion in ["采纳？", "采纳/不采纳", "采纳 不予采纳", "不采纳?", "同意？", "通过", "退回。"]
        {
            assert_eq!(Decision::read(opinion), Some(Decision::Unclear), "{opinion}");
        }
        assert_eq!(Decision::read("不采纳，附件在哪里？"), Some(Decision::Reject));
    }

    #[test]
    fn an_excuse_needs_a_reason_and_a_day() {
        let excused = Excused { reason: "编制由上级统一管理".to_owned(), until: Date::constant(2022, 12, 31) };
        for opinion in [
            &example(Date::constant(2022, 4, 20)),
            "免改（编制由上级统一管理，至2022年12月31日）",
            "免改，理由：编制由上级统一管理；期限至2022.12.31。",
            "免改 编制由上级统一管理 有效期至 2022-12-31 止",
        ] {
            assert_eq!(Decision::read(opinion), Some(Decision::Excuse(excused.clone())), "{opinion}");
        }
        for opinion in ["免改", "免改：编制由上级统一管理", "免改至2022-12-31", "免改：编制，至年底"]
        {
            assert_eq!(Decision::read(opinion), Some(Decision::Incomplete), "{opinion}");
        }
    }
}
