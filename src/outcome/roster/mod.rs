//! The roster: one row a unit, in a workbook that the bureau keeps.

mod doubts;
mod head;
mod line;
mod names;
mod problem;
mod sample;
mod units;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use crate::excel::package::{Package, PackageError};
use crate::excel::scan::{ScanError, read_book};
use crate::facts::{Book, Sheet};
use crate::form::Form;
use crate::plan::SubUnits;

use doubts::Doubts;
use head::MAX_HEAD_ROW;

pub use doubts::{Doubt, Oddity};
pub(super) use head::Head;
pub(super) use line::Line;
pub use names::Names;
pub use problem::{BadUnit, Problem};
pub use sample::{SAMPLE, sample_roster};
pub use units::Units;

/// One unit of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// 预算编码.
    pub code: String,
    /// 单位名称.
    pub name: String,
    /// 归口股室; empty where the roster has none.
    pub section: String,
    /// 二级机构.
    pub sub_units: SubUnitsSaid,
    /// 项目; nothing where the roster does not say.
    pub projects: Option<Names>,
    /// Figures in further columns by their heads (`决算.收入合计`).
    pub figures: BTreeMap<String, Decimal>,
}

/// What a roster entry says of a unit's sub-units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SubUnitsSaid {
    /// Nothing.
    Unsaid,
    /// 无.
    None,
    /// Their names.
    Named(Names),
}

impl SubUnitsSaid {
    /// What the layout needs to know of them.
    #[must_use]
    pub fn shape(&self) -> SubUnits {
        match self {
            Self::Unsaid => SubUnits::Unsaid,
            Self::None => SubUnits::None,
            Self::Named(names) => SubUnits::Named(names.len()),
        }
    }
}

/// A whole roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Its units in order.
    pub units: Units,
    doubts: Doubts,
}

/// Why a roster cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RosterError {
    /// The file cannot be read.
    #[error("无法读取名单“{}”", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no workbook.
    #[error("名单“{}”不是可以读取的 .xlsx 工作簿：{cause}", .path.display())]
    NotAWorkbook {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: ScanError,
    },
    /// No sheet has the heads of a roster.
    #[error("名单“{}”前{MAX_HEAD_ROW}行中没有同时含“预算编码”和“单位名称”的表头", .path.display())]
    NoHead {
        /// The file.
        path: PathBuf,
    },
    /// Rows that cannot be used.
    #[error("名单有{}处需要修改：\n{}", .0.len(), .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Bad(Vec<BadUnit>),
    /// The unit that was asked for is not in it.
    #[error("名单中没有编码为“{code}”的单位")]
    NoSuchUnit {
        /// The code.
        code: String,
    },
}

impl FromIterator<Unit> for Roster {
    fn from_iter<I: IntoIterator<Item = Unit>>(units: I) -> Self {
        Self { units: units.into_iter().collect(), doubts: Doubts::default() }
    }
}

/// The workbook that a roster is.
pub(super) fn book(path: &Path) -> Result<Book, RosterError> {
    let unreadable = |source| RosterError::Unreadable { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let not_a_workbook = |cause| RosterError::NotAWorkbook { path: path.to_owned(), cause };
    let package = Package::open(bytes).map_err(|error: PackageError| not_a_workbook(error.into()))?;
    read_book(&package).map_err(not_a_workbook)
}

impl Roster {
    /// Reads a roster: the first sheet with a head that has 预算编码 and 单位名称.
    pub fn read(path: &Path) -> Result<Self, RosterError> {
        let book = book(path)?;
        let found = book.sheets.iter().find_map(|sheet| Head::find(sheet).map(|head| (sheet, head)));
        let (sheet, head) = found.ok_or_else(|| RosterError::NoHead { path: path.to_owned() })?;
        let (units, rows) = Self::from_sheet(sheet, &head)?;
        let doubts = Doubts::of(sheet, &head, &units, &rows);
        // A province's takes more memory than many returns: it goes before the units are put in order.
        drop(book);
        Ok(Self { units: units.into(), doubts })
    }

    /// Its units, each with its row.
    fn from_sheet(sheet: &Sheet, head: &Head) -> Result<(Vec<Unit>, Vec<u32>), RosterError> {
        let (mut units, mut rows) = (Vec::new(), Vec::new());
        let mut first_of: HashMap<Box<str>, u32> = HashMap::new();
        let mut bad = Vec::new();
        let last = sheet.cells.last().map_or(0, |content| content.cell.row);
        for row in head.row + 1..=last {
            let line = Line { sheet, head, row };
            let (code, name) = (line.code(), line.name());
            if code.is_empty() && name.is_empty() {
                continue;
            }
            if let Some((column, words)) = line.total() {
                bad.push(line.bad(column, Problem::Total(words)));
                continue;
            }
            if let Some(column) = head.name.filter(|_| name.starts_with(SAMPLE)) {
                bad.push(line.bad(column, Problem::Sample(name)));
                continue;
            }
            if let Some(first) = first_of.get(code.as_str()) {
                let first = Line { row: *first, ..line }.place(head.code);
                bad.push(line.bad(head.code, Problem::Twice { code, first }));
            } else if !code.is_empty() {
                first_of.insert(code.into(), row);
            }
            units.push(line.unit(&mut bad));
            rows.push(row);
        }
        if units.is_empty() && bad.is_empty() {
            bad.push(Line { sheet, head, row: head.row }.bad(head.code, Problem::NoUnits));
        }
        if !bad.is_empty() {
            return Err(RosterError::Bad(bad));
        }
        Ok((units, rows))
    }

    /// What is odd about it, for returns of these forms.
    #[must_use]
    pub fn doubts(&self, forms: &[&Form]) -> Vec<Doubt> {
        self.doubts.all(forms)
    }

    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Result<&Unit, RosterError> {
        self.units.of_code(code).ok_or_else(|| RosterError::NoSuchUnit { code: code.to_owned() })
    }
}
