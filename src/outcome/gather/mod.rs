//! Which files a run looks at.

mod archive;
mod found;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use self::archive::LookedInto;
use super::status::Status;
use crate::excel::archive::Held;
use crate::plan::summary;
use crate::words::cause;

pub use found::{Found, Unread};

/// The folder that outputs are written to; not looked into on the way.
pub const OUTPUT_FOLDER: &str = "审核结果";
/// Where macOS puts what only it reads of the files of an archive.
const OF_MACOS: &str = "__MACOSX";
/// What Windows keeps of the look of a folder; hidden there, but not in an archive, nor on other systems.
const OF_WINDOWS: [&str; 2] = ["desktop.ini", "Thumbs.db"];
/// Folders below folders that are followed.
const MAX_DEPTH: usize = 32;

/// Whether a file lies where a run writes it: in `审核结果/<status>/`, or 审核汇总 above that.
#[must_use]
pub fn is_output(path: &Path) -> bool {
    let mut names = path.ancestors().map(name);
    let mut next = || names.next().unwrap_or_default();
    let (file, folder, above) = (next(), next(), next());
    let is_status = Status::ALL.iter().any(|known| known.word() == folder);
    (is_status && above == OUTPUT_FOLDER) || (folder == OUTPUT_FOLDER && file.starts_with(summary::FILE))
}

/// A given path at which there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[error("无法读取“{}”", named(.path).display())]
pub struct GatherError {
    /// The path.
    pub path: PathBuf,
    /// What the system says.
    pub source: std::io::Error,
}

/// A path as people write it: `收件`, not `./收件`.
fn named(path: &Path) -> &Path {
    path.strip_prefix(".").ok().filter(|below| !below.as_os_str().is_empty()).unwrap_or(path)
}

/// Every file under the paths, each once and each folder's in the order of names; outputs, temporary and hidden files
/// left out. The files of an archive stand in its place. What is below a folder and cannot be read is there with its
/// trouble.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<Found>, GatherError> {
    gather_without(paths, &[])
}

/// The same without what lies below the paths and is one of `others`: earlier material in the folder of returns is not
/// handed in. A path that is given itself is always looked at.
pub fn gather_without(paths: &[PathBuf], others: &[PathBuf]) -> Result<Vec<Found>, GatherError> {
    let others = others.iter().filter_map(|other| other.canonicalize().ok()).collect();
    let mut gathered = Gathered { others, ..Gathered::default() };
    for path in paths {
        let metadata = path.metadata().map_err(|source| GatherError { path: path.clone(), source })?;
        if metadata.is_dir() {
            gathered.walk(path, "", 0).map_err(|source| GatherError { path: path.clone(), source })?;
        } else {
            gathered.add(path.clone(), name(path), true);
        }
    }
    Ok(gathered.found)
}

#[derive(Default)]
struct Gathered {
    found: Vec<Found>,
    /// Real paths of what was found.
    known: HashSet<PathBuf>,
    /// Real paths of what is left out.
    others: HashSet<PathBuf>,
    held: Held,
}

impl Gathered {
    fn add(&mut self, path: PathBuf, shown: String, is_given: bool) {
        // A pipe would be waited for without end.
        let trouble = match path.metadata() {
            Ok(metadata) if metadata.is_file() => None,
            Ok(_) => Some(Unread::file("不是普通文件")),
            Err(error) => Some(Unread::here(cause(&error))),
        };
        if trouble.is_none() && archive::is_archive(&path) {
            self.look_into(path, shown, is_given);
        } else {
            self.push(path, shown, trouble);
        }
    }

    fn look_into(&mut self, path: PathBuf, shown: String, is_given: bool) {
        if self.is_new(&path) {
            let looked_into = LookedInto::archive(&path, &shown, self.held.clone(), is_given);
            self.found.extend(looked_into.unwrap_or_else(|| vec![Found::file(path, shown)]));
        }
    }

    fn is_other(&self, path: &Path) -> bool {
        !self.others.is_empty() && path.canonicalize().is_ok_and(|real| self.others.contains(&real))
    }

    fn push(&mut self, path: PathBuf, shown: String, trouble: Option<Unread>) {
        if self.is_new(&path) {
            self.found.push(Found::new(path, shown, trouble));
        }
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.known.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn walk(&mut self, folder: &Path, above: &str, depth: usize) -> Result<(), std::io::Error> {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
        entries.sort();
        for path in entries {
            let name = name(&path);
            if is_left_out(&name) || self.is_other(&path) {
                continue;
            }
            let shown = if above.is_empty() { name } else { format!("{above}/{name}") };
            if !path.is_dir() {
                self.add(path, shown, false);
            } else if depth < MAX_DEPTH && !path.is_symlink() && self.walk(&path, &shown, depth + 1).is_err() {
                self.push(path, shown, Some(Unread::here("无法打开这个文件夹")));
            }
        }
        Ok(())
    }
}

/// Whether a file or folder of this name is none that was handed in: hidden, a lock of Office, results, what a system
/// keeps for itself.
fn is_left_out(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name == OUTPUT_FOLDER
        || name == OF_MACOS
        || OF_WINDOWS.iter().any(|kept| name.eq_ignore_ascii_case(kept))
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
