//! Which part of a package is what.

use std::collections::HashMap;

use super::xml::Tags;
use super::{Package, PackageError, Relationship, relationships};
use crate::facts::Visibility;

/// Sheets of a workbook.
pub const MAX_SHEETS: usize = 1_024;
/// Characters of a sheet's name, which stands in whatever is said of its cells; Excel takes 31.
pub const MAX_SHEET_NAME: usize = 255;

/// What a sheet of a workbook is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// A sheet of cells.
    Worksheet,
    /// A chart, dialog or macro sheet, or one whose part is missing.
    Other,
}

/// One sheet and the part it is kept in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetPart {
    /// Its name as it stands in the file.
    pub name: String,
    /// Whether people see it.
    pub visibility: Visibility,
    /// What it is.
    pub kind: SheetKind,
    /// The stored name of its part; empty where the file names none.
    pub part: String,
}

/// The parts that make up a workbook, by their stored names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// The workbook part itself.
    pub part: String,
    /// Its sheets in tab order.
    pub sheets: Vec<SheetPart>,
    /// The part of cell formats.
    pub styles: Option<String>,
    /// The part of shared texts.
    pub shared_strings: Option<String>,
    /// The part of the document's own properties (docProps/custom.xml).
    pub custom_properties: Option<String>,
    /// The part that gives each part its type.
    pub content_types: String,
    /// Whether macros come with it.
    pub macros: bool,
    /// Whether it points to other workbooks.
    pub external_links: bool,
    /// Whether it carries a digital signature (ECMA-376 part 2, 12).
    pub signed: bool,
}

impl Workbook {
    /// The sheet of this name, in any letter case.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&SheetPart> {
        let name = name.to_lowercase();
        self.sheets.iter().find(|sheet| sheet.name.to_lowercase() == name)
    }
}

/// Kinds of parts that hold macros.
const MACROS: [&str; 3] = ["vbaProject", "xlMacrosheet", "xlIntlMacrosheet"];

impl Package {
    /// Follows the relationships from the root to the workbook and from there to its sheets.
    pub fn workbook(&self) -> Result<Workbook, PackageError> {
        let missing = |part: &str| PackageError::MissingPart { part: part.to_owned() };
        let root = relationships(self, "")?;
        let part = part_of(&root, "officeDocument").ok_or_else(|| missing("xl/workbook.xml"))?;
        let related = relationships(self, &part)?;
        let content_types = self.stored_name("[Content_Types].xml").ok_or_else(|| missing("[Content_Types].xml"))?;
        Ok(Workbook {
            sheets: self.sheets(&part, &related)?,
            macros: related.iter().any(|one| MACROS.contains(&one.kind.as_str())),
            external_links: related.iter().any(|one| one.kind == "externalLink"),
            // `…/relationships/digital-signature/origin`.
            signed: root.iter().any(|one| one.kind == "origin"),
            styles: part_of(&related, "styles"),
            shared_strings: part_of(&related, "sharedStrings"),
            custom_properties: part_of(&root, "custom-properties").or_else(|| part_of(&root, "customProperties")),
            content_types: content_types.to_owned(),
            part,
        })
    }

    fn sheets(&self, workbook: &str, related: &[Relationship]) -> Result<Vec<SheetPart>, PackageError> {
        let bytes = self.required(workbook)?;
        let mut tags = Tags::new(workbook, &bytes)?;
        // Looked up by id: a search for each of many sheets among many arrows would not end.
        let related: HashMap<&str, &Relationship> = related.iter().rev().map(|one| (one.id.as_str(), one)).collect();
        let mut sheets = Vec::new();
        while let Some(tag) = tags.next_tag()? {
            // What follows may be thousands of defined names.
            if tag.closes("sheets") {
                break;
            }
            if !tag.opens("sheet") {
                continue;
            }
            // One without a name, which no program writes, keeps its place: others are known by theirs.
            let name = tag.attribute("name").unwrap_or_default();
            if sheets.len() == MAX_SHEETS {
                return Err(too_large("工作表", format!("{MAX_SHEETS} 个")));
            }
            if name.chars().count() > MAX_SHEET_NAME {
                return Err(too_large("工作表名称", format!("{MAX_SHEET_NAME} 个字符")));
            }
            let related = related.get(tag.relationship().unwrap_or_default().as_str());
            let part = related.and_then(|relationship| relationship.part.clone());
            let cells = related.is_some_and(|relationship| relationship.kind == "worksheet") && part.is_some();
            sheets.push(SheetPart {
                name,
                visibility: match tag.attribute("state").as_deref() {
                    Some("hidden") => Visibility::Hidden,
                    Some("veryHidden") => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                },
                kind: if cells { SheetKind::Worksheet } else { SheetKind::Other },
                part: part.unwrap_or_default(),
            });
        }
        Ok(sheets)
    }
}

fn too_large(what: &str, limit: String) -> PackageError {
    PackageError::TooLarge { what: what.to_owned(), limit }
}

fn part_of(related: &[Relationship], kind: &str) -> Option<String> {
    related.iter().find(|relationship| relationship.kind == kind).and_then(|relationship| relationship.part.clone())
}
