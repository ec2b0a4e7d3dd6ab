//! What a file is, told from its bytes and not from its name.

use std::fmt;

/// The signature of an OLE2 compound file (MS-CFB 2.2).
const OLE2: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The size of a directory entry of an OLE2 compound file (MS-CFB 2.6.1).
const OLE2_ENTRY: usize = 128;
/// How much of a text is looked at.
const TEXT_SAMPLE: usize = 4096;

/// A format that a sender may take for a workbook of this tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An archive that starts like every .xlsx; only its parts tell more.
    Zip,
    /// A binary workbook of Excel 97 or of WPS (.xls, .et).
    Xls,
    /// A binary workbook of Excel 2007 (.xlsb).
    Xlsb,
    /// A spreadsheet of `OpenOffice` and `LibreOffice` (.ods).
    Ods,
    /// An OOXML package behind a password.
    Encrypted,
    /// A Word document (.docx).
    Docx,
    /// A Word 97 document (.doc).
    Doc,
    /// A presentation (.pptx, .ppt).
    Presentation,
    /// Another OLE2 compound file.
    Ole2,
    /// A PDF.
    Pdf,
    /// A web page, as some systems export under the name of .xls.
    Html,
    /// Another XML file.
    Xml,
    /// Plain text such as CSV.
    Text,
    /// A picture.
    Picture,
    /// A RAR or 7z archive.
    Archive,
    /// Nothing known here.
    Unknown,
}

impl Format {
    /// Tells the format from the first bytes, for OLE2 files from the names of their streams.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let starts = |signature: &[u8]| bytes.starts_with(signature);
        if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
            Self::Zip
        } else if starts(OLE2) {
            of_ole2(bytes)
        } else if starts(b"%PDF") {
            Self::Pdf
        } else if starts(b"\x89PNG") || starts(&[0xFF, 0xD8, 0xFF]) || starts(b"GIF8") || starts(b"BM") {
            Self::Picture
        } else if starts(b"Rar!\x1A") || starts(b"7z\xBC\xAF\x27\x1C") {
            Self::Archive
        } else {
            of_text(&bytes[..bytes.len().min(TEXT_SAMPLE)])
        }
    }
}

/// The streams at the root come before those of embedded objects, so the first known name decides.
fn of_ole2(bytes: &[u8]) -> Format {
    let streams = [
        ("EncryptedPackage", Format::Encrypted),
        ("Workbook", Format::Xls),
        ("Book", Format::Xls),
        ("WordDocument", Format::Doc),
        ("PowerPoint Document", Format::Presentation),
    ];
    for entry in bytes.chunks_exact(OLE2_ENTRY) {
        for (name, format) in streams {
            let length = 2 * (name.len() + 1);
            let stored = usize::from(u16::from_le_bytes([entry[64], entry[65]]));
            if stored == length && name.bytes().enumerate().all(|(i, b)| entry[2 * i..2 * i + 2] == [b, 0]) {
                return format;
            }
        }
    }
    Format::Ole2
}

fn of_text(sample: &[u8]) -> Format {
    if sample.starts_with(&[0xFF, 0xFE]) || sample.starts_with(&[0xFE, 0xFF]) {
        return Format::Text;
    }
    if sample.contains(&0) {
        return Format::Unknown;
    }
    let text = String::from_utf8_lossy(sample).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.contains("<html") || text.contains("<table") || text.starts_with("<!doctype html") {
        Format::Html
    } else if text.starts_with('<') {
        Format::Xml
    } else {
        Format::Text
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Zip => "压缩包，不是 Excel 工作簿",
            Self::Xls => " .xls 或 .et 格式的旧版工作簿",
            Self::Xlsb => " .xlsb 格式的二进制工作簿",
            Self::Ods => " .ods 格式的表格",
            Self::Encrypted => "设有打开密码的文件",
            Self::Docx => " .docx 格式的 Word 文档",
            Self::Doc => " .doc 格式的 Word 文档",
            Self::Presentation => "演示文稿",
            Self::Ole2 => "其他 Office 文件，不是 Excel 工作簿",
            Self::Pdf => " PDF 文件",
            Self::Html => "网页文件，只是改了扩展名",
            Self::Xml => " XML 文件，不是 Excel 工作簿",
            Self::Text => "文本文件（如 CSV），只是改了扩展名",
            Self::Picture => "图片",
            Self::Archive => " RAR 或 7z 压缩包",
            Self::Unknown => "无法识别的格式",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ole2(stream: &str) -> Vec<u8> {
        let mut bytes = vec![0; 512 + 2 * OLE2_ENTRY];
        bytes[..8].copy_from_slice(OLE2);
        let entry = 512 + OLE2_ENTRY;
        for (i, unit) in stream.encode_utf16().enumerate() {
            bytes[entry + 2 * i..entry + 2 * i + 2].copy_from_slice(&unit.to_le_bytes());
        }
        let length = u16::try_from(2 * (stream.len() + 1)).expect("a short name");
        bytes[entry + 64..entry + 66].copy_from_slice(&length.to_le_bytes());
        bytes
    }

    #[test]
    fn formats_are_told_from_their_bytes() {
        for (bytes, format) in [
            (b"PK\x03\x04...".to_vec(), Format::Zip),
            (ole2("Workbook"), Format::Xls),
            (ole2("Book"), Format::Xls),
            (ole2("EncryptedPackage"), Format::Encrypted),
            (ole2("WordDocument"), Format::Doc),
            (ole2("Contents"), Format::Ole2),
            (b"%PDF-1.7".to_vec(), Format::Pdf),
            ("\u{feff}<html xmlns:x=\"urn\"><table>".into(), Format::Html),
            (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), Format::Xml),
            ("单位,收入\r\n甲,1\r\n".into(), Format::Text),
            (b"Rar!\x1A\x07".to_vec(), Format::Archive),
            (vec![1, 0, 2, 0], Format::Unknown),
        ] {
            assert_eq!(Format::of(&bytes), format, "{:?}", String::from_utf8_lossy(&bytes));
        }
    }
}
