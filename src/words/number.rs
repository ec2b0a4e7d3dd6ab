//! Figures: from the text in a file to an exact decimal, and back to text for people.

use rust_decimal::{Decimal, RoundingStrategy};

/// Significant digits of a figure in a workbook: what Excel shows and WPS stores.
const SIGNIFICANT_DIGITS: usize = 15;

/// The exact decimal that a stored number stands for, or nothing where the text is no number a form can hold.
///
/// Programs store doubles, with up to 17 digits and binary noise (`365.78999999999996`). Rounded to
/// 15 significant digits each gives the decimal that was typed (libraries.md: none wrong of 2,000,000).
#[must_use]
pub fn canonical(text: &str) -> Option<Decimal> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let simple = text.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || b == b'.' || (i == 0 && b == b'-'));
    if simple && (1..=SIGNIFICANT_DIGITS).contains(&digits) {
        return Decimal::from_str_exact(text).ok().map(|d| d.normalize());
    }
    let float: f64 = text.parse().ok()?;
    if !float.is_finite() {
        return None;
    }
    let decimal = Decimal::from_scientific(&format!("{float:.*e}", SIGNIFICANT_DIGITS - 1)).ok()?;
    Some(decimal.normalize())
}

/// An amount with exactly two decimals, rounded half away from zero: `418.69`, `-0.10`.
#[must_use]
pub fn two_decimals(amount: Decimal) -> String {
    let rounded = amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{rounded:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

/// A number without needless zeros: `7`, `0.5`.
#[must_use]
pub fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_noise_is_taken_off() {
        for (stored, meant) in [
            ("365.78999999999996", "365.79"),
            ("0.30000000000000004", "0.3"),
            ("1E-3", "0.001"),
            ("12.50", "12.5"),
            ("-15.75", "-15.75"),
            ("4186912.34", "4186912.34"),
            ("1234567890123456789", "1234567890123460000"),
        ] {
            assert_eq!(canonical(stored).map(plain).as_deref(), Some(meant), "{stored}");
        }
    }

    #[test]
    fn what_is_no_figure_is_nothing() {
        for text in ["", "-", "1,234", "NaN", "inf", "1e999", "１２", "0x10", "1e40"] {
            assert_eq!(canonical(text), None, "{text}");
        }
    }

    #[test]
    fn amounts_are_rounded_half_away_from_zero() {
        for (amount, text) in
            [("0.005", "0.01"), ("-0.005", "-0.01"), ("-0.001", "0.00"), ("418.69", "418.69"), ("7", "7.00")]
        {
            assert_eq!(two_decimals(amount.parse().expect(amount)), text);
        }
    }
}
