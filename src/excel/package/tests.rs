//! Packages made by hand and by `rust_xlsxwriter`, opened, edited and written again.

use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;
use crate::facts::Visibility;

/// An archive of these entries; a name that ends in `/` is a folder.
pub(crate) fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in entries {
        if name.ends_with('/') {
            writer.add_directory(*name, options).expect("a folder");
        } else {
            writer.start_file(*name, options).expect("an entry");
            writer.write_all(text.as_bytes()).expect("bytes");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

const TYPES: (&str, &str) = (
    "[Content_Types].xml",
    r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
);
const ROOT: (&str, &str) = (
    "_rels/.rels",
    r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
);

fn refused(bytes: Vec<u8>) -> String {
    Package::open(bytes).map_or_else(|error| error.to_string(), |_| "opened".to_owned())
}

#[test]
fn other_formats_are_named() {
    assert_eq!(refused(Vec::new()), "文件是空的");
    assert_eq!(refused(b"%PDF-1.7".to_vec()), "实际是 PDF 文件");
    assert_eq!(refused("单位,收入".into()), "实际是文本文件（如 CSV），只是改了扩展名");
    assert_eq!(refused(archive(&[("a.txt", "x")])), "实际是压缩包，不是 Excel 工作簿");
    let docx = r#"<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    assert_eq!(refused(archive(&[("[Content_Types].xml", docx)])), "实际是 .docx 格式的 Word 文档");
    assert_eq!(refused(archive(&[("mimetype", ""), ("content.xml", "")])), "实际是 .ods 格式的表格");
    let whole = archive(&[TYPES, ROOT]);
    assert_eq!(refused(whole[..whole.len() - 30].to_vec()), "文件不完整，可能没有传完");
}

#[test]
fn names_that_clash_or_lead_out_are_refused() {
    for name in ["../x", "/x", "a\\..\\x", "C:x"] {
        assert_eq!(refused(archive(&[TYPES, (name, "")])), format!("内部文件名“{name}”重复或不合规"));
    }
    let twice = archive(&[TYPES, ("xl/a.xml", ""), ("XL/A.xml", "")]);
    assert_eq!(refused(twice), "内部文件名“XL/A.xml”重复或不合规");
}

#[test]
fn a_bomb_is_refused_before_it_is_inflated() {
    let zeros = "0".repeat(20 << 20);
    let error = refused(archive(&[TYPES, ("xl/a.xml", &zeros)]));
    assert_eq!(error, "其中的 xl/a.xml 的压缩倍数超过 300 倍，不是正常的工作簿");
}

#[test]
fn a_flipped_bit_is_found_by_the_checksum() {
    let mut bytes = archive(&[TYPES, ("xl/a.xml", "abc")]);
    let at = bytes.windows(8).position(|w| w == b"xl/a.xml").expect("the entry") + 8;
    bytes[at + 1] ^= 0x10;
    let package = Package::open(bytes).expect("the directory is sound");
    assert_eq!(package.part("xl/a.xml"), Err(PackageError::DamagedPart { part: "xl/a.xml".to_owned() }));
}

#[test]
fn edits_leave_order_and_other_parts_alone() {
    let bytes = archive(&[TYPES, ("xl/", ""), ("xl\\b.xml", "b"), ("xl/c.xml", "c")]);
    let mut package = Package::open(bytes).expect("a package");
    assert_eq!(package.part("/XL/B.xml"), Ok(Some(b"b".to_vec().into())));
    package.replace("xl/b.xml", b"changed".to_vec());
    package.replace("xl/d.xml", b"new".to_vec());
    let written = package.write().expect("bytes");
    assert_eq!(package.write().expect("bytes"), written);
    let mut again = Package::open(written).expect("a package");
    let names: Vec<_> = again.names().collect();
    assert_eq!(names, ["[Content_Types].xml", "xl/", "xl\\b.xml", "xl/c.xml", "xl/d.xml"]);
    assert_eq!(again.part("xl/b.xml"), Ok(Some(b"changed".to_vec().into())));
    again.remove("xl/B.xml");
    assert_eq!(again.part("xl/b.xml"), Ok(None));
    assert_eq!(again.part("xl/d.xml"), Ok(Some(b"new".to_vec().into())));
}

#[test]
fn a_workbook_is_found_through_its_relationships() {
    let bytes = archive(&[
        TYPES,
        ("_rels/", ""),
        (
            "_rels/.rels",
            r#"<p:Relationships xmlns:p="x"><p:Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl\Workbook.xml"/></p:Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            "\u{feff}<?xml version=\"1.0\"?><x:workbook xmlns:x=\"m\" xmlns:q=\"r\"><x:sheets><x:sheet name=\"收支&amp;情况\" sheetId=\"1\" q:id=\"s1\"/><x:sheet name=\"章\" sheetId=\"4\" state=\"veryHidden\" q:id=\"s2\"/><x:sheet name=\"图\" sheetId=\"5\" q:id=\"s3\"/></x:sheets></x:workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="s1" Type="x/worksheet" Target="worksheets\Sheet1.xml"/><Relationship Id="s2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="s3" Type="x/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="s4" Type="x/styles" Target="styles.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", "<worksheet/>"),
        ("xl/worksheets/sheet2.xml", "<worksheet/>"),
        ("xl/chartsheets/sheet1.xml", "<chartsheet/>"),
        ("xl/styles.xml", "<styleSheet/>"),
    ]);
    let workbook = Package::open(bytes).expect("a package").workbook().expect("a workbook");
    let sheets: Vec<_> =
        workbook.sheets.iter().map(|s| (s.name.as_str(), s.visibility, s.kind, s.part.as_str())).collect();
    assert_eq!(
        sheets,
        [
            ("收支&情况", Visibility::Visible, SheetKind::Worksheet, "xl/worksheets/sheet1.xml"),
            ("章", Visibility::VeryHidden, SheetKind::Worksheet, "xl/worksheets/sheet2.xml"),
            ("图", Visibility::Visible, SheetKind::Other, "xl/chartsheets/sheet1.xml"),
        ]
    );
    assert_eq!(workbook.part, "xl/workbook.xml");
    assert_eq!(workbook.styles.as_deref(), Some("xl/styles.xml"));
    assert_eq!(workbook.shared_strings, None);
}

#[test]
fn a_document_type_and_utf_16_are_refused() {
    let of = |workbook: &str| {
        let bytes = archive(&[TYPES, ROOT, ("xl/workbook.xml", workbook)]);
        Package::open(bytes).expect("a package").workbook().expect_err("refused").to_string()
    };
    assert_eq!(
        of("<!DOCTYPE a [<!ENTITY b \"c\">]><workbook/>"),
        "其中的 xl/workbook.xml 含有 DOCTYPE 声明，不是正常的工作簿"
    );
    assert_eq!(of("<workbook>"), "其中的 xl/workbook.xml 不是完整的 XML（第 10 字节处）");
    assert_eq!(of("<\0w\0/\0>\0"), "其中的 xl/workbook.xml 不是 UTF-8 编码，请用 Excel 或 WPS 另存后重新报送");
    let bytes = archive(&[TYPES, ROOT]);
    let error = Package::open(bytes).expect("a package").workbook().expect_err("refused");
    assert_eq!(error.to_string(), "缺少 xl/workbook.xml，不是完整的工作簿");
}
