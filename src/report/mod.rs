//! What people and programs are told: one file an output, each made of the same judged files.
//!
//! What is shown of a file, under which heading and in which order, is decided in one place for all of them; an output
//! neither filters nor sorts.

mod by_status;
mod cells;
mod compared;
mod csv;
mod final_copy;
pub mod json;
mod letter;
mod lines;
mod marked;
mod order;
mod path;
mod restored;
mod review;
mod rounds;
mod summary;
mod tally;
pub mod text;
mod turnout;

pub use by_status::ByStatus;
pub use compared::Compared;
pub use csv::{UTF8, csv_line};
pub use final_copy::{NotFinal, final_copy};
pub use letter::letters;
pub use marked::{MarkedError, marked_copy};
pub use order::{Counts, Group, Line, Priority, Shown, priorities, to_correct};
pub use path::{refill_path, review_path};
pub use review::Dates;
pub use summary::{Beside, Closed, Summary, SummaryError, Taken};
pub use tally::{Closing, Stranger, Tally, TallyRow};

#[cfg(test)]
mod tests;
