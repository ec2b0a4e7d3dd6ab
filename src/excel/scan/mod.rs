//! One bounded pass over the parts of an .xlsx or .xlsm workbook, giving a [`Book`](crate::facts::Book).
//!
//! It reads what a check needs and judges nothing; a part it cannot read is an error that says which and why.

mod blanks;
mod cells;
mod defect;
mod formula;
mod limits;
mod properties;
mod shared_formulas;
mod shared_strings;
mod sheet;
mod styles;
mod text;
mod value;
mod workbook;
mod xml;

pub use defect::Defect;
