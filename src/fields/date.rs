//! Days, as Excel stores them and as people type them.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{Span, Unit};
use regex::Regex;
use rust_decimal::prelude::ToPrimitive;

use super::typed::{half_width, typed, visible};
use super::{Accepts, FieldType, Limits, Prompt, Shown};
use crate::facts::{Content, Oddity, Raw, Reading};
use crate::language::Type;
use crate::words::{Value, canonical};

/// Days that may stand for a date in a cell without date format: 2000-01-01 to 2099-12-31.
const PLAUSIBLE_SERIALS: std::ops::RangeInclusive<i64> = 36_526..=73_050;
/// Days between the two ways to count days in Excel (18.17.4.1): 1900 and 1904.
pub const DAYS_FROM_1900_TO_1904: i64 = 1_462;

/// 日期.
pub(super) struct Day;

impl FieldType for Day {
    fn name(&self) -> &'static str {
        "date"
    }

    fn language(&self) -> Type {
        Type::Date
    }

    fn shown(&self) -> Shown {
        Shown::Day
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Day
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写日期，例如 2022-3-20。写作 2022.3.20 或 2022年3月20日的也能识别，确认无误请点“是”。".to_owned()
    }

    fn insists(&self) -> bool {
        false
    }

    fn prompt(&self, _: &Limits) -> Option<Prompt<'static>> {
        Some(Prompt {
            title: "日期".into(), text: "例如 2022-3-20；2022.3.20、2022年3月20日也可以。".into()
        })
    }

    fn read(&self, content: &Content, limits: &Limits) -> Reading {
        let found = typed(content);
        let (date, normalised) = match &content.raw {
            Raw::Number(text) => {
                let days = canonical(text).and_then(|n| n.trunc().to_i64());
                let days = days.filter(|days| content.date_format || PLAUSIBLE_SERIALS.contains(days));
                (days.and_then(|days| from_serial(days, limits.date1904)), !content.date_format)
            }
            Raw::Text(text) if visible(text).is_empty() => return Reading::blank(),
            Raw::Text(text) => (from_text(text), true),
            Raw::Date(text) => (text.get(..10).and_then(|day| day.parse().ok()), false),
            Raw::Blank => return Reading::blank(),
            Raw::Truth(_) | Raw::Error(_) => (None, false),
        };
        match date {
            Some(date) => {
                let found = if normalised { found } else { date.to_string() };
                Reading { value: Some(Value::Date(date)), oddities: Vec::new(), found, normalised }
            }
            None => Reading { value: None, oddities: vec![Oddity::NotADate], found, normalised: false },
        }
    }
}

/// The day with this serial number in a workbook; 1900 counts a 29 February that never was (18.17.4.1).
#[must_use]
pub fn from_serial(days: i64, date1904: bool) -> Option<Date> {
    let days = if date1904 { days.checked_add(DAYS_FROM_1900_TO_1904)? } else { days };
    let from = match days {
        1..=59 => Date::constant(1899, 12, 31),
        61.. => Date::constant(1899, 12, 30),
        _ => return None,
    };
    from.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The serial number of a day from March 1900; nothing for a day before.
#[must_use]
pub fn serial(date: Date, date1904: bool) -> Option<i64> {
    let days = i64::from(date.since((Unit::Day, Date::constant(1899, 12, 30))).ok()?.get_days());
    let first = if date1904 { DAYS_FROM_1900_TO_1904 } else { 0 };
    (days > 60).then(|| days - first).filter(|days| *days >= 0)
}

/// The day that a text names: `2022-8-24`, `2022.8.24`, `2022/8/24`, `2022年8月24日`, full-width too.
#[must_use]
pub fn from_text(text: &str) -> Option<Date> {
    static DAY: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(\d{4})\s*(?:年|-|\.|/)\s*(\d{1,2})\s*(?:月|-|\.|/)\s*(\d{1,2})\s*日?(?: 00:00(?::00)?)?$").ok()
    });
    let text = half_width(&visible(text));
    let parts = DAY.as_ref()?.captures(text.trim())?;
    let number = |i: usize| parts.get(i).and_then(|part| part.as_str().parse::<i16>().ok());
    Date::new(number(1)?, i8::try_from(number(2)?).ok()?, i8::try_from(number(3)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_type_them() {
        for text in
            ["2022-8-24", "2022.8.24", "2022/08/24", "2022年8月24日", "２０２２年８月２４日", " 2022 年 8 月 24 日 "]
        {
            assert_eq!(from_text(text), Some(Date::constant(2022, 8, 24)), "{text}");
        }
        for text in ["2022-2-30", "2022-13-1", "22-8-24", "8月24日", "2022年8月", "20220824"] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn serial_numbers_count_as_excel_does() {
        assert_eq!(from_serial(44_797, false), Some(Date::constant(2022, 8, 24)));
        assert_eq!(from_serial(43_335, true), Some(Date::constant(2022, 8, 24)));
        assert_eq!(from_serial(1, false), Some(Date::constant(1900, 1, 1)));
        assert_eq!(from_serial(60, false), None);
        assert_eq!(from_serial(61, false), Some(Date::constant(1900, 3, 1)));
        assert_eq!(from_serial(i64::MAX, true), None);
        assert_eq!(serial(Date::constant(2022, 8, 24), false), Some(44_797));
        assert_eq!(serial(Date::constant(2022, 8, 24), true), Some(43_335));
        assert_eq!(serial(Date::constant(1899, 8, 24), false), None);
        assert_eq!(serial(Date::constant(1903, 8, 24), true), None);
    }
}
