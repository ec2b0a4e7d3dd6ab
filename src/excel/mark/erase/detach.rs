//! Parts that go, with the arrows to them and their types.

use std::collections::HashSet;

use super::super::MarkError;
use super::super::workbook::without;
use crate::excel::package::xml::Tag;
use crate::excel::package::{Package, Relationship, Workbook, relationships, rels_part};

/// Takes parts that only this source leads to out of a package.
pub(super) fn detach(package: &mut Package, book: &Workbook, source: &str, parts: &[&str]) -> Result<(), MarkError> {
    let is_one = |name: &str| parts.iter().any(|part| part.eq_ignore_ascii_case(name));
    let related = relationships(package, source)?;
    let leads_there = |one: &&Relationship| one.part.as_deref().is_some_and(is_one);
    let ids: HashSet<&str> = related.iter().filter(leads_there).map(|one| one.id.as_str()).collect();
    let rels = rels_part(source);
    if ids.len() == related.len() {
        package.remove(&rels);
    } else {
        let is_arrow = |tag: &Tag<'_>| {
            tag.opens("Relationship") && tag.attribute("Id").is_some_and(|id| ids.contains(id.as_str()))
        };
        take_out(package, &rels, is_arrow)?;
    }
    take_out(package, &book.content_types, |tag| {
        let name = tag.attribute("PartName").unwrap_or_default();
        tag.opens("Override") && is_one(name.trim_start_matches('/'))
    })?;
    for part in parts {
        package.remove(part);
        package.remove(&rels_part(part));
    }
    Ok(())
}

/// Takes the elements that are meant out of a part.
pub(super) fn take_out(package: &mut Package, part: &str, meant: impl Fn(&Tag<'_>) -> bool) -> Result<(), MarkError> {
    let bytes = package.required(part)?;
    package.replace(part, without(part, &bytes, meant)?);
    Ok(())
}
