//! Which files a run looks at.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::status::Status;
use crate::words::said;

/// The folder that outputs are written to; not looked into on the way.
pub const OUTPUT_FOLDER: &str = "审核结果";
/// Folders below folders that are followed.
const MAX_DEPTH: usize = 32;

/// A file that was found under the given paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Its path below the given one, as people will recognise it, with `/`.
    pub shown: String,
    /// Why it is not read: a folder that cannot be opened, a pipe or a device.
    pub trouble: Option<&'static str>,
}

impl Found {
    /// Its bytes, or why there are none.
    pub fn read(&self) -> Result<Vec<u8>, String> {
        match self.trouble {
            Some(trouble) => Err(trouble.to_owned()),
            None => std::fs::read(&self.path).map_err(|error| said(&error)),
        }
    }
}

/// Whether a file lies where a run writes it: `审核结果/<status>/`.
#[must_use]
pub fn is_output(path: &Path) -> bool {
    let mut above = path.ancestors().skip(1).map(name);
    let status = above.next().unwrap_or_default();
    Status::ALL.iter().any(|known| known.word() == status) && above.next().is_some_and(|name| name == OUTPUT_FOLDER)
}

/// A given path at which there is nothing to read.
#[derive(Debug, thiserror::Error)]
#[error("没有找到“{}”，或无法读取，请核对路径", .path.display())]
pub struct GatherError {
    /// The path.
    pub path: PathBuf,
    /// What the system says.
    pub source: std::io::Error,
}

/// Every file under the paths, each once and each folder's in the order of names; outputs, temporary and hidden files
/// left out. What is below a folder and cannot be read is there with its trouble.
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
            gathered.add(path.clone(), name(path));
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
}

impl Gathered {
    fn add(&mut self, path: PathBuf, shown: String) {
        // A pipe would be waited for without end.
        let trouble = match path.metadata() {
            Ok(metadata) if metadata.is_file() => None,
            Ok(_) => Some("不是普通文件"),
            Err(_) => Some("无法打开"),
        };
        self.push(path, shown, trouble);
    }

    fn is_other(&self, path: &Path) -> bool {
        !self.others.is_empty() && path.canonicalize().is_ok_and(|real| self.others.contains(&real))
    }

    fn push(&mut self, path: PathBuf, shown: String, trouble: Option<&'static str>) {
        if self.known.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            self.found.push(Found { path, shown, trouble });
        }
    }

    fn walk(&mut self, folder: &Path, above: &str, depth: usize) -> Result<(), std::io::Error> {
        let mut entries: Vec<PathBuf> =
            std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
        entries.sort();
        for path in entries {
            let name = name(&path);
            if name.starts_with('.') || name.starts_with("~$") || name == OUTPUT_FOLDER || self.is_other(&path) {
                continue;
            }
            let shown = if above.is_empty() { name } else { format!("{above}/{name}") };
            if !path.is_dir() {
                self.add(path, shown);
            } else if depth < MAX_DEPTH && !path.is_symlink() && self.walk(&path, &shown, depth + 1).is_err() {
                self.push(path, shown, Some("无法打开这个文件夹"));
            }
        }
        Ok(())
    }
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
