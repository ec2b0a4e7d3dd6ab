//! Checking a return: rules over records, checks over fields, and the findings they give.
//!
//! A new check that is part of the program is one file and one line in [`CHECKS`]; its words stand in a template.

mod blanks;
mod calculated;
mod computed;
mod damage;
mod engine;
mod hit;
mod indicators;
mod lengths;
mod live;
mod names;
mod narrative;
mod oddities;
mod people;
mod phrases;
mod placeholder;
mod prefilled;
mod publication;
mod quantities;
mod record;
mod scores;
mod subject;
mod suppress;
mod told;
mod unit_names;
mod words;

use crate::form::{Arguments, CheckSpec};

pub use computed::{calculate, computed_formulas};
pub use engine::{Outcome, add_put_back, check, check_damage};
pub use hit::{Extent, Hit};
pub use live::{Cached, Formulas, blank_submission, cached_results, verdicts, words as live_words, wrong_cells};
pub use subject::{Run, Subject};
pub use unit_names::UnitNames;
pub use words::{PUT_BACK, TAIL, filled, value as filled_word};

/// A check that is part of the program.
#[derive(Clone, Copy)]
pub struct Check {
    /// Its name and the facts that it gives to messages.
    pub spec: CheckSpec,
    /// Finds what is wrong.
    pub find: fn(&Subject<'_>) -> Vec<Hit>,
}

/// A check that is part of the program and is told by the template where to look.
#[derive(Clone, Copy)]
pub struct CheckOn {
    /// Its name and the facts that it gives to messages.
    pub spec: CheckSpec,
    /// Finds what is wrong at the fields and tables of its arguments.
    pub find: fn(&Subject<'_>, &Arguments) -> Vec<Hit>,
}

/// Every check that looks at a whole form.
pub static CHECKS: [&[Check]; 8] = [
    &damage::CHECKS,
    &prefilled::CHECKS,
    &blanks::CHECKS,
    &names::CHECKS,
    &oddities::CHECKS,
    &placeholder::CHECKS,
    &lengths::CHECKS,
    &publication::CHECKS,
];

/// Every check that is told where to look.
pub static CHECKS_ON: [&[CheckOn]; 12] = [
    &scores::CHECKS,
    &calculated::CHECKS,
    &indicators::CHECKS,
    &quantities::CHECKS,
    &people::CHECKS,
    &phrases::CHECKS,
    &publication::CHECKS_ON,
    narrative::CHECKS[0],
    narrative::CHECKS[1],
    narrative::CHECKS[2],
    narrative::CHECKS[3],
    narrative::CHECKS[4],
];

/// Every check there is, as templates may name them.
pub static SPECS: std::sync::LazyLock<Vec<CheckSpec>> = std::sync::LazyLock::new(|| {
    let whole = CHECKS.iter().copied().flatten().map(|check| check.spec);
    whole.chain(CHECKS_ON.iter().copied().flatten().map(|check| check.spec)).collect()
});

/// Whether a check looks at what happened to a file, and not at its values.
pub(crate) fn is_of_damage(name: &str) -> bool {
    damage::CHECKS.iter().any(|check| check.spec.name == name)
}

/// What the check of this name finds.
fn find(name: &str, subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let whole = CHECKS.iter().copied().flatten().find(|check| check.spec.name == name);
    let told = || CHECKS_ON.iter().copied().flatten().find(|check| check.spec.name == name);
    match whole {
        Some(check) => (check.find)(subject),
        None => told().map(|check| (check.find)(subject, arguments)).unwrap_or_default(),
    }
}
