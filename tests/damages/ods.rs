//! A workbook as an office suite would save it in the format `OpenDocument`: values and formulas' results, nothing else.

use std::fmt::Write;
use std::io::{Cursor, Write as _};

use xlcheck::facts::{Book, Raw, Sheet};
use xlcheck::words::Cell;

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The paragraphs of a text.
fn words(text: &str) -> String {
    let paragraphs = text.split('\n').map(|line| format!("<text:p>{}</text:p>", escaped(line)));
    format!(" office:value-type=\"string\">{}", paragraphs.collect::<String>())
}

fn table(sheet: &Sheet) -> String {
    let mut xml = format!("<table:table table:name=\"{}\">", escaped(&sheet.name));
    let last = sheet.cells.last().map_or(0, |content| content.cell.row);
    for row in 0..=last {
        xml.push_str("<table:table-row>");
        let cells = sheet.cells.iter().filter(|content| content.cell.row == row);
        let last = cells.map(|content| content.cell.column).max();
        for column in 0..=last.unwrap_or(0) {
            let content = sheet.content(Cell::new(row, column));
            let value = match content.map(|content| &content.raw) {
                Some(Raw::Number(number)) => format!(" office:value-type=\"float\" office:value=\"{number}\">"),
                Some(Raw::Text(text)) => words(text),
                Some(Raw::Blank | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_)) | None => ">".to_owned(),
            };
            write!(xml, "<table:table-cell{value}</table:table-cell>").expect("written");
        }
        xml.push_str("</table:table-row>");
    }
    xml + "</table:table>"
}

/// The file.
pub fn ods(book: &Book) -> Vec<u8> {
    let tables: String = book.sheets.iter().map(table).collect();
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    let kind = "application/vnd.oasis.opendocument.spreadsheet";
    for (name, text) in [("mimetype", kind), ("content.xml", &content)] {
        zip.start_file(name, options).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}
