//! A file that a person writes, and whether it can be read as one.

use std::path::{Path, PathBuf};

/// How zip archives, among them workbooks, and the workbooks of old programs begin.
const BINARY: [&[u8]; 2] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0"];

/// A template file: its path for people and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it came from (`部门整体支出绩效自评/2021/收支情况.toml`).
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// It is no UTF-8, as old editors on Windows save it.
    #[error("“{}”不是 UTF-8 编码，请用记事本打开，另存为时把编码选为 UTF-8", .path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
    },
    /// It is a workbook or another archive: whoever saves it as text, as is asked of the others, has lost it.
    #[error("“{}”是 Excel 工作簿或压缩文件，不是审核设置或模板，请核对文件", .path.display())]
    Binary {
        /// The file.
        path: PathBuf,
    },
    /// The system does not give it.
    #[error("无法读取“{}”", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

impl Source {
    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, SourceError> {
        let own = || path.to_owned();
        let bytes = std::fs::read(path).map_err(|source| SourceError::Unreadable { path: own(), source })?;
        if BINARY.iter().any(|magic| bytes.starts_with(magic)) {
            return Err(SourceError::Binary { path: own() });
        }
        let text = String::from_utf8(bytes).map_err(|_| SourceError::NotUtf8 { path: own() })?;
        Ok(Self { path: path.display().to_string().replace('\\', "/"), text })
    }
}
