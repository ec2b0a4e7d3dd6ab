//! Folding consequences: one mistake is said once (forms.md 4.4).

use super::engine::Raised;
use crate::facts::Finding;

/// The findings that are no mere consequence of another one.
pub(super) fn fold(raised: Vec<Raised<'_>>) -> Vec<Finding> {
    let replaced: Vec<bool> = raised.iter().map(|one| raised.iter().any(|other| replaces(other, one))).collect();
    raised.into_iter().zip(replaced).filter(|(_, replaced)| !replaced).map(|(one, _)| one.finding).collect()
}

/// Whether what is said by one finding need not be said by the other.
fn replaces(one: &Raised<'_>, other: &Raised<'_>) -> bool {
    if one.rule.replaces.contains(&other.rule.id) {
        return true;
    }
    let shares = || one.hit.slots.iter().any(|slot| other.hit.slots.contains(slot));
    one.rule.replaces_here.contains(&other.rule.id) && shares()
}
