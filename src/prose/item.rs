//! Numbered items: how many things a text says one after another, and what an item is called without its number.

use std::sync::LazyLock;

use super::{Pattern, found};

static ITEM: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"(?m)(?:^|[。；;\s])\s*(?:[0-9]{1,2}\s*[.．、]|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[一二三四五六七八九十]{1,2}(?:、|是)|第[一二三四五六七八九十]{1,2}[，、])").ok()
});

/// How many numbered items a text has; a text without numbers is one item, an empty one none.
#[must_use]
pub fn count_items(text: &str) -> usize {
    if text.trim().is_empty() {
        return 0;
    }
    found(&ITEM, text).count().max(1)
}

/// A name without the number in front: `2.青澜区质量检测所` and `（2）青澜区质量检测所` are `青澜区质量检测所`.
#[must_use]
pub fn unnumbered(name: &str) -> &str {
    let bracket = name.strip_prefix(['（', '(']);
    let digits = bracket.unwrap_or(name);
    let behind = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let ends: &[char] = if bracket.is_some() { &['）', ')'] } else { &['.', '．', '、', '）', ')'] };
    let behind = behind.strip_prefix(ends).filter(|_| behind.len() < digits.len());
    behind.unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use super::{count_items, unnumbered};

    #[test]
    fn numbers_in_front_of_names_are_taken_off() {
        for (typed, name) in [
            ("2.质检所", "质检所"),
            ("3、质检所", "质检所"),
            ("（2）质检所", "质检所"),
            ("4）质检所", "质检所"),
            ("（原）质检所", "（原）质检所"),
            ("(2021)", ""),
            ("质检所", "质检所"),
            ("12", "12"),
            ("2021年队", "2021年队"),
        ] {
            assert_eq!(unnumbered(typed), name);
        }
    }

    #[test]
    fn items_are_counted_by_their_numbers() {
        for (text, count) in [
            ("1.准备不充分。2.细化不够。", 2),
            ("1、准备不充分；\n2、细化不够；", 2),
            ("一是准备不充分；二是细化不够；三是宣传不够。", 3),
            ("（一）准备不充分。（二）细化不够。", 2),
            ("准备不充分。", 1),
            ("", 0),
            ("投入1.5万元，增长2.3倍。", 1),
        ] {
            assert_eq!(count_items(text), count, "{text}");
        }
    }
}
