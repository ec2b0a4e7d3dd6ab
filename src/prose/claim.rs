//! Claims in words that can be held against figures.

use std::sync::LazyLock;

use super::about::piece_before;
use super::{Pattern, clause, found};

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// 没有结余.
    NoSurplus(String),
    /// 未超编.
    WithinPosts(String),
    /// 较上年减少 and its like without a figure: what is compared, and whether it rose.
    Unfounded {
        /// The words of the claim.
        words: String,
        /// Whether it is said to have risen.
        up: bool,
        /// Whether it is about 三公经费.
        three_public: bool,
    },
    /// 追加 without an amount near it.
    Addition(String),
}

static NO_SURPLUS: Pattern = LazyLock::new(|| regex::Regex::new(r"(?:没有|无|未产生|不存在)(?:资金|财政)?结余").ok());
static WITHIN: Pattern =
    LazyLock::new(|| regex::Regex::new(r"(?:控制在|在)[^，。；]{0,8}编制(?:以|之)?内|未超编|不超编|没有超编").ok());
static CHANGE: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"[^，。；、\n]*(?:较|比)(?:上年|去年|上一年)(?:度)?(?:同期)?(?:有所|略有|明显|大幅|均有所)?(减少|增加|下降|上升|降低)").ok()
});
static ADDITION: Pattern = LazyLock::new(|| regex::Regex::new(r"[^，。；、\n]*追加[^，。；\n]*").ok());

/// Characters around 追加 among which an amount is looked for (rules.md, TXT-19).
const NEAR: usize = 20;

/// The claims of a text, in order of their kinds.
#[must_use]
pub fn claims(text: &str) -> Vec<Claim> {
    let whole = |part: &regex::Captures<'_>| part.get(0).map(|whole| (whole.as_str().trim().to_owned(), whole.range()));
    let mut claims = Vec::new();
    claims.extend(found(&NO_SURPLUS, text).filter_map(|part| {
        let (words, range) = whole(&part)?;
        (!is_of_a_part(text, range.start)).then_some(Claim::NoSurplus(words))
    }));
    claims.extend(found(&WITHIN, text).filter_map(|part| Some(Claim::WithinPosts(whole(&part)?.0))));
    for part in found(&CHANGE, text) {
        let (Some((words, range)), Some(way)) = (whole(&part), part.get(1)) else { continue };
        let sentence = clause(text, range.start, range.end);
        if !sentence.chars().any(|c| c.is_ascii_digit()) {
            let up = matches!(way.as_str(), "增加" | "上升");
            let three_public = words.contains("三公");
            claims.push(Claim::Unfounded { words, up, three_public });
        }
    }
    for part in found(&ADDITION, text) {
        let Some((words, range)) = whole(&part) else { continue };
        let at = text[range.clone()].find("追加").map_or(range.start, |at| range.start + at);
        let before: Vec<char> = text[..at].chars().rev().take(NEAR).collect();
        let near: String = before.into_iter().rev().chain(text[at..].chars().take(NEAR)).collect();
        if super::amounts(&near).is_empty() && !is_no_addition(&words) {
            claims.push(Claim::Addition(words));
        }
    }
    claims
}

/// Whether what has no surplus is a project or the like, or whether it is only asked for one (`有无结余`).
fn is_of_a_part(text: &str, start: usize) -> bool {
    let piece = piece_before(text, start);
    piece.ends_with('有') || ["项目", "专项", "科室", "该", "此"].iter().any(|word| piece.contains(word))
}

/// Whether the words deny an addition or say how one would have to be made.
fn is_no_addition(words: &str) -> bool {
    let (before, _) = words.split_once("追加").unwrap_or_default();
    let denied = ["未", "不", "没有", "无", "确需", "如需", "严禁"].iter().any(|word| before.contains(word));
    denied || ["报批", "审批", "须", "应当", "按程序"].iter().any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_found_where_nothing_backs_them() {
        assert_eq!(claims("年末没有资金结余。"), [Claim::NoSurplus("没有资金结余".to_owned())]);
        assert_eq!(claims("人员控制在编制以内。"), [Claim::WithinPosts("控制在编制以内".to_owned())]);
        let unfounded =
            |words: &str, three_public| Claim::Unfounded { words: words.to_owned(), up: false, three_public };
        assert_eq!(claims("“三公”经费支出总额较上年有所减少。"), [unfounded("“三公”经费支出总额较上年有所减少", true)]);
        assert_eq!(claims("投诉量较上年减少，由60件降到52件。"), []);
        assert_eq!(claims("政策性工资有所追加；"), [Claim::Addition("政策性工资有所追加".to_owned())]);
        assert_eq!(claims("年中追加项目资金30万元。"), []);
    }
}
