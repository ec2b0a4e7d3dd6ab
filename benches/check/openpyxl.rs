//! The same returns handled by a script with openpyxl, where there is one.

use std::process::Command;

use crate::returns::{Desk, FEW, Kind, MANY};

/// Names the Python that has openpyxl, where it is not `python3`.
const PYTHON: &str = "XLCHECK_PYTHON";
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/check/with_openpyxl.py");
/// How many returns of different units are handled, and how often.
const FILES: usize = 5;
const ROUNDS: usize = 3;

/// Milliseconds of CPU time of one file, or why there are none.
pub fn measured(kind: Kind) -> Result<f64, String> {
    let python = std::env::var(PYTHON).unwrap_or_else(|_| "python3".to_owned());
    let mut import = Command::new(&python);
    let has_openpyxl = import.args(["-c", "import openpyxl"]).output().is_ok_and(|done| done.status.success());
    if !has_openpyxl {
        return Err(format!("{python} has no openpyxl; {PYTHON} names one that has"));
    }
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let mut desk = Desk::new(kind);
    let (files, rounds, sub_units) = if kind == Kind::Heavy { (1, 1, MANY) } else { (FILES, ROUNDS, FEW) };
    let mut command = Command::new(&python);
    command.arg(SCRIPT).arg(rounds.to_string());
    for number in 1..=files {
        let path = folder.path().join(format!("{number}.xlsx"));
        std::fs::write(&path, desk.returned_with(number, sub_units)).map_err(|error| error.to_string())?;
        command.arg(path);
    }
    let done = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&done.stdout);
    said.trim().parse().map_err(|_| String::from_utf8_lossy(&done.stderr).into_owned())
}
