//! What a client has saved of a marked copy, without our marks, is what it would have saved of the original; and ten
//! rounds leave no more than one.

use super::*;

/// A marked copy as a client leaves it: the record of what was done is lost, and an emptied sheet says that it was saved.
fn saved(marked: &[u8]) -> Package {
    let mut package = Package::open(marked).expect("a package");
    let book = package.workbook().expect("a workbook");
    let review = &book.sheets.last().expect("the review").part;
    let bytes = String::from_utf8(package.required(review).expect("the review").to_vec()).expect("text");
    let (bytes, _) = bytes.split_once("<!--xlcheck:undo ").expect("the record");
    package.replace(review, bytes.as_bytes().to_vec());
    package
}

fn cleared(package: &Package) -> Vec<u8> {
    unmark(&package.write().expect("bytes")).expect("cleared").expect("it bore marks")
}

#[test]
fn what_was_only_there_for_marks_goes_with_them() {
    // The second sheet has no notes of its own.
    for sheet in ["收支情况", "项目'绩效'表"] {
        let original = rich();
        let marked = mark(&original, &findings(sheet), &review(sheet)).expect("marked");
        let cleared = cleared(&saved(&marked));
        let left: Vec<_> = parts(&cleared).into_iter().filter(|(name, _)| name != "xl/styles.xml").collect();
        let wanted: Vec<_> = parts(&original).into_iter().filter(|(name, _)| name != "xl/styles.xml").collect();
        // The first sheet opens where nothing is said.
        let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(" activeTab=\"0\"", "");
        let name = |(name, bytes): &(String, Vec<u8>)| (name.clone(), said(bytes));
        for (left, wanted) in left.iter().map(name).zip(wanted.iter().map(name)) {
            assert_eq!(left, wanted, "{sheet}");
        }
        assert_eq!(left.len(), wanted.len(), "{sheet}");
    }
}

#[test]
fn the_sheet_that_opened_opens_again() {
    let original = rich();
    for (client, change) in [("any", ""), ("ExcelJS", " localSheetId=\"2\"")] {
        let mut package = Package::open(original.clone()).expect("a package");
        for (part, from, to) in [
            ("xl/workbook.xml", "<workbookView ", "<workbookView activeTab=\"1\" "),
            ("xl/worksheets/sheet1.xml", " tabSelected=\"1\"", ""),
            ("xl/worksheets/sheet2.xml", "<sheetView ", "<sheetView tabSelected=\"1\" "),
        ] {
            let text = String::from_utf8(package.required(part).expect(part).to_vec()).expect("text");
            assert!(text.contains(from), "{text}");
            package.replace(part, text.replacen(from, to, 1).into_bytes());
        }
        let opened = package.write().expect("bytes");
        let mut copy = saved(&mark(&opened, &findings("收支情况"), &review("收支情况")).expect("marked"));
        let book = String::from_utf8(copy.required("xl/workbook.xml").expect("the workbook").to_vec()).expect("text");
        copy.replace("xl/workbook.xml", book.replace(change, "").into_bytes());
        let cleared = cleared(&copy);
        let book = part(&cleared, "xl/workbook.xml");
        assert!(book.contains("activeTab=\"1\"") && !book.contains("_xlcheck"), "{client}: {book}");
        assert!(part(&cleared, "xl/worksheets/sheet2.xml").contains("tabSelected=\"1\""), "{client}");
        assert!(!part(&cleared, "xl/worksheets/sheet1.xml").contains("tabSelected=\"1\""), "{client}");
    }
}

#[test]
fn boxes_go_whatever_their_prefixes() {
    let marked = mark(&rich(), &findings("项目'绩效'表"), &review("收支情况")).expect("marked");
    let mut copy = saved(&marked);
    let name = "xl/drawings/vmlDrawing2.vml";
    let drawing = part(&marked, name);
    for prefix in ["v", "o", "x"] {
        let openpyxl = drawing.replace(&format!("<{prefix}:"), &format!("<ns{prefix}:"));
        copy.replace(name, openpyxl.replace(&format!("</{prefix}:"), &format!("</ns{prefix}:")).into_bytes());
        let package = Package::open(cleared(&copy)).expect("a package");
        assert_eq!(package.stored_name(name), None, "{prefix}");
        assert_eq!(package.stored_name("xl/comments2.xml"), None, "{prefix}");
    }
}

#[test]
fn the_type_of_boxes_goes_with_the_last_box() {
    let shape = |kind: &str, row: u32| {
        format!(
            "<v:shape type=\"#{kind}\"><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>0</x:Column></x:ClientData></v:shape>"
        )
    };
    let of_type = |kind: &str| format!("<v:shapetype id=\"{kind}\" o:spt=\"1\"><v:path/></v:shapetype>");
    let (note, other) = (of_type("t202"), of_type("t201"));
    let left = |drawing: &str| {
        let ours = [cell("A1"), cell("A2")].into();
        let splices = super::super::vml::boxes_of(drawing.as_bytes(), &ours);
        String::from_utf8(crate::excel::splice::apply(drawing.as_bytes(), &splices).expect("applied")).expect("text")
    };
    let (ours, unit) = (shape("t202", 0), shape("t202", 6));
    assert_eq!(left(&format!("{other}{}{note}{ours}", shape("t201", 7))), format!("{other}{}", shape("t201", 7)));
    assert_eq!(left(&format!("{note}{unit}{ours}")), format!("{note}{unit}"));
    assert_eq!(left(&format!("{note}{ours}{unit}")), format!("{note}{unit}"));
    // LibreOffice writes a type before each box.
    assert_eq!(left(&format!("{note}{ours}{note}{unit}{note}{}", shape("t202", 1))), format!("{note}{unit}"));
}

#[test]
fn authors_who_are_left_keep_their_notes() {
    let original = rich();
    let marked = mark(&original, &findings("收支情况"), &review("收支情况")).expect("marked");
    let mut copy = saved(&marked);
    let name = "xl/comments1.xml";
    // A client that puts our author first, as Gnumeric does.
    let notes =
        part(&marked, name).replace("authorId=\"1\"", "authorId=\"_\"").replace("authorId=\"0\"", "authorId=\"1\"");
    let notes = notes.replace("authorId=\"_\"", "authorId=\"0\"").replace("<author>审核意见</author>", "");
    let notes = notes.replace("<authors>", "<authors><author>审核意见</author>");
    copy.replace(name, notes.into_bytes());
    assert_eq!(part(&cleared(&copy), name), part(&original, name));
}

#[test]
fn the_review_leaves_no_words_in_what_a_client_writes_beside_the_sheets() {
    let original = rich();
    let marked = mark(&original, &findings("收支情况"), &review("收支情况")).expect("marked");
    let mut copy = saved(&marked);
    let mut rewrite = |name: &str, changes: &[(&str, &str)]| {
        let mut text = String::from_utf8(copy.required(name).expect(name).to_vec()).expect("text");
        for (from, to) in changes {
            assert!(text.contains(from), "{text}");
            text = text.replacen(from, to, 1);
        }
        copy.replace(name, text.into_bytes());
    };
    // The review's title is shared, and its first label too, which the unit has in a cell.
    rewrite("xl/sharedStrings.xml", &[("</sst>", "<si><t>审核意见</t></si></sst>")]);
    rewrite(
        "xl/worksheets/sheet3.xml",
        &[
            (" t=\"inlineStr\"><is><t xml:space=\"preserve\">审核意见</t></is>", " t=\"s\"><v>1</v>"),
            (" t=\"inlineStr\"><is><t xml:space=\"preserve\">单位名称</t></is>", " t=\"s\"><v>0</v>"),
        ],
    );
    let titles = "<vt:lpstr>审核意见</vt:lpstr><vt:lpstr>审核意见!Print_Area</vt:lpstr><vt:lpstr>'审核意见'!Print_Titles</vt:lpstr></vt:vector></TitlesOfParts>";
    let named = "<vt:i4>3</vt:i4></vt:variant><vt:variant><vt:lpstr>Named Ranges</vt:lpstr></vt:variant><vt:variant><vt:i4>2</vt:i4>";
    rewrite(
        "docProps/app.xml",
        &[
            ("size=\"2\" baseType=\"variant\"", "size=\"4\" baseType=\"variant\""),
            ("<vt:i4>2</vt:i4>", named),
            ("size=\"2\" baseType=\"lpstr\"", "size=\"5\" baseType=\"lpstr\""),
            ("</vt:vector></TitlesOfParts>", titles),
        ],
    );
    let cleared = cleared(&copy);
    assert_eq!(part(&cleared, "docProps/app.xml"), part(&original, "docProps/app.xml"));
    let texts = part(&original, "xl/sharedStrings.xml").replace("</sst>", "<si><t/></si></sst>");
    assert_eq!(part(&cleared, "xl/sharedStrings.xml"), texts);
}

#[test]
fn ten_rounds_leave_what_one_leaves() {
    let original = rich();
    let wanted = cleared(&saved(&mark(&original, &findings("收支情况"), &review("收支情况")).expect("marked")));
    let mut file = original;
    let mut sizes = Vec::new();
    for round in 0..10 {
        let sheet = if round % 2 == 0 { "收支情况" } else { "项目'绩效'表" };
        let marked = mark(&file, &findings(sheet), &review("收支情况")).expect("marked");
        if round % 2 == 0 {
            sizes.push(parts(&marked).iter().map(|(_, bytes)| bytes.len()).sum::<usize>());
        }
        file = saved(&marked).write().expect("bytes");
    }
    assert!(sizes[1..].iter().all(|size| *size == sizes[1]), "{sizes:?}");
    assert_eq!(parts(&cleared(&Package::open(file).expect("a package"))), parts(&wanted));
}
