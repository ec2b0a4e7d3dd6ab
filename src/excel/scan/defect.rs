//! What makes a part of a workbook unreadable.

use super::limits;
use crate::excel::package::PackageError;
use crate::words::Cell;

/// The reason why a part cannot be read; the error around it names the part or the sheet.
#[derive(Debug, thiserror::Error)]
pub enum Defect {
    /// The part cannot be taken out of the package.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The text is not in UTF-8, the one encoding that Excel and WPS write.
    #[error("内容不是 UTF-8 编码（{encoding}），请用 Excel 或 WPS 打开后另存")]
    Encoding {
        /// The encoding that was declared or recognised.
        encoding: String,
    },
    /// A document type declaration, which no spreadsheet program writes and which hostile files need.
    #[error("内容含有文档类型声明（DOCTYPE），为安全起见不予读取")]
    Doctype,
    /// A reference to an entity other than the five of XML.
    #[error("内容引用了未知的实体“&{name};”")]
    Entity {
        /// Its name, shortened where it is long.
        name: String,
    },
    /// The part ends before its elements do.
    #[error("内容不完整，文件可能没有传完或已损坏")]
    Unterminated,
    /// The text is no XML.
    #[error("内容有误，文件可能已损坏")]
    Malformed(#[from] quick_xml::Error),
    /// The part is some other kind of document than the workbook says.
    #[error("内容应为“{expected}”，实际为“{found}”")]
    Root {
        /// The root element that belongs here.
        expected: &'static str,
        /// The one found, shortened where it is long.
        found: String,
    },
    /// Several sheets are kept in one part, as no program writes it.
    #[error("与另一工作表共用 {part}，不是正常的工作簿")]
    SharedPart {
        /// The part's name in the archive.
        part: String,
    },
    /// An address that lies on no sheet.
    #[error("单元格地址“{address}”超出工作表范围或写法有误")]
    Address {
        /// The address or row number as stored, shortened where it is long.
        address: String,
    },
    /// A cell refers to a shared text that does not exist.
    #[error("单元格 {cell} 引用的共享文本“{index}”不存在")]
    SharedText {
        /// The cell.
        cell: Cell,
        /// The index as stored, shortened where it is long.
        index: String,
    },
    /// More than [`limits::MAX_DEPTH`] elements inside each other.
    #[error("内容嵌套超过 {} 层", limits::MAX_DEPTH)]
    TooDeep,
    /// A text of more than [`limits::MAX_TEXT`] bytes.
    #[error("有一处文字超过 {} 字节", limits::MAX_TEXT)]
    TextTooLong,
    /// More of something than a workbook may hold.
    #[error("{what}超过 {limit} 个")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The most there may be.
        limit: usize,
    },
}

impl From<quick_xml::events::attributes::AttrError> for Defect {
    fn from(error: quick_xml::events::attributes::AttrError) -> Self {
        Self::Malformed(error.into())
    }
}
