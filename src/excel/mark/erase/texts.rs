//! The words of the review among the shared texts, where a client has put them.

use std::collections::BTreeSet;

use super::super::MarkError;
use crate::excel::package::xml::{TagKind, Tags};
use crate::excel::package::{Package, PackageError, SheetKind, Workbook};
use crate::excel::splice::{self, Splice};

/// Empties the shared texts that no sheet has but the review; the others keep their numbers.
pub(super) fn empty(package: &mut Package, book: &Workbook, review: &str) -> Result<(), MarkError> {
    let Some(part) = &book.shared_strings else { return Ok(()) };
    let mut ours = numbers(review, &package.required(review)?)?;
    let others = book.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Worksheet && sheet.part != review);
    for sheet in others {
        if ours.is_empty() {
            break;
        }
        for number in numbers(&sheet.part, &package.required(&sheet.part)?)? {
            ours.remove(&number);
        }
    }
    if ours.is_empty() {
        return Ok(());
    }
    let Some(bytes) = package.part(part)? else { return Ok(()) };
    package.replace(part, splice::apply(&bytes, &emptied(part, &bytes, &ours)?)?);
    Ok(())
}

/// The numbers of the shared texts that stand in a sheet.
fn numbers(part: &str, bytes: &[u8]) -> Result<BTreeSet<usize>, PackageError> {
    let mut found = BTreeSet::new();
    let mut tags = Tags::new(part, bytes)?;
    let text = tags.text();
    let mut is_shared = false;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("c") {
            is_shared = tag.attribute("t").as_deref() == Some("s");
        } else if is_shared && tag.opens("v") && tag.kind == TagKind::Open {
            let close = tags.close(tag)?;
            found.extend(text[tag.end..close.start].trim().parse::<usize>().ok());
        }
    }
    Ok(found)
}

/// The splices that leave nothing in the texts of these numbers.
fn emptied(part: &str, bytes: &[u8], numbers: &BTreeSet<usize>) -> Result<Vec<Splice>, PackageError> {
    let mut splices = Vec::new();
    let mut tags = Tags::new(part, bytes)?;
    let mut number = 0;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("si") {
            let close = tags.close(tag)?;
            if numbers.contains(&number) && tag.kind == TagKind::Open {
                splices.push(Splice::replace(tag.end..close.start, format!("<{}t/>", tag.prefix())));
            }
            number += 1;
        }
    }
    Ok(splices)
}
