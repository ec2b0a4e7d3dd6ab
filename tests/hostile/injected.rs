//! What a unit or a roster writes is words in every output: never a formula, a link, markup or an escape.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Book;
use xlcheck::outcome::{Issuing, Judged, SubUnitsSaid, UnitValues, issue_one};
use xlcheck::report::text::{Page, file};
use xlcheck::report::{Dates, json, marked_copy, review_path};

use crate::desk;

/// Words that some program takes for something else.
const WORDS: [&str; 16] = [
    "=HYPERLINK(\"http://evil.example/\",\"点此\")",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "\n=1+1",
    "＝1+1",
    "http://evil.example/?a=1&b=2",
    "</t></is></c><c r=\"A1\"><f>1+1</f></c>",
    "]]><script>alert(1)</script>",
    "&lt;&amp;&#x3C;_x003C_",
    "\u{1b}[31m红\u{1b}[0m\u{7}",
    "\u{202e}倒写\u{2066}",
    "{单位名称}{行}{0}",
    "xlcheck:\"<>\"\",1=1) 〔审核意见：假〕",
];

/// A return with these words in the cells for words, and in those for figures, days and people.
fn hostile() -> Vec<u8> {
    let (form, judge) = (desk::form(), desk::judge());
    let text = |k: usize| serde_json::json!({ "text": WORDS[k % WORDS.len()] });
    let paragraphs = |count: usize, from: usize| -> serde_json::Value {
        (1..=count).map(|k| (format!("段{k}"), serde_json::json!({ "正文": text(k + from) }))).collect()
    };
    let tasks: serde_json::Value =
        (1..=10).map(|k| (format!("任务{k}"), serde_json::json!({ "任务": text(k + 4) }))).collect();
    let values: UnitValues = serde_json::from_value(serde_json::json!({ "values": {
        "封面": { "": { "报告日期": text(0) } },
        "基本概况": { "": { "联系人": text(0), "联络电话": text(2), "人员编制": text(3), "实有人数": text(9) } },
        "职能职责": paragraphs(15, 0),
        "运行情况": paragraphs(8, 8),
        "年度任务": tasks,
        "收入": { "汇总": { "收入合计": text(0), "上年结转": text(1) } },
        "支出": { "汇总": { "支出合计": text(4), "基本支出": text(5), "项目支出": text(10) } },
    }}))
    .expect("values");
    desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values)
}

fn judged() -> Judged {
    desk::judge().judge("=cmd|'\u{1b}[31m\n.xlsx", hostile())
}

fn copy_of(judged: &Judged) -> Vec<u8> {
    let dates = Dates { received: desk::RECEIVED, reviewed: desk::RECEIVED };
    marked_copy(judged, dates).expect("marked").expect("a copy")
}

fn book(bytes: &[u8]) -> Book {
    read_book(&Package::open(bytes).expect("a package")).expect("a book")
}

/// Every formula of a book, with its sheet and cell.
fn formulas(book: &Book) -> BTreeSet<String> {
    let of_sheet = |sheet: &xlcheck::facts::Sheet| {
        let formula = |content: &xlcheck::facts::Content| {
            content.formula.as_ref().map(|formula| format!("{}!{} {formula}", sheet.name, content.cell))
        };
        sheet.cells.iter().filter_map(formula).collect::<Vec<_>>()
    };
    book.sheets.iter().flat_map(of_sheet).collect()
}

/// Refuses a workbook in which anything leads out of it.
fn leads_nowhere(bytes: &[u8]) {
    let package = Package::open(bytes).expect("a package");
    for name in package.names() {
        let Ok(text) = String::from_utf8(package.required(name).expect(name).to_vec()) else { continue };
        assert!(!text.contains("TargetMode=\"External\""), "{name}");
        assert!(!text.contains("evil.example") || !text.contains("<hyperlink r:id"), "{name}");
        assert!(!text.contains("<script>"), "{name}");
    }
}

#[test]
fn words_that_are_filled_in_are_words() {
    let form = desk::form();
    let blank = book(&desk::issued(&form, SubUnitsSaid::None));
    let filled = hostile();
    assert_eq!(formulas(&book(&filled)), formulas(&blank));
    leads_nowhere(&filled);
    let read = desk::judge().judge("表.xlsx", filled).read.expect("a return");
    let values = UnitValues::of(&form, &read, "表.xlsx");
    let contact = &values.values["基本概况"][""]["联系人"];
    assert_eq!(contact.text.as_ref().or(contact.value.as_ref()).map(String::as_str), Some(WORDS[0]));
}

#[test]
fn words_in_a_marked_copy_are_words() {
    let judged = judged();
    assert!(judged.outcome.findings.len() > 20);
    let marked = copy_of(&judged);
    leads_nowhere(&marked);
    assert_eq!(formulas(&book(&marked)), formulas(&book(&hostile())));
    // Without its quoted words, every condition of ours compares cells with nothing but numbers.
    let package = Package::open(marked).expect("a package");
    let quoted = Regex::new("\"(?:[^\"]|\"\")*\"").expect("a pattern");
    let bare = Regex::new(
        r"^AND\(<>,(?:\$[A-Z]+\$\d+=(?:-?[\d.]+|TRUE|FALSE)?|LEFT\(\$[A-Z]+\$\d+,\d+\)=|LEN\(\$[A-Z]+\$\d+\)[=>]0|ISERROR\(\$[A-Z]+\$\d+\)|ISNUMBER\(\$[A-Z]+\$\d+\),\$[A-Z]+\$\d+=0)\)$",
    )
    .expect("a pattern");
    let rule = Regex::new("<cfRule[^>]*><formula>([^<]*xlcheck:[^<]*)</formula>").expect("a pattern");
    let mut conditions = 0;
    for sheet in package.workbook().expect("a workbook").sheets {
        let xml = String::from_utf8(package.required(&sheet.part).expect("a sheet").to_vec()).expect("UTF-8");
        for found in rule.captures_iter(&xml) {
            let formula = found[1].replace("&quot;", "\"").replace("&apos;", "'").replace("&lt;", "<");
            let formula = formula.replace("&gt;", ">").replace("&amp;", "&");
            let left = quoted.replace_all(&formula, "");
            assert!(bare.is_match(&left), "{formula}");
            conditions += 1;
        }
    }
    assert!(conditions > 10, "{conditions}");
}

#[test]
fn a_review_by_itself_has_no_formula() {
    let unreadable = desk::judge().judge("=HYPERLINK(\"http://evil.example/\").xlsx", b"\0".to_vec());
    let review = copy_of(&unreadable);
    assert_eq!(formulas(&book(&review)), BTreeSet::new());
    leads_nowhere(&review);
}

#[test]
fn a_terminal_is_not_steered() {
    let said = file(&judged(), Page { width: 100, colour: false });
    let steers =
        |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    assert_eq!(said.chars().find(steers), None);
    assert!(said.contains("=HYPERLINK"), "{said}");
}

#[test]
fn json_is_json_whatever_is_quoted() {
    let line = json::line(&judged()).expect("JSON").expect("a return");
    assert!(!line.contains('\n') && !line.contains('\u{1b}'));
    let file: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(file["path"], "=cmd|'\u{1b}[31m\n.xlsx");
}

/// No cell of the table begins as a formula, unless it is a number.
#[test]
fn a_table_of_values_holds_no_formula() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("=1+1.xlsx"), hostile()).expect("written");
    let output = Command::new(env!("CARGO_BIN_EXE_xlcheck"))
        .args(["export", "--format", "csv"])
        .arg(folder.path())
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let cell = Regex::new("(?:^|,|\n)(\"(?:[^\"]|\"\")*\"|[^,\n]*)").expect("a pattern");
    let mut hostile = 0;
    for found in cell.captures_iter(text.trim_start_matches('\u{feff}')) {
        let content = found[1].trim_matches('"').trim_end();
        let starts = content.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
        assert!(!starts || content.parse::<f64>().is_ok(), "{content}");
        hostile += usize::from(content.contains("evil.example"));
    }
    assert!(hostile > 2, "{hostile}");
}

#[test]
fn a_roster_of_hostile_words_is_issued_as_words() {
    let form = desk::form();
    let settings = xlcheck::form::Settings::default();
    let issuing = Issuing { form: &form, year: desk::YEAR, deadline: None, password: None, settings: &settings };
    let plain = formulas(&book(&issue_one(&issuing, &desk::unit(desk::named(2))).expect("issued")));
    for words in WORDS {
        let mut unit = desk::unit(SubUnitsSaid::Named([words, "质检所"].into_iter().collect()));
        words.clone_into(&mut unit.name);
        words.clone_into(&mut unit.section);
        let issued = issue_one(&issuing, &unit).expect("issued");
        leads_nowhere(&issued);
        let found = formulas(&book(&issued));
        assert_eq!(found.len(), plain.len(), "{words}");
        assert!(found.iter().all(|formula| !formula.contains("evil") && !formula.contains("calc")), "{words}");
    }
}

#[test]
fn the_record_of_what_was_issued_and_its_files_stay_words_and_inside() {
    let folder = tempfile::tempdir().expect("a folder");
    let roster = folder.path().join("名单.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let heads = ["预算编码", "单位名称", "归口股室", "二级机构"];
    let line = ["629101", "=HYPERLINK(\"http://evil.example/\")/../../a", "../../=1+1", "无"];
    for (row, texts) in (0u32..).zip([heads, line]) {
        for (column, text) in (0u16..).zip(texts) {
            sheet.write_string(row, column, text).expect("written");
        }
    }
    book.save(&roster).expect("saved");
    let out = folder.path().join("深/下发");
    let output = Command::new(env!("CARGO_BIN_EXE_xlcheck"))
        .args(["issue", "--template", "部门整体支出绩效自评@2021", "--year", "2021", "--roster"])
        .arg(&roster)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let files = files(folder.path());
    let inside: Vec<&PathBuf> = files.iter().filter(|file| file.starts_with(&out)).collect();
    assert_eq!((files.len(), inside.len()), (3, 2), "{files:?}");
    let record = std::fs::read(out.join("下发清单.xlsx")).expect("the record");
    assert_eq!(formulas(&self::book(&record)), BTreeSet::new());
    leads_nowhere(&record);
}

/// What a stamp says of its unit names the review, and leads nowhere else.
#[test]
fn a_review_is_written_inside_its_folder() {
    let mut judged = judged();
    for (code, name) in
        [("../../../etc", "passwd"), ("/etc/passwd", ""), ("..", "."), ("C:\\a", "CON"), ("\0", "\n"), ("", "")]
    {
        (judged.code, judged.name) = (code.to_owned(), name.to_owned());
        let path = review_path(&judged);
        assert_eq!(path.components().count(), 2, "{}", path.display());
        assert!(path.components().all(|part| matches!(part, std::path::Component::Normal(_))), "{}", path.display());
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
