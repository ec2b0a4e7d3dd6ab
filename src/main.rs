//! The `xlcheck` program; everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    xlcheck::cli::run()
}
