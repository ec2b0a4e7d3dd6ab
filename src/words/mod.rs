//! The smallest nouns: where a cell is, what a value is, how a figure is written.
//!
//! Nothing here knows forms, rules or files.

mod cell;
mod digest;
mod excerpt;
mod number;
mod system;
mod value;

pub use cell::{Area, Cell, MAX_COLUMNS, MAX_ROWS, NotACell, Place, areas, column_letters};
pub use digest::sha256;
pub use excerpt::excerpt;
pub use number::{canonical, plain, two_decimals};
pub use system::{cause, said};
pub use value::Value;
