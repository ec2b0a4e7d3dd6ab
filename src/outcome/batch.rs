//! Many files in several threads: the work in any order, its results in the order of the files.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, Scope, scope};

/// The most threads that are used unasked: each holds a file with all that is made of it.
const MAX_JOBS: usize = 8;
/// Results for each thread that are being made or wait for an earlier one: enough that one file which takes ten times as
/// long as others (it lost its stamp) does not stop them, few enough that memory is that of a few files.
const AHEAD: usize = 8;
/// The stack of a thread in bytes: that of the main thread on Linux, so that a file is read alike in both.
const STACK: usize = 8 << 20;

/// The work for an item was given up in the middle, by a mistake of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panicked;

/// How many threads are used where nothing is said.
#[must_use]
pub fn default_jobs() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get).min(MAX_JOBS)
}

/// Does something in a thread that ends with it, or here where the system gives none.
///
/// The memory that it leaves behind is taken over by the next thread that is started, where it would stay with this one
/// (the arenas of glibc's malloc): a province's roster takes more of it while it is read than several returns.
///
/// # Panics
///
/// Where the work does.
pub fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let mut work = Some(work);
    let mut result = None;
    let mut run = || result = work.take().map(|work| work());
    let ran = scope(|scope| match Builder::new().stack_size(STACK).spawn_scoped(scope, &mut run) {
        Ok(thread) => thread.join().map_err(|panic| resume_unwind(panic)).is_ok(),
        Err(_) => false,
    });
    if !ran {
        run();
    }
    result.expect("it was done, there or here")
}

/// Does the work for each item in so many threads and hands the results over one by one, in the order of the items and in
/// the thread that calls. What is handed over does not depend on the number of threads as long as the work for an item
/// depends on nothing but the item.
///
/// The first error ends it: no more work is begun. With one thread or one item, and where the system gives no threads,
/// all is done in the caller's.
pub fn in_order<I: Sync, T: Send, E>(
    items: &[I],
    jobs: usize,
    work: impl Fn(&I) -> T + Sync,
    mut deliver: impl FnMut(&I, Result<T, Panicked>) -> Result<(), E>,
) -> Result<(), E> {
    let work = |item: &I| catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|_| Panicked);
    let jobs = jobs.min(items.len());
    let (numbers, next) = mpsc::channel();
    let (done, results) = mpsc::channel();
    let next = Mutex::new(next);
    scope(|scope| {
        let wanted = if jobs > 1 { jobs } else { 0 };
        let started = (0..wanted).take_while(|_| start(scope, (items, &next), done.clone(), &work).is_ok()).count();
        // Only the threads send results, and they end when there are no more numbers, on every way out of here.
        drop(done);
        if started == 0 {
            return items.iter().try_for_each(|item| deliver(item, work(item)));
        }
        hand_over(items, started, (numbers, results), &mut deliver)
    })
}

/// A thread that does the work for one number after another.
fn start<'scope, I: Sync, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    (items, next): (&'scope [I], &'scope Mutex<Receiver<usize>>),
    done: Sender<(usize, T)>,
    work: &'scope (impl Fn(&I) -> T + Sync),
) -> std::io::Result<()> {
    let take = || next.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let run = move || {
        while let Some(number) = take() {
            if done.send((number, work(&items[number]))).is_err() {
                return;
            }
        }
    };
    Builder::new().stack_size(STACK).spawn_scoped(scope, run).map(drop)
}

/// Gives numbers out, never more than a few ahead of what was handed over, and hands results over in their order.
fn hand_over<I, T, E>(
    items: &[I],
    jobs: usize,
    (numbers, results): (Sender<usize>, Receiver<(usize, T)>),
    deliver: &mut impl FnMut(&I, T) -> Result<(), E>,
) -> Result<(), E> {
    let mut given = 0;
    let mut waiting = BTreeMap::new();
    for (number, item) in items.iter().enumerate() {
        while given < items.len().min(number + jobs * AHEAD) {
            // Nobody takes it only where every thread has ended, and then nothing is received below.
            let _ = numbers.send(given);
            given += 1;
        }
        let result = loop {
            if let Some(result) = waiting.remove(&number) {
                break result;
            }
            let (other, result) = results.recv().expect("threads take numbers as long as there are some");
            waiting.insert(other, result);
        };
        deliver(item, result)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    /// Ends a run.
    #[derive(Debug, PartialEq)]
    struct Stopped(u64);

    /// Takes longer the earlier the number is.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "work is handed a reference")]
    fn slow_first(number: &u64) -> u64 {
        std::thread::sleep(Duration::from_millis(20u64.saturating_sub(*number)));
        number * 2
    }

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        let numbers: Vec<u64> = (0..40).collect();
        for jobs in [0, 1, 2, 4, 100] {
            let mut seen = Vec::new();
            let done: Result<(), Stopped> = in_order(&numbers, jobs, slow_first, |number, result| {
                seen.push((*number, result.expect("done")));
                Ok(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(seen, numbers.iter().map(|n| (*n, n * 2)).collect::<Vec<_>>(), "{jobs} threads");
        }
    }

    #[test]
    fn work_is_done_in_several_threads_and_only_a_little_ahead() {
        let (begun, handed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let threads = Mutex::new(std::collections::HashSet::new());
        let numbers: Vec<u64> = (0..60).collect();
        let work = |_: &u64| {
            threads.lock().expect("no panic").insert(std::thread::current().id());
            std::thread::sleep(Duration::from_millis(1));
            let ahead = begun.fetch_add(1, Ordering::SeqCst) + 1 - handed.load(Ordering::SeqCst);
            assert!(ahead <= 3 * AHEAD + 1, "{ahead} ahead");
        };
        let done: Result<(), Stopped> = in_order(&numbers, 3, work, |_, result| {
            result.expect("not too far ahead");
            std::thread::sleep(Duration::from_millis(2));
            handed.fetch_add(1, Ordering::SeqCst);
            Ok(())
        });
        assert_eq!(done, Ok(()));
        assert_eq!(threads.lock().expect("no panic").len(), 3);
    }

    #[test]
    fn a_panic_is_the_trouble_of_its_item_alone() {
        let numbers: Vec<u64> = (0..30).collect();
        let work = |number: &u64| {
            assert!(number % 10 != 3, "a mistake on purpose");
            *number
        };
        for jobs in [1, 4] {
            let mut lost = Vec::new();
            let done: Result<(), Stopped> = in_order(&numbers, jobs, work, |number, result| {
                if result != Ok(*number) {
                    lost.push(*number);
                }
                Ok(())
            });
            assert_eq!((done, lost), (Ok(()), vec![3, 13, 23]), "{jobs} threads");
        }
    }

    #[test]
    fn work_apart_is_done_once_in_another_thread() {
        let here = std::thread::current().id();
        let mut count = 0;
        let there = apart(|| {
            count += 1;
            std::thread::current().id()
        });
        assert_eq!((count, there == here), (1, false));
        let panicked = catch_unwind(|| apart(|| panic!("a mistake on purpose")));
        assert_eq!(panicked.expect_err("a panic").downcast_ref(), Some(&"a mistake on purpose"));
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let begun = AtomicUsize::new(0);
        let numbers: Vec<u64> = (0..1000).collect();
        let work = |number: &u64| {
            begun.fetch_add(1, Ordering::SeqCst);
            *number
        };
        let done = in_order(&numbers, 4, work, |number, _| if *number == 5 { Err(Stopped(5)) } else { Ok(()) });
        assert_eq!(done, Err(Stopped(5)));
        assert!(begun.load(Ordering::SeqCst) <= 5 + 4 * AHEAD, "more was begun");
    }
}
