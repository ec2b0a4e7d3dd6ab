//! A file that was found: on the disk, or in an archive there.

use std::path::PathBuf;
use std::sync::Arc;

use crate::excel::archive::Archive;
use crate::words::said;

/// A file that was found under the given paths.
#[derive(Debug, Clone)]
pub struct Found {
    /// The file on the disk: itself, or the archive that it is in.
    pub path: PathBuf,
    /// Its path below the given one, as people will recognise it, with `/`; that of an archive is a step of it.
    pub shown: String,
    /// Why it is not read: a folder or an archive that cannot be opened, a pipe or a device.
    pub trouble: Option<String>,
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
    pub(super) fn new(mut path: PathBuf, mut shown: String, trouble: Option<String>) -> Self {
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
    pub fn read(&self) -> Result<Vec<u8>, String> {
        if let Some(trouble) = &self.trouble {
            return Err(trouble.clone());
        }
        match &self.inside {
            Some(inside) => inside.archive.read(inside.number).map_err(|error| error.to_string()),
            None => std::fs::read(&self.path).map_err(|error| said(&error)),
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
