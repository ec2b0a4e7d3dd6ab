//! The roster of a run, and what is odd about it.

use std::io::Write;
use std::path::Path;

use anyhow::Result;

use crate::form::Form;
use crate::outcome::{Roster, apart};

/// Doubts that are told one by one; the others are counted.
const MAX_TOLD: usize = 10;

/// Reads the roster of returns of these forms; what is odd about it is said, and it is used.
pub(super) fn read(path: &Path, forms: &[&Form]) -> Result<Roster> {
    let roster = apart(|| Roster::read(path))?;
    let doubts = roster.doubts(forms);
    let mut err = std::io::stderr().lock();
    for doubt in doubts.iter().take(MAX_TOLD) {
        writeln!(err, "提醒：单位名单的{doubt}")?;
    }
    if doubts.len() > MAX_TOLD {
        writeln!(err, "提醒：单位名单还有{}处类似的问题", doubts.len() - MAX_TOLD)?;
    }
    Ok(roster)
}
