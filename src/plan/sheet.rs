//! The plan of one sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::Slot;
use crate::fields::Shown;
use crate::words::{Area, Cell};

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A4 upright.
    Portrait,
    /// A4 on its side.
    Landscape,
}

/// What a live check shows in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// 核对数: what the figure should be.
    Expected,
    /// 差额: the figure less what it should be.
    Difference,
}

/// A live check beside a table: one case of a rule for one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Aside {
    /// Position of the rule in the form.
    pub rule: usize,
    /// Position of the record among those the rule looks at (a row, or a column of the table).
    pub record: usize,
    /// What is shown.
    pub part: Part,
}

/// What stands in a planned cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filling {
    /// Locked words of the form, `{…}` to be filled in.
    Label(Arc<str>),
    /// An unlocked cell for the unit, with the text it is issued with (mostly none).
    Input(Slot, Arc<str>),
    /// A locked value that the unit's file is issued with.
    Issued(Slot, Arc<str>),
    /// A locked formula that repeats another field.
    Copy(Slot, Slot),
    /// A locked formula beside the table.
    Aside(Aside),
}

impl Filling {
    /// The field that stands in the cell.
    #[must_use]
    pub const fn slot(&self) -> Option<Slot> {
        match self {
            Self::Input(slot, _) | Self::Issued(slot, _) | Self::Copy(slot, _) => Some(*slot),
            Self::Label(_) | Self::Aside(_) => None,
        }
    }

    /// Whether the unit may type in the cell.
    #[must_use]
    pub const fn is_input(&self) -> bool {
        matches!(self, Self::Input(..))
    }
}

/// How a cell looks; the writer makes formats of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// The title of the cover.
    CoverTitle,
    /// A label on the cover.
    CoverLabel,
    /// A value on the cover.
    CoverValue(Shown),
    /// A cell to be filled in on the cover.
    CoverInput(Shown),
    /// The line at the foot of the cover.
    CoverFoot,
    /// The title of a section.
    Title,
    /// A heading over several tables.
    Heading,
    /// The title of a table.
    TableTitle,
    /// A head of a column.
    Header,
    /// The name of a row.
    Stub,
    /// The number or name of an item in a list, in the middle.
    Item,
    /// A name of a row that the unit fills in.
    StubInput,
    /// The label beside a value.
    Label,
    /// A cell to be filled in.
    Input(Shown),
    /// A value that cannot be changed.
    Fixed(Shown),
    /// The visible line that says which template the workbook is.
    Stamp,
    /// A head of a live check.
    AsideHeader,
    /// A figure of a live check.
    Aside,
}

/// One planned cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedCell {
    /// Where it is; the upper left corner where it is merged.
    pub cell: Cell,
    /// The area it is merged over.
    pub merged: Option<Area>,
    /// What stands in it.
    pub filling: Filling,
    /// How it looks.
    pub look: Look,
}

/// The plan of one sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetPlan {
    /// Its name.
    pub name: Arc<str>,
    /// How its pages lie.
    pub paper: Paper,
    /// Widths of its printed columns in half-width characters.
    pub columns: Vec<f64>,
    /// Its cells by row, then column.
    pub cells: Vec<PlannedCell>,
    /// Heights in points of rows that are not left to the program.
    pub heights: BTreeMap<u32, f64>,
    /// Rows before which a page ends.
    pub breaks: Vec<u32>,
    /// Rows in use.
    pub rows: u32,
    /// The column behind the last that is in use, beside the printed ones.
    pub end_column: u16,
}

impl SheetPlan {
    /// The planned cell at this address.
    #[must_use]
    pub fn at(&self, cell: Cell) -> Option<&PlannedCell> {
        let found = self.cells.binary_search_by_key(&cell, |planned| planned.cell);
        found.ok().map(|index| &self.cells[index])
    }
}
