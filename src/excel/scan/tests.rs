//! Whole workbooks, sound and hostile.

use rust_xlsxwriter::{Chart, DataValidation, DataValidationRule, DocProperties, Format, Workbook as Writer};

use super::*;
use crate::facts::{Raw, Validation, ValidationKind, Visibility};
use crate::words::Cell;

fn written() -> Package {
    let mut workbook = Writer::new();
    workbook.add_chartsheet().insert_chart(0, 0, &chart()).expect("a chart");
    let sheet = workbook.add_worksheet().set_name("收支情况").expect("a name");
    let unlocked = Format::new().set_unlocked();
    sheet.write_with_format(0, 0, "收入合计", &Format::new().set_bold()).expect("a text");
    sheet.write_with_format(0, 1, 365.79, &unlocked).expect("a number");
    sheet.write_with_format(0, 2, 44_797, &Format::new().set_num_format("yyyy-mm-dd")).expect("a date");
    sheet.write_formula(1, 1, "=SUM(B1:B1)").expect("a formula");
    sheet.write_blank(2, 1, &unlocked).expect("a blank");
    sheet.write_blank(2, 2, &unlocked).expect("a blank");
    sheet.merge_range(3, 0, 3, 2, "说明\r\n二", &Format::new()).expect("a merge");
    let whole = DataValidation::new().allow_whole_number(DataValidationRule::Between(1, 9));
    sheet.add_data_validation(0, 1, 8, 1, &whole).expect("a validation");
    sheet.protect();
    workbook.add_worksheet().set_name("章").expect("a name").set_very_hidden(true);
    workbook.define_name("收支情况!本表.合计", "=收支情况!$B$2").expect("a name");
    workbook.define_name("全册.合计", "=收支情况!$B$2").expect("a name");
    workbook.set_properties(&DocProperties::new().set_custom_property("封签", "甲"));
    Package::open(workbook.save_to_buffer().expect("bytes")).expect("a package")
}

fn chart() -> Chart {
    let mut chart = Chart::new_column();
    chart.add_series().set_values("收支情况!$B$1:$B$2");
    chart
}

fn replaced(part: &str, text: &str) -> String {
    let mut package = written();
    package.replace(part, text.as_bytes().to_vec());
    read_book(&package).map_or_else(|error| error.to_string(), |_| "read".to_owned())
}

#[test]
fn a_workbook_is_read_with_everything_a_check_needs() {
    let book = read_book(&written()).expect("a book");
    let names: Vec<_> = book.sheets.iter().map(|sheet| (&*sheet.name, sheet.visibility, sheet.protected)).collect();
    assert_eq!(names, [("收支情况", Visibility::Visible, true), ("章", Visibility::VeryHidden, false)]);
    let sheet = &book.sheets[0];
    let at = |row, column| sheet.content(Cell::new(row, column)).expect("a cell");
    assert_eq!(at(0, 0).raw, Raw::Text("收入合计".into()));
    assert_eq!((&at(0, 1).raw, at(0, 1).locked), (&Raw::Number("365.79".into()), false));
    assert_eq!((&at(0, 2).raw, at(0, 2).date_format), (&Raw::Number("44797".into()), true));
    assert_eq!(at(1, 1).formula.as_deref(), Some("SUM(B1:B1)"));
    assert_eq!(sheet.text(Cell::new(3, 0)), "说明\n二");
    assert_eq!([1, 2, 3].map(|column| sheet.locked(Cell::new(2, column))), [Some(false), Some(false), None]);
    assert_eq!(sheet.merges, ["A4:C4".parse().expect("an area")]);
    let validation = Validation { areas: vec!["B1:B9".parse().expect("an area")], kind: ValidationKind::Whole };
    assert_eq!(sheet.validations, [validation]);
    let names: Vec<_> =
        book.names.iter().map(|name| (name.name.as_str(), name.refers_to.as_str(), name.sheet)).collect();
    assert_eq!(names, [("全册.合计", "收支情况!$B$2", None), ("本表.合计", "收支情况!$B$2", Some(0))]);
    assert_eq!(book.properties, [("封签".to_owned(), "甲".to_owned())]);
    assert_eq!([book.date1904, book.structure_locked, book.macros, book.external_links], [false; 4]);
}

#[test]
fn a_damaged_sheet_is_named() {
    assert_eq!(
        replaced("xl/worksheets/sheet1.xml", "<worksheet><sheetData>"),
        "工作表“收支情况”无法读取：内容不完整，文件可能没有传完或已损坏"
    );
    assert_eq!(
        replaced("xl/worksheets/sheet2.xml", "<!DOCTYPE a><worksheet/>"),
        "工作表“章”无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取"
    );
    assert_eq!(replaced("xl/sharedStrings.xml", "<sst>"), {
        "其中的 xl/sharedStrings.xml 无法读取：内容不完整，文件可能没有传完或已损坏"
    });
}

#[test]
fn sheets_of_one_part_are_refused() {
    let mut package = written();
    let part = "xl/_rels/workbook.xml.rels";
    let relationships = String::from_utf8(package.required(part).expect("relationships").to_vec()).expect("text");
    package.replace(part, relationships.replace("sheet2.xml", "sheet1.xml").into_bytes());
    assert_eq!(
        read_book(&package).map_err(|error| error.to_string()).map(|_| ()),
        Err("工作表“章”无法读取：与另一工作表共用 xl/worksheets/sheet1.xml，不是正常的工作簿".to_owned())
    );
}

#[test]
fn a_workbook_without_texts_and_formats_is_read() {
    let mut package = written();
    package.remove("xl/sharedStrings.xml");
    package.remove("xl/styles.xml");
    package.replace(
        "xl/worksheets/sheet1.xml",
        b"<worksheet><sheetData><row><c s=\"3\"><v>1</v></c></row></sheetData></worksheet>".to_vec(),
    );
    let book = read_book(&package).expect("a book");
    assert_eq!(book.sheets[0].text(Cell::new(0, 0)), "1");
    assert_eq!(book.sheets[0].locked(Cell::new(0, 0)), Some(true));
}
