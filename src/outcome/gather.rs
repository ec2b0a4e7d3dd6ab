//! Which files a run looks at.

use std::path::{Path, PathBuf};

/// The folder that outputs are written to; never looked into.
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
}

/// Every file under the paths, each folder's in the order of names; outputs, temporary and hidden files left out.
pub fn gather(paths: &[PathBuf]) -> Result<Vec<Found>, std::io::Error> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, "", 0, &mut found)?;
        } else {
            // Fails here, once and with the system's own reason, where the path does not exist.
            path.metadata()?;
            found.push(Found { path: path.clone(), shown: name(path) });
        }
    }
    Ok(found)
}

fn walk(folder: &Path, above: &str, depth: usize, found: &mut Vec<Found>) -> Result<(), std::io::Error> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    entries.sort();
    for path in entries {
        let name = name(&path);
        if name.starts_with('.') || name.starts_with("~$") || name == OUTPUT_FOLDER {
            continue;
        }
        let shown = if above.is_empty() { name } else { format!("{above}/{name}") };
        if path.is_dir() {
            if depth < MAX_DEPTH && !path.is_symlink() {
                walk(&path, &shown, depth + 1, found)?;
            }
        } else {
            found.push(Found { path, shown });
        }
    }
    Ok(())
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
