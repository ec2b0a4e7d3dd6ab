//! Quoting what a file says of itself: short, whatever its length.

/// Characters that are shown: the longest names that programs give to parts fit.
const SHOWN: usize = 48;

/// The beginning of a stored text, short enough to be shown.
#[must_use]
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
