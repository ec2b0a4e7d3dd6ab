//! A package under edit: splices gathered per part, parts added, and the record that takes all back.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use quick_xml::escape::escape;
use sha2::{Digest, Sha256};

use super::MarkError;
use super::children::{Children, append};
use super::undo::{Undo, UndoPart};
use crate::excel::package::xml::{TagKind, Tags};
use crate::excel::package::{Bytes, Package, PackageError, Workbook, relationships, rels_part};
use crate::excel::splice::{self, Splice};

const PACKAGE_RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// The names of the same things in the two kinds of workbooks (ISO/IEC 29500-1 and -4, annex A).
#[derive(Debug)]
pub(in crate::excel) struct Namespaces {
    pub(in crate::excel) main: &'static str,
    relationships: &'static str,
}

const TRANSITIONAL: Namespaces = Namespaces {
    main: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    relationships: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
};
const STRICT: Namespaces = Namespaces {
    main: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    relationships: "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

/// The package, and what is to be done to it.
pub(in crate::excel) struct Edit {
    pub(in crate::excel) package: Package,
    content_types: String,
    /// The namespaces that the workbook is written with; a new part in others would be repaired away.
    pub(in crate::excel) namespaces: &'static Namespaces,
    changed: BTreeMap<String, Changed>,
    added: Vec<(String, Vec<u8>)>,
    /// New arrows by source: id, kind, target part.
    arrows: BTreeMap<String, Vec<(String, &'static str, String)>>,
    /// New parts and what they are.
    types: Vec<(String, &'static str)>,
}

struct Changed {
    bytes: Bytes,
    splices: Vec<Splice>,
}

impl Edit {
    pub(in crate::excel) fn new(package: Package, workbook: &Workbook) -> Result<Self, MarkError> {
        let bytes = package.required(&workbook.part)?;
        let root = Tags::new(&workbook.part, &bytes)?.root()?;
        let strict = root.attributes().any(|(_, value, _)| value.starts_with("http://purl.oclc.org/ooxml/"));
        Ok(Self {
            package,
            content_types: workbook.content_types.clone(),
            namespaces: if strict { &STRICT } else { &TRANSITIONAL },
            changed: BTreeMap::new(),
            added: Vec::new(),
            arrows: BTreeMap::new(),
            types: Vec::new(),
        })
    }

    /// The bytes of a part before any splice, inflated once.
    pub(in crate::excel) fn bytes(&mut self, part: &str) -> Result<Bytes, PackageError> {
        if let Some(changed) = self.changed.get(part) {
            return Ok(Bytes::clone(&changed.bytes));
        }
        let bytes = self.package.required(part)?;
        self.changed.insert(part.to_owned(), Changed { bytes: Bytes::clone(&bytes), splices: Vec::new() });
        Ok(bytes)
    }

    /// Plans a splice of a part that [`Self::bytes`] has given.
    pub(in crate::excel) fn splice(&mut self, part: &str, splice: Splice) {
        if let Some(changed) = self.changed.get_mut(part) {
            changed.splices.push(splice);
        }
    }

    /// Plans a new part.
    pub(in crate::excel) fn add(&mut self, part: String, content_type: &'static str, bytes: Vec<u8>) {
        self.types.push((part.clone(), content_type));
        self.added.push((part, bytes));
    }

    /// A name for a new part that no part has: the stem, the first free number, the ending.
    pub(in crate::excel) fn free_name(&self, stem: &str, ending: &str) -> String {
        let taken = |name: &String| {
            self.package.stored_name(name).is_some() || self.added.iter().any(|(added, _)| added == name)
        };
        let mut number = 1u32;
        loop {
            let name = format!("{stem}{number}{ending}");
            if !taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Plans an arrow from a part to another and gives its id.
    pub(in crate::excel) fn relate(
        &mut self,
        source: &str,
        kind: &'static str,
        target: &str,
    ) -> Result<String, PackageError> {
        let known = relationships(&self.package, source)?;
        let known: HashSet<&str> = known.iter().map(|relationship| relationship.id.as_str()).collect();
        let planned = self.arrows.entry(source.to_owned()).or_default();
        let mut number = planned.len() + 1;
        let mut id = format!("rIdXlcheck{number}");
        while known.contains(id.as_str()) {
            number += 1;
            id = format!("rIdXlcheck{number}");
        }
        planned.push((id.clone(), kind, relative(source, target)));
        Ok(id)
    }

    /// An attribute that names an arrow, in the prefix that the element's root has for it.
    pub(in crate::excel) fn relationship_attribute(&self, children: &Children<'_>, id: &str) -> String {
        let namespace = self.namespaces.relationships;
        let mut declared = children.root.attributes().filter(|(_, value, _)| *value == namespace);
        match declared.find_map(|(name, ..)| name.strip_prefix("xmlns:")) {
            Some(prefix) => format!("{prefix}:id=\"{id}\""),
            None => format!("xmlns:r=\"{namespace}\" r:id=\"{id}\""),
        }
    }

    /// Carries everything out for good.
    pub(in crate::excel) fn finish_for_good(self) -> Result<Package, MarkError> {
        self.finish().map(|(package, _)| package)
    }

    /// Carries everything out and gives the package with the record that takes it back.
    pub(super) fn finish(mut self) -> Result<(Package, Undo), MarkError> {
        self.write_arrows()?;
        self.write_types()?;
        let mut undo = Undo::default();
        for (part, mut changed) in self.changed {
            if changed.splices.is_empty() {
                continue;
            }
            splice::sort(&mut changed.splices);
            let bytes = splice::apply(&changed.bytes, &changed.splices)?;
            let splices = splice::invert(&changed.bytes, &changed.splices)?;
            undo.parts.push(UndoPart { part: part.clone(), sha256: sha256(&bytes), splices });
            self.package.replace(&part, bytes);
        }
        for (part, bytes) in self.added {
            undo.added.push(part.clone());
            self.package.replace(&part, bytes);
        }
        Ok((self.package, undo))
    }

    fn write_arrows(&mut self) -> Result<(), MarkError> {
        for (source, arrows) in std::mem::take(&mut self.arrows) {
            let namespace = self.namespaces.relationships;
            let xml = |prefix: &str| {
                arrows.iter().fold(String::new(), |mut xml, (id, kind, target)| {
                    let target = escape(target.as_str());
                    let _ = write!(
                        xml,
                        "<{prefix}Relationship Id=\"{id}\" Type=\"{namespace}/{kind}\" Target=\"{target}\"/>"
                    );
                    xml
                })
            };
            let name = rels_part(&source);
            let Some(name) = self.package.stored_name(&name).map(str::to_owned) else {
                let xml = xml("");
                let declared = format!(
                    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"{PACKAGE_RELATIONSHIPS}\">{xml}</Relationships>"
                );
                self.added.push((name, declared.into_bytes()));
                continue;
            };
            self.append_to_root(&name, xml)?;
        }
        Ok(())
    }

    fn write_types(&mut self) -> Result<(), MarkError> {
        let types = std::mem::take(&mut self.types);
        let name = self.content_types.clone();
        self.append_to_root(&name, |prefix| {
            types.iter().fold(String::new(), |mut xml, (part, kind)| {
                let part = escape(part.as_str());
                let _ = write!(xml, "<{prefix}Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
                xml
            })
        })
    }

    fn append_to_root(&mut self, part: &str, xml: impl Fn(&str) -> String) -> Result<(), MarkError> {
        let bytes = self.bytes(part)?;
        let mut tags = Tags::new(part, &bytes)?;
        let root = tags.root()?;
        let close = if root.kind == TagKind::Empty { root } else { tags.close(root)? };
        self.splice(part, append(&root, &close, &xml(root.prefix())));
        Ok(())
    }
}

/// The digest of a part in lower-case hexadecimal digits.
pub(in crate::excel) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The target of an arrow as seen from the folder of its source.
fn relative(source: &str, target: &str) -> String {
    let source = source.replace('\\', "/");
    let mut folders: Vec<&str> = source.split('/').collect();
    folders.pop();
    let steps: Vec<&str> = target.split('/').collect();
    let shared = folders.iter().zip(&steps[..steps.len() - 1]).take_while(|(a, b)| a.eq_ignore_ascii_case(b)).count();
    let ups = folders[shared..].iter().map(|_| "..");
    ups.chain(steps[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_written_as_seen_from_their_source() {
        for (source, target, seen) in [
            ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "worksheets/sheet2.xml"),
            ("xl/worksheets/sheet1.xml", "xl/comments1.xml", "../comments1.xml"),
            ("xl\\worksheets\\sheet1.xml", "xl/drawings/vmlDrawing1.vml", "../drawings/vmlDrawing1.vml"),
            ("workbook.xml", "sheet1.xml", "sheet1.xml"),
        ] {
            assert_eq!(relative(source, target), seen);
        }
    }
}
