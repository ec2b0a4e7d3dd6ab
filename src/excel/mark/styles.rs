//! Formats for marks and for each look of the review: those of the unit that look so, others added behind them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::children::{Children, STYLESHEET};
use super::edit::Edit;
use super::look::{Look, ReviewStyle};
use super::sheet::MarkFormats;
use super::{MarkError, alike};
use crate::excel::package::xml::TagKind;
use crate::excel::package::{PackageError, Workbook};
use crate::excel::splice::Splice;

/// The most cell formats of a workbook (Excel specifications and limits).
pub(in crate::excel) const MAX_CELL_FORMATS: usize = 65_490;
const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

/// The index of each format that a review is written with.
pub(super) type CellFormats = BTreeMap<(ReviewStyle, bool), usize>;

/// Where the added formats are.
pub(super) struct Formats {
    /// Indices into `dxfs`.
    pub(super) marks: MarkFormats,
    /// Indices into `cellXfs`.
    pub(super) cells: CellFormats,
}

/// Finds or adds what the looks of a review need and, where there are marks, their three formats.
pub(super) fn add(
    edit: &mut Edit,
    workbook: &Workbook,
    looks: &BTreeSet<(ReviewStyle, bool)>,
    marks: bool,
) -> Result<Formats, MarkError> {
    let (part, bytes) = match &workbook.styles {
        Some(part) => (part.clone(), edit.bytes(part)?),
        None => (edit.free_name("xl/xlcheckStyles", ".xml"), empty(edit.namespaces.main).into_bytes().into()),
    };
    let mut sheet = StyleSheet::read(&part, &bytes)?;
    let formats = sheet.add(looks, marks)?;
    let splices = sheet.splices;
    if workbook.styles.is_some() {
        for splice in splices {
            edit.splice(&part, splice);
        }
    } else {
        let written = crate::excel::splice::apply(&bytes, &splices)?;
        edit.relate(&workbook.part, "styles", &part)?;
        edit.add(part, STYLES_TYPE, written);
    }
    Ok(formats)
}

/// A part of no formats.
fn empty(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"{namespace}\"></styleSheet>"
    )
}

/// A part of formats, and what is added to it.
pub(in crate::excel) struct StyleSheet<'a> {
    text: &'a str,
    children: Children<'a>,
    /// Where the grandchildren of the root are.
    items: Vec<Range<usize>>,
    /// The additions.
    pub(in crate::excel) splices: Vec<Splice>,
}

impl<'a> StyleSheet<'a> {
    pub(in crate::excel) fn read(part: &'a str, bytes: &'a [u8]) -> Result<Self, PackageError> {
        let mut items: Vec<Range<usize>> = Vec::new();
        let children = Children::read(part, bytes, |tag| match (tag.depth, tag.kind) {
            (2, TagKind::Open | TagKind::Empty) => items.push(tag.start..tag.end),
            (2, TagKind::Close) => {
                if let Some(item) = items.last_mut() {
                    item.end = tag.end;
                }
            }
            _ => {}
        })?;
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        Ok(Self { text, children, items, splices: Vec::new() })
    }

    /// The prefix of its elements.
    pub(in crate::excel) fn prefix(&self) -> &'a str {
        self.children.root.prefix()
    }

    fn add(&mut self, looks: &BTreeSet<(ReviewStyle, bool)>, marks: bool) -> Result<Formats, MarkError> {
        let p = self.children.root.prefix();
        let (mut fonts, mut fills, mut borders) = (Vec::new(), Vec::new(), Vec::new());
        let drawn: Vec<_> = looks
            .iter()
            .map(|&(style, unlocked)| {
                let look = style.look();
                let font = position(&mut fonts, font(p, &look));
                let fill = position(&mut fills, look.fill.map_or_else(|| no_fill(p), |colour| solid(p, colour)));
                let border = position(&mut borders, border(p, look.framed));
                ((style, unlocked), look, font, fill, border)
            })
            .collect();
        let any = |_: &str| true;
        let fonts = self.place("fonts", &fonts, &[default_font(p)], any)?;
        let fills = self.place("fills", &fills, &[no_fill(p), pattern(p, "gray125")], any)?;
        let borders = self.place("borders", &borders, &[border(p, false)], any)?;
        let parent = if self.items_of("cellStyleXfs").is_empty() { "" } else { " xfId=\"0\"" };
        let xfs: Vec<_> = drawn
            .iter()
            .map(|((_, unlocked), look, font, fill, border)| {
                format!(
                    "<{p}xf numFmtId=\"{}\" fontId=\"{}\" fillId=\"{}\" borderId=\"{}\"{parent} applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\" applyProtection=\"1\"><{p}alignment horizontal=\"{}\" vertical=\"center\" wrapText=\"1\"/><{p}protection locked=\"{}\"/></{p}xf>",
                    look.number_format,
                    fonts[*font],
                    fills[*fill],
                    borders[*border],
                    look.horizontal,
                    u8::from(!unlocked),
                )
            })
            .collect();
        let first = format!("<{p}xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>");
        // There are hundreds of cell formats: those of other fonts are not looked at.
        let own_fonts: Vec<String> = fonts.iter().map(|font| format!("fontId=\"{font}\"")).collect();
        let may_be = |xf: &str| xf.contains('\'') || own_fonts.iter().any(|font| xf.contains(font.as_str()));
        let xfs = self.place("cellXfs", &xfs, &[first], may_be)?;
        if xfs.iter().any(|xf| *xf >= MAX_CELL_FORMATS) {
            return Err(MarkError::TooManyFormats);
        }
        let marks = if marks { marks_formats(p) } else { Vec::new() };
        let marks = self.place("dxfs", &marks, &[], any)?;
        Ok(Formats {
            marks: <[usize; 3]>::try_from(marks).unwrap_or_default(),
            cells: drawn.into_iter().zip(xfs).map(|((key, ..), xf)| (key, xf)).collect(),
        })
    }

    /// The items of a collection as they stand.
    fn items_of(&self, name: &str) -> Vec<&str> {
        let Some(child) = self.children.get(name) else { return Vec::new() };
        let range = child.range();
        self.items.iter().filter(|item| range.contains(&item.start)).map(|item| &self.text[item.clone()]).collect()
    }

    /// The index of each item in a collection, to which those are added that have none alike among what may be; what an
    /// empty collection must start with comes before.
    fn place(
        &mut self,
        name: &str,
        items: &[String],
        defaults: &[String],
        may_be: impl Fn(&str) -> bool,
    ) -> Result<Vec<usize>, PackageError> {
        let known = self.items_of(name);
        let defaults = if known.is_empty() { defaults } else { &[] };
        let key = |xml: &&str| if may_be(xml) { alike::key(xml) } else { Ok(String::new()) };
        let mut keys = known.iter().map(key).collect::<Result<Vec<_>, _>>()?;
        // What comes first in an empty collection is not looked at: it is there for what the unit has none of.
        keys.extend(defaults.iter().map(|_| String::new()));
        let mut added = defaults.concat();
        let mut places = Vec::with_capacity(items.len());
        for item in items {
            let key = alike::key(item)?;
            let place = keys.iter().position(|known| *known == key).unwrap_or(keys.len());
            if place == keys.len() {
                keys.push(key);
                added.push_str(item);
            }
            places.push(place);
        }
        self.extend(name, &added, keys.len());
        Ok(places)
    }

    /// Puts items behind those of a collection, whether it has some alike or not.
    pub(in crate::excel) fn append(&mut self, name: &str, items: &[String]) {
        let total = self.items_of(name).len() + items.len();
        self.extend(name, &items.concat(), total);
    }

    /// Puts more items behind those of a collection, so that it has so many.
    fn extend(&mut self, name: &str, xml: &str, total: usize) {
        if xml.is_empty() {
            return;
        }
        if let Some(child) = self.children.get(name) {
            if let Some(range) = child.open.value_range("count") {
                self.splices.push(Splice::replace(range, total.to_string()));
            }
            self.splices.push(child.append(xml));
        } else {
            let p = self.children.root.prefix();
            let at = self.children.place(name, STYLESHEET);
            self.splices.push(Splice::insert(at, format!("<{p}{name} count=\"{total}\">{xml}</{p}{name}>")));
        }
    }
}

/// The position of an item in a list, to which it is added where it is new.
fn position(items: &mut Vec<String>, item: String) -> usize {
    items.iter().position(|known| *known == item).unwrap_or_else(|| {
        items.push(item);
        items.len() - 1
    })
}

fn font(p: &str, look: &Look) -> String {
    let bold = if look.bold { format!("<{p}b/>") } else { String::new() };
    let underlined = if look.underlined { format!("<{p}u/>") } else { String::new() };
    format!(
        "<{p}font>{bold}{underlined}<{p}sz val=\"{}\"/><{p}color rgb=\"FF{}\"/><{p}name val=\"{}\"/><{p}charset val=\"134\"/></{p}font>",
        look.size,
        look.colour,
        look.font.name()
    )
}

fn default_font(p: &str) -> String {
    format!("<{p}font><{p}sz val=\"11\"/><{p}name val=\"宋体\"/><{p}charset val=\"134\"/></{p}font>")
}

fn no_fill(p: &str) -> String {
    pattern(p, "none")
}

fn pattern(p: &str, kind: &str) -> String {
    format!("<{p}fill><{p}patternFill patternType=\"{kind}\"/></{p}fill>")
}

fn solid(p: &str, colour: &str) -> String {
    format!(
        "<{p}fill><{p}patternFill patternType=\"solid\"><{p}fgColor rgb=\"FF{colour}\"/><{p}bgColor rgb=\"FF{colour}\"/></{p}patternFill></{p}fill>"
    )
}

fn border(p: &str, framed: bool) -> String {
    let side = |name: &str| {
        if framed {
            format!("<{p}{name} style=\"thin\"><{p}color rgb=\"FF808080\"/></{p}{name}>")
        } else {
            format!("<{p}{name}/>")
        }
    };
    let sides: String = ["left", "right", "top", "bottom"].map(side).concat();
    format!("<{p}border>{sides}<{p}diagonal/></{p}border>")
}

/// Error, query, hint: told apart by colour, by those who see no red or green and on a printout in greys too
/// (`tests/looks.rs`), and by the weight of the words.
///
/// No underline: `LibreOffice` writes it in an order that the schema does not allow.
fn marks_formats(p: &str) -> Vec<String> {
    [("b", "8B0000", "F89C9C"), ("i", "6B4200", "FFC544"), ("", "1F3864", "C9DBF1")]
        .into_iter()
        .map(|(weight, colour, fill)| {
            let weight = if weight.is_empty() { String::new() } else { format!("<{p}{weight}/>") };
            let font = format!("<{p}font>{weight}<{p}color rgb=\"FF{colour}\"/></{p}font>");
            format!("<{p}dxf>{font}{}</{p}dxf>", solid(p, fill))
        })
        .collect()
}
