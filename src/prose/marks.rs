//! Brackets, quotes and units of measure.

use super::amount::amounts;

/// What is uneven about brackets and quotes, in words; nothing where they are even.
#[must_use]
pub fn unbalanced(text: &str) -> Option<&'static str> {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    let (half, full) = (count('(') + count(')'), count('（') + count('）'));
    if half > 0 && full > 0 {
        return Some("半角括号与全角括号混用");
    }
    if count('（') != count('）') || count('(') != count(')') {
        return Some("括号不成对");
    }
    (count('“') != count('”')).then_some("引号不成对")
}

/// The different units in which a text gives amounts, in the order 万, 万元, 亿元, 元.
#[must_use]
pub fn units(text: &str) -> Vec<&'static str> {
    let is_rate = |start| ["每", "人均"].iter().any(|word| super::piece_before(text, start).contains(word));
    let all = amounts(text).into_iter().filter(|one| !is_rate(one.start));
    let used: Vec<String> = all.map(|one| one.unit).collect();
    ["万", "万元", "亿元", "元"].into_iter().filter(|unit| used.iter().any(|one| one == unit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uneven_marks_are_named() {
        assert_eq!(unbalanced("其中（含出纳）2人，临聘(不占编)3人"), Some("半角括号与全角括号混用"));
        assert_eq!(unbalanced("部门（单位"), Some("括号不成对"));
        assert_eq!(unbalanced("“双创"), Some("引号不成对"));
        assert_eq!(unbalanced("1）准备；“双创”（培训）"), Some("括号不成对"));
        assert_eq!(unbalanced("部门（单位）的“双创”工作"), None);
    }

    #[test]
    fn units_are_listed_once() {
        assert_eq!(units("税收1000万，销售3.9亿元，支出418.69万元、10万元"), ["万", "万元", "亿元"]);
    }
}
