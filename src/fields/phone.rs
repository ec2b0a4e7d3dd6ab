//! Telephone numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::text::words;
use super::typed::half_width;
use super::{Accepts, FieldType, Limits, Shown};
use crate::facts::{Content, Oddity, Reading};
use crate::language::Type;

/// 电话.
pub(super) struct Phone;

impl FieldType for Phone {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn language(&self) -> Type {
        Type::Text
    }

    fn shown(&self) -> Shown {
        Shown::Digits
    }

    fn accepts(&self, _: &Limits) -> Accepts {
        Accepts::Length(20)
    }

    fn refusal(&self, _: &Limits) -> String {
        "请填写手机号码或固定电话，例如 0730-5550101。".to_owned()
    }

    fn read(&self, content: &Content, _: &Limits) -> Reading {
        words(content, |text| (!is_phone(&half_width(text))).then_some(Oddity::NotAPhone))
    }
}

/// A mobile number of 11 digits, or a landline with or without area code and extension (rules.md, TYP-09); blanks
/// between its parts are how people write it.
fn is_phone(text: &str) -> bool {
    static PHONE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(?:1[3-9]\d{9}|(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?)$").ok());
    let text: String = text.chars().filter(|c| *c != ' ').collect();
    PHONE.as_ref().is_some_and(|phone| phone.is_match(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mobile_and_landline_numbers_are_told_from_others() {
        for number in [
            "13800000000",
            "0730-5550101",
            "07305550101",
            "5550101",
            "010-55501010-8012",
            "0730 5550101",
            "138 0000 0000",
        ] {
            assert!(is_phone(number), "{number}");
        }
        for number in ["1380000000", "12800000000", "0730-155501", "林远舟", "0730—5550101", "13800000000 5550101"]
        {
            assert!(!is_phone(number), "{number}");
        }
    }
}
