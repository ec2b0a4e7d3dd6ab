//! The recipe of the example workbooks: every binary file in `workbooks/` is made here from data.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook};
use serde::Deserialize;
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, Roster, UnitValues, fill, issue_one};
use xlcheck::words::Cell;

/// The day on which the examples are taken to have come in.
pub const RECEIVED: Date = date(2022, 4, 20);
/// The last day to hand in.
const DEADLINE: Date = date(2022, 4, 30);
/// The year that the examples evaluate.
const YEAR: i16 = 2021;

/// The folder of examples.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks")
}

pub fn library() -> Library {
    Library::embedded(&SPECS)
}

pub fn form() -> Form {
    library().open("部门整体支出绩效自评@2021").expect("the embedded form")
}

pub fn settings() -> Settings {
    Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() }
}

/// The units of the roster: code, name, section, sub-units, final accounts of income and expenditure.
const UNITS: [[&str; 6]; 10] = [
    ["629101", "青澜经开区市政维护中心", "城建股", "无", "612.40", "598.15"],
    ["629102", "青澜经开区市场监督管理局", "行政股", "青澜区质量检测所、青澜区标准信息站", "", ""],
    ["629103", "青澜经开区创业孵化服务中心", "企业股", "", "", ""],
    ["629104", "青澜经开区文化旅游局", "社保股", "青澜区文化馆、青澜区图书馆", "", ""],
    ["629105", "青澜经开区城市管理局", "城建股", "", "", ""],
    ["629106", "青澜经开区教育发展中心", "社保股", "", "", ""],
    ["629107", "青澜经开区农业服务站", "农业股", "无", "", ""],
    ["629108", "青澜经开区招商合作局", "企业股", "", "", ""],
    ["629109", "青澜经开区应急管理局", "城建股", "无", "", ""],
    ["629110", "青澜经开区档案馆", "行政股", "无", "", ""],
];
/// Heads and widths of the roster.
const HEADS: [(&str, f64); 6] = [
    ("预算编码", 12.0),
    ("单位名称", 32.0),
    ("归口股室", 12.0),
    ("二级机构", 40.0),
    ("决算.收入合计", 16.0),
    ("决算.支出合计", 16.0),
];

/// The roster.
pub fn roster() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("单位名单").expect("a name");
    let cell = Format::new().set_font_name("宋体").set_border(FormatBorder::Thin);
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    for (column, (name, width)) in (0u16..).zip(HEADS) {
        sheet.set_column_width(column, width).expect("a width");
        sheet.write_string_with_format(0, column, name, &head).expect("written");
    }
    for (row, unit) in (1u32..).zip(UNITS) {
        for (column, text) in (0u16..).zip(unit) {
            match text.parse::<f64>() {
                Ok(number) if column > 3 => sheet.write_number_with_format(row, column, number, &cell),
                _ => sheet.write_string_with_format(row, column, text, &cell),
            }
            .expect("written");
        }
    }
    let made = ExcelDateTime::from_ymd(2000, 1, 1).expect("a day");
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    workbook.save_to_buffer().expect("written")
}

/// What was filled in, by whom.
#[derive(Deserialize)]
struct Filling {
    unit: String,
    #[serde(flatten)]
    values: UnitValues,
}

/// Every example by its path below `workbooks/`.
pub fn examples() -> BTreeMap<String, Vec<u8>> {
    let form = form();
    let settings = settings();
    let issuing = Issuing { form: &form, year: YEAR, deadline: Some(DEADLINE), password: None, settings: &settings };
    let mut files = BTreeMap::new();
    let roster_bytes = roster();
    let roster = read_roster(&roster_bytes);
    files.insert("单位名单.xlsx".to_owned(), roster_bytes);
    let blank = issue_one(&issuing, roster.unit("629102").expect("on the roster")).expect("issued");
    files.insert("空白表_629102.xlsx".to_owned(), blank);
    let judge = Judge::of_library(library(), Settings::default(), None, RECEIVED).expect("embedded forms");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder().join("配方"))
        .expect("the recipes")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
        let text = std::fs::read_to_string(&path).expect("read");
        let filling: Filling = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let unit = roster.unit(&filling.unit).expect("on the roster");
        let blank = judge.judge("", issue_one(&issuing, unit).expect("issued")).read.expect("a form");
        let filled = fill(&form, &blank, &filling.values).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        files.insert(format!("returned/{name}.xlsx"), filled);
    }
    let clean = files["returned/01_无误.xlsx"].clone();
    let damaged = damaged(&files["returned/09_模板被改动.xlsx"]);
    files.insert("returned/09_模板被改动.xlsx".to_owned(), damaged);
    files.insert("returned/10_没有传完.xlsx".to_owned(), clean[..clean.len() / 2].to_vec());
    files.insert("returned/11_其实是Word文档.xlsx".to_owned(), document());
    files.insert("returned/12_标识丢失.xlsx".to_owned(), unstamped(&clean));
    files.insert("returned/附件说明.txt".to_owned(), "佐证材料另行报送。\n".as_bytes().to_vec());
    files
}

fn read_roster(bytes: &[u8]) -> Roster {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("written");
    Roster::read(file.path()).expect("a roster")
}

/// Changes a sheet of a package.
fn change(package: &mut Package, sheet: &str, changes: &[(&str, NewValue)]) {
    let part = package.workbook().expect("a workbook").sheet(sheet).expect(sheet).part.clone();
    let changes: Vec<(Cell, NewValue)> =
        changes.iter().map(|(cell, value)| (cell.parse().expect("a cell"), value.clone())).collect();
    let xml = set_cells(&package.required(&part).expect("a part"), &changes).expect("changed");
    package.replace(&part, xml);
}

/// A title, a code, a head and a formula changed, and a sheet renamed.
fn damaged(bytes: &[u8]) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let text = |text: &str| NewValue::Text(text.to_owned());
    change(&mut package, "封面", &[("A2", text("青澜经济开发区2020年度部门整体支出")), ("B6", text("629199"))]);
    change(&mut package, "收支情况", &[("C5", text("去年结转")), ("B7", NewValue::Number("260.01".to_owned()))]);
    let part = package.workbook().expect("a workbook").part;
    let xml = String::from_utf8(package.required(&part).expect("a part").to_vec()).expect("UTF-8");
    let mut renamed = xml;
    for (around, behind) in [("name=\"", "\""), ("'", "'!"), (">", "!")] {
        renamed = renamed.replace(&format!("{around}基本概况{behind}"), &format!("{around}基本情况{behind}"));
    }
    package.replace(&part, renamed.into_bytes());
    let sheets = package.workbook().expect("a workbook").sheets;
    for part in sheets.into_iter().map(|sheet| sheet.part) {
        let xml = String::from_utf8(package.required(&part).expect("a part").to_vec()).expect("UTF-8");
        package.replace(&part, xml.replace("基本概况!", "基本情况!").into_bytes());
    }
    package.write().expect("written")
}

/// A workbook whose stamp was lost: the hidden sheet emptied, the properties gone, the visible line overwritten.
fn unstamped(bytes: &[u8]) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let blanks: Vec<String> = (1..=40).flat_map(|row| [format!("A{row}"), format!("B{row}")]).collect();
    let blanks: Vec<(&str, NewValue)> = blanks.iter().map(|cell| (cell.as_str(), NewValue::Blank)).collect();
    change(&mut package, "xlcheck", &blanks);
    let empty = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"/>",
    );
    package.replace("docProps/custom.xml", empty.as_bytes().to_vec());
    let words = String::from_utf8(package.required("xl/sharedStrings.xml").expect("words").to_vec()).expect("UTF-8");
    package.replace("xl/sharedStrings.xml", words.replace("模板：", "样式：").into_bytes());
    package.write().expect("written")
}

/// A Word document under the name of a workbook.
fn document() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, text) in [
        (
            "[Content_Types].xml",
            concat!(
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
                "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
                "<Override PartName=\"/word/document.xml\" ContentType=\"application/",
                "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
            ),
        ),
        (
            "_rels/.rels",
            concat!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
                "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/",
                "relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
            ),
        ),
        (
            "word/document.xml",
            concat!(
                "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>",
                "<w:t>绩效自评报告</w:t></w:r></w:p></w:body></w:document>",
            ),
        ),
    ] {
        zip.start_file(name, options).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}
