//! Takes the marks out of workbooks: `unmark MARKED CLEARED [MARKED CLEARED]...`
//!
//! No command does that for a bureau; it is for the comparisons with what other programs save.

use std::process::ExitCode;

use xlcheck::excel::mark::unmark;

fn main() -> ExitCode {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    for pair in paths.chunks(2) {
        let [marked, cleared] = pair else { return ExitCode::from(2) };
        let bytes = std::fs::read(marked).expect(marked);
        let original = unmark(&bytes).expect(marked).unwrap_or_else(|| panic!("{marked} bears no marks"));
        std::fs::write(cleared, original).expect(cleared);
    }
    ExitCode::SUCCESS
}
