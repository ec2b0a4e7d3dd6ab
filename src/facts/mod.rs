//! What is known: the workbook as it was read, the values found in it, and what is wrong with them.
//!
//! Facts hold no judgement of their own; the layers below make them and pass them on.

mod answer;
mod because;
mod book;
mod damage;
mod finding;
mod reading;
mod restored;
mod walk;

pub use answer::{Answer, Corrected, Explanation, Standing, State, Touched};
pub use because::Because;
pub use book::{BlankRun, Book, Content, DefinedName, Raw, Sheet, Validation, ValidationKind, Visibility};
pub use damage::{Damage, Hindrance, Instead, Weight};
pub use finding::{Certainty, Excused, Finding, Normalised, Severity, Unchecked};
pub use reading::{Entry, Oddity, Reading, Slot, Submission};
pub use restored::{Kept, Restored};
pub use walk::Walk;
