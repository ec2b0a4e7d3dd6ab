//! Archives by hand: sound ones, and ones whose headers say what is not so.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

/// An archive of these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, bytes) in entries {
        zip.start_file(*name, options).expect("started");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// An entry as its headers describe it, whether or not that is so.
#[derive(Clone)]
pub struct RawEntry {
    pub name: Vec<u8>,
    /// General purpose flags (APPNOTE 4.4.4).
    pub flags: u16,
    /// Compression method (APPNOTE 4.4.5).
    pub method: u16,
    pub crc: u32,
    pub packed: u32,
    pub size: u32,
    /// The bytes as they stand in the archive.
    pub data: Vec<u8>,
    /// Where the directory says that the entry begins, if not where it does.
    pub begins: Option<u32>,
}

impl RawEntry {
    /// An honest entry that is not packed.
    pub fn stored(name: &str, data: &[u8]) -> Self {
        let length = u32::try_from(data.len()).expect("a small part");
        Self {
            name: name.as_bytes().to_vec(),
            flags: 0,
            method: 0,
            crc: crc32(data),
            packed: length,
            size: length,
            data: data.to_vec(),
            begins: None,
        }
    }

    /// Version, flags, method, time, date, CRC, sizes and the lengths of name and extra field.
    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for half in [20, self.flags, self.method, 0, 0x21] {
            fields.extend(half.to_le_bytes());
        }
        for word in [self.crc, self.packed, self.size] {
            fields.extend(word.to_le_bytes());
        }
        fields.extend(u16::try_from(self.name.len()).expect("a short name").to_le_bytes());
        fields.extend([0, 0]);
        fields
    }
}

/// An archive of raw entries (APPNOTE 4.3.7, 4.3.12, 4.3.16), and behind its end a comment.
pub fn raw_archive(entries: &[RawEntry], comment: &[u8]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = u32::try_from(bytes.len()).expect("a small archive");
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(entry.fields());
        directory.extend([0; 10]);
        directory.extend(entry.begins.unwrap_or(at).to_le_bytes());
        directory.extend(&entry.name);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(entry.fields());
        bytes.extend(&entry.name);
        bytes.extend(&entry.data);
    }
    let start = u32::try_from(bytes.len()).expect("a small archive");
    let count = u16::try_from(entries.len()).expect("a small archive");
    bytes.extend(&directory);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend(u32::try_from(directory.len()).expect("a small archive").to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend(u16::try_from(comment.len()).expect("a short comment").to_le_bytes());
    bytes.extend(comment);
    bytes
}

/// The checksum of zip (CRC-32, ISO 3309).
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
