//! The findings of a review: what to correct first, then the groups, one row a finding.
//!
//! Findings that are shown as one line stand under one number, with one answer for all of them.

use super::paper::{
    ANSWER, ASK, CELL, DIFFERENCE, EXPECTED, FOUND, ITEM, KEY, NONE, NUMBER, OPINION, PRINT_COLUMNS, PROBLEM, Paper,
    RELATED, RULE, SHEET, answer, link, value, words,
};
use crate::excel::mark::{ReviewCell, ReviewStyle};
use crate::facts::{Certainty, Finding, Standing};
use crate::outcome::Judged;
use crate::plan::review::{AS_ABOVE, MIN_EXPLANATION};
use crate::report::cells::named;
use crate::report::order::{Group, Line, Shown, priorities, to_correct};
use crate::report::rounds::state;
use crate::words::Place;

/// Rows of a line of hints; the cells of the others are listed in one row more.
const MAX_HINT_ROWS: usize = 8;

/// The places to correct first.
pub(super) fn first(paper: &mut Paper, judged: &Judged, shown: &Shown<'_>) {
    let priorities = priorities(judged, shown);
    if priorities.is_empty() {
        return;
    }
    let heading = format!("请先修改以下{}处（其他问题与之有关，改正后可能随之消除）", priorities.len());
    section(paper, &heading);
    for (number, priority) in (1..).zip(&priorities) {
        let finding = priority.finding;
        let text = |column, span, text: &str| words(column, span, text, ReviewStyle::Text);
        let count = format!("涉及{}项检查", priority.dependents);
        paper.row(
            0.0,
            vec![
                words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
                words(SHEET, 1, &priority.place.sheet, ReviewStyle::Centre),
                link(CELL, &priority.place.cell.to_string(), priority.place),
                text(ITEM, 1, item(finding)),
                text(PROBLEM, ANSWER - PROBLEM, &finding.message),
                words(ANSWER, PRINT_COLUMNS - ANSWER, &count, ReviewStyle::Centre),
            ],
        );
    }
}

/// The heading of a section.
pub(super) fn section(paper: &mut Paper, heading: &str) {
    paper.row(26.0, vec![words(NUMBER, PRINT_COLUMNS, heading, ReviewStyle::Section)]);
}

/// The findings of one group.
pub(super) fn group(paper: &mut Paper, judged: &Judged, shown: &Shown<'_>, group: Group, numeral: &str) {
    let count = shown.counts().of(group);
    if count == 0 {
        return section(paper, &format!("{numeral}、{}：无", group.word()));
    }
    section(paper, &format!("{numeral}、{}（{count}处）", group.word()));
    for (number, line) in (1..).zip(shown.lines(group)) {
        let rows = if group == Group::Note && line.count() > MAX_HINT_ROWS { MAX_HINT_ROWS } else { line.count() };
        for (position, finding) in line.findings().take(rows).enumerate() {
            let leads = (position == 0).then(|| number.to_string());
            paper.row(0.0, row(judged, finding, group, leads.as_deref()));
        }
        if rows < line.count() {
            paper.row(0.0, others(judged, line, rows));
        }
    }
}

/// What nothing is asked of any more, and why.
pub(super) fn settled<'n>(
    paper: &mut Paper,
    judged: &Judged,
    ([heading, why], group, findings): ([&str; 2], Group, &[&Finding]),
    numerals: &mut impl Iterator<Item = &'n str>,
) {
    let Some(numeral) = (!findings.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、{heading}（{}处，{why}）", findings.len()));
    for (number, finding) in (1..).zip(findings) {
        paper.row(0.0, row(judged, finding, group, Some(&number.to_string())));
    }
}

/// The row of a finding; the first of a line bears the number, what is asked for, and the answer for all.
fn row(judged: &Judged, finding: &Finding, group: Group, leads: Option<&str>) -> Vec<ReviewCell> {
    let sheet = finding.place.as_ref().map(|place| &*place.sheet);
    let centre = |column, text: &str| words(column, 1, text, ReviewStyle::Centre);
    let text = |column, text: &str| words(column, 1, text, ReviewStyle::Text);
    let wrong = to_correct(judged, finding);
    let guessed = match finding.certainty {
        Certainty::Certain => "",
        Certainty::Heuristic => "（供参考）",
    };
    let problem = format!("{}{guessed}{}", state(judged, finding), finding.message);
    let mut cells = vec![
        centre(NUMBER, leads.unwrap_or_default()),
        centre(SHEET, sheet.unwrap_or(NONE)),
        match &finding.place {
            Some(place) => link(CELL, &named(wrong, sheet), place),
            None => centre(CELL, NONE),
        },
        text(ITEM, item(finding)),
        text(PROBLEM, &problem),
        value(FOUND, finding.found.as_deref()),
        value(EXPECTED, finding.expected.as_deref()),
        value(DIFFERENCE, finding.difference.as_deref()),
        if leads.is_some() { text(ASK, &asked(finding)) } else { centre(ASK, AS_ABOVE) },
    ];
    cells.extend(answers(finding, group, leads.is_some()));
    cells.push(words(RULE, 1, &finding.rule, ReviewStyle::Muted));
    cells.push(words(KEY, 1, &finding.key(), ReviewStyle::Muted));
    cells.extend(related(finding, sheet));
    cells
}

/// What is asked of the unit, after what it has answered already.
fn asked(finding: &Finding) -> String {
    if let Some(excused) = &finding.excused {
        return excused.words();
    }
    let Some(explanation) = &finding.answer.explanation else { return finding.fix.clone() };
    match explanation.standing {
        Standing::Pending if Group::of(finding) == Group::Explain => "已作说明，等待审核人审定。".to_owned(),
        Standing::Pending => finding.fix.clone(),
        Standing::Accepted => "说明已采纳，不需要再处理。".to_owned(),
        Standing::Rejected => format!("说明未被采纳。请修改，或重新说明。{}", finding.fix),
        Standing::Empty => format!("说明过于简单，请写明原因（不少于{MIN_EXPLANATION}个字）。"),
        Standing::Outdated => format!("数值已变，请重新说明。上次的说明：{}", explanation.text),
    }
}

/// Where the unit and the reviewer write; an answer is never asked for a hint.
fn answers(finding: &Finding, group: Group, leads: bool) -> [ReviewCell; 2] {
    let locked = |column, text| words(column, 1, text, ReviewStyle::Centre);
    let open = |column, so_far: &str| answer(column, 1, so_far, ReviewStyle::Text);
    let so_far = finding.answer.standing_words();
    let opinion = || open(OPINION, &finding.answer.opinion);
    match (group, leads) {
        (Group::Correct, true) => [open(ANSWER, so_far), opinion()],
        (Group::Explain, true) => [answer(ANSWER, 1, so_far, ReviewStyle::Answer), opinion()],
        (Group::Note, true) => [locked(ANSWER, NONE), opinion()],
        (Group::Correct | Group::Explain, false) => [locked(ANSWER, AS_ABOVE), locked(OPINION, AS_ABOVE)],
        (Group::Note, false) => [locked(ANSWER, NONE), locked(OPINION, AS_ABOVE)],
    }
}

/// The cells of hints beyond those that have a row each.
fn others(judged: &Judged, line: &Line<'_>, rows: usize) -> Vec<ReviewCell> {
    let rest: Vec<&Finding> = line.findings().skip(rows).collect();
    let places: Vec<Place> = rest.iter().flat_map(|finding| to_correct(judged, finding)).cloned().collect();
    let sheet = line.first.place.as_ref().map(|place| &*place.sheet);
    let text = format!("其余{}处：{}", rest.len(), named(&places, sheet));
    let centre = |column, text| words(column, 1, text, ReviewStyle::Centre);
    vec![
        centre(NUMBER, ""),
        centre(SHEET, sheet.unwrap_or(NONE)),
        words(CELL, FOUND - CELL, &text, ReviewStyle::Text),
        value(FOUND, None),
        value(EXPECTED, None),
        value(DIFFERENCE, None),
        centre(ASK, AS_ABOVE),
        centre(ANSWER, NONE),
        centre(OPINION, AS_ABOVE),
        words(RULE, 1, &line.first.rule, ReviewStyle::Muted),
    ]
}

/// Links to the other cells that take part, for the screen.
fn related<'a>(finding: &'a Finding, home: Option<&'a str>) -> impl Iterator<Item = ReviewCell> + 'a {
    let others = finding.places.iter().skip(1);
    (RELATED..).zip(others).take(super::paper::MAX_RELATED).map(move |(column, place)| {
        let text = named(std::slice::from_ref(place), home);
        ReviewCell { style: ReviewStyle::Muted, ..link(column, &text, place) }
    })
}

/// What the person at the form calls the place.
fn item(finding: &Finding) -> &str {
    if finding.item.is_empty() { &finding.field } else { &finding.item }
}
