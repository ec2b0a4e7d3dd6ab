//! PUB-01, PUB-02: what texts say that must not be published with the return.

use std::sync::LazyLock;

use regex::Regex;

use super::people::text;
use super::phrases::Mentions;
use super::{Check, CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::fields::{Shown, half_width};
use crate::form::{Arguments, CheckSpec};

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

/// Markings of secret papers, one finding per text.
fn secret_words(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mentions = Mentions::new(arguments);
    let hit = |(slot, text): (Slot, &str)| {
        Some(Hit::at(vec![slot]).found(mentions.first_in(std::iter::once(&*mentions.bare(text)))?))
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
        let is_mobile = number.len() == 11 && number.starts_with('1') && matches!(number.as_bytes()[1], b'3'..=b'9');
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
    // Digits in groups, as people write long numbers, and what tells that they are something else.
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"([A-Za-z]|\d\.)?(\d[\d -]*[\dXx])([万亿]?元|\.\d|[A-Za-z])?").ok());
    let Some(pattern) = NUMBER.as_ref() else { return Vec::new() };
    let text = half_width(text);
    let mut found = Vec::new();
    for captures in pattern.captures_iter(&text) {
        if captures.get(1).or(captures.get(3)).is_some() {
            continue;
        }
        let digits = |part: &str| part.chars().filter(|c| !matches!(c, ' ' | '-')).collect::<String>();
        let whole = digits(&captures[2]);
        let national = whole.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&whole);
        if let Some(kind) = Personal::of(national) {
            found.push((kind, national.to_owned()));
        } else {
            let pieces = captures[2].split(' ').map(digits);
            found.extend(pieces.filter_map(|piece| Some((Personal::of(&piece)?, piece))));
        }
    }
    found
}

/// A citizen's number of 18 characters whose last one is right (GB 11643—1999: weights 2^(17-i) mod 11).
fn is_identity(number: &str) -> bool {
    let is_shaped = number.len() == 18 && number.bytes().take(17).all(|byte| byte.is_ascii_digit());
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
        let two = "13055501234 13955501234";
        assert_eq!(found(two).len(), 2, "two numbers beside each other");
    }

    #[test]
    fn other_numbers_are_left_alone() {
        let texts = [
            "投入13055501234元",
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
