//! 审核汇总 of a scripted bureau: every number of it, counted again here; and what the reviewer writes in it, read by the
//! next run.

mod answers;
mod bureau;
#[path = "../desk/mod.rs"]
mod desk;
mod issued;
mod likeness;
mod numbers;
