//! Years that are not the one evaluated.

use std::sync::LazyLock;

use super::{Pattern, clause, found};

/// A year that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherYear {
    /// The year.
    pub year: i16,
    /// Where it begins, in bytes.
    pub start: usize,
}

/// Characters around a year that explain it.
const AROUND: usize = 12;
static YEAR: Pattern = LazyLock::new(|| regex::Regex::new(r"(20\d{2})\s*年").ok());
/// Words beside which the year before may stand.
const BEFORE: [&str; 7] = ["上年", "去年", "同期", "同比", "结转", "以来", "相比"];
/// Words right in front of a year that compare with it.
const COMPARED: [&str; 6] = ["较", "比", "与", "和", "由", "从"];
/// Words beside which a coming year may stand.
const COMING: [&str; 8] = ["下一年", "下年", "拟", "计划", "规划", "将", "明年", "今后"];
/// Words beside which any year may stand: founding years, plans and documents by their names.
const ANY: [&str; 14] =
    ["成立", "始建", "建于", "设立", "组建", "规划", "纲要", "〔", "文件", "号", "印发", "批准", "起", "至"];

/// The years of a text that are not the one evaluated and that nothing around them explains.
#[must_use]
pub fn other_years(text: &str, year: i16) -> Vec<OtherYear> {
    let other = |part: regex::Captures<'_>| {
        let (whole, found) = (part.get(0)?, part.get(1)?.as_str().parse::<i16>().ok()?);
        let around = around(clause(text, whole.start(), whole.end()), whole.as_str());
        let beside = |words: &[&str]| words.iter().any(|word| around.contains(word));
        let compared = COMPARED.iter().any(|word| text[..whole.start()].ends_with(word));
        let explained = found == year
            || is_in_title_or_stretch(&text[..whole.start()])
            || beside(&ANY)
            || (found == year - 1 && (beside(&BEFORE) || compared))
            || (found > year && beside(&COMING));
        (!explained).then_some(OtherYear { year: found, start: whole.start() })
    };
    found(&YEAR, text).filter_map(other).collect()
}

/// Whether a year stands inside the name of a document (`《2020年…》`) or ends a stretch of years (`2019—2020年`).
fn is_in_title_or_stretch(before: &str) -> bool {
    let in_title = before.rfind('《') > before.rfind('》');
    let bare = before.trim_end_matches(['—', '–', '-', '~', '～', '至', '到']);
    in_title || (bare.len() < before.len() && bare.ends_with(|c: char| c.is_ascii_digit() || c == '年'))
}

/// The characters on both sides of a year in its clause.
fn around(clause: &str, year: &str) -> String {
    let Some(at) = clause.find(year) else { return clause.to_owned() };
    let before: Vec<char> = clause[..at].chars().rev().take(AROUND).collect();
    let behind = clause[at + year.len()..].chars().take(AROUND);
    before.into_iter().rev().chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_explained_by_what_stands_around_them() {
        let none = Vec::<i16>::new();
        let read = |text: &str| other_years(text, 2021).into_iter().map(|one| one.year).collect::<Vec<i16>>();
        assert_eq!(read("2021年完成巡查，较2020年增长5%。"), none);
        assert_eq!(read("2020年我单位整体支出合计418万元"), [2020]);
        assert_eq!(read("单位成立于2012年，按2019年印发的办法执行"), none);
        assert_eq!(read("拟于2022年完成验收"), none);
        assert_eq!(read("2023年完成验收"), [2023]);
    }
}
