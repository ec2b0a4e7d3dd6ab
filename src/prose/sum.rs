//! Sums that are listed in words: `项目支出202.95万元，其中：甲14.85万元，乙5万元。`

use rust_decimal::Decimal;

use super::about::{piece_before, sentence_before};
use super::amount::{Amount, Bound, amounts};

/// A total and the amounts that are said to make it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSum {
    /// The words in front of the total.
    pub words: String,
    /// The total in 万元.
    pub total: Decimal,
    /// The addends in 万元 with the words in front of each.
    pub addends: Vec<(String, Decimal)>,
    /// Where the total begins, in bytes.
    pub start: usize,
}

/// What announces a list that is complete; `其中` alone lists a part only.
const ANNOUNCED: [&str; 4] = ["其中：", "其中:", "包括", "分别为"];
/// Characters of the words in front of an amount.
const MOST_WORDS: usize = 20;

/// Every total that is followed by a list of its parts, in the same sentence.
#[must_use]
pub fn listed_sums(text: &str) -> Vec<ListedSum> {
    let all = amounts(text);
    let mut sums = Vec::new();
    for (at, total) in all.iter().enumerate() {
        let behind = text[total.end..].trim_start_matches(['，', ',', ' ']);
        if !ANNOUNCED.iter().any(|word| behind.starts_with(word)) || total.bound != Bound::Exact {
            continue;
        }
        let end = text[total.end..].find(['。', '；', '\n']).map_or(text.len(), |found| total.end + found);
        let listed = all[at + 1..].iter().take_while(|one| one.end <= end).collect();
        let parts = addends(text, total, listed);
        if parts.last().is_some_and(|last| text[last.end..].starts_with('等')) {
            continue;
        }
        let exact = parts.iter().all(|one| one.bound == Bound::Exact);
        if parts.len() > 1 && exact {
            let addends = parts.iter().map(|one| (words_before(text, one.start), one.value)).collect();
            sums.push(ListedSum {
                words: words_before(text, total.start),
                total: total.value,
                addends,
                start: total.start,
            });
        }
    }
    sums
}

/// Those of the amounts behind a total that are its addends: no comparisons, no remarks in brackets, no parts of parts.
///
/// Amounts that may belong elsewhere (收回, 结转) count only where the sum needs them.
fn addends<'a>(text: &str, total: &Amount, listed: Vec<&'a Amount>) -> Vec<&'a Amount> {
    let words = |one: &Amount, words: &[&str]| words.iter().any(|word| piece_before(text, one.start).contains(word));
    let in_brackets = |one: &Amount| {
        let between = &text[total.end..one.start];
        between.matches(['（', '(']).count() > between.matches(['）', ')']).count()
    };
    let compared = |one: &Amount| words(one, &["较", "比", "同比", "合同价"]);
    let all: Vec<&Amount> = listed.into_iter().filter(|one| !in_brackets(one) && !compared(one)).collect();
    if fits(total, &all) {
        return all;
    }
    let sure: Vec<&Amount> = all.iter().copied().filter(|one| !words(one, &["收回", "结转", "结余"])).collect();
    let outer = without_parts_of_parts(&sure);
    // A list inside a list ends where its total is reached.
    let own = (2..outer.len()).find(|count| is_inside(text, total) && fits(total, &outer[..*count]));
    outer[..own.unwrap_or(outer.len())].to_vec()
}

/// Whether amounts come to a total, but for the tails of rounding.
fn fits(total: &Amount, parts: &[&Amount]) -> bool {
    let tail = Decimal::new(5, 3) * Decimal::from(parts.len() + 1);
    (parts.iter().map(|one| one.value).sum::<Decimal>() - total.value).abs() <= tail
}

/// Whether a total stands itself in a list that is announced earlier in its sentence.
fn is_inside(text: &str, total: &Amount) -> bool {
    ANNOUNCED.iter().any(|word| sentence_before(text, total.start).contains(word))
}

/// The amounts without those that make up the one in front of them.
fn without_parts_of_parts<'a>(listed: &[&'a Amount]) -> Vec<&'a Amount> {
    let mut outer = Vec::new();
    let mut rest = listed;
    while let Some((first, behind)) = rest.split_first() {
        outer.push(*first);
        let parts = (2..=behind.len()).find(|count| fits(first, &behind[..*count])).unwrap_or(0);
        rest = &behind[parts..];
    }
    outer
}

/// The words in front of a place, back to the mark before them.
fn words_before(text: &str, start: usize) -> String {
    let marks = |c: char| matches!(c, '，' | '。' | '；' | '：' | ':' | '、' | ',' | '\n' | ' ');
    let before = text[..start].rsplit(marks).next().unwrap_or_default();
    let skip = before.chars().count().saturating_sub(MOST_WORDS);
    let words: String = before.chars().skip(skip).collect();
    words.trim_start_matches("包括").trim_start_matches("其中").to_owned()
}

impl ListedSum {
    /// What the parts come to, in 万元.
    #[must_use]
    pub fn sum(&self) -> Decimal {
        self.addends.iter().map(|(_, value)| value).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_added_up() {
        let text = "项目支出202.95万元，其中： 培训14.85万元，考评5万元，迎检10万元，体系建设10万元，运营157.1万元，其他6万元。";
        let sum = &listed_sums(text)[0];
        assert_eq!((sum.words.as_str(), sum.addends.len()), ("项目支出", 6));
        assert_eq!(sum.sum().to_string(), "202.95");
        assert_eq!(sum.addends[4], ("运营".to_owned(), "157.1".parse().expect("a number")));
        let basic = &listed_sums("基本支出215.74万元，包括人员支出150.05万元，公用支出65.68万元。")[0];
        assert_eq!(basic.addends[0].0, "人员支出");
        assert_eq!(listed_sums("支出100万元，其中人员支出60万元。另有项目40万元。"), []);
        assert_eq!(listed_sums("支出100万元。其中：人员60万元，公用30万元。"), []);
    }
}
