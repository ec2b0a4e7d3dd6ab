//! Writing files so that nothing is ever half-written, and finding names that are free.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Bytes of a file name that every file system takes, with room for a suffix.
const MAX_NAME: usize = 200;

/// The last number that is tried behind a name.
const MAX_NUMBER: u32 = 9_999;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("无法写入“{}”", .path.display())]
pub struct OutputError {
    /// The file.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub source: std::io::Error,
}

/// How a file is called until it is finished: one that was left by a run that was killed is known by it, and looked at
/// by none.
const UNFINISHED: (&str, &str) = (".xlcheck-", ".tmp");

/// Writes a file beside its target and renames it, making the folders above it. It takes the place of what is there, so
/// callers look first; and it is on the disk before it does, for else a machine that stops may leave neither.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let failed = |source| OutputError { path: path.to_owned(), source };
    let file = finished(path, bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes a file under its name or, where something else is there, under the next `name(2).ext`; gives the path.
/// Nothing is ever overwritten, not even what another run writes at the same time.
///
/// It is whole for every program from the moment it has its name, also where this one is killed. Where the machine itself
/// stops, some file systems keep the name of a file of the last seconds without its bytes: that takes nothing that was
/// there, and the same run writes it again. Waiting for the disk would cost up to 100 ms a file, and a return has four.
pub fn write_free(path: &Path, bytes: &[u8]) -> Result<PathBuf, OutputError> {
    let failed = |source| OutputError { path: path.to_owned(), source };
    let mut file: Option<NamedTempFile> = None;
    loop {
        let free = free_name(path, bytes);
        if free.symlink_metadata().is_ok() {
            // The same bytes are there.
            return Ok(free);
        }
        let whole = match file.take() {
            Some(file) => file,
            None => finished(path, bytes).map_err(failed)?,
        };
        match whole.persist_noclobber(&free) {
            Ok(_) => return Ok(free),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => file = Some(error.file),
            // Some network folders cannot keep a name from being taken.
            Err(error) => match error.file.persist(&free) {
                Ok(_) => return Ok(free),
                Err(error) => return Err(failed(error.error)),
            },
        }
    }
}

/// The bytes in a file of another name beside the path; it goes again where it is not renamed.
fn finished(path: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let (prefix, suffix) = UNFINISHED;
    let mut file = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(folder)?;
    file.as_file_mut().write_all(bytes)?;
    open_to_others(&file)?;
    Ok(file)
}

/// Temporary files are readable by their owner alone; what is handed on is readable as other files are.
#[cfg(unix)]
fn open_to_others(file: &NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// Whether something other than these bytes is at a path.
pub(super) fn is_taken(path: &Path, bytes: &[u8]) -> bool {
    path.symlink_metadata().is_ok() && (!path.is_file() || std::fs::read(path).map_or(true, |there| there != bytes))
}

/// The path itself where nothing is there, or the same bytes are; else the next free `name(2).ext`.
#[must_use]
pub fn free_name(path: &Path, bytes: &[u8]) -> PathBuf {
    if !is_taken(path, bytes) {
        return path.to_owned();
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let numbered = |k: u32| path.with_file_name(format!("{stem}({k}).{extension}"));
    (2..=MAX_NUMBER).map(numbered).find(|path| !is_taken(path, bytes)).unwrap_or_else(|| numbered(MAX_NUMBER + 1))
}

/// A text as part of a file name: what Windows or Linux does not take is replaced by `_`.
#[must_use]
pub fn safe_name(text: &str) -> String {
    let mut name = String::new();
    for c in text.trim().chars() {
        let c =
            if c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*') { '_' } else { c };
        if name.len() + c.len_utf8() > MAX_NAME {
            break;
        }
        name.push(c);
    }
    let name = name.trim_end_matches(['.', ' ']);
    if name.is_empty() || is_reserved(name) { format!("_{name}") } else { name.to_owned() }
}

/// Names that Windows keeps for devices.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).to_ascii_uppercase();
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe_for_every_system() {
        for (text, name) in [
            ("市政维护中心", "市政维护中心"),
            ("../../etc", ".._.._etc"),
            ("a/b:c?", "a_b_c_"),
            ("CON", "_CON"),
            ("末尾。. ", "末尾。"),
            ("", "_"),
        ] {
            assert_eq!(safe_name(text), name);
        }
    }

    #[test]
    fn nothing_that_is_there_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("意见.xlsx");
        write_whole(&path, b"one").expect("written");
        assert_eq!(free_name(&path, b"one"), path);
        let second = folder.path().join("意见(2).xlsx");
        assert_eq!(free_name(&path, b"two"), second);
        assert_eq!(write_free(&path, b"one").expect("written"), path);
        assert_eq!(write_free(&path, b"two").expect("written"), second);
        assert_eq!(write_free(&path, b"two").expect("written"), second);
        assert_eq!(std::fs::read(&path).expect("there"), b"one");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2);
    }
}
