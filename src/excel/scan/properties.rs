//! A workbook's own document properties (docProps/custom.xml, ECMA-376 22.3).

use super::defect::Defect;
use super::limits::{MAX_PROPERTIES, Used};
use super::xml::{Node, Xml, attribute, local};

/// Reads names and values, each value as the text of its element whatever its type.
pub(super) fn read(part: &[u8], used: &mut Used) -> Result<Vec<(String, String)>, Defect> {
    let mut xml = Xml::new(part)?;
    let mut properties = Vec::new();
    if !xml.root("Properties")? {
        return Ok(properties);
    }
    loop {
        match xml.next()? {
            Node::Open(tag) if local(&tag) == "property" => {
                let name = attribute(&tag, "name")?.unwrap_or_default().into_owned();
                let value = value(&mut xml)?;
                used.text(name.len() + value.len())?;
                properties.push((name, value));
                if properties.len() > MAX_PROPERTIES {
                    return Err(Defect::TooMany { what: "文档属性", limit: MAX_PROPERTIES });
                }
            }
            Node::Open(_) => xml.skip()?,
            Node::Empty(_) => {}
            Node::Close => return Ok(properties),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

fn value(xml: &mut Xml<'_>) -> Result<String, Defect> {
    let mut value = String::new();
    loop {
        match xml.next()? {
            Node::Open(_) => xml.text(&mut value)?,
            Node::Empty(_) => {}
            Node::Close => return Ok(value),
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_type_are_texts() {
        let part = "<Properties xmlns:vt=\"urn:vt\">\
            <property fmtid=\"{D5}\" pid=\"2\" name=\"封签\"><vt:lpwstr>a&lt;b</vt:lpwstr></property>\
            <property pid=\"3\" name=\"轮次\"><vt:r8>1</vt:r8></property>\
            <property pid=\"4\" name=\"空\"><vt:lpwstr/></property></Properties>";
        let expected = [("封签", "a<b"), ("轮次", "1"), ("空", "")];
        let expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(read(part.as_bytes(), &mut Used::default()).expect("properties"), expected);
    }
}
