//! The end of a summary: all files in a table, and what belongs to none of them.

use std::fmt::Write;

use super::{Colour, Page};
use crate::report::compared::Compared;
use crate::report::lines::{columns, padded, right_aligned};
use crate::report::tally::{Closing, Stranger, Tally, TallyRow};

/// What is told of earlier material one by one; the rest is counted.
const MAX_NOTICES: usize = 40;

/// The closing table over all files, and what belongs to none: units without a return, archives that
/// were not looked into, attachments.
#[must_use]
pub fn closing(closing: &Closing<'_>, page: Page) -> String {
    let Closing { tally, missing, compared } = closing;
    let mut text = String::new();
    let total = tally.total();
    if total.files > 0 {
        text.push_str(&table(tally, total, page));
    }
    if !missing.is_empty() {
        let _ = writeln!(text, "\n{}", page.painted(Colour::Bold, &format!("未报送（{}家）", missing.len())));
        for unit in *missing {
            let section = if unit.section.is_empty() { String::new() } else { format!("（{}）", unit.section) };
            text.push_str(&page.indented(2, &format!("{} {}{section}", unit.code, unit.name)));
        }
    }
    text.push_str(&strangers(tally.strangers(), page));
    text.push_str(&listed("未解压", "请解压后重新审核", tally.packed(), page));
    text.push_str(&listed("附件", "不作为报送文件", tally.attachments(), page));
    if let Some(compared) = compared {
        text.push_str(&compared_with(compared, page));
    }
    text
}

/// Returns of units that are not on the roster: perhaps their code is wrong, perhaps they were sent to the wrong bureau.
fn strangers(strangers: &[Stranger], page: Page) -> String {
    if strangers.is_empty() {
        return String::new();
    }
    let head = format!("名单外（{}份，请核对预算编码）", strangers.len());
    let lines = strangers.iter().map(|stranger| {
        let Stranger { code, name, path } = stranger;
        let code = if code.is_empty() { "没有预算编码" } else { code };
        page.indented(2, &format!("{code} {name}（{path}）"))
    });
    format!("\n{}\n{}", page.painted(Colour::Bold, &head), lines.collect::<String>())
}

/// Files of which nothing is said but what becomes of them; nothing where there are none.
fn listed(what: &str, becomes: &str, files: &[String], page: Page) -> String {
    if files.is_empty() {
        return String::new();
    }
    let head = format!("{what}（{}个，{becomes}）", files.len());
    let lines = files.iter().map(|file| page.indented(2, file));
    format!("\n{}\n{}", page.painted(Colour::Bold, &head), lines.collect::<String>())
}

/// What returns were compared with, and what could not be used.
fn compared_with(compared: &Compared, page: Page) -> String {
    let mut text = format!("\n{}\n", page.painted(Colour::Bold, "对照资料"));
    let mut lines = compared.lines();
    if lines.is_empty() {
        lines.push("没有可以对照的数据".to_owned());
    }
    let notices: Vec<String> = compared.notices().map(ToString::to_string).collect();
    for line in lines.iter().chain(notices.iter().take(MAX_NOTICES)) {
        text.push_str(&page.indented(2, line));
    }
    if notices.len() > MAX_NOTICES {
        let more = format!("等{}处，加上 --format json 再运行一次可看到全部", notices.len());
        text.push_str(&page.indented(2, &more));
    }
    text
}

/// Heads of the closing table.
const HEADS: [&str; 6] = ["状态", "份数", "须修改", "须说明", "提示", "未检查"];

fn table(tally: &Tally, total: TallyRow, page: Page) -> String {
    let figures = |row: TallyRow| {
        [row.files, row.counts.correct, row.counts.explain, row.counts.note, row.unchecked].map(|n| n.to_string())
    };
    let mut rows: Vec<(String, Option<Colour>, [String; 5])> = tally
        .rows()
        .filter(|(_, row)| row.files > 0)
        .map(|(status, row)| (status.word().to_owned(), Some(Colour::of_status(status)), figures(row)))
        .collect();
    if rows.len() > 1 {
        rows.push(("合计".to_owned(), None, figures(total)));
    }
    let first = rows.iter().map(|(word, ..)| columns(word)).max().unwrap_or_default();
    let widths: Vec<usize> = (0..5)
        .map(|n| {
            let figures = rows.iter().map(|(_, _, figures)| columns(&figures[n]));
            figures.chain([columns(HEADS[n + 1])]).max().unwrap_or_default()
        })
        .collect();
    let set = |word: &str, figures: &[&str]| {
        let figures = figures.iter().zip(&widths).map(|(figure, width)| right_aligned(figure, *width));
        format!("{}  {}", padded(word, first), figures.collect::<Vec<_>>().join("  "))
    };
    let mut text = format!("{}\n", page.painted(Colour::Bold, &set(HEADS[0], &HEADS[1..])));
    for (word, colour, figures) in &rows {
        let line = set(word, &figures.each_ref().map(String::as_str));
        let line = match colour {
            Some(colour) => line.replacen(word.as_str(), &page.painted(*colour, word), 1),
            None => line,
        };
        let _ = writeln!(text, "{line}");
    }
    text
}
