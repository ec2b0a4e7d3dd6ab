//! The units of a roster: held once by all that look at them, each found by its code.

use std::ops::Deref;
use std::sync::Arc;

use super::Unit;

/// Units in the order of their roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units {
    units: Arc<Vec<Unit>>,
    /// Their positions in the order of their codes; of one code in that of the roster.
    by_code: Arc<[u32]>,
}

impl Units {
    /// The first unit with this code.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<&Unit> {
        let unit = |at: &u32| &self.units[*at as usize];
        let at = self.by_code.partition_point(|at| unit(at).code.as_str() < code);
        self.by_code.get(at).map(unit).filter(|unit| unit.code == code)
    }
}

impl From<Vec<Unit>> for Units {
    fn from(mut units: Vec<Unit>) -> Self {
        units.shrink_to_fit();
        let mut by_code: Vec<u32> = (0..).take(units.len()).collect();
        by_code.sort_by_key(|at| &units[*at as usize].code);
        Self { by_code: by_code.into(), units: Arc::new(units) }
    }
}

impl FromIterator<Unit> for Units {
    fn from_iter<I: IntoIterator<Item = Unit>>(units: I) -> Self {
        Vec::from_iter(units).into()
    }
}

impl Deref for Units {
    type Target = [Unit];

    fn deref(&self) -> &[Unit] {
        &self.units
    }
}

impl<'u> IntoIterator for &'u Units {
    type Item = &'u Unit;
    type IntoIter = std::slice::Iter<'u, Unit>;

    fn into_iter(self) -> Self::IntoIter {
        self.units.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::SubUnitsSaid;
    use super::*;

    #[test]
    fn a_unit_is_found_by_its_code() {
        let unit = |code: &str, name: &str| Unit {
            code: code.to_owned(),
            name: name.to_owned(),
            section: String::new(),
            sub_units: SubUnitsSaid::Unsaid,
            projects: None,
            figures: BTreeMap::new(),
        };
        let units = Units::from(vec![unit("9", "甲"), unit("10", "乙"), unit("9", "丙"), unit("1", "丁")]);
        let found = |code: &str| units.of_code(code).map(|unit| unit.name.as_str());
        assert_eq!(["9", "10", "1", "2", ""].map(found), [Some("甲"), Some("乙"), Some("丁"), None, None]);
        assert_eq!(units.iter().map(|unit| unit.code.as_str()).collect::<Vec<_>>(), ["9", "10", "9", "1"]);
    }
}
