//! The names of all units of a roster, looked for in a text at once: a province has twenty thousand.

use std::fmt;

use aho_corasick::{AhoCorasick, MatchKind};

/// Names by their positions in the roster.
#[derive(Default)]
pub struct UnitNames {
    names: Vec<String>,
    /// Finds all of them in one pass; nothing where there are none, or where they are too long for it.
    finder: Option<AhoCorasick>,
}

impl UnitNames {
    /// Makes the names ready to be looked for.
    #[must_use]
    pub fn new(names: Vec<String>) -> Self {
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&names);
        let finder = finder.ok().filter(|_| !names.is_empty());
        Self { names, finder }
    }

    /// The name at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> &str {
        &self.names[position]
    }

    /// The positions of the names that stand in a text, as often as they stand there.
    pub fn named_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let found = self.finder.iter().flat_map(move |finder| finder.find_overlapping_iter(text));
        found.map(|found| found.pattern().as_usize())
    }
}

impl fmt::Debug for UnitNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.names).finish()
    }
}

impl PartialEq for UnitNames {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl Eq for UnitNames {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_also_inside_of_another() {
        let names = ["财政局", "区财政局", "教育局", "局财"].map(str::to_owned);
        let names = UnitNames::new(names.to_vec());
        let mut found: Vec<&str> = names.named_in("与区财政局财务股、教育处").map(|at| names.get(at)).collect();
        found.sort_unstable();
        assert_eq!(found, ["区财政局", "局财", "财政局"]);
        assert_eq!(UnitNames::default().named_in("财政局").count(), 0);
    }
}
