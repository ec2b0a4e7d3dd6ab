//! The rows and cells of a sheet (`sheetData`, ECMA-376 18.3.1.80).

use quick_xml::events::BytesStart;

use super::blanks::Blanks;
use super::defect::Defect;
use super::limits::Used;
use super::plain::{self, PlainCell};
use super::shared_formulas::{SharedFormulas, Stored};
use super::shared_strings::SharedStrings;
use super::styles::{CellFormat, Styles};
use super::text::string_item;
use super::value::{Kind, raw};
use super::xml::{Node, Xml, is_true, local, value};
use crate::facts::{BlankRun, Content, Raw};
use crate::words::{Cell, MAX_COLUMNS, MAX_ROWS, excerpt};

/// Hidden rows of a sheet that are told apart; a form has a few hundred rows.
const MAX_HIDDEN: usize = 4_000;

/// What cells refer to, and what the workbook has used so far.
pub(super) struct Context<'b> {
    /// The texts of cells.
    pub strings: &'b SharedStrings,
    /// The formats of cells.
    pub styles: &'b Styles,
    /// The count against the limits.
    pub used: &'b mut Used,
}

/// What the attributes of a cell say.
struct Start {
    cell: Cell,
    format: CellFormat,
    kind: Kind,
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
    /// Rows with cells that nobody sees.
    hidden: Vec<u32>,
    /// Where a cell stands that does not say so itself.
    next: (u32, u16),
    /// Room for the texts of a cell, kept from one to the next.
    value: String,
    formula: String,
}

impl Cells {
    /// Reads the rows up to the end of the `sheetData` just opened.
    pub fn read(&mut self, xml: &mut Xml<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let inside = xml.depth();
        loop {
            while let Some(cell) = xml.plain(plain::cell) {
                self.plain(&cell, context)?;
            }
            match xml.next()? {
                Node::Open(tag) => match local(&tag) {
                    "c" => self.cell(xml, &tag, context)?,
                    "row" => {
                        if self.row(&tag)? && self.hidden.len() < MAX_HIDDEN {
                            self.hidden.push(self.next.0);
                        }
                    }
                    _ => xml.skip()?,
                },
                Node::Empty(tag) => match local(&tag) {
                    "c" => self.empty(&tag, context)?,
                    "row" => _ = self.row(&tag)?,
                    _ => {}
                },
                Node::Close if xml.depth() < inside => return Ok(()),
                Node::Close => {}
                Node::End => return Err(Defect::Unterminated),
            }
        }
    }

    /// The rows with cells that nobody sees.
    pub fn hidden_rows(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.hidden)
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

    /// Begins a row; gives whether nobody sees it.
    fn row(&mut self, tag: &BytesStart<'_>) -> Result<bool, Defect> {
        let (mut number, mut hidden) = (None, false);
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute?;
            match attribute.key.as_ref() {
                "r" => number = Some(value(&attribute)?),
                "hidden" => hidden = is_true(&value(&attribute)?),
                _ => {}
            }
        }
        let row = match number {
            Some(text) => {
                let row = text.parse::<u32>().ok().and_then(|row| row.checked_sub(1));
                row.filter(|row| *row < MAX_ROWS).ok_or_else(|| Defect::Address { address: excerpt(&text) })?
            }
            None if self.next_row < MAX_ROWS => self.next_row,
            None => return Err(Defect::Address { address: (u64::from(self.next_row) + 1).to_string() }),
        };
        self.next_row = row + 1;
        self.next = (row, 0);
        Ok(hidden)
    }

    fn plain(&mut self, plain: &PlainCell<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let start = Start {
            cell: self.place(plain.address)?,
            format: context.styles.get(plain.format.unwrap_or("0")),
            kind: plain.kind.map_or(Kind::Number, Kind::of),
        };
        let formula = plain.formula.as_deref().map(|formula| (Stored::Own, formula));
        self.add(start, formula, plain.value.as_deref(), context)
    }

    fn empty(&mut self, tag: &BytesStart<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let start = self.start(tag, context.styles)?;
        self.add(start, None, None, context)
    }

    fn cell(&mut self, xml: &mut Xml<'_>, tag: &BytesStart<'_>, context: &mut Context<'_>) -> Result<(), Defect> {
        let start = self.start(tag, context.styles)?;
        let (mut has_value, mut stored) = (false, None);
        let (mut value, mut formula) = (std::mem::take(&mut self.value), std::mem::take(&mut self.formula));
        loop {
            match xml.next()? {
                Node::Open(tag) => match local(&tag) {
                    "v" => {
                        value.clear();
                        xml.text(&mut value)?;
                        has_value = true;
                    }
                    "f" => {
                        formula.clear();
                        xml.text(&mut formula)?;
                        stored = Some(Stored::read(&tag)?);
                    }
                    "is" => {
                        value.clear();
                        string_item(xml, &mut value)?;
                        has_value = true;
                    }
                    _ => xml.skip()?,
                },
                Node::Empty(tag) => match local(&tag) {
                    "v" | "is" => {
                        value.clear();
                        has_value = true;
                    }
                    "f" => {
                        formula.clear();
                        stored = Some(Stored::read(&tag)?);
                    }
                    _ => {}
                },
                Node::Close => break,
                Node::End => return Err(Defect::Unterminated),
            }
        }
        self.add(start, stored.map(|stored| (stored, &*formula)), has_value.then_some(&*value), context)?;
        (self.value, self.formula) = (value, formula);
        Ok(())
    }

    fn add(
        &mut self,
        Start { cell, format, kind }: Start,
        formula: Option<(Stored, &str)>,
        value: Option<&str>,
        context: &mut Context<'_>,
    ) -> Result<(), Defect> {
        let formula = match formula {
            Some((stored, text)) => self.formulas.formula(stored, text, cell, self.filled.len(), context.used)?,
            None => None,
        };
        match raw(kind, value, cell, context)? {
            None if formula.is_none() => {
                context.used.blank()?;
                self.blanks.push(cell, format.locked);
            }
            value => {
                context.used.cell()?;
                self.disordered |= self.filled.last().is_some_and(|last| cell <= last.cell);
                let raw = value.unwrap_or(Raw::Blank);
                let CellFormat { locked, date, percent } = format;
                self.filled.push(Content { cell, raw, formula, locked, date_format: date, percent_format: percent });
            }
        }
        Ok(())
    }

    /// Reads the attributes of a cell.
    fn start(&mut self, tag: &BytesStart<'_>, styles: &Styles) -> Result<Start, Defect> {
        let (mut address, mut format, mut kind) = (None, None, Kind::Number);
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute?;
            match attribute.key.as_ref() {
                "r" => address = Some(value(&attribute)?),
                "s" => format = Some(styles.get(&value(&attribute)?)),
                "t" => kind = Kind::of(&value(&attribute)?),
                _ => {}
            }
        }
        let cell = self.place(address.as_deref())?;
        Ok(Start { cell, format: format.unwrap_or_else(|| styles.get("0")), kind })
    }

    /// Where a cell with this address stands; one without follows the cell before it.
    fn place(&mut self, address: Option<&str>) -> Result<Cell, Defect> {
        let cell = match address {
            Some(text) => Cell::parse(text.as_bytes()).ok_or_else(|| Defect::Address { address: excerpt(text) })?,
            None if self.next.1 < MAX_COLUMNS => Cell::new(self.next.0, self.next.1),
            None => {
                return Err(Defect::Address { address: format!("第{}行第{}列", self.next.0 + 1, self.next.1 + 1) });
            }
        };
        self.next = (cell.row, cell.column + 1);
        Ok(cell)
    }
}
