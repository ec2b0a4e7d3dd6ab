//! The roster: one row a unit, in a workbook that the bureau keeps.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;

use crate::excel::package::{Package, PackageError};
use crate::excel::scan::{ScanError, read_book};
use crate::facts::{Raw, Sheet};
use crate::plan::{NO_SUB_UNITS, SubUnits};
use crate::words::{Cell, Place, canonical};

/// Rows above the head that may hold a title.
const MAX_HEAD_ROW: u32 = 10;
/// Columns that are looked at.
const MAX_COLUMNS: u16 = 200;
/// The most sub-units of a unit.
const MAX_SUB_UNITS: usize = 300;

/// Other words for the heads of a roster.
const HEADS: [(&str, &[&str]); 4] = [
    ("预算编码", &["预算编码", "单位编码", "单位代码", "预算单位编码", "编码", "代码"]),
    ("单位名称", &["单位名称", "部门（单位）名称", "部门(单位)名称", "部门名称", "名称"]),
    ("归口股室", &["归口股室", "归口科室", "业务股室", "处室", "归口业务科室"]),
    ("二级机构", &["二级机构", "二级机构名单", "下属单位", "二级单位"]),
];

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
    Named(Vec<String>),
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

    fn read(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Self::Unsaid;
        }
        if text == NO_SUB_UNITS {
            return Self::None;
        }
        let names = text.split(['、', '；', ';', '，', ',', '\n']).map(str::trim).filter(|name| !name.is_empty());
        Self::Named(names.map(str::to_owned).collect())
    }
}

/// A whole roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// Its units in order.
    pub units: Vec<Unit>,
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

/// A row of a roster that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}：{problem}")]
pub struct BadUnit {
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a row of a roster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A unit without a code.
    #[error("缺少预算编码")]
    NoCode,
    /// A unit without a name.
    #[error("缺少单位名称")]
    NoName,
    /// A code that stands twice.
    #[error("预算编码“{code}”与{first}重复")]
    Twice {
        /// The code.
        code: String,
        /// Where it stands first.
        first: Place,
    },
    /// More sub-units than a form can hold.
    #[error("二级机构有{0}个，最多{MAX_SUB_UNITS}个")]
    TooMany(usize),
}

impl Roster {
    /// Reads a roster: the first sheet with a head that has 预算编码 and 单位名称.
    pub fn read(path: &Path) -> Result<Self, RosterError> {
        let unreadable = |source| RosterError::Unreadable { path: path.to_owned(), source };
        let bytes = std::fs::read(path).map_err(unreadable)?;
        let not_a_workbook = |cause| RosterError::NotAWorkbook { path: path.to_owned(), cause };
        let package = Package::open(bytes).map_err(|error: PackageError| not_a_workbook(error.into()))?;
        let book = read_book(&package).map_err(not_a_workbook)?;
        let found = book.sheets.iter().find_map(|sheet| Head::find(sheet).map(|head| (sheet, head)));
        let (sheet, head) = found.ok_or_else(|| RosterError::NoHead { path: path.to_owned() })?;
        Self::from_sheet(sheet, &head)
    }

    fn from_sheet(sheet: &Sheet, head: &Head) -> Result<Self, RosterError> {
        let mut units: Vec<(Unit, Place)> = Vec::new();
        let mut bad = Vec::new();
        let last = sheet.cells.last().map_or(0, |content| content.cell.row);
        for row in head.row + 1..=last {
            let text = |column: Option<u16>| column.map_or("", |column| sheet.text(Cell::new(row, column)).trim());
            let (code, name) = (text(Some(head.code)), text(Some(head.name)));
            if code.is_empty() && name.is_empty() {
                continue;
            }
            let place = |column| Place::new(sheet.name.clone(), Cell::new(row, column));
            let mut problem = |column, problem| bad.push(BadUnit { place: place(column), problem });
            if code.is_empty() {
                problem(head.code, Problem::NoCode);
            }
            if name.is_empty() {
                problem(head.name, Problem::NoName);
            }
            if let Some((_, first)) = units.iter().find(|(unit, _)| !code.is_empty() && unit.code == code) {
                problem(head.code, Problem::Twice { code: code.to_owned(), first: first.clone() });
            }
            let sub_units = SubUnitsSaid::read(text(head.sub_units));
            if let (SubUnitsSaid::Named(names), Some(column)) = (&sub_units, head.sub_units)
                && names.len() > MAX_SUB_UNITS
            {
                problem(column, Problem::TooMany(names.len()));
            }
            let figures = head.others.iter().filter_map(|(name, column)| {
                let number = match sheet.content(Cell::new(row, *column)).map(|content| &content.raw) {
                    Some(Raw::Number(text)) => canonical(text),
                    Some(Raw::Text(text)) => canonical(text.trim()),
                    _ => None,
                };
                Some((name.clone(), number?))
            });
            let unit = Unit {
                code: code.to_owned(),
                name: name.to_owned(),
                section: text(head.section).to_owned(),
                sub_units,
                figures: figures.collect(),
            };
            units.push((unit, place(head.code)));
        }
        if !bad.is_empty() {
            return Err(RosterError::Bad(bad));
        }
        Ok(Self { units: units.into_iter().map(|(unit, _)| unit).collect() })
    }

    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Result<&Unit, RosterError> {
        let found = self.units.iter().find(|unit| unit.code == code);
        found.ok_or_else(|| RosterError::NoSuchUnit { code: code.to_owned() })
    }
}

/// Where the columns of a roster are.
struct Head {
    row: u32,
    code: u16,
    name: u16,
    section: Option<u16>,
    sub_units: Option<u16>,
    others: Vec<(String, u16)>,
}

impl Head {
    fn find(sheet: &Sheet) -> Option<Self> {
        (0..MAX_HEAD_ROW).find_map(|row| {
            let texts: Vec<(String, u16)> = (0..MAX_COLUMNS)
                .map(|column| (sheet.text(Cell::new(row, column)).split_whitespace().collect::<String>(), column))
                .filter(|(text, _)| !text.is_empty())
                .collect();
            let column = |head: &str| {
                let words = HEADS.iter().find(|(known, _)| *known == head).map_or(&[][..], |(_, words)| words);
                words.iter().find_map(|word| texts.iter().find(|(text, _)| text == word).map(|(_, column)| *column))
            };
            let (code, name) = (column("预算编码")?, column("单位名称")?);
            let (section, sub_units) = (column("归口股室"), column("二级机构"));
            let others = texts.iter().filter(|(text, _)| text.contains('.')).cloned().collect();
            Some(Self { row, code, name, section, sub_units, others })
        })
    }
}
