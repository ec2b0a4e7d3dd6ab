//! Any part of a workbook: it can be marked and cleared again, or is refused.

use rust_decimal::Decimal;
use xlcheck::excel::mark::{
    Mark, ReviewCell, ReviewContent, ReviewRow, ReviewSheet, ReviewStyle, Severity, Wrong, mark_package, unmark,
};
use xlcheck::excel::package::Package;
use xlcheck::words::Cell;

use super::{parts, with_part};

/// `unmark(mark(F))` has the parts of `F` byte by byte; of a file that bears marks already, those of `unmark(F)`.
pub fn run(data: &[u8]) {
    let (Some(package), Some(marked)) = (with_part(data), marked(data)) else { return };
    let cleared = unmark(&marked).expect("marks that can be taken out").expect("a copy with marks");
    let before = package.write().expect("written");
    let before = unmark(&before).expect("what was marked can be cleared").unwrap_or(before);
    let of = |bytes: Vec<u8>| parts(&Package::open(bytes).expect("a package")).expect("parts");
    let (cleared, before) = (of(cleared), of(before));
    assert_eq!(names(&cleared), names(&before));
    for ((name, cleared), (_, before)) in cleared.iter().zip(&before) {
        assert!(cleared == before, "{name} is\n{}", String::from_utf8_lossy(cleared));
    }
}

fn names(parts: &[(String, Vec<u8>)]) -> Vec<&str> {
    parts.iter().map(|(name, _)| name.as_str()).collect()
}

/// The marked copy, where the part can be marked.
pub fn marked(data: &[u8]) -> Option<Vec<u8>> {
    mark_package(&with_part(data)?, &marks(), &review()).ok()
}

/// A mark of each kind on the sheet of the small form.
fn marks() -> Vec<Mark> {
    let mark = |cell: &str, severity, wrong, note: Option<&str>| Mark {
        sheet: "收支".to_owned(),
        cell: cell.parse::<Cell>().expect(cell),
        key: format!("SUM-01|收入.收入合计|{cell}"),
        severity,
        wrong,
        note: note.map(str::to_owned),
    };
    vec![
        mark("B4", Severity::Error, Wrong::Number(Decimal::new(500, 2)), Some("请核对<收入>&“合计”")),
        mark("C4", Severity::Query, Wrong::Text("暂无\n\"".to_owned()), Some("请说明")),
        mark("B4", Severity::Hint, Wrong::Blank, None),
        mark("XFD1048576", Severity::Hint, Wrong::Truth(true), Some("远")),
    ]
}

fn review() -> ReviewSheet {
    let cell = ReviewCell {
        column: 0,
        span: 2,
        content: ReviewContent::Text("=1+1".to_owned()),
        style: ReviewStyle::Title,
        link: None,
        unlocked: true,
    };
    ReviewSheet {
        name: "审核意见".to_owned(),
        column_widths: vec![10.0],
        rows: vec![ReviewRow { height: None, cells: vec![cell] }],
        title_rows: Some((0, 0)),
        page_breaks: Vec::new(),
        print_columns: 2,
    }
}
