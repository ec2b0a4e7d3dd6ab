//! What the program says where it cannot do its work.

use std::fmt::Write as _;
use std::io::Write;
use std::process::ExitCode;

use super::{CLEAN, FAILED};
use crate::words::said;

/// Says why the work could not be done, and in a line of its own what that comes of. Who stops reading our output has
/// what they wanted.
pub(super) fn failure(error: &anyhow::Error) -> ExitCode {
    let broken = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    if error.chain().any(|cause| cause.downcast_ref().is_some_and(broken)) {
        return ExitCode::from(CLEAN);
    }
    let mut causes = error.chain().map(|cause| cause.downcast_ref().map_or_else(|| cause.to_string(), said));
    let mut text = format!("错误：{}\n", causes.next().unwrap_or_default());
    let causes: Vec<String> = causes.collect();
    if !causes.is_empty() {
        let _ = writeln!(text, "  原因：{}", causes.join("："));
    }
    let _ = std::io::stderr().write_all(text.as_bytes());
    ExitCode::from(FAILED)
}
