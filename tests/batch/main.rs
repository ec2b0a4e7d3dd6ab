//! Many files at once: archives of them, and several threads.

#[path = "../hostile/archive.rs"]
mod archive;
mod folder;
mod jobs;
mod refused;
#[path = "../tree/mod.rs"]
mod tree;
mod zips;
