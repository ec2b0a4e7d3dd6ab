//! The review (审核意见): what a bureau sends to a unit, a sheet to be read, answered, printed and signed.

mod findings;
mod head;
mod pages;
mod paper;
mod rest;
mod since;

use jiff::civil::Date;

use super::order::{ACCEPTED, EXCUSED, Group, Shown};
use crate::excel::mark::ReviewSheet;
use crate::outcome::Judged;
use crate::plan::review::SHEET;
use paper::Paper;

pub(super) use head::{by, day, subject};

/// How sections are numbered.
const NUMERALS: [&str; 11] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"];

/// The days that a review states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// 收件日期.
    pub received: Date,
    /// 审核日期.
    pub reviewed: Date,
}

/// The review of a file; `beside` tells whether it stands in the file itself, so that its cells can be linked to.
pub(super) fn review(judged: &Judged, shown: &Shown<'_>, dates: Dates, beside: bool) -> ReviewSheet {
    let mut paper = Paper::new(beside);
    head::place(&mut paper, judged, shown, dates);
    findings::first(&mut paper, judged, shown);
    paper.headings();
    let mut numerals = NUMERALS.into_iter();
    for (group, numeral) in Group::ALL.into_iter().zip(&mut numerals) {
        findings::group(&mut paper, judged, shown, group, numeral);
    }
    findings::settled(&mut paper, judged, ([EXCUSED, "不需要修改"], Group::Note, &shown.excused), &mut numerals);
    findings::settled(&mut paper, judged, ([ACCEPTED, "不需要再处理"], Group::Explain, &shown.accepted), &mut numerals);
    since::corrected(&mut paper, judged, &mut numerals);
    since::touched(&mut paper, judged, &mut numerals);
    rest::unchecked(&mut paper, judged, &mut numerals);
    rest::normalised(&mut paper, judged, &mut numerals);
    rest::restored(&mut paper, judged, &mut numerals);
    rest::foot(&mut paper, judged, shown);
    if let Some(record) = judged.record() {
        paper.record(&record);
    }
    paper.sheet(SHEET)
}
