//! Why an archive, or a file in it, is not read.

use std::io::ErrorKind;

use zip::result::ZipError;

use super::{MAX_FILES, MAX_RATIO};
use crate::words::said;

/// Why an archive, or a file in it, is not read. Each text completes 文件“…”无法打开（…）.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// The directory is not there or is not one.
    #[error("压缩包不完整或已损坏，可能没有传完")]
    Damaged,
    /// Every file is behind a password.
    #[error("压缩包设有密码，请取消密码后重新压缩")]
    Locked,
    /// There are more files than are looked at.
    #[error("压缩包内超过 {MAX_FILES} 个文件，请分成几个压缩包")]
    TooMany,
    /// Two files have one name.
    #[error("压缩包内有重名的文件，请重新压缩")]
    Repeated,
    /// Files share bytes of the archive, as only crafted archives do.
    #[error("压缩包内的文件相互重叠，不是正常的压缩包")]
    Overlapping,
    /// It inflates to more than this many bytes.
    #[error("解压后超过 {} MiB", .0 >> 20)]
    TooLarge(u64),
    /// It inflates to so much more than it is that only a bomb does.
    #[error("压缩倍数超过 {MAX_RATIO} 倍，不是正常的压缩包")]
    Ratio,
    /// This file is behind a password.
    #[error("在压缩包中设有密码，请取消密码后重新压缩")]
    Encrypted,
    /// It is packed in a way that is rare.
    #[error("压缩方式不能识别，请重新压缩成普通的 zip")]
    Method,
    /// Its name leads out of the archive.
    #[error("在压缩包中的路径指向压缩包以外")]
    LeadsOut,
    /// It does not give what the directory says of it.
    #[error("在压缩包中已损坏，可能没有传完")]
    DamagedFile,
    /// The archive could not be read, in the words of a person.
    #[error("{0}")]
    System(String),
}

impl ArchiveError {
    /// Why a file could not be inflated.
    pub(super) fn of_file(error: &std::io::Error) -> Self {
        match Self::of(error) {
            Self::Damaged => Self::DamagedFile,
            other => other,
        }
    }

    fn of(error: &std::io::Error) -> Self {
        // What an archive inside of another was refused for.
        if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return own.clone();
        }
        match error.kind() {
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::UnexpectedEof | ErrorKind::Other => {
                Self::Damaged
            }
            _ => Self::System(said(error)),
        }
    }
}

impl From<std::io::Error> for ArchiveError {
    fn from(error: std::io::Error) -> Self {
        Self::of(&error)
    }
}

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        match error {
            ZipError::Io(error) => Self::of(&error),
            _ => Self::Damaged,
        }
    }
}
