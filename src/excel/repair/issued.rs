//! The workbook as it was issued, drawn anew: what has to be put back is read from it.

use std::collections::HashMap;

use super::RepairError;
use super::looks::{Looks, Styled};
use super::validations::IssuedValidation;
use crate::excel::package::xml::Tags;
use crate::excel::package::{Package, Workbook};
use crate::excel::patch::NewValue;
use crate::excel::scan::read_book;
use crate::excel::write::{IssuedFormulas, write_with};
use crate::facts::{Book, Raw};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::Stamp;
use crate::words::Cell;

/// An issued workbook.
pub(super) struct IssuedWorkbook {
    pub(super) book: Book,
    package: Package,
    workbook: Workbook,
    pub(super) looks: Looks,
}

/// What guards the cells of an issued sheet.
pub(super) struct IssuedSheet {
    pub(super) styled: Styled,
    pub(super) validations: Vec<IssuedValidation>,
}

impl IssuedWorkbook {
    pub(super) fn new(laid: (&Form, &Layout), formulas: &IssuedFormulas, stamp: &Stamp) -> Result<Self, RepairError> {
        let package = Package::open(write_with(laid, formulas, stamp, None)?)?;
        let workbook = package.workbook()?;
        let looks = match &workbook.styles {
            Some(part) => Looks::read(part, &package.required(part)?)?,
            None => Looks::default(),
        };
        Ok(Self { book: read_book(&package)?, package, workbook, looks })
    }

    /// What a cell with words or a figure was issued with.
    pub(super) fn value(&self, sheet: &str, cell: Cell) -> NewValue {
        let content = self.book.sheet(sheet).and_then(|sheet| sheet.content(cell));
        match content.map(|content| &content.raw) {
            Some(Raw::Number(number)) => NewValue::Number(number.to_string()),
            Some(Raw::Text(text)) => NewValue::Text(text.to_string()),
            Some(Raw::Blank | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_)) | None => NewValue::Blank,
        }
    }

    pub(super) fn sheet(&self, name: &str) -> Result<Option<IssuedSheet>, RepairError> {
        let Some(sheet) = self.workbook.sheet(name) else { return Ok(None) };
        let bytes = self.package.required(&sheet.part)?;
        let validations = IssuedValidation::all(&sheet.part, &bytes)?;
        Ok(Some(IssuedSheet { styled: Styled::read(&sheet.part, &bytes)?, validations }))
    }

    /// The options of a sheet's protection, in the order of the file.
    pub(super) fn protection(&self, name: &str) -> Result<Option<Vec<(String, String)>>, RepairError> {
        let Some(sheet) = self.workbook.sheet(name) else { return Ok(None) };
        Ok(attributes_of_protection(&sheet.part, &self.package.required(&sheet.part)?)?)
    }
}

/// The attributes of the element that protects a sheet, as they stand.
pub(super) fn attributes_of_protection(
    part: &str,
    bytes: &[u8],
) -> Result<Option<Vec<(String, String)>>, crate::excel::package::PackageError> {
    let mut tags = Tags::new(part, bytes)?;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("sheetProtection") && tag.depth == 1 {
            let pairs = tag.attributes().map(|(name, value, _)| (name.to_owned(), value.to_owned()));
            return Ok(Some(pairs.collect()));
        }
    }
    Ok(None)
}

/// The formats that cells of the file have which were issued with a format and still are as issued, by that format: of
/// several the one that most cells have.
#[derive(Default)]
pub(super) struct Siblings(HashMap<usize, HashMap<usize, usize>>);

impl Siblings {
    pub(super) fn add(&mut self, issued: usize, format: usize) {
        *self.0.entry(issued).or_default().entry(format).or_default() += 1;
    }

    pub(super) fn of(&self, issued: usize) -> Option<usize> {
        let formats = self.0.get(&issued)?.iter();
        formats.max_by_key(|(format, count)| (**count, std::cmp::Reverse(**format))).map(|(format, _)| *format)
    }
}
