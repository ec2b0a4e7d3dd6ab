//! The fuzz targets without a fuzzer: on their seeds, on seeds damaged by chance, and on every case that was found.
//!
//! It runs on a stable toolchain, the same in every run. `README.md` says how to let libFuzzer look further.
//! `SEEDS=folder cargo test --test fuzz` writes the seeds for it.

mod damage;
mod found;
mod seeds;
mod targets;

use std::path::Path;
use std::time::{Duration, Instant};

use damage::Dice;

/// Damaged inputs for each target; `FUZZ_RUNS` is another number, without a limit of time.
const RUNS: u32 = 3_000;
/// How long one target is damaged at most, so that slow machines end too.
const TIME: Duration = Duration::from_secs(5);

/// What is run on an input; a panic is a finding.
type Run = fn(&[u8]);

/// The targets by their names.
const TARGETS: [(&str, Run); 6] = [
    ("package", targets::package::run),
    ("scan", targets::scan::run),
    ("mark", targets::mark::run),
    ("judge", targets::judge::run),
    ("expression", targets::expression::run),
    ("template", targets::template::run),
];

#[test]
fn seeds_and_what_was_found_run_to_their_end() {
    for (name, run) in TARGETS {
        let seeds = seeds::of(name);
        assert!(seeds.len() > 3, "{name}");
        for seed in seeds.iter().chain(&found::of(name)) {
            run(seed);
        }
    }
}

#[test]
fn seeds_can_be_written_for_the_fuzzer() {
    let folder = std::env::var("SEEDS").ok();
    let kept = tempfile::tempdir().expect("a folder");
    let folder = folder.as_ref().map_or(kept.path(), Path::new);
    for (name, _) in TARGETS {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        for (number, seed) in seeds::of(name).iter().chain(&found::of(name)).enumerate() {
            std::fs::write(folder.join(format!("seed-{number}")), seed).expect("written");
        }
    }
}

#[test]
fn seeds_are_marked() {
    let seeds = seeds::of("mark");
    let marked = seeds.iter().filter(|seed| targets::mark::marked(seed).is_some()).count();
    assert_eq!(marked, seeds.len());
}

/// Damages the seeds of one target; a panic keeps the input in a file, for `found.rs`.
fn damaged_seeds_run_to_their_end(name: &str) {
    let run = TARGETS.iter().find(|(target, _)| *target == name).expect(name).1;
    let (seeds, begun) = (seeds::of(name), Instant::now());
    let runs = std::env::var("FUZZ_RUNS").ok().and_then(|runs| runs.parse().ok());
    let mut dice = Dice::new(7);
    let mut slowest = (Duration::ZERO, 0);
    for number in 0..runs.unwrap_or(RUNS) {
        if runs.is_none() && begun.elapsed() > TIME {
            break;
        }
        let input = damage::damaged(&seeds, &mut dice);
        let begun = Instant::now();
        if std::panic::catch_unwind(|| run(&input)).is_err() {
            let kept = std::env::temp_dir().join(format!("xlcheck-fuzz-{name}-{number}"));
            std::fs::write(&kept, &input).expect("kept");
            panic!("{name} panics on damaged input {number}, kept as {}", kept.display());
        }
        slowest = slowest.max((begun.elapsed(), number));
    }
    assert!(slowest.0 < Duration::from_secs(5), "{name} takes {:?} for damaged input {}", slowest.0, slowest.1);
}

#[test]
fn damaged_archives() {
    damaged_seeds_run_to_their_end("package");
}

#[test]
fn damaged_parts_that_are_read() {
    damaged_seeds_run_to_their_end("scan");
}

#[test]
fn damaged_parts_that_are_marked() {
    damaged_seeds_run_to_their_end("mark");
}

#[test]
fn damaged_returns() {
    damaged_seeds_run_to_their_end("judge");
}

#[test]
fn damaged_sentences() {
    damaged_seeds_run_to_their_end("expression");
}

#[test]
fn damaged_templates() {
    damaged_seeds_run_to_their_end("template");
}

/// `TARGET=mark INPUT=file cargo test --test fuzz one_input` runs a target on a file that the fuzzer has kept.
#[test]
fn one_input() {
    let (Ok(target), Ok(path)) = (std::env::var("TARGET"), std::env::var("INPUT")) else { return };
    let run = TARGETS.iter().find(|(name, _)| *name == target).expect("a target").1;
    run(&std::fs::read(path).expect("read"));
}
