//! The formulas that a workbook is issued with, for drawing it and for finding them again.

use std::fmt;
use std::sync::OnceLock;

use rust_xlsxwriter::Formula;

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
    /// The same as the writer takes them. Who only reads does not need them, and making them takes as long as writing.
    written: OnceLock<Written>,
}

/// The formulas of the planned cells of one sheet, cell by cell, as the writer takes them.
pub(super) type WrittenFormulas = [Option<Formula>];

struct Written {
    sheets: Vec<Box<WrittenFormulas>>,
    self_check: Box<WrittenFormulas>,
}

impl fmt::Debug for Written {
    // The writer's formulas cannot be shown; their texts stand beside them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Written").finish_non_exhaustive()
    }
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
        let (sheets, self_check) = (layout.sheets.iter().map(of_sheet).collect(), of_sheet(&layout.self_check));
        Self { sheets, self_check, written: OnceLock::new() }
    }

    /// Those of a sheet of the form by its position, or of 自查, as the writer takes them.
    pub(super) fn written(&self, sheet: Option<usize>) -> &WrittenFormulas {
        let made = |text: &Option<Box<str>>| text.as_ref().map(|text| Formula::new(format!("={text}")));
        let of_sheet = |texts: &SheetFormulas| texts.iter().map(made).collect();
        let written = self.written.get_or_init(|| Written {
            sheets: self.sheets.iter().map(|texts| of_sheet(texts)).collect(),
            self_check: of_sheet(&self.self_check),
        });
        sheet.map_or(&written.self_check, |sheet| &written.sheets[sheet])
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
