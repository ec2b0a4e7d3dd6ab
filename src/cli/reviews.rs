//! What is handed on of a file: made in whatever thread judges it, written when its turn comes.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::outcome::{Judged, Unnamed, summary_path, write_free};
use crate::plan::summary::FILE;
use crate::report::{
    Beside, ByStatus, Closed, Dates, NotFinal, Summary, final_copy, letters, marked_copy, refill_path, review_path,
};

/// The bytes of a file's marked copy, its letters and its 定稿, made under the names that they have where these are free.
pub(super) struct Made {
    dates: Dates,
    review: Option<Vec<u8>>,
    letters: Vec<(PathBuf, Vec<u8>)>,
    final_copy: Result<Option<(PathBuf, Vec<u8>)>, NotFinal>,
}

impl Made {
    /// Makes it all, and lets go of what it was made of where none of it can be asked for again.
    pub(super) fn from(judged: &mut Judged, dates: Dates) -> Result<Self> {
        let made = Self::of(judged, dates)?;
        judged.read = judged.read.take().map(|read| match read.refill {
            // Its name stands in the marked copy.
            Some(_) => read,
            None => read.without_content(),
        });
        Ok(made)
    }

    fn of(judged: &Judged, dates: Dates) -> Result<Self> {
        if judged.is_settled() {
            return Ok(Self { dates, review: None, letters: Vec::new(), final_copy: Ok(None) });
        }
        // What an earlier run has said of the file is not said again under another date.
        let review = if judged.rounds.standing.is_some() { None } else { marked_copy(judged, dates)? };
        let letters = if review.is_some() { letters(judged, dates, &review_path(judged))? } else { Vec::new() };
        Ok(Self { dates, review, letters, final_copy: final_copy(judged) })
    }

    /// Writes it all, never over what is there; gives the path of the marked copy, where there is one. A copy that names another file is made once
    /// more where that file has got another name.
    pub(super) fn write(mut self, folder: &Path, judged: &mut Judged) -> Result<Option<PathBuf>> {
        if judged.is_settled() {
            return Ok(None);
        }
        let mut marked = judged.rounds.standing.clone();
        if let Some(bytes) = judged.read.as_ref().and_then(|read| read.refill.as_ref()) {
            let path = folder.join(refill_path(judged));
            let written = write_free(&path, bytes)?;
            judged.refill_file = written.file_name().map(|name| name.to_string_lossy().into_owned());
            if written != path {
                self = Self::of(judged, self.dates)?;
            }
        }
        if let Some(bytes) = &self.review {
            let path = folder.join(review_path(judged));
            let written = write_free(&path, bytes)?;
            if written != path {
                self.letters = letters(judged, self.dates, &written)?;
            }
            for (path, bytes) in &self.letters {
                write_free(&folder.join(path), bytes)?;
            }
            marked = Some(written);
        }
        match self.final_copy {
            Ok(Some((path, bytes))) => {
                let path = folder.join(path);
                let written = write_free(&path, &bytes)?;
                if written != path {
                    let (path, written) = (path.display(), written.display());
                    writeln!(std::io::stderr(), "提醒：已有内容不同的定稿“{path}”，以新写出的“{written}”为准")?;
                }
            }
            Ok(None) => {}
            Err(not_final) => writeln!(std::io::stderr(), "提醒：{not_final}")?,
        }
        Ok(marked)
    }
}

/// Writes 审核汇总 of a run, never over an earlier one; gives its path, and the files that count.
pub(super) fn write_summary(folder: &Path, summary: Summary, beside: Beside<'_>) -> Result<(PathBuf, ByStatus)> {
    let mut made = Unnamed::in_folder(folder)?;
    let Closed { apart, by_status } = summary.write(beside, made.file())?;
    if let Some(mut hints) = apart {
        let mut list = Unnamed::in_folder(folder)?;
        std::io::copy(&mut hints, list.file())?;
        list.name(&folder.join(format!("{FILE}_提示.csv")))?;
    }
    let path = summary_path(folder, |last| made.is_same(last));
    Ok((made.name(&path)?, by_status))
}
