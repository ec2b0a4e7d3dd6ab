//! What the parts of a desk folder are called.

/// What the name of a roster holds.
pub(super) const ROSTER_WORD: &str = "名单";
/// The roster as it is laid out.
pub(super) const ROSTER: &str = "名单.xlsx";
/// What came in.
pub(super) const RETURNS: &str = "收件";
/// The bureau's settings.
pub(super) const SETTINGS: &str = "审核设置.toml";
/// Settings as Notepad calls them where Windows hides the ends of names.
pub(super) const MISNAMED_SETTINGS: [&str; 2] = ["审核设置.toml.txt", "审核设置.txt"];
/// Earlier returns and final accounts.
pub(super) const REFERENCE: &str = "对照资料";
/// What is issued.
pub(super) const ISSUED: &str = "下发";
/// How to use the folder.
pub(super) const GUIDE: &str = "使用说明.txt";
