//! Writing a package: what was not touched is copied as it is packed.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::{Content, Package, PackageError};

/// How hard parts are packed, of 9: a quarter of the time that a marked copy takes at the usual 6, and a little larger.
const LEVEL: i64 = 2;
/// How many times smaller XML is once packed, at least.
const PACKED: usize = 4;

impl Package {
    /// The bytes of the archive: stored entries copied raw in their order, given ones packed in
    /// their place under a fixed time stamp, and as of one system, so that the same package gives
    /// the same bytes everywhere.
    pub fn write(&self) -> Result<Vec<u8>, PackageError> {
        let mut archive = self.archive.clone();
        let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(self.size())));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .system(System::Unix)
            .last_modified_time(DateTime::default());
        for entry in &self.entries {
            match &entry.content {
                Content::Stored(at) => {
                    let file = archive.by_index_raw(*at).map_err(|_| PackageError::Damaged)?;
                    writer.raw_copy_file(file).map_err(|_| PackageError::Damaged)?;
                }
                Content::Given(bytes) => {
                    writer.start_file(entry.name.as_str(), options).map_err(|_| PackageError::Damaged)?;
                    writer.write_all(bytes).map_err(|_| PackageError::Damaged)?;
                }
            }
        }
        Ok(writer.finish().map_err(|_| PackageError::Damaged)?.into_inner())
    }

    /// About as many bytes as it takes, so that writing does not hold large files twice.
    fn size(&self) -> usize {
        let given = self.entries.iter().map(|entry| match &entry.content {
            Content::Stored(_) => 0,
            Content::Given(bytes) => bytes.len() / PACKED,
        });
        self.archive.clone().into_inner().into_inner().len() + given.sum::<usize>()
    }
}
