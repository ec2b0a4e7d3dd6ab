//! The cell formats of a file: which are open for entries, how they show figures, and which cell has which.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use quick_xml::escape::escape;

use crate::excel::mark::styles::{MAX_CELL_FORMATS, StyleSheet};
use crate::excel::package::PackageError;
use crate::excel::package::xml::{TagKind, Tags};
use crate::excel::splice::{self, BadSplice, Splice};
use crate::words::Cell;

/// The first number format that is not built in (ECMA-376 18.8.30).
const FIRST_OWN: u32 = 164;

/// Built-in number formats that are issued (ECMA-376 18.8.30).
const BUILT_IN: [(u32, &str); 4] = [(0, "General"), (1, "0"), (2, "0.00"), (49, "@")];

/// One cell format.
#[derive(Debug)]
struct CellFormat {
    /// Where its element stands.
    range: Range<usize>,
    number: u32,
    locked: bool,
}

/// The cell formats of a workbook, and those that are added.
#[derive(Debug, Default)]
pub(super) struct Looks {
    formats: Vec<CellFormat>,
    codes: BTreeMap<u32, String>,
    /// Formats to add: the one each is made from, and the number format it is given.
    added: Vec<(usize, Option<u32>)>,
    new_codes: BTreeMap<u32, String>,
}

impl Looks {
    pub(super) fn read(part: &str, bytes: &[u8]) -> Result<Self, PackageError> {
        let mut looks = Self::default();
        let mut tags = Tags::new(part, bytes)?;
        let mut in_formats = false;
        while let Some(tag) = tags.next_tag()? {
            let number = tag.attribute("numFmtId").and_then(|id| id.parse().ok());
            if tag.local() == "cellXfs" && tag.depth == 1 {
                in_formats = tag.kind == TagKind::Open;
            } else if tag.opens("numFmt") && tag.depth == 2 {
                looks.codes.extend(number.zip(tag.attribute("formatCode")));
            } else if in_formats && tag.opens("xf") {
                let range = tag.start..tag.end;
                looks.formats.push(CellFormat { range, number: number.unwrap_or(0), locked: true });
            } else if in_formats && let Some(format) = looks.formats.last_mut() {
                if tag.closes("xf") {
                    format.range.end = tag.end;
                } else if tag.opens("protection") && tag.attribute("locked").is_some() {
                    format.locked = tag.is_set("locked");
                }
            }
        }
        Ok(looks)
    }

    /// Whether a format is locked; one that does not exist is.
    pub(super) fn is_locked(&self, format: usize) -> bool {
        self.formats.get(format).is_none_or(|format| format.locked)
    }

    /// The code by which a format shows numbers.
    pub(super) fn code(&self, format: usize) -> String {
        let number = self.formats.get(format).map_or(0, |format| format.number);
        if let Some(code) = self.codes.get(&number) {
            return code.clone();
        }
        let built_in = BUILT_IN.iter().find(|(id, _)| *id == number);
        built_in.map_or_else(|| format!("#{number}"), |(_, code)| (*code).to_owned())
    }

    /// A format that is as another one but open for entries, and shows numbers by this code where one is given; nothing
    /// where no further format fits.
    pub(super) fn opened(&mut self, from: usize, code: Option<&str>) -> Option<usize> {
        let number = code.map(|code| self.number(code));
        self.formats.get(from)?;
        let wanted = (from, number);
        let at = self.added.iter().position(|known| *known == wanted).unwrap_or_else(|| {
            self.added.push(wanted);
            self.added.len() - 1
        });
        let index = self.formats.len() + at;
        (index < MAX_CELL_FORMATS).then_some(index)
    }

    /// The id of a number format, a new one where the file has none with this code.
    fn number(&mut self, code: &str) -> u32 {
        if let Some((id, _)) = BUILT_IN.iter().find(|(_, known)| *known == code) {
            return *id;
        }
        let mut known = self.codes.iter().chain(&self.new_codes);
        if let Some((id, _)) = known.find(|(_, known)| is_same_code(known, code)) {
            return *id;
        }
        let highest = self.codes.keys().chain(self.new_codes.keys()).max().copied().unwrap_or_default();
        let id = highest.saturating_add(1).max(FIRST_OWN);
        self.new_codes.insert(id, code.to_owned());
        id
    }

    /// What is added to the part.
    pub(super) fn splices(&self, part: &str, bytes: &[u8]) -> Result<Vec<Splice>, LooksError> {
        if self.added.is_empty() {
            return Ok(Vec::new());
        }
        let mut sheet = StyleSheet::read(part, bytes)?;
        let p = sheet.prefix();
        let numbers = self.new_codes.iter();
        let numbers: Vec<String> = numbers
            .map(|(id, code)| format!("<{p}numFmt numFmtId=\"{id}\" formatCode=\"{}\"/>", escape(code.as_str())))
            .collect();
        let opened = self.added.iter().map(|(from, number)| self.clone_of(part, bytes, *from, *number));
        let opened = opened.collect::<Result<Vec<_>, _>>()?;
        sheet.append("numFmts", &numbers);
        sheet.append("cellXfs", &opened);
        Ok(sheet.splices)
    }

    /// The element of a format, open for entries and perhaps with another number format.
    fn clone_of(&self, part: &str, bytes: &[u8], from: usize, number: Option<u32>) -> Result<String, LooksError> {
        let xml = self.formats.get(from).and_then(|format| bytes.get(format.range.clone())).unwrap_or_default();
        let mut splices = Vec::new();
        let mut tags = Tags::new(part, xml)?;
        let root = tags.root()?;
        let p = root.prefix();
        let mut set = |name: &str, value: &str| match root.value_range(name) {
            Some(range) => splices.push(Splice::replace(range, value)),
            None => splices.push(Splice::insert(root.name_end(), format!(" {name}=\"{value}\""))),
        };
        set("applyProtection", "1");
        if let Some(number) = number {
            set("applyNumberFormat", "1");
            set("numFmtId", &number.to_string());
        }
        let unlocked = format!("<{p}protection locked=\"0\"/>");
        // After the alignment, before extensions (ECMA-376 18.8.45).
        let mut place = root.end;
        let mut said = false;
        while let Some(tag) = tags.next_tag()? {
            if tag.depth == 1 && tag.local() == "alignment" {
                place = tag.end;
            } else if tag.depth == 1 && tag.opens("protection") {
                said = true;
                splices.push(match tag.value_range("locked") {
                    Some(range) => Splice::replace(range, "0"),
                    None => Splice::insert(tag.name_end(), " locked=\"0\""),
                });
            }
        }
        if root.kind == TagKind::Empty {
            let end = root.end;
            splices.push(Splice::replace(end - 2..end, format!(">{unlocked}</{}>", root.name())));
        } else if !said {
            splices.push(Splice::insert(place, unlocked));
        }
        splice::sort(&mut splices);
        Ok(String::from_utf8_lossy(&splice::apply(xml, &splices)?).into_owned())
    }
}

/// Why formats cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LooksError {
    /// The part cannot be read.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The part's own text contradicts what was read of it.
    #[error(transparent)]
    Splice(#[from] BadSplice),
}

/// Whether two number formats are one, however programs quote what is shown as it is.
pub(super) fn is_same_code(one: &str, other: &str) -> bool {
    let bare = |code: &str| code.replace(['\\', '"', ' '], "");
    one == other || bare(one) == bare(other)
}

/// Which cell of a sheet has which format.
#[derive(Debug, Default)]
pub(super) struct Styled {
    cells: HashMap<Cell, usize>,
    rows: HashMap<u32, usize>,
    /// First and last column and format.
    columns: Vec<(u32, u32, usize)>,
}

impl Styled {
    pub(super) fn read(part: &str, bytes: &[u8]) -> Result<Self, PackageError> {
        let mut styled = Self::default();
        let mut tags = Tags::new(part, bytes)?;
        let mut next = Cell::new(0, 0);
        while let Some(tag) = tags.next_tag()? {
            let number = |name| tag.attribute(name).and_then(|text| text.parse::<u32>().ok());
            let style = |name| tag.attribute(name).and_then(|index| index.parse::<usize>().ok());
            if tag.opens("col") {
                let run = number("min").zip(number("max")).zip(style("style"));
                styled
                    .columns
                    .extend(run.map(|((min, max), style)| (min.saturating_sub(1), max.saturating_sub(1), style)));
            } else if tag.opens("row") {
                let row = number("r").and_then(|row| row.checked_sub(1)).unwrap_or(next.row);
                next = Cell::new(row, 0);
                styled.rows.extend(style("s").map(|style| (row, style)));
            } else if tag.closes("row") || tag.opens("row") && tag.kind == TagKind::Empty {
                next = Cell::new(next.row.saturating_add(1), 0);
            } else if tag.opens("c") {
                let cell = tag.attribute("r").and_then(|r| Cell::parse(r.as_bytes())).unwrap_or(next);
                next = Cell::new(cell.row, cell.column.saturating_add(1));
                styled.cells.insert(cell, style("s").unwrap_or(0));
            } else if tag.closes("sheetData") {
                break;
            }
        }
        Ok(styled)
    }

    /// The format of a cell: its own, else that of its row or its column.
    pub(super) fn of(&self, cell: Cell) -> usize {
        let column = u32::from(cell.column);
        let of_column = || self.columns.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        let own = self.cells.get(&cell).or_else(|| self.rows.get(&cell.row)).copied();
        own.or_else(|| of_column().map(|(_, _, style)| *style)).unwrap_or(0)
    }
}
