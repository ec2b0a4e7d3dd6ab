use proptest::prelude::*;

use super::super::shared_strings::SharedStrings;
use super::super::styles::Styles;
use super::*;
use crate::facts::Raw;

const STRINGS: &str = "<sst><si><t>收入</t></si><si><t>支出</t></si></sst>";
const STYLES: &str =
    "<styleSheet><cellXfs><xf/><xf><protection locked=\"0\"/></xf><xf numFmtId=\"14\"/></cellXfs></styleSheet>";

fn read_part(part: &str) -> Result<Sheet, String> {
    let used = &mut Used::default();
    let strings = &SharedStrings::read(STRINGS.as_bytes(), used).expect("texts");
    let styles = &Styles::read(STYLES.as_bytes()).expect("styles");
    let context = &mut Context { strings, styles, used };
    read(part.as_bytes(), Arc::from("表"), Visibility::Visible, context).map_err(|defect| defect.to_string())
}

fn read_cells(rows: &str) -> Result<Vec<String>, String> {
    let sheet = read_part(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"))?;
    Ok(sheet.cells.iter().map(shown).collect())
}

fn shown(content: &crate::facts::Content) -> String {
    let value = match &content.raw {
        Raw::Blank => "空".to_owned(),
        Raw::Number(text) => format!("n {text}"),
        Raw::Text(text) => format!("t {text}"),
        Raw::Truth(truth) => format!("b {truth}"),
        Raw::Error(text) => format!("e {text}"),
        Raw::Date(text) => format!("d {text}"),
    };
    let formula = content.formula.as_ref().map(|formula| format!(" ={formula}")).unwrap_or_default();
    format!("{} {value}{formula}", content.cell)
}

#[test]
fn cells_of_every_type_are_read() {
    let rows = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"B2\" t=\"str\"><f>A2&amp;\"_\"</f><v>支出_x0041_</v></c>\
        <c r=\"C2\" t=\"inlineStr\"><is><r><t>甲 </t></r><r><t>乙</t></r><rPh><t>x</t></rPh></is></c>\
        <c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"E2\" t=\"b\"><v>false</v></c><c r=\"F2\" t=\"e\"><v>#SPILL!</v></c>\
        <c r=\"G2\" t=\"d\"><v>2022-08-24</v></c><c r=\"H2\" t=\"n\"><v> 12.50 </v></c><c r=\"I2\"><v>365.78999999999996</v></c>\
        <c r=\"J2\"><f>NOW()</f></c><c r=\"K2\" t=\"str\"><f>A1</f><v></v></c><c r=\"L2\"><v/></c><c r=\"M2\"><f/><v>1</v></c>\
        <c r=\"N2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> </t></is></c></row>";
    let expected = [
        "A2 t 支出",
        "B2 t 支出A =A2&\"_\"",
        "C2 t 甲 乙",
        "D2 b true",
        "E2 b false",
        "F2 e #SPILL!",
        "G2 d 2022-08-24",
        "H2 n 12.50",
        "I2 n 365.78999999999996",
        "J2 空 =NOW()",
        "K2 t  =A1",
        "M2 n 1",
        "N2 t  ",
    ];
    assert_eq!(read_cells(rows), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn what_is_not_of_its_type_is_a_text() {
    let rows = "<row><c><v>NaN</v></c><c><v>1,234</v></c><c><v>1e999</v></c><c t=\"b\"><v>是</v></c><c t=\"?\"><v>3</v></c></row>";
    let expected = ["A1 t NaN", "B1 t 1,234", "C1 t 1e999", "D1 t 是", "E1 n 3"];
    assert_eq!(read_cells(rows), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn cells_without_address_follow_the_one_before() {
    let rows = "<row><c><v>1</v></c></row><row r=\"5\"><c r=\"C5\"><v>2</v></c><c><v>3</v></c></row><row><c><v>4</v></c></row>";
    let expected = ["A1 n 1", "C5 n 2", "D5 n 3", "A6 n 4"];
    assert_eq!(read_cells(rows), Ok(expected.map(str::to_owned).to_vec()));
}

#[test]
fn disorder_is_sorted_and_the_last_of_equals_counts() {
    let rows = "<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row><row r=\"1\"><c r=\"C1\"><v>3</v></c></row>\
        <row r=\"2\"><c r=\"B2\"><v>4</v></c><c r=\"A2\" s=\"1\"/></row>";
    assert_eq!(read_cells(rows), Ok(["C1 n 3", "A2 n 2", "B2 n 4"].map(str::to_owned).to_vec()));
}

#[test]
fn shared_formulas_are_expanded_from_the_cell_that_holds_the_text() {
    // As WPS saves it after somebody has overwritten O4, the first cell of the run.
    let rows = "<row r=\"4\"><c r=\"O4\"><v>9</v></c></row>\
        <row r=\"5\"><c r=\"O5\"><f t=\"shared\" ref=\"O4:O67\" si=\"0\">SUM(M5:N5)*$A$1</f><v>1</v></c></row>\
        <row r=\"6\"><c r=\"O6\"><f t=\"shared\" si=\"0\"/><v>2</v></c></row>\
        <row r=\"7\"><c r=\"O7\"><f t=\"shared\" si=\"0\"></f><v>3</v></c><c r=\"P7\"><f t=\"shared\" si=\"7\"/><v>4</v></c></row>";
    let expected =
        ["O4 n 9", "O5 n 1 =SUM(M5:N5)*$A$1", "O6 n 2 =SUM(M6:N6)*$A$1", "O7 n 3 =SUM(M7:N7)*$A$1", "P7 n 4 ="];
    assert_eq!(read_cells(rows), Ok(expected.map(str::to_owned).to_vec()));
    let master_last = "<row r=\"6\"><c r=\"A6\"><f t=\"shared\" si=\"0\"/></c></row>\
        <row r=\"5\"><c r=\"A5\"><f t=\"shared\" ref=\"A5:A6\" si=\"0\">B5</f></c></row>";
    assert_eq!(read_cells(master_last), Ok(["A5 空 =B5", "A6 空 =B6"].map(str::to_owned).to_vec()));
}

#[test]
fn array_formulas_stand_in_their_first_cell() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f t=\"array\" ref=\"A1:A2\">B1:B2*2</f><v>1</v></c></row><row><c r=\"A2\"><v>2</v></c></row>";
    assert_eq!(read_cells(rows), Ok(["A1 n 1 =B1:B2*2", "A2 n 2"].map(str::to_owned).to_vec()));
}

#[test]
fn locks_protection_merges_and_validations_are_read() {
    let sheet = read_part(
        "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:dimension ref=\"A1:XFD1048576\"/>\
        <x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"1\"><x:v>1</x:v></x:c><x:c r=\"B1\" s=\"2\"><x:v>44797</x:v></x:c>\
        <x:c r=\"C1\" s=\"1\"/><x:c r=\"D1\" s=\"1\"></x:c><x:c r=\"E1\"/></x:row></x:sheetData>\
        <x:sheetProtection sheet=\"true\" password=\"BBF5\"/>\
        <x:mergeCells count=\"9\"><x:mergeCell ref=\"A2:C2\"/><x:mergeCell ref=\"A99999999999\"/></x:mergeCells>\
        <x:dataValidations><x:dataValidation type=\"decimal\" sqref=\"A1:A9 C4\"><x:formula1>0</x:formula1></x:dataValidation>\
        <x:dataValidation sqref=\"B1\"/></x:dataValidations>\
        <x:extLst><x:ext><x14:dataValidations><x14:dataValidation type=\"list\"><x14:formula1><xm:f>表!$A$1</xm:f></x14:formula1>\
        <xm:sqref>D4:D5</xm:sqref></x14:dataValidation></x14:dataValidations></x:ext></x:extLst></x:worksheet>",
    )
    .expect("a sheet");
    assert!(sheet.protected);
    let formats: Vec<_> = sheet.cells.iter().map(|content| (content.locked, content.date_format)).collect();
    assert_eq!(formats, [(false, false), (true, true)]);
    let locks: Vec<_> = (0..6).map(|column| sheet.locked(crate::words::Cell::new(0, column))).collect();
    assert_eq!(locks, [Some(false), Some(true), Some(false), Some(false), Some(true), None]);
    assert_eq!(sheet.merges, [area("A2:C2")]);
    let validations = [
        Validation { areas: vec![area("A1:A9"), area("C4")], kind: ValidationKind::Decimal },
        Validation { areas: vec![area("B1")], kind: ValidationKind::Any },
        Validation { areas: vec![area("D4:D5")], kind: ValidationKind::List },
    ];
    assert_eq!(sheet.validations, validations);
}

fn area(text: &str) -> Area {
    text.parse().expect(text)
}

#[test]
fn a_protection_that_is_not_switched_on_protects_nothing() {
    let part = |protection: &str| format!("<worksheet><sheetData/><sheetProtection {protection}/></worksheet>");
    assert_eq!(read_part(&part("selectLockedCells=\"1\"")).map(|sheet| sheet.protected), Ok(false));
    assert_eq!(read_part(&part("sheet=\"0\"")).map(|sheet| sheet.protected), Ok(false));
    assert_eq!(read_part(&part("sheet=\"1\"")).map(|sheet| sheet.protected), Ok(true));
}

#[test]
fn opposite_corners_of_a_sheet_are_two_cells() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    assert_eq!(read_cells(rows), Ok(["A1 n 1", "XFD1048576 n 2"].map(str::to_owned).to_vec()));
}

#[test]
fn damage_says_what_and_where() {
    for (rows, message) in [
        ("<row><c r=\"A99999999999\"><v>1</v></c></row>", "单元格地址“A99999999999”超出工作表范围或写法有误"),
        ("<row r=\"1048577\"/>", "单元格地址“1048577”超出工作表范围或写法有误"),
        ("<row r=\"0\"/>", "单元格地址“0”超出工作表范围或写法有误"),
        ("<row r=\"1048576\"/><row/>", "单元格地址“1048577”超出工作表范围或写法有误"),
        ("<row><c r=\"XFD1\"/><c/></row>", "单元格地址“第1行第16385列”超出工作表范围或写法有误"),
        ("<row><c r=\"C3\" t=\"s\"><v>-1</v></c></row>", "单元格 C3 引用的共享文本“-1”不存在"),
        ("<row><c r=\"C3\" t=\"s\"><v>2</v></c></row>", "单元格 C3 引用的共享文本“2”不存在"),
        ("<row><c><v>&lol;</v></c></row>", "内容引用了未知的实体“&lol;”"),
        ("<row><c r=\"&lol;\"/></row>", "内容有误，文件可能已损坏"),
        ("<row><c r=A1/></row>", "内容有误，文件可能已损坏"),
        ("<row></c>", "内容有误，文件可能已损坏"),
    ] {
        assert_eq!(read_cells(rows), Err(message.to_owned()), "{rows}");
    }
    for part in ["", "<worksheet>", "<worksheet><sheetData>", "<worksheet><sheetData><row><c><v>1"] {
        assert_eq!(read_part(part), Err("内容不完整，文件可能没有传完或已损坏".to_owned()), "{part}");
    }
    let deep = format!("<worksheet>{}", "<a>".repeat(1_000_000));
    assert_eq!(read_part(&deep), Err("内容嵌套超过 256 层".to_owned()));
}

#[test]
fn a_million_prepared_cells_are_few_runs_and_more_are_refused() {
    let row = format!("<row>{}</row>", "<c s=\"1\"/>".repeat(100));
    let part = |rows: usize| format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(rows));
    let sheet = read_part(&part(10_000)).expect("a sheet");
    assert_eq!((sheet.cells.len(), sheet.blanks.len()), (0, 10_000));
    assert_eq!(read_part(&part(40_001)), Err("空白单元格超过 4000000 个".to_owned()));
}

#[test]
fn a_formula_shared_by_many_cells_counts_for_each() {
    let master = format!("<c><f t=\"shared\" si=\"0\">&quot;{}&quot;</f></c>", "长".repeat(10_000));
    let rows = format!("<row>{master}{}</row>", "<c><f t=\"shared\" si=\"0\"/></c>".repeat(10_000));
    assert_eq!(read_cells(&rows), Err("全部文字的字节数超过 33554432 个".to_owned()));
}

#[test]
fn hidden_columns_are_read_from_zero() {
    let cols = "<cols><col min=\"1\" max=\"2\" hidden=\"1\"/><col min=\"3\" max=\"3\" width=\"9\"/>\
        <col min=\"5\" max=\"6\" width=\"0\" hidden=\"0\"/><col min=\"0\" max=\"2\" hidden=\"1\"/>\
        <col min=\"9\" max=\"8\" hidden=\"1\"/><col min=\"x\" max=\"99999\" hidden=\"1\"/></cols>";
    let sheet = read_part(&format!("<worksheet>{cols}<sheetData/></worksheet>")).expect("a sheet");
    assert_eq!(sheet.hidden_columns, [(0, 1), (4, 5)]);
}

/// One stored cell, at random: address, format, type, formula and value, each perhaps missing or wrong.
fn any_cell() -> impl Strategy<Value = String> {
    let address = prop::option::of("[A-C][1-4]");
    let format = prop::option::of("[0-9]");
    let kind = prop::option::of(prop::sample::select(vec!["s", "str", "b", "e", "d", "n", "inlineStr", "x"]));
    let formula = prop::option::of("[A-C$1-4:+(收]{0,6}");
    let value = prop::option::of("[0-9 .E_x收-]{0,7}");
    (address, format, kind, formula, value).prop_map(|(address, format, kind, formula, value)| {
        let attribute = |name: &str, value: Option<&str>| value.map_or(String::new(), |v| format!(" {name}=\"{v}\""));
        let element = |name: &str, text: Option<&str>| text.map_or(String::new(), |t| format!("<{name}>{t}</{name}>"));
        format!(
            "<c{}{}{}>{}{}</c>",
            attribute("r", address.as_deref()),
            attribute("s", format.as_deref()),
            attribute("t", kind),
            element("f", formula.as_deref()),
            element("v", value.as_deref())
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plain_cells_are_read_as_the_xml_reader_reads_them(cells in prop::collection::vec(any_cell(), 0..9)) {
        let plain = format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", cells.concat());
        let prefixed = plain.replace("</", "\0").replace('<', "<x:").replace('\0', "</x:");
        prop_assert_eq!(read_part(&plain), read_part(&prefixed));
    }

    #[test]
    fn any_part_is_read_or_refused(inside in "[a-c<>/=\"' &;!?rstvf0-9]{0,60}") {
        let part = format!("<worksheet><sheetData><row><c r=\"A1\"><v>{inside}</v></c></row></sheetData></worksheet>");
        let sheet = read_part(&part);
        prop_assert!(sheet.is_err() || sheet.is_ok_and(|sheet| sheet.cells.len() <= part.len()));
    }
}
