//! The arrows between parts (ECMA-376 part 2, 6.5).

use super::xml::Tags;
use super::{Package, PackageError};

/// One arrow from a part to another, or out of the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Its id among those of the same source.
    pub id: String,
    /// The last step of its type, which transitional and strict files share: `worksheet`, `styles`.
    pub kind: String,
    /// The stored name of the part it leads to; nothing where it leads outside or to no part.
    pub part: Option<String>,
}

/// Where the relationships of a part are kept; of the package itself for an empty name.
#[must_use]
pub fn rels_part(source: &str) -> String {
    let (folder, name) = match source.rfind(['/', '\\']) {
        Some(slash) => (&source[..=slash], &source[slash + 1..]),
        None => ("", source),
    };
    format!("{folder}_rels/{name}.rels")
}

/// The relationships of a part, none where it has no part of them.
pub fn relationships(package: &Package, source: &str) -> Result<Vec<Relationship>, PackageError> {
    let name = rels_part(source);
    let Some(bytes) = package.part(&name)? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut tags = Tags::new(&name, &bytes)?;
    while let Some(tag) = tags.next_tag()? {
        if !tag.opens("Relationship") {
            continue;
        }
        let (Some(id), Some(kind), Some(target)) =
            (tag.attribute("Id"), tag.attribute("Type"), tag.attribute("Target"))
        else {
            continue;
        };
        let outside = tag.attribute("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let part = if outside { None } else { package.stored_name(&resolve(source, &target)).map(str::to_owned) };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        found.push(Relationship { id, kind, part });
    }
    Ok(found)
}

/// The part that a target names, seen from its source.
fn resolve(source: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let source = source.replace('\\', "/");
    let mut steps: Vec<&str> = match source.rfind('/') {
        Some(slash) if !target.starts_with('/') => source[..slash].split('/').collect(),
        _ => Vec::new(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_their_source() {
        for (source, target, part) in [
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "/xl/workbook.xml", "xl/workbook.xml"),
            ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/workbook.xml", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl\\workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl/worksheets/sheet1.xml", "../comments1.xml", "xl/comments1.xml"),
            ("xl/workbook.xml", "../../../a.xml", "a.xml"),
        ] {
            assert_eq!(resolve(source, target), part, "{source} {target}");
        }
        assert_eq!(rels_part(""), "_rels/.rels");
        assert_eq!(rels_part("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
    }
}
