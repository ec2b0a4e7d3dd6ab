//! Where the reviews of earlier rounds lie: the folder of results, or what the bureau names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::review::Review;
use crate::outcome::judge::Judge;
use crate::outcome::judged::{Judged, Kind};
use crate::outcome::open::open;
use crate::outcome::{Found, LastSummary, REFILL, Status, gather};
use crate::plan::review::BEHIND_ROUND;

/// What stands behind the unit's code in such a name.
const BEHIND_CODE: char = '_';
/// Folders below the folder of results that are looked into.
const MAX_DEPTH: usize = 4;

/// The files of earlier rounds, by 预算编码. They are read when a return of the unit is judged, so that memory does not
/// grow with their number.
#[derive(Debug, Clone, Default)]
pub struct Previous {
    files: HashMap<String, Vec<Found>>,
    /// Whether they are those of the folder that this run writes to.
    is_beside: bool,
    /// What the reviewer has decided in 审核汇总 since it was written.
    last: LastSummary,
}

impl Previous {
    /// The marked copies in a folder of results, known by their names; none where there is no such folder.
    #[must_use]
    pub fn beside(folder: &Path) -> Self {
        let mut previous = Self { is_beside: true, ..Self::default() };
        previous.walk(folder, 0);
        previous
    }

    /// Every return under these paths, marked or as it was handed in; what cannot be read is given back.
    pub fn under(paths: &[PathBuf], reader: &Judge) -> Result<(Self, Vec<Found>), crate::outcome::GatherError> {
        let mut previous = Self::default();
        let mut unread = Vec::new();
        for path in paths {
            // A folder of results is looked into where it is named.
            for found in gather(std::slice::from_ref(path))?.into_iter().filter(|found| !is_refill(&found.place())) {
                let judged = found.read().ok().map(|bytes| reader.judge(&found.shown, bytes));
                // What was accepted stands in the review that it was made after.
                if judged.as_ref().is_some_and(Judged::is_final) {
                    continue;
                }
                match judged.map(|judged| (judged.kind, judged.code)) {
                    Some((Kind::Return, code)) => previous.files.entry(code).or_default().push(found),
                    Some((Kind::Attachment | Kind::Packed, _)) => {}
                    Some((Kind::Unreadable, _)) | None => unread.push(found),
                }
            }
        }
        Ok((previous, unread))
    }

    /// The same with what the reviewer has decided in 审核汇总.
    #[must_use]
    pub fn with_summary(self, last: LastSummary) -> Self {
        Self { last, ..self }
    }

    /// Whether there is anything of a unit.
    #[must_use]
    pub fn knows(&self, unit: &str) -> bool {
        self.files.contains_key(unit)
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    fn walk(&mut self, folder: &Path, depth: usize) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if path.is_dir() {
                if depth < MAX_DEPTH && !path.is_symlink() {
                    self.walk(&path, depth + 1);
                }
            } else if let Some((code, rest)) = name.split_once(BEHIND_CODE)
                && rest.contains(BEHIND_ROUND)
                && !name.starts_with('.')
            {
                let code = code.to_owned();
                self.files.entry(code).or_default().push(Found::file(path, name));
            }
        }
    }

    /// The reviews of a unit's returns of this form and year, the oldest first; of one round the one that was last
    /// written to is the last.
    pub(super) fn of(&self, reader: &Judge, unit: &str, form: &str, year: i16) -> Vec<Review> {
        let files = self.files.get(unit).map(Vec::as_slice).unwrap_or_default();
        let read = files.iter().filter_map(|file| {
            let mut review = read(reader, file)?;
            review.path = self.is_beside.then(|| file.path.clone());
            Some((review, modified(&file.path)))
        });
        let is_of = |(review, _): &(Review, _)| {
            review.record.as_ref().is_some_and(|record| record.form == form && record.year == year)
        };
        let mut reviews: Vec<_> = read.filter(is_of).collect();
        reviews.sort_by_key(|(review, modified)| (review.round, *modified));
        for decided in self.last.decided(unit, form, year) {
            // Of the marked copies of a round the one that was written to last is told.
            if let Some((review, modified)) = reviews.iter_mut().rfind(|(review, _)| review.round == decided.round) {
                review.decide(decided, decided.written > *modified);
            }
        }
        reviews.into_iter().map(|(review, _)| review).collect()
    }
}

/// Whether a file is a 重填件 in a folder of results: what a unit may hand in, and nothing it has.
fn is_refill(path: &Path) -> bool {
    let name =
        |path: Option<&std::ffi::OsStr>| path.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = name(path.parent().and_then(Path::file_name));
    name(path.file_name()).contains(REFILL) && Status::ALL.iter().any(|status| status.word() == folder)
}

/// When a file was last written to; that of an archive stands for all its files.
fn modified(path: &Path) -> Option<std::time::SystemTime> {
    path.metadata().and_then(|metadata| metadata.modified()).ok()
}

/// The review in a file; for a return that has none, what it would have been.
fn read(reader: &Judge, file: &Found) -> Option<Review> {
    let bytes = std::sync::Arc::from(file.read().ok()?);
    if let Some(review) = open(&bytes).ok()?.review {
        return Some(Review::read(&review));
    }
    reader.judge_first(&file.shown, bytes).record().map(Review::unwritten)
}
