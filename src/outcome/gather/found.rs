//! A file that was found: on the disk, or in an archive there.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::excel::archive::{Archive, ArchiveError};
use crate::facts::Hindrance;
use crate::words::cause;

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The cause in words.
    pub cause: String,
    /// What it lies with.
    pub hindrance: Hindrance,
}

impl Unread {
    /// A file that is no good itself.
    pub(in crate::outcome) fn file(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), hindrance: Hindrance::File }
    }

    /// A file that may be in order and cannot be read here and now.
    pub(super) fn here(cause: impl Into<String>) -> Self {
        Self { cause: cause.into(), hindrance: Hindrance::Machine }
    }
}

impl From<&ArchiveError> for Unread {
    fn from(error: &ArchiveError) -> Self {
        match error {
            ArchiveError::System(cause) => Self::here(cause),
            other => Self::file(other.to_string()),
        }
    }
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

/// A file that was found under the given paths.
#[derive(Debug, Clone)]
pub struct Found {
    /// The file on the disk: itself, or the archive that it is in.
    pub path: PathBuf,
    /// Its path below the given one, as people will recognise it, with `/`; that of an archive is a step of it.
    pub shown: String,
    /// Why it is not read: a folder or an archive that cannot be opened, a pipe or a device.
    pub trouble: Option<Unread>,
    inside: Option<Box<Inside>>,
}

/// Where a file is in an archive.
#[derive(Debug, Clone)]
struct Inside {
    archive: Arc<Archive>,
    number: usize,
    /// Its path below the archive on the disk, with `/`.
    below: String,
}

impl Found {
    /// A file on the disk that can be read, as far as is known.
    pub(in crate::outcome) fn file(path: PathBuf, shown: String) -> Self {
        Self::new(path, shown, None)
    }

    /// A file on the disk.
    pub(super) fn new(mut path: PathBuf, mut shown: String, trouble: Option<Unread>) -> Self {
        // A province has tens of thousands of them.
        path.shrink_to_fit();
        shown.shrink_to_fit();
        Self { path, shown, trouble, inside: None }
    }

    /// The same file as one of an archive, by its number there and its path below the one on the disk.
    pub(super) fn inside(self, archive: &Arc<Archive>, number: usize, below: &str) -> Self {
        let inside = Inside { archive: Arc::clone(archive), number, below: below.to_owned() };
        Self { inside: Some(Box::new(inside)), ..self }
    }

    /// Its bytes, or why there are none.
    pub fn read(&self) -> Result<Vec<u8>, Unread> {
        if let Some(trouble) = &self.trouble {
            return Err(trouble.clone());
        }
        match &self.inside {
            Some(inside) => inside.archive.read(inside.number).map_err(|error| Unread::from(&error)),
            None => std::fs::read(&self.path).map_err(|error| Unread::here(cause(&error))),
        }
    }

    /// Where it lies, as if archives were folders: a path to look at, not to open.
    #[must_use]
    pub fn place(&self) -> PathBuf {
        match &self.inside {
            Some(inside) => self.path.join(&inside.below),
            None => self.path.clone(),
        }
    }
}
