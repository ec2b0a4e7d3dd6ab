//! The plan of a workbook: what stands in which cell of which sheet, before any file exists.
//!
//! Section kinds lay it out, the writer draws it, the reader finds it again. It holds for every unit of the same
//! shape: what differs between units stands in texts as `{单位名称}` and is filled in by [`Issued`].

mod issued;
pub mod review;
mod shape;
mod sheet;
mod stamp;
pub mod summary;
mod verification;

pub use issued::Issued;
pub use shape::{MAX_SPARE, MAX_SUB_UNITS, MAX_THINGS, Shape, SubUnits};
pub use sheet::{
    Filling, LiveCheck, Look, Paper, Part, PlannedCell, SIDE_MARGIN, Sample, SheetPlan, Summary, TOP_MARGIN, UNUSED,
};
pub use stamp::{NO_SUB_UNITS, PARAMETER, PROJECTS, SEVERITY, STAMP_LINE, Stamp};
pub use verification::{NotACode, VerificationCode};
