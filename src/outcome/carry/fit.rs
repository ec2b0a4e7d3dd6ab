//! Whether a value fits another field.

use super::Side;
use crate::checks::filled_word;
use crate::facts::{Content, Entry, Oddity, Raw, Slot};
use crate::fields::{FieldType, Shown};
use crate::outcome::fill::new_value;
use crate::outcome::values::FilledValue;
use crate::sections::Field;
use crate::words::{Value, plain};

/// What is filled in, where the new field takes it: the value by its type, without what was odd about its writing.
pub(super) fn fitted(kind: &dyn FieldType, entry: &Entry, field: &Field) -> Option<FilledValue> {
    let value = entry.reading.value.as_ref().filter(|_| !entry.reading.oddities.iter().any(Oddity::spoils))?;
    let word = |value: &Value, kind: &dyn FieldType| match value {
        Value::Number(number) => plain(*number),
        value => filled_word(kind.language(), value),
    };
    let written = word(value, kind);
    let shown = field.kind.shown();
    let raw = match (value, shown) {
        (Value::Number(_), Shown::Amount | Shown::Score | Shown::Count | Shown::Measure) => Raw::Number(written.into()),
        _ => Raw::Text(written.into()),
    };
    let cell = entry.place.cell;
    let content = Content { cell, raw, formula: None, locked: false, date_format: false, percent_format: false };
    let read = field.kind.read(&content, &field.limits);
    let is_same_kind = kind.name() == field.kind.name();
    let is_fit = |oddity: &Oddity| match oddity {
        Oddity::NotAChoice => false,
        // Of the same kind it is no better where it stands now.
        Oddity::NotACode | Oddity::NotAPhone | Oddity::NotAName => is_same_kind,
        oddity => !oddity.spoils(),
    };
    let value = read.value.filter(|_| read.oddities.iter().all(is_fit))?;
    let fitted = FilledValue { value: Some(word(&value, field.kind)), text: None, cell: None };
    new_value(shown, "", &fitted, false).is_ok().then_some(fitted)
}

/// What a field asks for, in a word.
pub(super) fn wanted(field: &Field) -> &'static str {
    if !field.choices().is_empty() {
        return "下拉选项中的一项";
    }
    match field.kind.shown() {
        Shown::Amount | Shown::Score | Shown::Measure => "数字",
        Shown::Count => "整数",
        Shown::Day => "日期",
        Shown::Digits => "号码",
        Shown::Words => "文字",
    }
}

/// The number in front of the name of a row that has one (`3.`).
pub(super) fn number(new: Side<'_>, to: Slot) -> String {
    let row = &new.layout.rows[to.table][to.row];
    let digits: String = row.short.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { digits } else { digits + "." }
}
