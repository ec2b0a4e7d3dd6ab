//! The value of a cell, by the type that the cell says (ECMA-376 18.18.11).

use std::sync::Arc;

use super::cells::Context;
use super::defect::Defect;
use super::text::decoded;
use crate::facts::Raw;
use crate::words::{Cell, excerpt};

/// What a cell says its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `n`, and what is not known.
    Number,
    /// `s`: an index of the shared texts.
    Shared,
    /// `str` and `inlineStr`: a text.
    Text,
    /// `b`.
    Truth,
    /// `e`.
    Error,
    /// `d`.
    Date,
}

impl Kind {
    /// The kind of a cell's `t` attribute.
    pub fn of(name: &str) -> Self {
        match name {
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Truth,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => Self::Number,
        }
    }
}

/// The value that the text of a cell stands for, or nothing where it is blank.
///
/// What is not of the kind that the cell says is kept as a text, so that nothing typed is lost.
pub(super) fn raw(
    kind: Kind,
    stored: Option<&str>,
    cell: Cell,
    context: &mut Context<'_>,
) -> Result<Option<Raw>, Defect> {
    let Some(stored) = stored else { return Ok(None) };
    let trimmed = stored.trim_ascii();
    if trimmed.is_empty() && kind != Kind::Text {
        return Ok(None);
    }
    if kind != Kind::Shared {
        context.used.text(stored.len())?;
    }
    let raw = match kind {
        Kind::Shared => {
            let text = context.strings.get(trimmed);
            let text = text.ok_or_else(|| Defect::SharedText { cell, index: excerpt(trimmed) })?;
            Raw::Text(Arc::clone(text))
        }
        Kind::Number if is_number(trimmed) => Raw::Number(trimmed.into()),
        Kind::Truth if matches!(trimmed, "1" | "true") => Raw::Truth(true),
        Kind::Truth if matches!(trimmed, "0" | "false") => Raw::Truth(false),
        Kind::Error => Raw::Error(trimmed.into()),
        Kind::Date => Raw::Date(trimmed.into()),
        Kind::Text => Raw::Text(decoded(stored).into()),
        Kind::Number | Kind::Truth => Raw::Text(stored.into()),
    };
    Ok(Some(raw))
}

/// Whether the text is a finite number.
pub(in crate::excel) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.len() <= 15 && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain || text.parse::<f64>().is_ok_and(f64::is_finite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_finite_numbers_are_numbers() {
        for text in ["0", "-7", "12.50", "365.78999999999996", "1E-3", "1.5e+10", "007", ".5"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", "NaN", "nan", "inf", "-Infinity", "1e999", "1,234", "１２", "0x10", "--1"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
