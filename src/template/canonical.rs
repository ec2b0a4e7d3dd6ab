//! What a file says, whatever it looks like: comments, blanks and the order of keys left out.

use std::fmt::Write;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The table in one way of writing, keys in the order of their letters, those that are not wanted left out.
pub(super) fn table(table: &DeTable<'_>, wanted: &dyn Fn(&str) -> bool, text: &mut String) {
    let mut entries: Vec<(&str, &Spanned<DeValue<'_>>)> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).filter(|(key, _)| wanted(key)).collect();
    entries.sort_by_key(|(key, _)| *key);
    text.push('{');
    for (key, found) in entries {
        let _ = write!(text, "{key:?}=");
        value(found, wanted, text);
        text.push(',');
    }
    text.push('}');
}

fn value(found: &Spanned<DeValue<'_>>, wanted: &dyn Fn(&str) -> bool, text: &mut String) {
    match found.get_ref() {
        DeValue::String(words) => {
            let _ = write!(text, "{words:?}");
        }
        DeValue::Integer(number) => text.push_str(number.as_str()),
        DeValue::Float(number) => text.push_str(number.as_str()),
        DeValue::Boolean(flag) => text.push_str(if *flag { "true" } else { "false" }),
        DeValue::Datetime(day) => {
            let _ = write!(text, "{day}");
        }
        DeValue::Array(items) => {
            text.push('[');
            for item in items {
                value(item, wanted, text);
                text.push(',');
            }
            text.push(']');
        }
        DeValue::Table(inner) => table(inner, wanted, text),
    }
}
