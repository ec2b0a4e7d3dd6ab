//! A bureau's whole command, `xlcheck check` on a folder of returns with marked copies, letters and 审核汇总: what a second
//! thread saves, how much memory many files take against few, and how long the program takes to start.
//!
//! `cargo bench --bench bureau` measures 100 units and 1,000; `cargo bench --bench bureau -- 20000` a province.

#[path = "../returns/mod.rs"]
mod returns;
mod run;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use run::Run;

/// The units of a district, with whose memory that of more is compared.
const FEW: usize = 100;
/// The units that are compared with them where no number is given.
const MANY: usize = 1_000;
/// How often a run is repeated, the shortest counts; a run of more units than [`MANY`] is made once.
const ROUNDS: usize = 3;
/// How often the program is started.
const STARTS: u32 = 200;

#[expect(clippy::print_stdout, reason = "the lines are the result")]
fn main() {
    let count = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(MANY).max(FEW);
    let (wall, cpu) = start_up();
    println!("xlcheck --version                 {wall:>8.2} ms on the wall (median of {STARTS}), {cpu:.2} ms of CPU");
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap_or_else(|error| panic!("{error}"));
    let few = bureau(folder.path(), FEW);
    let start = Instant::now();
    let many = bureau(folder.path(), count);
    println!("generating {count} returns           {:>8.1} s", start.elapsed().as_secs_f64());
    let rounds = if count > MANY { 1 } else { ROUNDS };
    let small = Run::best(&few, 2, ROUNDS);
    let (two, one) = (Run::best(&many, 2, rounds), Run::best(&many, 1, rounds));
    for (jobs, run) in [(1, &one), (2, &two)] {
        println!(
            "{count} files, {jobs} thread(s)            {:>8.2} s, and {:.2} s for the summary; {:.1} MB at most",
            run.files, run.rest, run.megabytes
        );
    }
    println!("2 threads against 1, summary apart {:>7.2} ×", one.files / two.files);
    println!(
        "peak memory, {count} files against {FEW} {:>6.2} × ({:.1} MB against {:.1})",
        two.megabytes / small.megabytes,
        two.megabytes,
        small.megabytes
    );
}

/// Returns and the roster of so many units; gives the folder of both.
fn bureau(folder: &Path, count: usize) -> std::path::PathBuf {
    let folder = folder.join(count.to_string());
    returns::write_bureau(&folder.join(run::RETURNS), count);
    returns::roster(&folder.join(run::ROSTER), count);
    folder
}

/// Milliseconds of a start: the median on the wall, and CPU time.
fn start_up() -> (f64, f64) {
    let before = cpu_of_children();
    let mut walls: Vec<f64> = (0..STARTS)
        .map(|_| {
            let start = Instant::now();
            let mut version = Command::new(run::PROGRAM);
            let status = version.arg("--version").stdout(Stdio::null()).status();
            assert!(status.is_ok_and(|status| status.success()));
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    walls.sort_by(f64::total_cmp);
    (walls[walls.len() / 2], (cpu_of_children() - before) / f64::from(STARTS))
}

/// Milliseconds of CPU time that children of this process have taken (proc(5): fields 16 and 17 of `stat`, in hundredths
/// of a second); nothing where the system does not say.
fn cpu_of_children() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}
