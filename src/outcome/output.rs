//! Writing files so that nothing is ever half-written, and finding names that are free.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{NamedTempFile, PersistError};

/// Bytes of a file name that every file system takes, with room for a suffix.
const MAX_NAME: usize = 200;

/// The last number that is tried behind a name.
const MAX_NUMBER: u32 = 9_999;

/// Milliseconds after which a file is renamed once more while others look at it.
const LOOKED_AT: [u64; 5] = [10, 30, 100, 300, 500];

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
    let target = beside(&file, path);
    named(file, |file| file.persist(&target)).map_err(|error| failed(error.error))
}

/// Writes a file under its name or, where something else is there, under the next `name(2).ext`; gives the path.
/// Nothing is ever overwritten, not even what another run writes at the same time.
///
/// It is whole for every program from the moment it has its name, also where this one is killed. Where the machine itself
/// stops, some file systems keep the name of a file of the last seconds without its bytes: that takes nothing that was
/// there, and the same run writes it again. Waiting for the disk would cost up to 100 ms a file, and a return has four.
pub fn write_free(path: &Path, bytes: &[u8]) -> Result<PathBuf, OutputError> {
    let failed = |source| OutputError { path: path.to_owned(), source };
    let is_same = |there: &Path| std::fs::read(there).is_ok_and(|there| there == bytes);
    place(path, is_same, || finished(path, bytes).map_err(failed))
}

/// Gives a finished file the first name that is free, unless a file that is the same is there.
fn place(
    path: &Path,
    is_same: impl Fn(&Path) -> bool,
    mut finished: impl FnMut() -> Result<NamedTempFile, OutputError>,
) -> Result<PathBuf, OutputError> {
    let failed = |source| OutputError { path: path.to_owned(), source };
    let mut whole: Option<NamedTempFile> = None;
    loop {
        let free = first_free(path, &is_same);
        if free.symlink_metadata().is_ok() {
            // The same is there.
            return Ok(free);
        }
        let file = match whole.take() {
            Some(file) => file,
            None => finished()?,
        };
        let target = beside(&file, &free);
        match named(file, |file| file.persist_noclobber(&target)) {
            Ok(()) => return Ok(free),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => whole = Some(error.file),
            // Some network folders cannot keep a name from being taken.
            Err(error) => match named(error.file, |file| file.persist(&target)) {
                Ok(()) => return Ok(free),
                Err(error) => return Err(failed(error.error)),
            },
        }
    }
}

/// A file of a folder that has no name yet: what is too long to be held in memory is written to it piece by piece.
#[derive(Debug)]
pub struct Unnamed {
    file: NamedTempFile,
    folder: PathBuf,
}

impl Unnamed {
    /// An empty file in a folder, which is made.
    pub fn in_folder(folder: &Path) -> Result<Self, OutputError> {
        let failed = |source| OutputError { path: folder.to_owned(), source };
        Ok(Self { file: unfinished(folder).map_err(failed)?, folder: folder.to_owned() })
    }

    /// What is written to.
    pub fn file(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// Whether a file holds the same.
    #[must_use]
    pub fn is_same(&self, path: &Path) -> bool {
        is_same(self.file.path(), path).unwrap_or(false)
    }

    /// Gives it a name as [`write_free`] does.
    pub fn name(self, path: &Path) -> Result<PathBuf, OutputError> {
        let Self { file, folder } = self;
        let written = file.path().to_owned();
        let mut file = Some(file);
        let gone = || OutputError { path: folder.clone(), source: ErrorKind::NotFound.into() };
        place(path, |there| is_same(&written, there).unwrap_or(false), || file.take().ok_or_else(gone))
    }
}

/// Whether two files hold the same.
fn is_same(one: &Path, other: &Path) -> std::io::Result<bool> {
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (some, others) = (one.fill_buf()?, other.fill_buf()?);
        let length = some.len().min(others.len());
        if some[..length] != others[..length] {
            return Ok(false);
        }
        if length == 0 {
            return Ok(some.is_empty() && others.is_empty());
        }
        one.consume(length);
        other.consume(length);
    }
}

/// The bytes in a file of another name beside the path; it goes again where it is not renamed.
fn finished(path: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = unfinished(folder)?;
    file.as_file_mut().write_all(bytes)?;
    Ok(file)
}

/// An empty file in a folder, which is made.
fn unfinished(folder: &Path) -> std::io::Result<NamedTempFile> {
    std::fs::create_dir_all(folder)?;
    // On Windows this is the form of a path that may be longer than 260 characters, which is how it is renamed too. Some
    // drives of other makers have no such form; there paths are short or fail.
    let real = if cfg!(windows) { folder.canonicalize().ok() } else { None };
    let (prefix, suffix) = UNFINISHED;
    let file = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(real.as_deref().unwrap_or(folder))?;
    open_to_others(&file)?;
    Ok(file)
}

/// The name of a path in the folder that its unfinished file has, by the same form of path.
fn beside(file: &NamedTempFile, path: &Path) -> PathBuf {
    path.file_name().map_or_else(|| path.to_owned(), |name| file.path().with_file_name(name))
}

/// Gives a file its name. On Windows a file that was just written is for a moment open in what looks for viruses, and so
/// may be what it takes the place of; who looks at it longer has it open.
fn named(
    mut file: NamedTempFile,
    mut rename: impl FnMut(NamedTempFile) -> Result<File, PersistError>,
) -> Result<(), PersistError> {
    for wait in LOOKED_AT {
        match rename(file) {
            Ok(_) => return Ok(()),
            Err(error) if cfg!(windows) && error.error.kind() == ErrorKind::PermissionDenied => file = error.file,
            Err(error) => return Err(error),
        }
        std::thread::sleep(Duration::from_millis(wait));
    }
    rename(file).map(|_| ())
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
    first_free(path, &|there: &Path| std::fs::read(there).is_ok_and(|there| there == bytes))
}

/// The same for what is told from what is there by `is_same`.
fn first_free(path: &Path, is_same: &impl Fn(&Path) -> bool) -> PathBuf {
    let is_taken = |path: &Path| path.symlink_metadata().is_ok() && (!path.is_file() || !is_same(path));
    if !is_taken(path) {
        return path.to_owned();
    }
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let numbered = |k: u32| path.with_file_name(format!("{stem}({k}).{extension}"));
    (2..=MAX_NUMBER).map(numbered).find(|path| !is_taken(path)).unwrap_or_else(|| numbered(MAX_NUMBER + 1))
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
        for (bytes, name) in [(&b"two"[..], "意见(2).xlsx"), (b"three", "意见(3).xlsx"), (b"three", "意见(3).xlsx")]
        {
            let mut unnamed = Unnamed::in_folder(folder.path()).expect("a file");
            unnamed.file().write_all(bytes).expect("written");
            assert!(!unnamed.is_same(&path));
            assert_eq!(unnamed.name(&path).expect("named"), folder.path().join(name));
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 3);
    }
}
