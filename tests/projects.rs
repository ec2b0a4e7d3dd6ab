//! The form of single projects: a sheet for each project that the roster names, blank ones where it names none.

mod desk;

use std::io::Write;

use rust_xlsxwriter::Workbook;
use serde_json::json;
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Book;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, Names, Roster, SubUnitsSaid, Unit, UnitValues, fill, issue_all};
use xlcheck::words::Cell;

fn form() -> Form {
    Library::embedded(&SPECS).open("项目支出绩效自评表@2024").expect("the embedded form")
}

fn unit(projects: Option<&[&str]>) -> Unit {
    let projects = projects.map(|names| names.iter().map(|name| (*name).to_owned()).collect());
    Unit { projects, ..desk::unit(SubUnitsSaid::None) }
}

fn book(projects: Option<&[&str]>) -> Book {
    let bytes = desk::issued_to(&form(), &unit(projects));
    read_book(&Package::open(bytes).expect("a package")).expect("a book")
}

fn sheets(book: &Book) -> Vec<&str> {
    book.sheets.iter().map(|sheet| &*sheet.name).filter(|name| name.starts_with("项目")).collect()
}

/// 项目名称 on a sheet, and whether it is locked.
fn project<'b>(book: &'b Book, sheet: &str) -> (&'b str, Option<bool>) {
    let cell: Cell = "C5".parse().expect("a cell");
    let sheet = book.sheet(sheet).expect("a sheet");
    (sheet.text(cell), sheet.locked(cell))
}

#[test]
fn a_sheet_stands_for_each_project_of_the_roster() {
    let named = book(Some(&["城市道路养护", "路灯、景观灯改造"]));
    assert_eq!(sheets(&named), ["项目汇总", "项目自评表1", "项目自评表2"]);
    assert_eq!(project(&named, "项目自评表2"), ("路灯、景观灯改造", Some(true)));
    let blank = book(None);
    assert_eq!(sheets(&blank), ["项目汇总", "项目自评表1", "项目自评表2", "项目自评表3"]);
    assert_eq!(project(&blank, "项目自评表3"), ("", Some(false)));
}

#[test]
fn what_is_filled_in_comes_back() {
    let judge = Judge::new(vec![form()], Settings::default(), None, desk::RECEIVED);
    let blank = judge.judge("空白表.xlsx", desk::issued_to(&form(), &unit(Some(&["甲项目", "乙项目"]))));
    let (form, read) = (blank.form.expect("a form"), blank.read.expect("a form"));
    let values = json!({ "values": {
        "项目信息_2": { "": { "实施单位": "青澜经开区市政维护中心" } },
        "资金_2": { "当年财政拨款": { "资金全年执行数": "65.25" } },
        "定量指标_1": { "数量2": { "指标名称": "更换路灯" } },
    } });
    let values: UnitValues = serde_json::from_value(values).expect("values");
    let filled = judge.judge("填报表.xlsx", fill(&form, &read, &values).expect("filled"));
    let exported = UnitValues::of(&form, &filled.read.expect("a form"), "填报表.xlsx");
    let value = |table: &str, row: &str, field: &str| exported.values[table][row][field].value.clone();
    assert_eq!(value("项目信息_2", "", "实施单位").as_deref(), Some("青澜经开区市政维护中心"));
    assert_eq!(value("资金_2", "当年财政拨款", "资金全年执行数").as_deref(), Some("65.25"));
    assert_eq!(value("定量指标_1", "数量2", "指标名称").as_deref(), Some("更换路灯"));
}

/// A roster with these words in its column 项目.
fn roster(projects: &[&str]) -> Result<Roster, String> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单").expect("a name");
    for (column, head) in (0..).zip(["预算编码", "单位名称", "项目"]) {
        sheet.write_string(0, column, head).expect("written");
    }
    for (row, projects) in (1u32..).zip(projects) {
        sheet.write_string(row, 0, format!("6291{row:02}")).expect("written");
        sheet.write_string(row, 1, format!("第{row}局")).expect("written");
        sheet.write_string(row, 2, *projects).expect("written");
    }
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().expect("a file");
    file.write_all(&workbook.save_to_buffer().expect("written")).expect("written");
    Roster::read(file.path()).map_err(|error| error.to_string())
}

#[test]
fn projects_stand_between_semicolons_or_on_lines() {
    let roster = roster(&["道路、桥涵养护；路灯改造\n2024年安全整治", "无", ""]).expect("a roster");
    let projects: Vec<_> = roster.units.iter().map(|unit| unit.projects.clone()).collect();
    let named = ["道路、桥涵养护", "路灯改造", "2024年安全整治"].into_iter().collect();
    assert_eq!(projects, [Some(named), Some(Names::default()), None]);
}

#[test]
fn what_is_wrong_with_projects_is_said_at_the_cell() {
    let many = (1..=61).map(|k| format!("第{k}个项目")).collect::<Vec<_>>().join("；");
    for (projects, message) in [
        ("甲项目；甲项目；甲项目", "名单!C2：项目“甲项目”写了两次"),
        ("3", "名单!C2：项目“3”不是项目名称，请写各项目的名称，之间用分号隔开，没有项目的只写“无”"),
        ("无；无", "名单!C2：项目“无”不是项目名称，请写各项目的名称，之间用分号隔开，没有项目的只写“无”"),
        (many.as_str(), "名单!C2：项目有61个，最多60个"),
    ] {
        assert_eq!(roster(&[projects]).expect_err(projects), format!("名单有1处需要修改：\n{message}"));
    }
}

#[test]
fn a_unit_without_projects_is_issued_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (form, settings) = (form(), Settings::default());
    let issuing = Issuing { form: &form, year: 2024, deadline: None, password: None, settings: &settings };
    let files =
        issue_all(&issuing, &roster(&["甲项目", "无"]).expect("a roster"), folder.path()).expect("issued").files;
    let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    assert_eq!(names, ["未分股室/629101_第1局_2024年度项目支出绩效自评.xlsx"]);
}
