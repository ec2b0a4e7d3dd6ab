//! The boxes of notes, as VML wants them (ECMA-376 part 4, 19).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::ops::Range;

use crate::excel::splice::Splice;
use crate::words::{Cell, MAX_COLUMNS, MAX_ROWS};

pub(super) const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

const SHAPE_ID: &str = "_x0000_s";
/// The first shape number of the first block of 1,024.
const FIRST_SHAPE: u64 = 1025;
/// Chinese characters in a line of a box of three columns.
const CHARACTERS_A_LINE: usize = 16;
/// A box shows at least so many lines.
const MIN_LINES: u32 = 3;
/// Rows that the tallest box reaches down; longer words are scrolled.
const MAX_LINES: u32 = 22;
const NAMESPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];
const BOX_TYPE: &str = r#"<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>"#;

/// A drawing of nothing but these notes.
pub(super) fn document(notes: &BTreeMap<Cell, String>) -> String {
    let namespaces: Vec<_> = NAMESPACES.iter().map(|(prefix, uri)| format!("xmlns:{prefix}=\"{uri}\"")).collect();
    format!(
        "<xml {}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>{BOX_TYPE}{}</xml>",
        namespaces.join(" "),
        shapes(notes, FIRST_SHAPE, "")
    )
}

/// Adds the notes to a drawing, or nothing where it has no end.
///
/// Excel's own VML is not always well-formed XML, so it is searched and not parsed.
pub(super) fn append(bytes: &[u8], notes: &BTreeMap<Cell, String>) -> Option<Splice> {
    let text = String::from_utf8_lossy(bytes);
    let end = bytes.windows(6).rposition(|window| window == b"</xml>")?;
    let used = text.split(SHAPE_ID).skip(1).filter_map(|rest| {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest[..digits].parse::<u64>().ok().filter(|number| *number < u64::from(u32::MAX))
    });
    let first = used.max().map_or(FIRST_SHAPE, |number| number + 1);
    let missing = NAMESPACES.iter().filter(|(prefix, _)| !text.contains(&format!("xmlns:{prefix}=")));
    let namespaces: Vec<_> = missing.map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
    let namespaces = namespaces.concat();
    let declared = text.contains("_x0000_t202\"");
    let kind = if declared { String::new() } else { BOX_TYPE.replacen(" id=", &format!("{namespaces} id="), 1) };
    Some(Splice::insert(end, format!("{kind}{}", shapes(notes, first, &namespaces))))
}

fn shapes(notes: &BTreeMap<Cell, String>, first: u64, namespaces: &str) -> String {
    let mut xml = String::new();
    for (number, (cell, text)) in (first..).zip(notes) {
        let lines: usize = text.lines().map(|line| line.chars().count() / CHARACTERS_A_LINE + 1).sum();
        let left = (cell.column + 1).min(MAX_COLUMNS - 4);
        let top = cell.row.saturating_sub(1).min(MAX_ROWS - MAX_LINES);
        let lines = u32::try_from(lines).unwrap_or(MAX_LINES).clamp(MIN_LINES, MAX_LINES - 2);
        let bottom = top + lines + 1;
        let _ = write!(
            xml,
            "<v:shape{namespaces} id=\"{SHAPE_ID}{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:180pt;height:{}pt;z-index:{};visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{left}, 15, {top}, 10, {}, 31, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
            15 * lines,
            number - first + 1,
            left + 3,
            cell.row,
            cell.column,
        );
    }
    xml
}

/// The splices that take the boxes of these cells out of a drawing, whatever prefixes a client has for its elements, and
/// the types that were there for them alone.
pub(super) fn boxes_of(bytes: &[u8], cells: &BTreeSet<Cell>) -> Vec<Splice> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let is_one = |shape: &Range<usize>| {
        let shape = &text[shape.clone()];
        let number = |name: &str| {
            let value = shape.split_once(&format!(":{name}>"))?.1.split_once('<')?.0;
            value.trim().parse::<u32>().ok()
        };
        let column = number("Column").and_then(|column| u16::try_from(column).ok());
        let cell = number("Row").zip(column).map(|(row, column)| Cell::new(row, column));
        shape.contains("ObjectType=\"Note\"") && cell.is_some_and(|cell| cells.contains(&cell))
    };
    let (gone, kept): (Vec<_>, Vec<_>) = elements(text, "shape").into_iter().partition(is_one);
    let mut ranges = types_of(text, &gone, &kept);
    ranges.extend(gone);
    ranges.sort_by_key(|range| range.start);
    ranges.into_iter().map(|range| Splice::replace(range, "")).collect()
}

/// Types that were there for shapes that go: of no shape that is kept, or one of several alike, as `LibreOffice` writes
/// one before each box.
fn types_of(text: &str, gone: &[Range<usize>], kept: &[Range<usize>]) -> Vec<Range<usize>> {
    let types: Vec<_> = elements(text, "shapetype")
        .into_iter()
        .filter_map(|range| Some((text[range.clone()].split_once(" id=\"")?.1.split_once('"')?.0, range)))
        .collect();
    let is_of = |id: &str, shapes: &[Range<usize>]| {
        let reference = format!("\"#{id}\"");
        shapes.iter().any(|shape| text[shape.clone()].contains(&reference))
    };
    let leads = |one: &Range<usize>| {
        let next =
            |shape: &Range<usize>| text.get(one.end..shape.start).is_some_and(|between| between.trim().is_empty());
        gone.iter().any(next)
    };
    let stays = |id: &str| types.iter().any(|(other, range)| *other == id && !leads(range));
    let goes = |id: &str, range: &Range<usize>| is_of(id, gone) && (!is_of(id, kept) || leads(range) && stays(id));
    types.iter().filter(|(id, range)| goes(id, range)).map(|(_, range)| range.clone()).collect()
}

/// Whether there is nothing in a drawing but types of shapes.
pub(super) fn is_empty(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut known: Vec<_> = ["shapetype", "shapelayout"].iter().flat_map(|local| elements(text, local)).collect();
    known.sort_by_key(|range| range.start);
    let mut rest = String::new();
    let mut from = 0;
    for range in known {
        rest.push_str(text.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    rest.push_str(&text[from..]);
    let inner = rest.split_once("<xml").and_then(|(_, rest)| rest.split_once('>')).map(|(_, inner)| inner.trim());
    inner.is_none_or(|inner| inner == "</xml>")
}

/// Where the elements of this local name are, none of which is in another.
fn elements(text: &str, local: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let name = format!(":{local} ");
    let mut from = 0;
    while let Some(colon) = text[from..].find(&name).map(|at| from + at) {
        from = colon + name.len();
        let Some(start) = text[..colon].rfind('<') else { continue };
        let prefix = &text[start + 1..colon];
        if prefix.is_empty() || !prefix.chars().all(char::is_alphanumeric) {
            continue;
        }
        let Some(open) = text[start..].find('>').map(|at| start + at) else { break };
        let end = if text[..open].ends_with('/') {
            open + 1
        } else {
            let close = format!("</{prefix}:{local}>");
            let Some(at) = text[open..].find(&close) else { break };
            open + at + close.len()
        };
        found.push(start..end);
        from = end;
    }
    found
}
