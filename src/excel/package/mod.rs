//! The OOXML package: a bounded zip archive of named parts, edited without touching the other parts.
//!
//! Nothing here knows cells; [`Workbook`] says which part is which sheet.

mod error;
mod format;
mod open;
mod relationships;
mod workbook;
mod write;
pub mod xml;
mod xstring;

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, OnceLock};

use zip::ZipArchive;

pub use error::PackageError;
pub use format::Format;
pub use open::{MAX_ARCHIVE, MAX_ENTRIES, MAX_INFLATED, MAX_KEPT, MAX_PART, MAX_RATIO, RATIO_FLOOR};
pub use relationships::{Relationship, relationships, rels_part};
pub use workbook::{MAX_SHEET_NAME, MAX_SHEETS, SheetKind, SheetPart, Workbook};
pub use xstring::{MAX_CELL_TEXT, xstring};

/// The bytes of a part, shared by all that read them.
pub type Bytes = Arc<Vec<u8>>;

/// An archive in memory; clones share its bytes and its directory.
type Archive = ZipArchive<Cursor<Arc<[u8]>>>;

/// The parts of a file, in the order of its archive.
///
/// Names are looked up as OPC does (ECMA-376 part 2, 6.2.2): letter case and the kind of slash do not matter.
#[derive(Debug, Clone)]
pub struct Package {
    archive: Archive,
    entries: Vec<Entry>,
    /// From the comparable name to the position in `entries`.
    index: HashMap<String, usize>,
    /// The bytes of all parts of the archive, once inflated.
    size: u64,
    /// The parts that have been inflated, by their position in the archive; shared by clones, and empty where they are
    /// not kept.
    inflated: Arc<[OnceLock<Bytes>]>,
}

#[derive(Debug, Clone)]
struct Entry {
    name: String,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    /// As it stands at this position of the archive.
    Stored(usize),
    /// As it was replaced or added.
    Given(Bytes),
}

impl Package {
    /// The names of all entries as stored, folders included, in the order of the archive.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The stored spelling of a name, where there is such a part.
    #[must_use]
    pub fn stored_name(&self, name: &str) -> Option<&str> {
        self.position(name).map(|position| self.entries[position].name.as_str())
    }

    /// The inflated bytes of a part, or nothing where there is none of this name.
    pub fn part(&self, name: &str) -> Result<Option<Bytes>, PackageError> {
        let Some(position) = self.position(name) else { return Ok(None) };
        match &self.entries[position].content {
            Content::Given(bytes) => Ok(Some(Arc::clone(bytes))),
            Content::Stored(at) => self.stored(*at).map(Some),
        }
    }

    /// A part of the archive, inflated once as long as it is kept.
    fn stored(&self, at: usize) -> Result<Bytes, PackageError> {
        let kept = self.inflated.get(at);
        if let Some(bytes) = kept.and_then(OnceLock::get) {
            return Ok(Arc::clone(bytes));
        }
        let bytes = Arc::new(self.inflate(at)?);
        Ok(kept.map_or_else(|| Arc::clone(&bytes), |kept| Arc::clone(kept.get_or_init(|| Arc::clone(&bytes)))))
    }

    /// The inflated bytes of a part that a workbook cannot do without.
    pub fn required(&self, name: &str) -> Result<Bytes, PackageError> {
        self.part(name)?.ok_or_else(|| PackageError::MissingPart { part: name.to_owned() })
    }

    /// Gives a part other bytes; where there is none of this name, it is added last.
    pub fn replace(&mut self, name: &str, bytes: Vec<u8>) {
        let content = Content::Given(Arc::new(bytes));
        if let Some(position) = self.position(name) {
            self.entries[position].content = content;
        } else {
            self.index.insert(comparable(name), self.entries.len());
            self.entries.push(Entry { name: name.to_owned(), content });
        }
    }

    /// Takes a part out; nothing happens where there is none of this name.
    pub fn remove(&mut self, name: &str) {
        let Some(position) = self.position(name) else { return };
        self.entries.remove(position);
        self.index.retain(|_, at| *at != position);
        for at in self.index.values_mut().filter(|at| **at > position) {
            *at -= 1;
        }
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.index.get(&comparable(name)).copied()
    }

    /// Inflates one entry; the directory's size bounds the work and its CRC-32 proves the result.
    fn inflate(&self, at: usize) -> Result<Vec<u8>, PackageError> {
        let mut archive = self.archive.clone();
        let damaged = |name: &str| PackageError::DamagedPart { part: name.to_owned() };
        let mut file = archive.by_index(at).map_err(|_| PackageError::Damaged)?;
        let name = String::from_utf8_lossy(file.name_raw()).into_owned();
        let size = file.size();
        let mut bytes = Vec::with_capacity(usize::try_from(size).map_err(|_| damaged(&name))?);
        (&mut file).take(size + 1).read_to_end(&mut bytes).map_err(|_| damaged(&name))?;
        if bytes.len() as u64 == size { Ok(bytes) } else { Err(damaged(&name)) }
    }
}

/// The form of a name in which equal names are equal texts.
fn comparable(name: &str) -> String {
    name.trim_start_matches(['/', '\\']).replace('\\', "/").to_lowercase()
}

fn index(entries: &[Entry]) -> HashMap<String, usize> {
    entries.iter().enumerate().map(|(position, entry)| (comparable(&entry.name), position)).collect()
}

#[cfg(test)]
pub(crate) mod tests;
