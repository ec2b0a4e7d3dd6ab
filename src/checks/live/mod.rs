//! The checks that a workbook makes by itself: their formulas, and the results that these have.
//!
//! Formula and result of a check say the same of every filling in which numbers are numbers; `tests/office` proves it.

mod blank;
mod demand;
mod formulas;
mod results;
mod summary;

pub use blank::{blank_submission, words};
pub(super) use demand::{is_needed, joined_tables};
pub(super) use formulas::sheet_areas;
pub use formulas::{Formulas, wrong_cells};
pub use results::{Cached, cached_results, verdicts};
