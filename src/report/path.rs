//! Where the review of a file is written to.

use std::path::{Path, PathBuf};

use crate::outcome::{Judged, safe_name};

/// `<status>/<code>_<name>_第n次审核意见.xlsx`, below the folder of results; by its file's name where the unit is not
/// known.
///
/// A file with macros keeps its ending, as Excel opens it under no other.
#[must_use]
pub fn review_path(judged: &Judged) -> PathBuf {
    let file = Path::new(&judged.shown);
    let part = |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).unwrap_or_default().to_owned();
    let unit = [judged.code.as_str(), judged.name.as_str()].map(str::trim);
    let unit = unit.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    let stem = if unit.is_empty() { part(file.file_stem()) } else { unit };
    let is_own_copy = judged.read.as_ref().is_some_and(|read| read.can_be_marked);
    let keeps = is_own_copy && part(file.extension()).eq_ignore_ascii_case("xlsm");
    let ending = if keeps { "xlsm" } else { "xlsx" };
    let name = format!("{}_第{}次审核意见.{ending}", safe_name(&stem), judged.rounds.number);
    Path::new(judged.status.word()).join(name)
}
