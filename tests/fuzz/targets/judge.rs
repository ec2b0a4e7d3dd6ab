//! Any part of a return: it is judged, and whatever is said of it can be said in every output.

use xlcheck::report::text::{Page, file};
use xlcheck::report::{Dates, json, marked_copy};

use super::{JUDGE, RECEIVED, with_part};

/// A file that is read has a marked copy, or a review of its own.
pub fn run(data: &[u8]) {
    let Some(Ok(bytes)) = with_part(data).map(|package| package.write()) else { return };
    let judged = JUDGE.judge("表.xlsx", bytes);
    let dates = Dates { received: RECEIVED, reviewed: RECEIVED };
    marked_copy(&judged, dates).expect("a marked copy, or the review alone");
    let said = file(&judged, Page { width: 100, colour: false });
    assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "{said:?}");
    json::line(&judged).expect("JSON");
}
