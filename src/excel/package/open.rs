//! Opening a file that an unknown person mailed: every limit is checked before a part is inflated.

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::words::excerpt;

use super::{Archive, Content, Entry, Format, Package, PackageError, comparable, index};

/// The largest file that is opened, in bytes; a form with a dozen photographs stays below.
pub const MAX_ARCHIVE: usize = 48 << 20;
/// The most entries an archive may have.
pub const MAX_ENTRIES: usize = 10_000;
/// The largest inflated part, in bytes; a sheet of a million cells has about 40 MiB.
pub const MAX_PART: u64 = 48 << 20;
/// The largest sum of all inflated parts, in bytes; marking a file holds all its sheets at once.
pub const MAX_INFLATED: u64 = 96 << 20;
/// The largest sum of all inflated parts, in bytes, that are kept; a form of 200 sub-units has 6 MiB.
pub const MAX_KEPT: u64 = 16 << 20;
/// How many times larger than its packed form a part may be, once it exceeds [`RATIO_FLOOR`].
pub const MAX_RATIO: u64 = 300;
/// The inflated size, in bytes, below which the ratio does not matter: small sheets of blank rows pack well.
pub const RATIO_FLOOR: u64 = 16 << 20;

const CONTENT_TYPES: &str = "[Content_Types].xml";
/// The end of central directory record must start within this many last bytes (APPNOTE 4.3.16).
const DIRECTORY_END_REACH: usize = 22 + 65_535;
/// How that record begins.
const DIRECTORY_END: &[u8] = b"PK\x05\x06";
/// How an entry of the central directory begins (APPNOTE 4.3.12).
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes of an entry of the central directory without its name, extra field and comment.
const DIRECTORY_ENTRY_SIZE: usize = 46;

impl Package {
    /// Opens the bytes of a .xlsx or .xlsm file.
    ///
    /// Anything else is named for what it is. Archives that only an attacker or a broken program
    /// writes are refused: too large, too many entries, equal or outward names, overlapping entries.
    pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Self, PackageError> {
        let bytes = bytes.into();
        if bytes.is_empty() {
            return Err(PackageError::Empty);
        }
        match Format::of(&bytes) {
            Format::Zip => {}
            Format::Encrypted => return Err(PackageError::Encrypted),
            other => return Err(PackageError::OtherFormat(other)),
        }
        if bytes.len() > MAX_ARCHIVE {
            return Err(too_large("文件", MAX_ARCHIVE as u64));
        }
        let mut archive = directory(bytes)?;
        let (entries, size) = entries(&mut archive)?;
        let index = index(&entries);
        let package = Self { archive, entries, index, size, inflated: Arc::default() };
        match package.format()? {
            None => Ok(package),
            Some(other) => Err(PackageError::OtherFormat(other)),
        }
    }

    /// The same that keeps what it inflates, for those who read its parts again; not where it is more than [`MAX_KEPT`].
    #[must_use]
    pub fn keeping(self) -> Self {
        let kept = if self.size > MAX_KEPT { 0 } else { self.entries.len() };
        Self { inflated: std::iter::repeat_with(OnceLock::new).take(kept).collect(), ..self }
    }

    /// What the archive is where it is no workbook of XML parts.
    fn format(&self) -> Result<Option<Format>, PackageError> {
        let Some(types) = self.part(CONTENT_TYPES)? else {
            return Ok(Some(if self.position("mimetype").is_some() && self.position("content.xml").is_some() {
                Format::Ods
            } else {
                Format::Zip
            }));
        };
        let types = String::from_utf8_lossy(&types);
        let says = |kind: &str| types.contains(kind);
        Ok(if says("spreadsheetml.sheet.main+xml") || says("ms-excel.sheet.macroEnabled.main+xml") {
            None
        } else if says("wordprocessingml.document.main") || says("ms-word.document") {
            Some(Format::Docx)
        } else if says("presentationml") {
            Some(Format::Presentation)
        } else if says("ms-excel.sheet.binary") {
            Some(Format::Xlsb)
        } else {
            None
        })
    }
}

fn directory(bytes: Arc<[u8]>) -> Result<Archive, PackageError> {
    let tail = &bytes[bytes.len().saturating_sub(DIRECTORY_END_REACH)..];
    if memmem::find(tail, DIRECTORY_END).is_none() {
        return Err(PackageError::Truncated);
    }
    // Counted before the crate reserves memory for the entries. Only the headers cannot lie: there may be several
    // ends of the directory, and each says what it likes.
    if memmem::find_iter(&bytes, DIRECTORY_ENTRY).count() > MAX_ENTRIES {
        return Err(too_many());
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| PackageError::Damaged)?;
    // The end of what was cut off may be that of a workbook that is packed in it.
    if archive.offset() == 0 { Ok(archive) } else { Err(PackageError::Truncated) }
}

/// The entries, and the bytes of all of them once inflated.
fn entries(archive: &mut Archive) -> Result<(Vec<Entry>, u64), PackageError> {
    if archive.has_overlapping_entries().map_err(|_| PackageError::Damaged)? {
        return Err(PackageError::Overlapping);
    }
    if let Some(name) = repeated(archive) {
        return Err(PackageError::BadName { name });
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut seen = HashSet::with_capacity(archive.len());
    let mut inflated = 0u64;
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        if file.encrypted() {
            return Err(PackageError::Encrypted);
        }
        if !seen.insert(comparable(&name)) || !stays_inside(&name) {
            return Err(PackageError::BadName { name });
        }
        if file.size() > MAX_PART {
            return Err(too_large(&format!("其中的 {} ", excerpt(&name)), MAX_PART));
        }
        if file.size() > RATIO_FLOOR && file.size() / MAX_RATIO > file.compressed_size() {
            let what = format!("其中的 {} 的压缩倍数", excerpt(&name));
            return Err(PackageError::TooLarge { what, limit: format!("{MAX_RATIO} 倍") });
        }
        inflated += file.size();
        if inflated > MAX_INFLATED {
            return Err(too_large("解压后的内容", MAX_INFLATED));
        }
        entries.push(Entry { name, content: Content::Stored(at) });
    }
    if entries.is_empty() { Err(PackageError::OtherFormat(Format::Zip)) } else { Ok((entries, inflated)) }
}

/// The name that two entries have, where there is one. The crate keeps the last of them and forgets the others, so the
/// directory is walked once more.
fn repeated(archive: &mut Archive) -> Option<String> {
    if !archive.has_duplicate_names() {
        return None;
    }
    let start = usize::try_from(archive.central_directory_start()).ok()?;
    let bytes = archive.clone().into_inner().into_inner();
    let mut rest = bytes.get(start..)?;
    let mut seen = HashSet::new();
    while rest.starts_with(DIRECTORY_ENTRY) {
        let length = |at: usize| Some(usize::from(u16::from_le_bytes([*rest.get(at)?, *rest.get(at + 1)?])));
        let (name, extra, comment) = (length(28)?, length(30)?, length(32)?);
        let stored = rest.get(DIRECTORY_ENTRY_SIZE..DIRECTORY_ENTRY_SIZE + name)?;
        if !seen.insert(stored) {
            return Some(String::from_utf8_lossy(stored).into_owned());
        }
        rest = rest.get(DIRECTORY_ENTRY_SIZE + name + extra + comment..)?;
    }
    // The directory says that it has more entries than it has.
    Some(String::new())
}

/// Whether a name is relative and has no step upwards.
fn stays_inside(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['/', '\\'])
        && !name.contains(['\0', ':'])
        && !name.split(['/', '\\']).any(|step| step == "..")
}

fn too_large(what: &str, limit: u64) -> PackageError {
    PackageError::TooLarge { what: what.to_owned(), limit: format!("{} MiB", limit >> 20) }
}

fn too_many() -> PackageError {
    PackageError::TooLarge { what: "内部文件数".to_owned(), limit: format!("{MAX_ENTRIES} 个") }
}

fn damaged(_: ZipError) -> PackageError {
    PackageError::Damaged
}
