//! A file as a book, whatever format of workbook it is.

use std::sync::Arc;

use crate::excel::legacy;
use crate::excel::package::{Format, Package, PackageError};
use crate::excel::read::{round, take_review};
use crate::excel::scan::{ScanError, read_book};
use crate::facts::{Book, Sheet};

/// A workbook that was opened.
pub(super) struct Opened {
    /// The package that it is; nothing of a format that is not .xlsx.
    pub package: Option<Package>,
    /// Its cells without the review of an earlier round.
    pub book: Book,
    pub review: Option<Sheet>,
    /// The words for a format that is not .xlsx.
    pub format: Option<String>,
}

impl Opened {
    fn new(mut book: Book, package: Option<Package>, format: Option<String>) -> Self {
        let review = take_review(&mut book);
        Self { package, book, review, format }
    }

    /// Which time the workbook is handed in: once more than its review says.
    pub(super) fn round(&self) -> u32 {
        self.review.as_ref().and_then(round).unwrap_or_default().saturating_add(1)
    }
}

/// Reads a file that is a workbook.
pub(super) fn open(bytes: &Arc<[u8]>) -> Result<Opened, NoBook> {
    open_as(bytes, |package| package)
}

/// Reads a file that is a workbook and will be marked: its parts are inflated once.
pub(super) fn open_to_mark(bytes: &Arc<[u8]>) -> Result<Opened, NoBook> {
    open_as(bytes, Package::keeping)
}

fn open_as(bytes: &Arc<[u8]>, keeping: impl FnOnce(Package) -> Package) -> Result<Opened, NoBook> {
    match Format::of(bytes) {
        Format::Zip => {}
        format => return other_format(bytes, format),
    }
    let package = Package::open(Arc::clone(bytes)).map(keeping).map_err(NoBook::from);
    let opened = package.and_then(|package| Ok(Opened::new(read_book(&package)?, Some(package), None)));
    match opened {
        Ok(opened) => Ok(opened),
        Err(NoBook::Format(format)) => other_format(bytes, format),
        Err(unreadable) => Err(unreadable),
    }
}

fn other_format(bytes: &[u8], format: Format) -> Result<Opened, NoBook> {
    let words = Some(format.to_string().trim_start().to_owned());
    match format {
        Format::Xls | Format::Ods => match legacy::read_legacy(bytes) {
            Ok(book) => Ok(Opened::new(book, None, words)),
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
