//! Where the review of a file is written to.

use std::path::{Path, PathBuf};

use crate::outcome::{Judged, REFILL, safe_name};
use crate::plan::review::BEHIND_ROUND;

/// `<status>/<code>_<name>_第n次审核意见.xlsx`, below the folder of results; by its file's name where the unit is not
/// known.
///
/// A file with macros keeps its ending, as Excel opens it under no other.
#[must_use]
pub fn review_path(judged: &Judged) -> PathBuf {
    let file = Path::new(&judged.shown);
    let unit = unit(judged);
    let stem = if unit.is_empty() { text(file.file_stem()) } else { unit };
    let name = format!("{}_第{}{BEHIND_ROUND}.{}", safe_name(&stem), judged.rounds.number, ending(judged));
    Path::new(judged.status.word()).join(name)
}

/// `<code>_<name>`, as far as they are known.
pub(super) fn unit(judged: &Judged) -> String {
    // A form of single projects goes beside that of the whole unit.
    let form = judged.form.as_ref().filter(|form| form.repeats().is_some()).map_or("", |form| form.short.as_str());
    let unit = [judged.code.as_str(), judged.name.as_str(), form].map(str::trim);
    unit.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// The ending of what is made of a file.
pub(super) fn ending(judged: &Judged) -> &'static str {
    let is_own_copy = judged.read.as_ref().is_some_and(|read| read.can_be_marked);
    let keeps = is_own_copy && text(Path::new(&judged.shown).extension()).eq_ignore_ascii_case("xlsm");
    if keeps { "xlsm" } else { "xlsx" }
}

fn text(part: Option<&std::ffi::OsStr>) -> String {
    part.and_then(|part| part.to_str()).unwrap_or_default().to_owned()
}

/// `<status>/<code>_<name>_第n次重填件.xlsx`, beside the review; a unit that is not known has none.
#[must_use]
pub fn refill_path(judged: &Judged) -> PathBuf {
    Path::new(judged.status.word()).join(refill_name(judged))
}

/// The name of a 重填件: the one it has, or would like to have.
pub(super) fn refill_name(judged: &Judged) -> String {
    if let Some(name) = &judged.refill_file {
        return name.clone();
    }
    let unit = safe_name(&unit(judged));
    format!("{unit}_第{}次{REFILL}.xlsx", judged.rounds.number)
}
