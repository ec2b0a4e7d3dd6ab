//! Checking a return: rules over records, checks over fields, and the findings they give.
//!
//! A new check that is part of the program is one file and one line in [`CHECKS`]; its words stand in a template.

mod blanks;
mod damage;
mod engine;
mod hit;
mod live;
mod names;
mod oddities;
mod placeholder;
mod record;
mod subject;
mod suppress;
mod words;

use crate::form::CheckSpec;

pub use engine::{Outcome, check, check_damage};
pub use hit::{Extent, Hit};
pub use live::{Cached, cached_results};
pub use subject::{Run, Subject};
pub use words::{TAIL, filled, value as filled_word};

/// A check that is part of the program.
#[derive(Clone, Copy)]
pub struct Check {
    /// Its name and the facts that it gives to messages.
    pub spec: CheckSpec,
    /// Finds what is wrong.
    pub find: fn(&Subject<'_>) -> Vec<Hit>,
}

/// Every check there is.
pub static CHECKS: [&[Check]; 5] =
    [&damage::CHECKS, &blanks::CHECKS, &names::CHECKS, &oddities::CHECKS, &placeholder::CHECKS];

/// Every check there is, as templates may name them.
pub static SPECS: std::sync::LazyLock<Vec<CheckSpec>> =
    std::sync::LazyLock::new(|| CHECKS.iter().copied().flatten().map(|check| check.spec).collect());

/// Whether a check looks at what happened to a file, and not at its values.
pub(crate) fn is_of_damage(name: &str) -> bool {
    damage::CHECKS.iter().any(|check| check.spec.name == name)
}

/// The check of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().copied().flatten().find(|check| check.spec.name == name)
}
