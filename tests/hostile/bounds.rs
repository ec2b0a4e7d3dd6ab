//! The largest files that are still read: each in a process of its own that may not take more than 256 MiB.
//!
//! What is beyond the limits is refused before it costs anything; what hurts is what lies just below them.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use regex::{Captures, Regex};
use xlcheck::excel::package::Package;
use xlcheck::form::Settings;
use xlcheck::outcome::{Issuing, issue_one};
use xlcheck::plan::{MAX_SPARE, MAX_SUB_UNITS};

use crate::damaged::Bytes;
use crate::desk;
use crate::outcome::workbook;

/// The address space of the process, in KiB: 256 MiB for the program, its stack and all that it holds.
const MEMORY: u32 = 256 << 10;
/// Long enough for a debug build on a busy machine; a release build takes less than five seconds for each.
const TIME: Duration = Duration::from_secs(120);

/// Status and number of findings of the file, the marked copy written; panics where the process does not end well.
fn judged(name: &str, bytes: &[u8]) -> (String, usize) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("表.xlsx"), bytes).expect("written");
    if let Some(kept) = std::env::var_os("HOSTILE") {
        std::fs::write(Path::new(&kept).join(format!("{name}.xlsx")), bytes).expect("kept");
    }
    let report = report(name, folder.path());
    let file = &report["files"][0];
    let reviews = reviews(&folder.path().join("结果"));
    assert_eq!(reviews, usize::from(!file.is_null()), "{name}: reviews");
    let status = file["status"].as_str().unwrap_or("附件").to_owned();
    (status, file["findings"].as_array().map_or(0, Vec::len))
}

/// What a process with little memory says of a folder, its reviews written to `结果`.
fn report(name: &str, folder: &Path) -> serde_json::Value {
    let out = tempfile::NamedTempFile::new().expect("a file");
    let begun = Instant::now();
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_xlcheck")])
        .args(["check", "--format", "json", "--date", "2022-4-20", "--out"])
        .arg(folder.join("结果"))
        .arg(folder)
        .stdout(Stdio::from(out.reopen().expect("a file")))
        .spawn()
        .expect("started");
    let status = loop {
        if let Some(status) = child.try_wait().expect("a status") {
            break status;
        }
        if begun.elapsed() > TIME {
            let _ = child.kill();
            panic!("{name} takes more than {TIME:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert!(status.code().is_some_and(|code| code < 2), "{name}: {status}");
    serde_json::from_slice(&std::fs::read(out.path()).expect("JSON")).expect("JSON")
}

/// Reviews below a folder; a letter may lie beside one, or a 定稿.
fn reviews(folder: &Path) -> usize {
    named(folder, "审核意见")
}

/// Files below a folder with these words in their names.
fn named(folder: &Path, words: &str) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_named = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(words));
    paths.map(|path| if path.is_dir() { named(&path, words) } else { usize::from(is_named(&path)) }).sum()
}

/// The blank workbook with a text put in front of a mark of the part that holds a sheet.
fn with(sheet: &str, mark: &str, text: &str) -> Vec<u8> {
    desk::changed(&workbook(), &desk::part(&workbook(), sheet), |xml| {
        assert!(xml.contains(mark), "{mark}");
        xml.replacen(mark, &format!("{text}{mark}"), 1)
    })
}

/// Elements numbered from one.
fn numbered(count: usize, element: impl Fn(usize) -> String) -> String {
    (1..=count).fold(String::new(), |mut text, k| {
        let _ = text.write_str(&element(k));
        text
    })
}

/// What the blank workbook is judged to be.
fn blank() -> (String, usize) {
    judged("blank", &workbook())
}

#[test]
fn a_workbook_full_of_photographs() {
    let mut package = Package::open(workbook()).expect("a package");
    for k in 0..4 {
        package.replace(&format!("xl/media/image{k}.jpeg"), Bytes::new(k).take(11 << 20));
    }
    assert_eq!(judged("photographs", &package.write().expect("written")), blank());
}

#[test]
fn a_million_numbers() {
    let row = |k: usize| format!("<row>{}</row>", format!("<c><v>{}.25</v></c>", k * 7_919).repeat(500));
    let file = with("收支情况", "</sheetData>", &format!("<row r=\"2000\"/>{}", numbered(1_980, row)));
    let (status, findings) = blank();
    assert_eq!(judged("numbers", &file), (status, findings + 1), "what stands beside the tables is said");
}

/// Formulas where figures belong, each of which adds up parts of a large sheet again and again.
#[test]
fn formulas_that_add_up_a_million_numbers() {
    let row = |_: usize| format!("<row>{}</row>", "<c><v>1</v></c>".repeat(500));
    let rows = format!("<row r=\"2000\"/>{}</sheetData>", numbered(1_980, row));
    let sum = format!("SUM({})", ["A2001:SF2020"; 500].join(","));
    let mut formulas = 0;
    let file = desk::changed(&workbook(), &desk::part(&workbook(), "收支情况"), |xml| {
        let cells = xml.replacen("</sheetData>", &rows, 1);
        let cells = cells.split("<c ").enumerate().map(|(k, cell)| match cell.split_once("/>") {
            Some((format, rest))
                if k > 0
                    && !format.contains('<')
                    && ["r=\"B", "r=\"C", "r=\"D"].iter().any(|r| cell.starts_with(r)) =>
            {
                formulas += 1;
                format!("{format}><f>{sum}</f><v>1</v></c>{rest}")
            }
            Some(_) | None => cell.to_owned(),
        });
        cells.collect::<Vec<_>>().join("<c ")
    });
    assert!(formulas > 10, "{formulas}");
    judged("sums", &file);
}

/// Every sheet of a 定稿 is edited, however large it is: two parts here, each close to the limit of a part, together close
/// to that of a file.
#[test]
fn a_workbook_that_passes_as_large_as_it_may_be() {
    let form = desk::form();
    let filled = desk::filled(&form, &desk::judge(), workbook(), &desk::values("01_无误"));
    let numbers = |k: usize| format!("<row>{}</row>", format!("<c><v>{:<30}</v></c>", k * 7_919).repeat(500));
    let blanks = |_: usize| format!("<row>{}</row>", "<c    s=\"1\"/>".repeat(400));
    let fill = |bytes: &[u8], sheet: &str, rows: String| {
        desk::changed(bytes, &desk::part(bytes, sheet), |xml| {
            let (before, after) = xml.rsplit_once("</sheetData>").expect("rows");
            format!("{before}<row r=\"2000\"/>{rows}</sheetData>{after}")
        })
    };
    let checked = fill(&filled, "自查", numbered(1_900, numbers));
    let whole = fill(&checked, "填报说明", numbered(8_000, blanks));
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("表.xlsx"), whole).expect("written");
    let report = report("passes", folder.path());
    assert_eq!(report["files"][0]["status"], "通过");
    assert_eq!(named(&folder.path().join("结果"), "定稿"), 1);
}

#[test]
fn a_million_words() {
    let row =
        |k: usize| format!("<row>{}</row>", format!("<c t=\"inlineStr\"><is><t>第{k}行</t></is></c>").repeat(500));
    let file = with("收支情况", "</sheetData>", &format!("<row r=\"2000\"/>{}", numbered(1_900, row)));
    let (status, findings) = judged("words", &file);
    assert_eq!(status, "退回");
    assert!(findings < blank().1 + 10, "{findings}");
}

#[test]
fn millions_of_prepared_cells_in_no_order() {
    let row = |k: usize| {
        let row = 1_000 + (k * 7_919) % 20_011;
        format!("<row r=\"{row}\">{}</row>", "<c s=\"1\"/><c/>".repeat(100))
    };
    let file = with("收支情况", "</sheetData>", &numbered(19_900, row));
    assert_eq!(judged("prepared", &file), blank());
}

#[test]
fn merges_validations_and_names_up_to_their_limits() {
    let merges = numbered(190_000, |k| format!("<mergeCell ref=\"Z{k}:AA{k}\"/>"));
    let file = with("收支情况", "</mergeCells>", &merges);
    assert_eq!(judged("merges", &file), blank());
    let areas = numbered(190_000, |k| format!("Z{k} "));
    let validation = format!("<dataValidation type=\"decimal\" sqref=\"{}\"/>", areas.trim());
    assert_eq!(judged("validations", &with("收支情况", "</dataValidations>", &validation)), blank());
    let name = |k: usize| format!("<definedName name=\"名称{k}\">'没有这张表'!$B${k}</definedName>");
    let file = desk::changed(&workbook(), "xl/workbook.xml", |xml| {
        xml.replacen("</definedNames>", &format!("{}</definedNames>", numbered(98_000, name)), 1)
    });
    assert_eq!(judged("names", &file), blank());
}

#[test]
fn a_thousand_sheets_and_a_hundred_thousand_arrows() {
    let mut package = Package::open(workbook()).expect("a package");
    let text =
        |package: &Package, part: &str| String::from_utf8(package.required(part).expect(part).to_vec()).expect("UTF-8");
    let (book, rels) = (text(&package, "xl/workbook.xml"), text(&package, "xl/_rels/workbook.xml.rels"));
    let sheet = |k: usize| format!("<sheet name=\"附表{k}\" sheetId=\"{}\" r:id=\"x{k}\"/>", 100 + k);
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
    let arrow = |k: usize| format!("<Relationship Id=\"x{k}\" Type=\"{kind}\" Target=\"worksheets/x{k}.xml\"/>");
    let book = book.replacen("</sheets>", &format!("{}</sheets>", numbered(1_000, sheet)), 1);
    let rels = rels.replacen("</Relationships>", &format!("{}</Relationships>", numbered(100_000, arrow)), 1);
    package.replace("xl/workbook.xml", book.into_bytes());
    package.replace("xl/_rels/workbook.xml.rels", rels.into_bytes());
    for k in 1..=1_000 {
        let xml = format!(
            "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>{k}</t></is></c></row></sheetData></worksheet>"
        );
        package.replace(&format!("xl/worksheets/x{k}.xml"), xml.into_bytes());
    }
    let (status, findings) = judged("sheets", &package.write().expect("written"));
    assert_eq!(status, "退回");
    assert!(findings <= blank().1 + 1_000, "{findings}");
}

#[test]
fn every_cell_filled_to_its_brim() {
    /// As many cells of two sheets as the limit of all texts allows.
    const CELLS: usize = 150;
    let mut package = Package::open(workbook()).expect("a package");
    let workbook = package.workbook().expect("a workbook");
    let blanks = Regex::new("(<c r=\"[A-Z]+[0-9]+\" s=\"[0-9]+\")/>").expect("a pattern");
    let long = "长".repeat(32_767);
    for sheet in workbook.sheets.iter().filter(|sheet| sheet.name == "综述" || sheet.name == "收支情况") {
        let xml = String::from_utf8(package.required(&sheet.part).expect("a sheet").to_vec()).expect("UTF-8");
        let filled = blanks.replacen(&xml, CELLS, |cell: &Captures<'_>| {
            format!("{} t=\"inlineStr\"><is><t>{long}</t></is></c>", &cell[1])
        });
        package.replace(&sheet.part, filled.into_owned().into_bytes());
    }
    let (status, _) = judged("brim", &package.write().expect("written"));
    assert_eq!(status, "退回");
}

#[test]
fn a_workbook_without_stamp_and_with_rows_in_every_sheet() {
    let mut package = Package::open(workbook()).expect("a package");
    let book = package.workbook().expect("a workbook");
    package.remove("docProps/custom.xml");
    let words = String::from_utf8(package.required("xl/sharedStrings.xml").expect("words").to_vec()).expect("UTF-8");
    let words = words.replace("模板：", "样式：").replace("<t>模板</t>", "<t>样式</t>");
    package.replace("xl/sharedStrings.xml", words.into_bytes());
    let row = |k: usize| format!("<row r=\"{}\"><c t=\"inlineStr\"><is><t>汇总</t></is></c></row>", 1_000 + k);
    let rows = numbered(20_000, row);
    for sheet in &book.sheets {
        let xml = String::from_utf8(package.required(&sheet.part).expect("a sheet").to_vec()).expect("UTF-8");
        package.replace(&sheet.part, xml.replacen("</sheetData>", &format!("{rows}</sheetData>"), 1).into_bytes());
    }
    let (status, _) = judged("unstamped", &package.write().expect("written"));
    assert_eq!(status, "退回");
}

/// Notes are added where marks are, among those that are there already.
#[test]
fn a_hundred_thousand_notes() {
    let mut package = Package::open(workbook()).expect("a package");
    let sheet = package.workbook().expect("a workbook").sheet("收支情况").expect("a sheet").part.clone();
    let number = sheet.trim_start_matches("xl/worksheets/sheet").trim_end_matches(".xml").to_owned();
    let note = |k: usize| format!("<comment ref=\"Z{k}\" authorId=\"0\"><text><r><t>批注{k}</t></r></text></comment>");
    let xml = format!(
        "<comments><authors><author>a</author></authors><commentList>{}</commentList></comments>",
        numbered(100_000, note)
    );
    package.replace("xl/comments99.xml", xml.into_bytes());
    let rels = format!("xl/worksheets/_rels/sheet{number}.xml.rels");
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    let arrow = format!("<Relationship Id=\"n1\" Type=\"{kind}\" Target=\"../comments99.xml\"/>");
    let there = package.part(&rels).expect("a part").map(|bytes| String::from_utf8(bytes.to_vec()).expect("UTF-8"));
    let there = there.unwrap_or_else(|| "<Relationships></Relationships>".to_owned());
    package.replace(&rels, there.replacen("</Relationships>", &format!("{arrow}</Relationships>"), 1).into_bytes());
    let (status, findings) = blank();
    assert_eq!(judged("notes", &package.write().expect("written")), (status, findings + 1), "notes are said");
}

/// The record that a marked copy carries is the unit's to change: it may name a part a hundred thousand times.
#[test]
fn a_record_that_repeats_itself() {
    let form = desk::form();
    let judged = desk::judge().judge("表.xlsx", desk::issued(&form, xlcheck::outcome::SubUnitsSaid::None));
    let dates = xlcheck::report::Dates { received: desk::RECEIVED, reviewed: desk::RECEIVED };
    let marked = xlcheck::report::marked_copy(&judged, dates).expect("marked").expect("a copy");
    let honest = self::judged("marked", &marked);
    let repeated = desk::changed(&marked, &desk::part(&marked, "审核意见"), |xml| {
        let start = xml.find("{\"part\":").expect("the record");
        let end = start + xml[start..].find("]}").expect("its first part") + 2;
        let first = format!("{},", &xml[start..end]);
        let count = (40 << 20) / first.len();
        format!("{}{}{}", &xml[..start], first.repeat(count.min(100_000)), &xml[start..])
    });
    assert_eq!(self::judged("record", &repeated), honest);
}

/// Names that we would give are taken by the file itself.
#[test]
fn arrows_that_bear_our_ids() {
    let part = "xl/_rels/workbook.xml.rels";
    let arrow = |k: usize| format!("<Relationship Id=\"rIdXlcheck{k}\" Type=\"x/y\" Target=\"z.xml\"/>");
    let file = desk::changed(&workbook(), part, |xml| {
        xml.replacen("</Relationships>", &format!("{}</Relationships>", numbered(200_000, arrow)), 1)
    });
    assert_eq!(judged("ids", &file), blank());
}

/// The most rows that a bureau can issue, which a stamp can therefore claim.
#[test]
fn the_largest_shape() {
    let (form, settings) = (desk::form(), Settings { spare: Some(MAX_SPARE), ..Settings::default() });
    let issuing = Issuing { form: &form, year: desk::YEAR, deadline: None, password: None, settings: &settings };
    let file = issue_one(&issuing, &desk::unit(desk::named(MAX_SUB_UNITS))).expect("issued");
    let (status, _) = judged("shape", &file);
    assert_eq!(status, "退回");
}
