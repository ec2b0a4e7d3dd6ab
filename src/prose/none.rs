//! Words by which people say that there is none of something.

/// What is written where there is nothing to say or no such thing.
const NONE: [&str; 4] = ["无", "没有", "不适用", "无此项"];

/// Whether a text says that there is none and nothing else: `无`, `没有。`.
#[must_use]
pub fn says_none(text: &str) -> bool {
    let bare = text.trim().trim_end_matches(['。', '；', ';', '.', '，', ',']).trim_end();
    NONE.contains(&bare)
}

#[cfg(test)]
mod tests {
    use super::says_none;

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
