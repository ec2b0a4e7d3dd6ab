//! What became of each finding since the round before: whether it is new, what was explained, what was decided.

use jiff::civil::Date;

use super::decision::{Decision, example};
use super::history::History;
use super::record::value_of;
use super::review::plain;
use crate::facts::{Answer, Book, Certainty, Explanation, Finding, Severity, Standing, State};
use crate::plan::review::MIN_EXPLANATION;

/// Phrases that say nothing by themselves; what is left of an explanation without them has to say something.
const EMPTY: [&str; 19] = [
    "情况属实",
    "没有问题",
    "无需说明",
    "按实际填报",
    "见附件",
    "经核实",
    "已核实",
    "核实",
    "无误",
    "数据",
    "情况",
    "属实",
    "说明",
    "谢谢",
    "同上",
    "附件",
    "详见",
    "没问题",
    "无",
];
/// Characters that have to be left.
const MIN_LEFT: usize = 3;

/// What the unit has said, and the digest of the value that it was said of where that is not the one of the file.
type Said<'a> = (&'a str, Option<&'a str>);

/// What the reviewer has written.
struct Decided<'a> {
    opinion: &'a str,
    in_summary: bool,
    decision: Option<Decision>,
    /// Whether a decision on an explanation still holds: for the value that stood there, and the words that were given.
    holds: bool,
}

/// Says of a finding what has become of it; gives what was not taken for a decision, and why.
pub(super) fn settle(finding: &mut Finding, book: &Book, history: &History, today: Date) -> Option<String> {
    // Of what nobody has seen before nothing was said.
    if history.is_empty() {
        return None;
    }
    let key = finding.key();
    let value = &value_of(book, finding);
    finding.state = state(history, &key, value);
    let said = history.explained(&key);
    let decided = decided(history, &key, value, said);
    let explanation = explanation(finding, said, decided.as_ref(), value);
    let foreign = foreign(finding, history, &key);
    let (opinion, doubt) = decided.map_or_else(Default::default, |decided| kept(finding, decided, today));
    finding.answer = Answer { explanation, opinion };
    doubt.or(foreign)
}

/// What the reviewer has written as far as it is kept, and why something of it is not taken for a decision.
fn kept(finding: &mut Finding, decided: Decided<'_>, today: Date) -> (String, Option<String>) {
    let Decided { opinion, in_summary, decision, holds } = decided;
    let (keeps, doubt) = match decision {
        Some(Decision::Accept) if is_error(finding) => (true, Some(not_accepted(finding, today))),
        Some(Decision::Accept | Decision::Reject) if !holds => (false, Some(outdated(finding, opinion))),
        Some(Decision::Excuse(excused)) if excused.until < today => (false, Some(expired(finding, excused.until))),
        Some(Decision::Excuse(excused)) => {
            finding.excused.get_or_insert(excused);
            (true, None)
        }
        Some(Decision::Incomplete) => (true, Some(incomplete(finding, today))),
        Some(Decision::Unclear) => (true, Some(unclear(finding, opinion))),
        None if in_summary && !opinion.is_empty() => (true, Some(unread(finding, opinion, today))),
        Some(Decision::Accept | Decision::Reject) | None => (true, None),
    };
    (if keeps { opinion.to_owned() } else { String::new() }, doubt)
}

fn state(history: &History, key: &str, value: &str) -> State {
    match history.before().and_then(|review| review.record.as_ref()?.findings.get(key)) {
        None => State::New,
        Some(before) if before.value == value => State::Unchanged,
        Some(_) => State::Changed,
    }
}

fn decided<'a>(history: &'a History, key: &str, value: &str, said: Option<Said<'_>>) -> Option<Decided<'a>> {
    let (written, recorded) = history.decided(key)?;
    let of_words =
        said.is_none_or(|(words, _)| written.explanation.is_empty() || plain(words) == plain(&written.explanation));
    Some(Decided {
        opinion: &written.opinion,
        in_summary: written.in_summary,
        decision: Decision::read(&written.opinion),
        holds: of_words && recorded.is_none_or(|recorded| recorded.value == value),
    })
}

fn explanation(
    finding: &Finding,
    said: Option<Said<'_>>,
    decided: Option<&Decided<'_>>,
    value: &str,
) -> Option<Explanation> {
    let text = said.map(|(words, _)| words.to_owned()).unwrap_or_default();
    if !can_be_explained(finding) {
        // It is kept for the reviewer to read, and settles nothing.
        return said.map(|_| Explanation { text, standing: Standing::Pending });
    }
    let decision = decided.filter(|decided| decided.holds).and_then(|decided| decided.decision.as_ref());
    let is_outdated = said.and_then(|(_, given_for)| given_for).is_some_and(|given_for| given_for != value);
    let standing = match decision {
        Some(Decision::Accept) => Standing::Accepted,
        Some(Decision::Reject) => Standing::Rejected,
        Some(Decision::Excuse(_) | Decision::Incomplete | Decision::Unclear) | None => match text.as_str() {
            "" => return None,
            _ if is_outdated => Standing::Outdated,
            text if !counts(text) => Standing::Empty,
            _ => Standing::Pending,
        },
    };
    Some(Explanation { text, standing })
}

/// What is said of a decision that stands in the unit's file alone.
fn foreign(finding: &Finding, history: &History, key: &str) -> Option<String> {
    let opinion = history.foreign_opinion(key).filter(|opinion| Decision::read(opinion).is_some())?;
    Some(format!(
        "报送的文件在{}的审核人意见中写有“{opinion}”，审核结果中的审核意见没有，未予采用；如是审核人所写，请写在审核结果的审核意见中",
        named(finding)
    ))
}

fn incomplete(finding: &Finding, today: Date) -> String {
    format!("{}的免改没有写明理由或期限，未予采用，请写成“{}”这样的形式", named(finding), example(today))
}

/// Whether a finding has to be corrected.
const fn is_error(finding: &Finding) -> bool {
    matches!((finding.certainty, finding.severity), (Certainty::Certain, Severity::Error))
}

fn not_accepted(finding: &Finding, today: Date) -> String {
    format!("{}是须修改的问题，“采纳”不起作用；确实不必修改的，请写成“{}”这样的形式", named(finding), example(today))
}

fn outdated(finding: &Finding, opinion: &str) -> String {
    format!("{}的审核人意见“{opinion}”是对以前的数或说明写的，现已变化，请重新审定", named(finding))
}

fn expired(finding: &Finding, until: Date) -> String {
    format!("{}的免改已于{until}到期，不再采用；仍需免改的，请重新写明理由和期限", named(finding))
}

fn unclear(finding: &Finding, opinion: &str) -> String {
    format!("{}的审核人意见写有“{opinion}”，看不出是否采纳，未予采用，请写“采纳”或“不采纳”", named(finding))
}

/// What is said of words in 审核汇总 that decide nothing.
fn unread(finding: &Finding, opinion: &str, today: Date) -> String {
    let choices = if is_error(finding) {
        "不必修改的，"
    } else {
        "请写“采纳”或“不采纳”；不必说明的，"
    };
    format!(
        "{}的审核人处理写有“{opinion}”，看不出是什么处理，未予采用；{choices}请写成“{}”这样的形式",
        named(finding),
        example(today)
    )
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
    let left = EMPTY.iter().fold(words.clone(), |left, phrase| left.replace(phrase, ""));
    words.chars().count() >= MIN_EXPLANATION && !repeats && left.chars().count() >= MIN_LEFT
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn empty_phrases_do_not_count() {
        for text in [
            "无",
            "同上",
            "已核实",
            "见附件",
            "无 无 无 无 无",
            "……………",
            "核实无误。",
            "  ",
            "经核实，无误！",
            "已核实，数据无误",
            "没有问题，谢谢",
            "无需说明情况",
            "见附件说明",
        ] {
            assert!(!counts(text), "{text}");
        }
        for text in [
            "本年新增两个项目",
            "上级追加专项经费",
            "年中划入3名人员",
            "情况属实，上级追加专项",
            "详见附件：军转安置文件",
        ] {
            assert!(counts(text), "{text}");
        }
    }
}
