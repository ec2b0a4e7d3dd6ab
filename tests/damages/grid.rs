//! The cells of a worksheet part, so that a damage can move and overwrite them as a person would.

use std::collections::BTreeMap;
use std::fmt::Write;

use regex::Regex;
use xlcheck::words::{Area, Cell};

/// One stored cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// The index of its format; nothing where it has none.
    pub style: Option<String>,
    /// Its type, such as `s`; nothing where it is a number.
    pub kind: Option<String>,
    /// What stands between its tags.
    pub content: String,
}

/// A sheet: what stands before its rows, the rows with their attributes, the cells, and what stands behind.
#[derive(Debug, Clone)]
pub struct Grid {
    pub head: String,
    rows: BTreeMap<u32, String>,
    pub cells: BTreeMap<Cell, Stored>,
    pub tail: String,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value.to_owned())
}

impl Grid {
    /// Takes a worksheet part apart.
    pub fn read(xml: &str) -> Self {
        let (head, rest) = xml.split_once("<sheetData>").expect("rows");
        let (data, tail) = rest.split_once("</sheetData>").expect("rows");
        let row = Regex::new(r"(?s)<row([^>]*?)(?:/>|>(.*?)</row>)").expect("a pattern");
        let cell = Regex::new(r"(?s)<c([^>]*?)(?:/>|>(.*?)</c>)").expect("a pattern");
        let own = Regex::new(r#" (?:r|spans)="[^"]*""#).expect("a pattern");
        let (mut rows, mut cells) = (BTreeMap::new(), BTreeMap::new());
        for found in row.captures_iter(data) {
            let number: u32 = attribute(&found[1], "r").expect("a row").parse().expect("a row");
            let others = own.replace_all(&found[1], "");
            rows.insert(number - 1, others.into_owned());
            for found in cell.captures_iter(found.get(2).map_or("", |cells| cells.as_str())) {
                let stored = Stored {
                    style: attribute(&found[1], "s"),
                    kind: attribute(&found[1], "t"),
                    content: found.get(2).map_or("", |content| content.as_str()).to_owned(),
                };
                cells.insert(attribute(&found[1], "r").expect("a cell").parse().expect("a cell"), stored);
            }
        }
        Self { head: head.to_owned(), rows, cells, tail: tail.to_owned() }
    }

    /// The part again.
    pub fn xml(&self) -> String {
        let mut rows: BTreeMap<u32, String> = self.rows.keys().map(|row| (*row, String::new())).collect();
        for (cell, stored) in &self.cells {
            let style = stored.style.as_ref().map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
            let kind = stored.kind.as_ref().map(|kind| format!(" t=\"{kind}\"")).unwrap_or_default();
            let row = rows.entry(cell.row).or_default();
            write!(row, "<c r=\"{cell}\"{style}{kind}>{}</c>", stored.content).expect("written");
        }
        let row = |(number, cells): (&u32, &String)| {
            let attributes = self.rows.get(number).map_or("", String::as_str);
            format!("<row r=\"{}\"{attributes}>{cells}</row>", number + 1)
        };
        let data: String = rows.iter().map(row).collect();
        format!("{}<sheetData>{data}</sheetData>{}", self.head, self.tail)
    }

    fn set(&mut self, cell: &str, kind: Option<&str>, content: String) {
        let stored = self.cells.entry(cell.parse().expect("a cell")).or_default();
        (stored.kind, stored.content) = (kind.map(str::to_owned), content);
    }

    /// A number.
    pub fn number(&mut self, cell: &str, number: &str) {
        self.set(cell, None, format!("<v>{number}</v>"));
    }

    /// Words; `&`, `<` and `>` are escaped.
    pub fn text(&mut self, cell: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        self.set(cell, Some("inlineStr"), format!("<is><t xml:space=\"preserve\">{text}</t></is>"));
    }

    /// Words in several formats.
    pub fn rich(&mut self, cell: &str, pieces: &[&str]) {
        let runs =
            pieces.iter().map(|text| format!("<r><rPr><b/></rPr><t>{text}</t></r>")).collect::<Vec<_>>().concat();
        self.set(cell, Some("inlineStr"), format!("<is>{runs}</is>"));
    }

    /// A truth value.
    pub fn truth(&mut self, cell: &str, truth: bool) {
        self.set(cell, Some("b"), format!("<v>{}</v>", u8::from(truth)));
    }

    /// An error value.
    pub fn error(&mut self, cell: &str, error: &str) {
        self.set(cell, Some("e"), format!("<v>{error}</v>"));
    }

    /// A formula with the number that is stored as its result; an empty text for none.
    pub fn formula(&mut self, cell: &str, formula: &str, result: &str) {
        let formula = formula.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let result = if result.is_empty() { String::new() } else { format!("<v>{result}</v>") };
        self.set(cell, None, format!("<f>{formula}</f>{result}"));
    }

    /// A formula with words as its result.
    pub fn formula_of_words(&mut self, cell: &str, formula: &str, result: &str) {
        self.set(cell, Some("str"), format!("<f>{formula}</f><v>{result}</v>"));
    }

    /// Takes the content out, the format stays.
    pub fn clear(&mut self, cell: &str) {
        self.set(cell, None, String::new());
    }

    /// Gives a cell the format of another.
    pub fn dress(&mut self, cell: &str, like: &str) {
        let style = self.cells[&like.parse::<Cell>().expect("a cell")].style.clone();
        self.cells.entry(cell.parse().expect("a cell")).or_default().style = style;
    }

    /// Copies contents and formats, as a paste does; what is blank comes along.
    pub fn copy(&mut self, area: &str, to: &str) {
        let area: Area = area.parse().expect("an area");
        let moved = shifts(area, to.parse().expect("a cell"));
        let taken: Vec<Option<Stored>> = moved.iter().map(|(from, _)| self.cells.get(from).cloned()).collect();
        for ((_, to), stored) in moved.iter().zip(taken) {
            self.cells.insert(*to, stored.unwrap_or_default());
        }
    }

    /// Changes the contents of two cells for each other.
    pub fn swap(&mut self, one: &str, other: &str) {
        let (one, other) = (one.parse().expect("a cell"), other.parse().expect("a cell"));
        let (first, second) = (self.cells[&one].clone(), self.cells[&other].clone());
        self.cells.insert(one, second);
        self.cells.insert(other, first);
    }

    /// Gives rows further attributes, such as ` hidden="1"`.
    pub fn mark_rows(&mut self, rows: std::ops::RangeInclusive<u32>, attributes: &str) {
        for row in rows {
            self.rows.entry(row - 1).or_default().push_str(attributes);
        }
    }

    /// Changes what stands behind the rows: protection, validations, formats, merged areas.
    pub fn behind(&mut self, pattern: &str, with: &str) {
        let changed = Regex::new(pattern).expect(pattern).replace_all(&self.tail, with).into_owned();
        assert_ne!(changed, self.tail, "{pattern}");
        self.tail = changed;
    }
}

/// Every cell of an area with where it comes to stand when the area is put elsewhere.
pub fn shifts(area: Area, to: Cell) -> Vec<(Cell, Cell)> {
    let rows = area.first.row..=area.last.row;
    let moved = rows.flat_map(|row| (area.first.column..=area.last.column).map(move |column| Cell::new(row, column)));
    let there = |from: Cell| Cell::new(from.row - area.first.row + to.row, from.column - area.first.column + to.column);
    moved.map(|from| (from, there(from))).collect()
}
