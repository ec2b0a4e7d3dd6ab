//! The record of a marked copy, and the way back to the file it was made from.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::edit::sha256;
use super::{MarkError, TAG, erase, has_rules, workbook};
use crate::excel::package::Package;
use crate::excel::splice::{self, Splice};

/// How the comment begins that carries the record in the review's part; no client reads or keeps it.
const COMMENT_START: &str = "<!--xlcheck:undo ";
const COMMENT_END: &str = "-->";

/// All that was done to a file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Undo {
    /// The parts that were edited.
    pub(super) parts: Vec<UndoPart>,
    /// The parts that were added.
    pub(super) added: Vec<String>,
}

/// The way back for one part.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UndoPart {
    pub(super) part: String,
    /// The digest of the marked part: on other bytes the splices would do harm.
    pub(super) sha256: String,
    pub(super) splices: Vec<Splice>,
}

impl Undo {
    /// The record as an XML comment, in which two hyphens may not stand together.
    pub(super) fn comment(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default().replace('-', "\\u002d");
        format!("{COMMENT_START}{json}{COMMENT_END}")
    }

    fn read(review: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(review).ok()?;
        let json = text.rsplit_once(COMMENT_START)?.1.strip_suffix(COMMENT_END)?;
        serde_json::from_str(json).ok()
    }
}

/// The package without marks and review, or nothing where it has none.
pub(super) fn clear(package: &Package) -> Result<Option<Package>, MarkError> {
    let book = package.workbook()?;
    let review = workbook::review(package, &book)?;
    if let Some((_, review)) = review
        && let Some(part) = package.part(&review.part)?
        && let Some(undo) = Undo::read(&part)
        && let Some(original) = exactly(package, &undo)?
    {
        return Ok(Some(original));
    }
    let is_marked = review.is_some() || has_rules(package, &book)?;
    if is_marked { erase::erase(package, &book).map(Some) } else { Ok(None) }
}

/// The original part by part, or nothing where a marked part has changed since.
fn exactly(package: &Package, undo: &Undo) -> Result<Option<Package>, MarkError> {
    let mut original = package.clone();
    let mut seen = HashSet::new();
    for change in &undo.parts {
        // A record of ours names a part once; one that repeats a large part would cost its time again and again.
        if !seen.insert(package.stored_name(&change.part)) {
            return Ok(None);
        }
        let Some(bytes) = package.part(&change.part)?.filter(|bytes| sha256(bytes) == change.sha256) else {
            return Ok(None);
        };
        let Ok(bytes) = splice::apply(&bytes, &change.splices) else { return Ok(None) };
        original.replace(&change.part, bytes);
    }
    for part in &undo.added {
        original.remove(part);
    }
    Ok(Some(original))
}

/// Whether the content of a formula element is a mark of ours.
pub(super) fn is_ours(formula: &str) -> bool {
    formula.contains(TAG)
}
