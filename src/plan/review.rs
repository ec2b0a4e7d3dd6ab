//! The words by which the parts of a review are known: the review is written with them and read again by them.

/// How the sheet of a review is called.
pub const SHEET: &str = "审核意见";
/// What stands, in the name of a marked copy, behind the number of its round.
pub const BEHIND_ROUND: &str = "次审核意见";
/// The head of the column with a line's number.
pub const NUMBER: &str = "序号";
/// The head of the column with a finding's sheet.
pub const OF_SHEET: &str = "表名";
/// The head of the column with what the person at the form calls a finding's place.
pub const ITEM: &str = "项目";
/// The head of the column in which the unit explains.
pub const EXPLANATION: &str = "单位说明";
/// The head of the column in which the reviewer decides.
pub const OPINION: &str = "审核人意见";
/// The head of the column with a finding's key, behind the printed ones.
pub const KEY: &str = "识别号";
/// The name of the cell for what else the reviewer has to say.
pub const REMARK: &str = "审核人补充意见";
/// What stands in the rows of a line below its first: the answer there is that of the first.
pub const AS_ABOVE: &str = "同上";
/// What stands where nothing is asked or known.
pub const NONE: &str = "—";
/// What stands in front of each piece of the record that a review carries for the rounds to come.
pub const RECORD: &str = "xlcheck.review/1:";
/// Characters of an explanation that counts.
pub const MIN_EXPLANATION: usize = 5;

/// Which time a workbook is handed in: `第2次报送`.
#[must_use]
pub fn handed_in(round: u32) -> String {
    format!("{ROUND}{round}{HANDED_IN}")
}

/// The round that [`handed_in`] has said.
#[must_use]
pub fn round_said(text: &str) -> Option<u32> {
    text.strip_prefix(ROUND)?.strip_suffix(HANDED_IN)?.trim().parse().ok()
}

const ROUND: &str = "第";
const HANDED_IN: &str = "次报送";
