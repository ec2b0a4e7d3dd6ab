//! Quantities with a direction: `≥1200公里`, `95%以上`, `不超过200万元`.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::{Pattern, found};

/// Which side of the number is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// At least so much.
    AtLeast,
    /// At most so much.
    AtMost,
    /// Just so much, or nothing is said.
    Plain,
}

/// A number with its unit and direction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// Which side is good.
    pub direction: Direction,
    /// The number.
    pub number: Decimal,
    /// Its unit; empty where there is none.
    pub unit: String,
}

/// Units of measure, those that begin like another in front of it.
pub(super) const UNITS: &str = "%|％|万元|亿元|元|万人次|人次|平方米|万平方米|公里|千米|米|吨|亩|家|户|个|次|项|件|人|名|场|期|份|套|条|处|天|日|小时|宗|起|辆|台|所|座|篇|批";

static QUANTITY: Pattern = LazyLock::new(|| {
    let side = "≥|≧|＞|>|不低于|不少于|达到|达|≤|≦|＜|<|不超过|不高于|控制在|少于|低于";
    regex::Regex::new(&format!(r"({side})?\s*([0-9]+(?:\.[0-9]+)?)\s*({UNITS})?\s*(以上|以内|以下)?")).ok()
});
static YEAR: Pattern = LazyLock::new(|| regex::Regex::new(r"(?:19|20)\d{2}\s*年").ok());

/// The first quantity of a text that is no bare year.
#[must_use]
pub fn quantity(text: &str) -> Option<Quantity> {
    let years: Vec<std::ops::Range<usize>> =
        found(&YEAR, text).filter_map(|part| part.get(0).map(|year| year.range())).collect();
    found(&QUANTITY, text).find_map(|part| {
        let number = part.get(2)?;
        if years.iter().any(|year| year.contains(&number.start())) {
            return None;
        }
        let side = |word: &str| match word {
            "≤" | "≦" | "＜" | "<" | "不超过" | "不高于" | "控制在" | "少于" | "低于" | "以内" | "以下" => {
                Direction::AtMost
            }
            "" => Direction::Plain,
            _ => Direction::AtLeast,
        };
        let word = |at: usize| part.get(at).map_or("", |word| word.as_str());
        let direction = if word(4).is_empty() { side(word(1)) } else { side(word(4)) };
        Some(Quantity { direction, number: number.as_str().parse().ok()?, unit: unit(word(3)).to_owned() })
    })
}

/// One word for units that are written in two ways.
pub(super) fn unit(written: &str) -> &str {
    match written {
        "％" => "%",
        "千米" => "公里",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_a_direction_and_a_unit() {
        for (text, direction, number, unit) in [
            ("道路巡查里程≥1200公里", Direction::AtLeast, "1200", "公里"),
            ("园区满意度达95%以上", Direction::AtLeast, "95", "%"),
            ("项目支出≤195.50万元", Direction::AtMost, "195.50", "万元"),
            ("投诉量控制在60件以内", Direction::AtMost, "60", "件"),
            ("引进企业10家", Direction::Plain, "10", "家"),
            ("2021年引进企业10家", Direction::Plain, "10", "家"),
        ] {
            let number = number.parse().expect("a number");
            assert_eq!(quantity(text), Some(Quantity { direction, number, unit: unit.to_owned() }), "{text}");
        }
        assert_eq!(quantity("2021年年内"), None);
        assert_eq!(quantity("控制在财政预算内"), None);
    }
}
