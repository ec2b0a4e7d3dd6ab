//! CPU time of reading workbooks, as ratios to a floor measured in the same run.
//!
//! `cargo bench` prints one table per workbook. The floor is what no reader of this kind can avoid: inflating every
//! part and passing once over the XML events of every sheet. Ratios hold on any machine; milliseconds do not.

#[path = "../cpu.rs"]
mod cpu;
mod openpyxl;
#[path = "../returns/mod.rs"]
mod returns;

use std::hint::black_box;
use std::time::{Duration, Instant};

use quick_xml::Reader;
use quick_xml::events::Event;
use xlcheck::excel::package::{Bytes, Package};
use xlcheck::excel::scan::read_book;
use xlcheck::form::Settings;
use xlcheck::outcome::Judge;
use xlcheck::report::{Dates, marked_copy};

use cpu::{Clock, median};
use returns::{DAY, Kind};

/// Work on the bytes of a file; its result keeps it from being optimised away.
type Work = fn(&Judges, &[u8]) -> usize;

/// What is measured: one line here and one function below for each.
const ROWS: &[(&str, Work)] = &[
    ("open the package", open),
    ("inflate all parts", inflate),
    ("floor: inflate + events of every sheet", events),
    ("read the book", read),
    ("check", check),
    ("check with marked copy", check_and_mark),
];

/// What files are judged by: without marked copies, and with them.
struct Judges {
    plain: Judge,
    repairing: Judge,
}

impl Judges {
    fn of(kind: Kind) -> Self {
        let judge = || Judge::new(vec![kind.form()], Settings::default(), None, DAY);
        Self { plain: judge(), repairing: judge().with_repairs() }
    }
}

/// The row that the ratios refer to, and the one that a script is compared with.
const FLOOR: usize = 2;
const WHOLE: usize = 5;
/// Every row is measured once a round, so that a slow moment of the machine meets them all.
const ROUNDS: usize = 41;
/// How long one row is repeated for a profiler.
const PROFILED: Duration = Duration::from_secs(5);
/// CPU time of one measurement, at least.
const MEASUREMENT: Duration = Duration::from_millis(10);

#[expect(clippy::print_stdout, reason = "the table is the result")]
fn main() {
    if let Some(row) = std::env::args().nth(1).and_then(|wanted| ROWS.iter().find(|(row, _)| *row == wanted)) {
        return profile(row.1);
    }
    let workbooks = [
        ("paper form of 2021", Kind::Paper, returns::paper()),
        ("standard: edition of 2024", Kind::Standard, returns::standard()),
        ("heavy: 200 sub-units, 200 indicators", Kind::Heavy, returns::heavy()),
    ];
    for (name, kind, bytes) in workbooks {
        println!("\n{name}, {} kB", bytes.len() / 1000);
        let times = measure(&Judges::of(kind), &bytes);
        for ((row, _), time) in ROWS.iter().zip(&times) {
            println!("  {row:<40} {time:>8.3} ms {:>6.2} ×", time / times[FLOOR]);
        }
        match openpyxl::measured(kind) {
            Ok(time) => {
                let faster = time / times[WHOLE];
                println!(
                    "  {:<40} {time:>8.3} ms {:>6.2} ×; {} is {faster:.1} × faster",
                    "openpyxl",
                    time / times[FLOOR],
                    ROWS[WHOLE].0
                );
            }
            Err(reason) => println!("  openpyxl: not measured: {reason}"),
        }
    }
}

/// Does nothing but one row for some seconds, for a profiler: `check check`, `check check heavy`.
fn profile(work: Work) {
    let (judges, bytes) = (Judges::of(Kind::Standard), returns::standard());
    let start = Instant::now();
    while start.elapsed() < PROFILED {
        black_box(work(&judges, black_box(&bytes)));
    }
}

/// The median CPU time of each row, in milliseconds.
fn measure(judges: &Judges, bytes: &[u8]) -> Vec<f64> {
    let repeats: Vec<u32> = ROWS.iter().map(|(_, work)| repeats(*work, judges, bytes)).collect();
    let mut times = vec![Vec::with_capacity(ROUNDS); ROWS.len()];
    for _ in 0..ROUNDS {
        for (index, (_, work)) in ROWS.iter().enumerate() {
            let elapsed = timed(*work, judges, bytes, repeats[index]);
            times[index].push(elapsed.as_secs_f64() * 1000.0 / f64::from(repeats[index]));
        }
    }
    times.into_iter().map(median).collect()
}

/// How often a row must be repeated to last one [`MEASUREMENT`].
fn repeats(work: Work, judges: &Judges, bytes: &[u8]) -> u32 {
    let mut repeats = 1;
    while timed(work, judges, bytes, repeats) < MEASUREMENT {
        repeats *= 2;
    }
    repeats
}

fn timed(work: Work, judges: &Judges, bytes: &[u8], repeats: u32) -> Duration {
    let clock = Clock::start();
    for _ in 0..repeats {
        black_box(work(judges, black_box(bytes)));
    }
    clock.elapsed()
}

fn package(bytes: &[u8]) -> Package {
    Package::open(bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"))
}

fn part(package: &Package, name: &str) -> Bytes {
    package.required(name).unwrap_or_else(|error| panic!("{error}"))
}

fn open(_: &Judges, bytes: &[u8]) -> usize {
    package(bytes).names().count()
}

fn inflate(_: &Judges, bytes: &[u8]) -> usize {
    let package = package(bytes);
    package.names().map(|name| part(&package, name).len()).sum()
}

fn events(_: &Judges, bytes: &[u8]) -> usize {
    let package = package(bytes);
    let mut events = 0;
    for name in package.names() {
        let part = part(&package, name);
        if !name.starts_with("xl/worksheets/sheet") {
            continue;
        }
        let mut reader = Reader::from_reader(part.as_slice());
        while !matches!(black_box(reader.read_event()), Ok(Event::Eof) | Err(_)) {
            events += 1;
        }
    }
    events
}

fn check(judges: &Judges, bytes: &[u8]) -> usize {
    judges.plain.judge("", bytes.to_vec()).outcome.findings.len()
}

/// As the program does it: what is damaged is put back, the review and the marks are made.
fn check_and_mark(judges: &Judges, bytes: &[u8]) -> usize {
    let file = judges.repairing.judge("表.xlsx", bytes.to_vec());
    let dates = Dates { received: DAY, reviewed: DAY };
    let marked = marked_copy(&file, dates).unwrap_or_else(|error| panic!("{error}"));
    marked.map_or(0, |marked| marked.len())
}

fn read(_: &Judges, bytes: &[u8]) -> usize {
    let book = read_book(&package(bytes)).unwrap_or_else(|error| panic!("{error}"));
    book.sheets.iter().map(|sheet| sheet.cells.len()).sum()
}
