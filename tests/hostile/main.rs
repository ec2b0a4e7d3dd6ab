//! Files that are broken, mislabelled or crafted: each is one finding of its own, and never the end of a run.
//!
//! Every file is made here by a recipe, the same in every run.

#[path = "../desk/mod.rs"]
mod desk;

mod archive;
mod archives;
mod bounds;
mod cells;
mod damaged;
mod injected;
mod legacy;
mod outcome;
mod parts;
