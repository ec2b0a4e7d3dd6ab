//! Amounts of money: `418.69万元`, `3.9亿元`, `1000万`, with the words in front and how exactly they are meant.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Pattern, found};

/// An amount as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// Its value in 万元.
    pub value: Decimal,
    /// Its unit as written: 亿元, 万元, 万, 元.
    pub unit: String,
    /// Half a unit of its last digit in 万元, at least half a cent: how far it may be off.
    pub tolerance: Decimal,
    /// How it is meant.
    pub bound: Bound,
    /// Where it begins, in bytes.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
}

/// How an amount is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// As it stands.
    Exact,
    /// 约, 近, 左右: to a twentieth.
    About,
    /// 超, 突破, 多: at least so much.
    AtLeast,
}

/// Half a cent in 万元.
const HALF_CENT: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

static AMOUNT: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*(余|多)?\s*(亿元|万元|元|万|亿)(余|多|左右|以上)?").ok()
});

/// Every amount of a text, in order. `1000万` counts unless it counts people or things.
#[must_use]
pub fn amounts(text: &str) -> Vec<Amount> {
    found(&AMOUNT, text).filter_map(|part| amount(text, &part)).collect()
}

fn amount(text: &str, part: &regex::Captures<'_>) -> Option<Amount> {
    let whole = part.get(0)?;
    let unit = part.get(3)?.as_str();
    let behind = text[whole.end()..].chars().next();
    // 2万人次, 3万亩 and 5万平方米 are no money; 万 alone is at the end of a clause only.
    if matches!(unit, "万" | "亿") && behind.is_some_and(|c| !is_mark(c)) {
        return None;
    }
    let digits: String = part.get(1)?.as_str().chars().filter(|c| *c != ',').collect();
    let number: Decimal = digits.parse().ok()?;
    let factor = match unit {
        "亿元" | "亿" => Decimal::from(10_000),
        "元" => Decimal::new(1, 4),
        _ => Decimal::ONE,
    };
    let places = digits.split_once('.').map_or(0, |(_, places)| u32::try_from(places.len()).unwrap_or(u32::MAX));
    let half = Decimal::try_new(5, places.checked_add(1)?).ok()?;
    let before = &text[..whole.start()];
    let about = ABOUT.iter().any(|word| before.ends_with(word));
    let least = AT_LEAST.iter().any(|word| before.ends_with(word));
    let tail = part.get(2).or(part.get(4)).map_or("", |tail| tail.as_str());
    let bound = if about || tail == "左右" {
        Bound::About
    } else if least || !tail.is_empty() {
        Bound::AtLeast
    } else {
        Bound::Exact
    };
    Some(Amount {
        value: number.checked_mul(factor)?.normalize(),
        unit: unit.to_owned(),
        tolerance: half.checked_mul(factor)?.max(HALF_CENT),
        bound,
        start: whole.start(),
        end: whole.end(),
    })
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、' | '）' | ')' | ',' | ';' | '”')
}

impl Amount {
    /// Whether the amount can mean this value.
    #[must_use]
    pub fn means(&self, value: Decimal) -> bool {
        let apart = (self.value - value).abs();
        match self.bound {
            Bound::Exact => apart <= self.tolerance,
            Bound::About => apart <= (value.abs() / Decimal::from(20)).max(self.tolerance),
            Bound::AtLeast => value >= self.value - self.tolerance,
        }
    }

    /// The position of the label that stands right in front of the amount, the longest first.
    ///
    /// Between the two only words that lead over may stand (为, 共计, 合计 …), no mark and no other figure.
    #[must_use]
    pub fn label(&self, text: &str, labels: &[Vec<String>]) -> Option<usize> {
        let before = text[..self.start].trim_end();
        let bare = ABOUT.iter().chain(&AT_LEAST).find_map(|word| before.strip_suffix(word));
        let mut rest = bare.unwrap_or(before);
        loop {
            let bare = FILLERS.iter().find_map(|filler| rest.strip_suffix(filler));
            let fits = labels.iter().enumerate().flat_map(|(at, words)| words.iter().map(move |word| (at, word)));
            let longest = fits.filter(|(_, word)| rest.ends_with(word.as_str())).max_by_key(|(_, word)| word.len());
            if let Some((at, _)) = longest {
                return Some(at);
            }
            rest = bare?.trim_end();
        }
    }
}

/// Words in front of a figure that is meant roughly, the longer first.
const ABOUT: [&str; 4] = ["大约", "接近", "约", "近"];
/// Words in front of a figure that is at least reached, the longer first.
const AT_LEAST: [&str; 6] = ["超过", "突破", "达到", "不少于", "超", "逾"];
/// Words that may stand between a label and its figure.
const FILLERS: [&str; 18] = [
    "为",
    "是",
    "共",
    "共计",
    "合计",
    "总计",
    "总额",
    "总额为",
    "达",
    "达到",
    "完成",
    "数",
    "金额",
    "决算数",
    "决算",
    "：",
    ":",
    "计",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String, Bound)> {
        amounts(text).into_iter().map(|one| (one.value.to_string(), one.unit, one.bound)).collect()
    }

    #[test]
    fn amounts_are_read_in_ten_thousands() {
        let exact = |value: &str, unit: &str| (value.to_owned(), unit.to_owned(), Bound::Exact);
        assert_eq!(read("支出418.69万元"), [exact("418.69", "万元")]);
        assert_eq!(read("销售额3.9亿元"), [exact("39000", "亿元")]);
        assert_eq!(read("补助2,026,400元。"), [exact("202.64", "元")]);
        assert_eq!(read("税收1000万，"), [exact("1000", "万")]);
        assert_eq!(read("2万人次、3万亩、5万平方米"), []);
        assert_eq!(read("近300万元"), [("300".to_owned(), "万元".to_owned(), Bound::About)]);
        assert_eq!(read("超1718万元"), [("1718".to_owned(), "万元".to_owned(), Bound::AtLeast)]);
        assert_eq!(read("100余万元"), [("100".to_owned(), "万元".to_owned(), Bound::AtLeast)]);
    }

    #[test]
    fn one_decimal_may_stand_for_two() {
        let one = &amounts("195.5万元")[0];
        assert!(one.means("195.50".parse().expect("a number")));
        assert!(one.means("195.53".parse().expect("a number")));
        assert!(!one.means("195.56".parse().expect("a number")));
    }

    #[test]
    fn a_label_stands_right_in_front() {
        let labels = [vec!["基本支出".to_owned()], vec!["整体支出".to_owned(), "整体支出合计".to_owned()]];
        let label = |text: &str| amounts(text)[0].label(text, &labels);
        assert_eq!(label("2021年整体支出合计418.69万元"), Some(1));
        assert_eq!(label("整体支出总额为418.69万元"), Some(1));
        assert_eq!(label("基本支出共计215.74万元"), Some(0));
        assert_eq!(label("整体支出约418万元"), Some(1));
        assert_eq!(label("整体支出超过400万元"), Some(1));
        assert_eq!(label("基本支出中，办公费5万元"), None);
        assert_eq!(label("基本支出，215.74万元"), None);
    }
}
