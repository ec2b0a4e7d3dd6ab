//! Reading template files: TOML with a position for every mistake.
//!
//! Nothing here knows what a form is; it only finds keys, checks types and says what is wrong where.

mod canonical;
mod diagnostic;
mod node;
mod source;
mod syntax;

pub use crate::language::suggest as nearest;
pub use diagnostic::{BadSettings, BadTemplate, Diagnostic, Gravity, Unread, rendered};
pub use node::{At, Mistakes, Node, read_file};
pub use source::{Source, SourceError};
