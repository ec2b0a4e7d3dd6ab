//! What comes along: macros, links, notes, and what programs do by themselves when they save.

use regex::{Captures, Regex};

use super::Damage;
use super::doc::Doc;

const MONEY: &str = "收支情况";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A note at a cell of a sheet.
fn note(doc: &mut Doc, sheet: &str, cell: &str, text: &str) {
    let part = "xl/comments77.xml";
    doc.add(
        part,
        &format!(
            "<comments xmlns=\"{MAIN}\"><authors><author>会计</author></authors><commentList><comment ref=\"{cell}\" authorId=\"0\"><text><r><t>{text}</t></r></text></comment></commentList></comments>"
        ),
    );
    doc.typed(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml");
    let sheet = doc.part_of(sheet);
    doc.relate(&sheet, "comments", "../comments77.xml");
}

fn macros(doc: &mut Doc) {
    doc.add("xl/vbaProject.bin", "macros");
    doc.typed("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject");
    let base = "http://schemas.microsoft.com/office/2006/relationships/vbaProject";
    doc.change("xl/_rels/workbook.xml.rels", |xml| {
        xml.replace(
            "</Relationships>",
            &format!("<Relationship Id=\"rIdVba\" Type=\"{base}\" Target=\"vbaProject.bin\"/></Relationships>"),
        )
    });
}

fn link(doc: &mut Doc) {
    doc.add("xl/externalLinks/externalLink1.xml", &format!("<externalLink xmlns=\"{MAIN}\"/>"));
    doc.typed(
        "xl/externalLinks/externalLink1.xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
    );
    doc.relate("xl/workbook.xml", "externalLink", "externalLinks/externalLink1.xml");
}

/// Every sheet of cells as another program writes it.
fn resaved(doc: &mut Doc, change: impl Fn(&str) -> String) {
    for number in 1..=9 {
        let part = format!("xl/worksheets/sheet{number}.xml");
        let xml = doc.part(&part);
        doc.add(&part, &change(&xml));
    }
}

/// A formula without blanks outside its words.
fn unspaced(formula: &str) -> String {
    let piece = |(at, text): (usize, &str)| if at % 2 == 0 { text.replace(' ', "") } else { text.to_owned() };
    let separate = if formula.contains("&quot;") { "&quot;" } else { "\"" };
    formula.split(separate).enumerate().map(piece).collect::<Vec<_>>().join(separate)
}

/// Formulas without blanks, sheet names without quotes, runs of formulas shared, validations in another order (`WPS`).
fn as_wps(doc: &mut Doc) {
    let formula = Regex::new("<f>([^<]*)</f>").expect("a pattern");
    let validations = Regex::new("(?s)<dataValidation .*?</dataValidation>").expect("a pattern");
    resaved(doc, |xml| {
        let xml = formula.replace_all(xml, |found: &Captures<'_>| format!("<f>{}</f>", unspaced(&found[1])));
        let mut rules: Vec<&str> = validations.find_iter(&xml).map(|found| found.as_str()).collect();
        let before = rules.concat();
        rules.reverse();
        xml.replace(&before, &rules.concat()).replace(" customWidth=\"1\"", "").replace("15.7109375", "15.75")
    });
    doc.workbook(|xml| {
        let quoted = Regex::new(r"'([\p{L}_]+)'!").expect("a pattern");
        quoted.replace_all(&xml, "$1!").replace("lastEdited=\"4\"", "lastEdited=\"3\"")
    });
}

/// No structure lock, the stamp's sheet only hidden, formulas with `$` gone, trailing blank rows cut off (`LibreOffice`).
fn as_libreoffice(doc: &mut Doc) {
    doc.workbook(|xml| {
        xml.replace("<workbookProtection lockStructure=\"1\"/>", "").replace("state=\"veryHidden\"", "state=\"hidden\"")
    });
    let formula = Regex::new("<f>([^<]*)</f>").expect("a pattern");
    resaved(doc, |xml| {
        let xml = formula.replace_all(xml, "<f aca=\"false\">$1</f>");
        xml.replace("<protection locked=\"false\"/>", "<protection locked=\"0\"/>")
    });
}

pub const DAMAGES: &[Damage] = &[
    Damage::new("含有宏", macros),
    Damage::new("含有外部链接", link),
    Damage::new("含有批注", |doc| note(doc, MONEY, "B6", "请领导审核")),
    Damage::new("含有本程序的审核批注", |doc| note(doc, MONEY, "B6", "〔审核意见：请核对〕")),
    Damage::new("宏、链接、批注、隐藏表都有", |doc| {
        macros(doc);
        link(doc);
        note(doc, MONEY, "B6", "请领导审核");
        doc.add_sheet("底稿", " state=\"hidden\"", &format!("<worksheet xmlns=\"{MAIN}\"><sheetData/></worksheet>"));
    }),
    Damage::new("用WPS另存", as_wps),
    Damage::new("用LibreOffice另存", as_libreoffice),
    Damage::new("公式前加等号、函数小写", |doc| {
        let formula = Regex::new("<f>IF\\(").expect("a pattern");
        resaved(doc, |xml| formula.replace_all(xml, "<f>if(").into_owned());
    }),
    Damage::new("存下的结果都没有了（脚本另存）", |doc| {
        let formula = Regex::new("(?s)</f><v>[^<]*</v>").expect("a pattern");
        resaved(doc, |xml| formula.replace_all(xml, "</f>").into_owned());
    }),
    Damage::new("名称加了引号", |doc| {
        doc.workbook(|xml| {
            let names = Regex::new(r#"(<definedName name="[^_][^>]*>)'?([\p{L}]+)'?!"#).expect("a pattern");
            names.replace_all(&xml, "$1'$2'!").replace("fileVersion appName=\"xl\"", "fileVersion appName=\"et\"")
        });
    }),
    Damage::new("多了打印区域之外的名称", |doc| {
        doc.workbook(|xml| {
            xml.replace("</definedNames>", "<definedName name=\"单位\">收支情况!$B$6</definedName></definedNames>")
        });
    }),
];
