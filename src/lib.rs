//! xlcheck issues, fills and checks the yearly self-evaluation workbooks of budget units.
//!
//! The modules are layers: each uses only those above it (`docs/architecture.md`; a test checks it).

pub mod words;

pub mod facts;

pub mod language;

pub mod excel;
