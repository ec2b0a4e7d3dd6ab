//! Ten rounds: a file that is marked, saved and marked again leaves what it left the first time, and grows no more.

use std::collections::BTreeMap;
use std::path::Path;

use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::Package;
use xlcheck::outcome::Judge;
use xlcheck::report::{Dates, marked_copy};

use super::{FEATURES, File, RECEIVED, example, judge, parts};

const ROUNDS: usize = 10;
/// Rounds of a file that another program has written: what is not known again shows in the second.
const ROUNDS_OF_FEATURES: usize = 3;

/// Bytes by which the tenth round may be longer: its number has a digit more, and the review says it more than once.
const DIGITS: usize = 2;

/// A marked copy of a file, which some program has saved since: the record of what was done is lost.
fn saved(judge: &Judge, name: &str, bytes: Vec<u8>) -> Option<Package> {
    let judged = judge.judge(name, bytes);
    judged.read.as_ref().filter(|read| read.can_be_marked)?;
    let copy = marked_copy(&judged, Dates { received: RECEIVED, reviewed: RECEIVED });
    let mut package = Package::open(copy.expect("marked").expect("a copy")).expect("a package");
    let review = package.workbook().expect("a workbook").sheets.pop().expect("the review").part;
    let text = String::from_utf8(package.required(&review).expect("the review").to_vec()).expect("UTF-8");
    let (kept, _) = text.split_once("<!--xlcheck:undo ").expect("the record");
    package.replace(&review, kept.as_bytes().to_vec());
    Some(package)
}

/// The parts of a file but for its formats, of which those that nothing uses any more stay, in a part of ours where the
/// unit has none.
fn without_formats(package: &Package) -> BTreeMap<String, String> {
    let said = |bytes: Vec<u8>| {
        let text = String::from_utf8_lossy(&bytes).replace(" activeTab=\"0\"", "");
        text.split_inclusive('>').filter(|piece| !piece.contains("xlcheckStyles")).collect()
    };
    let others = parts(package).into_iter().filter(|(part, _)| !part.to_lowercase().contains("styles"));
    others.map(|(part, bytes)| (part, said(bytes))).collect()
}

/// Marks a file again and again, as often as wanted; whether it can be marked.
fn go_round(judge: &Judge, name: &str, original: Vec<u8>, rounds: usize) -> bool {
    let Ok(package) = Package::open(original.clone()) else { return false };
    let wanted = without_formats(&package);
    let mut file = original;
    let mut sizes = Vec::new();
    for round in 1..=rounds {
        let Some(copy) = saved(judge, name, file) else { return false };
        sizes.push(parts(&copy).values().map(Vec::len).sum::<usize>());
        file = copy.write().expect("a workbook");
        let cleared = unmark(&file).expect("cleared").expect("marks");
        let left = without_formats(&Package::open(cleared).expect("a package"));
        for part in left.keys().chain(wanted.keys()) {
            assert_eq!(left.get(part), wanted.get(part), "{name}, round {round}: {part}");
        }
    }
    assert!(sizes[1..].iter().all(|size| *size <= sizes[1] + DIGITS), "{name}: {sizes:?}");
    true
}

#[test]
fn ten_rounds_leave_what_the_units_have_sent() {
    let judge = judge();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/returned");
    let mut rounds = 0;
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        rounds += usize::from(go_round(&judge, &name, std::fs::read(&path).expect("read"), ROUNDS));
    }
    assert_eq!(rounds, 10, "all but a file that is cut off, a document and an attachment");
}

#[test]
fn rounds_leave_what_is_foreign() {
    let judge = judge();
    for (name, ending, add, _) in FEATURES {
        let mut file = File::new(example());
        add(&mut file);
        let original = file.package.write().expect("a workbook");
        assert!(go_round(&judge, &format!("{name}.{ending}"), original, ROUNDS_OF_FEATURES), "{name}");
    }
}
