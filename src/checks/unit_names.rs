//! The names of all units of a roster, looked for in a text at once: a province has twenty thousand.

use std::collections::BTreeSet;

/// Names by their positions in the roster. A name that stands there twice is looked for once, at its first position.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct UnitNames {
    names: Vec<Box<str>>,
    /// Positions in the order of the names.
    sorted: Vec<u32>,
    /// For each of `sorted` the longest other name that it begins with, by its place there.
    begins_with: Vec<Option<u32>>,
    /// What names begin with: most characters of a text are none of these.
    firsts: BTreeSet<char>,
}

impl UnitNames {
    /// Makes the names ready to be looked for; an empty one is nowhere.
    #[must_use]
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<Box<str>> = names.map(Into::into).collect();
        let name = |at: u32| &*names[at as usize];
        let mut sorted: Vec<u32> = (0..).take(names.len()).filter(|at| !name(*at).is_empty()).collect();
        sorted.sort_by_key(|at| (name(*at), *at));
        sorted.dedup_by_key(|at| name(*at));
        let mut begins_with = Vec::with_capacity(sorted.len());
        let mut open: Vec<u32> = Vec::new();
        for (place, at) in (0..).zip(&sorted) {
            while open.pop_if(|shorter| !name(*at).starts_with(name(sorted[*shorter as usize]))).is_some() {}
            begins_with.push(open.last().copied());
            open.push(place);
        }
        let firsts = sorted.iter().filter_map(|at| name(*at).chars().next()).collect();
        Self { names, sorted, begins_with, firsts }
    }

    /// The name at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> &str {
        &self.names[position]
    }

    /// The positions of the names that stand in a text, as often as they stand there.
    pub fn named_in<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let starts = text.char_indices().filter(|(_, first)| self.firsts.contains(first));
        starts.flat_map(|(start, _)| self.at_start_of(&text[start..]))
    }

    /// The names that a text begins with. The last one that is not behind it in order begins with all of them: what lies
    /// between a name and a text that begins with it begins with it too.
    fn at_start_of<'a>(&'a self, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        let behind = self.sorted.partition_point(|at| &*self.names[*at as usize] <= text);
        let last = behind.checked_sub(1);
        let shorter = |place: &usize| self.begins_with[*place].map(|place| place as usize);
        let begin = std::iter::successors(last, shorter).map(|place| self.sorted[place] as usize);
        begin.filter(|position| text.starts_with(self.get(*position)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'n>(names: &'n UnitNames, text: &'n str) -> Vec<&'n str> {
        let mut found: Vec<&str> = names.named_in(text).map(|at| names.get(at)).collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn every_name_is_found_also_inside_of_another() {
        let names = ["财政局", "区财政局", "教育局", "局财", "", "财政局"];
        let names = UnitNames::new(names.into_iter());
        assert_eq!(found(&names, "与区财政局财务股、教育处"), ["区财政局", "局财", "财政局"]);
        assert_eq!(names.named_in("财政局").collect::<Vec<_>>(), [0], "a name that stands twice");
        assert_eq!(UnitNames::default().named_in("财政局").count(), 0);
    }

    #[test]
    fn what_is_found_is_what_looking_for_each_name_finds() {
        // Names and texts of three characters, so that one is often part of another.
        let mut seed = 7_u32;
        let mut word = |longest: u32| -> String {
            let mut next = |below: u32| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 16) % below
            };
            (0..=next(longest)).map(|_| ['甲', '乙', '丙'][next(3) as usize]).collect()
        };
        for _ in 0..200 {
            let all: Vec<String> = (0..12).map(|_| word(5)).collect();
            let text = word(30);
            let names = UnitNames::new(all.iter().map(String::as_str));
            let different: BTreeSet<&str> = all.iter().map(String::as_str).collect();
            let stands = |name: &str| text.char_indices().filter(|(at, _)| text[*at..].starts_with(name)).count();
            let one_by_one: Vec<&str> =
                different.into_iter().flat_map(|name| std::iter::repeat_n(name, stands(name))).collect();
            assert_eq!(found(&names, &text), one_by_one, "{all:?} in {text}");
        }
    }
}
