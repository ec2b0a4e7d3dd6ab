//! What has become of the findings of the round before.

use super::findings::section;
use super::paper::{CELL, FOUND, ITEM, NONE, NUMBER, PRINT_COLUMNS, PROBLEM, Paper, SHEET, link, words};
use crate::excel::mark::ReviewStyle;
use crate::outcome::Judged;
use crate::report::lines::shortened;
use crate::report::rounds::{CORRECTED, TOUCHED, before, counts};

/// Rows of a section; more are counted.
const MAX_ROWS: usize = 40;
/// Characters of a value.
const MAX_VALUE: usize = 60;

/// `上次提出的12处，已改9处、未改2处，新增1处；` nothing in a first round.
pub(super) fn sentence(judged: &Judged) -> String {
    counts(judged).map(|counts| format!("{counts}；现有")).unwrap_or_default()
}

/// 已改.
pub(super) fn corrected<'n>(paper: &mut Paper, judged: &Judged, numerals: &mut impl Iterator<Item = &'n str>) {
    let corrected = &judged.rounds.corrected;
    let Some(numeral) = (!corrected.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、{CORRECTED}（{}处）", corrected.len()));
    for (number, one) in (1..).zip(corrected.iter().take(MAX_ROWS)) {
        let (sheet, cell) = one.cell.rsplit_once('!').unwrap_or((NONE, NONE));
        paper.row(
            0.0,
            vec![
                words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
                words(SHEET, 1, sheet, ReviewStyle::Centre),
                words(CELL, 1, cell, ReviewStyle::Centre),
                words(ITEM, 1, &one.item, ReviewStyle::Text),
                words(PROBLEM, PRINT_COLUMNS - PROBLEM, &one.title, ReviewStyle::Text),
            ],
        );
    }
    rest(paper, corrected.len());
}

/// What was changed without being asked for.
pub(super) fn touched<'n>(paper: &mut Paper, judged: &Judged, numerals: &mut impl Iterator<Item = &'n str>) {
    let touched = &judged.rounds.touched;
    let Some(numeral) = (!touched.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、{TOUCHED}（{}处，请确认是有意修改）", touched.len()));
    for (number, one) in (1..).zip(touched.iter().take(MAX_ROWS)) {
        let text = |column, span, text: &str| words(column, span, text, ReviewStyle::Text);
        paper.row(
            0.0,
            vec![
                words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
                words(SHEET, 1, &one.place.sheet, ReviewStyle::Centre),
                link(CELL, &one.place.cell.to_string(), &one.place),
                text(ITEM, FOUND - ITEM, &format!("原为：{}", shortened(before(one), MAX_VALUE))),
                text(FOUND, PRINT_COLUMNS - FOUND, &format!("现为：{}", shortened(now(&one.now), MAX_VALUE))),
            ],
        );
    }
    rest(paper, touched.len());
}

fn now(now: &str) -> &str {
    if now.is_empty() { "（空）" } else { now }
}

/// How many rows a section leaves out.
fn rest(paper: &mut Paper, count: usize) {
    if count > MAX_ROWS {
        let text = format!("其余{}处略。", count - MAX_ROWS);
        paper.row(0.0, vec![words(NUMBER, PRINT_COLUMNS, &text, ReviewStyle::Text)]);
    }
}
