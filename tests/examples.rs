//! The example workbooks are made by the recipe, and their findings are exactly those of a careful reviewer.
//!
//! `SNAPSHOTS=overwrite cargo test --test examples` makes them anew; read the difference before you commit it.

mod recipe;

use std::fmt::Write;
use std::path::Path;

use xlcheck::outcome::{Judge, Judged, Roster};

fn overwrite() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
}

/// Compares bytes with a file, or writes them where snapshots are overwritten.
fn current(path: &Path, bytes: &[u8]) {
    if overwrite() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    let there = std::fs::read(path).unwrap_or_default();
    assert!(there == bytes, "{} is not what the recipe makes; see the top of this file", path.display());
}

#[test]
fn the_examples_are_what_the_recipe_makes() {
    for (name, bytes) in recipe::examples() {
        current(&recipe::folder().join(name), &bytes);
    }
}

#[test]
fn the_findings_of_every_example_are_exactly_these() {
    let roster = Roster::read(&recipe::folder().join("单位名单.xlsx")).expect("the roster");
    let judge = Judge::of_library(recipe::library(), recipe::settings(), Some(roster), recipe::RECEIVED);
    let judge = judge.expect("embedded forms");
    for (name, bytes) in recipe::examples() {
        if let Some(name) = name.strip_prefix("returned/") {
            let judged = judge.judge(name, bytes);
            let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/findings").join(format!("{name}.txt"));
            current(&expected, described(&judged).as_bytes());
        }
    }
}

/// What a reviewer would want to read of a file: status, findings with key and cells, what was not checked and why.
fn described(judged: &Judged) -> String {
    let mut text = format!("{:?} {} {} {}\n", judged.kind, judged.status.word(), judged.code, judged.name);
    for finding in &judged.outcome.findings {
        let cells: Vec<String> = finding.places.iter().map(ToString::to_string).collect();
        let certainty = if finding.certainty == xlcheck::facts::Certainty::Heuristic { "（供参考）" } else { "" };
        let _ = write!(text, "\n{} {}{certainty}\n  {}\n", finding.severity.word(), finding.key(), finding.message);
        let _ = writeln!(text, "  {}", cells.join(" "));
        let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "—".to_owned());
        let (found, expected) = (word(&finding.found), word(&finding.expected));
        let _ = writeln!(text, "  填报{found} 应为{expected} 差额{}", word(&finding.difference));
    }
    for unchecked in &judged.outcome.unchecked {
        let _ = write!(text, "\n未检查 {}：{}\n", unchecked.rule, unchecked.because);
    }
    for normalised in &judged.outcome.normalised {
        let _ = write!(text, "\n{} {} → {}\n", normalised.place, normalised.found, normalised.read_as);
    }
    text
}
