//! The words by which the parts of 审核汇总 are known: it is written with them, and the next run reads it again by them.

/// How the workbook is called.
pub const FILE: &str = "审核汇总";
/// What stands in front of what a summary keeps for the next run.
pub const RECORD: &str = "xlcheck.summary/1:";
/// The sheet of every file that was found.
pub const RECEIVED: &str = "收件登记";
/// The sheet of all units.
pub const UNITS: &str = "报送情况";
/// The sheet of all findings.
pub const PROBLEMS: &str = "问题清单";

/// The head of the column with a unit's code.
pub const CODE: &str = "预算编码";
/// The head of the column in which the reviewer decides about a finding.
pub const DECISION: &str = "审核人处理";
/// The head of the hidden column with what stood in [`DECISION`] when the summary was written.
pub const DECIDED: &str = "原处理";
/// The head of the hidden column with the form of a finding.
pub const FORM: &str = "填报模板";
/// The head of the hidden column with the year of a finding.
pub const YEAR: &str = "年度";
/// The head of the hidden column with a finding's key.
pub const KEY: &str = "识别号";
/// The head of the hidden column with which time the file was handed in.
pub const ROUND: &str = "第几次";
/// The head of the column in which the reviewer says which of several files counts.
pub const CHOICE: &str = "改用此份";
/// The head of the hidden column with the digest of a file.
pub const DIGEST: &str = "SHA-256";
/// The head of the column in which the reviewer notes that the signed paper has come.
pub const PAPER: &str = "纸质件";
