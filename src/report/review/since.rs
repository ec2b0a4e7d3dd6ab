//! What has become of the findings of the round before.

use super::findings::section;
use super::paper::{CELL, ITEM, NONE, NUMBER, PRINT_COLUMNS, PROBLEM, Paper, SHEET, words};
use super::rest::{two_values, value};
use crate::excel::mark::ReviewStyle;
use crate::outcome::Judged;
use crate::report::rounds::{CORRECTED, TOUCHED, before, counts, now};

/// Rows of a section; more are counted.
const MAX_ROWS: usize = 40;

/// `上次提出12处，已改9处、未改2处、改后仍有问题1处，新增1处；现有` nothing in a first round.
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
        let (before, now) = (format!("原为：{}", value(before(one))), format!("现为：{}", value(now(one))));
        two_values(paper, number, &one.place, &before, &now);
    }
    rest(paper, touched.len());
}

/// How many rows a section leaves out.
fn rest(paper: &mut Paper, count: usize) {
    if count > MAX_ROWS {
        let text = format!("其余{}处略。", count - MAX_ROWS);
        paper.row(0.0, vec![words(NUMBER, PRINT_COLUMNS, &text, ReviewStyle::Text)]);
    }
}
