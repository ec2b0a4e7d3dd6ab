//! Parts beside the sheets, and workbooks written in other ways.

use super::ends;
use super::file::{DECLARED, File, MAIN, RELATIONS, SPREADSHEET};

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

pub fn custom_xml(file: &mut File) {
    let store = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let properties = format!(
        "{DECLARED}<ds:datastoreItem ds:itemID=\"{{5A1B2C3D-0004-4A5B-8C9D-0123456789AB}}\" xmlns:ds=\"{store}\"><ds:schemaRefs/></ds:datastoreItem>"
    );
    file.package.replace("customXml/item1.xml", b"<budget xmlns=\"urn:example\"><year>2021</year></budget>".to_vec());
    file.add(
        "customXml/itemProps1.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        properties,
    );
    file.relate("customXml/item1.xml", "rId1", &format!("{RELATIONS}/customXmlProps"), "itemProps1.xml");
    file.relate("xl/workbook.xml", "rIdX1", &format!("{RELATIONS}/customXml"), "../customXml/item1.xml");
}

pub fn external_link(file: &mut File) {
    let link = format!(
        "{DECLARED}<externalLink xmlns=\"{MAIN}\"><externalBook xmlns:r=\"{RELATIONS}\" r:id=\"rId1\"><sheetNames><sheetName val=\"决算\"/></sheetNames></externalBook></externalLink>"
    );
    file.add("xl/externalLinks/externalLink9.xml", &format!("{SPREADSHEET}.externalLink+xml"), link);
    file.relate(
        "xl/externalLinks/externalLink9.xml",
        "rId1",
        &format!("{RELATIONS}/externalLinkPath"),
        "file:///C:/决算/2021.xlsx",
    );
    file.relate("xl/workbook.xml", "rIdE1", &format!("{RELATIONS}/externalLink"), "externalLinks/externalLink9.xml");
    file.before(
        "xl/workbook.xml",
        "<definedNames>",
        "<externalReferences><externalReference r:id=\"rIdE1\"/></externalReferences>",
    );
    file.cells_at_end(17, "<c r=\"BQ17\"><f>[1]决算!$B$2</f><v>880.1</v></c>");
}

pub fn printer(file: &mut File) {
    file.ending("bin", &format!("{SPREADSHEET}.printerSettings"));
    file.package.replace("xl/printerSettings/printerSettings9.bin", vec![0x48, 0, 0x50, 0, 0, 0, 1, 4]);
    file.relate_sheet("rIdP1", "printerSettings", "../printerSettings/printerSettings9.bin");
    let sheet = file.sheet.clone();
    file.change(&sheet, "<pageSetup ", "<pageSetup r:id=\"rIdP1\" ");
}

/// A digital signature over the parts; marking makes it invalid, which the review says.
pub fn signature(file: &mut File) {
    file.ending("sigs", "application/vnd.openxmlformats-package.digital-signature-origin");
    file.package.replace("_xmlsignatures/origin.sigs", Vec::new());
    file.add(
        "_xmlsignatures/sig1.xml",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
        "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Id=\"idPackageSignature\"><SignedInfo/><SignatureValue>AA==</SignatureValue></Signature>",
    );
    let kind = |kind: &str| format!("{PACKAGE}/relationships/digital-signature/{kind}");
    file.relate("_xmlsignatures/origin.sigs", "rId1", &kind("signature"), "sig1.xml");
    file.relate("", "rIdS1", &kind("origin"), "_xmlsignatures/origin.sigs");
}

/// Macros, which nothing runs.
pub fn macros(file: &mut File) {
    file.rewrite("[Content_Types].xml", |text| {
        text.replacen(
            &format!("{SPREADSHEET}.sheet.main+xml"),
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            1,
        )
    });
    file.ending("bin", "application/vnd.ms-office.vbaProject");
    file.package.replace("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 no real project".to_vec());
    file.relate(
        "xl/workbook.xml",
        "rIdM1",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "vbaProject.bin",
    );
}

/// A sheet of the unit's own that has the name of the review.
pub fn other_review(file: &mut File) {
    let sheet = format!(
        "{DECLARED}<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>本单位内部审核意见：同意报送。</t></is></c></row></sheetData></worksheet>"
    );
    file.add("xl/worksheets/sheet99.xml", &format!("{SPREADSHEET}.worksheet+xml"), sheet);
    file.relate("xl/workbook.xml", "rIdO1", &format!("{RELATIONS}/worksheet"), "worksheets/sheet99.xml");
    file.before("xl/workbook.xml", "</sheets>", "<sheet name=\"审核意见\" sheetId=\"99\" r:id=\"rIdO1\"/>");
}

/// Cells and rows that do not say where they are, wherever the one before them tells it.
pub fn without_addresses(file: &mut File) {
    for sheet in file.sheets() {
        file.rewrite(&sheet, |text| {
            let (mut written, mut rest, mut last) = (String::new(), text, (0u32, 0u32));
            while let Some(at) = ["<row r=\"", "<c r=\""].iter().filter_map(|tag| rest.find(tag)).min() {
                let tag = if rest[at..].starts_with("<row") { "<row" } else { "<c" };
                let (address, after) = rest[at + tag.len() + 4..].split_once('"').expect("an address");
                let next = if tag == "<row" {
                    (address.parse().expect(address), 0)
                } else {
                    let letters = address.bytes().take_while(u8::is_ascii_uppercase);
                    (last.0, letters.fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1))
                };
                let follows = if tag == "<row" { next.0 == last.0 + 1 } else { next.1 == last.1 + 1 };
                written += &rest[..at];
                written += tag;
                if !follows {
                    written.extend([" r=\"", address, "\""]);
                }
                (rest, last) = (after, next);
            }
            written + rest
        });
    }
}

/// Elements with a prefix where Excel writes none, and another one for relationships.
pub fn prefixes(file: &mut File) {
    for part in file.sheets().into_iter().chain(["xl/workbook.xml".to_owned(), "xl/styles.xml".to_owned()]) {
        file.rewrite(&part, |text| {
            let text = text.replace("</", "\u{1}").replace("<?", "\u{2}").replace('<', "<s:");
            let text = text.replace('\u{1}', "</s:").replace('\u{2}', "<?");
            text.replacen("xmlns=", "xmlns:s=", 1).replace("xmlns:r=", "xmlns:q=").replace(" r:id=", " q:id=")
        });
    }
}

/// A workbook that says nothing of formats.
pub fn without_styles(file: &mut File) {
    unrelated(file, "xl/styles.xml", "styles");
    for sheet in file.sheets() {
        file.rewrite(&sheet, |text| without_attribute(&without_attribute(text, "s"), "dxfId"));
    }
}

/// Texts in their cells instead of in a part that shares them.
pub fn without_shared_texts(file: &mut File) {
    let shared = file.text("xl/sharedStrings.xml");
    let items: Vec<&str> =
        shared.split("<si>").skip(1).map(|item| item.split("</si>").next().expect("an item")).collect();
    for sheet in file.sheets() {
        file.rewrite(&sheet, |text| {
            let mut pieces = text.split(" t=\"s\"><v>");
            let mut written = pieces.next().expect("a start").to_owned();
            for piece in pieces {
                let (index, rest) = piece.split_once("</v>").expect("an index");
                let item = items[index.parse::<usize>().expect("a number")];
                written.extend([" t=\"inlineStr\"><is>", item, "</is>", rest]);
            }
            written
        });
    }
    unrelated(file, "xl/sharedStrings.xml", "sharedStrings");
}

/// Takes a part out, with what leads to it and what says its type.
fn unrelated(file: &mut File, part: &str, kind: &str) {
    for (list, named) in
        [("[Content_Types].xml", format!("/{part}\"")), ("xl/_rels/workbook.xml.rels", format!("/{kind}\""))]
    {
        file.rewrite(list, |text| {
            let at = text.find(&named).expect("named");
            let start = text[..at].rfind('<').expect("its start");
            let end = at + text[at..].find("/>").expect("its end") + 2;
            format!("{}{}", &text[..start], &text[end..])
        });
    }
    file.package.remove(part);
}

fn without_attribute(text: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let mut pieces = text.split(&start);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |written, piece| written + piece.split_once('"').map_or("", |(_, rest)| rest))
}

/// ISO/IEC 29500 strict: other names for the same things.
pub fn strict(file: &mut File) {
    let names: Vec<String> =
        file.package.names().filter(|name| ends(name, "xml") || ends(name, "rels")).map(str::to_owned).collect();
    for part in names {
        file.rewrite(&part, |text| {
            text.replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
                .replace(RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
                .replace(
                    "http://schemas.openxmlformats.org/drawingml/2006/main",
                    "http://purl.oclc.org/ooxml/drawingml/main",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
                    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties",
                    "http://purl.oclc.org/ooxml/officeDocument/customProperties",
                )
                .replace(
                    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
                    "http://purl.oclc.org/ooxml/officeDocument/docPropsVTypes",
                )
        });
    }
    file.rewrite("xl/workbook.xml", |text| text.replacen("<workbook ", "<workbook conformance=\"strict\" ", 1));
}
