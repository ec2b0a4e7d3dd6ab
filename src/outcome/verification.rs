//! 校验码 of a return: what its 定稿 is made final with, and held against when it comes back.

use std::borrow::Cow;

use crate::facts::{Damage, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Stamp, VerificationCode};
use crate::words::{Value, plain};

/// What stands in the name of a 定稿.
pub const FINAL: &str = "定稿";

/// The code of what a file says, and the one that it says to have been made final with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The code of its values as they are now.
    pub code: VerificationCode,
    /// The code that it was made final with; nothing where it is no 定稿.
    pub stated: Option<VerificationCode>,
}

impl Verification {
    /// Makes the code of whose form it is, of which year, and of every field that is filled in: never of addresses, looks
    /// or the digits that a program stores a figure with.
    pub(super) fn of(
        (form, layout): (&Form, &Layout),
        submission: &Submission,
        stamp: &Stamp,
        stated: Option<VerificationCode>,
    ) -> Self {
        let year = stamp.year.to_string();
        let mut texts: Vec<Cow<'_, str>> = vec![
            Cow::Borrowed(&form.id),
            Cow::Borrowed(&form.edition),
            Cow::Borrowed(stamp.issued.get("预算编码")),
            Cow::Owned(year),
        ];
        for slot in layout.slots() {
            let reading = &submission.entry(slot).reading;
            if reading.is_blank() {
                continue;
            }
            let table = &form.tables[slot.table];
            texts.push(Cow::Borrowed(&table.id));
            texts.push(Cow::Borrowed(&layout.rows[slot.table][slot.row].id));
            texts.push(Cow::Borrowed(&table.fields[slot.field].id));
            texts.push(reading.value.as_ref().map_or_else(|| one_line_end(&reading.found), canonical));
        }
        Self { code: VerificationCode::of(texts.iter().map(AsRef::as_ref)), stated }
    }

    /// Whether a 定稿 says what it said when it was made final; nothing where it is none.
    #[must_use]
    pub fn is_intact(&self) -> Option<bool> {
        self.stated.as_ref().map(|stated| *stated == self.code)
    }

    /// What is wrong with a 定稿 that was changed.
    pub(super) fn damage(&self) -> Option<Damage> {
        let stated = self.stated.as_ref().filter(|stated| **stated != self.code)?;
        Some(Damage::FinalChanged { found: self.code.to_string(), expected: stated.to_string() })
    }
}

/// A value in the one way in which it can be said.
fn canonical(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Number(number) => Cow::Owned(plain(*number)),
        Value::Date(day) => Cow::Owned(day.to_string()),
        Value::Text(text) => one_line_end(text),
    }
}

/// Programs end lines in their own ways, and put blanks at the ends of texts.
fn one_line_end(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}
