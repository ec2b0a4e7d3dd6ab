//! Numbers that a text gives for something by its name, and numbers that it says were aimed at.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::quantity::{UNITS, unit};
use super::{Pattern, found, piece_before};

/// A number in a text that says what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Where the words about it begin, in bytes.
    pub start: usize,
    /// The words with the number, as written.
    pub words: String,
    /// The number.
    pub number: Decimal,
    /// Its unit.
    pub unit: String,
}

/// What may stand between a name and its number; nothing vague.
static BEHIND: Pattern = LazyLock::new(|| {
    let number = r"([0-9]+(?:\.[0-9]+)?)\s*";
    let between = r"(?:全年|累计|合计|共计|总计|实际|已|共|均)*(?:完成|达到|达|实现|为|是)?(?:了)?[：:]?\s*";
    regex::Regex::new(&format!(r"^{between}{number}({UNITS})(以上|以内|以下|左右|多|余)?")).ok()
});
/// What was aimed at: `年度目标任务12家`, `目标为95%`; 目标的105% is a rate of completion.
static AIM: Pattern = LazyLock::new(|| {
    let number = r"([0-9]+(?:\.[0-9]+)?)\s*";
    regex::Regex::new(&format!(r"目标(?:任务)?(?:数|值)?(为|是|：|:)?\s*{number}({UNITS})")).ok()
});
/// Words in front of a name behind which no result of the whole follows.
const NO_RESULT: [&str; 7] = ["目标", "计划", "要求", "力争", "确保", "较", "其中"];
/// Words in front of 目标 behind which a distance from it follows.
const DISTANCE: [&str; 7] = ["超", "多", "高", "低", "少", "差", "距"];

/// The results that a text gives for what is called so: `道路巡查里程达到1260公里`.
#[must_use]
pub fn stated(text: &str, name: &str) -> Vec<Stated> {
    let one = |(start, _): (usize, &str)| {
        let behind = &text[start + name.len()..];
        let part = found(&BEHIND, behind).next()?;
        let no_result = NO_RESULT.iter().any(|word| piece_before(text, start).contains(word));
        if no_result || part.get(3).is_some() {
            return None;
        }
        let words = format!("{name}{}", part.get(0)?.as_str());
        number(&part, (1, 2), start, words)
    };
    text.match_indices(name).filter_map(one).collect()
}

/// The numbers that a text says were aimed at.
#[must_use]
pub fn aims(text: &str) -> Vec<Stated> {
    let one = |part: regex::Captures<'_>| {
        let whole = part.get(0)?;
        let before = piece_before(text, whole.start());
        let is_rate = part.get(1).is_none() && unit(part.get(3)?.as_str()) == "%";
        if is_rate || DISTANCE.iter().any(|word| before.contains(word)) {
            return None;
        }
        number(&part, (2, 3), whole.start(), whole.as_str().to_owned())
    };
    found(&AIM, text).filter_map(one).collect()
}

fn number(part: &regex::Captures<'_>, at: (usize, usize), start: usize, words: String) -> Option<Stated> {
    let (number, of) = (part.get(at.0)?.as_str().parse().ok()?, unit(part.get(at.1)?.as_str()));
    Some(Stated { start, words, number, unit: of.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{aims, stated};

    fn figures(found: Vec<super::Stated>) -> Vec<String> {
        found.into_iter().map(|one| format!("{}{}", one.number, one.unit)).collect()
    }

    #[test]
    fn results_are_read_behind_the_name() {
        let of = |text| figures(stated(text, "道路巡查里程"));
        for text in ["道路巡查里程1260公里", "全年道路巡查里程累计达到1260公里。", "道路巡查里程：1260千米"]
        {
            assert_eq!(of(text), ["1260公里"], "{text}");
        }
        for text in [
            "道路巡查里程约1260公里",
            "道路巡查里程1200公里以上",
            "道路巡查里程稳步增加",
            "目标是道路巡查里程达到1200公里",
            "道路巡查里程完成率100%",
            "道路巡查里程1,260公里",
        ] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn aims_are_no_rates_and_no_distances() {
        assert_eq!(figures(aims("完成年度目标任务12家，实际引进13家")), ["12家"]);
        assert_eq!(figures(aims("年度目标为95%")), ["95%"]);
        for text in
            ["完成目标任务的105%", "超额完成年度目标任务", "超目标任务2家", "目标1：完成重点工作", "目标任务完成105%"]
        {
            assert_eq!(figures(aims(text)), [""; 0], "{text}");
        }
    }
}
