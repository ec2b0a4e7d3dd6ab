//! Issuing against `rust_xlsxwriter` writing the same cells with their formats, validations and rules.
//!
//! `cargo bench --bench issue`. The floor is measured in the same run: the calls that write an equal workbook, read from
//! the one that was issued (`replay`). What both write is counted, so that the floor is no smaller one.

#[path = "../cpu.rs"]
mod cpu;
mod element;
mod formats;
mod replay;
#[path = "../returns/mod.rs"]
mod returns;

use std::cell::RefCell;

use cpu::Clock;
use replay::Replay;
use returns::{Desk, FEW, Kind, MANY};
use xlcheck::excel::package::Package;
use xlcheck::outcome::{Issuer, issue_one};

/// Both are measured once a round; the medians count.
const ROUNDS: usize = 21;
/// What is counted in the sheets of both workbooks.
const COUNTED: [&str; 6] = ["<c ", "<f>", "<mergeCell ", "<cfRule", "<dataValidation ", "<hyperlink "];

#[expect(clippy::print_stdout, reason = "the lines are the result")]
fn main() {
    let kinds = [
        ("paper form of 2021", Kind::Paper, FEW),
        ("standard: edition of 2024", Kind::Standard, FEW),
        ("heavy: 200 sub-units, 200 indicators", Kind::Heavy, MANY),
    ];
    for (name, kind, sub_units) in kinds {
        let desk = Desk::new(kind);
        let (issuing, unit) = (desk.issuing(), returns::unit_with(1, sub_units));
        let issuer = RefCell::new(Issuer::new(issuing));
        let further = || issuer.borrow_mut().workbook(&unit).unwrap_or_else(|error| panic!("{error}"));
        let first = || issue_one(&issuing, &unit).unwrap_or_else(|error| panic!("{error}"));
        let workbook = further();
        let replay = Replay::of(&workbook);
        let floor = || replay.write().unwrap_or_else(|error| panic!("{error}"));
        println!("\n{name}, {} kB; written by the calls: {} kB", workbook.len() / 1000, floor().len() / 1000);
        println!("  {COUNTED:?}: {:?} and {:?}", counted(&workbook), counted(&floor()));
        let rows: [(&str, &dyn Fn() -> Vec<u8>); 3] = [
            ("floor: rust_xlsxwriter, the same calls", &floor),
            ("issue, the first of a layout", &first),
            ("issue, each further one", &further),
        ];
        let mut times = [const { Vec::new() }; 3];
        for _ in 0..ROUNDS {
            for ((_, work), times) in rows.iter().zip(&mut times) {
                let clock = Clock::start();
                std::hint::black_box(work());
                times.push(clock.elapsed().as_secs_f64() * 1000.0);
            }
        }
        let medians = times.map(cpu::median);
        for ((row, _), time) in rows.iter().zip(medians) {
            println!("  {row:<40} {time:>8.3} ms {:>6.2} ×", time / medians[0]);
        }
    }
}

fn counted(bytes: &[u8]) -> Vec<usize> {
    let package = Package::open(bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"));
    let sheets = package.names().filter(|name| name.starts_with("xl/worksheets/sheet"));
    let sheets = sheets.map(|name| package.required(name).unwrap_or_else(|error| panic!("{error}")));
    let sheets: Vec<String> = sheets.map(|sheet| String::from_utf8_lossy(&sheet).into_owned()).collect();
    COUNTED.iter().map(|wanted| sheets.iter().map(|sheet| sheet.matches(wanted).count()).sum()).collect()
}
