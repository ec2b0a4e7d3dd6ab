//! One run of the program over a folder, timed and weighed from outside.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_xlcheck");
/// Where the returns and the roster of a bureau are.
pub const RETURNS: &str = "收回";
pub const ROSTER: &str = "名单.xlsx";
const RESULTS: &str = "审核结果";
/// How every file begins in what is printed.
const FILE: char = '【';
/// How often the memory of a run is looked at; the mark only rises, so what a run takes in its last moments is all that
/// can be missed.
const LOOKED_AT: Duration = Duration::from_millis(3);

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Seconds until the last file was judged and written.
    pub files: f64,
    /// Seconds for what comes then: the summary.
    pub rest: f64,
    /// The most memory that it held.
    pub megabytes: f64,
}

impl Run {
    /// The shortest of some runs, with the least memory of them.
    pub fn best(bureau: &Path, jobs: usize, rounds: usize) -> Self {
        let runs = (0..rounds).map(|_| Self::of(bureau, jobs));
        let best = runs.reduce(|one, other| Self {
            files: one.files.min(other.files),
            rest: one.rest.min(other.rest),
            megabytes: one.megabytes.min(other.megabytes),
        });
        best.unwrap_or_else(|| panic!("there is a round"))
    }

    fn of(bureau: &Path, jobs: usize) -> Self {
        // Nothing is there from another run.
        let _ = std::fs::remove_dir_all(bureau.join(RESULTS));
        let mut command = Command::new(PROGRAM);
        command.current_dir(bureau).args(["check", RETURNS, "--roster", ROSTER, "--out", RESULTS]);
        command.args(["--date", "2022-4-20", "--fail-on", "never", "--jobs", &jobs.to_string()]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let start = Instant::now();
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{error}"));
        let (last, megabytes) = watched(&mut child, start);
        let status = child.wait().unwrap_or_else(|error| panic!("{error}"));
        assert!(status.success(), "{status}");
        let all = start.elapsed().as_secs_f64();
        Self { files: last, rest: all - last, megabytes }
    }
}

/// When the last file was printed, in seconds, and the most memory in megabytes.
fn watched(child: &mut Child, start: Instant) -> (f64, f64) {
    let out = child.stdout.take().unwrap_or_else(|| panic!("the output is piped"));
    let status = format!("/proc/{}/status", child.id());
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let mut most = 0.0;
            while !is_over.load(Ordering::Relaxed) {
                most = held(&status).unwrap_or(most);
                std::thread::sleep(LOOKED_AT);
            }
            most
        });
        let mut last = 0.0;
        for line in BufReader::new(out).lines() {
            if line.unwrap_or_else(|error| panic!("{error}")).starts_with(FILE) {
                last = start.elapsed().as_secs_f64();
            }
        }
        is_over.store(true, Ordering::Relaxed);
        (last, watcher.join().unwrap_or_else(|_| panic!("the watcher does not panic")))
    })
}

/// The mark of the most memory that a process held (proc(5), `VmHWM`), in megabytes.
fn held(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? * 1024.0 / 1e6)
}
