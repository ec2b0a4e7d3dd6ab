//! How far a batch has come, on the last line of a terminal.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use super::terminal::takes_escapes;

/// Files from which on it is worth saying.
const WORTH_SAYING: usize = 5;
/// How often the line is drawn anew.
const INTERVAL: Duration = Duration::from_millis(100);
/// How long it takes until the rate says something of the files to come.
const SETTLED: Duration = Duration::from_secs(1);
/// The least rate that is reckoned with, in files a second.
const SLOWEST: f64 = 1e-3;
/// Files a second from which on they are told without a decimal.
const MANY: f64 = 10.0;

/// A line such as `审核 12/100，每秒 35 份，约剩 3 秒`; silent where the error output is no terminal.
pub(super) struct Progress {
    word: &'static str,
    total: usize,
    done: usize,
    begun: Instant,
    drawn: Option<Instant>,
    shown: bool,
}

impl Progress {
    /// Nothing done yet of so many files.
    pub(super) fn new(word: &'static str, total: usize) -> Self {
        let shown = total > WORTH_SAYING && takes_escapes(&std::io::stderr());
        Self { word, total, done: 0, begun: Instant::now(), drawn: None, shown }
    }

    /// One more is done.
    pub(super) fn step(&mut self) {
        self.done += 1;
        let due = self.drawn.is_none_or(|drawn| drawn.elapsed() >= INTERVAL);
        if self.shown && due {
            self.drawn = Some(Instant::now());
            let line = line(self.word, (self.done, self.total), self.begun.elapsed());
            let _ = write!(std::io::stderr(), "\r{line}\u{1b}[K");
        }
    }

    /// Takes the line away for words on the same terminal; the next step draws it anew.
    pub(super) fn make_room(&mut self) {
        if self.shown && std::io::stdout().is_terminal() {
            self.finish();
            self.drawn = None;
        }
    }

    /// Takes the line away.
    pub(super) fn finish(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\u{1b}[K");
        }
    }
}

fn line(word: &str, (done, total): (usize, usize), elapsed: Duration) -> String {
    let head = format!("{word} {done}/{total}");
    if elapsed < SETTLED {
        return head;
    }
    let count = |files: usize| f64::from(u32::try_from(files).unwrap_or(u32::MAX));
    let rate = count(done) / elapsed.as_secs_f64();
    let decimals = usize::from(rate < MANY);
    let left = Duration::from_secs_f64((count(total) - count(done)).max(0.0) / rate.max(SLOWEST));
    format!("{head}，每秒 {rate:.decimals$} 份，约剩 {}", rounded(left))
}

/// A time to wait, as exactly as it is known.
fn rounded(time: Duration) -> String {
    let seconds = time.as_secs_f64().ceil();
    let (minutes, hours) = ((seconds / 60.0).ceil(), seconds / 3600.0);
    if seconds < 100.0 {
        format!("{seconds} 秒")
    } else if minutes < 100.0 {
        format!("{minutes} 分钟")
    } else {
        format!("{hours:.1} 小时")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_how_fast_it_goes_and_how_long_it_takes() {
        for (done, total, milliseconds, said) in [
            (1, 100, 40, "审核 1/100"),
            (70, 175, 2_000, "审核 70/175，每秒 35 份，约剩 3 秒"),
            (3, 100, 2_000, "审核 3/100，每秒 1.5 份，约剩 65 秒"),
            (1_000, 20_000, 30_000, "审核 1000/20000，每秒 33 份，约剩 10 分钟"),
            (100, 20_000, 100_000, "审核 100/20000，每秒 1.0 份，约剩 5.5 小时"),
            (100, 100, 5_000, "审核 100/100，每秒 20 份，约剩 0 秒"),
        ] {
            assert_eq!(line("审核", (done, total), Duration::from_millis(milliseconds)), said);
        }
    }
}
