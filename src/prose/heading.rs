//! Headings of the first level in a text: `一、`, `二、`, and what they are called.

use std::sync::LazyLock;

use super::{Pattern, found};

/// The digits of numerals in front of headings.
const DIGITS: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

static FIRST_LEVEL: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"^\s*(十?[一二三四五六七八九]|[二三]?十[一二三四五六七八九]?)\s*、\s*(.*)$").ok()
});
static BRACKETS: Pattern = LazyLock::new(|| regex::Regex::new(r"[（(][^（）()]*[）)]").ok());

/// A paragraph that begins like a heading of the first level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'t> {
    /// Its number, from 1.
    pub number: usize,
    /// What stands behind the number.
    pub words: &'t str,
}

/// The heading of the first level that a paragraph is, or begins with.
#[must_use]
pub fn heading(paragraph: &str) -> Option<Heading<'_>> {
    let parts = found(&FIRST_LEVEL, paragraph).next()?;
    let (numeral, words) = (parts.get(1)?.as_str(), parts.get(2)?);
    let digit = |c: char| DIGITS.iter().position(|known| *known == c).map_or(0, |at| at + 1);
    let number = match numeral.split_once('十') {
        None => numeral.chars().map(digit).sum(),
        Some((tens, ones)) => tens.chars().map(digit).next().unwrap_or(1) * 10 + ones.chars().map(digit).sum::<usize>(),
    };
    Some(Heading { number, words: &paragraph[words.range()] })
}

/// `四` for 4, up to 39.
#[must_use]
pub fn numeral(number: usize) -> String {
    let digit = |digit: usize| digit.checked_sub(1).and_then(|at| DIGITS.get(at)).map(char::to_string);
    let (tens, ones) = (number / 10, digit(number % 10).unwrap_or_default());
    match tens {
        0 => ones,
        1 => format!("十{ones}"),
        _ => format!("{}十{ones}", digit(tens).unwrap_or_default()),
    }
}

/// What a heading is called: without its number, brackets and marks.
#[must_use]
pub fn called(heading_text: &str) -> String {
    let words = heading(heading_text).map_or(heading_text, |heading| heading.words);
    let bare = match BRACKETS.as_ref() {
        Some(brackets) => brackets.replace_all(words, ""),
        None => words.into(),
    };
    bare.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Heading, called, heading, numeral};

    #[test]
    fn numbers_of_headings_are_read_and_written() {
        for (text, number) in [("四、存在的问题", 4), (" 十、其他", 10), ("十二、其他", 12), ("二十一、其他", 21)]
        {
            assert_eq!(heading(text).map(|found| found.number), Some(number), "{text}");
            assert!(text.trim().starts_with(&numeral(number)), "{text}");
        }
        assert_eq!(heading("二、 主要做法"), Some(Heading { number: 2, words: "主要做法" }));
        for text in ["一是准备不充分", "（一）准备不充分", "十几、二十几个", "1、准备不充分", "三四、五个"]
        {
            assert_eq!(heading(text), None, "{text}");
        }
    }

    #[test]
    fn headings_are_called_the_same_with_and_without_brackets() {
        assert_eq!(called("四、部门（单位）整体支出绩效情况"), called("四、部门整体支出绩效情况："));
        assert_ne!(called("五、存在的主要问题"), called("五、存在的问题"));
    }
}
