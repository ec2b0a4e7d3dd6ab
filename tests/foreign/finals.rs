//! What must be so of the 定稿 of any workbook: all is locked, every sheet bears the code, and nothing else is touched.

use std::collections::BTreeSet;

use xlcheck::excel::mark::finalise;
use xlcheck::excel::package::{Package, SheetKind};
use xlcheck::excel::scan::read_book;

use super::parts;

/// The code that all of them are given.
pub const CODE: &str = "ABCD-EFGH";

/// The 定稿 of a package, or why there is none.
pub fn finalised(name: &str, original: &Package) -> Result<Vec<u8>, String> {
    let last = finalise(original, CODE, None).map_err(|error| error.to_string())?;
    let package = Package::open(last.clone()).expect("a package");
    let workbook = package.workbook().expect("a workbook");
    let of_sheets = workbook.sheets.iter().map(|sheet| sheet.part.as_str());
    let may_change: BTreeSet<&str> =
        of_sheets.chain(workbook.styles.as_deref()).chain([workbook.part.as_str()]).collect();
    for (part, bytes) in parts(&package) {
        let same = original.part(&part).expect("read").is_some_and(|before| *before == bytes);
        assert!(same || may_change.contains(&*part), "{name}: {part}");
    }
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.kind == SheetKind::Worksheet) {
        let text = String::from_utf8(package.required(&sheet.part).expect("a sheet").to_vec()).expect("UTF-8");
        assert!(text.contains(CODE), "{name}: {}", sheet.name);
    }
    let book = read_book(&package).expect("a book");
    assert!(book.structure_locked, "{name}");
    for sheet in &book.sheets {
        let open = sheet.cells.iter().any(|content| !content.locked) || sheet.blanks.iter().any(|run| !run.locked);
        assert!(sheet.protected && !open, "{name}: {}", sheet.name);
    }
    Ok(last)
}
