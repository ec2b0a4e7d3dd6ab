//! The table of texts that cells refer to by index (sharedStrings.xml, ECMA-376 18.4.9).

use std::sync::Arc;

use super::defect::Defect;
use super::limits::Used;
use super::plain;
use super::text::{decoded, string_item};
use super::xml::{Node, Xml, local};

/// The texts, in the order of their indices.
#[derive(Debug, Default)]
pub(super) struct SharedStrings(Vec<Arc<str>>);

impl SharedStrings {
    /// Reads the table; what it says of its own length is not trusted.
    pub fn read(part: &[u8], used: &mut Used) -> Result<Self, Defect> {
        let mut xml = Xml::new(part)?;
        let mut texts = Vec::new();
        if !xml.root("sst")? {
            return Ok(Self(texts));
        }
        let mut text = String::new();
        loop {
            while let Some(text) = xml.plain(plain::string_item) {
                add(&mut texts, &text, used)?;
            }
            text.clear();
            match xml.next()? {
                Node::Open(tag) if local(&tag) == "si" => string_item(&mut xml, &mut text)?,
                Node::Empty(tag) if local(&tag) == "si" => {}
                Node::Open(_) => {
                    xml.skip()?;
                    continue;
                }
                Node::Empty(_) => continue,
                Node::Close => return Ok(Self(texts)),
                Node::End => return Err(Defect::Unterminated),
            }
            add(&mut texts, &text, used)?;
        }
    }

    /// The text of an index as a cell stores it.
    pub fn get(&self, index: &str) -> Option<&Arc<str>> {
        self.0.get(index.parse::<usize>().ok()?)
    }
}

fn add(texts: &mut Vec<Arc<str>>, text: &str, used: &mut Used) -> Result<(), Defect> {
    let text = decoded(text);
    used.shared_text()?;
    used.text(text.len())?;
    texts.push(Arc::from(text));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(part: &str) -> Result<Vec<String>, String> {
        let table = SharedStrings::read(part.as_bytes(), &mut Used::default()).map_err(|defect| defect.to_string())?;
        Ok(table.0.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn rich_text_is_joined_and_phonetics_are_left_out() {
        let part = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?><x:sst xmlns:x=\"urn:x\" count=\"9\">\
            <x:si><x:t xml:space=\"preserve\"> 收入 </x:t></x:si><x:si/>\
            <x:si><x:r><x:rPr><x:b/></x:rPr><x:t>支</x:t></x:r><x:r><x:t>出&amp;&#x5408;</x:t></x:r>\
            <x:rPh sb=\"0\" eb=\"1\"><x:t>zhichu</x:t></x:rPh></x:si>\
            <x:si><x:t>一&#10;二\r\n三<![CDATA[<四>]]></x:t></x:si></x:sst>";
        let expected = [" 收入 ", "", "支出&合", "一\n二\n三<四>"].map(str::to_owned);
        assert_eq!(texts(part), Ok(expected.to_vec()));
    }

    #[test]
    fn a_false_count_reserves_nothing() {
        assert_eq!(
            texts("<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>收</t></si></sst>"),
            Ok(vec!["收".to_owned()])
        );
    }

    #[test]
    fn what_is_no_table_says_why() {
        for (part, message) in [
            ("<sst><si><t>收", "内容不完整，文件可能没有传完或已损坏"),
            ("", "内容不完整，文件可能没有传完或已损坏"),
            ("<worksheet/>", "内容应为“sst”，实际为“worksheet”"),
            ("<!DOCTYPE sst [<!ENTITY a \"b\">]><sst/>", "内容含有文档类型声明（DOCTYPE），为安全起见不予读取"),
            ("<sst><si><t>&a;</t></si></sst>", "内容引用了未知的实体“&a;”"),
            ("<sst><si></sst>", "内容有误，文件可能已损坏"),
            (
                "<?xml version=\"1.0\" encoding=\"GBK\"?><sst/>",
                "内容不是 UTF-8 编码（GBK），请用 Excel 或 WPS 打开后另存",
            ),
        ] {
            assert_eq!(texts(part), Err(message.to_owned()), "{part}");
        }
    }

    #[test]
    fn sixteen_bit_text_is_refused() {
        let wide: Vec<u8> = "<?xml version=\"1.0\"?><sst/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(wide.iter().copied()).collect();
        for part in [wide, marked] {
            let error = SharedStrings::read(&part, &mut Used::default()).map(|_| ()).map_err(|e| e.to_string());
            assert_eq!(error, Err("内容不是 UTF-8 编码（UTF-16），请用 Excel 或 WPS 打开后另存".to_owned()));
        }
    }

    #[test]
    fn text_of_another_encoding_is_refused() {
        let error = SharedStrings::read(b"<sst><si><t>\xCA\xD5</t></si></sst>", &mut Used::default()).map(|_| ());
        let expected = "内容不是 UTF-8 编码（编码不明），请用 Excel 或 WPS 打开后另存";
        assert_eq!(error.map_err(|e| e.to_string()), Err(expected.to_owned()));
    }

    #[test]
    fn deep_nesting_and_long_texts_end() {
        let deep = format!("<sst>{}", "<r>".repeat(100_000));
        assert_eq!(texts(&deep), Err("内容嵌套超过 256 层".to_owned()));
        let deep = format!("<sst><si>{}", "<r>".repeat(100_000));
        assert_eq!(texts(&deep), Err("内容嵌套超过 256 层".to_owned()));
        let long = format!("<sst><si><t>{}</t></si></sst>", "长".repeat(100_000));
        assert_eq!(texts(&long), Err("有一处文字超过 229369 字节".to_owned()));
    }
}
