//! A file that a person writes, and whether it can be read as one.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

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
        let failed = |source: std::io::Error| match source.kind() {
            ErrorKind::InvalidData => SourceError::NotUtf8 { path: path.to_owned() },
            _ => SourceError::Unreadable { path: path.to_owned(), source },
        };
        let text = std::fs::read_to_string(path).map_err(failed)?;
        Ok(Self { path: path.display().to_string().replace('\\', "/"), text })
    }
}
