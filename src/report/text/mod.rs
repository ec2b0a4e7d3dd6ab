//! The summary for a terminal: plain words that can be read without colour, pasted into a message, or piped.

mod closing;
mod since;

use std::fmt::Write;

use super::cells::named;
use super::lines::{shortened, wrapped};
use super::order::{ACCEPTED, EXCUSED, Group, Line, Shown, to_correct};
use super::path::refill_name;
use super::restored::{RESTORED, restored_lines};
use super::rounds::{counts, state};
use crate::facts::{Certainty, Excused};
use crate::outcome::{Judged, Kind, REFILL, Status};
use crate::words::Place;
use since::{explained, since};

pub use closing::closing;

/// The narrowest page that is still set; narrower terminals wrap by themselves.
const MIN_WIDTH: usize = 40;
/// Characters of a value that is quoted.
const MAX_VALUE: usize = 40;
/// Places that are named one by one; the rest is counted.
const MAX_ITEMS: usize = 6;

/// What was put back that is told one by one; the rest is counted.
const MAX_RESTORED: usize = 20;
/// How the summary is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Half-width columns of a line.
    pub width: usize,
    /// Whether the terminal shows colours (ANSI).
    pub colour: bool,
}

/// A colour of the terminal, by its ANSI code.
#[derive(Clone, Copy)]
enum Colour {
    Red,
    Green,
    Yellow,
    Magenta,
    Bold,
    Grey,
}

impl Colour {
    const fn code(self) -> &'static str {
        match self {
            Self::Red => "1;31",
            Self::Green => "1;32",
            Self::Yellow => "1;33",
            Self::Magenta => "1;35",
            Self::Bold => "1",
            Self::Grey => "2",
        }
    }

    const fn of_status(status: Status) -> Self {
        match status {
            Status::Returned => Self::Red,
            Status::Awaiting | Status::Explained => Self::Yellow,
            Status::Passed => Self::Green,
            Status::Unreadable => Self::Magenta,
        }
    }

    const fn of_group(group: Group) -> Self {
        match group {
            Group::Correct => Self::Red,
            Group::Explain => Self::Yellow,
            Group::Note => Self::Bold,
        }
    }
}

impl Page {
    fn painted(self, colour: Colour, text: &str) -> String {
        if self.colour { format!("\u{1b}[{}m{text}\u{1b}[0m", colour.code()) } else { text.to_owned() }
    }

    /// The text behind an indent, every line of it.
    fn indented(self, indent: usize, text: &str) -> String {
        let width = self.width.max(MIN_WIDTH).saturating_sub(indent);
        let margin = " ".repeat(indent);
        wrapped(&printable(text), width).iter().fold(String::new(), |set, line| set + &margin + line + "\n")
    }
}

/// What a terminal may be given: characters that steer it, or the direction of its words, stand as blanks.
pub(super) fn printable(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// What is said of one file; nothing of an attachment or an archive, which the closing table lists.
#[must_use]
pub fn file(judged: &Judged, page: Page) -> String {
    if matches!(judged.kind, Kind::Attachment | Kind::Packed) {
        return String::new();
    }
    let shown = Shown::of(judged);
    let mut text = head(judged, &shown, page);
    for group in Group::ALL {
        let lines = shown.lines(group);
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n  {}", page.painted(Colour::of_group(group), group.word()));
        for line in lines {
            text.push_str(&finding(judged, line, page));
        }
    }
    if !shown.excused.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, EXCUSED));
        for one in &shown.excused {
            text.push_str(&finding(judged, &Line { first: one, rest: Vec::new() }, page));
            text.push_str(&page.indented(6, &one.excused.as_ref().map(Excused::words).unwrap_or_default()));
        }
    }
    if !shown.accepted.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, ACCEPTED));
        for one in &shown.accepted {
            text.push_str(&finding(judged, &Line { first: one, rest: Vec::new() }, page));
        }
    }
    text.push_str(&since(judged, page));
    for reminder in &shown.reminders {
        let _ = write!(text, "\n{}", page.indented(2, &format!("打印提醒：{}", reminder.message)));
    }
    if !judged.outcome.unchecked.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, "未检查"));
        for one in &judged.outcome.unchecked {
            text.push_str(&page.indented(4, &format!("{} {}：{}", one.rule, one.title, one.because)));
        }
    }
    if !judged.outcome.normalised.is_empty() {
        let _ = writeln!(text, "\n  {}", page.painted(Colour::Bold, "原值→读作"));
        for one in &judged.outcome.normalised {
            let (found, read_as) = (shortened(&one.found, MAX_VALUE), shortened(&one.read_as, MAX_VALUE));
            text.push_str(&page.indented(4, &format!("{}  {found} → {read_as}", one.place)));
        }
    }
    text.push_str(&restored(judged, page));
    if judged.has_refill {
        let told = format!("{REFILL}：原文件已不便直接修改，请单位在“{}”中继续填报", refill_name(judged));
        let _ = write!(text, "\n{}", page.indented(2, &told));
    }
    text
}

/// What the marked copy holds as it was issued.
fn restored(judged: &Judged, page: Page) -> String {
    let lines = restored_lines(judged);
    if lines.is_empty() {
        return String::new();
    }
    let mut text = format!("\n  {}\n", page.painted(Colour::Bold, RESTORED));
    for line in lines.iter().take(MAX_RESTORED) {
        let (found, issued) = (shortened(&line.found, MAX_VALUE), shortened(&line.issued, MAX_VALUE));
        let sheet = &line.first.sheet;
        let place = if line.cells.is_empty() { sheet.to_string() } else { format!("{sheet}!{}", line.cells) };
        text.push_str(&page.indented(4, &format!("{place}  {}：{found} → {issued}", line.first.what.word())));
    }
    if lines.len() > MAX_RESTORED {
        text.push_str(&page.indented(4, "……其余见审核意见"));
    }
    text
}

fn head(judged: &Judged, shown: &Shown<'_>, page: Page) -> String {
    let status = page.painted(Colour::of_status(judged.status), &format!("【{}】", judged.status.word()));
    let path = printable(&judged.shown);
    let unit = printable(format!("{} {}", judged.code, judged.name).trim());
    let said = said(shown, judged.outcome.unchecked.len());
    let mut said = match counts(judged) {
        Some(counts) => format!("第{}次报送：{counts}\n  {said}", judged.rounds.number),
        None => said,
    };
    if let Some(words) = of_final(judged) {
        let _ = write!(said, "\n  {words}");
    }
    if unit.is_empty() {
        return format!("{status}{}\n  {said}\n", page.painted(Colour::Bold, &path));
    }
    let unit = page.painted(Colour::Bold, &unit);
    format!("{status}{unit}\n  {}\n  {said}\n", page.painted(Colour::Grey, &path))
}

/// What a 定稿 is known by.
fn of_final(judged: &Judged) -> Option<String> {
    let verification = judged.verification.as_ref()?;
    let stated = verification.stated.as_ref()?;
    Some(match verification.is_intact() {
        Some(true) if judged.status == Status::Passed => format!("定稿，校验码{stated}相符，填报内容与定稿时一致"),
        Some(true) => {
            format!(
                "定稿，校验码{stated}相符，填报内容与定稿时一致；当时采纳的说明和免改，请用 --previous 指明当时的审核意见"
            )
        }
        Some(false) | None => format!("定稿，校验码{stated}不符，内容在定稿后被改动"),
    })
}

/// `须修改4处  提示1处  未检查2项`
fn said(shown: &Shown<'_>, unchecked: usize) -> String {
    let counts = shown.counts();
    let groups = Group::ALL.into_iter().filter(|group| counts.of(*group) > 0);
    let explained = |group| if group == Group::Explain { shown.explained() } else { String::new() };
    let mut parts: Vec<String> =
        groups.map(|group| format!("{}{}处{}", group.word(), counts.of(group), explained(group))).collect();
    if parts.is_empty() {
        parts.push("没有发现问题".to_owned());
    }
    if !shown.excused.is_empty() {
        parts.push(format!("{EXCUSED}{}处", shown.excused.len()));
    }
    if unchecked > 0 {
        parts.push(format!("未检查{unchecked}项"));
    }
    parts.join("  ")
}

fn finding(judged: &Judged, line: &Line<'_>, page: Page) -> String {
    let places: Vec<Place> = line.findings().flat_map(|one| to_correct(judged, one)).cloned().collect();
    let mut place = named(&places, None);
    if !place.is_empty() {
        place.push_str("  ");
    }
    let mut items: Vec<&str> = line.findings().map(|one| one.item.as_str()).filter(|item| !item.is_empty()).collect();
    items.dedup();
    let left = items.len().saturating_sub(MAX_ITEMS);
    items.truncate(MAX_ITEMS);
    place.push_str(&items.join("、"));
    if left > 0 {
        let _ = write!(place, "等{}处", items.len() + left);
    }
    if line.first.certainty == Certainty::Heuristic {
        place.push_str("（供参考）");
    }
    let message = line.sentence();
    let message = state(judged, line.first) + &message;
    let mut text = if place.is_empty() {
        page.indented(4, &message)
    } else {
        page.indented(4, &place) + &page.indented(6, &message)
    };
    if let Some(explained) = explained(line.first) {
        text.push_str(&page.indented(6, &explained));
    }
    text
}
