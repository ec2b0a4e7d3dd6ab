//! What becomes of files: issuing, filling, judging one return or a folder of them.

mod batch;
mod fill;
mod formulas;
mod gather;
mod issue;
mod judge;
mod judged;
mod last_summary;
mod material;
mod open;
mod output;
mod recognise;
mod refill;
mod repaired;
mod retyped;
mod roster;
mod rounds;
mod status;
mod values;
mod verification;

pub use batch::{Panicked, default_jobs, in_order};
pub use fill::{FillError, fill};
pub use gather::{Found, GatherError, OUTPUT_FOLDER, gather, gather_without, is_output};
pub use issue::{IssueError, Issuer, Issuing, NO_SECTION, RECORD, issue_all, issue_one};
pub use judge::Judge;
pub use judged::{Judged, Kind, ReadFile};
pub use last_summary::{LastSummary, SummaryRecord, summary_path};
pub use material::{Different, Material, Notice, Trouble};
pub use output::{OutputError, Unnamed, free_name, safe_name, write_free, write_whole};
pub use refill::REFILL;
pub use retyped::retyped;
pub use roster::{Roster, RosterError, SAMPLE, SubUnitsSaid, Unit, Units, sample_roster};
pub use rounds::{Previous, Record, Rounds, values as kept_values};
pub use status::Status;
pub use values::{FilledValue, SCHEMA as VALUES_SCHEMA, UnitValues, ValuesError};
pub use verification::{FINAL, Verification};
