//! xlcheck issues, fills and checks the yearly self-evaluation workbooks of budget units.
//!
//! The modules are layers: each uses only those above it (`docs/architecture.md`; a test checks it).

pub mod words;

pub mod prose;

pub mod facts;

pub mod language;

pub mod fields;

pub mod template;

pub mod plan;

pub mod sections;

pub mod form;

pub mod layout;

pub mod checks;

pub mod excel;

pub mod outcome;

pub mod report;

pub mod cli;
