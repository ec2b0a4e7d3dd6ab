//! Files of other formats that claim more than they hold.

use crate::archive::archive;
use crate::desk;
use crate::outcome::{becomes, unreadable};

/// A spreadsheet of `LibreOffice` with these rows.
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"收支情况\">{rows}\
         </table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    archive(&[("mimetype", kind), ("content.xml", content.as_bytes())])
}

#[test]
fn repeated_cells_of_an_open_document_are_counted() {
    let cell = |repeated: &str| {
        format!(
            "<table:table-cell table:number-columns-repeated=\"{repeated}\" office:value-type=\"float\" office:value=\"1\"/>"
        )
    };
    let row = |repeated: &str, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
    };
    let spaces = "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"4000000000\"/></text:p></table:table-cell>";
    for (rows, cause) in [
        (row("1048576", &cell("16384")), "已填单元格超过 1000000 个"),
        (row("1", &cell("16385")), "单元格地址“第1行第16385列”超出工作表范围或写法有误"),
        (row("1", spaces), "有一处文字超过 229369 字节"),
        (row("1", &"<a>".repeat(300)), "内容嵌套超过 256 层"),
        ("<!DOCTYPE x>".to_owned(), "内容含有文档类型声明（DOCTYPE），为安全起见不予读取"),
    ] {
        let said = becomes(&desk::judge(), "表.xlsx", ods(&rows));
        assert_eq!(said, unreadable(&format!("文件无法读取：{cause}")));
    }
    // Blank rows and cells to the end of the sheet are what LibreOffice writes into every file.
    let blank = row("1048576", "<table:table-cell table:number-columns-repeated=\"16384\"/>");
    assert_eq!(becomes(&desk::judge(), "表.xlsx", ods(&blank)), "Attachment 通过");
}

/// A compound file (MS-CFB) whose tables lead in a circle, into nowhere, or claim the size of a continent.
#[test]
fn a_compound_file_that_leads_in_a_circle_is_damaged() {
    let (structure, content) = ("文件结构已损坏", "文件内容有误");
    for (next, length, what) in
        [(2u32, 1 << 20, structure), (0x00FF_FFFF, 8_192, structure), (0xFFFF_FFFE, u32::MAX, content)]
    {
        let mut file = vec![0; 512 * 4];
        let mut put = |at: usize, word: u32| file[at..at + 4].copy_from_slice(&word.to_le_bytes());
        put(0, 0xE011_CFD0);
        put(4, 0xE11A_B1A1);
        put(30, 9);
        // One sector of the allocation table, the directory in sector 1, the workbook from sector 2.
        put(44, 1);
        put(48, 1);
        put(68, 0xFFFF_FFFE);
        put(76, 0);
        for at in (80..512).step_by(4) {
            put(at, 0xFFFF_FFFF);
        }
        for (at, sector) in [(0, 0xFFFF_FFFD), (1, 0xFFFF_FFFE), (2, next)] {
            put(512 + 4 * at, sector);
        }
        let entry = 1_024 + 128;
        put(entry + 116, 2);
        put(entry + 120, length);
        for (k, byte) in b"Workbook".iter().enumerate() {
            file[entry + 2 * k] = *byte;
        }
        file[entry + 64] = 18;
        let said = becomes(&desk::judge(), "表.xlsx", file);
        assert_eq!(said, unreadable(&format!("{what}，请用 Excel 或 WPS 打开后另存为 .xlsx 格式")));
    }
}
