//! Words beside, in and about cells: notes, threads, runs, readings, rules, filters, merged areas.

use super::file::{DECLARED, File};

const X14: &str = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main";
const XM: &str = "http://schemas.microsoft.com/office/excel/2006/main";

pub fn notes(file: &mut File) {
    file.notes(&["江若谷"], &[("B17", "按决算表填列"), ("C6", "含上年结转")]);
}

/// A thread of comments at a wrong cell; the note under it is only its shadow.
pub fn threads(file: &mut File) {
    let thread = "{5A1B2C3D-0001-4A5B-8C9D-0123456789AB}";
    let person = "{5A1B2C3D-0002-4A5B-8C9D-0123456789AB}";
    file.notes(&[&format!("tc={thread}")], &[("B17", "[Threaded comment] 请核对")]);
    let office = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments";
    let threads = format!(
        "{DECLARED}<ThreadedComments xmlns=\"{office}\"><threadedComment ref=\"B17\" dT=\"2022-04-01T08:00:00.00\" personId=\"{person}\" id=\"{thread}\"><text>请核对</text></threadedComment></ThreadedComments>"
    );
    let people = format!(
        "{DECLARED}<personList xmlns=\"{office}\"><person displayName=\"江若谷\" id=\"{person}\" userId=\"江若谷\" providerId=\"None\"/></personList>"
    );
    file.add("xl/threadedComments/threadedComment9.xml", "application/vnd.ms-excel.threadedcomments+xml", threads);
    file.add("xl/persons/person.xml", "application/vnd.ms-excel.person+xml", people);
    let kind = |kind: &str| format!("http://schemas.microsoft.com/office/2017/10/relationships/{kind}");
    let sheet = file.sheet.clone();
    file.relate(&sheet, "rIdT1", &kind("threadedComment"), "../threadedComments/threadedComment9.xml");
    file.relate("xl/workbook.xml", "rIdT2", &kind("person"), "persons/person.xml");
}

/// Rules of the Excel 2010 extension, which reach other sheets.
pub fn extended_rules(file: &mut File) {
    let formats = format!(
        "<ext uri=\"{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}\" xmlns:x14=\"{X14}\"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm=\"{XM}\"><x14:cfRule type=\"expression\" priority=\"90\" id=\"{{5A1B2C3D-0003-4A5B-8C9D-0123456789AB}}\"><xm:f>封面!$B$9=\"\"</xm:f><x14:dxf><fill><patternFill><bgColor rgb=\"FFFFC000\"/></patternFill></fill></x14:dxf></x14:cfRule><xm:sqref>B17</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext>"
    );
    let validations = format!(
        "<ext uri=\"{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}\" xmlns:x14=\"{X14}\"><x14:dataValidations xmlns:xm=\"{XM}\" count=\"1\"><x14:dataValidation type=\"list\" allowBlank=\"1\"><x14:formula1><xm:f>封面!$B$3:$B$5</xm:f></x14:formula1><xm:sqref>BQ17</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    );
    file.at_end(&format!("<extLst>{formats}{validations}</extLst>"));
}

/// One of the texts that were typed, in other words of the file.
fn typed(file: &mut File, plain: &str, written: &str) {
    let overview = file.package.workbook().expect("a workbook").sheet("基本概况").expect("the sheet").part.clone();
    file.change(&overview, &format!("<is><t xml:space=\"preserve\">{plain}</t></is>"), &format!("<is>{written}</is>"));
}

pub fn rich_text(file: &mut File) {
    typed(
        file,
        "江若谷",
        "<r><rPr><b/><sz val=\"11\"/><color rgb=\"FFC00000\"/><rFont val=\"黑体\"/><charset val=\"134\"/></rPr><t>江</t></r><r><t>若谷</t></r>",
    );
}

pub fn phonetics(file: &mut File) {
    typed(
        file,
        "江若谷",
        "<t>江若谷</t><rPh sb=\"0\" eb=\"1\"><t>jiāng</t></rPh><rPh sb=\"1\" eb=\"3\"><t>ruògǔ</t></rPh><phoneticPr fontId=\"0\" type=\"noConversion\"/>",
    );
}

/// A filter over the rows of expenditure, with a row that it hides.
pub fn filter(file: &mut File) {
    let sheet = file.sheet.clone();
    let text = file.text(&sheet);
    let protection = &text[text.find("<sheetProtection").expect("protected")..];
    let protection = protection[..=protection.find("/>").expect("its end") + 1].to_owned();
    let filter = "<autoFilter ref=\"A16:H22\"><filterColumn colId=\"0\"><filters><filter val=\"汇总\"/></filters></filterColumn></autoFilter>";
    file.change(&sheet, &protection, &format!("{protection}{filter}"));
    file.change(&sheet, "<row r=\"22\"", "<row r=\"22\" hidden=\"1\"");
    file.before(
        "xl/workbook.xml",
        "<definedName name=\"_xlnm.Print_Area\" localSheetId=\"2\">",
        "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"3\" hidden=\"1\">收支情况!$A$16:$H$22</definedName>",
    );
}

/// A wrong cell that is merged with its neighbour, which is what people then see.
pub fn merged(file: &mut File) {
    let sheet = file.sheet.clone();
    file.before(&sheet, "</mergeCells>", "<mergeCell ref=\"F17:G17\"/>");
    file.rewrite(&sheet, |text| {
        let count = text.matches("<mergeCell ").count();
        text.replacen(&format!("<mergeCells count=\"{}\">", count - 1), &format!("<mergeCells count=\"{count}\">"), 1)
    });
}
