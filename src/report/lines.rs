//! Breaking words into lines by the columns they take, as Chinese is set: anywhere but before a closing mark.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that do not begin a line.
const CLOSING: &str = "，。、；：？！）》”’】〕…—%％,.;:?!)";
/// Marks that do not end a line.
const OPENING: &str = "（《“‘【〔(";
/// What stands where words were left out.
const LEFT_OUT: &str = "……";

/// The half-width columns of a text, Chinese quotation marks as wide as Chinese characters.
pub(super) fn columns(text: &str) -> usize {
    text.width_cjk()
}

/// The text followed by as many blanks as fill the columns.
pub(super) fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text behind as many blanks as fill the columns.
pub(super) fn right_aligned(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The lines of a text that is set in so many half-width columns; at least one.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        // Most texts are short.
        if paragraph.chars().map(|c| c.width_cjk().unwrap_or(0)).sum::<usize>() <= width {
            lines.push(paragraph.trim_end().to_owned());
            continue;
        }
        let (mut line, mut taken) = (String::new(), 0);
        for piece in pieces(paragraph) {
            if taken > 0 && taken + columns(piece.trim_end()) > width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                taken = 0;
            }
            for c in piece.chars() {
                let wide = c.width_cjk().unwrap_or(0);
                if taken > 0 && taken + wide > width && c != ' ' {
                    lines.push(std::mem::take(&mut line));
                    taken = 0;
                }
                line.push(c);
                taken += wide;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// A text between whose pieces a line may end.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if before.is_some_and(|before| may_part(before, c)) {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

fn may_part(before: char, after: char) -> bool {
    !(OPENING.contains(before) || CLOSING.contains(after) || after == ' ' || in_a_word(before, after))
}

/// Whether two characters belong to one figure, code or foreign word.
fn in_a_word(before: char, after: char) -> bool {
    [before, after].iter().all(|c| c.is_ascii() && *c != ' ')
}

/// A text of at most so many characters: what is left out is in the middle, as sentences end with what is asked for.
/// A figure is left out whole, as half of it would be another.
pub(super) fn shortened(text: &str, characters: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= characters {
        return text.to_owned();
    }
    let kept = characters.saturating_sub(LEFT_OUT.chars().count());
    let (head, tail) = (kept - kept / 3, all.len() - kept / 3);
    let is_within = |at: usize| at > 0 && at < all.len() && in_a_word(all[at - 1], all[at]);
    // What is one word from end to end is cut where it must be.
    let head = (1..=head).rev().find(|at| !is_within(*at)).unwrap_or(head);
    let tail = (tail..=all.len()).find(|at| !is_within(*at)).filter(|at| *at < all.len()).unwrap_or(tail);
    all[..head].iter().copied().chain(LEFT_OUT.chars()).chain(all[tail..].iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_anywhere_but_at_its_marks() {
        assert_eq!(wrapped("支出合计880.10万元，请核对。", 10), ["支出合计", "880.10万", "元，请核", "对。"]);
        assert_eq!(wrapped("汇总行“基本支出”", 10), ["汇总行“基", "本支出”"]);
        assert_eq!(wrapped("汇总行“基本支出”", 9), ["汇总行", "“基本支", "出”"]);
        assert_eq!(wrapped("一段\n二段", 10), ["一段", "二段"]);
        assert_eq!(wrapped("a bc def", 4), ["a bc", "def"]);
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn words_longer_than_a_line_are_cut() {
        assert_eq!(wrapped("abcdefg收", 3), ["abc", "def", "g收"]);
        assert_eq!(wrapped("收收", 1), ["收", "收"]);
    }

    #[test]
    fn long_texts_lose_their_middle() {
        assert_eq!(shortened("一二三四五六七八九十", 8), "一二三四……九十");
        assert_eq!(shortened("一二三", 3), "一二三");
    }

    #[test]
    fn a_figure_is_left_out_whole() {
        assert_eq!(shortened("支出合计880.10万元，应为886.10万元，请核对", 12), "支出合计……请核对");
        assert_eq!(shortened("支出合计应为8860.10", 9), "支出合计应……10");
        assert_eq!(shortened("0123456789", 8), "0123……89");
    }
}
