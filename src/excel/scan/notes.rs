//! The notes of a sheet (`comments`, ECMA-376 18.7.3) that somebody else than a review has written.

use super::defect::Defect;
use super::text::string_item;
use super::xml::{Node, Xml, attribute, local};
use crate::excel::mark::{NOTE_END, NOTE_START};
use crate::excel::package::{Package, relationships};
use crate::words::Cell;

/// Notes of a sheet that are counted.
const MAX_NOTES: usize = 10_000;

/// The cells of a sheet's part with foreign notes. Notes that cannot be read keep nobody from reading the form.
pub(super) fn read(package: &Package, part: &str) -> Vec<Cell> {
    let related = relationships(package, part).unwrap_or_default();
    let part = related.into_iter().find(|one| one.kind == "comments").and_then(|one| one.part);
    let bytes = part.and_then(|part| package.part(&part).ok().flatten());
    bytes.and_then(|bytes| foreign(&bytes).ok()).unwrap_or_default()
}

fn foreign(part: &[u8]) -> Result<Vec<Cell>, Defect> {
    let mut xml = Xml::new(part)?;
    let (mut cells, mut cell) = (Vec::new(), None);
    if !xml.root("comments")? {
        return Ok(cells);
    }
    loop {
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "comment" => {
                cell = attribute(&tag, "ref")?.and_then(|text| Cell::parse(text.as_bytes()));
            }
            Node::Open(tag) if local(&tag) == "text" => {
                let mut text = String::new();
                string_item(&mut xml, &mut text)?;
                cells.extend(cell.take().filter(|_| is_foreign(&text) && cells.len() < MAX_NOTES));
            }
            Node::Close if xml.depth() == 0 => return Ok(cells),
            Node::Open(_) | Node::Empty(_) | Node::Close => {}
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// Whether a note says something besides what a review has put into it.
fn is_foreign(text: &str) -> bool {
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(NOTE_START) {
        if !before.trim().is_empty() {
            return true;
        }
        rest = behind.split_once(NOTE_END).map_or("", |(_, after)| after);
    }
    !rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_review_has_written_is_not_foreign() {
        for ours in ["", "〔审核意见：请核对〕", "〔审核意见：甲〕\n〔审核意见：乙〕", "〔审核意见：没有写完"]
        {
            assert!(!is_foreign(ours), "{ours}");
        }
        for foreign in ["请看", "请看\n〔审核意见：请核对〕", "〔审核意见：请核对〕已改"] {
            assert!(is_foreign(foreign), "{foreign}");
        }
    }
}
