//! What a spreadsheet program does to a whole workbook when a row or a column is inserted or deleted.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::sync::LazyLock;

use regex::{Captures, Regex};
use xlcheck::excel::package::Package;
use xlcheck::words::{Area, Cell};

/// One edit; rows and columns are those of the sheet before it, from zero.
#[derive(Debug, Clone, Copy)]
pub enum Edit {
    /// A blank row comes before this one.
    InsertRow(u32),
    /// This row goes.
    DeleteRow(u32),
    /// A blank column comes before this one.
    InsertColumn(u16),
    /// This column goes.
    DeleteColumn(u16),
}

impl Edit {
    /// Where a cell is afterwards; nothing where it is gone.
    pub fn cell(self, cell: Cell) -> Option<Cell> {
        self.area(Area::single(cell)).map(|area| area.first)
    }

    /// Where an area is afterwards: it grows around what is inserted and loses what is deleted.
    fn area(self, area: Area) -> Option<Area> {
        let Area { mut first, mut last } = area;
        match self {
            Self::InsertRow(at) => {
                first.row += u32::from(first.row >= at);
                last.row += u32::from(last.row >= at);
            }
            Self::DeleteRow(at) if (first.row, last.row) == (at, at) => return None,
            Self::DeleteRow(at) => {
                first.row -= u32::from(first.row > at);
                last.row -= u32::from(last.row >= at);
            }
            Self::InsertColumn(at) => {
                first.column += u16::from(first.column >= at);
                last.column += u16::from(last.column >= at);
            }
            Self::DeleteColumn(at) if (first.column, last.column) == (at, at) => return None,
            Self::DeleteColumn(at) => {
                first.column -= u16::from(first.column > at);
                last.column -= u16::from(last.column >= at);
            }
        }
        Some(Area::new(first, last))
    }

    /// The areas of a `ref` or `sqref` afterwards.
    fn areas(self, text: &str) -> String {
        let areas = text.split(' ').filter_map(|area| self.area(area.parse().expect(area)));
        areas.map(|area| area.to_string()).collect::<Vec<_>>().join(" ")
    }

    /// A formula afterwards: references to the sheet move, those to what is gone become `#REF!`.
    fn formula(self, formula: &str, sheet: &str, is_own: bool) -> String {
        static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
            let cell = r"\$?[A-Z]{1,3}\$?[1-9]\d*\b";
            let sheet = r"'[^']+'!|[\p{L}_][\p{L}\d_.]*!";
            Regex::new(&format!("({sheet})?({cell}(?::{cell})?)")).expect("a pattern")
        });
        let moved = REFERENCE.replace_all(formula, |found: &Captures<'_>| {
            let prefix = found.get(1).map_or("", |prefix| prefix.as_str());
            let names = prefix.trim_end_matches('!').trim_matches('\'') == sheet || prefix.is_empty() && is_own;
            let area = found[2].replace('$', "").parse::<Area>();
            match area.map(|area| self.area(area)) {
                Ok(Some(area)) if names && area.first == area.last => {
                    format!("{prefix}{}", fixed(area.first, &found[2]))
                }
                Ok(Some(Area { first, last })) if names => {
                    format!("{prefix}{}:{}", fixed(first, &found[2]), fixed(last, &found[2]))
                }
                Ok(None) if names => format!("{prefix}#REF!"),
                Ok(_) | Err(_) => found[0].to_owned(),
            }
        });
        moved.into_owned()
    }

    /// The XML of the edited sheet afterwards.
    fn sheet(self, xml: &str, name: &str) -> String {
        let xml = replace(xml, r#"(?s)<row r="(\d+)"(?: spans="[^"]*")?([^>]*?)(?:/>|>(.*?)</row>)"#, |row| {
            let number: u32 = row[1].parse().expect("a number");
            let Some(moved) = self.cell(Cell::new(number - 1, 0)).or_else(|| self.cell(Cell::new(number - 1, 1)))
            else {
                return String::new();
            };
            let cells = row.get(3).map_or("", |cells| cells.as_str());
            let cells = replace(cells, r#"(?s)<c r="([A-Z]+\d+)"([^>]*?)(/>|>.*?</c>)"#, |cell| {
                let moved = self.cell(cell[1].parse().expect("a cell"));
                moved.map_or_else(String::new, |moved| format!("<c r=\"{moved}\"{}{}", &cell[2], &cell[3]))
            });
            format!("<row r=\"{}\"{}>{cells}</row>", moved.row + 1, &row[2])
        });
        let xml = replace(&xml, r#"<mergeCell ref="([^"]+)"/>"#, |merge| {
            let area = self.areas(&merge[1]);
            if area.contains(':') { format!("<mergeCell ref=\"{area}\"/>") } else { String::new() }
        });
        let xml = replace(&xml, r#"<mergeCells count="\d+">"#, |_| "<mergeCells>".to_owned());
        let xml = replace(&xml, r#" sqref="([^"]+)""#, |areas| format!(" sqref=\"{}\"", self.areas(&areas[1])));
        let xml = replace(&xml, r#"<col min="(\d+)" max="(\d+)""#, |column| {
            let at = |text: &str| Cell::new(9, text.parse::<u16>().expect("a column") - 1);
            let moved = self.area(Area::new(at(&column[1]), at(&column[2]))).unwrap_or(Area::new(at("99"), at("99")));
            format!("<col min=\"{}\" max=\"{}\"", moved.first.column + 1, moved.last.column + 1)
        });
        self.formulas(&xml, name, true)
    }

    fn formulas(self, xml: &str, sheet: &str, is_own: bool) -> String {
        replace(xml, r"<(f|formula)>([^<]*)</", |formula| {
            format!("<{}>{}</", &formula[1], self.formula(&formula[2], sheet, is_own))
        })
    }
}

/// A cell as it was written: with or without `$`.
fn fixed(cell: Cell, written: &str) -> String {
    if written.contains('$') { cell.absolute() } else { cell.to_string() }
}

fn replace(text: &str, pattern: &str, with: impl Fn(&Captures<'_>) -> String) -> String {
    Regex::new(pattern).expect(pattern).replace_all(text, with).into_owned()
}

/// The workbook after an edit of one sheet: its cells, merged areas, validations and formats move, and every formula
/// and defined name of the workbook that refers to it.
pub fn edit(bytes: &[u8], sheet: &str, edit: Edit) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let workbook = package.workbook().expect("a workbook");
    for part in &workbook.sheets {
        let xml = String::from_utf8(package.required(&part.part).expect("a part").to_vec()).expect("UTF-8");
        let edited = if part.name == sheet { edit.sheet(&xml, sheet) } else { edit.formulas(&xml, sheet, false) };
        package.replace(&part.part, edited.into_bytes());
    }
    let xml = String::from_utf8(package.required(&workbook.part).expect("a part").to_vec()).expect("UTF-8");
    let xml = replace(&xml, r"(<definedName [^>]*>)([^<]*)</", |name| {
        format!("{}{}</", &name[1], edit.formula(&name[2], sheet, false))
    });
    package.replace(&workbook.part, xml.into_bytes());
    package.write().expect("written")
}
