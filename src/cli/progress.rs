//! How far a batch has come, on the last line of a terminal.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Files from which on it is worth saying.
const WORTH_SAYING: usize = 5;
/// How often the line is drawn anew.
const INTERVAL: Duration = Duration::from_millis(100);

/// A line such as `审核 12/100`; silent where the error output is no terminal.
pub(super) struct Progress {
    word: &'static str,
    total: usize,
    done: usize,
    drawn: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// Nothing done yet of so many files.
    pub(super) fn new(word: &'static str, total: usize) -> Self {
        let shown = total > WORTH_SAYING && std::io::stderr().is_terminal();
        Self { word, total, done: 0, drawn: None, shown }
    }

    /// Begins the next file.
    pub(super) fn step(&mut self) {
        self.done += 1;
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= INTERVAL);
        if self.shown && due {
            self.drawn = Some(Instant::now());
            let _ = write!(std::io::stderr(), "\r{} {}/{}", self.word, self.done, self.total);
        }
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}
