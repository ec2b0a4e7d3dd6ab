//! Builds anew when a template changes, and says of what commit and for what system the program is built.

use std::path::Path;
use std::process::Command;

/// What an archive of the source has in the place of its commit; elsewhere it is a form that nobody has filled in.
const ARCHIVED: &str = "src/commit.txt";

fn main() {
    // include_dir embeds the folder as it was; a file added to it has to build anew.
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed={ARCHIVED}");
    println!("cargo:rustc-env=XLCHECK_COMMIT={}", archived().or_else(checked_out).unwrap_or_default());
    println!("cargo:rustc-env=XLCHECK_TARGET={}", std::env::var("TARGET").unwrap_or_default());
}

/// The commit that `git archive` has written down (.gitattributes): the source is built far from its repository too.
fn archived() -> Option<String> {
    let text = std::fs::read_to_string(ARCHIVED).ok()?;
    (!text.contains('$')).then(|| text.trim().to_owned())
}

/// The commit that is checked out, with its day; with a `+` where the source is no longer what was committed. While a
/// program is being written its builds are of no commit: it would be built anew after each.
fn checked_out() -> Option<String> {
    // An archive that lies in somebody else's repository is not of its commit.
    if std::env::var("PROFILE").ok()? != "release" || !Path::new(".git").exists() {
        return None;
    }
    for path in ["src", "Cargo.toml", "Cargo.lock", "build.rs"] {
        println!("cargo:rerun-if-changed={path}");
    }
    println!("cargo:rerun-if-changed={}", git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    let changed = git(&["status", "--porcelain", "--untracked-files=no"])?;
    let commit = git(&["log", "-1", "--format=%H %cs"])?;
    Some(if changed.is_empty() { commit } else { commit.replace(' ', "+ ") })
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
