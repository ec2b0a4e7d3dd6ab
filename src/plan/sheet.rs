//! The plan of one sheet.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::facts::Slot;
use crate::fields::Shown;
use crate::words::{Area, Cell};

/// What stands in a cell in which nothing is asked for.
pub const UNUSED: &str = "—";

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A4 upright.
    Portrait,
    /// A4 on its side.
    Landscape,
}

/// The short and the long side of A4 in points (ISO 216).
const A4: (f64, f64) = (595.0, 842.0);
/// Points that stay free at the left and at the right of a page.
pub const SIDE_MARGIN: f64 = 36.0;
/// Points that stay free above and below what is printed.
pub const TOP_MARGIN: f64 = 43.2;
/// Points of a half-width character of a column's width: seven pixels in the font that Excel counts columns in.
const CHARACTER: f64 = 5.25;
/// Points beside the characters of a column.
const COLUMN_EDGE: f64 = 3.75;

impl Paper {
    /// Points that a page has for rows where these columns are made to fit its width.
    #[must_use]
    pub fn room(self, columns: &[f64]) -> f64 {
        let (width, height) = match self {
            Self::Portrait => A4,
            Self::Landscape => (A4.1, A4.0),
        };
        let needed: f64 = columns.iter().map(|characters| characters * CHARACTER + COLUMN_EDGE).sum();
        let scale = ((width - 2.0 * SIDE_MARGIN) / needed).min(1.0);
        (height - 2.0 * TOP_MARGIN) / scale
    }
}

/// A check that the workbook makes by itself, while it is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LiveCheck {
    /// One condition of a rule for one record.
    Condition {
        /// Position of the rule in the form.
        rule: usize,
        /// Position of the condition in the rule.
        case: usize,
        /// Position of the record among those the rule looks at (a row, or a column of the table).
        record: usize,
    },
    /// A test of the cells of one sheet.
    Cells {
        /// Position of the rule in the form.
        rule: usize,
        /// Position of the sheet in the form.
        sheet: usize,
    },
}

impl LiveCheck {
    /// Position of the rule in the form.
    #[must_use]
    pub const fn rule(self) -> usize {
        match self {
            Self::Condition { rule, .. } | Self::Cells { rule, .. } => rule,
        }
    }
}

/// What a live check shows in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 填报数: the figure as it is filled in.
    Found,
    /// 核对数, 应为: what the figure should be.
    Expected,
    /// 差额: the figure less what it should be.
    Difference,
    /// 结果: 通过, 尾差, 不符, 未填, 无法判断.
    Verdict,
    /// The verdict once more, on the sheet of the marked cell: a conditional format sees no other sheet.
    Mark,
}

/// A figure or a sentence that sums live checks up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Summary {
    /// How many of these verdicts are this word; only those whose severity is this word, where one is said.
    Count {
        /// The cells of the verdicts.
        verdicts: Area,
        /// The word that is counted.
        word: &'static str,
        /// The cells of the severities, and the word for the one that is meant.
        severity: Option<(Area, &'static str)>,
    },
    /// How much of what has to be filled in is filled in: `3 / 5`.
    Filled {
        /// The cells that say how much is.
        found: Arc<[Cell]>,
        /// The cells that say how much has to be.
        needed: Arc<[Cell]>,
    },
    /// The sentence of these cells: what is not filled in, what is wrong, what cannot be judged.
    Sentence {
        /// How many are not filled in.
        unfilled: Cell,
        /// How many are wrong and must be corrected.
        wrong: Cell,
        /// How many have to be confirmed or explained.
        doubtful: Cell,
        /// How many cannot be judged.
        unknown: Cell,
    },
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
    /// A locked formula that gives the value of a field.
    Formula(Slot),
    /// A locked cell of a field that its row does not have.
    Unused(Slot),
    /// A locked formula of a live check.
    Live(LiveCheck, Part),
    /// A locked formula that sums live checks up.
    Summary(Summary),
    /// The address of a field, locked, that leads to it.
    Link(Slot),
}

impl Filling {
    /// The field that stands in the cell.
    #[must_use]
    pub const fn slot(&self) -> Option<Slot> {
        match self {
            Self::Input(slot, _)
            | Self::Issued(slot, _)
            | Self::Copy(slot, _)
            | Self::Formula(slot)
            | Self::Unused(slot) => Some(*slot),
            Self::Label(_) | Self::Live(..) | Self::Summary(_) | Self::Link(_) => None,
        }
    }

    /// Its locked words, `{…}` not yet filled in; nothing where it has none.
    #[must_use]
    pub fn words(&self) -> Option<&str> {
        match self {
            Self::Label(text) | Self::Issued(_, text) => (!text.is_empty()).then_some(text),
            Self::Input(..)
            | Self::Copy(..)
            | Self::Formula(_)
            | Self::Unused(_)
            | Self::Live(..)
            | Self::Summary(_)
            | Self::Link(_) => None,
        }
    }

    /// Whether the unit may type in the cell.
    #[must_use]
    pub const fn is_input(&self) -> bool {
        matches!(self, Self::Input(..))
    }
}

/// A colour of the workbook that its guide explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sample {
    /// A cell to be filled in.
    Input,
    /// A value that cannot be changed.
    Locked,
    /// A figure that is wrong.
    Wrong,
    /// A figure that has to be confirmed.
    Doubtful,
    /// A difference that is a rounding tail.
    Tail,
}

impl Sample {
    /// Every sample there is.
    pub const ALL: [Self; 5] = [Self::Input, Self::Locked, Self::Wrong, Self::Doubtful, Self::Tail];

    /// Its name in templates.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Locked => "locked",
            Self::Wrong => "wrong",
            Self::Doubtful => "doubtful",
            Self::Tail => "tail",
        }
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
    /// A cell in which nothing is asked for.
    Unused,
    /// The visible line that says which template the workbook is.
    Stamp,
    /// A head of a live check.
    AsideHeader,
    /// A figure of a live check.
    Aside,
    /// A verdict that only a conditional format looks at.
    Mark,
    /// The sentence that sums the live checks up.
    Conclusion,
    /// Words in the list of live checks.
    Check(Shown),
    /// Words that lead to a cell.
    Link,
    /// A verdict in the list of live checks.
    Verdict,
    /// A paragraph of the guide.
    Note,
    /// What stands in front of a paragraph of the guide.
    NoteItem,
    /// A line of a list in the guide.
    Listed,
    /// What stands in front of a line of a list in the guide.
    ListedItem,
    /// A sample of a colour, locked.
    Sample(Sample),
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
    /// Least heights in points of rows that grow with their words; the others grow from a line of words.
    pub least: BTreeMap<u32, f64>,
    /// Rows before which a page ends.
    pub breaks: Vec<u32>,
    /// The most pages it is printed on, made smaller where it needs more; as many as it needs where nothing is said.
    pub pages: Option<u16>,
    /// Rows in use.
    pub rows: u32,
    /// The column behind the last that is in use, beside the printed ones.
    pub end_column: u16,
    /// The first of the columns that nobody looks at; [`end_column`](Self::end_column) where there are none.
    pub hidden_from: u16,
    /// The rows that are printed on every page, first and last.
    pub repeated: Option<(u32, u32)>,
    /// The head and the lines of the list that can be filtered.
    pub filter: Option<Area>,
}

impl SheetPlan {
    /// The planned cell at this address.
    #[must_use]
    pub fn at(&self, cell: Cell) -> Option<&PlannedCell> {
        self.position(cell).map(|position| &self.cells[position])
    }

    /// The position of the planned cell at this address.
    #[must_use]
    pub fn position(&self, cell: Cell) -> Option<usize> {
        self.cells.binary_search_by_key(&cell, |planned| planned.cell).ok()
    }
}
