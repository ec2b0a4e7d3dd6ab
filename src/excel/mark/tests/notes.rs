//! Notes beside notes and threads of the unit.

use super::*;

const SHEET: &str = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData/><legacyDrawing xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:id=\"v\"/></worksheet>";

fn with_notes(comments: &str, drawing: &str) -> Vec<u8> {
    let mut package = Package::open(bare(SHEET)).expect("a package");
    let arrow = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let arrows = [
        arrow("c", "comments", "../comments1.xml"),
        arrow("v", "vmlDrawing", "../drawings/vmlDrawing1.vml"),
        arrow("t", "threadedComment", "../threadedComments/threadedComment1.xml"),
    ]
    .concat();
    for (name, text) in [
        ("xl/worksheets/_rels/sheet1.xml.rels", format!("<Relationships>{arrows}</Relationships>")),
        ("xl/comments1.xml", comments.to_owned()),
        ("xl/drawings/vmlDrawing1.vml", drawing.to_owned()),
        (
            "xl/threadedComments/threadedComment1.xml",
            "<ThreadedComments><threadedComment ref=\"B2\"/></ThreadedComments>".to_owned(),
        ),
    ] {
        package.replace(name, text.into_bytes());
    }
    package.write().expect("bytes")
}

fn run(words: &str) -> String {
    format!(
        "<r><rPr><b/><sz val=\"9\"/><color rgb=\"FF9C0006\"/><rFont val=\"宋体\"/><charset val=\"134\"/></rPr><t xml:space=\"preserve\">{words}</t></r>"
    )
}

#[test]
fn notes_are_continued_and_threads_are_left_alone() {
    let original = with_notes(
        "<comments><authors/><commentList><comment ref=\"B2\" authorId=\"0\"><text><t>[线程]</t></text></comment><comment ref=\"C3\" authorId=\"0\"><text><t>单位的话</t><phoneticPr/></text></comment></commentList></comments>",
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\"><br><v:shape id=\"_x0000_s3007\"></v:shape></xml>",
    );
    let marked = there_and_back(&original, "表");
    let ours = run("\n〔审核意见：支出合计 &lt; 基本 &amp; “项目”（见附件）〕");
    let new = run("〔审核意见：请补充〕");
    assert_eq!(
        part(&marked, "xl/comments1.xml"),
        format!(
            "<comments><authors><author>审核意见</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text><t>[线程]</t></text></comment><comment ref=\"C3\" authorId=\"0\"><text><r><t>单位的话</t></r>{ours}<phoneticPr/></text></comment><comment ref=\"D9\" authorId=\"0\"><text>{new}</text></comment></commentList></comments>"
        )
    );
    let drawing = part(&marked, "xl/drawings/vmlDrawing1.vml");
    assert_eq!(drawing.matches("<v:shape ").count(), 2, "{drawing}");
    assert!(drawing.contains("id=\"_x0000_s3008\" type=\"#_x0000_t202\""), "{drawing}");
    assert!(drawing.contains(" xmlns:x=\"urn:schemas-microsoft-com:office:excel\""), "{drawing}");
}

#[test]
fn words_that_a_client_has_cut_into_pieces_are_taken_out_of_a_note() {
    let comments = |before: &str, ours: &str, empty: &str| {
        format!(
            "<comments><authors><author/></authors><commentList><comment ref=\"C3\" authorId=\"0\"><text><r><t>单位的话{before}</t></r>{ours}<r><t>又说</t></r></text></comment>{empty}</commentList></comments>"
        )
    };
    let only = "<comment ref=\"D9\" authorId=\"0\"><text><t>〔审核意见：请补充〕</t></text></comment>";
    let marked = comments("&#10;〔审核", "<r><rPr/><t>意见：请改</t></r><r><t>正〕</t></r>", only);
    let shape = |row: u32, column: u32| {
        format!(
            "<v:shape id=\"s\"><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
        )
    };
    let drawing = format!("<xml>{}{}</xml>", shape(2, 2), shape(8, 3));
    let mut saved = Package::open(with_notes(&marked, &drawing)).expect("a package");
    let sheet = "<worksheet><sheetData/><conditionalFormatting sqref=\"A1\"><cfRule><formula>AND(\"xlcheck:K\"&lt;&gt;\"\",A1=1)</formula></cfRule><cfRule><formula>A1</formula></cfRule></conditionalFormatting></worksheet>";
    saved.replace("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec());
    let cleared = unmark(&saved.write().expect("bytes")).expect("cleared").expect("it bore marks");
    assert_eq!(part(&cleared, "xl/comments1.xml"), comments("", "", ""));
    assert_eq!(part(&cleared, "xl/drawings/vmlDrawing1.vml"), format!("<xml>{}</xml>", shape(2, 2)));
    assert_eq!(
        part(&cleared, "xl/worksheets/sheet1.xml"),
        "<worksheet><sheetData/><conditionalFormatting sqref=\"A1\"><cfRule><formula>A1</formula></cfRule></conditionalFormatting></worksheet>"
    );
}
