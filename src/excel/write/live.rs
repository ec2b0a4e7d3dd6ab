//! The live formulas beside tables.

use std::collections::HashMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Aside, SheetPlan};

/// The formulas of a layout's live checks.
#[derive(Debug, Default)]
pub struct LiveFormulas {
    formulas: HashMap<Aside, String>,
}

impl LiveFormulas {
    /// The formula of a live check, without `=`.
    #[must_use]
    pub fn get(&self, aside: Aside) -> Option<&str> {
        self.formulas.get(&aside).map(String::as_str)
    }
}

/// Compiles the live checks of a layout.
#[must_use]
pub fn live_formulas(_: &Form, _: &Layout) -> LiveFormulas {
    LiveFormulas::default()
}

/// Colours differences that are no rounding tails.
pub(super) fn colour(_: &SheetPlan, _: &LiveFormulas, _: &mut Worksheet) -> Result<(), XlsxError> {
    Ok(())
}
