//! Counts that are followed by what is counted: `考评4次，分别是甲、乙、丙、丁`.

use std::sync::LazyLock;

use super::{Pattern, found};

/// A count and how many things are listed behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// The count as written.
    pub stated: usize,
    /// How many things are listed.
    pub listed: usize,
    /// Where it begins, in bytes.
    pub start: usize,
}

static LISTING: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"([0-9]{1,3})(?:次|项)[，,：:]?(?:分别是|分别为|包括|即)[：:]?([^。；\n]+)").ok()
});

/// Every count that announces a list of at least two things.
#[must_use]
pub fn listings(text: &str) -> Vec<Listing> {
    let listing = |part: regex::Captures<'_>| {
        let stated = part.get(1)?.as_str().parse().ok()?;
        let listed = part.get(2)?.as_str().split(['、', '，', '和']).filter(|item| !item.trim().is_empty()).count();
        (listed > 1).then_some(Listing { stated, listed, start: part.get(0)?.start() })
    };
    found(&LISTING, text).filter_map(listing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_counted_where_they_are_announced() {
        let read = |text: &str| listings(text).into_iter().map(|one| (one.stated, one.listed)).collect::<Vec<_>>();
        assert_eq!(read("接受考评4次，分别是甲、乙、丙、丁。"), [(4, 4)]);
        assert_eq!(read("完成3项：包括甲、乙。"), [(3, 2)]);
        assert_eq!(read("迎检4次，通过了甲、乙的考评。"), Vec::new());
    }
}
