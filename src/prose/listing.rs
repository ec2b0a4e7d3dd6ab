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
        let (fewest, most) = lengths(part.get(2)?.as_str());
        // What several times were about need not be told one by one.
        let topics = part.get(0)?.as_str().contains("次，包括");
        let listed = if (fewest..=most).contains(&stated) { stated } else { most };
        (listed > 1 && !topics).then_some(Listing { stated, listed, start: part.get(0)?.start() })
    };
    found(&LISTING, text).filter_map(listing).collect()
}

/// The fewest and the most things that a list can name: 和 may join two things or stand inside one, and where 、
/// separates, the words behind the next comma are no more part of it.
fn lengths(list: &str) -> (usize, usize) {
    let comma = list.find('，').filter(|at| list[..*at].contains('、'));
    let list = &list[..comma.unwrap_or(list.len())];
    let count = |marks: &[char]| list.split(marks).filter(|item| !item.trim().is_empty()).count();
    (count(&['、', '，']), count(&['、', '，', '和', '及', '与']))
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
