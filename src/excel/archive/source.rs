//! Where the bytes of an archive are, read when they are needed and held no longer.

use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Archive, ArchiveError};

/// Where an archive lies.
#[derive(Debug, Clone)]
pub enum Source {
    /// A file on the disk. It is opened for each file that is read from it: a thousand archives need no thousand handles.
    File(Arc<Path>),
    /// A file of another archive, by its number there.
    Inside {
        /// The other archive.
        outer: Arc<Archive>,
        /// Its number in it.
        number: usize,
        /// Where its bytes are held while its files are read.
        held: Held,
    },
}

impl Source {
    /// The size of the archive in bytes.
    pub(super) fn size(&self) -> Result<u64, ArchiveError> {
        match self {
            Self::File(path) => Ok(path.metadata()?.len()),
            Self::Inside { outer, number, .. } => Ok(outer.members[*number].size),
        }
    }

    fn opened(&self) -> io::Result<Opened> {
        match self {
            Self::File(path) => File::open(path).map(Opened::File),
            Self::Inside { outer, number, held } => {
                let bytes = held.bytes(outer, *number).map_err(io::Error::other)?;
                Ok(Opened::Bytes(Cursor::new(bytes)))
            }
        }
    }
}

/// The archive inside of another that was last looked into: its files are read one after another, and only one such
/// archive is ever held, however many there are.
#[derive(Clone, Default)]
pub struct Held(Arc<Mutex<Option<Last>>>);

/// An archive inside of another: which, and its bytes.
struct Last {
    outer: Arc<Archive>,
    number: usize,
    bytes: Arc<[u8]>,
}

impl Held {
    fn bytes(&self, outer: &Arc<Archive>, number: usize) -> Result<Arc<[u8]>, ArchiveError> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = held.as_ref()
            && Arc::ptr_eq(&last.outer, outer)
            && last.number == number
        {
            return Ok(Arc::clone(&last.bytes));
        }
        *held = None;
        let bytes: Arc<[u8]> = outer.read(number)?.into();
        *held = Some(Last { outer: Arc::clone(outer), number, bytes: Arc::clone(&bytes) });
        Ok(bytes)
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held")
    }
}

/// Reads an archive, opening it at the first byte that is asked for. A clone has not opened it yet, and has no bound.
#[derive(Debug)]
pub(super) struct Reader {
    source: Source,
    opened: Option<Opened>,
    /// Bytes that may still be read.
    left: u64,
}

#[derive(Debug)]
enum Opened {
    File(File),
    Bytes(Cursor<Arc<[u8]>>),
}

impl Reader {
    /// A reader of so many bytes: what an archive says of its own length is not believed, so its directory is read
    /// within a bound.
    pub(super) fn within(source: Source, bytes: u64) -> Self {
        Self { source, opened: None, left: bytes }
    }

    /// So many last bytes, or all where there are fewer.
    pub(super) fn last(&mut self, count: u64) -> io::Result<Vec<u8>> {
        let size = self.seek(SeekFrom::End(0))?;
        self.seek(SeekFrom::Start(size.saturating_sub(count)))?;
        let mut bytes = Vec::new();
        self.take(count).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn opened(&mut self) -> io::Result<&mut Opened> {
        match &mut self.opened {
            Some(opened) => Ok(opened),
            closed @ None => Ok(closed.insert(self.source.opened()?)),
        }
    }
}

impl Clone for Reader {
    fn clone(&self) -> Self {
        Self { source: self.source.clone(), opened: None, left: u64::MAX }
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other(ArchiveError::TooMany));
        }
        let length = usize::try_from(self.left).map_or(into.len(), |left| left.min(into.len()));
        let into = &mut into[..length];
        let read = match self.opened()? {
            Opened::File(file) => file.read(into)?,
            Opened::Bytes(bytes) => bytes.read(into)?,
        };
        self.left -= read as u64;
        Ok(read)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self.opened()? {
            Opened::File(file) => file.seek(to),
            Opened::Bytes(bytes) => bytes.seek(to),
        }
    }
}
