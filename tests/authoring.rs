//! The manual for template authors (docs/编写模板.md), done to the letter: a new year's form with a new column and a
//! new cross-check by TOML alone.
//!
//! What the manual says to find, to put below it or in its place, and to add at the end is done to the files; its
//! commands are run, and what it shows of their output is compared. `SNAPSHOTS=overwrite` writes the outputs anew.

mod desk;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::fields::TYPES;
use xlcheck::form::{Became, Form, Library, Settings, differences};
use xlcheck::language::FUNCTIONS;
use xlcheck::outcome::{FilledValue, Judge, SubUnitsSaid, UnitValues};
use xlcheck::sections::KINDS;

/// The folder that the manual has its reader make.
const FOLDER: &str = "2025版";
/// The column that its reader adds.
const COLUMN: &str = "国有资本经营预算拨款";

fn manual_path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/编写模板.md")
}

fn manual() -> String {
    std::fs::read_to_string(manual_path()).expect("the manual")
}

/// A block of the manual in three backticks: the words before it, its kind, what stands in it.
struct Block {
    before: String,
    kind: String,
    text: String,
}

/// The blocks of the worked example.
fn blocks(manual: &str) -> Vec<Block> {
    let (example, _) = manual.split_once("## 从头做一套新表").expect("the worked example");
    let mut parts = example.split("```");
    let mut blocks = Vec::new();
    while let (Some(before), Some(block)) = (parts.next(), parts.next()) {
        let (kind, text) = block.split_once('\n').expect("a kind");
        blocks.push(Block { before: before.to_owned(), kind: kind.to_owned(), text: text.to_owned() });
    }
    assert!(blocks.len() >= 10, "the worked example was not found");
    blocks
}

/// A reader who does what the manual says, in a folder of his own.
struct Reader {
    desk: TempDir,
    file: String,
    found: String,
}

impl Reader {
    fn new() -> Self {
        let desk = tempfile::tempdir().expect("a folder");
        let roster = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/单位名单.xlsx");
        std::fs::copy(roster, desk.path().join("单位名单.xlsx")).expect("a roster");
        Self { desk, file: String::new(), found: String::new() }
    }

    fn path(&self) -> PathBuf {
        self.desk.path().join(FOLDER)
    }

    fn run(&self, line: &str) -> Output {
        let mut words = line.split_whitespace();
        assert_eq!(words.next(), Some("xlcheck"), "{line}");
        let command = Command::new(env!("CARGO_BIN_EXE_xlcheck")).args(words).current_dir(self.desk.path()).output();
        command.expect(line)
    }

    /// Does to the files what stands before a block of TOML.
    fn edit(&mut self, block: &Block) {
        let last = block.before.trim_end().rsplit("\n\n").next().unwrap_or_default();
        if let Some(file) = last.split('`').nth(1).filter(|name| name.contains(".toml")) {
            file.clone_into(&mut self.file);
        }
        let path = self.path().join(&self.file);
        let text = std::fs::read_to_string(&path).expect(&self.file);
        let (found, added) = (&self.found, &block.text);
        let edited = if last.contains("找到") {
            assert_eq!(text.matches(added.as_str()).count(), 1, "{added} in {}", self.file);
            self.found.clone_from(added);
            return;
        } else if last.contains("下面加") {
            text.replace(found, &format!("{found}{added}"))
        } else if last.contains("改成") {
            text.replace(found, added)
        } else {
            assert!(last.contains("末尾加上"), "what is to be done with it? {last}");
            format!("{text}\n{added}")
        };
        std::fs::write(path, edited).expect("written");
    }

    fn form(&self) -> Form {
        Library::embedded(&SPECS).folder(&self.path()).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// A reader who has done everything to the files and run nothing but the first command.
fn done() -> Reader {
    let mut reader = Reader::new();
    for block in blocks(&manual()) {
        match block.kind.as_str() {
            "sh" if block.text.contains("template new") => assert!(reader.run(block.text.trim()).status.success()),
            "toml" => reader.edit(&block),
            _ => {}
        }
    }
    reader
}

#[test]
fn the_manual_can_be_followed_to_the_letter() {
    let mut reader = Reader::new();
    let (mut shown, mut said, mut current) = (String::new(), String::new(), manual());
    for block in blocks(&manual()) {
        match block.kind.as_str() {
            "sh" => {
                if block.text.contains("check 收件") {
                    hand_in(&reader);
                }
                for line in block.text.lines() {
                    let output = reader.run(line);
                    let words = |bytes| String::from_utf8(bytes).expect("UTF-8");
                    assert_ne!(output.status.code(), Some(2), "{line}: {}", words(output.stderr));
                    said = words(output.stdout);
                }
            }
            "toml" => reader.edit(&block),
            "text" => {
                let old = format!("{}```text\n{}```", block.before, block.text);
                current = current.replace(&old, &format!("{}```text\n{said}```", block.before));
                let _ = write!(shown, "{said}");
            }
            other => panic!("what is a block of {other}?"),
        }
    }
    assert!(said.contains("汇总行：国有资本经营预算拨款195.51万元，大于项目支出195.50万元，请说明用途。"), "{said}");
    assert!(shown.contains(COLUMN), "{shown}");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(manual_path(), &current).expect("written");
    }
    assert!(current == manual(), "the outputs in the manual are not current; see the top of this file");
}

/// Puts a return into 收件 whose new column is a cent too much for the new rule.
fn hand_in(reader: &Reader) {
    let (form, judge) = (reader.form(), Judge::new(vec![reader.form()], Settings::default(), None, desk::RECEIVED));
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values("195.51", "389.49"));
    let folder = reader.desk.path().join("收件");
    std::fs::create_dir(&folder).expect("made");
    std::fs::write(folder.join("市政维护中心.xlsx"), filled).expect("written");
}

/// The values of the clean example with this much in the new column and so much less from the budget.
fn values(column: &str, budget: &str) -> UnitValues {
    let mut values = desk::values("01_无误");
    let row = values.values.get_mut("收入").and_then(|rows| rows.get_mut("汇总")).expect("the total row");
    for (field, text) in [(COLUMN, column), ("公共财政拨款", budget)] {
        row.insert(field.to_owned(), FilledValue { value: Some(text.to_owned()), text: None, cell: None });
    }
    values
}

/// What is said of a workbook of the new form with these values.
fn said(reader: &Reader, values: &UnitValues) -> Vec<String> {
    let (form, judge) = (reader.form(), Judge::new(vec![reader.form()], Settings::default(), None, desk::RECEIVED));
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), values);
    desk::said(&judge.judge("市政维护中心.xlsx", filled))
}

#[test]
fn the_new_column_has_a_head_a_cell_and_a_name() {
    let bytes = desk::issued(&done().form(), SubUnitsSaid::None);
    let book = read_book(&Package::open(bytes).expect("a package")).expect("a book");
    let sheet = book.sheet("收支情况").expect("the sheet");
    assert_eq!(sheet.text("F5".parse().expect("a cell")), COLUMN);
    assert_eq!(sheet.locked("F5".parse().expect("a cell")), Some(true));
    assert_eq!(sheet.locked("F6".parse().expect("a cell")), Some(false));
    let name = book.names.iter().find(|name| name.name == format!("收入.汇总.{COLUMN}")).expect("a name");
    assert_eq!(name.refers_to, "'收支情况'!$F$6");
    let live = sheet.cells.iter().find(|content| content.cell == "J6".parse().expect("a cell")).expect("a live check");
    let formula = live.formula.as_deref().unwrap_or_default();
    assert!(["C6", "D6", "E6", "F6", "G6", "H6"].iter().all(|cell| formula.contains(cell)), "{formula}");
}

#[test]
fn the_new_column_is_summed_up_and_exported() {
    let reader = done();
    assert_eq!(said(&reader, &values("10", "575")), Vec::<String>::new());
    assert_eq!(
        said(&reader, &values("10.5", "575")),
        ["SUM-01 收支情况!B6 “年度收入情况”汇总行：收入合计612.40万元，各分项之和612.90万元，相差0.50万元，请核对。"]
    );

    let (form, judge) = (reader.form(), Judge::new(vec![reader.form()], Settings::default(), None, desk::RECEIVED));
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values("10", "575"));
    let read = judge.judge("", filled).read.expect("a form");
    let exported = UnitValues::of(&form, &read, "").values["收入"]["汇总"][COLUMN].clone();
    let cell = Some("收支情况!F6".to_owned());
    assert_eq!(exported, FilledValue { value: Some("10".to_owned()), text: None, cell });
}

#[test]
fn the_new_rule_finds_what_it_looks_for() {
    let reader = done();
    assert_eq!(said(&reader, &values("195.5", "389.5")), Vec::<String>::new());
    assert_eq!(
        said(&reader, &values("195.51", "389.49")),
        ["XTB-90 收支情况!F6 汇总行：国有资本经营预算拨款195.51万元，大于项目支出195.50万元，请说明用途。"]
    );
}

#[test]
fn a_new_column_makes_another_form_and_a_changed_rule_does_not() {
    let (issued, reader) = (desk::form(), done());
    assert_ne!(reader.form().layout_digest, issued.layout_digest);
    let copied = Reader::new();
    assert!(copied.run(&format!("xlcheck template new {FOLDER} --from 部门整体支出绩效自评@2021")).status.success());
    let change = |file: &str, old: &str, new: &str| {
        let path = copied.path().join(file);
        let text = std::fs::read_to_string(&path).expect(file);
        assert!(text.contains(old), "{old} in {file}");
        std::fs::write(path, text.replace(old, new)).expect("written");
    };
    change("规则.toml", "使合计等于分项之和", "使二者相等");
    assert_eq!(copied.form().layout_digest, issued.layout_digest);
    assert_ne!(copied.form().rules_digest, issued.rules_digest);

    let before = copied.form().rules_digest;
    change("收支情况.toml", "paper = \"landscape\"", "# 横向打印\npaper   =   \"landscape\"");
    assert_eq!((copied.form().layout_digest, &copied.form().rules_digest), (issued.layout_digest.clone(), &before));
    change("form.toml", "value = 3,", "value = 5,");
    assert_eq!(copied.form().layout_digest, issued.layout_digest);
    assert_ne!(copied.form().rules_digest, before);
    change("收支情况.toml", "paper   =   \"landscape\"", "paper = \"portrait\"");
    assert_ne!(copied.form().layout_digest, issued.layout_digest);
}

#[test]
fn a_field_that_was_renamed_is_told_as_renamed() {
    let reader = Reader::new();
    assert!(reader.run(&format!("xlcheck template new {FOLDER} --from 部门整体支出绩效自评@2021")).status.success());
    let sheet = reader.path().join("基本概况.toml");
    let text = std::fs::read_to_string(&sheet).expect("the sheet");
    let (before, rest) = text.split_once("{ id = \"联系人\", ").expect("a field");
    let rules = reader.path().join("规则.toml");
    let spoken = std::fs::read_to_string(&rules).expect("the rules").replace("基本概况.联系人", "基本概况.经办人");
    std::fs::write(&rules, spoken).expect("written");
    std::fs::write(&sheet, format!("{before}{{ id = \"经办人\", was = \"联系人\", {rest}")).expect("written");
    let changes = differences(&desk::form(), &reader.form());
    let told: Vec<_> = changes.iter().map(|change| (change.what, change.change, change.name.as_str())).collect();
    assert_eq!(told, [("field", Became::Renamed, "基本概况.经办人")]);
    assert_eq!(changes[0].was.as_deref(), Some("基本概况.联系人"));
}

#[test]
fn differences_are_told_to_programs_too() {
    let reader = done();
    let output = reader.run(&format!("xlcheck template diff 部门整体支出绩效自评@2021 {FOLDER} --format json"));
    assert_eq!(output.status.code(), Some(1));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(told["after"], serde_json::json!({ "id": "部门整体支出绩效自评", "edition": "2025" }));
    let changes = told["changes"].as_array().expect("changes");
    let column = changes.iter().find(|change| change["what"] == "field").expect("the column");
    assert_eq!((&column["change"], &column["name"]), (&"added".into(), &format!("收入.{COLUMN}").into()));
    let kind = serde_json::json!({ "aspect": "type", "before": "", "after": "money" });
    assert_eq!(column["details"][0], kind);

    let same = reader.run(&format!("xlcheck template diff {FOLDER} {FOLDER}"));
    assert_eq!(same.status.code(), Some(0));
}

#[test]
fn what_is_there_is_not_written_over() {
    let reader = done();
    let before = std::fs::read_to_string(reader.path().join("规则.toml")).expect("the rules");
    let output = reader.run(&format!("xlcheck template new {FOLDER}"));
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(said, "错误：“2025版”已经有内容，请另写一个文件夹\n");
    assert_eq!(std::fs::read_to_string(reader.path().join("规则.toml")).expect("the rules"), before);
}

#[test]
fn the_sample_is_in_order_and_can_be_issued() {
    let reader = Reader::new();
    for line in [
        "xlcheck template new 新表",
        "xlcheck template check 新表",
        "xlcheck issue --template 新表 --roster 单位名单.xlsx --out 下发",
        "xlcheck check 下发 --template 新表 --date 2026-4-20 --fail-on never --no-review",
    ] {
        let output = reader.run(line);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(0), "{line}: {said}");
    }
}

#[test]
fn the_manual_names_every_kind_type_and_function() {
    let manual = manual();
    let kinds = KINDS.iter().map(|kind| kind.name());
    let types = TYPES.iter().map(|kind| kind.name());
    let functions = FUNCTIONS.iter().map(|function| function.name);
    for name in kinds.chain(types).chain(functions) {
        assert!(manual.contains(&format!("`{name}`")), "{name} is not in docs/编写模板.md");
    }
}
