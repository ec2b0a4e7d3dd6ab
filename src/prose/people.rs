//! Numbers of people: `编制22人`, `实有在职21人`.

use std::sync::LazyLock;

use super::about::{is_of_other_time, is_of_the_unit, sentence_before};
use super::{Pattern, found};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Approved posts.
    Established,
    /// People on the payroll.
    Actual,
}

/// A number of people as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headcount {
    /// What is counted.
    pub kind: Kind,
    /// How many.
    pub number: u32,
    /// The words with the number.
    pub words: String,
    /// Where it begins, in bytes.
    pub start: usize,
}

static PEOPLE: Pattern = LazyLock::new(|| {
    regex::Regex::new(r"(核定编制|人员编制|编制人数|编制数|编制|实有在职人员|实有人数|实有人员|实有在职|在职人员|在职职工|实有)(?:为|共|数|人数|总数|有|：)?\s*([0-9]+)\s*[人名]").ok()
});

/// Every number of posts or people of a text. `编制人数` after `实有` means both and is left out.
#[must_use]
pub fn headcounts(text: &str) -> Vec<Headcount> {
    let headcount = |part: regex::Captures<'_>| {
        let (whole, word) = (part.get(0)?, part.get(1)?.as_str());
        let mixed = word.contains("编制") && text[..whole.start()].ends_with("实有");
        let kind = if word.contains("编制") { Kind::Established } else { Kind::Actual };
        let number = part.get(2)?.as_str().parse().ok()?;
        (!mixed).then(|| Headcount { kind, number, words: whole.as_str().to_owned(), start: whole.start() })
    };
    found(&PEOPLE, text).filter_map(headcount).collect()
}

impl Headcount {
    /// Whether it is the whole number of the writing unit in this year: `事业编制` is a part, `质检所编制` another's,
    /// and so is all that follows another's in its sentence.
    #[must_use]
    pub fn is_of_the_unit(&self, text: &str, unit: &str, year: i16) -> bool {
        let sentence = self.start - sentence_before(text, self.start).len();
        let earlier =
            headcounts(text).into_iter().map(|one| one.start).filter(|at| (sentence..=self.start).contains(at));
        earlier.into_iter().all(|at| is_of_the_unit(text, at, unit)) && !is_of_other_time(text, self.start, year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_and_people_are_told_apart() {
        let read = |text: &str| headcounts(text).into_iter().map(|one| (one.kind, one.number)).collect::<Vec<_>>();
        assert_eq!(read("年末编制22人，实有在职21人。"), [(Kind::Established, 22), (Kind::Actual, 21)]);
        assert_eq!(read("核定编制60名，在职人员58人"), [(Kind::Established, 60), (Kind::Actual, 58)]);
        assert_eq!(read("实有编制人数7人"), []);
        assert_eq!(read("培训人员200人次，编制了3项计划"), []);
    }
}
