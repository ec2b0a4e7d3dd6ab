//! A new column and a new cross-check of a form by TOML alone: no Rust knows of either.

mod desk;

use std::path::Path;

use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{FilledValue, Judge, SubUnitsSaid, UnitValues};

/// A column of 收入 that later editions have.
const COLUMN: &str = "国有资本经营预算拨款";

/// The form of 2021 with some lines of its files replaced, from a folder of its own.
fn authored(changes: &[(&str, &str, &str)]) -> Form {
    let edition = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/部门整体支出绩效自评/2021");
    let folder = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(edition).expect("the edition") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let mut text = std::fs::read_to_string(&path).expect(name);
        for (_, old, new) in changes.iter().filter(|(file, _, _)| *file == name) {
            assert_eq!(text.matches(old).count(), 1, "{old} in {name}");
            text = text.replace(old, new);
        }
        std::fs::write(folder.path().join(name), text).expect(name);
    }
    Library::embedded(&SPECS).folder(folder.path()).unwrap_or_else(|error| panic!("{error}"))
}

/// The form with the column, in the sum that defines the total, and with a rule that compares it with another table.
fn form() -> Form {
    authored(&[
        (
            "收支情况.toml",
            r#"  { id = "政府基金拨款", type = "money", under = ["其中："] },"#,
            r#"  { id = "政府基金拨款", type = "money", under = ["其中："] },
  { id = "国有资本经营预算拨款", type = "money", under = ["其中："] },"#,
        ),
        (
            "规则.toml",
            r#"must = "收入合计 = 上年结转 + 公共财政拨款 + 政府基金拨款 + 纳入专户管理的非税收入拨款 + 其他收入""#,
            r#"must = "收入合计 = 上年结转 + 公共财政拨款 + 政府基金拨款 + 国有资本经营预算拨款 + 纳入专户管理的非税收入拨款 + 其他收入""#,
        ),
        (
            "规则.toml",
            "[rules.SUM-02]",
            r#"[rules.XTB-99]
title = "国有资本经营预算拨款超过项目支出"
severity = "query"
each = "机构"
must = "国有资本经营预算拨款 <= 项目支出"
message = "{行}行：国有资本经营预算拨款{现值}万元，大于项目支出{应为}万元"
ask = "请说明用途"
fix = "核对两个数。"
why = "国有资本经营预算拨款用于项目。"

[rules.SUM-02]"#,
        ),
    ])
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

fn judge() -> Judge {
    Judge::new(vec![form()], Settings::default(), None, desk::RECEIVED)
}

/// What is said of a workbook with these values.
fn said(values: &UnitValues) -> Vec<String> {
    let (form, judge) = (form(), judge());
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), values);
    desk::said(&judge.judge("市政维护中心.xlsx", filled))
}

#[test]
fn a_new_column_has_a_head_a_cell_and_a_name() {
    let form = form();
    let bytes = desk::issued(&form, SubUnitsSaid::None);
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
fn a_new_column_is_summed_up_and_exported() {
    assert_eq!(said(&values("10", "575")), Vec::<String>::new());
    assert_eq!(
        said(&values("10.5", "575")),
        ["SUM-01 收支情况!B6 “年度收入情况”汇总行：收入合计612.40万元，各分项之和612.90万元，相差0.50万元，请核对。"]
    );

    let (form, judge) = (form(), judge());
    let filled = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::None), &values("10", "575"));
    let read = judge.judge("", filled).read.expect("a form");
    let exported = UnitValues::of(&form, &read, "").values["收入"]["汇总"][COLUMN].clone();
    let cell = Some("收支情况!F6".to_owned());
    assert_eq!(exported, FilledValue { value: Some("10".to_owned()), text: None, cell });
}

#[test]
fn a_new_rule_finds_what_it_looks_for() {
    assert_eq!(said(&values("195.5", "389.5")), Vec::<String>::new());
    assert_eq!(
        said(&values("195.51", "389.49")),
        ["XTB-99 收支情况!F6 汇总行：国有资本经营预算拨款195.51万元，大于项目支出195.50万元，请说明用途。"]
    );
}

#[test]
fn a_new_column_makes_another_form_and_a_changed_rule_does_not() {
    let issued = desk::form();
    let changed = authored(&[("规则.toml", "核对收入合计和各分项，使合计等于分项之和。", "核对收入合计。")]);
    assert_eq!(changed.layout_digest, issued.layout_digest);
    assert_ne!(changed.rules_digest, issued.rules_digest);
    assert_ne!(form().layout_digest, issued.layout_digest);
}
