//! Many files at once: archives of them.

#[path = "../hostile/archive.rs"]
mod archive;
mod folder;
mod refused;
mod zips;
