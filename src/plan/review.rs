//! The words by which the parts of a review are known: the review is written with them and read again by them.

/// The head of the column with a line's number.
pub const NUMBER: &str = "序号";
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
