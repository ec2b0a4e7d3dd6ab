//! The names of files in an archive: bytes of some encoding that the archive often does not tell.

use encoding_rs::GBK;

/// The first character behind those that UTF-8 writes in two bytes: Chinese takes three. Two bytes that are UTF-8 and
/// GBK alike are Greek or Cyrillic letters in the one and Chinese in the other.
const THREE_BYTES: char = '\u{800}';

/// A name as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The steps of its path, joined with `/`.
    pub path: String,
    /// Whether it says a place outside of the archive: `..`, a root, a drive.
    pub leads_out: bool,
}

impl Name {
    /// The name of these bytes; `is_utf8` is the flag of the archive (APPNOTE 4.4.4, bit 11).
    pub(super) fn of(bytes: &[u8], is_utf8: bool) -> Self {
        let text = decoded(bytes, is_utf8);
        // Some programs of Windows write their own slash.
        let steps = text.split(['/', '\\']);
        let leads_out = text.starts_with(['/', '\\'])
            || text.contains('\0')
            || steps.clone().next().is_some_and(|first| first.ends_with(':'))
            || steps.clone().any(|step| step == "..");
        let steps: Vec<&str> = steps.filter(|step| !matches!(*step, "" | "." | "..")).collect();
        Self { path: steps.join("/").replace('\0', ""), leads_out }
    }
}

/// The words of a name. Windows in Chinese writes GBK without saying so, macOS writes UTF-8 without saying so; old
/// programs wrote code page 437 (APPNOTE D.1), of which only the Latin letters are to be read.
fn decoded(bytes: &[u8], is_utf8: bool) -> String {
    if is_utf8 {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let utf8 = std::str::from_utf8(bytes).ok();
    if let Some(text) = utf8.filter(|text| text.is_ascii() || text.chars().any(|c| c >= THREE_BYTES)) {
        return text.to_owned();
    }
    match (GBK.decode_without_bom_handling_and_without_replacement(bytes), utf8) {
        (Some(text), _) => text.into_owned(),
        (None, Some(text)) => text.to_owned(),
        (None, None) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gbk(text: &str) -> Vec<u8> {
        GBK.encode(text).0.into_owned()
    }

    #[test]
    fn names_are_read_in_the_encoding_of_whoever_packed_them() {
        for (bytes, is_utf8, path) in [
            ("甲局/自评表.xlsx".as_bytes().to_vec(), true, "甲局/自评表.xlsx"),
            ("甲局/自评表.xlsx".as_bytes().to_vec(), false, "甲局/自评表.xlsx"),
            (gbk("甲局/自评表.xlsx"), false, "甲局/自评表.xlsx"),
            // The second byte of 俓 is a backslash in ASCII.
            (gbk("俓局/表.xlsx"), false, "俓局/表.xlsx"),
            // Two bytes each that are UTF-8 too.
            (gbk("刷卡.xlsx"), false, "刷卡.xlsx"),
            (b"folder\\2024.xlsx".to_vec(), false, "folder/2024.xlsx"),
            (b"\x81.xlsx\xff".to_vec(), false, "\u{fffd}.xlsx\u{fffd}"),
        ] {
            let name = Name { path: path.to_owned(), leads_out: false };
            assert_eq!(Name::of(&bytes, is_utf8), name, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_that_leads_out_is_known_and_shown_without_its_way() {
        for name in ["../表.xlsx", "甲/../../表.xlsx", "/表.xlsx", "\\\\host\\表.xlsx", "C:\\表.xlsx", "表\0.xlsx"]
        {
            let name = Name::of(name.as_bytes(), true);
            assert!(name.leads_out, "{name:?}");
            assert!(name.path.ends_with("表.xlsx") && !name.path.contains(".."), "{name:?}");
        }
        let inside = Name::of("./甲..乙/表.xlsx".as_bytes(), true);
        assert_eq!(inside, Name { path: "甲..乙/表.xlsx".to_owned(), leads_out: false });
    }
}
