//! Sheets by hand, in and out.

use super::*;

fn cell(text: &str) -> Cell {
    text.parse().expect(text)
}

fn number(text: &str) -> NewValue {
    NewValue::Number(text.to_owned())
}

fn patched(xml: &str, changes: &[(&str, NewValue)]) -> Result<String, PatchError> {
    let changes: Vec<_> = changes.iter().map(|(at, value)| (cell(at), value.clone())).collect();
    set_cells(xml.as_bytes(), &changes).map(|bytes| String::from_utf8(bytes).expect("text"))
}

#[test]
fn a_cell_keeps_its_style_and_loses_its_old_value() {
    let xml = r#"<worksheet><sheetData><row r="2" spans="1:3"><c r="A2" s="4" t="s"><v>7</v></c><c r="B2" s='5'/><c r="C2"><f>A2</f><v>1</v></c></row></sheetData></worksheet>"#;
    assert_eq!(
        patched(xml, &[("A2", number("12.5")), ("B2", NewValue::Text("=a <b>".to_owned())), ("C2", NewValue::Blank)]),
        Ok(r#"<worksheet><sheetData><row r="2" spans="1:3"><c r="A2" s="4"><v>12.5</v></c><c r="B2" s="5" t="inlineStr"><is><t xml:space="preserve">=a &lt;b&gt;</t></is></c><c r="C2"/></row></sheetData></worksheet>"#.to_owned())
    );
}

#[test]
fn missing_cells_and_rows_come_in_their_order_with_the_style_of_row_or_column() {
    let xml = r#"<x:worksheet><x:cols><x:col min="2" max="3" style="9"/></x:cols><x:sheetData><x:row r="3" s="8" customFormat="1"><x:c r="B3"><x:v>1</x:v></x:c></x:row><x:row r="7"/></x:sheetData></x:worksheet>"#;
    let changes = ["A1", "B1", "A3", "C3", "B5", "B7", "C9"].map(|at| (at, number("1")));
    assert_eq!(
        patched(xml, &changes),
        Ok(concat!(
            r#"<x:worksheet><x:cols><x:col min="2" max="3" style="9"/></x:cols><x:sheetData>"#,
            r#"<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c><x:c r="B1" s="9"><x:v>1</x:v></x:c></x:row>"#,
            r#"<x:row r="3" s="8" customFormat="1"><x:c r="A3" s="8"><x:v>1</x:v></x:c><x:c r="B3"><x:v>1</x:v></x:c><x:c r="C3" s="8"><x:v>1</x:v></x:c></x:row>"#,
            r#"<x:row r="5"><x:c r="B5" s="9"><x:v>1</x:v></x:c></x:row>"#,
            r#"<x:row r="7"><x:c r="B7" s="9"><x:v>1</x:v></x:c></x:row>"#,
            r#"<x:row r="9"><x:c r="C9" s="9"><x:v>1</x:v></x:c></x:row>"#,
            r#"</x:sheetData></x:worksheet>"#
        )
        .to_owned())
    );
}

#[test]
fn an_empty_table_of_cells_is_opened() {
    assert_eq!(
        patched("<worksheet><sheetData/></worksheet>", &[("B2", number("1"))]),
        Ok(r#"<worksheet><sheetData><row r="2"><c r="B2"><v>1</v></c></row></sheetData></worksheet>"#.to_owned())
    );
    assert_eq!(
        patched("<worksheet><sheetData/></worksheet>", &[]),
        Ok("<worksheet><sheetData/></worksheet>".to_owned())
    );
}

#[test]
fn rows_and_cells_without_addresses_keep_their_place() {
    let xml = "<worksheet><sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r=\"4\"><c r=\"C4\"/><c><v>3</v></c></row></sheetData></worksheet>";
    assert_eq!(
        patched(xml, &[("B1", number("9")), ("A4", number("8"))]),
        Ok("<worksheet><sheetData><row><c><v>1</v></c><c r=\"B1\"><v>9</v></c></row><row r=\"4\"><c r=\"A4\"><v>8</v></c><c r=\"C4\"/><c><v>3</v></c></row></sheetData></worksheet>".to_owned())
    );
}

#[test]
fn a_result_leaves_its_formula_alone() {
    let xml = r#"<worksheet><sheetData><row r="1"><c r="A1" s="1" t="e"><f t="shared" ref="A1:A9" si="0">B1+1</f><v>#REF!</v></c><c r="B1" t="str"><f>C1</f><v>x</v></c></row></sheetData></worksheet>"#;
    let text = NewValue::Result(Cached::Text("通过".to_owned()));
    let result = NewValue::Result(Cached::Number("3".to_owned()));
    assert_eq!(
        patched(xml, &[("A1", text.clone()), ("B1", result)]),
        Ok(r#"<worksheet><sheetData><row r="1"><c r="A1" s="1" t="str"><f t="shared" ref="A1:A9" si="0">B1+1</f><v>通过</v></c><c r="B1"><f>C1</f><v>3</v></c></row></sheetData></worksheet>"#.to_owned())
    );
    assert_eq!(patched(xml, &[("C1", text)]), Err(PatchError::NoFormula { cell: cell("C1") }));
    assert_eq!(patched(xml, &[("A1", NewValue::Blank)]), Err(PatchError::SharedFormula { cell: cell("A1") }));
}

#[test]
fn what_cannot_be_written_is_refused() {
    let error = |xml, changes: &[_]| patched(xml, changes).expect_err("refused").to_string();
    let one = [("A1", number("1"))];
    assert_eq!(error("<worksheet/>", &one), "工作表中没有单元格数据区");
    let xml = "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData></worksheet>";
    assert_eq!(error(xml, &one), "工作表的单元格顺序混乱，在 A1 处");
    let xml = "<worksheet><sheetData/></worksheet>";
    assert_eq!(error(xml, &[("B3", number("NaN"))]), "“NaN”不是数字，不能写入单元格 B3");
}
