//! Figures as people type them: plain, full-width, with separators, as text, with a unit behind.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Limits;
use super::date::from_serial;
use super::typed::{half_width, typed, visible};
use crate::facts::{Content, Oddity, Raw, Reading};
use crate::words::{Value, canonical, plain};

/// Units that are typed behind figures (rules.md, TYP-02), the longer first.
const UNITS: [&str; 20] = [
    "万元",
    "亿元",
    "千元",
    "万人",
    "人次",
    "平方米",
    "元",
    "万",
    "亿",
    "分",
    "人",
    "家",
    "次",
    "个",
    "项",
    "户",
    "套",
    "%",
    "天",
    "名",
];

/// A figure and what was odd about it, or what makes it none.
pub(super) struct Numeral {
    /// The figure, where there is one.
    pub number: Option<Decimal>,
    /// What was odd.
    pub oddity: Option<Oddity>,
    /// As it was typed.
    pub found: String,
}

/// Reads a figure. A blank text is a numeral without number, oddity and text.
pub(super) fn numeral(content: &Content, limits: &Limits) -> Numeral {
    let found = match &content.raw {
        Raw::Number(_) if content.percent_format => percentage(content).map_or_else(|| typed(content), percent_word),
        Raw::Number(days) if content.date_format => day(days, limits.date1904).unwrap_or_else(|| typed(content)),
        Raw::Blank | Raw::Number(_) | Raw::Text(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => typed(content),
    };
    let (number, oddity) = match &content.raw {
        // “3-5” typed into a figure's cell becomes a day; its serial number is not what was meant.
        Raw::Number(_) if content.date_format => (None, Some(Oddity::Words)),
        // 12.4 is shown as 1240% there: what was meant is not known, unless a percentage is asked for.
        Raw::Number(_) if content.percent_format => (None, Some(Oddity::WithUnit)),
        Raw::Number(text) => match canonical(text) {
            Some(number) => (Some(number), None),
            None => (None, Some(Oddity::Words)),
        },
        Raw::Text(text) => from_text(text),
        Raw::Blank => (None, None),
        Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => (None, Some(Oddity::Words)),
    };
    let blank = number.is_none() && oddity.is_none();
    Numeral { number, oddity, found: if blank { String::new() } else { found } }
}

/// The percentage that a person sees in a cell whose number format shows one: 95 for 0.95.
fn percentage(content: &Content) -> Option<Decimal> {
    let Raw::Number(text) = &content.raw else { return None };
    let number = canonical(text).filter(|_| content.percent_format)?;
    number.checked_mul(Decimal::ONE_HUNDRED).map(|number| number.normalize())
}

/// The reading of such a cell where a percentage is what is asked for.
pub(super) fn as_percentage(content: &Content) -> Option<Reading> {
    let percentage = percentage(content)?;
    let (value, found) = (Some(Value::Number(percentage)), percent_word(percentage));
    Some(Reading { value, oddities: Vec::new(), found, normalised: true })
}

fn percent_word(percentage: Decimal) -> String {
    format!("{}%", plain(percentage))
}

/// The day that a person sees in a cell with this serial number.
fn day(days: &str, date1904: bool) -> Option<String> {
    let days = canonical(days)?.trunc().to_i64()?;
    from_serial(days, date1904).map(|day| day.to_string())
}

/// A figure in brackets is a negative one, as account books write it.
fn without_brackets(text: &str) -> Option<String> {
    let inside = text.strip_prefix('(')?.strip_suffix(')')?;
    inside.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("-{inside}"))
}

fn from_text(text: &str) -> (Option<Decimal>, Option<Oddity>) {
    let shown = visible(text);
    if shown.is_empty() {
        return (None, None);
    }
    let half = half_width(&shown);
    let unbracketed = without_brackets(&half);
    if let Some(number) = parse(unbracketed.as_deref().unwrap_or(&half)) {
        let oddity = if half == shown { Oddity::TextNumber } else { Oddity::FullWidth };
        return (Some(number), Some(oddity));
    }
    let bare = UNITS.iter().find_map(|unit| half.strip_suffix(unit));
    let oddity =
        if bare.is_some_and(|bare| parse(bare.trim_end()).is_some()) { Oddity::WithUnit } else { Oddity::Words };
    (None, Some(oddity))
}

/// A half-width figure with an optional sign and separators between its digits.
fn parse(text: &str) -> Option<Decimal> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits.trim_start()),
        None => ("", text),
    };
    let digits = digits.strip_prefix(['¥', '￥']).unwrap_or(digits);
    let starts = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let ends = digits.ends_with(|c: char| c.is_ascii_digit());
    if !starts || !ends || !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ')) {
        return None;
    }
    if digits.contains([',', ' ']) && !well_grouped(digits) {
        return None;
    }
    canonical(&format!("{sign}{}", digits.replace([',', ' '], "")))
}

/// Whether separators stand before every third digit only, so that “1,23” stays a question and not a figure.
fn well_grouped(digits: &str) -> bool {
    let whole = digits.split('.').next().unwrap_or(digits);
    let mut groups = whole.split([',', ' ']);
    let first = groups.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        for (typed, number, oddity) in [
            ("418.69", Some("418.69"), Some(Oddity::TextNumber)),
            ("４１８．６９", Some("418.69"), Some(Oddity::FullWidth)),
            ("1,234,567.80", Some("1234567.8"), Some(Oddity::TextNumber)),
            (" 12 ", Some("12"), Some(Oddity::TextNumber)),
            ("-0.5", Some("-0.5"), Some(Oddity::TextNumber)),
            ("－0.5", Some("-0.5"), Some(Oddity::FullWidth)),
            ("–0.5", Some("-0.5"), Some(Oddity::FullWidth)),
            ("(0.5)", Some("-0.5"), Some(Oddity::TextNumber)),
            ("（1,200.5）", Some("-1200.5"), Some(Oddity::FullWidth)),
            ("(-0.5)", None, Some(Oddity::Words)),
            ("()", None, Some(Oddity::Words)),
            ("–", None, Some(Oddity::Words)),
            ("418.69万元", None, Some(Oddity::WithUnit)),
            ("95分", None, Some(Oddity::WithUnit)),
            ("1,23", None, Some(Oddity::Words)),
            ("约400", None, Some(Oddity::Words)),
            ("—", None, Some(Oddity::Words)),
            ("1e5", None, Some(Oddity::Words)),
            ("1.2.3", None, Some(Oddity::Words)),
            ("  ", None, None),
        ] {
            let (read, odd) = from_text(typed);
            assert_eq!((read, odd), (number.map(|n| n.parse().expect(n)), oddity), "{typed}");
        }
    }
}
