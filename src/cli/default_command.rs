//! What is meant where no command is named.

use std::ffi::OsString;

/// The names of the commands.
pub(super) const COMMANDS: [&str; 6] = ["issue", "check", "fill", "export", "template", "explain"];

/// `xlcheck PATH…` means `xlcheck check PATH…`.
pub(super) fn with_default_command(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    let first = arguments.get(1).map(|first| first.to_string_lossy().into_owned());
    let own = |first: &str| COMMANDS.contains(&first) || ["-h", "--help", "-V", "--version"].contains(&first);
    if first.is_some_and(|first| !own(&first)) {
        arguments.insert(1, OsString::from("check"));
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_alone_is_checked() {
        let given = |words: &[&str]| with_default_command(words.iter().map(OsString::from));
        assert_eq!(given(&["xlcheck", "收件"]), ["xlcheck", "check", "收件"]);
        assert_eq!(given(&["xlcheck", "issue"]), ["xlcheck", "issue"]);
        assert_eq!(given(&["xlcheck", "--version"]), ["xlcheck", "--version"]);
        assert_eq!(given(&["xlcheck"]), ["xlcheck"]);
    }
}
