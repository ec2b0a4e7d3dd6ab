//! Marks in files of many kinds, and out again.

use std::io::{Cursor, Read};

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationRule, Format, Formula, Image, Note, ProtectionOptions,
    Workbook,
};

use super::*;
use crate::excel::package::tests::archive;
use crate::excel::patch::{NewValue, set_cells};
use crate::words::Place;

const SPREADSHEET: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A picture of one black point: signature, header, deflated row, end.
const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82";

fn cell(text: &str) -> Cell {
    text.parse().expect(text)
}

fn finding(sheet: &str, at: &str, severity: Severity, wrong: Wrong, note: Option<&str>) -> Mark {
    let key = format!("SUM-02|支出.“基本”|{at}");
    Mark { sheet: sheet.to_owned(), cell: cell(at), key, severity, wrong, note: note.map(str::to_owned) }
}

fn findings(sheet: &str) -> Vec<Mark> {
    let number = |text: &str| Wrong::Number(text.parse().expect(text));
    vec![
        finding(sheet, "C3", Severity::Hint, number("215.74"), None),
        finding(sheet, "C3", Severity::Error, number("215.74"), Some("支出合计 < 基本 & “项目”〔见附件〕")),
        finding(sheet, "B2", Severity::Query, Wrong::Text("说\"好\"".to_owned()), Some("请说明原因")),
        finding(sheet, "D9", Severity::Error, Wrong::Blank, Some("请补充")),
    ]
}

fn text(column: u16, span: u16, text: &str, style: ReviewStyle) -> ReviewCell {
    ReviewCell { column, span, content: ReviewContent::Text(text.to_owned()), style, link: None, unlocked: false }
}

fn review(link: &str) -> ReviewSheet {
    let row = |cells| ReviewRow { height: Some(24.0), cells };
    let figure = ReviewContent::Number("215.74".parse().expect("a number"));
    let answer = ReviewContent::Blank;
    ReviewSheet {
        name: "审核意见".to_owned(),
        column_widths: vec![6.0, 16.0, 40.0, 14.0, 24.0],
        rows: vec![
            row(vec![text(0, 5, "审核意见", ReviewStyle::Title)]),
            row(vec![text(0, 1, "单位名称", ReviewStyle::Label), text(1, 4, "=1+1", ReviewStyle::Value)]),
            row(vec![text(0, 1, "序号", ReviewStyle::Heading), text(1, 4, "单元格", ReviewStyle::Heading)]),
            row(vec![
                ReviewCell { link: Some(Place::new(link, cell("C3"))), ..text(1, 1, "C3", ReviewStyle::Link) },
                text(2, 1, "a\u{b}b", ReviewStyle::Text),
                ReviewCell { content: figure, ..text(3, 1, "", ReviewStyle::Figure) },
                ReviewCell { content: answer, unlocked: true, ..text(4, 1, "", ReviewStyle::Answer) },
            ]),
        ],
        title_rows: Some((2, 2)),
        page_breaks: Vec::new(),
        print_columns: 4,
    }
}

/// What an accountant's file has, written as Excel would.
fn rich() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("收支情况").expect("a name");
    sheet.write(1, 1, "说\"好\"").expect("a cell");
    sheet.write(2, 2, 215.74).expect("a cell");
    sheet.write_formula(3, 2, Formula::new("=C3*2").set_result("431.48")).expect("a formula");
    sheet.merge_range(8, 2, 8, 4, "", &Format::new()).expect("a merged area");
    sheet.protect_with_options(&ProtectionOptions::default());
    let format = Format::new().set_bold();
    let rule = ConditionalFormatFormula::new().set_rule("=C3<>1").set_format(&format);
    sheet.add_conditional_format(2, 2, 5, 5, &rule).expect("a rule");
    let list = DataValidation::new().allow_decimal_number(DataValidationRule::Between(0.0, 1e6));
    sheet.add_data_validation(2, 2, 5, 5, &list).expect("a validation");
    sheet.insert_note(2, 2, &Note::new("单位的话")).expect("a note");
    sheet.insert_note(6, 2, &Note::new("别处的话")).expect("a note");
    sheet.insert_image(12, 1, &Image::new_from_buffer(PIXEL).expect("a picture")).expect("a place");
    let other = workbook.add_worksheet().set_name("项目'绩效'表").expect("a name");
    other.write(2, 2, 215.74).expect("a cell");
    workbook.save_to_buffer().expect("a workbook")
}

/// A package with nothing that it may leave out: no styles, no rels of its sheet, prefixes, a byte order mark.
fn bare(sheet: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"t\"><Default Extension=\"rels\" ContentType=\"r\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>";
    archive(&[
        ("[Content_Types].xml", types),
        (
            "_rels/.rels",
            &format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("xl/", ""),
        (
            "xl/workbook.xml",
            &format!(
                "\u{feff}<x:workbook xmlns:x=\"{SPREADSHEET}\" xmlns:q=\"{OFFICE}\"><x:sheets><x:sheet name=\"表\" sheetId=\"7\" q:id=\"s\"/></x:sheets></x:workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<p:Relationships xmlns:p=\"x\"><p:Relationship Id=\"s\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/></p:Relationships>"
            ),
        ),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let package = Package::open(bytes).expect("a package");
    let part = |name: &str| (name.to_owned(), package.required(name).expect(name).to_vec());
    package.names().map(part).collect()
}

/// The entries of an archive as they are packed.
fn packed(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let names: Vec<_> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut entry = |at: usize| {
        let mut packed = Vec::new();
        archive.by_index_raw(at).expect("an entry").read_to_end(&mut packed).expect("bytes");
        packed
    };
    names.into_iter().enumerate().map(|(at, name)| (name, entry(at))).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let package = Package::open(bytes).expect("a package");
    String::from_utf8(package.required(name).expect(name).to_vec()).expect("text")
}

/// Marks a file and takes the marks out again, which must give every part back; gives the marked copy.
fn there_and_back(original: &[u8], sheet: &str) -> Vec<u8> {
    let marked = mark(original, &findings(sheet), &review(sheet)).expect("marked");
    assert_eq!(mark(original, &findings(sheet), &review(sheet)).expect("marked"), marked, "the same bytes again");
    let cleared = unmark(&marked).expect("cleared").expect("it bore marks");
    assert_eq!(parts(&cleared), parts(original));
    assert_eq!(unmark(&cleared), Ok(None));
    let twice = mark(&marked, &findings(sheet), &review(sheet)).expect("marked");
    assert_eq!(parts(&twice), parts(&marked), "a second round leaves nothing of the first");
    marked
}

#[test]
fn a_rich_file_is_marked_and_cleared() {
    let original = rich();
    let marked = there_and_back(&original, "收支情况");
    let sheet = part(&marked, "xl/worksheets/sheet1.xml");
    let rules = &sheet
        [sheet.find("<conditionalFormatting").expect("rules")..sheet.find("<dataValidations").expect("validations")];
    assert_eq!(
        rules,
        concat!(
            r#"<conditionalFormatting sqref="C3"><cfRule type="expression" dxfId="1" priority="1"><formula>AND(&quot;xlcheck:SUM-02|支出.“基本”|C3&quot;&lt;&gt;&quot;&quot;,$C$3=215.74)</formula></cfRule></conditionalFormatting>"#,
            r#"<conditionalFormatting sqref="C9"><cfRule type="expression" dxfId="1" priority="2"><formula>AND(&quot;xlcheck:SUM-02|支出.“基本”|D9&quot;&lt;&gt;&quot;&quot;,LEN($C$9)=0)</formula></cfRule></conditionalFormatting>"#,
            r#"<conditionalFormatting sqref="B2"><cfRule type="expression" dxfId="2" priority="3"><formula>AND(&quot;xlcheck:SUM-02|支出.“基本”|B2&quot;&lt;&gt;&quot;&quot;,$B$2=&quot;说&quot;&quot;好&quot;&quot;&quot;)</formula></cfRule></conditionalFormatting>"#,
            r#"<conditionalFormatting sqref="C3"><cfRule type="expression" dxfId="3" priority="4"><formula>AND(&quot;xlcheck:SUM-02|支出.“基本”|C3&quot;&lt;&gt;&quot;&quot;,$C$3=215.74)</formula></cfRule></conditionalFormatting>"#,
            r#"<conditionalFormatting sqref="C3:F6"><cfRule type="expression" dxfId="0" priority="5"><formula>C3&lt;&gt;1</formula></cfRule></conditionalFormatting>"#,
        )
    );
    assert!(sheet.contains("tabSelected=\"0\""), "{sheet}");
    let notes = part(&marked, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ref=").count(), 4, "{notes}");
    assert!(notes.contains(">\n〔审核意见：支出合计 &lt; 基本 &amp; “项目”（见附件）〕</t>"), "{notes}");
    let drawing = part(&marked, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 4, "{drawing}");
    let workbook = part(&marked, "xl/workbook.xml");
    assert!(workbook.contains(r#"activeTab="2""#), "{workbook}");
    assert!(workbook.contains(r#"<sheet name="审核意见" sheetId="3" r:id="rIdXlcheck1"/></sheets>"#), "{workbook}");
    assert!(workbook.contains(r#"localSheetId="2">&apos;审核意见&apos;!$A$1:$D$4</definedName>"#), "{workbook}");
    assert!(workbook.contains(r#"localSheetId="2">&apos;审核意见&apos;!$3:$3</definedName>"#), "{workbook}");
}

#[test]
fn parts_without_a_finding_are_copied_raw() {
    let original = rich();
    let marked = mark(&original, &findings("收支情况"), &review("收支情况")).expect("marked");
    let edited: Vec<_> = packed(&original).into_iter().zip(packed(&marked)).filter(|(a, b)| a != b).collect();
    let names: Vec<_> = edited.iter().map(|((name, _), _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
            "xl/workbook.xml",
            "xl/worksheets/sheet1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/comments1.xml"
        ]
    );
}

#[test]
fn a_sheet_without_notes_gets_its_first_ones() {
    let marked = there_and_back(&rich(), "项目'绩效'表");
    let sheet = part(&marked, "xl/worksheets/sheet2.xml");
    assert!(sheet.ends_with(r#"<legacyDrawing r:id="rIdXlcheck2"/></worksheet>"#), "{sheet}");
    assert_eq!(
        part(&marked, "xl/worksheets/_rels/sheet2.xml.rels"),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rIdXlcheck1\" Type=\"{OFFICE}/comments\" Target=\"../comments2.xml\"/><Relationship Id=\"rIdXlcheck2\" Type=\"{OFFICE}/vmlDrawing\" Target=\"../drawings/vmlDrawing2.vml\"/></Relationships>"
        )
    );
    let review = part(&marked, "xl/worksheets/sheet3.xml");
    assert!(review.contains(r#"location="&apos;项目&apos;&apos;绩效&apos;&apos;表&apos;!C3""#), "{review}");
}

#[test]
fn bare_packages_are_marked_and_cleared() {
    for sheet in [
        format!("<x:worksheet xmlns:x=\"{SPREADSHEET}\"><x:sheetData/></x:worksheet>"),
        format!(
            "<worksheet xmlns=\"{SPREADSHEET}\"><sheetViews><sheetView tabSelected='true'/></sheetViews><sheetData/><extLst/></worksheet>"
        ),
    ] {
        let marked = there_and_back(&bare(&sheet), "表");
        let styles = part(&marked, "xl/xlcheckStyles1.xml");
        assert!(styles.contains("<dxfs count=\"3\">"), "{styles}");
        assert!(styles.contains("<fills count=\"5\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"), "{styles}");
        let workbook = part(&marked, "xl/workbook.xml");
        assert!(
            workbook.contains("<x:bookViews><x:workbookView activeTab=\"1\"/></x:bookViews><x:sheets>"),
            "{workbook}"
        );
        assert!(
            workbook.contains("<x:sheet name=\"审核意见\" sheetId=\"8\" q:id=\"rIdXlcheck2\"/></x:sheets>"),
            "{workbook}"
        );
    }
}

#[test]
fn rules_of_the_unit_give_way_also_in_extensions() {
    let sheet = format!(
        "<worksheet xmlns=\"{SPREADSHEET}\"><sheetData/><conditionalFormatting sqref=\"A1\"><cfRule type=\"expression\" priority=\"1\"><formula>1</formula></cfRule></conditionalFormatting><extLst><ext><x14:cfRule xmlns:x14=\"x\" priority=\"2\"/></ext></extLst></worksheet>"
    );
    let marked = there_and_back(&bare(&sheet), "表");
    let sheet = part(&marked, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<cfRule type=\"expression\" priority=\"5\">"), "{sheet}");
    assert!(sheet.contains("<x14:cfRule xmlns:x14=\"x\" priority=\"6\"/>"), "{sheet}");
}

#[test]
fn what_a_client_has_saved_is_cleared_by_its_content() {
    let original = rich();
    let marked = mark(&original, &findings("收支情况"), &review("收支情况")).expect("marked");
    let mut saved = Package::open(marked).expect("a package");
    let change = [(cell("C3"), NewValue::Number("215.73".to_owned()))];
    let sheet = saved.required("xl/worksheets/sheet1.xml").expect("the sheet");
    saved.replace("xl/worksheets/sheet1.xml", set_cells(&sheet, &change).expect("patched"));
    let cleared = unmark(&saved.write().expect("bytes")).expect("cleared").expect("it bore marks");
    assert_eq!(unmark(&cleared), Ok(None));

    let sheet = part(&original, "xl/worksheets/sheet1.xml");
    let sheet = set_cells(sheet.as_bytes(), &change).expect("patched");
    assert_eq!(part(&cleared, "xl/worksheets/sheet1.xml"), String::from_utf8(sheet).expect("text"));
    let notes = part(&cleared, "xl/comments1.xml");
    assert_eq!(notes.matches("<comment ref=").count(), 2, "{notes}");
    assert!(!notes.contains("〔审核意见"), "{notes}");
    assert_eq!(part(&cleared, "xl/drawings/vmlDrawing1.vml"), part(&original, "xl/drawings/vmlDrawing1.vml"));
    let package = Package::open(cleared).expect("a package");
    let workbook = package.workbook().expect("a workbook");
    assert_eq!(workbook.sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["收支情况", "项目'绩效'表"]);
    assert_eq!(package.stored_name("xl/worksheets/sheet3.xml"), None);
}

#[test]
fn a_review_whose_name_has_become_one_of_the_workbook_is_found_again() {
    let marked = mark(&rich(), &findings("收支情况"), &review("收支情况")).expect("marked");
    let mut saved = Package::open(marked).expect("a package");
    let workbook = String::from_utf8(saved.required("xl/workbook.xml").expect("the workbook").to_vec()).expect("text");
    let (local, global) = ("name=\"_xlcheck.review\" localSheetId=\"2\" hidden=\"1\"", "name=\"_xlcheck.review\"");
    assert!(workbook.contains(local), "{workbook}");
    saved.replace("xl/workbook.xml", workbook.replace(local, global).into_bytes());
    let again = mark(&saved.write().expect("bytes"), &findings("收支情况"), &review("收支情况")).expect("marked");
    let sheets = Package::open(again.clone()).expect("a package").workbook().expect("a workbook").sheets;
    assert_eq!(sheets.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["收支情况", "项目'绩效'表", "审核意见"]);
    assert_eq!(part(&again, "xl/workbook.xml").matches("_xlcheck.review").count(), 1);
}

#[test]
fn a_mark_on_a_sheet_that_is_not_there_is_refused() {
    let error = mark(&rich(), &findings("没有"), &review("没有")).expect_err("refused");
    assert_eq!(error.to_string(), "文件中没有工作表“没有”");
}

#[test]
fn a_sheet_of_the_unit_keeps_its_name() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("审核意见").expect("a name");
    let marked = there_and_back(&workbook.save_to_buffer().expect("a workbook"), "审核意见");
    let names: Vec<_> = Package::open(marked).expect("a package").workbook().expect("a workbook").sheets;
    assert_eq!(names[1].name, "审核意见2");
}

mod laws;
mod notes;
mod rounds;
