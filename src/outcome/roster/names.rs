//! Names that one cell of a roster lists.

use std::fmt;

/// What stands between names in memory; no workbook can hold it (XML 1.0, 2.2).
const BETWEEN: char = '\u{1f}';

/// Names in their order, all in one piece of memory: a province's roster has a hundred thousand of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Names(Box<str>);

impl Names {
    /// The names one by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.split(BETWEEN).filter(|name| !name.is_empty())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.iter().count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them with `between` between them.
    #[must_use]
    pub fn join(&self, between: &str) -> String {
        self.0.replace(BETWEEN, between)
    }
}

impl<S: AsRef<str>> FromIterator<S> for Names {
    fn from_iter<I: IntoIterator<Item = S>>(names: I) -> Self {
        let mut all = String::new();
        for name in names.into_iter().filter(|name| !name.as_ref().is_empty()) {
            if !all.is_empty() {
                all.push(BETWEEN);
            }
            all.push_str(name.as_ref());
        }
        Self(all.into())
    }
}

impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_as_they_went_in() {
        let names: Names = ["甲所", "", "乙站\n南"].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["甲所", "乙站\n南"]);
        assert_eq!((names.len(), names.is_empty(), names.join("、")), (2, false, "甲所、乙站\n南".to_owned()));
        assert_eq!((Names::default().len(), Names::default().is_empty()), (0, true));
    }
}
