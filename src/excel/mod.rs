//! Workbooks as files: the package of parts, what is read from it, what is written into it.
//!
//! The only layer, with the summary output, that names the Excel crates.

pub mod archive;
pub mod legacy;
pub mod mark;
pub mod package;
pub mod patch;
pub mod read;
pub mod repair;
pub mod scan;
pub mod splice;
pub mod write;
