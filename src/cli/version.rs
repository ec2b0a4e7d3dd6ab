//! Which program this is: for a bureau that asks for help, and for who has to find the source of it.

use std::sync::LazyLock;

/// What `--version` says behind the name.
pub(super) static VERSION: LazyLock<String> =
    LazyLock::new(|| said(env!("CARGO_PKG_VERSION"), env!("XLCHECK_COMMIT"), env!("XLCHECK_TARGET")));

/// Digits of a commit that nobody confuses with another.
const DIGITS: usize = 10;

/// The systems that the program is handed out for.
const SYSTEMS: [(&str, &str); 3] = [
    ("x86_64-pc-windows-gnu", "Windows 10 及更高版本，64位"),
    ("x86_64-win7-windows-gnu", "Windows 7 及更高版本，64位"),
    ("x86_64-unknown-linux-musl", "Linux，64位"),
];

/// `0.1.0（2026-11-28，aae7257f0a）` and the system; the commit is its number and its day, or nothing.
fn said(version: &str, commit: &str, target: &str) -> String {
    let commit = commit.split_once(' ').map(|(number, day)| {
        let changed = if number.ends_with('+') { "，有改动" } else { "" };
        format!("（{day}，{}{changed}）", &number[..number.len().min(DIGITS)])
    });
    let system = SYSTEMS.iter().find(|(known, _)| *known == target);
    let system = system.map_or_else(|| target.to_owned(), |(_, words)| format!("适用于 {words}（{target}）"));
    format!("{version}{}\n{system}", commit.unwrap_or_else(|| "（自行编译）".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_says_of_what_source_and_for_what_system() {
        let commit = "aae7257f0a1b2c3d4e5f60718293a4b5c6d7e8f9 2026-11-28";
        for (commit, target, words) in [
            (
                commit,
                "x86_64-win7-windows-gnu",
                "0.1.0（2026-11-28，aae7257f0a）\n适用于 Windows 7 及更高版本，64位（x86_64-win7-windows-gnu）",
            ),
            (&commit.replace(' ', "+ "), "riscv64", "0.1.0（2026-11-28，aae7257f0a，有改动）\nriscv64"),
            ("", "riscv64", "0.1.0（自行编译）\nriscv64"),
        ] {
            assert_eq!(said("0.1.0", commit, target), words);
        }
    }
}
