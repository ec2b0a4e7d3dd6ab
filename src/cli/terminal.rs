//! The terminal that a person reads: what it understands, how wide it is, and whether it stays when we are done.

use std::io::{IsTerminal, Write};

/// Half-width columns of a line where the output is no terminal that says its own.
const WIDTH: usize = 100;
/// The widest line that is comfortable to read.
const MAX_WIDTH: usize = 120;
/// The narrowest line that is made: what is narrower is a window that will be drawn wider.
const MIN_WIDTH: usize = 40;

/// Whether colours, and whatever else is asked for by escape sequences, are understood where they are written to. The
/// consoles of Windows 10 understand them when they are told to, earlier ones never do and print them.
pub(super) fn takes_escapes(out: &impl IsTerminal) -> bool {
    out.is_terminal() && anstyle_query::windows::enable_ansi_colors() != Some(false)
}

/// Half-width columns of a line of the standard output.
pub(super) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let drawn = || {
        let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
        // A line that is full makes the consoles of Windows begin another, empty one.
        Some(usize::from(width.0).saturating_sub(1).max(MIN_WIDTH))
    };
    said.or_else(drawn).unwrap_or(WIDTH).min(MAX_WIDTH)
}

/// Whether somebody sits before it who reads and can answer: nobody does behind a script or a redirected output.
pub(super) fn is_read() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && std::io::stderr().is_terminal()
}

/// Keeps a window open that would close with the program, until somebody has read it: that of a double click, or of
/// files that were dropped on the program. Nobody waits behind a shell.
pub(super) fn keep_open() {
    if is_read() && xlcheck_console::closes_with_us() {
        let _ = write!(std::io::stderr(), "\n按回车键关闭窗口……");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}
