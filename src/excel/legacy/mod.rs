//! Workbooks of other formats, read into the same [`Book`]: .xls and .et through calamine, .ods by a scan of our own.
//!
//! What these files say of locks and validations is not read: every cell counts as unlocked, no sheet as protected.

mod compound;
mod ods;
mod records;
mod xls;

use super::package::Format;
use super::scan::Defect;
use crate::facts::Book;

/// The largest file that is read, in bytes; both formats hold a form of 20,000 cells in less than 4 MiB.
pub const MAX_FILE: usize = 32 << 20;

/// Why a workbook of another format cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LegacyError {
    /// The file is neither a binary workbook nor an `OpenDocument` spreadsheet.
    #[error("不是 .xls、.et 或 .ods 格式的工作簿")]
    OtherFormat,
    /// A password is asked for before anything can be read.
    #[error("文件设有打开密码，请取消密码后重新报送")]
    Encrypted,
    /// A limit of this reader is exceeded.
    #[error("{what}超过 {limit}，不是正常的工作簿")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The most there may be, in the unit that `what` names.
        limit: usize,
    },
    /// The structure of the file is damaged.
    #[error("文件结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 格式")]
    Damaged,
    /// The reader of binary workbooks does not understand the file.
    #[error("文件内容有误，请用 Excel 或 WPS 打开后另存为 .xlsx 格式")]
    Xls(#[from] calamine::XlsError),
    /// The content of an `OpenDocument` spreadsheet cannot be read.
    #[error("文件无法读取：{0}")]
    Ods(#[from] Defect),
}

/// Reads a .xls, .et or .ods file.
///
/// Everything that could make the reader take the memory of the machine is looked at before it starts; should it panic
/// nonetheless, the file counts as damaged.
pub fn read_legacy(bytes: &[u8]) -> Result<Book, LegacyError> {
    if bytes.len() > MAX_FILE {
        return Err(LegacyError::TooLarge { what: "文件的字节数", limit: MAX_FILE });
    }
    match Format::of(bytes) {
        Format::Xls => xls::read(bytes),
        Format::Zip => ods::read(bytes),
        Format::Encrypted => Err(LegacyError::Encrypted),
        Format::Xlsb
        | Format::Ods
        | Format::Docx
        | Format::Doc
        | Format::Presentation
        | Format::Ole2
        | Format::Pdf
        | Format::Html
        | Format::Xml
        | Format::Text
        | Format::Picture
        | Format::Archive
        | Format::Unknown => Err(LegacyError::OtherFormat),
    }
}

#[cfg(test)]
mod tests;
