//! What the workbook part says besides its sheets: defined names, the date system, the structure lock.

use quick_xml::events::BytesStart;

use super::defect::Defect;
use super::limits::{MAX_NAMES, Used};
use super::plain;
use super::xml::{Node, Xml, flag, is_true, local, value};
use crate::facts::DefinedName;

/// The workbook part (xl/workbook.xml, ECMA-376 18.2.27).
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct WorkbookPart {
    /// Its names; the sheet of a local one counts all sheets, charts included (`localSheetId`).
    pub names: Vec<DefinedName>,
    /// Whether dates count from 1904.
    pub date1904: bool,
    /// Whether sheets cannot be added, removed or renamed.
    pub structure_locked: bool,
}

impl WorkbookPart {
    /// Reads the part.
    pub fn read(part: &[u8], used: &mut Used) -> Result<Self, Defect> {
        let mut xml = Xml::new(part)?;
        let mut workbook = Self::default();
        if !xml.root("workbook")? {
            return Ok(workbook);
        }
        loop {
            match xml.next()? {
                Node::Open(tag) if local(&tag) == "definedNames" => names(&mut xml, &mut workbook.names, used)?,
                Node::Open(tag) => {
                    workbook.note(&tag)?;
                    xml.skip()?;
                }
                Node::Empty(tag) => workbook.note(&tag)?,
                Node::Close => return Ok(workbook),
                Node::End => return Err(Defect::Unterminated),
            }
        }
    }

    fn note(&mut self, tag: &BytesStart<'_>) -> Result<(), Defect> {
        match local(tag) {
            "workbookPr" => self.date1904 = flag(tag, "date1904")?,
            "workbookProtection" => self.structure_locked = flag(tag, "lockStructure")?,
            _ => {}
        }
        Ok(())
    }
}

fn names(xml: &mut Xml<'_>, names: &mut Vec<DefinedName>, used: &mut Used) -> Result<(), Defect> {
    let mut add = |name: DefinedName| {
        used.text(name.name.len() + name.refers_to.len())?;
        names.push(name);
        if names.len() > MAX_NAMES { Err(Defect::TooMany { what: "定义名称", limit: MAX_NAMES }) } else { Ok(()) }
    };
    loop {
        while let Some((name, refers_to)) = xml.plain(plain::defined_name) {
            add(DefinedName { name: name.to_owned(), refers_to: refers_to.into_owned(), sheet: None, hidden: false })?;
        }
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "definedName" => {
                let mut name = attributes(&tag)?;
                xml.text(&mut name.refers_to)?;
                add(name)?;
            }
            Node::Open(_) => xml.skip()?,
            Node::Empty(_) => {}
            Node::Close => return Ok(()),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// A name without what it stands for.
fn attributes(tag: &BytesStart<'_>) -> Result<DefinedName, Defect> {
    let mut name = DefinedName { name: String::new(), refers_to: String::new(), sheet: None, hidden: false };
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute?;
        match attribute.key.as_ref() {
            "name" => name.name = value(&attribute)?.into_owned(),
            "localSheetId" => name.sheet = value(&attribute)?.parse().ok(),
            "hidden" => name.hidden = is_true(&value(&attribute)?),
            _ => {}
        }
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_dates_and_the_structure_lock_are_read() {
        let part = "<workbook><workbookPr date1904=\"1\"/><workbookProtection workbookPassword=\"BBF5\" lockStructure=\"true\"/>\
            <sheets><sheet name=\"a\"/></sheets><definedNames>\
            <definedName name=\"收入.合计\">收支情况!$B$6</definedName>\
            <definedName name=\"_xlnm.Print_Area\" localSheetId=\"2\" hidden=\"1\">'一&amp;二'!$A$1</definedName>\
            <definedName name=\"空\"/></definedNames></workbook>";
        let name = |name: &str, refers_to: &str, sheet, hidden| DefinedName {
            name: name.to_owned(),
            refers_to: refers_to.to_owned(),
            sheet,
            hidden,
        };
        let expected = WorkbookPart {
            names: vec![
                name("收入.合计", "收支情况!$B$6", None, false),
                name("_xlnm.Print_Area", "'一&二'!$A$1", Some(2), true),
            ],
            date1904: true,
            structure_locked: true,
        };
        assert_eq!(WorkbookPart::read(part.as_bytes(), &mut Used::default()).expect("a workbook"), expected);
    }

    #[test]
    fn endless_names_end() {
        let part = format!(
            "<workbook><definedNames>{}</definedNames></workbook>",
            "<definedName name=\"a\">1</definedName>".repeat(100_001)
        );
        let error = WorkbookPart::read(part.as_bytes(), &mut Used::default()).map_err(|defect| defect.to_string());
        assert_eq!(error, Err("定义名称超过 100000 个".to_owned()));
    }
}
