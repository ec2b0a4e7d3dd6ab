//! Whom and which year a figure is about, as far as the words in front of it tell.

use std::sync::LazyLock;

use super::{Pattern, found};

/// Words that may stand in front of a label without making it another's figure.
const NEUTRAL: [&str; 54] = [
    "基本概况",
    "核定",
    "包括",
    "其中",
    "主要",
    "财政",
    "用于",
    "完成",
    "安排",
    "发生",
    "本单位",
    "我单位",
    "单位",
    "本部门",
    "我部门",
    "部门",
    "本中心",
    "我中心",
    "中心",
    "机关",
    "实际",
    "全年",
    "本年",
    "今年",
    "当年",
    "年度",
    "年末",
    "年底",
    "年",
    "度",
    "末",
    "底",
    "月",
    "日",
    "总",
    "现有",
    "共有",
    "现",
    "有",
    "共",
    "的",
    "为",
    "是",
    "在",
    "中",
    "含",
    "目前",
    "截至",
    "截止",
    "职工",
    "人员",
    "一是",
    "二是",
    "三是",
];
/// Words behind which another year's or a planned figure follows.
const OTHER_TIME: [&str; 11] =
    ["上年", "去年", "上一年", "年初", "预算安排", "预算数", "拟", "计划", "下年", "明年", "预计"];
/// Words behind which this year's figure follows.
const THIS_TIME: [&str; 4] = ["本年", "今年", "全年", "当年"];
/// Words that name units below the one that writes.
const BELOW: [&str; 4] = ["下属", "所属", "二级单位", "下设"];

static YEAR: Pattern = LazyLock::new(|| regex::Regex::new(r"20[0-9]{2}\s*年").ok());

/// The words in front of a place, back to the nearest mark of these.
fn back_to<'t>(text: &'t str, start: usize, marks: &[char]) -> &'t str {
    text[..start].rsplit(marks).next().unwrap_or_default()
}

/// The words in front of a place in its part of the sentence.
#[must_use]
pub fn piece_before(text: &str, start: usize) -> &str {
    back_to(text, start, &['，', ',', '。', '；', ';', '\n'])
}

/// The words in front of a place in its sentence.
#[must_use]
pub fn sentence_before(text: &str, start: usize) -> &str {
    back_to(text, start, &['。', '\n'])
}

/// Whether the last word of time in front of a place is of another year, or of a plan.
#[must_use]
pub fn is_of_other_time(text: &str, start: usize, year: i16) -> bool {
    let before = sentence_before(text, start);
    let last = |words: &[&str]| words.iter().filter_map(|word| before.rfind(word)).max();
    let years = found(&YEAR, before).filter_map(|part| part.get(0).map(|whole| (whole.start(), whole.as_str())));
    let (this, other): (Vec<_>, Vec<_>) = years.partition(|(_, written)| written.starts_with(&year.to_string()));
    let this = this.last().map(|(at, _)| *at).max(last(&THIS_TIME));
    let other = other.last().map(|(at, _)| *at).max(last(&OTHER_TIME));
    other > this
}

/// Whether the words in front of a label leave the writing unit as its only subject.
///
/// Another unit, a single project, or several labels taken together (`人员支出和公用支出共计`) make it another's.
#[must_use]
pub fn is_of_the_unit(text: &str, label: usize, unit: &str) -> bool {
    if BELOW.iter().any(|word| sentence_before(text, label).contains(word)) {
        return false;
    }
    let marks = ['，', ',', '。', '；', ';', '\n', '：', ':', '（', '('];
    let mut words = back_to(text, label, &marks);
    // What stands in front of a finished amount or number is about that one.
    words = words.rsplit(['元', '万', '人', '名']).next().unwrap_or_default();
    if words.len() < back_to(text, label, &marks).len() {
        words = words.trim_start_matches(['、', '和', '及', '与']);
    }
    let mut rest = words.replace(unit, "");
    for word in NEUTRAL {
        rest = rest.replace(word, "");
    }
    !rest.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_other_than_the_unit_are_seen() {
        let ours = |text: &str, label: &str| is_of_the_unit(text, text.find(label).expect("a label"), "园林管护中心");
        assert!(ours("2021年整体支出1万元", "整体支出"));
        assert!(ours("园林管护中心全年基本支出1万元", "基本支出"));
        assert!(ours("基本支出1万元、项目支出2万元", "项目支出"));
        assert!(!ours("人员支出和公用支出共计1万元", "公用支出"));
        assert!(!ours("大楼运营项目支出1万元", "项目支出"));
        assert!(!ours("下属质检所基本支出1万元，项目支出2万元", "项目支出"));
    }

    #[test]
    fn the_last_word_of_time_counts() {
        let other = |text: &str| is_of_other_time(text, text.len(), 2021);
        assert!(other("2023年拟安排整体支出"));
        assert!(other("2020年整体支出1万元，其中基本支出"));
        assert!(!other("2020年整体支出1万元，2021年整体支出"));
        assert!(!other("整体支出"));
    }
}
