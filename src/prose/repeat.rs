//! Repetitions: blocks that were copied, words that were written twice, slips of the pen.

use std::collections::HashMap;

/// Characters of a word that stands twice in a row.
const DOUBLED: std::ops::RangeInclusive<usize> = 3..=8;
/// Slips that are seen in returns, and what was meant.
const SLIPS: [(&str, &str); 5] =
    [("统计工作级", "统计工作及"), ("截止目前", "截至目前"), ("做为", "作为"), ("既使", "即使"), ("以经", "已经")];

/// What is counted at the end of a year.
const COUNTED: [&str; 8] = ["实有", "编制", "结余", "累计", "余额", "在职", "人员", "总"];

/// The longest run of characters, blanks left out, that two texts share, where it has at least so many.
#[must_use]
pub fn common_block(one: &str, other: &str, shortest: usize) -> Option<usize> {
    let shortest = shortest.max(1);
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
    let (one, other) = (bare(one), bare(other));
    if one.len() < shortest || other.len() < shortest {
        return None;
    }
    // Blocks of exactly that length are looked up; the longest is grown from the first one that both have.
    let mut starts: HashMap<&[char], usize> = HashMap::new();
    for (at, block) in one.windows(shortest).enumerate() {
        starts.entry(block).or_insert(at);
    }
    let mut longest = None;
    let mut at = 0;
    while at + shortest <= other.len() {
        if let Some(start) = starts.get(&other[at..at + shortest]) {
            let same = one[*start..].iter().zip(&other[at..]).take_while(|(a, b)| a == b).count();
            longest = longest.max(Some(same));
            at += same;
        } else {
            at += 1;
        }
    }
    longest
}

/// Words that stand twice in a row, and slips of the pen: as written, and as it was probably meant.
#[must_use]
pub fn doubled(text: &str) -> Vec<(String, String)> {
    let characters: Vec<char> = text.chars().collect();
    let is_word = |word: &[char]| word.iter().all(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let length = DOUBLED.rev().find(|length| {
            let (word, next) = (characters.get(at..at + length), characters.get(at + length..at + 2 * length));
            word.is_some() && word == next && word.is_some_and(is_word)
        });
        match length {
            Some(length) => {
                let word: String = characters[at..at + length].iter().collect();
                found.push((word.repeat(2), word));
                at += 2 * length;
            }
            None => at += 1,
        }
    }
    // 年未 is a slip before what is counted at the end of a year; 全年未发生 is none.
    if COUNTED.iter().any(|word| is_slip_of_year_end(text, word)) {
        found.push(("年未".to_owned(), "年末".to_owned()));
    }
    let slips = SLIPS.iter().filter(|(slip, _)| text.replace("统计工作级别", "").contains(slip));
    found.extend(slips.map(|(slip, meant)| ((*slip).to_owned(), (*meant).to_owned())));
    found.sort();
    found.dedup();
    found
}

/// Whether 年未 stands for 年末 before this word; 全年未编制 and its like are said on purpose.
fn is_slip_of_year_end(text: &str, counted: &str) -> bool {
    let mut places = text.match_indices("年未").filter(|(at, slip)| text[at + slip.len()..].starts_with(counted));
    places.any(|(at, _)| !text[..at].ends_with(['全', '本', '当', '今', '去', '上']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_words_and_slips_are_found() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(doubled("负责湖南省湖南省科技厅的考评"), [pair("湖南省湖南省", "湖南省")]);
        assert_eq!(doubled("2021年单位年未编制"), [pair("年未", "年末")]);
        assert_eq!(doubled("研究研究再说，一步一步来，1212.12"), []);
    }

    #[test]
    fn copied_blocks_are_measured() {
        let block = "统筹辖区创业服务资源建设从苗圃到加速器的服务体系".to_owned()
            + &"为初创企业提供全程帮扶并按季度评估和分级".repeat(4);
        assert!(common_block(&block, &format!("我单位的职责是：{block}以上。"), 80).is_some_and(|length| length >= 80));
        assert_eq!(common_block(&block, "完全不同的文字", 80), None);
    }
}
