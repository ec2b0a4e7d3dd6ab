//! A return that cannot be edited (.xls, .et, .ods), typed into a workbook like the one that its unit was issued.

use std::sync::Arc;

use super::fill::fill;
use super::judged::ReadFile;
use super::values::UnitValues;
use super::verification::Verification;
use crate::excel::package::Package;
use crate::excel::read;
use crate::excel::scan::read_book;
use crate::excel::write::write;
use crate::form::Form;
use crate::plan::{Stamp, VerificationCode};

/// The issued value without which a stamp is not whole.
const YEAR: &str = "年度";

/// The workbook as it would have been handed in; nothing where the file does not say exactly what its unit was issued, or
/// where the new one would not say the same.
#[must_use]
pub fn retyped(form: &Form, returned: &ReadFile, code: &VerificationCode) -> Option<ReadFile> {
    let is_whole = |stamp: &Stamp| stamp.issued.has(YEAR) && stamp.is_of_layout(&form.layout_digest);
    let stamp = Some(&returned.stamp).filter(|stamp| is_whole(stamp))?;
    let blank = read_as(form, returned, write(form, &returned.layout, stamp, None).ok()?)?;
    let filled = read_as(form, returned, fill(form, &blank, &UnitValues::of(form, returned, "")).ok()?)?;
    let verification = Verification::of((form, &filled.layout), &filled.found.submission, stamp, None);
    (verification.code == *code).then_some(filled)
}

/// A workbook that was just made, read as a return.
fn read_as(form: &Form, returned: &ReadFile, bytes: Vec<u8>) -> Option<ReadFile> {
    let bytes: Arc<[u8]> = bytes.into();
    let package = Package::open(Arc::clone(&bytes)).ok()?;
    let book = read_book(&package).ok()?;
    let found = read::read(&book, form, &returned.layout, Some(&returned.stamp));
    Some(ReadFile::made((bytes, package, book), found, (Arc::clone(&returned.layout), returned.stamp.clone())))
}
