//! What became of each finding since the round before: whether it is new, what was explained, what was decided.

use jiff::civil::Date;

use super::decision::{Decision, EXAMPLE};
use super::history::History;
use super::record::value_of;
use super::review::plain;
use crate::facts::{Answer, Book, Certainty, Explanation, Finding, Severity, Standing, State};
use crate::plan::review::MIN_EXPLANATION;

/// Phrases that say nothing, without blanks and marks, beyond those that are too short anyway.
const EMPTY: [&str; 8] =
    ["情况属实无误", "经核实无误", "已核实无误", "核实无误", "数据无误", "没有问题", "无需说明", "按实际填报"];

/// Says of a finding what has become of it; gives what was not taken for a decision, and why.
pub(super) fn settle(finding: &mut Finding, book: &Book, history: &History, today: Date) -> Option<String> {
    let key = finding.key();
    let value = value_of(book, finding);
    let before = history.before().and_then(|review| review.record.as_ref()?.findings.get(&key));
    finding.state = match before {
        None => State::New,
        Some(before) if before.value == value => State::Unchanged,
        Some(_) => State::Changed,
    };
    let said = history.explained(&key);
    let decided = history.decided(&key);
    let decision = decided.and_then(|(written, _)| Decision::read(&written.opinion));
    // What was decided holds for the value that stood there, and for the words that were given.
    let holds = decided.is_some_and(|(written, recorded)| {
        let of_words =
            said.is_none_or(|(words, _)| written.explanation.is_empty() || plain(words) == plain(&written.explanation));
        recorded.is_none_or(|recorded| recorded.value == value) && of_words
    });
    let mut answer = Answer::default();
    if can_be_explained(finding) {
        let text = said.map(|(words, _)| words.to_owned()).unwrap_or_default();
        let is_outdated = said.and_then(|(_, given_for)| given_for).is_some_and(|given_for| given_for != value);
        let standing = match &decision {
            Some(Decision::Accept) if holds => Some(Standing::Accepted),
            Some(Decision::Reject) if holds => Some(Standing::Rejected),
            _ if text.is_empty() => None,
            _ if is_outdated => Some(Standing::Outdated),
            _ if !counts(&text) => Some(Standing::Empty),
            _ => Some(Standing::Pending),
        };
        answer.explanation = standing.map(|standing| Explanation { text, standing });
    } else if let Some((words, _)) = said {
        answer.explanation = Some(Explanation { text: words.to_owned(), standing: Standing::Pending });
    }
    let mut doubt = None;
    if let Some((written, _)) = decided {
        let keeps = match decision {
            Some(Decision::Accept | Decision::Reject) => holds,
            Some(Decision::Excuse(excused)) => {
                let lasts = excused.until >= today;
                if lasts && finding.excused.is_none() {
                    finding.excused = Some(excused);
                }
                lasts
            }
            Some(Decision::Incomplete) => {
                doubt =
                    Some(format!("{}的免改没有写明理由或期限，未予采用，请写成“{EXAMPLE}”这样的形式", named(finding)));
                true
            }
            None => true,
        };
        if keeps {
            answer.opinion.clone_from(&written.opinion);
        }
    }
    if doubt.is_none()
        && let Some(opinion) = history.foreign_opinion(&key)
        && Decision::read(opinion).is_some()
    {
        doubt = Some(format!(
            "报送的文件在{}的审核人意见中写有“{opinion}”，审核结果中的审核意见没有，未予采用；如是审核人所写，请写在审核结果的审核意见中",
            named(finding)
        ));
    }
    finding.answer = answer;
    doubt
}

/// Whether an explanation settles a finding; errors are corrected or excused.
const fn can_be_explained(finding: &Finding) -> bool {
    matches!((finding.certainty, finding.severity), (Certainty::Certain, Severity::Query))
}

fn named(finding: &Finding) -> &str {
    if finding.item.is_empty() { &finding.title } else { &finding.item }
}

/// Whether an explanation says something.
fn counts(text: &str) -> bool {
    let words = plain(text);
    let first = words.chars().next();
    let repeats = words.chars().all(|c| Some(c) == first);
    words.chars().count() >= MIN_EXPLANATION && !repeats && !EMPTY.contains(&words.as_str())
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn empty_phrases_do_not_count() {
        for text in ["无", "同上", "已核实", "见附件", "无 无 无 无 无", "……………", "核实无误。", "  ", "经核实，无误！"]
        {
            assert!(!counts(text), "{text}");
        }
        for text in ["本年新增两个项目", "上级追加专项经费", "年中划入3名人员"] {
            assert!(counts(text), "{text}");
        }
    }
}
