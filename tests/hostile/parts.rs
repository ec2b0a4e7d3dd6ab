//! Parts that no spreadsheet program writes: document types, other encodings, nesting, unknown references.

use std::fmt::Write;

use xlcheck::excel::package::Package;

use crate::desk;
use crate::outcome::{becomes, unreadable, workbook};

/// What is said of the blank workbook with a part changed.
fn with_part(part: &str, bytes: Vec<u8>) -> String {
    let mut package = Package::open(workbook()).expect("a package");
    package.replace(part, bytes);
    becomes(&desk::judge(), "表.xlsx", package.write().expect("written"))
}

fn part(name: &str) -> String {
    let package = Package::open(workbook()).expect("a package");
    String::from_utf8(package.required(name).expect(name).to_vec()).expect("UTF-8")
}

/// A document type with entities that would grow to a billion times their size.
const ENTITIES: &str = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\
    <!ENTITY x SYSTEM \"file:///etc/passwd\">]>";

#[test]
fn a_document_type_is_refused_in_every_part_that_is_read() {
    let sheet = desk::part(&workbook(), "收支情况");
    for (name, root, said) in [
        ("xl/workbook.xml", "<workbook", "其中的 xl/workbook.xml 含有 DOCTYPE 声明，不是正常的工作簿"),
        ("_rels/.rels", "<Relationships", "其中的 _rels/.rels 含有 DOCTYPE 声明，不是正常的工作簿"),
        (
            "xl/sharedStrings.xml",
            "<sst",
            "其中的 xl/sharedStrings.xml 无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取",
        ),
        (
            "xl/styles.xml",
            "<styleSheet",
            "其中的 xl/styles.xml 无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取",
        ),
        (
            "docProps/custom.xml",
            "<Properties",
            "其中的 docProps/custom.xml 无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取",
        ),
        (&sheet, "<worksheet", "工作表“收支情况”无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取"),
    ] {
        let xml = part(name).replacen(root, &format!("{ENTITIES}{root}"), 1);
        assert_eq!(with_part(name, xml.into_bytes()), unreadable(said));
    }
}

#[test]
fn a_reference_to_an_unknown_entity_is_refused() {
    let xml = part("xl/sharedStrings.xml").replacen("<t>", "<t>&b;", 1);
    let said = "其中的 xl/sharedStrings.xml 无法读取：内容引用了未知的实体“&b;”";
    assert_eq!(with_part("xl/sharedStrings.xml", xml.into_bytes()), unreadable(said));
}

#[test]
fn other_encodings_are_refused() {
    let sheet = desk::part(&workbook(), "收支情况");
    let refused = |encoding: &str| format!("内容不是 UTF-8 编码（{encoding}），请用 Excel 或 WPS 打开后另存");
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let marked = |text: &str| [vec![0xFF, 0xFE], wide(text)].concat();
    let xml = part(&sheet);
    for (bytes, encoding) in [
        (wide(&xml), "UTF-16"),
        (marked(&xml), "UTF-16"),
        (xml.replacen("UTF-8", "GBK", 1).into_bytes(), "GBK"),
        (xml.replacen("UTF-8", "UTF-7", 1).into_bytes(), "UTF-7"),
        ([xml.as_bytes(), &[0xCA, 0xD5]].concat(), "编码不明"),
    ] {
        let said = unreadable(&format!("工作表“收支情况”无法读取：{}", refused(encoding)));
        assert_eq!(with_part(&sheet, bytes), said, "{encoding}");
    }
    let said = "其中的 xl/workbook.xml 不是 UTF-8 编码，请用 Excel 或 WPS 另存后重新报送";
    assert_eq!(with_part("xl/workbook.xml", marked(&part("xl/workbook.xml"))), unreadable(said));
}

#[test]
fn deep_nesting_is_refused() {
    let sheet = desk::part(&workbook(), "收支情况");
    let deep = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    let xml = part(&sheet).replacen("<sheetData>", &format!("<sheetData>{deep}"), 1);
    let said = unreadable("工作表“收支情况”无法读取：内容嵌套超过 256 层");
    assert_eq!(with_part(&sheet, xml.into_bytes()), said);
}

#[test]
fn sheets_that_are_one_part_or_too_many_are_refused() {
    let xml = part("xl/workbook.xml");
    let first = &xml[xml.find("<sheet ").expect("a sheet")..];
    let first = &first[..=first.find("/>").expect("its end") + 1];
    let (name, rest) = first.split_once("name=\"").expect("a name");
    let rest = &rest[rest.find('"').expect("its end")..];
    let many = |count: usize| {
        let sheets = (0..count).fold(String::new(), |mut sheets, k| {
            let _ = write!(sheets, "{name}name=\"表{k}{rest}");
            sheets
        });
        xml.replacen("</sheets>", &format!("{sheets}</sheets>"), 1).into_bytes()
    };
    let shared = "与另一工作表共用 xl/worksheets/sheet1.xml，不是正常的工作簿";
    assert_eq!(with_part("xl/workbook.xml", many(1)), unreadable(&format!("工作表“表0”无法读取：{shared}")));
    assert_eq!(with_part("xl/workbook.xml", many(100_000)), unreadable("工作表超过 1024 个，不是正常的工作簿"));
    let long = xml.replacen("name=\"封面\"", &format!("name=\"{}\"", "封".repeat(100_000)), 1);
    assert_ne!(long, xml);
    assert_eq!(
        with_part("xl/workbook.xml", long.into_bytes()),
        unreadable("工作表名称超过 255 个字符，不是正常的工作簿")
    );
}

/// A stamp says how many rows a workbook was laid out with; it is believed up to what can be issued.
#[test]
fn a_stamp_of_absurd_size_is_no_stamp() {
    let whole = workbook();
    let blank = becomes(&desk::judge(), "表.xlsx", whole.clone());
    for count in ["301", "4000000000", "18446744073709551615"] {
        let mut package = Package::open(whole.clone()).expect("a package");
        let xml = part("docProps/custom.xml");
        package.replace("docProps/custom.xml", xml.replace(">无<", &format!(">{count}<")).into_bytes());
        let strings = part("xl/sharedStrings.xml");
        let strings = strings.replace("<si><t>无</t></si>", &format!("<si><t>{count}</t></si>"));
        let strings = strings.replace("-无　校验", &format!("-{count}　校验"));
        assert_ne!((&xml, &strings), (&part("docProps/custom.xml"), &part("xl/sharedStrings.xml")));
        package.replace("xl/sharedStrings.xml", strings.into_bytes());
        let said = becomes(&desk::judge(), "表.xlsx", package.write().expect("written"));
        let no_stamp = "Return 退回\nFIL-02 — 本文件没有模板标识，本次下发的模板为“部门整体支出绩效自评（2021）”，\
            请使用本次下发的模板填报。";
        assert_eq!(said, blank.replacen("Return 退回", no_stamp, 1));
    }
}
