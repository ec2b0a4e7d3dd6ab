//! The children of a part's root element, and where another one may stand among them.

use std::ops::Range;

use crate::excel::package::PackageError;
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::splice::Splice;

/// The elements of `CT_Worksheet` in order (ECMA-376 18.3.1.99).
pub(in crate::excel) const WORKSHEET: &[&str] = &[
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
];
/// The elements of `CT_Stylesheet` in order (ECMA-376 18.8.39).
pub(in crate::excel) const STYLESHEET: &[&str] = &[
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
];
/// The elements of `CT_Workbook` in order (ECMA-376 18.2.27).
pub(in crate::excel) const WORKBOOK: &[&str] = &[
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
];

/// Children that nearly all of their part is in, and nothing that is changed: cells, and the names of their fields.
const PASSED: [&str; 2] = ["sheetData", "definedNames"];

/// A child of the root: its opening and its closing tag, the same one where it is empty.
#[derive(Debug, Clone, Copy)]
pub(in crate::excel) struct Child<'a> {
    pub(in crate::excel) open: Tag<'a>,
    pub(in crate::excel) close: Tag<'a>,
}

/// The root of a part and its children.
pub(in crate::excel) struct Children<'a> {
    pub(in crate::excel) root: Tag<'a>,
    pub(in crate::excel) items: Vec<Child<'a>>,
}

impl<'a> Children<'a> {
    /// Reads a part once and shows every tag below the root to `visit` on the way, but not what is inside of [`PASSED`].
    pub(in crate::excel) fn read(
        part: &'a str,
        bytes: &'a [u8],
        mut visit: impl FnMut(&Tag<'a>),
    ) -> Result<Self, PackageError> {
        let mut tags = Tags::new(part, bytes)?;
        let root = tags.root()?;
        if root.kind != TagKind::Open {
            return Err(PackageError::Xml { part: part.to_owned(), offset: root.end });
        }
        let mut items: Vec<Child<'a>> = Vec::new();
        while let Some(tag) = tags.next_tag()? {
            visit(&tag);
            match (tag.depth, tag.kind) {
                (1, TagKind::Open) if PASSED.contains(&tag.local()) => {
                    items.push(Child { open: tag, close: tags.skip(tag)? });
                }
                (1, TagKind::Open | TagKind::Empty) => items.push(Child { open: tag, close: tag }),
                (1, TagKind::Close) => {
                    if let Some(child) = items.last_mut() {
                        child.close = tag;
                    }
                }
                _ => {}
            }
        }
        Ok(Self { root, items })
    }

    /// The child of this name.
    pub(in crate::excel) fn get(&self, local: &str) -> Option<Child<'a>> {
        self.items.iter().find(|child| child.open.local() == local).copied()
    }

    /// The offset for a child of this name: behind all that must stand before it.
    pub(in crate::excel) fn place(&self, local: &str, order: &[&str]) -> usize {
        let rank = |name: &str| order.iter().position(|known| *known == name);
        let own = rank(local);
        let before = |child: &&Child<'_>| rank(child.open.local()).is_some_and(|rank| Some(rank) < own);
        self.items.iter().rev().find(before).map_or(self.root.end, |child| child.close.end)
    }
}

impl Child<'_> {
    /// The bytes from the first of the opening to the last of the closing tag.
    pub(in crate::excel) fn range(&self) -> Range<usize> {
        self.open.start..self.close.end
    }

    /// Puts more children behind the last one.
    pub(in crate::excel) fn append(&self, xml: &str) -> Splice {
        append(&self.open, &self.close, xml)
    }
}

/// Puts more content before the closing tag of an element, opening it where it is empty.
pub(in crate::excel) fn append(open: &Tag<'_>, close: &Tag<'_>, xml: &str) -> Splice {
    if open.kind == TagKind::Empty {
        Splice::replace(open.end - 2..open.end, format!(">{xml}</{}>", open.name()))
    } else {
        Splice::insert(close.start, xml)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_child_stands_where_the_schema_wants_it() {
        let xml = "<w><sheetData/><mergeCells></mergeCells><mc:AlternateContent/><drawing/><extLst/></w>";
        let children = Children::read("p", xml.as_bytes(), |_| {}).expect("well formed");
        let after = |local| &xml[..children.place(local, WORKSHEET)];
        assert_eq!(after("sheetViews"), "<w>");
        assert_eq!(after("sheetProtection"), "<w><sheetData/>");
        assert_eq!(after("conditionalFormatting"), "<w><sheetData/><mergeCells></mergeCells>");
        assert_eq!(after("legacyDrawing"), "<w><sheetData/><mergeCells></mergeCells><mc:AlternateContent/><drawing/>");
        assert_eq!(children.get("mergeCells").map(|child| &xml[child.range()]), Some("<mergeCells></mergeCells>"));
    }
}
