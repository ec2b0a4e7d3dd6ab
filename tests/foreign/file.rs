//! A filled workbook to which a feature is added by hand, with a record of what must still be there afterwards.

use std::fmt::Write;

use xlcheck::excel::package::{Package, rels_part};

pub const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
pub const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
pub const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
pub const DECLARED: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A picture of one black point: signature, header, deflated row, end.
pub const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82";

/// The package, the part of the sheet with most findings, and what was put where.
pub struct File {
    pub package: Package,
    /// The part of 收支情况.
    pub sheet: String,
    /// Words that must be found in a part whatever else is done to it.
    pub kept: Vec<(String, String)>,
    /// Parts of the feature's own that marking may add to, notes and their boxes.
    pub grows: Vec<String>,
}

impl File {
    pub fn new(bytes: Vec<u8>) -> Self {
        let package = Package::open(bytes).expect("a package");
        let sheet = package.workbook().expect("a workbook").sheet("收支情况").expect("the sheet").part.clone();
        Self { package, sheet, kept: Vec::new(), grows: Vec::new() }
    }

    pub fn text(&self, part: &str) -> String {
        String::from_utf8(self.package.required(part).expect(part).to_vec()).expect("UTF-8")
    }

    /// The parts of all sheets.
    pub fn sheets(&self) -> Vec<String> {
        self.package.workbook().expect("a workbook").sheets.into_iter().map(|sheet| sheet.part).collect()
    }

    /// Rewrites a part; nothing of it is recorded.
    pub fn rewrite(&mut self, part: &str, change: impl Fn(&str) -> String) {
        let text = change(&self.text(part));
        self.package.replace(part, text.into_bytes());
    }

    /// Puts other words in place of some that stand in a part, and records them.
    pub fn change(&mut self, part: &str, from: &str, to: &str) {
        assert!(self.text(part).contains(from), "{part} has no {from}");
        self.rewrite(part, |text| text.replacen(from, to, 1));
        self.kept.push((part.to_owned(), to.to_owned()));
    }

    /// Puts XML before words that stand in a part, and records it.
    pub fn before(&mut self, part: &str, words: &str, xml: &str) {
        assert!(self.text(part).contains(words), "{part} has no {words}");
        self.rewrite(part, |text| text.replacen(words, &format!("{xml}{words}"), 1));
        self.kept.push((part.to_owned(), xml.to_owned()));
    }

    /// Puts XML at the end of 收支情况, where drawings, tables and extensions stand.
    pub fn at_end(&mut self, xml: &str) {
        let sheet = self.sheet.clone();
        self.before(&sheet, "</worksheet>", xml);
    }

    /// Adds a part with a type of its own.
    pub fn add(&mut self, part: &str, content_type: &str, bytes: impl Into<Vec<u8>>) {
        let of_part = format!("<Override PartName=\"/{part}\" ContentType=\"{content_type}\"/>");
        self.before("[Content_Types].xml", "</Types>", &of_part);
        self.package.replace(part, bytes.into());
    }

    /// Says of which type all parts of an ending are.
    pub fn ending(&mut self, ending: &str, content_type: &str) {
        let of_ending = format!("<Default Extension=\"{ending}\" ContentType=\"{content_type}\"/>");
        self.before("[Content_Types].xml", "<Override", &of_ending);
    }

    /// Adds an arrow of a full type from a part to another, as seen from the part's folder.
    pub fn relate(&mut self, source: &str, id: &str, kind: &str, target: &str) {
        let rels = rels_part(source);
        if self.package.stored_name(&rels).is_none() {
            let empty = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>";
            self.package.replace(&rels, format!("{DECLARED}{empty}").into_bytes());
        }
        let mut xml = format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"");
        if target.contains("://") {
            xml += " TargetMode=\"External\"";
        }
        self.before(&rels, "</Relationships>", &(xml + "/>"));
    }

    /// As [`Self::relate`], from 收支情况 and of a type of ECMA-376.
    pub fn relate_sheet(&mut self, id: &str, kind: &str, target: &str) {
        let sheet = self.sheet.clone();
        self.relate(&sheet, id, &format!("{RELATIONS}/{kind}"), target);
    }

    /// Puts cells at the end of a row of 收支情况, right of everything that is printed.
    pub fn cells_at_end(&mut self, row: u32, xml: &str) {
        let (sheet, text) = (self.sheet.clone(), self.text(&self.sheet));
        let start = text.find(&format!("<row r=\"{row}\"")).expect("the row");
        let end = start + text[start..].find("</row>").expect("the end of the row");
        self.package.replace(&sheet, [&text[..end], xml, &text[end..]].concat().into_bytes());
        self.kept.push((sheet, xml.to_owned()));
    }

    /// Notes at cells, with their boxes.
    pub fn notes(&mut self, authors: &[&str], notes: &[(&str, &str)]) {
        let mut list = String::new();
        let mut boxes = String::from(
            "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"4\"/></o:shapelayout>",
        );
        for (number, (cell, words)) in (4097..).zip(notes) {
            let text = format!("<text><t>{words}</t></text>");
            let _ = write!(list, "<comment ref=\"{cell}\" authorId=\"0\" shapeId=\"0\">{text}</comment>");
            let row = cell.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
            let (row, column) = (row.parse::<u32>().expect(cell) - 1, cell.as_bytes()[0] - b'A');
            let shape = format!(
                "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;visibility:hidden\"><v:textbox/><x:ClientData ObjectType=\"Note\"><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
            );
            boxes += &shape;
            self.kept.push(("xl/comments9.xml".to_owned(), format!("<t>{words}</t>")));
            self.kept.push(("xl/drawings/vmlDrawing9.vml".to_owned(), shape));
        }
        let authors = format!("<author>{}</author>", authors.join("</author><author>"));
        let comments = format!(
            "{DECLARED}<comments xmlns=\"{MAIN}\"><authors>{authors}</authors><commentList>{list}</commentList></comments>"
        );
        self.add("xl/comments9.xml", &format!("{SPREADSHEET}.comments+xml"), comments);
        self.boxes(&(boxes + "</xml>"));
        self.relate_sheet("rIdN1", "comments", "../comments9.xml");
        self.grows.push("xl/comments9.xml".to_owned());
    }

    /// A VML drawing of 收支情况.
    pub fn boxes(&mut self, xml: &str) {
        let part = "xl/drawings/vmlDrawing9.vml";
        self.ending("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing");
        self.package.replace(part, xml.as_bytes().to_vec());
        self.relate_sheet("rIdN2", "vmlDrawing", "../drawings/vmlDrawing9.vml");
        self.at_end("<legacyDrawing r:id=\"rIdN2\"/>");
        self.grows.push(part.to_owned());
    }
}
