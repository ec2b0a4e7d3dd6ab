//! The formulas that a workbook is issued with, for drawing it and for finding them again.

use std::collections::HashMap;

use super::copy_formula;
use crate::checks::{Formulas, Run, computed_formulas};
use crate::facts::Slot;
use crate::form::Form;
use crate::layout::{Layout, SELF_CHECK};
use crate::plan::{Filling, Part, PlannedCell};

/// Every formula of an issued workbook, by its planned cell.
#[derive(Debug, Default)]
pub struct IssuedFormulas {
    computed: HashMap<Slot, String>,
    live: Formulas,
}

impl IssuedFormulas {
    /// Compiles them. `run` says what was known when the workbook was issued.
    #[must_use]
    pub fn new(form: &Form, layout: &Layout, run: &Run) -> Self {
        Self { computed: computed_formulas(form, layout), live: Formulas::new(form, layout, run) }
    }

    /// The formula of a cell without `=`; nothing where none is issued there.
    #[must_use]
    pub fn of(&self, layout: &Layout, planned: &PlannedCell) -> Option<String> {
        match &planned.filling {
            Filling::Formula(slot) => self.computed.get(slot).cloned(),
            Filling::Copy(_, from) => Some(copy_formula(layout.cell(*from).1)),
            // A verdict that only the bureau can give has no formula.
            Filling::Live(check, Part::Mark) => {
                let verdict = self.live.get(*check, Part::Mark).and_then(|_| layout.verdict(*check));
                verdict.map(|cell| format!("{SELF_CHECK}!{cell}"))
            }
            Filling::Live(check, part) => self.live.get(*check, *part).map(str::to_owned),
            Filling::Summary(summary) => Some(summary.formula()),
            Filling::Label(_) | Filling::Input(..) | Filling::Issued(..) | Filling::Unused(_) | Filling::Link(_) => {
                None
            }
        }
    }
}
