//! Notes at marked cells: in the sheet's comments part and, for the boxes, in its VML drawing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::children::{Children, WORKSHEET, append};
use super::edit::Edit;
use super::{MarkError, NOTE_END, NOTE_START, vml};
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::package::{Package, PackageError, Relationship, relationships, xstring};
use crate::excel::splice::Splice;
use crate::words::Cell;

const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const AUTHOR: &str = "审核意见";

/// Adds one note per cell; a note that stands there already is kept and continued.
///
/// A cell with a threaded comment gets none: its note is only the shadow of the thread.
pub(super) fn add(
    edit: &mut Edit,
    sheet: &str,
    children: &Children<'_>,
    texts: &BTreeMap<Cell, Vec<&str>>,
) -> Result<(), MarkError> {
    let related = relationships(&edit.package, sheet)?;
    let threads = threads(&edit.package, &related)?;
    let mut notes: BTreeMap<Cell, String> = texts.iter().map(|(cell, texts)| (*cell, bracketed(texts))).collect();
    notes.retain(|cell, _| !threads.contains(cell));
    let comments = related.iter().find(|relationship| relationship.kind == "comments");
    if let Some(part) = comments.and_then(|relationship| relationship.part.clone()) {
        extend(edit, &part, &mut notes)?;
    } else if !notes.is_empty() {
        let part = edit.free_name("xl/comments", ".xml");
        edit.relate(sheet, "comments", &part)?;
        let list = new_comments("", 0, &notes);
        let xml = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{}\"><authors><author>{AUTHOR}</author></authors><commentList>{list}</commentList></comments>",
            edit.namespaces.main
        );
        edit.add(part, COMMENTS_TYPE, xml.into_bytes());
    }
    if notes.is_empty() {
        return Ok(());
    }
    boxes(edit, sheet, children, &related, &notes)
}

/// The words of a note between our brackets, which the words themselves then cannot have.
fn bracketed(texts: &[&str]) -> String {
    let text = texts.join("\n").replace('〔', "（").replace('〕', "）");
    format!("{NOTE_START}：{text}{NOTE_END}")
}

fn threads(package: &Package, related: &[Relationship]) -> Result<BTreeSet<Cell>, PackageError> {
    let mut cells = BTreeSet::new();
    let threaded = related.iter().filter(|relationship| relationship.kind == "threadedComment");
    for part in threaded.filter_map(|relationship| relationship.part.as_ref()) {
        let bytes = package.required(part)?;
        let mut tags = Tags::new(part, &bytes)?;
        while let Some(tag) = tags.next_tag()? {
            if tag.opens("threadedComment") {
                cells.extend(tag.attribute("ref").and_then(|cell| Cell::parse(cell.as_bytes())));
            }
        }
    }
    Ok(cells)
}

/// Continues notes that are there and adds the others; what remains in `notes` needs a box.
fn extend(edit: &mut Edit, part: &str, notes: &mut BTreeMap<Cell, String>) -> Result<(), MarkError> {
    let bytes = edit.bytes(part)?;
    let broken = || PackageError::Xml { part: part.to_owned(), offset: bytes.len() };
    let mut tags = Tags::new(part, &bytes)?;
    let (mut authors, mut authors_end, mut list_end) = (0, None, None);
    let mut note = None;
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("author") {
            authors += 1;
        } else if tag.opens("authors") && tag.kind == TagKind::Empty || tag.closes("authors") {
            authors_end = Some(tag);
        } else if tag.opens("comment") {
            note =
                tag.attribute("ref").and_then(|cell| Cell::parse(cell.as_bytes())).and_then(|cell| notes.remove(&cell));
        } else if tag.opens("text") {
            if let Some(text) = note.take() {
                for splice in continued(&mut tags, tag, &text)? {
                    edit.splice(part, splice);
                }
            }
        } else if tag.opens("commentList") && tag.kind == TagKind::Empty || tag.closes("commentList") {
            list_end = Some(tag);
        }
    }
    if !notes.is_empty() {
        let (end, list) = authors_end.zip(list_end).ok_or_else(broken)?;
        let author = format!("<{0}author>{AUTHOR}</{0}author>", end.prefix());
        edit.splice(part, append(&end, &end, &author));
        edit.splice(part, append(&list, &list, &new_comments(list.prefix(), authors, notes)));
    }
    Ok(())
}

/// Puts our words behind those of a note, as a run of their own.
fn continued<'a>(tags: &mut Tags<'a>, text: Tag<'a>, words: &str) -> Result<Vec<Splice>, PackageError> {
    let p = text.prefix();
    if text.kind == TagKind::Empty {
        return Ok(vec![append(&text, &text, &run(p, words))]);
    }
    let run = run(p, &format!("\n{words}"));
    let mut splices = Vec::new();
    let mut end = text.end;
    while let Some(tag) = tags.next_tag()?.filter(|tag| tag.depth > text.depth) {
        if tag.depth != text.depth + 1 || tag.kind == TagKind::Close {
            continue;
        }
        let close = tags.close(tag)?;
        if tag.local() == "t" {
            // Plain words become a run, as a text is either plain or of runs.
            splices.push(Splice::insert(tag.start, format!("<{p}r>")));
            splices.push(Splice::insert(close.end, format!("</{p}r>")));
            end = close.end;
        } else if tag.local() == "r" {
            end = close.end;
        }
    }
    splices.push(Splice::insert(end, run));
    Ok(splices)
}

fn run(p: &str, words: &str) -> String {
    format!(
        "<{p}r><{p}rPr><{p}b/><{p}sz val=\"9\"/><{p}color rgb=\"FF9C0006\"/><{p}rFont val=\"宋体\"/><{p}charset val=\"134\"/></{p}rPr><{p}t xml:space=\"preserve\">{}</{p}t></{p}r>",
        xstring(words)
    )
}

fn new_comments(p: &str, author: usize, notes: &BTreeMap<Cell, String>) -> String {
    notes.iter().fold(String::new(), |mut xml, (cell, text)| {
        let run = run(p, text);
        let _ = write!(xml, "<{p}comment ref=\"{cell}\" authorId=\"{author}\"><{p}text>{run}</{p}text></{p}comment>");
        xml
    })
}

/// Draws a hidden box for each note in the sheet's VML drawing, or in a new one.
fn boxes(
    edit: &mut Edit,
    sheet: &str,
    children: &Children<'_>,
    related: &[Relationship],
    notes: &BTreeMap<Cell, String>,
) -> Result<(), MarkError> {
    let drawing = children.get("legacyDrawing").and_then(|child| child.open.relationship());
    let drawing = related.iter().find(|relationship| Some(&relationship.id) == drawing.as_ref());
    if let Some(part) = drawing.and_then(|relationship| relationship.part.clone()) {
        let bytes = edit.bytes(&part)?;
        let broken = PackageError::Xml { part: part.clone(), offset: bytes.len() };
        edit.splice(&part, vml::append(&bytes, notes).ok_or(broken)?);
        return Ok(());
    }
    let part = edit.free_name("xl/drawings/vmlDrawing", ".vml");
    let id = edit.relate(sheet, "vmlDrawing", &part)?;
    edit.add(part, vml::CONTENT_TYPE, vml::document(notes).into_bytes());
    let attribute = edit.relationship_attribute(children, &id);
    let element = format!("<{}legacyDrawing {attribute}/>", children.root.prefix());
    let splice = match children.get("legacyDrawing") {
        // It leads nowhere.
        Some(child) => Splice::replace(child.range(), element),
        None => Splice::insert(children.place("legacyDrawing", WORKSHEET), element),
    };
    edit.splice(sheet, splice);
    Ok(())
}
