//! The compound file around a binary workbook (MS-CFB), looked through before another reader follows its chains.
//!
//! A chain that runs in a circle never ends; here each must end within the sectors that the file has.

use super::LegacyError;

const HEADER: usize = 512;
/// Bytes of a sector of the mini stream.
const MINI_SECTOR: usize = 64;
/// Streams below this size are kept in the mini stream.
const MINI_CUTOFF: usize = 4096;
/// The largest sector number; what lies above marks ends and free space.
const MAX_SECTOR: u32 = 0xFFFF_FFFA;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const DIRECTORY_ENTRY: usize = 128;

/// A compound file whose allocation table and directory are sound.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector_size: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    /// Reads header, tables and directory.
    pub fn open(bytes: &'a [u8]) -> Result<Self, LegacyError> {
        let sector_size = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            Some(_) | None => return Err(LegacyError::Damaged),
        };
        let field = |at| u32_at(bytes, at).ok_or(LegacyError::Damaged);
        let mut file = Self {
            bytes,
            sector_size,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            directory: Vec::new(),
        };
        file.fat = file.allocation_table(field(68)?)?;
        file.directory = file.chain(field(48)?, usize::MAX)?;
        let root = file.directory.get(..DIRECTORY_ENTRY).ok_or(LegacyError::Damaged)?;
        let (start, length) = (u32_at(root, 116), u32_at(root, 120));
        if field(64)? > 0 {
            let length = length.ok_or(LegacyError::Damaged)? as usize;
            file.mini_stream = file.chain(start.ok_or(LegacyError::Damaged)?, length)?;
            file.mini_fat = words(&file.chain(field(60)?, usize::MAX)?);
        }
        Ok(file)
    }

    /// The content of the first stream of this name, in any letter case.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, LegacyError> {
        let entry = self.directory.chunks_exact(DIRECTORY_ENTRY).find(|entry| named(entry, name));
        let Some(entry) = entry else { return Ok(None) };
        let start = u32_at(entry, 116).ok_or(LegacyError::Damaged)?;
        let length = u32_at(entry, 120).ok_or(LegacyError::Damaged)? as usize;
        // Version 4 files have 64 bits for the length; no file that is read here needs them.
        if self.sector_size > HEADER && u32_at(entry, 124) != Some(0) {
            return Err(LegacyError::Damaged);
        }
        if length < MINI_CUTOFF { self.mini_chain(start, length) } else { self.chain(start, length) }.map(Some)
    }

    /// The sector numbers of the table itself stand in the header, then in a chain of their own (MS-CFB 2.5).
    fn allocation_table(&self, mut next: u32) -> Result<Vec<u32>, LegacyError> {
        let mut table = self.bytes.get(76..HEADER).map(words).ok_or(LegacyError::Damaged)?;
        let mut sectors = 0;
        while next < MAX_SECTOR {
            sectors += 1;
            if sectors > self.sectors() {
                return Err(LegacyError::Damaged);
            }
            table.extend(words(self.sector(next)?));
            next = table.pop().ok_or(LegacyError::Damaged)?;
        }
        table.retain(|sector| *sector <= MAX_SECTOR);
        if table.len() > self.sectors() {
            return Err(LegacyError::Damaged);
        }
        let mut fat = Vec::new();
        for sector in table {
            fat.extend(words(self.sector(sector)?));
        }
        Ok(fat)
    }

    /// The sectors of the file, a last one that is cut short included.
    fn sectors(&self) -> usize {
        self.bytes.len() / self.sector_size + 1
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], LegacyError> {
        let start = (number as usize + 1) * self.sector_size;
        // The last sector of some files is cut short.
        let end = (start + self.sector_size).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty()).ok_or(LegacyError::Damaged)
    }

    fn chain(&self, start: u32, length: usize) -> Result<Vec<u8>, LegacyError> {
        follow(start, length, &self.fat, self.sectors(), |number| self.sector(number))
    }

    fn mini_chain(&self, start: u32, length: usize) -> Result<Vec<u8>, LegacyError> {
        follow(start, length, &self.mini_fat, self.mini_stream.len() / MINI_SECTOR + 1, |number| {
            let start = number as usize * MINI_SECTOR;
            let end = (start + MINI_SECTOR).min(self.mini_stream.len());
            self.mini_stream.get(start..end).ok_or(LegacyError::Damaged)
        })
    }
}

/// The bytes of a chain up to this length; a chain of more sectors than there are runs in a circle.
fn follow<'s>(
    start: u32,
    length: usize,
    table: &[u32],
    sectors: usize,
    sector: impl Fn(u32) -> Result<&'s [u8], LegacyError>,
) -> Result<Vec<u8>, LegacyError> {
    let mut bytes = Vec::new();
    let mut next = start;
    for _ in 0..=sectors {
        if next == END_OF_CHAIN || bytes.len() >= length {
            bytes.truncate(length);
            return Ok(bytes);
        }
        bytes.extend_from_slice(sector(next)?);
        next = *table.get(next as usize).ok_or(LegacyError::Damaged)?;
    }
    Err(LegacyError::Damaged)
}

/// Whether a directory entry has this name (UTF-16, ended by zero).
fn named(entry: &[u8], name: &str) -> bool {
    let units = entry.chunks_exact(2).take(32).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    let found: Vec<u16> = units.take_while(|unit| *unit != 0).collect();
    String::from_utf16_lossy(&found).eq_ignore_ascii_case(name)
}

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]])).collect()
}

fn words_at(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at + 4)?.try_into().ok()
}

/// The little-endian number at this offset.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    words_at(bytes, at).map(u32::from_le_bytes)
}

/// The little-endian number at this offset.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}
