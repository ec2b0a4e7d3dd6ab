//! Why a file is no workbook that can be opened.

use super::Format;
use crate::words::excerpt;

/// Why a package cannot be opened, read or written.
///
/// Each text completes 文件“…”无法打开（…）.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// There is not a single byte.
    #[error("文件是空的")]
    Empty,
    /// The content is of another format than .xlsx or .xlsm, which the name may hide.
    #[error("实际是{0}")]
    OtherFormat(Format),
    /// A password is asked for before anything can be read.
    #[error("文件设有打开密码，请取消密码后重新报送")]
    Encrypted,
    /// The archive ends before its directory.
    #[error("文件不完整，可能没有传完")]
    Truncated,
    /// The archive's directory or a packed part is damaged.
    #[error("压缩结构已损坏")]
    Damaged,
    /// One packed part does not give what the directory says of it.
    #[error("其中的 {} 已损坏", excerpt(.part))]
    DamagedPart {
        /// The part's name in the archive.
        part: String,
    },
    /// A limit of this reader is exceeded.
    #[error("{what}超过 {limit}，不是正常的工作簿")]
    TooLarge {
        /// What is too large, with its name where it has one.
        what: String,
        /// The limit in the words of a person.
        limit: String,
    },
    /// Two entries have one name, or one has a name that leads out of the archive.
    #[error("内部文件名“{}”重复或不合规", excerpt(.name))]
    BadName {
        /// The name as stored.
        name: String,
    },
    /// Entries share bytes of the archive, as only crafted archives do.
    #[error("内部文件相互重叠，不是正常的工作簿")]
    Overlapping,
    /// A part that every workbook has is not there.
    #[error("缺少 {}，不是完整的工作簿", excerpt(.part))]
    MissingPart {
        /// The name or the role of the part.
        part: String,
    },
    /// A part is not written in UTF-8.
    #[error("其中的 {} 不是 UTF-8 编码，请用 Excel 或 WPS 另存后重新报送", excerpt(.part))]
    Encoding {
        /// The part's name in the archive.
        part: String,
    },
    /// A part carries a document type declaration, as no spreadsheet program writes.
    #[error("其中的 {} 含有 DOCTYPE 声明，不是正常的工作簿", excerpt(.part))]
    Doctype {
        /// The part's name in the archive.
        part: String,
    },
    /// A part is not well-formed XML.
    #[error("其中的 {} 不是完整的 XML（第 {offset} 字节处）", excerpt(.part))]
    Xml {
        /// The part's name in the archive.
        part: String,
        /// Where reading stopped, in bytes from the start of the part.
        offset: usize,
    },
}
