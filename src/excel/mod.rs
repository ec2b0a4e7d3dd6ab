//! Excel files: read and written here, and nowhere else.

pub mod scan;
