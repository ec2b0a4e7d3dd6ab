//! PUB-01, PUB-02: what texts say that must not be published with the return.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::people::text;
use super::phrases::Mentions;
use super::{Check, CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::fields::{Shown, half_width};
use crate::form::{Arguments, CheckSpec};

/// Digits of a mobile telephone number.
const MOBILE: usize = 11;

/// The check that looks at the whole form.
pub(super) static CHECKS: [Check; 1] =
    [Check { spec: CheckSpec::new("personal-data", &["类别"]), find: personal_data }];

/// The check that is told its words.
pub(super) static CHECKS_ON: [CheckOn; 1] = [CheckOn { spec: CheckSpec::new("secret-words", &[]), find: secret_words }];

/// Fields in which a unit writes what it likes. A telephone number or a code is asked for where it has a field.
fn texts<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (Slot, &'a str)> {
    let is_free = |slot: &Slot| {
        let field = subject.field(*slot);
        field.issued.is_none() && field.kind.shown() == Shown::Words && !subject.is_copy_slot(*slot)
    };
    subject.slots().filter(is_free).filter_map(|slot| Some((slot, text(subject, slot)?)))
}

/// Numbers by which a person is known, one finding per text; only their ends are said again.
fn personal_data(subject: &Subject<'_>) -> Vec<Hit> {
    let hit = |(slot, text)| {
        let numbers = personal_numbers(text);
        let mut kinds: Vec<&str> = numbers.iter().map(|(kind, _)| kind.name()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let masked: Vec<String> = numbers.iter().map(|(_, number)| masked(number)).collect();
        let hit = Hit::at(vec![slot]).found(masked.join("、")).fact("类别", kinds.join("、"));
        (!numbers.is_empty()).then_some(hit)
    };
    texts(subject).filter_map(hit).collect()
}

/// Markings of secret papers, one finding per text; a stamp is often set with a blank, `机 密`.
fn secret_words(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mentions = Mentions::new(arguments);
    let hit = |(slot, text): (Slot, &str)| {
        let bare = mentions.bare(&text.split_whitespace().collect::<String>());
        Some(Hit::at(vec![slot]).found(mentions.first_in(&[&bare])?))
    };
    texts(subject).filter_map(hit).collect()
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Personal {
    Mobile,
    Identity,
    BankCard,
}

impl Personal {
    fn name(self) -> &'static str {
        match self {
            Self::Mobile => "手机号码",
            Self::Identity => "身份证号",
            Self::BankCard => "银行卡号",
        }
    }

    /// What digits without blanks are, if they are any of them.
    fn of(number: &str) -> Option<Self> {
        let is_mobile =
            number.len() == MOBILE && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9');
        if is_mobile {
            Some(Self::Mobile)
        } else if is_identity(number) {
            Some(Self::Identity)
        } else {
            is_bank_card(number).then_some(Self::BankCard)
        }
    }
}

/// The personal numbers in a text, each as often as it stands there, without the blanks between its groups.
fn personal_numbers(text: &str) -> Vec<(Personal, String)> {
    // Digits in groups, as people write long numbers, between what tells that they are something else.
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let before = r"(编码|编号|代码|文号|合同号|[〕\])A-Za-z])?[:：]?";
        let after = r"\s*([万亿千百]?元|[万亿]|平方|立方|公里|米|吨|亩|号|\.\d|[A-Za-z])?";
        Regex::new(&format!(r"{before}(\d[\d -]*[\dXx]){after}")).ok()
    });
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let text = half_width(text).replace('—', "-");
    let mut found = Vec::new();
    for captures in pattern.captures_iter(&text) {
        if captures.get(1).or(captures.get(3)).is_none() {
            found.extend(personal(&captures[2]));
        }
    }
    found
}

/// What digits in groups are: one number, or several with blanks or strokes between them.
fn personal(groups: &str) -> Vec<(Personal, String)> {
    for between in ["", " ", "-"] {
        let pieces = if between.is_empty() { vec![groups] } else { groups.split(between).collect() };
        let numbers = pieces.into_iter().map(|piece| piece.replace([' ', '-'], ""));
        let known = numbers.filter_map(|number| {
            // The prefix of the country.
            let national = ["0086", "86"].into_iter().find_map(|prefix| number.strip_prefix(prefix));
            let number = national.filter(|rest| rest.len() == MOBILE).unwrap_or(&number);
            Some((Personal::of(number)?, number.to_owned()))
        });
        let known: Vec<_> = known.collect();
        if !known.is_empty() {
            return known;
        }
    }
    Vec::new()
}

/// A citizen's number of 18 characters with a day of birth, whose last one is right (GB 11643—1999: weights 2^(17-i) mod
/// 11).
fn is_identity(number: &str) -> bool {
    let is_day = |digits: &str| Date::strptime("%Y%m%d", digits).is_ok_and(|day| (1900..2100).contains(&day.year()));
    let is_shaped = number.len() == 18
        && number.bytes().take(17).all(|byte| byte.is_ascii_digit())
        && number.get(6..14).is_some_and(is_day);
    let sum = || number.bytes().take(17).fold(0, |sum, byte| (sum + u32::from(byte - b'0')) * 2 % 11);
    is_shaped && {
        let check = char::from(b"10X98765432"[sum() as usize]);
        number.ends_with(check) || (check == 'X' && number.ends_with('x'))
    }
}

/// A card of 16 to 19 digits issued in China whose last digit is right (ISO/IEC 7812: 62, and the Luhn sum).
fn is_bank_card(number: &str) -> bool {
    let is_shaped = (16..=19).contains(&number.len()) && number.starts_with("62");
    let digits = number.bytes().rev().map(|byte| u32::from(byte.wrapping_sub(b'0')));
    let doubled = |(at, digit): (usize, u32)| if at % 2 == 1 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
    is_shaped
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && digits.enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// The first three and the last four characters, stars between them.
fn masked(number: &str) -> String {
    let (head, tail) = (&number[..3], &number[number.len() - 4..]);
    format!("{head}{}{tail}", "*".repeat(number.len() - 7))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Personal, String)> {
        personal_numbers(text).into_iter().map(|(kind, number)| (kind, masked(&number))).collect()
    }

    #[test]
    fn numbers_of_people_are_found_however_they_are_written() {
        use Personal::{BankCard, Identity, Mobile};
        let cases = [
            ("联系人电话13055501234。", Mobile, "130****1234"),
            ("电话：130 5550 1234", Mobile, "130****1234"),
            ("电话+86-130-5550-1234", Mobile, "130****1234"),
            ("电话１３０５５５０１２３４", Mobile, "130****1234"),
            ("身份证11010519491231002X", Identity, "110***********002X"),
            ("身份证11010519491231002x", Identity, "110***********002x"),
            ("卡号6222 0000 0000 0000 004", BankCard, "622************0004"),
        ];
        for (text, kind, masked) in cases {
            assert_eq!(found(text), [(kind, masked.to_owned())], "{text}");
        }
        for two in ["13055501234 13955501234", "13055501234-13955501234"] {
            assert_eq!(found(two).len(), 2, "{two}");
        }
        for one in ["1.13055501234", "2024-13055501234", "0731-13055501234", "008613055501234", "130—5550—1234"] {
            assert_eq!(found(one).len(), 1, "{one}");
        }
    }

    #[test]
    fn other_numbers_are_left_alone() {
        let texts = [
            "投入13055501234元",
            "总投资13055501234 元",
            "面积15000000000平方米",
            "项目编码15301022021",
            "合同编号：13900012345",
            "发文〔2021〕13055501234号",
            "统一编码110105194913310031",
            "2021-12-31 2022-01-31",
            "0730-5550101",
            "110105194912310021",
            "6222000000000000003",
            "文号2021000013055501234号",
            "S13055501234567890",
        ];
        for text in texts {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
