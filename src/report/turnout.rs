//! Who has handed in and who has not: decided here once, for the screen, for programs and for 审核汇总.

use std::collections::{BTreeMap, BTreeSet};

use crate::outcome::{DueForm, Unit};

/// The returns of a run, as far as it is asked who has handed in.
///
/// A unit has handed in the form that most units have, in whatever edition and for whatever year. What is not as it was
/// issued this time has come in all the same: it goes back to the unit, and nobody is urged to send something.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Turnout {
    by_form: BTreeMap<String, OfForm>,
    /// Units with a return that is not as it was issued, and its form.
    otherwise: BTreeSet<(String, String)>,
}

/// The returns of one form, of whatever edition.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OfForm {
    /// The units, by 预算编码.
    units: BTreeSet<String>,
    /// How many forms had come before it.
    before: usize,
    /// Whether only units with projects are issued it.
    is_of_projects: bool,
}

/// A return, as far as it is asked who has handed in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Came<'a> {
    /// 预算编码, or what else tells the unit from others.
    pub(super) unit: &'a str,
    /// The form's id.
    pub(super) form: &'a str,
    /// Whether only units with projects are issued the form.
    pub(super) is_of_projects: bool,
    /// Whether it is as it was issued this time.
    pub(super) as_issued: bool,
}

impl Turnout {
    /// Nothing has come yet of the forms that were issued.
    pub(super) fn of(due: &[DueForm]) -> Self {
        let mut turnout = Self::default();
        for (before, due) in due.iter().enumerate() {
            let of_form = OfForm { units: BTreeSet::new(), before, is_of_projects: due.is_of_projects };
            turnout.by_form.entry(due.issued.edition.form.clone()).or_insert(of_form);
        }
        turnout
    }

    /// Counts a return.
    pub(super) fn add(&mut self, came: Came<'_>) {
        if !came.as_issued {
            self.otherwise.insert((came.unit.to_owned(), came.form.to_owned()));
            return;
        }
        let before = self.by_form.len();
        let of_form = self.by_form.entry(came.form.to_owned()).or_insert_with(|| OfForm {
            units: BTreeSet::new(),
            before,
            is_of_projects: came.is_of_projects,
        });
        of_form.units.insert(came.unit.to_owned());
    }

    /// The form that most units have handed in, the one that came first among several: every unit is issued it.
    pub(super) fn main(&self) -> Option<&str> {
        self.most().map(|(form, _)| form)
    }

    fn most(&self) -> Option<(&str, &OfForm)> {
        let most = self.by_form.iter().max_by_key(|(_, of)| (of.units.len(), std::cmp::Reverse(of.before)));
        most.map(|(form, of)| (form.as_str(), of))
    }

    /// Whether a return that is not as it was issued was sent for the form that every unit is issued, and not for another.
    pub(super) fn stands_for_main(&self, form: &str) -> bool {
        self.main().is_none_or(|main| main == form) || !self.by_form.contains_key(form)
    }

    /// Whether a unit has to hand in the form: one without projects is issued none of projects.
    pub(super) fn is_due(&self, unit: &Unit) -> bool {
        let is_of_projects = self.most().is_some_and(|(_, of)| of.is_of_projects);
        !is_of_projects || unit.projects.as_ref().is_none_or(|names| !names.is_empty())
    }

    /// Whether nothing of a unit has come that should have.
    pub(super) fn misses(&self, unit: &Unit) -> bool {
        let has_come = self.most().is_some_and(|(_, of)| of.units.contains(&unit.code));
        let from = (unit.code.clone(), String::new());
        let otherwise = self.otherwise.range(from..).take_while(|(code, _)| *code == unit.code);
        let has_come_otherwise = || otherwise.into_iter().any(|(_, form)| self.stands_for_main(form));
        self.is_due(unit) && !has_come && !has_come_otherwise()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Edition;
    use crate::outcome::{IssuedForm, SubUnitsSaid};

    fn unit(code: &str, projects: Option<&[&str]>) -> Unit {
        Unit {
            code: code.to_owned(),
            name: code.to_owned(),
            section: String::new(),
            sub_units: SubUnitsSaid::Unsaid,
            projects: projects.map(|names| names.iter().map(|name| (*name).to_owned()).collect()),
            figures: BTreeMap::new(),
        }
    }

    const fn came<'a>(unit: &'a str, form: &'a str) -> Came<'a> {
        Came { unit, form, is_of_projects: false, as_issued: true }
    }

    #[test]
    fn a_unit_has_to_hand_in_what_most_have() {
        let mut turnout = Turnout::default();
        assert!(turnout.misses(&unit("1", None)));
        turnout.add(came("1", "整体"));
        turnout.add(Came { is_of_projects: true, ..came("2", "项目") });
        assert_eq!(turnout.main(), Some("整体"));
        assert_eq!(["1", "2", "3"].map(|code| turnout.misses(&unit(code, Some(&[])))), [false, true, true]);
        turnout.add(Came { is_of_projects: true, ..came("3", "项目") });
        assert_eq!(turnout.main(), Some("项目"));
        assert_eq!(["1", "2", "3"].map(|code| turnout.misses(&unit(code, None))), [true, false, false]);
        assert!(!turnout.misses(&unit("1", Some(&[]))), "it has no projects");
    }

    #[test]
    fn what_is_not_as_it_was_issued_has_come_all_the_same() {
        let mut turnout = Turnout::default();
        turnout.add(came("1", "整体"));
        for code in ["2", "3"] {
            turnout.add(Came { as_issued: false, ..came(code, "项目") });
        }
        assert_eq!(turnout.main(), Some("整体"));
        assert_eq!(["1", "2", "4"].map(|code| turnout.misses(&unit(code, None))), [false, false, true]);
        // It was sent for another form that is known.
        turnout.add(came("5", "项目"));
        assert_eq!(["1", "2", "3"].map(|code| turnout.misses(&unit(code, None))), [false, true, true]);
    }

    #[test]
    fn what_was_issued_is_due_before_anything_has_come() {
        let edition = |form: &str| Edition { form: form.to_owned(), edition: "2024".to_owned() };
        let due = |form: &str, is_of_projects| DueForm {
            issued: IssuedForm { edition: edition(form), year: 2024, deadline: None },
            short: form.to_owned(),
            is_of_projects,
        };
        let turnout = Turnout::of(&[due("项目", true)]);
        assert_eq!(turnout.main(), Some("项目"));
        assert_eq!(
            [Some(&[][..]), Some(&["甲"]), None].map(|has| turnout.misses(&unit("1", has))),
            [false, true, true]
        );
        let mut turnout = Turnout::of(&[due("整体", false), due("项目", true)]);
        assert_eq!(turnout.main(), Some("整体"));
        turnout.add(Came { as_issued: false, ..came("1", "项目") });
        assert!(turnout.misses(&unit("1", None)), "it was sent for the other form");
    }
}
