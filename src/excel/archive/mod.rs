//! An archive of files (.zip) as it is mailed: what is in it, each file inflated when it is asked for and not before.
//!
//! Nothing is ever unpacked to the disk; a name in an archive is words to show and no path.

mod error;
mod names;
mod source;

use std::io::Read;

use zip::{CompressionMethod, ZipArchive};

use super::package::{MAX_ARCHIVE, MAX_RATIO, RATIO_FLOOR};

pub use error::ArchiveError;
pub use source::{Held, Source};

use names::Name;
use source::Reader;

/// Files that an archive may have, those of archives in it among them: a province has about 20 000 units.
pub const MAX_FILES: usize = 20_000;
/// The largest sum of what an archive inflates to, those in it among them, in bytes: 20 000 returns of 200 KB. Only one
/// file of it is held at a time, so this bounds the time alone.
pub const MAX_INFLATED: u64 = 4 << 30;
/// The largest file that is inflated, in bytes: as large as a workbook may be.
pub const MAX_FILE: u64 = MAX_ARCHIVE as u64;
/// The largest archive in an archive, in bytes: a hundred returns of 2 MB, held as long as its files are read.
pub const MAX_NESTED: u64 = 256 << 20;
/// How deep archives are looked into: a bureau packs what its sections have packed. The one on the disk is the first;
/// with a third, [`Held`] would have to hold two.
pub const MAX_DEPTH: usize = 2;

/// Bytes of an archive that are read until its files are known: of each its two headers with a name (APPNOTE 4.3.7 and
/// 4.3.12: 76 bytes, and what a path takes), and the reach of the end of the directory (64 KiB) with room.
const DIRECTORY_REACH: u64 = (1 << 20) + 512 * MAX_FILES as u64;

/// The end of the directory must start within this many last bytes (APPNOTE 4.3.16), the record of [`BEFORE_END`] before.
const END_REACH: u64 = 22 + 65_535 + BEFORE_END as u64;
/// Bytes of the record before the end that leads to a directory of 64-bit counts (APPNOTE 4.3.15).
const BEFORE_END: usize = 20;

/// What is left to an archive and those in it.
#[derive(Debug)]
pub struct Allowance {
    files: usize,
    inflated: u64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { files: MAX_FILES, inflated: MAX_INFLATED }
    }
}

impl Allowance {
    /// Takes the files of one archive off.
    fn spend(&mut self, files: usize, inflated: u64) -> Result<(), ArchiveError> {
        self.files = self.files.checked_sub(files).ok_or(ArchiveError::TooMany)?;
        self.inflated = self.inflated.checked_sub(inflated).ok_or(ArchiveError::TooLarge(MAX_INFLATED))?;
        Ok(())
    }
}

/// A file in an archive.
#[derive(Debug)]
pub struct Member {
    /// Its path in the archive, with `/`, without steps that lead out.
    pub path: String,
    /// Why it is not inflated.
    pub trouble: Option<ArchiveError>,
    /// Its inflated size as the directory has it, in bytes.
    size: u64,
    /// Its position in the archive.
    at: usize,
}

/// An archive that was opened. It holds its directory and no handle of the file.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<Reader>,
    members: Vec<Member>,
    is_document: bool,
}

impl Archive {
    /// Reads the directory, within what is allowed. What a single file is refused for is its own trouble, all else is
    /// that of the archive.
    pub fn open(source: Source, allowance: &mut Allowance) -> Result<Self, ArchiveError> {
        let size = source.size()?;
        let mut reader = Reader::within(source, DIRECTORY_REACH);
        if reader.last(END_REACH)?.windows(BEFORE_END + 4).any(is_end_of_zip64) {
            return Err(ArchiveError::Method);
        }
        let mut zip = ZipArchive::new(reader)?;
        // The end of what was cut off may be that of an archive or a workbook that is packed in it.
        if zip.offset() != 0 {
            return Err(ArchiveError::Damaged);
        }
        // The crate keeps one file of each name and forgets the others.
        if zip.has_duplicate_names() {
            return Err(ArchiveError::Repeated);
        }
        if zip.has_overlapping_entries()? {
            return Err(ArchiveError::Overlapping);
        }
        let mut members = Vec::new();
        for at in 0..zip.len() {
            members.extend(member(&zip, at)?);
        }
        let is_document = ["[Content_Types].xml", "mimetype"].iter().any(|name| zip.index_for_name(name).is_some());
        let is_locked = |member: &Member| matches!(member.trouble, Some(ArchiveError::Encrypted));
        if !members.is_empty() && members.iter().all(is_locked) {
            return Err(ArchiveError::Locked);
        }
        let inflated = members.iter().filter(|member| member.trouble.is_none()).map(|member| member.size).sum();
        if inflated > RATIO_FLOOR && inflated / MAX_RATIO > size {
            return Err(ArchiveError::Ratio);
        }
        allowance.spend(members.len(), inflated)?;
        // By the steps of their paths, as a walk through folders finds them.
        members.sort_by(|one, other| one.path.split('/').cmp(other.path.split('/')));
        // A clone has no file open and reads without a bound.
        Ok(Self { zip: zip.clone(), members, is_document })
    }

    /// Whether it is the package of a workbook or another document, whatever its name.
    #[must_use]
    pub fn is_document(&self) -> bool {
        self.is_document
    }

    /// Its files in the order of their paths; no folders, no links.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// The inflated bytes of a file by its number among [`Archive::members`]; the directory's size bounds the work and
    /// its CRC-32 proves the result.
    pub fn read(&self, number: usize) -> Result<Vec<u8>, ArchiveError> {
        let member = &self.members[number];
        if let Some(trouble) = &member.trouble {
            return Err(trouble.clone());
        }
        let mut zip = self.zip.clone();
        let mut file = zip.by_index(member.at)?;
        let mut bytes = Vec::with_capacity(usize::try_from(member.size).unwrap_or_default());
        (&mut file).take(member.size + 1).read_to_end(&mut bytes).map_err(|error| ArchiveError::of_file(&error))?;
        if bytes.len() as u64 == member.size { Ok(bytes) } else { Err(ArchiveError::DamagedFile) }
    }
}

/// Whether these bytes are the record that leads to a directory of 64-bit counts, and the end behind it (APPNOTE 4.3.15).
/// The crate reserves memory for as many files as are claimed there; only archives of 4 GiB or 65 535 files need it.
fn is_end_of_zip64(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x06\x07") && bytes.ends_with(b"PK\x05\x06")
}

/// Whether a path is called like an archive that is looked into.
#[must_use]
pub fn is_named_as_zip(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("zip"))
}

/// The file at a position of an archive; nothing of a folder or a link.
fn member(zip: &ZipArchive<Reader>, at: usize) -> Result<Option<Member>, ArchiveError> {
    let file = zip.by_index_data(at)?;
    if !file.is_file() {
        return Ok(None);
    }
    // The crate shows no flags; a name that it does not take for code page 437 is said to be UTF-8.
    let is_utf8 = file.name().is_ok_and(|name| name.as_bytes() == file.name_raw());
    let Name { path, leads_out } = Name::of(file.name_raw(), is_utf8);
    // Some programs of Windows end the names of folders with their own slash.
    if path.is_empty() || file.name_raw().ends_with(b"\\") {
        return Ok(None);
    }
    let (size, packed) = (file.size(), file.compressed_size());
    let largest = if is_named_as_zip(&path) { MAX_NESTED } else { MAX_FILE };
    let trouble = if leads_out {
        Some(ArchiveError::LeadsOut)
    } else if file.encrypted() {
        Some(ArchiveError::Encrypted)
    } else if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        Some(ArchiveError::Method)
    } else if size > largest {
        Some(ArchiveError::TooLarge(largest))
    } else if size > RATIO_FLOOR && size / MAX_RATIO > packed {
        Some(ArchiveError::Ratio)
    } else {
        None
    };
    Ok(Some(Member { path, trouble, size, at }))
}
