//! Small files of each format, sound and hostile.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::facts::Visibility;

fn ods(content: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
        writer.start_file(name, SimpleFileOptions::default()).expect("an entry");
        writer.write_all(text.as_bytes()).expect("bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn table(rows: &str) -> Vec<u8> {
    ods(&format!(
        "<office:document-content><office:automatic-styles><style:style style:name=\"ta1\"><style:table-properties \
         table:display=\"false\"/></style:style></office:automatic-styles><office:body><office:spreadsheet>\
         <table:table table:name=\"收支情况\">{rows}</table:table><table:table table:name=\"章\" table:style-name=\"ta1\"/>\
         <table:named-expressions><table:named-range table:name=\"收入.合计\" \
         table:cell-range-address=\"$收支情况.$B$1:.$B$2\"/></table:named-expressions>\
         </office:spreadsheet></office:body></office:document-content>"
    ))
}

fn refused(bytes: &[u8]) -> String {
    read_legacy(bytes).map_or_else(|error| error.to_string(), |_| "read".to_owned())
}

#[test]
fn an_open_document_is_read() {
    let book = read_legacy(&table(
        "<table:table-column/><table:table-row><table:table-cell office:value-type=\"string\" table:number-columns-spanned=\"2\">\
         <office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c=\"2\"/>乙</text:p>\
         <text:p><text:span>丙&amp;</text:span></text:p></table:table-cell><table:covered-table-cell/>\
         <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"12.50\"/>\
         <table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:formula=\"of:=[.C1]=1\" \
         office:value-type=\"boolean\" office:boolean-value=\"false\"/><table:table-cell calcext:value-type=\"error\" \
         office:value-type=\"string\" office:string-value=\"\"><text:p>#DIV/0!</text:p></table:table-cell>\
         <table:table-cell office:value-type=\"date\" office:date-value=\"2022-08-24\"/></table:table-row>\
         <table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
    ))
    .expect("a book");
    let sheet = &book.sheets[0];
    let cells: Vec<_> = sheet.cells.iter().map(|c| format!("{} {:?} {:?}", c.cell, c.raw, c.formula)).collect();
    let expected = [
        "A1 Text(\"甲  乙\\n丙&\") None",
        "C1 Number(\"12.50\") None",
        "D1 Number(\"12.50\") None",
        "A2 Truth(false) Some(\"C1=1\")",
        "B2 Error(\"#DIV/0!\") None",
        "C2 Date(\"2022-08-24\") None",
        "A3 Truth(false) Some(\"C1=1\")",
        "B3 Error(\"#DIV/0!\") None",
        "C3 Date(\"2022-08-24\") None",
    ];
    assert_eq!(cells, expected);
    assert_eq!(sheet.merges, ["A1:B1".parse().expect("an area")]);
    let visible: Vec<_> = book.sheets.iter().map(|sheet| (&*sheet.name, sheet.visibility)).collect();
    assert_eq!(visible, [("收支情况", Visibility::Visible), ("章", Visibility::Hidden)]);
    assert_eq!((&*book.names[0].name, &*book.names[0].refers_to), ("收入.合计", "收支情况!$B$1:$B$2"));
}

#[test]
fn an_open_document_takes_no_more_than_the_limits() {
    let cell =
        |attributes: &str| format!("<table:table-cell office:value-type=\"float\" office:value=\"1\" {attributes}/>");
    let row = |attributes: &str, cells: &str| format!("<table:table-row {attributes}>{cells}</table:table-row>");
    let many = row("table:number-rows-repeated=\"1000\"", &cell("table:number-columns-repeated=\"16384\""));
    assert_eq!(refused(&table(&many)), "文件无法读取：已填单元格超过 1000000 个");
    let wide = row("", &cell("table:number-columns-repeated=\"4294967295\""));
    assert_eq!(refused(&table(&wide)), "文件无法读取：单元格地址“第1行第16385列”超出工作表范围或写法有误");
    let spaces = "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell>";
    assert_eq!(refused(&table(&row("", spaces))), "文件无法读取：有一处文字超过 229369 字节");
    assert_eq!(refused(&table("<table:table-row>")), "文件无法读取：内容有误，文件可能已损坏");
}

#[test]
fn other_files_are_told_from_workbooks() {
    assert_eq!(refused(b"%PDF-1.7"), "不是 .xls、.et 或 .ods 格式的工作簿");
    assert_eq!(refused(&ods("<a/>")[..40]), "文件结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 格式");
    assert_eq!(refused(&ods("<a/>")), "文件无法读取：内容应为“document-content”，实际为“a”");
    assert_eq!(refused(&vec![0; MAX_FILE + 1]), "文件的字节数超过 33554432，不是正常的工作簿");
}

/// A record of a binary workbook.
fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("a short record");
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

fn numbers(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A workbook stream with one sheet 表 of these records and one shared text.
fn stream(text: &str, cells: &[u8]) -> Vec<u8> {
    let bof = record(0x0809, &numbers(&[0x0600, 5, 0, 0, 0, 0, 0, 0]));
    let units: Vec<u16> = text.encode_utf16().collect();
    let header =
        [&numbers(&[1, 0, 1, 0])[..], &numbers(&[u16::try_from(units.len()).expect("a short text")]), &[1]].concat();
    // Longer texts go on in a record of their own, which repeats how wide its characters are.
    let (first, rest) = units.split_at(units.len().min(4000));
    let mut texts = record(0x00FC, &[header, numbers(first)].concat());
    for rest in rest.chunks(4000) {
        texts.extend(record(0x003C, &[&[1], &numbers(rest)[..]].concat()));
    }
    let start = u32::try_from(bof.len() + 4 + 10 + texts.len() + 4).expect("a short stream");
    let sheet = record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 1], &numbers(&[0x8868])].concat());
    let dimensions = record(0x0200, &numbers(&[0, 0, 2, 0, 0, 3, 0]));
    let end = record(0x000A, &[]);
    [bof.clone(), sheet, texts, end.clone(), bof, dimensions, cells.to_vec(), end].concat()
}

fn number(row: u16, column: u16, number: f64) -> Vec<u8> {
    record(0x0203, &[&numbers(&[row, column, 0])[..], &number.to_le_bytes()].concat())
}

fn shared(row: u16, column: u16) -> Vec<u8> {
    record(0x00FD, &numbers(&[row, column, 0, 0, 0]))
}

/// A compound file of 512-byte sectors: one table, one directory, then the stream; `next` may bend the table.
fn xls(mut stream: Vec<u8>, bend: impl Fn(&mut [u32])) -> Vec<u8> {
    stream.resize(stream.len().max(4096).next_multiple_of(512), 0);
    let sectors = u32::try_from(stream.len() / 512).expect("a short stream");
    let tables = (sectors + 1).div_ceil(127);
    let mut table = vec![0xFFFF_FFFF_u32; tables as usize * 128];
    for sector in 0..tables {
        table[sector as usize] = 0xFFFF_FFFD;
    }
    table[tables as usize] = 0xFFFF_FFFE;
    for sector in 0..sectors {
        let at = tables + 1 + sector;
        table[at as usize] = if sector + 1 == sectors { 0xFFFF_FFFE } else { at + 1 };
    }
    bend(&mut table[tables as usize..]);
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    header[24..34].copy_from_slice(&numbers(&[0x3E, 3, 0xFFFE, 9, 6]));
    for (at, field) in [(44, tables), (48, tables), (56, 4096), (60, 0xFFFF_FFFE), (68, 0xFFFF_FFFE)] {
        header[at..at + 4].copy_from_slice(&u32::to_le_bytes(field));
    }
    for entry in 0..109u32 {
        let at = 76 + entry as usize * 4;
        header[at..at + 4].copy_from_slice(&if entry < tables { entry } else { 0xFFFF_FFFF }.to_le_bytes());
    }
    let entry = |name: &str, kind: u8, start: u32, length: usize| {
        let mut entry = vec![0u8; 128];
        let name = numbers(&name.encode_utf16().chain([0]).collect::<Vec<_>>());
        entry[..name.len()].copy_from_slice(&name);
        entry[64..66].copy_from_slice(&u16::try_from(name.len()).expect("a short name").to_le_bytes());
        entry[66] = kind;
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(length).expect("a short stream").to_le_bytes());
        entry
    };
    let root = entry("Root Entry", 5, 0xFFFF_FFFE, 0);
    let mut directory = [root, entry("Workbook", 2, tables + 1, stream.len())].concat();
    directory.resize(512, 0);
    let table: Vec<u8> = table.into_iter().flat_map(u32::to_le_bytes).collect();
    [header, table, directory, stream].concat()
}

#[test]
fn a_binary_workbook_is_read() {
    // The result 1, then a token that refers to a shared formula (MS-XLS 2.5.198.58).
    let result = 1f64.to_le_bytes();
    let formula =
        record(0x0006, &[&numbers(&[2, 1, 0])[..], &result, &numbers(&[0, 0, 0, 5]), &[1, 2, 0, 1, 0]].concat());
    let cells = [shared(0, 0), number(0, 1, 365.789_999_999_999_96), number(1, 2, 1e300), formula].concat();
    let book = read_legacy(&xls(stream("收入\r\n合计", &cells), |_| {})).expect("a book");
    let sheet = &book.sheets[0];
    let cells: Vec<_> = sheet.cells.iter().map(|c| format!("{} {:?} {:?}", c.cell, c.raw, c.formula)).collect();
    let expected = [
        "A1 Text(\"收入\\n合计\") None",
        "B1 Number(\"365.79\") None",
        "C2 Number(\"1e300\") None",
        "B3 Number(\"1\") Some(\"\")",
    ];
    assert_eq!(cells, expected);
    assert_eq!((&*sheet.name, sheet.visibility), ("表", Visibility::Visible));
}

#[test]
fn a_binary_workbook_takes_no_more_than_the_limits() {
    let corners = [number(0, 0, 1.0), number(65_535, 255, 1.0)].concat();
    assert_eq!(refused(&xls(stream("甲", &corners), |_| {})), "表格范围的单元格个数超过 4000000，不是正常的工作簿");
    let long = "长".repeat(30_000);
    let repeated: Vec<u8> = (0..1000).flat_map(|row| shared(row, 0)).collect();
    assert_eq!(refused(&xls(stream(&long, &repeated), |_| {})), "全部文字的字节数超过 33554432，不是正常的工作簿");
    let damaged = "文件结构已损坏，请用 Excel 或 WPS 打开后另存为 .xlsx 格式";
    for claimed in [[0, 0, 0xFFFF, 0xFFFF, 0, 0x3FFF, 0], [9, 0, 3, 0, 0, 3, 0]] {
        assert_eq!(refused(&xls(stream("甲", &record(0x0200, &numbers(&claimed))), |_| {})), damaged);
    }
    // The directory in a circle, the stream beyond the file.
    assert_eq!(refused(&xls(stream("甲", &[]), |table| table[0] = 1)), damaged);
    assert_eq!(refused(&xls(stream("甲", &[]), |table| table[3] = 9999)), damaged);
    assert_eq!(refused(&xls(stream("甲", &[]), |_| {})[..1600]), damaged);
}

#[test]
fn a_long_text_over_several_records_is_read() {
    let long = "长".repeat(9_000);
    let book = read_legacy(&xls(stream(&long, &shared(0, 0)), |_| {})).expect("a book");
    assert_eq!(book.sheets[0].text(crate::words::Cell::new(0, 0)), long);
}
