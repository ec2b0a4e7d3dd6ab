//! Words by which people say that there is none of something.

/// What is written where there is nothing to say or no such thing.
const NONE: [&str; 4] = ["无", "没有", "不适用", "无此项"];

/// The plain ways of saying that there is none, which a formula can compare with.
pub fn plainly_none() -> impl Iterator<Item = String> {
    NONE.iter().flat_map(|none| [(*none).to_owned(), format!("{none}。")])
}

/// Whether a text says that there is none and nothing else: `无`, `没有。`.
#[must_use]
pub fn says_none(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['。', '；', ';', '.', '，', ',']).trim_end();
    NONE.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::{plainly_none, says_none};

    #[test]
    fn what_a_formula_takes_for_none_is_none_on_return_too() {
        assert!(plainly_none().all(|none| says_none(&none)));
    }

    #[test]
    fn none_is_told_from_names_and_sentences() {
        for text in ["无", "没有", " 无。", "不适用；", "无此项"] {
            assert!(says_none(text), "{text}");
        }
        for text in ["", "。", "无线电管理站", "没有二级机构", "无锡分所"] {
            assert!(!says_none(text), "{text}");
        }
    }
}
