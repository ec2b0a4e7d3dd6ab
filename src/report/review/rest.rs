//! Below the findings: what was not checked, what was read leniently, what was put back, room for words and signatures.

use super::findings::section;
use super::head::across;
use super::paper::{
    ASK, CELL, FOUND, ITEM, NONE, NUMBER, PRINT_COLUMNS, PROBLEM, Paper, RULE, SHEET, answer, link, words,
};
use crate::excel::mark::ReviewStyle;
use crate::outcome::Judged;
use crate::plan::review::REMARK;
use crate::report::cells::named;
use crate::report::lines::shortened;
use crate::report::order::Shown;
use crate::report::restored::{RESTORED, restored_lines};
use crate::words::Place;

/// Characters of a value as it was typed.
const MAX_VALUE: usize = 60;
/// Lines of what was put back; a sheet of pasted values may have hundreds.
const MAX_RESTORED: usize = 100;

/// Rules that could not be judged; they are never counted as passed.
pub(super) fn unchecked<'n>(paper: &mut Paper, judged: &Judged, numerals: &mut impl Iterator<Item = &'n str>) {
    let unchecked = &judged.outcome.unchecked;
    let Some(numeral) = (!unchecked.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、未检查（{}项，不等于通过）", unchecked.len()));
    for (number, one) in (1..).zip(unchecked) {
        let place = one.places.first();
        let because = match one.places.len() {
            0 | 1 => one.because.clone(),
            _ => format!("{}（涉及{}）", one.because, named(&one.places, None)),
        };
        paper.row(
            0.0,
            vec![
                words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
                words(SHEET, 1, place.map_or(NONE, |place| &place.sheet), ReviewStyle::Centre),
                match place {
                    Some(place) => link(CELL, &place.cell.to_string(), place),
                    None => words(CELL, 1, NONE, ReviewStyle::Centre),
                },
                words(ITEM, 1, &one.title, ReviewStyle::Text),
                words(PROBLEM, PRINT_COLUMNS - PROBLEM, &because, ReviewStyle::Text),
                words(RULE, 1, &one.rule, ReviewStyle::Muted),
            ],
        );
    }
}

/// 原值 → 读作.
pub(super) fn normalised<'n>(paper: &mut Paper, judged: &Judged, numerals: &mut impl Iterator<Item = &'n str>) {
    let normalised = &judged.outcome.normalised;
    let Some(numeral) = (!normalised.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、原值→读作（{}处，读作有误的请改正）", normalised.len()));
    for (number, one) in (1..).zip(normalised) {
        let (found, read_as) = (format!("原值：{}", value(&one.found)), format!("读作：{}", value(&one.read_as)));
        two_values(paper, number, &one.place, &found, &read_as);
    }
}

/// A row that holds two values of a cell against each other.
pub(super) fn two_values(paper: &mut Paper, number: usize, place: &Place, one: &str, other: &str) {
    let text = |column, span, text: &str| words(column, span, text, ReviewStyle::Text);
    paper.row(
        0.0,
        vec![
            words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
            words(SHEET, 1, &place.sheet, ReviewStyle::Centre),
            link(CELL, &place.cell.to_string(), place),
            text(ITEM, FOUND - ITEM, one),
            text(FOUND, PRINT_COLUMNS - FOUND, other),
        ],
    );
}

/// A value, as long as there is room for it.
pub(super) fn value(text: &str) -> String {
    shortened(text, MAX_VALUE)
}

/// What stands in this copy as it was issued again.
pub(super) fn restored<'n>(paper: &mut Paper, judged: &Judged, numerals: &mut impl Iterator<Item = &'n str>) {
    let lines = restored_lines(judged);
    let Some(numeral) = (!lines.is_empty()).then(|| numerals.next()).flatten() else { return };
    section(paper, &format!("{numeral}、{RESTORED}（本文件中已按下发时的内容恢复，可不修改）"));
    for (number, line) in (1..).zip(lines.iter().take(MAX_RESTORED)) {
        let text = |column, span, text: &str| words(column, span, text, ReviewStyle::Text);
        let one = line.first;
        let cell = match one.area {
            Some(area) => link(CELL, &line.cells, &Place { sheet: one.sheet.clone(), cell: area.first }),
            None => words(CELL, 1, NONE, ReviewStyle::Centre),
        };
        paper.row(
            0.0,
            vec![
                words(NUMBER, 1, &format!("{number}"), ReviewStyle::Centre),
                words(SHEET, 1, &one.sheet, ReviewStyle::Centre),
                cell,
                text(ITEM, 1, one.what.word()),
                text(PROBLEM, FOUND - PROBLEM, &format!("报送时：{}", value(&line.found))),
                text(FOUND, PRINT_COLUMNS - FOUND, &format!("恢复为：{}", value(&line.issued))),
            ],
        );
    }
    if lines.len() > MAX_RESTORED {
        across(paper, RESTORED, "其余从略。", ReviewStyle::Value);
    }
}

/// What the unit is told where its file carried a signature.
const SIGNED: &str = "原文件带有数字签名。本文件是加入审核意见的副本，签名在副本中不再有效；原文件没有改动，签名以原文件为准。修改后请重新签名。";

/// What became of a signature, reminders for the print, room for the reviewer's words, and the lines to sign on.
pub(super) fn foot(paper: &mut Paper, judged: &Judged, shown: &Shown<'_>) {
    paper.begin_foot();
    paper.row(10.0, Vec::new());
    if judged.read.as_ref().is_some_and(|read| read.can_be_marked && read.book.signed) {
        across(paper, "数字签名", SIGNED, ReviewStyle::Value);
    }
    for reminder in &shown.reminders {
        across(paper, "打印提醒", &reminder.message, ReviewStyle::Value);
    }
    let opinion = answer(CELL, PRINT_COLUMNS - CELL, &judged.rounds.remark, ReviewStyle::Answer);
    paper.row(54.0, vec![words(NUMBER, CELL, REMARK, ReviewStyle::Label), opinion]);
    let line = |column, end: u16, text: &str| words(column, end - column, text, ReviewStyle::Foot);
    paper.row(
        40.0,
        vec![
            line(NUMBER, ITEM, "初审人："),
            line(ITEM, PROBLEM, "复核人："),
            line(PROBLEM, FOUND, "股室负责人（签字）："),
            line(FOUND, ASK, "联系电话："),
            line(ASK, PRINT_COLUMNS, "日期：　　　　年　　月　　日"),
        ],
    );
}
