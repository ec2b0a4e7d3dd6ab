//! 校验码: eight characters made of the values of a return, by which its 定稿 is known to be unchanged.
//!
//! It tells paper and files apart, and finds what was changed by mistake or in silence. It is no signature: who knows how
//! it is made can make another, so the bureau holds it against the code that it has on record.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use memchr::memmem;

use super::Stamp;
use crate::words::sha256;

/// The characters of a code: none that is taken for another, on paper or on the telephone (0 O, 1 I).
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Characters of a code.
const LENGTH: usize = 8;
/// Bits that a character of the alphabet holds.
const BITS: usize = 5;
/// How the code is called in the visible line of a 定稿.
const KEY: &str = "定稿校验码：";
/// Looks for [`KEY`].
static FINDER: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new(KEY));
/// What stands between the words of the visible line.
const GAP: &str = "　";

/// A 校验码.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationCode([u8; LENGTH]);

impl VerificationCode {
    /// The code of these texts; none of them can be taken for a part of its neighbour.
    #[must_use]
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let digest = sha256(texts.into_iter().flat_map(|text| [text.as_bytes(), b"\x1f"]));
        let bits = digest.get(..LENGTH * BITS / 4).and_then(|digits| u64::from_str_radix(digits, 16).ok());
        let bits = bits.unwrap_or_default();
        Self(std::array::from_fn(|at| ALPHABET[((bits >> (BITS * (LENGTH - 1 - at))) & 31) as usize]))
    }

    /// The visible line of a 定稿: that of the stamp and the code.
    #[must_use]
    pub fn line(&self, stamp: &str) -> String {
        format!("{stamp}{GAP}{KEY}{self}")
    }

    /// The code that stands in a visible line; nothing where it is no such line or has none.
    #[must_use]
    pub fn from_line(text: &str) -> Option<Self> {
        // Asked of every text of a workbook, of which one has a code.
        FINDER.find(text.as_bytes())?;
        let code = text.split_whitespace().find_map(|word| word.strip_prefix(KEY))?.parse().ok()?;
        Stamp::from_line(text).map(|_| code)
    }
}

impl fmt::Display for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = self.0.split_at(LENGTH / 2);
        let text = |half| std::str::from_utf8(half).unwrap_or_default();
        write!(f, "{}-{}", text(first), text(last))
    }
}

/// A text that is no 校验码.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是校验码")]
pub struct NotACode(String);

impl FromStr for VerificationCode {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let letters = text.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_uppercase());
        let letters: Vec<u8> = letters.collect();
        let code = <[u8; LENGTH]>::try_from(letters).ok().filter(|code| code.iter().all(|b| ALPHABET.contains(b)));
        code.map(Self).ok_or_else(|| NotACode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_eight_characters_that_are_not_mistaken() {
        let code = VerificationCode::of(["收入", "418.69"]);
        assert_eq!(code.to_string(), "PH5U-4YL2");
        assert_ne!(code, VerificationCode::of(["收入4", "18.69"]), "texts do not run together");
        assert_eq!(code.to_string().parse(), Ok(code.clone()));
        assert_eq!(code.to_string().to_lowercase().replace('-', "").parse(), Ok(code));
        for text in ["", "ABCD", "ABCD-EFG0", "ABCD-EFGHJ", "收收收收"] {
            assert_eq!(text.parse::<VerificationCode>(), Err(NotACode(text.to_owned())));
        }
    }

    #[test]
    fn the_visible_line_bears_it_and_still_says_what_the_stamp_says() {
        let mut stamp =
            Stamp { template: "自评".to_owned(), edition: "2021".to_owned(), year: 2021, ..Stamp::default() };
        stamp.issued.set("预算编码", "629101");
        let (line, code) = (stamp.line(), VerificationCode::of(["1"]));
        let with = code.line(&line);
        assert_eq!(VerificationCode::from_line(&with), Some(code));
        assert_eq!(Stamp::from_line(&with), Stamp::from_line(&line));
        assert_eq!(VerificationCode::from_line(&line), None);
        assert_eq!(VerificationCode::from_line("定稿校验码：ABCD-EFGH"), None, "no visible line");
    }
}
