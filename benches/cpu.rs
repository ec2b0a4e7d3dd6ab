//! CPU time, and medians.

use std::time::{Duration, Instant};

pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The CPU time of this thread where the system tells it (Linux), else the time on the wall.
pub struct Clock {
    cpu: Option<Duration>,
    wall: Instant,
}

impl Clock {
    pub fn start() -> Self {
        Self { cpu: cpu_time(), wall: Instant::now() }
    }

    pub fn elapsed(&self) -> Duration {
        match (self.cpu, cpu_time()) {
            (Some(start), Some(end)) => end.saturating_sub(start),
            (Some(_) | None, None) | (None, Some(_)) => self.wall.elapsed(),
        }
    }
}

fn cpu_time() -> Option<Duration> {
    // The kernel brings its account up to date when a thread gives way, else only every few milliseconds.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(text.split_ascii_whitespace().next()?.parse().ok()?))
}
