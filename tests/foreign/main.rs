//! What units and their programs put into a workbook stays in its marked copy: each feature is added to a filled
//! workbook by hand, the file is marked, and everything of it must still be there, and come back when the marks go.
//!
//! Originals and copies are written to the target's folder for temporary files, where `tests/office/pairs.py` shows them
//! to other programs.

mod file;
mod finals;
mod parts;
mod pictures;
mod real;
mod rounds;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::{Date, date};
use xlcheck::checks::SPECS;
use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::{Package, Relationship, relationships};
use xlcheck::facts::{Finding, State};
use xlcheck::form::{Library, Settings};
use xlcheck::outcome::{Judge, Judged};
use xlcheck::report::{Dates, marked_copy, review_path};

use file::File;

/// The day on which the files come in.
const RECEIVED: Date = date(2022, 4, 20);
/// The example with wrong totals in 收支情况.
const EXAMPLE: &str = "workbooks/returned/04_合计不符.xlsx";

/// A name, the ending of the file, how it is added, and the rules that find something because of it.
type Feature = (&'static str, &'static str, fn(&mut File), &'static [&'static str]);

const FEATURES: [Feature; 24] = [
    ("图片", "xlsx", pictures::image, &[]),
    ("WPS单元格图片", "xlsx", pictures::wps_picture, &["FIL-07"]),
    ("Excel单元格图片", "xlsx", pictures::excel_picture, &["FIL-07"]),
    ("图表", "xlsx", pictures::chart, &[]),
    ("复选框控件", "xlsx", pictures::checkbox, &[]),
    ("单元格复选框", "xlsx", pictures::cell_checkbox, &["FIL-07"]),
    ("批注", "xlsx", words::notes, &["FIL-12"]),
    ("线程批注", "xlsx", words::threads, &["FIL-12"]),
    ("扩展的有效性和条件格式", "xlsx", words::extended_rules, &[]),
    ("富文本", "xlsx", words::rich_text, &[]),
    ("拼音", "xlsx", words::phonetics, &[]),
    ("筛选", "xlsx", words::filter, &["FIL-12"]),
    ("合并单元格", "xlsx", words::merged, &["FIL-07"]),
    ("自定义XML", "xlsx", parts::custom_xml, &[]),
    ("外部链接", "xlsx", parts::external_link, &["FIL-07", "FIL-12"]),
    ("打印机设置", "xlsx", parts::printer, &[]),
    ("数字签名", "xlsx", parts::signature, &[]),
    ("宏", "xlsm", parts::macros, &["FIL-12"]),
    ("已有审核意见表", "xlsx", parts::other_review, &[]),
    ("没有单元格地址", "xlsx", parts::without_addresses, &[]),
    ("命名空间前缀", "xlsx", parts::prefixes, &[]),
    ("没有样式", "xlsx", parts::without_styles, &["FIL-15"]),
    ("没有共享字符串", "xlsx", parts::without_shared_texts, &[]),
    ("严格格式", "xlsx", parts::strict, &[]),
];

fn judge() -> Judge {
    Judge::of_library(Library::embedded(&SPECS), Settings::default(), None, RECEIVED).expect("embedded forms")
}

fn example() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE)).expect(EXAMPLE)
}

/// The findings of a file: key, cells and message.
fn said(judged: &Judged) -> Vec<String> {
    let line = |finding: &Finding| {
        let places: Vec<_> = finding.places.iter().map(ToString::to_string).collect();
        format!("{} {} {}", finding.key(), places.join(" "), finding.message)
    };
    judged.outcome.findings.iter().map(line).collect()
}

fn parts(package: &Package) -> BTreeMap<String, Vec<u8>> {
    package.names().map(|name| (name.to_owned(), package.required(name).expect(name).to_vec())).collect()
}

#[test]
fn what_is_foreign_stays_in_the_marked_copy() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    std::fs::create_dir_all(&folder).expect("a folder");
    let judge = judge();
    let plain = judge.judge("表.xlsx", example());
    assert!(said(&plain).len() > 3, "{:?}", said(&plain));
    let mut wrong = Vec::new();
    for (name, ending, add, finds) in FEATURES {
        let mut file = File::new(example());
        add(&mut file);
        let original = file.package.write().expect("a workbook");
        std::fs::write(folder.join(format!("{name}.{ending}")), &original).expect("written");
        let judged = judge.judge(&format!("表.{ending}"), original);
        let (found, known) = (said(&judged), said(&plain));
        let more: BTreeSet<&str> =
            found.iter().filter(|line| !known.contains(line)).filter_map(|line| line.split('|').next()).collect();
        if more != finds.iter().copied().collect() {
            wrong.push(format!("{name}: {more:?}"));
        }
        assert!(known.iter().all(|line| found.contains(line)), "{name}: {found:#?}");
        let marked = marked_copy(&judged, Dates { received: RECEIVED, reviewed: RECEIVED });
        let marked = marked.unwrap_or_else(|error| panic!("{name}: {error:?}")).expect("a copy");
        std::fs::write(folder.join(format!("{name}.marked.{ending}")), &marked).expect("written");
        let copy = Package::open(marked.clone()).expect("a package");
        unedited(name, &file, &judged, &copy);
        referenced(name, &file, &copy);
        of_one_kind(name, &file, &copy);
        let cleared = unmark(&marked).expect("cleared").expect("marks");
        assert_eq!(parts(&Package::open(cleared).expect("a package")), parts(&file.package), "{name}");
        let mut again = judge.judge(&format!("表.{ending}"), marked);
        for finding in again.outcome.findings.iter_mut().filter(|finding| !finding.is_reminder()) {
            assert_eq!(finding.state, State::Unchanged, "{name}: {}", finding.key());
            finding.state = State::New;
        }
        assert_eq!(again.outcome, judged.outcome, "{name}");
        assert_eq!(review_path(&judged).extension().and_then(|ending| ending.to_str()), Some(ending), "{name}");
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Parts that marking need not touch are the same byte by byte.
fn unedited(name: &str, file: &File, judged: &Judged, copy: &Package) {
    let workbook = file.package.workbook().expect("a workbook");
    let mut touched: BTreeSet<String> = judged
        .outcome
        .findings
        .iter()
        .flat_map(|finding| &finding.places)
        .filter_map(|place| workbook.sheet(&place.sheet))
        .flat_map(|sheet| [sheet.part.clone(), xlcheck::excel::package::rels_part(&sheet.part)])
        .collect();
    touched.extend([workbook.content_types.clone(), workbook.part.clone()]);
    touched.insert(xlcheck::excel::package::rels_part(&workbook.part));
    touched.extend(workbook.styles.clone());
    touched.extend(file.grows.iter().cloned());
    let deselected = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("tabSelected=\"1\"", "tabSelected=\"0\"");
    for (part, bytes) in parts(&file.package) {
        if touched.contains(&part) {
            continue;
        }
        let copied = copy.required(&part).unwrap_or_else(|_| panic!("{name}: {part} is gone"));
        let alike = *copied == bytes || *copied == deselected(&bytes).into_bytes();
        assert!(alike, "{name}: {part} was changed");
    }
}

/// Parts that marking adds are written in the words of the workbook, strict or not.
fn of_one_kind(name: &str, file: &File, copy: &Package) {
    let main = |package: &Package| {
        let workbook = package.workbook().expect("a workbook").part;
        let text = String::from_utf8(package.required(&workbook).expect("the workbook").to_vec()).expect("UTF-8");
        text.split('"').find(|word| word.contains("/spreadsheetml/")).expect("its namespace").to_owned()
    };
    let namespace = main(&file.package);
    for added in copy.names().filter(|name| file.package.stored_name(name).is_none() && ends(name, "xml")) {
        let text = String::from_utf8(copy.required(added).expect(added).to_vec()).expect("UTF-8");
        assert!(text.contains(&namespace), "{name}: {added} is not in {namespace}");
    }
}

/// Everything that was added is still there, and every arrow still leads where it led.
fn referenced(name: &str, file: &File, copy: &Package) {
    for (part, words) in &file.kept {
        let text = String::from_utf8(copy.required(part).expect(part).to_vec()).expect("UTF-8");
        assert!(unranked(&text).contains(&unranked(words)), "{name}: {part} has lost {words}");
    }
    let arrows =
        |package: &Package, source: &str| -> Vec<Relationship> { relationships(package, source).expect(source) };
    for source in std::iter::once("").chain(file.package.names().filter(|name| !name.ends_with('/'))) {
        let kept = arrows(copy, source);
        for arrow in arrows(&file.package, source) {
            assert!(kept.contains(&arrow), "{name}: {source} leads no more to {arrow:?}");
        }
    }
}

/// Whether the name of a part has an ending.
fn ends(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

/// A text without the ranks of rules, which give way to those of marks.
fn unranked(text: &str) -> String {
    let mut pieces = text.split(" priority=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| text + piece.split_once('"').map_or("", |(_, rest)| rest))
}

#[test]
fn a_review_says_that_it_makes_a_signature_invalid() {
    let judge = judge();
    let said = |sign: bool| {
        let mut file = File::new(example());
        if sign {
            parts::signature(&mut file);
        }
        let judged = judge.judge("表.xlsx", file.package.write().expect("a workbook"));
        let copy = marked_copy(&judged, Dates { received: RECEIVED, reviewed: RECEIVED });
        let copy = Package::open(copy.expect("marked").expect("a copy")).expect("a package");
        let review = copy.workbook().expect("a workbook").sheets.last().expect("the review").part.clone();
        String::from_utf8(copy.required(&review).expect("the review").to_vec()).expect("UTF-8").contains("数字签名")
    };
    assert_eq!((said(false), said(true)), (false, true));
}

/// A file that no client of ours wrote becomes final too.
#[test]
fn what_is_foreign_stays_in_the_final_copy() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("foreign");
    std::fs::create_dir_all(&folder).expect("a folder");
    let judge = judge();
    for (name, ending, add, _) in FEATURES {
        let mut file = File::new(example());
        add(&mut file);
        let original = file.package.write().expect("a workbook");
        let judged = judge.judge("表.xlsx", original.clone());
        let last = finals::finalised(name, &file.package).unwrap_or_else(|error| panic!("{name}: {error}"));
        std::fs::write(folder.join(format!("{name}.{ending}")), &original).expect("written");
        std::fs::write(folder.join(format!("{name}.final.{ending}")), &last).expect("written");
        // The values are those of the original, whose code is another: that is found, and nothing else is.
        let again = judge.judge("表.xlsx", last);
        let others: Vec<String> = said(&again).into_iter().filter(|line| !line.starts_with("FIL-16|")).collect();
        let locked = |line: &String| !line.starts_with("FIL-15|");
        assert_eq!(others, said(&judged).into_iter().filter(locked).collect::<Vec<_>>(), "{name}");
        let stated = again.verification.expect("a return").stated.map(|code| code.to_string());
        assert_eq!(stated.as_deref(), Some(finals::CODE), "{name}");
    }
}
