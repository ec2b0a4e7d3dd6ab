//! What the workbook part says besides its sheets: defined names, the date system, the structure lock.

use super::defect::Defect;
use super::limits::{MAX_NAMES, Used};
use super::xml::{Node, Xml, attribute, flag, local};
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

    fn note(&mut self, tag: &quick_xml::events::BytesStart<'_>) -> Result<(), Defect> {
        match local(tag) {
            "workbookPr" => self.date1904 = flag(tag, "date1904")?,
            "workbookProtection" => self.structure_locked = flag(tag, "lockStructure")?,
            _ => {}
        }
        Ok(())
    }
}

fn names(xml: &mut Xml<'_>, names: &mut Vec<DefinedName>, used: &mut Used) -> Result<(), Defect> {
    loop {
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "definedName" => {
                let mut refers_to = String::new();
                xml.text(&mut refers_to)?;
                let name = attribute(&tag, "name")?.unwrap_or_default().into_owned();
                used.text(name.len() + refers_to.len())?;
                let sheet = attribute(&tag, "localSheetId")?.and_then(|index| index.parse().ok());
                names.push(DefinedName { name, refers_to, sheet, hidden: flag(&tag, "hidden")? });
                if names.len() > MAX_NAMES {
                    return Err(Defect::TooMany { what: "定义名称", limit: MAX_NAMES });
                }
            }
            Node::Open(_) => xml.skip()?,
            Node::Empty(_) => {}
            Node::Close => return Ok(()),
            Node::End => return Err(Defect::Unterminated),
        }
    }
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
