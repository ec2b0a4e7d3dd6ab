//! `OpenDocument` spreadsheets (.ods), read by the same bounded scan as .xlsx parts (ODF 1.3 part 3, 9).

mod formula;
mod table;

use std::collections::HashSet;
use std::io::{Cursor, Read};

use quick_xml::events::BytesStart;
use zip::ZipArchive;

use super::LegacyError;
use crate::excel::package::{MAX_PART, MAX_SHEETS};
use crate::excel::scan::xml::{Node, Xml, attribute, local};
use crate::excel::scan::{Defect, MAX_NAMES, Used};
use crate::facts::{Book, DefinedName, Visibility};

const MEDIA_TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// Reads the sheets and names of the file.
pub(super) fn read(bytes: &[u8]) -> Result<Book, LegacyError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| LegacyError::Damaged)?;
    match part(&mut archive, "mimetype")? {
        Some(media_type) if media_type.starts_with(MEDIA_TYPE) => {}
        Some(_) | None => return Err(LegacyError::OtherFormat),
    }
    let manifest = part(&mut archive, "META-INF/manifest.xml")?.unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(LegacyError::Encrypted);
    }
    let content = part(&mut archive, "content.xml")?.ok_or(LegacyError::Damaged)?;
    Ok(book(&content)?)
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<u8>>, LegacyError> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(MAX_PART + 1).read_to_end(&mut bytes).map_err(|_| LegacyError::Damaged)?;
    if bytes.len() as u64 > MAX_PART {
        let limit = usize::try_from(MAX_PART).unwrap_or(usize::MAX);
        return Err(LegacyError::TooLarge { what: "解压后的字节数", limit });
    }
    Ok(Some(bytes))
}

fn book(content: &[u8]) -> Result<Book, Defect> {
    let mut xml = Xml::new(content)?;
    let mut book = Book::default();
    let mut used = Used::default();
    if !xml.root("document-content")? {
        return Ok(book);
    }
    let mut hidden = HiddenStyles::default();
    loop {
        let (tag, has_content) = match xml.next()? {
            Node::Open(tag) => (tag, true),
            Node::Empty(tag) => (tag, false),
            Node::Close if xml.depth() == 0 => return Ok(book),
            Node::Close => continue,
            Node::End => return Err(Defect::Unterminated),
        };
        match local(&tag) {
            "table" => {
                if book.sheets.len() == MAX_SHEETS {
                    return Err(Defect::TooMany { what: "工作表", limit: MAX_SHEETS });
                }
                let mut sheet = table::sheet(&tag, hidden.visibility(&tag)?)?;
                if has_content {
                    table::fill(&mut sheet, &mut xml, &mut used)?;
                }
                book.sheets.push(sheet);
            }
            // Earlier states of changed cells.
            "tracked-changes" if has_content => xml.skip()?,
            "named-range" => name(&tag, &mut book.names, &mut used)?,
            "style" | "table-properties" => hidden.note(&tag)?,
            _ => {}
        }
    }
}

/// The table styles that hide their sheets.
#[derive(Default)]
struct HiddenStyles {
    current: String,
    hidden: HashSet<String>,
}

impl HiddenStyles {
    fn note(&mut self, tag: &BytesStart<'_>) -> Result<(), Defect> {
        if local(tag) == "style" {
            self.current = attribute(tag, "style:name")?.unwrap_or_default().into_owned();
        } else if attribute(tag, "table:display")?.as_deref() == Some("false") {
            self.hidden.insert(self.current.clone());
        }
        Ok(())
    }

    fn visibility(&self, table: &BytesStart<'_>) -> Result<Visibility, Defect> {
        let style = attribute(table, "table:style-name")?.unwrap_or_default();
        Ok(if self.hidden.contains(&*style) { Visibility::Hidden } else { Visibility::Visible })
    }
}

/// Adds a name, with what it stands for as Excel writes it: `$表.$B$6:.$C$7` is `表!$B$6:$C$7`.
fn name(tag: &BytesStart<'_>, names: &mut Vec<DefinedName>, used: &mut Used) -> Result<(), Defect> {
    let name = attribute(tag, "table:name")?.unwrap_or_default().into_owned();
    let address = attribute(tag, "table:cell-range-address")?.unwrap_or_default();
    let address = address.strip_prefix('$').unwrap_or(&address);
    let (first, last) = match address.rsplit_once(":.") {
        Some((first, last)) => (first, format!(":{last}")),
        None => (address, String::new()),
    };
    let refers_to = match first.rsplit_once('.') {
        Some((sheet, cell)) => format!("{sheet}!{cell}{last}"),
        None => format!("{first}{last}"),
    };
    used.text(name.len() + refers_to.len())?;
    names.push(DefinedName { name, refers_to, sheet: None, hidden: false });
    if names.len() > MAX_NAMES { Err(Defect::TooMany { what: "定义名称", limit: MAX_NAMES }) } else { Ok(()) }
}
