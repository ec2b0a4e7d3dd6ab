//! What the system says of a file, in the words of the people who use the program.

use std::io::{Error, ErrorKind};

/// The number of Windows for a file that another program has open (`ERROR_SHARING_VIOLATION`).
const OPEN_ELSEWHERE: i32 = 32;

/// Why a file or folder could not be read or written, and what to do about it.
#[must_use]
pub fn said(error: &Error) -> String {
    let (cause, advice) = cause_and_advice(error);
    if advice.is_empty() { cause } else { format!("{cause}，{advice}") }
}

/// The same without what to do: for a sentence that says that itself.
#[must_use]
pub fn cause(error: &Error) -> String {
    cause_and_advice(error).0
}

fn cause_and_advice(error: &Error) -> (String, &'static str) {
    const CLOSE: &str = "请关闭后再试";
    let (cause, advice) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ("磁盘空间不足，或文件超过了允许的大小", "")
        }
        ErrorKind::PermissionDenied => ("没有权限，或文件正在被其他程序打开", CLOSE),
        ErrorKind::ReadOnlyFilesystem => ("所在磁盘是只读的", ""),
        ErrorKind::NotFound => ("没有这个文件或文件夹", "请核对名称和位置"),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => ("应是文件夹的位置上已有同名文件", ""),
        ErrorKind::IsADirectory => ("应是文件的位置上是文件夹", ""),
        ErrorKind::InvalidFilename => ("文件名过长，或含有不能使用的字符", ""),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => ("文件正在被其他程序打开", CLOSE),
        ErrorKind::NetworkDown | ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable | ErrorKind::TimedOut => {
            ("网络位置无法访问", "")
        }
        _ if cfg!(windows) && error.raw_os_error() == Some(OPEN_ELSEWHERE) => ("文件正在被其他程序打开", CLOSE),
        _ => return (format!("系统报告：{error}"), ""),
    };
    (cause.to_owned(), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_can_do_something_about_is_said_in_their_words() {
        for (kind, words) in [
            (ErrorKind::StorageFull, "磁盘空间不足，或文件超过了允许的大小"),
            (ErrorKind::PermissionDenied, "没有权限，或文件正在被其他程序打开，请关闭后再试"),
            (ErrorKind::ReadOnlyFilesystem, "所在磁盘是只读的"),
        ] {
            assert_eq!(said(&Error::from(kind)), words);
        }
        assert_eq!(said(&Error::other("???")), "系统报告：???");
        assert_eq!(cause(&Error::from(ErrorKind::PermissionDenied)), "没有权限，或文件正在被其他程序打开");
    }
}
