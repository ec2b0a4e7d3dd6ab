//! The formulas that a workbook is issued with, for drawing it and for finding them again.

use super::copy_formula;
use crate::checks::{Formulas, Run, computed_formulas};
use crate::form::Form;
use crate::layout::{Layout, SELF_CHECK};
use crate::plan::{Filling, Part, PlannedCell, SheetPlan};

/// The formulas of the planned cells of one sheet, cell by cell, without `=`.
pub type SheetFormulas = [Option<Box<str>>];

/// Every formula of an issued workbook.
#[derive(Debug, Default)]
pub struct IssuedFormulas {
    /// Per sheet of the form.
    sheets: Vec<Box<SheetFormulas>>,
    self_check: Box<SheetFormulas>,
}

impl IssuedFormulas {
    /// Compiles them. `run` says what was known when the workbook was issued.
    #[must_use]
    pub fn new(form: &Form, layout: &Layout, run: &Run) -> Self {
        let (computed, live) = (computed_formulas(form, layout), Formulas::new(form, layout, run));
        let of = |planned: &PlannedCell| match &planned.filling {
            Filling::Formula(slot) => computed.get(slot).cloned(),
            Filling::Copy(_, from) => Some(copy_formula(layout.cell(*from).1)),
            // A verdict that only the bureau can give has no formula.
            Filling::Live(check, Part::Mark) => {
                let verdict = live.get(*check, Part::Mark).and_then(|_| layout.verdict(*check));
                verdict.map(|cell| format!("{SELF_CHECK}!{cell}"))
            }
            Filling::Live(check, part) => live.get(*check, *part).map(str::to_owned),
            Filling::Summary(summary) => Some(summary.formula()),
            Filling::Label(_) | Filling::Input(..) | Filling::Issued(..) | Filling::Unused(_) | Filling::Link(_) => {
                None
            }
        };
        let of_sheet =
            |plan: &SheetPlan| plan.cells.iter().map(|planned| of(planned).map(String::into_boxed_str)).collect();
        Self { sheets: layout.sheets.iter().map(of_sheet).collect(), self_check: of_sheet(&layout.self_check) }
    }

    /// Those of a sheet of the form by its position.
    #[must_use]
    pub fn of_sheet(&self, sheet: usize) -> &SheetFormulas {
        &self.sheets[sheet]
    }

    /// Those of 自查.
    #[must_use]
    pub const fn of_self_check(&self) -> &SheetFormulas {
        &self.self_check
    }
}

/// The planned cells of a sheet, each with its formula.
pub fn with_formulas<'a>(
    plan: &'a SheetPlan,
    formulas: &'a SheetFormulas,
) -> impl Iterator<Item = (&'a PlannedCell, Option<&'a str>)> {
    let formulas = formulas.iter().map(Option::as_deref).chain(std::iter::repeat(None));
    plan.cells.iter().zip(formulas)
}
