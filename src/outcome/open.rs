//! A file as a book, whatever format of workbook it is.

use std::sync::Arc;

use crate::excel::legacy;
use crate::excel::package::{Format, Package, PackageError};
use crate::excel::read::{round, take_review};
use crate::excel::scan::{ScanError, read_book};
use crate::facts::{Book, Sheet};

/// A book without the review of an earlier round, that review, and the words for a format that is not .xlsx.
pub(super) struct Opened {
    pub book: Book,
    pub review: Option<Sheet>,
    pub format: Option<String>,
}

impl Opened {
    fn new(mut book: Book, format: Option<String>) -> Self {
        let review = take_review(&mut book);
        Self { book, review, format }
    }

    /// Which time the workbook is handed in: once more than its review says.
    pub(super) fn round(&self) -> u32 {
        self.review.as_ref().and_then(round).unwrap_or_default().saturating_add(1)
    }
}

/// Reads a file that is a workbook.
pub(super) fn open(bytes: &Arc<[u8]>) -> Result<Opened, NoBook> {
    match Format::of(bytes) {
        Format::Zip => {}
        format => return other_format(bytes, format),
    }
    let book = Package::open(Arc::clone(bytes)).map_err(NoBook::from).and_then(|package| Ok(read_book(&package)?));
    match book {
        Ok(book) => Ok(Opened::new(book, None)),
        Err(NoBook::Format(format)) => other_format(bytes, format),
        Err(unreadable) => Err(unreadable),
    }
}

fn other_format(bytes: &[u8], format: Format) -> Result<Opened, NoBook> {
    let words = Some(format.to_string().trim_start().to_owned());
    match format {
        Format::Xls | Format::Ods => match legacy::read_legacy(bytes) {
            Ok(book) => Ok(Opened::new(book, words)),
            Err(cause) => Err(NoBook::Words(cause.to_string())),
        },
        Format::Encrypted => Err(NoBook::Words(PackageError::Encrypted.to_string())),
        format => Err(NoBook::Format(format)),
    }
}

/// Why a file is no book: it is something else, or cannot be read for these reasons.
pub(super) enum NoBook {
    Format(Format),
    Words(String),
}

impl From<PackageError> for NoBook {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::OtherFormat(format) => Self::Format(format),
            error => Self::Words(error.to_string()),
        }
    }
}

impl From<ScanError> for NoBook {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Package(error) => error.into(),
            error => Self::Words(error.to_string()),
        }
    }
}
