//! Folding consequences: one mistake is said once (forms.md 4.4).

use super::engine::Raised;
use super::oddities::NOT_A_CHOICE;
use crate::facts::{Finding, Severity};
use crate::form::{Judged, Rule};

/// The findings that are no mere consequence of another one.
pub(super) fn fold(mut raised: Vec<Raised<'_>>) -> Vec<Finding> {
    take_over(&mut raised);
    let replaced: Vec<bool> = raised.iter().map(|one| raised.iter().any(|other| replaces(other, one))).collect();
    raised.into_iter().zip(replaced).filter(|(_, replaced)| !replaced).map(|(one, _)| one.finding).collect()
}

/// Figures that are exactly ten thousand times what the text says prove that the table is in 元: they are said once,
/// where that is suspected, and make the suspicion an error (rules.md, TYP-14).
fn take_over(raised: &mut Vec<Raised<'_>>) {
    let takers: Vec<&str> =
        raised.iter().filter(|one| one.hit.ten_thousandfold).filter_map(|one| one.rule.in_yuan.as_deref()).collect();
    let takers: Vec<String> = takers.into_iter().map(str::to_owned).collect();
    let is_said = |id: &String| raised.iter().any(|one| one.rule.id == *id);
    let takers: Vec<String> = takers.into_iter().filter(is_said).collect();
    raised.retain(|one| {
        let taken = one.rule.in_yuan.as_ref().is_some_and(|id| takers.contains(id));
        !(one.hit.ten_thousandfold && taken)
    });
    for one in raised.iter_mut().filter(|one| takers.contains(&one.rule.id)) {
        one.finding.severity = Severity::Error;
    }
}

/// Whether a rule says that a value is none of the choices, so that no condition about it means anything.
fn voids(one: &Rule, other: &Rule) -> bool {
    let of_choices = matches!(&one.judged, Judged::Check { spec, .. } if spec.name == NOT_A_CHOICE);
    of_choices && matches!(other.judged, Judged::Cases { .. })
}

/// Whether what is said by one finding need not be said by the other.
fn replaces(one: &Raised<'_>, other: &Raised<'_>) -> bool {
    if one.rule.id == other.rule.id {
        return false;
    }
    if one.rule.replaces.contains(&other.rule.id) {
        return true;
    }
    let shares = || one.hit.slots.iter().any(|slot| other.hit.slots.contains(slot));
    (one.rule.replaces_here.contains(&other.rule.id) || voids(one.rule, other.rule)) && shares()
}
