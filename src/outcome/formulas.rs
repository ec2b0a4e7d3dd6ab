//! The formulas that workbooks were issued with, kept for the files to come.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::checks::Run;
use crate::excel::write::IssuedFormulas;
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::Stamp;

/// Planned cells of all layouts whose formulas are kept; a formula has some hundred characters.
const MAX_KEPT_CELLS: usize = 50_000;

/// Sets of formulas by form, shape and what was known on issue; those of a bureau's units are mostly the same.
#[derive(Debug, Default)]
pub(super) struct KeptFormulas(Mutex<HashMap<String, (usize, Arc<IssuedFormulas>)>>);

impl KeptFormulas {
    /// The formulas that a workbook with this stamp was issued with.
    pub(super) fn of(&self, form: &Form, layout: &Layout, stamp: &Stamp) -> Arc<IssuedFormulas> {
        let run = Run::issued(stamp);
        let key = format!("{} {} {:?} {run:?}", form.id, form.edition, layout.shape);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = kept.get(&key) {
            return Arc::clone(known);
        }
        // Files say their shapes themselves: what they claim must not fill the memory.
        if kept.values().map(|(cells, _)| cells).sum::<usize>() > MAX_KEPT_CELLS {
            kept.clear();
        }
        let made = Arc::new(IssuedFormulas::new(form, layout, &run));
        let cells = layout.sheets.iter().map(|sheet| sheet.cells.len()).sum();
        kept.insert(key, (cells, Arc::clone(&made)));
        made
    }
}
