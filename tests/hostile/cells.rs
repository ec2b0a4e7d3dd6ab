//! Cells that lie where no sheet is, counts that are absurd, numbers that are none.

use std::fmt::Write;

use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Raw;
use xlcheck::words::Cell;

use crate::desk;
use crate::outcome::{becomes, unreadable, workbook};

const SHEET: &str = "收支情况";

/// The blank workbook with something put in front of the end of the cells of a sheet.
fn with_rows(rows: &str) -> Vec<u8> {
    desk::changed(&workbook(), &desk::part(&workbook(), SHEET), |xml| {
        xml.replacen("</sheetData>", &format!("{rows}</sheetData>"), 1)
    })
}

/// What is said of a sheet that cannot be read.
fn refused(cause: &str) -> String {
    unreadable(&format!("工作表“{SHEET}”无法读取：{cause}"))
}

fn said(rows: &str) -> String {
    becomes(&desk::judge(), "表.xlsx", with_rows(rows))
}

#[test]
fn cells_at_the_ends_of_the_sheet_cost_no_more_than_others() {
    let far = said("<row r=\"1048576\"><c r=\"A1048576\" s=\"0\"/><c r=\"XFD1048576\"><v>1</v></c></row>");
    let blank = becomes(&desk::judge(), "表.xlsx", workbook());
    let (beside, rest): (Vec<&str>, Vec<&str>) = far.lines().partition(|line| line.starts_with("FIL-07 "));
    assert_eq!(rest.join("\n"), blank.trim_end());
    assert_eq!(beside.len(), 1, "{beside:?}");
    let dimension = desk::changed(&workbook(), &desk::part(&workbook(), SHEET), |xml| {
        let at = xml.find("<dimension ref=\"").expect("a dimension") + "<dimension ref=\"".len();
        format!("{}A1:XFD1048576{}", &xml[..at], &xml[at + xml[at..].find('"').expect("its end")..])
    });
    assert_eq!(becomes(&desk::judge(), "表.xlsx", dimension), blank);
}

#[test]
fn addresses_beyond_the_sheet_are_refused_and_never_wrap() {
    let outside = |address: &str| refused(&format!("单元格地址“{address}”超出工作表范围或写法有误"));
    for address in
        ["XFE1", "A1048577", "A99999999999", "ZZZZ1", "A0", "A", "1", "", "A-1", "$A$1", "AAAAAAAAAAAAAAAAAAAA1"]
    {
        assert_eq!(said(&format!("<row><c r=\"{address}\"><v>1</v></c></row>")), outside(address), "{address}");
    }
    for row in ["0", "1048577", "4294967297", "18446744073709551617", "-1", "NaN"] {
        assert_eq!(said(&format!("<row r=\"{row}\"/>")), outside(row), "{row}");
    }
    let next = "<row r=\"1048576\"/><row/>";
    assert_eq!(said(next), outside("1048577"));
    let wide = "<row r=\"900\"><c r=\"XFD900\"/><c/></row>";
    assert_eq!(said(wide), outside("第900行第16385列"));
}

#[test]
fn absurd_counts_are_refused() {
    let rows = |count: usize, cell: &str| {
        let row = format!("<row>{}</row>", cell.repeat(1_000));
        format!("<row r=\"2000\"/>{}", row.repeat(count))
    };
    assert_eq!(said(&rows(1_001, "<c><v>1</v></c>")), refused("已填单元格超过 1000000 个"));
    assert_eq!(said(&rows(4_001, "<c s=\"1\"/>")), refused("空白单元格超过 4000000 个"));
    let many = |element: &str, count: usize| {
        let parts = (1..=count).fold(String::new(), |mut parts, k| {
            let _ = write!(parts, "<{element} ref=\"A{k}:B{k}\"/>");
            parts
        });
        desk::changed(&workbook(), &desk::part(&workbook(), SHEET), |xml| {
            xml.replacen("</worksheet>", &format!("<mergeCells>{parts}</mergeCells></worksheet>"), 1)
        })
    };
    assert_eq!(becomes(&desk::judge(), "表.xlsx", many("mergeCell", 200_001)), refused("合并单元格超过 200000 个"));
}

/// A form prepared down to where nobody ever types is nothing special.
#[test]
fn a_million_styled_blanks_change_nothing() {
    let row = format!("<row>{}</row>", "<c s=\"1\"/>".repeat(10));
    let many = said(&format!("<row r=\"2000\"/>{}", row.repeat(100_000)));
    assert_eq!(many, becomes(&desk::judge(), "表.xlsx", workbook()));
}

#[test]
fn long_texts_are_refused() {
    let long = format!("<row r=\"2000\"><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "长".repeat(80_000));
    assert_eq!(said(&long), refused("有一处文字超过 229369 字节"));
    let strings = desk::changed(&workbook(), "xl/sharedStrings.xml", |xml| {
        let text = format!("<si><t>{}</t></si>", "长".repeat(60_000));
        xml.replacen("</sst>", &format!("{}</sst>", text.repeat(190)), 1)
    });
    let cause = "其中的 xl/sharedStrings.xml 无法读取：全部文字的字节数超过 33554432 个";
    assert_eq!(becomes(&desk::judge(), "表.xlsx", strings), unreadable(cause));
}

#[test]
fn a_shared_text_that_is_not_there_is_refused() {
    for index in ["999999", "-1", "NaN", "4294967296"] {
        let found = said(&format!("<row r=\"2000\"><c t=\"s\"><v>{index}</v></c></row>"));
        assert_eq!(found, refused(&format!("单元格 A2000 引用的共享文本“{index}”不存在")));
    }
}

/// What is no finite number is words, and words in a cell for amounts are a finding.
#[test]
fn numbers_that_are_none_are_words() {
    let book = |value: &str| {
        let file = with_rows(&format!("<row r=\"2000\"><c r=\"A2000\"><v>{value}</v></c></row>"));
        read_book(&Package::open(file).expect("a package")).expect("a book")
    };
    for (value, expected) in [
        ("NaN", Raw::Text("NaN".into())),
        ("inf", Raw::Text("inf".into())),
        ("-Infinity", Raw::Text("-Infinity".into())),
        ("1e400", Raw::Text("1e400".into())),
        ("0x10", Raw::Text("0x10".into())),
        ("1E-3", Raw::Number("1E-3".into())),
        ("-0", Raw::Number("-0".into())),
        ("1e308", Raw::Number("1e308".into())),
    ] {
        let book = book(value);
        let content = book.sheet(SHEET).and_then(|sheet| sheet.content(Cell::new(1_999, 0)));
        assert_eq!(content.map(|content| &content.raw), Some(&expected), "{value}");
    }
}

/// Of a cell that is written twice the last counts, here as in Excel.
#[test]
fn of_a_cell_that_stands_twice_the_last_counts() {
    let twice = "<row r=\"2000\"><c r=\"A2000\"><v>1</v></c><c r=\"A2000\"><v>2</v></c></row>\
        <row r=\"2000\"><c r=\"A2000\"><v>3</v></c></row>";
    let book = read_book(&Package::open(with_rows(twice)).expect("a package")).expect("a book");
    let sheet = book.sheet(SHEET).expect(SHEET);
    assert_eq!(sheet.text(Cell::new(1_999, 0)), "3");
    assert_eq!(sheet.cells.iter().filter(|content| content.cell.row == 1_999).count(), 1);
}
