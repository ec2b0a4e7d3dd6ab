//! What becomes of a file, in words that a test can compare.

use xlcheck::outcome::{Judge, SubUnitsSaid};

use crate::desk;

/// A blank workbook as it was issued.
pub fn workbook() -> Vec<u8> {
    desk::issued(&desk::form(), SubUnitsSaid::None)
}

/// What becomes of a file, in a line: kind, status, and its findings.
pub fn becomes(judge: &Judge, name: &str, bytes: Vec<u8>) -> String {
    let judged = judge.judge(name, bytes);
    let head = format!("{:?} {}", judged.kind, judged.status.word());
    [vec![head], desk::said(&judged)].concat().join("\n")
}

/// The one finding of a file that cannot be opened.
pub fn unreadable(cause: &str) -> String {
    format!(
        "Unreadable 无法审核\nFIL-01 — 文件“表.xlsx”无法打开（{cause}），请用下发的模板重新填报并另存为 .xlsx 后报送。"
    )
}

/// The one finding of a file of another format.
pub fn other_format(found: &str) -> String {
    format!("Unreadable 无法审核\nFIL-14 — 报送文件实际是{found}，请在 WPS/Excel 中“另存为”.xlsx 格式后重新报送。")
}
