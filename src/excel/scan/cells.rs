//! The rows and cells of a sheet (`sheetData`, ECMA-376 18.3.1.80).

use quick_xml::events::BytesStart;

use super::blanks::Blanks;
use super::defect::{Defect, excerpt};
use super::limits::Used;
use super::shared_formulas::{SharedFormulas, Stored};
use super::shared_strings::SharedStrings;
use super::styles::{CellFormat, Styles};
use super::text::{decode, string_item};
use super::value::{Kind, raw};
use super::xml::{Node, Xml, attribute, local, value};
use crate::facts::{BlankRun, Content};
use crate::words::{Cell, MAX_COLUMNS, MAX_ROWS};

/// What cells refer to, and what the workbook has used so far.
pub(super) struct Context<'b> {
    /// The texts of cells.
    pub strings: &'b SharedStrings,
    /// The formats of cells.
    pub styles: &'b Styles,
    /// The count against the limits.
    pub used: &'b mut Used,
}

/// The cells read so far.
#[derive(Default)]
pub(super) struct Cells {
    filled: Vec<Content>,
    disordered: bool,
    blanks: Blanks,
    formulas: SharedFormulas,
    /// The row of the next `row` element that does not say its own.
    next_row: u32,
    /// Where a cell stands that does not say so itself.
    next: (u32, u16),
    value: String,
    formula: String,
}

impl Cells {
    /// Reads the rows up to the end of the `sheetData` just opened.
    pub fn read(&mut self, xml: &mut Xml<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let inside = xml.depth();
        loop {
            match xml.next()? {
                Node::Open(tag) => match local(&tag) {
                    "c" => self.cell(xml, &tag, context)?,
                    "row" => self.row(&tag)?,
                    _ => xml.skip()?,
                },
                Node::Empty(tag) => match local(&tag) {
                    "c" => self.empty(&tag, context)?,
                    "row" => self.row(&tag)?,
                    _ => {}
                },
                Node::Close if xml.depth() < inside => return Ok(()),
                Node::Close => {}
                Node::End => return Err(Defect::Unterminated),
            }
        }
    }

    /// The filled cells and the blank runs, in order.
    ///
    /// Of a repeated cell the last counts, but a blank one takes no value away.
    pub fn finish(mut self, used: &mut Used) -> Result<(Vec<Content>, Vec<BlankRun>), Defect> {
        self.formulas.resolve(&mut self.filled, used)?;
        if self.disordered {
            self.filled.sort_by_key(|content| content.cell);
            self.filled.dedup_by(|later, earlier| {
                let same = later.cell == earlier.cell;
                if same {
                    std::mem::swap(later, earlier);
                }
                same
            });
        }
        Ok((self.filled, self.blanks.into_runs()))
    }

    fn row(&mut self, tag: &BytesStart<'_>) -> Result<(), Defect> {
        let row = match attribute(tag, "r")? {
            Some(text) => {
                let row = text.parse::<u32>().ok().and_then(|row| row.checked_sub(1));
                row.filter(|row| *row < MAX_ROWS).ok_or_else(|| Defect::Address { address: excerpt(&text) })?
            }
            None if self.next_row < MAX_ROWS => self.next_row,
            None => return Err(Defect::Address { address: (u64::from(self.next_row) + 1).to_string() }),
        };
        self.next_row = row + 1;
        self.next = (row, 0);
        Ok(())
    }

    fn empty(&mut self, tag: &BytesStart<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let (cell, format, _) = self.start(tag, context.styles)?;
        self.blank(cell, format, context)
    }

    fn cell(&mut self, xml: &mut Xml<'_>, tag: &BytesStart<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let (cell, format, kind) = self.start(tag, context.styles)?;
        let (mut has_value, mut stored) = (false, None);
        self.value.clear();
        loop {
            match xml.next()? {
                Node::Open(tag) => match local(&tag) {
                    "v" => {
                        self.value.clear();
                        xml.text(&mut self.value)?;
                        has_value = true;
                    }
                    "f" => {
                        self.formula.clear();
                        xml.text(&mut self.formula)?;
                        stored = Some(Stored::read(&tag)?);
                    }
                    "is" => {
                        self.value.clear();
                        string_item(xml, &mut self.value)?;
                        has_value = true;
                    }
                    _ => xml.skip()?,
                },
                Node::Empty(tag) => match local(&tag) {
                    "v" | "is" => has_value = true,
                    "f" => {
                        self.formula.clear();
                        stored = Some(Stored::read(&tag)?);
                    }
                    _ => {}
                },
                Node::Close => break,
                Node::End => return Err(Defect::Unterminated),
            }
        }
        let formula = match stored {
            Some(stored) => self.formulas.formula(stored, &self.formula, cell, self.filled.len(), context.used)?,
            None => None,
        };
        if kind.is_text() {
            decode(&mut self.value);
        }
        match raw(kind, has_value.then_some(self.value.as_str()), cell, context)? {
            None if formula.is_none() => self.blank(cell, format, context),
            value => {
                context.used.cell()?;
                self.disordered |= self.filled.last().is_some_and(|last| cell <= last.cell);
                let raw = value.unwrap_or(crate::facts::Raw::Blank);
                self.filled.push(Content { cell, raw, formula, locked: format.locked, date_format: format.date });
                Ok(())
            }
        }
    }

    fn blank(&mut self, cell: Cell, format: CellFormat, context: &mut Context<'_>) -> Result<(), Defect> {
        context.used.blank()?;
        self.blanks.push(cell, format.locked);
        Ok(())
    }

    /// Reads address, format and type of a cell.
    fn start(&mut self, tag: &BytesStart<'_>, styles: &Styles) -> Result<(Cell, CellFormat, Kind), Defect> {
        let (mut cell, mut format, mut kind) = (None, None, Kind::Number);
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute?;
            match attribute.key.as_ref() {
                "r" => {
                    let address = value(&attribute)?;
                    let found = Cell::parse(address.as_bytes());
                    cell = Some(found.ok_or_else(|| Defect::Address { address: excerpt(&address) })?);
                }
                "s" => format = Some(styles.get(&value(&attribute)?)),
                "t" => kind = Kind::of(&value(&attribute)?),
                _ => {}
            }
        }
        let cell = match cell {
            Some(cell) => cell,
            None if self.next.1 < MAX_COLUMNS => Cell::new(self.next.0, self.next.1),
            None => {
                return Err(Defect::Address { address: format!("第{}行第{}列", self.next.0 + 1, self.next.1 + 1) });
            }
        };
        self.next = (cell.row, cell.column + 1);
        Ok((cell, format.unwrap_or_else(|| styles.get("0")), kind))
    }
}
