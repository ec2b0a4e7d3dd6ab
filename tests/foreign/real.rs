//! Workbooks of other people, read from a folder that `XLCHECK_CORPUS` names: each is refused with a reason, or marked at
//! some of its cells, and made final, so that nothing of it is lost. Run by `tests/office/run` where the folder is there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use xlcheck::excel::mark::{
    Mark, ReviewCell, ReviewContent, ReviewRow, ReviewSheet, ReviewStyle, Severity, Wrong, mark, unmark,
};
use xlcheck::excel::package::{Package, rels_part};
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Raw;
use xlcheck::outcome::Kind;

use super::finals::finalised;
use super::{judge, parts};

/// Cells that are marked in each sheet.
const MARKS_A_SHEET: usize = 4;

#[test]
#[ignore = "needs the folder of workbooks that XLCHECK_CORPUS names"]
fn real_workbooks_are_refused_with_a_reason_or_lose_nothing() {
    let folder = std::env::var_os("XLCHECK_CORPUS").map(PathBuf::from).expect("XLCHECK_CORPUS names no folder");
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("real");
    std::fs::create_dir_all(&out).expect("a folder");
    let judge = judge();
    let (mut marked, mut refused) = (0, BTreeMap::<String, usize>::new());
    for path in files(&folder) {
        let name = path.file_name().and_then(|name| name.to_str()).expect("UTF-8").to_owned();
        let bytes = std::fs::read(&path).expect("read");
        // Whatever it is, judging it ends, and says why where it cannot.
        let judged = judge.judge(&name, bytes.clone());
        if matches!(judged.kind, Kind::Unreadable) {
            assert!(judged.outcome.findings.iter().any(|finding| !finding.message.is_empty()), "{name}");
        }
        match marks(&bytes).and_then(|marks| {
            let copy = mark(&bytes, &marks, &review()).map_err(|error| error.to_string())?;
            Ok((marks, copy))
        }) {
            Ok((marks, copy)) => {
                lost_nothing(&name, &bytes, &marks, &copy);
                let (stem, ending) = name.rsplit_once('.').expect("an ending");
                std::fs::write(out.join(&name), &bytes).expect("written");
                std::fs::write(out.join(format!("{stem}.marked.{ending}")), &copy).expect("written");
                let last = finalised(&name, &Package::open(bytes).expect("a package"));
                let last = last.unwrap_or_else(|error| panic!("{name}: {error}"));
                std::fs::write(out.join(format!("{stem}.final.{ending}")), last).expect("written");
                marked += 1;
            }
            Err(reason) => *refused.entry(reason).or_default() += 1,
        }
    }
    assert!(marked > 0, "no workbook below {} could be marked", folder.display());
    let figures = format!("real workbooks: {marked} marked and made final, nothing lost; refused: {refused:?}\n");
    std::fs::write(out.join("figures.txt"), figures).expect("written");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        if path.is_dir() {
            found.extend(files(&path));
        } else if ["xlsx", "xlsm", "xls", "et"].contains(&ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Marks at the first cells of every sheet, each bound to what it holds; or why the file cannot be read.
fn marks(bytes: &[u8]) -> Result<Vec<Mark>, String> {
    let package = Package::open(bytes).map_err(|error| error.to_string())?;
    let book = read_book(&package).map_err(|error| error.to_string())?;
    let of_sheet = |sheet: &xlcheck::facts::Sheet| -> Vec<Mark> {
        let cells = sheet.cells.iter().take(MARKS_A_SHEET).enumerate();
        let mark = |(at, content): (usize, &xlcheck::facts::Content)| Mark {
            sheet: sheet.name.to_string(),
            cell: content.cell,
            key: format!("SUM-02|表.栏|{at}"),
            severity: [Severity::Error, Severity::Query, Severity::Hint][at % 3],
            wrong: match &content.raw {
                Raw::Number(text) => text.parse::<Decimal>().map_or(Wrong::Error, Wrong::Number),
                Raw::Text(text) => Wrong::Text(text.to_string()),
                Raw::Truth(truth) => Wrong::Truth(*truth),
                Raw::Blank => Wrong::Blank,
                Raw::Error(_) | Raw::Date(_) => Wrong::Error,
            },
            note: (at % 3 != 2).then(|| "请核对".to_owned()),
        };
        cells.map(mark).collect()
    };
    Ok(book.sheets.iter().flat_map(of_sheet).collect())
}

fn review() -> ReviewSheet {
    let cell = ReviewCell {
        column: 0,
        span: 2,
        content: ReviewContent::Text("审核意见".to_owned()),
        style: ReviewStyle::Title,
        link: None,
        unlocked: false,
    };
    ReviewSheet {
        name: "审核意见".to_owned(),
        column_widths: vec![20.0, 20.0],
        rows: vec![ReviewRow { height: None, cells: vec![cell] }],
        title_rows: None,
        page_breaks: Vec::new(),
        print_columns: 2,
    }
}

/// Parts of sheets without marks are the same, those of marked ones still have all they had, and all comes back.
fn lost_nothing(name: &str, original: &[u8], marks: &[Mark], copy: &[u8]) {
    let (before, after) = (Package::open(original).expect("a package"), Package::open(copy).expect("a package"));
    let workbook = before.workbook().expect("a workbook");
    let mut touched = vec![workbook.content_types.clone(), workbook.part.clone(), rels_part(&workbook.part)];
    touched.extend(workbook.styles.clone());
    for sheet in &workbook.sheets {
        // Every sheet's tab is deselected; the notes of a marked one are continued.
        touched.push(sheet.part.clone());
        if marks.iter().any(|mark| mark.sheet == sheet.name) {
            touched.push(rels_part(&sheet.part));
            let related = xlcheck::excel::package::relationships(&before, &sheet.part).expect("relationships");
            let notes = related.into_iter().filter(|one| ["comments", "vmlDrawing"].contains(&one.kind.as_str()));
            touched.extend(notes.filter_map(|one| one.part));
        }
    }
    let after = parts(&after);
    for (part, bytes) in parts(&before) {
        assert!(touched.contains(&part) || after.get(&part) == Some(&bytes), "{name}: {part} was changed");
    }
    let cleared = unmark(copy).expect("cleared").expect("marks");
    assert_eq!(parts(&Package::open(cleared).expect("a package")), parts(&before), "{name}");
}
