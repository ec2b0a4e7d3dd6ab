//! The rows of a sheet, written to the disk as they come: `rust_xlsxwriter` streams cells too, but keeps some hundred
//! bytes for the height of every row and for every link.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};

use rust_xlsxwriter::utility::column_number_to_name;

use crate::excel::package::xstring;

/// The type of a link's relationship (ECMA-376 18.3.1.47).
const HYPERLINK: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

/// The rows of one sheet and what its links lead to.
#[derive(Debug)]
pub(super) struct Rows {
    cells: BufWriter<File>,
    /// `<hyperlink>` of every link, and its `<Relationship>`.
    links: Option<(BufWriter<File>, BufWriter<File>)>,
    count: usize,
}

/// A cell by its row and column, and its format by its number.
pub(super) type At = (u32, u16, u32);

impl Rows {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { cells: temporary()?, links: None, count: 0 })
    }

    /// How many links there are.
    pub(super) const fn links(&self) -> usize {
        self.count
    }

    /// Begins a row of so many points; programs count in pixels of 0.75 points.
    pub(super) fn begin(&mut self, row: u32, points: f64) -> io::Result<()> {
        let height = (points * 4.0 / 3.0).round() * 0.75;
        write!(self.cells, "<row r=\"{}\" ht=\"{height}\" customHeight=\"1\">", row + 1)
    }

    pub(super) fn end(&mut self) -> io::Result<()> {
        self.cells.write_all(b"</row>")
    }

    pub(super) fn blank(&mut self, at: At) -> io::Result<()> {
        self.open(at)?;
        self.cells.write_all(b"/>")
    }

    pub(super) fn number(&mut self, at: At, number: f64) -> io::Result<()> {
        self.open(at)?;
        write!(self.cells, "><v>{number}</v></c>")
    }

    /// Words, never read as a formula.
    pub(super) fn words(&mut self, at: At, words: &str) -> io::Result<()> {
        self.open(at)?;
        let space = [' ', '\t', '\n'];
        let kept = if words.starts_with(space) || words.ends_with(space) { " xml:space=\"preserve\"" } else { "" };
        write!(self.cells, " t=\"inlineStr\"><is><t{kept}>{}</t></is></c>", xstring(words))
    }

    pub(super) fn formula(&mut self, at: At, formula: &str, result: f64) -> io::Result<()> {
        self.open(at)?;
        write!(self.cells, "><f>{}</f><v>{result}</v></c>", xstring(formula))
    }

    /// Words that open a file below the folder of the workbook.
    pub(super) fn link(&mut self, at: At, words: &str, path: &str) -> io::Result<()> {
        self.words(at, words)?;
        self.count += 1;
        let (anchors, targets) = match &mut self.links {
            Some(links) => links,
            None => self.links.insert((temporary()?, temporary()?)),
        };
        let (row, column, _) = at;
        let (name, number) = (column_number_to_name(column), self.count);
        write!(anchors, "<hyperlink ref=\"{name}{}\" r:id=\"rId{number}\"/>", row + 1)?;
        let target = target(path);
        write!(
            targets,
            "<Relationship Id=\"rId{number}\" Type=\"{HYPERLINK}\" Target=\"{target}\" TargetMode=\"External\"/>"
        )
    }

    fn open(&mut self, (row, column, format): At) -> io::Result<()> {
        write!(self.cells, "<c r=\"{}{}\" s=\"{format}\"", column_number_to_name(column), row + 1)
    }

    /// Nothing more comes: what was written is read from the beginning.
    pub(super) fn finish(self) -> io::Result<Finished> {
        let links = match self.links {
            Some((anchors, targets)) => Some((again(anchors)?, again(targets)?)),
            None => None,
        };
        Ok(Finished { cells: again(self.cells)?, links })
    }
}

/// Rows to be copied into their sheet.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) cells: File,
    pub(super) links: Option<(File, File)>,
}

impl Finished {
    /// So many bytes in all.
    pub(super) fn size(&self) -> io::Result<u64> {
        let links = self.links.iter().flat_map(|(anchors, targets)| [anchors, targets]);
        std::iter::once(&self.cells).chain(links).map(|file| Ok(file.metadata()?.len())).sum()
    }
}

fn temporary() -> io::Result<BufWriter<File>> {
    Ok(BufWriter::new(tempfile::tempfile()?))
}

fn again(written: BufWriter<File>) -> io::Result<File> {
    let mut file = written.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

/// A path as the target of a relationship: what no address may hold is written as `%hh`, as Excel does.
fn target(path: &str) -> String {
    use std::fmt::Write as _;
    let mut target = String::with_capacity(path.len());
    for char in path.chars() {
        match char {
            '%' | '"' | ' ' | '<' | '>' | '[' | ']' | '^' | '`' | '{' | '}' | '#' => {
                let _ = write!(target, "%{:02x}", u32::from(char));
            }
            '&' => target.push_str("&amp;"),
            _ => target.push(char),
        }
    }
    target
}

/// Copies a file that was written before.
pub(super) fn copied(from: &mut File, to: &mut impl Write) -> io::Result<()> {
    let mut part = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut part)?;
        if read == 0 {
            return Ok(());
        }
        to.write_all(&part[..read])?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_what_a_sheet_holds() {
        let mut rows = Rows::new().expect("a file");
        rows.begin(3, 31.0).expect("written");
        rows.words((3, 0, 5), " a<b\u{1}").expect("written");
        rows.number((3, 1, 4), 0.5).expect("written");
        rows.blank((3, 2, 4)).expect("written");
        rows.link((3, 27, 8), "打开", "退回/甲 #1&.xlsx").expect("written");
        rows.formula((3, 28, 7), "SUMIFS(A1,\"计\")", 12.5).expect("written");
        rows.end().expect("written");
        let Finished { mut cells, links } = rows.finish().expect("flushed");
        let text = |file: &mut File| {
            let mut text = Vec::new();
            copied(file, &mut text).expect("read");
            String::from_utf8(text).expect("UTF-8")
        };
        assert_eq!(
            text(&mut cells),
            "<row r=\"4\" ht=\"30.75\" customHeight=\"1\">\
             <c r=\"A4\" s=\"5\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> a&lt;b_x0001_</t></is></c>\
             <c r=\"B4\" s=\"4\"><v>0.5</v></c><c r=\"C4\" s=\"4\"/>\
             <c r=\"AB4\" s=\"8\" t=\"inlineStr\"><is><t>打开</t></is></c>\
             <c r=\"AC4\" s=\"7\"><f>SUMIFS(A1,\"计\")</f><v>12.5</v></c></row>"
        );
        let (mut anchors, mut targets) = links.expect("a link");
        assert_eq!(text(&mut anchors), "<hyperlink ref=\"AB4\" r:id=\"rId1\"/>");
        assert!(text(&mut targets).contains("Target=\"退回/甲%20%231&amp;.xlsx\" TargetMode=\"External\"/>"));
    }
}
