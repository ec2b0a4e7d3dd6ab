//! What of the material was not used, and why.

use std::fmt::{self, Display};

use rust_decimal::Decimal;

use crate::outcome::roster::Problem;
use crate::words::{Place, two_decimals};

/// Something to tell about earlier material. It is nobody's mistake and no finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The file; where sources say different things, the one that counts.
    pub path: String,
    /// The cell, where it is about one.
    pub place: Option<Place>,
    /// 预算编码, where it is about one unit.
    pub unit: Option<String>,
    /// What there is to tell.
    pub trouble: Trouble,
}

impl Notice {
    /// Something about a whole file.
    pub(super) fn of(path: &str, trouble: Trouble) -> Self {
        Self { path: path.to_owned(), place: None, unit: None, trouble }
    }

    /// Something about a cell of a file.
    pub(super) fn at(path: &str, place: Place, trouble: Trouble) -> Self {
        Self { place: Some(place), ..Self::of(path, trouble) }
    }
}

impl Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.unit, &self.place) {
            (Some(unit), _) => write!(f, "{unit}：{}", self.trouble),
            (None, Some(place)) => write!(f, "{} {place}：{}", self.path, self.trouble),
            (None, None) => write!(f, "{}：{}", self.path, self.trouble),
        }
    }
}

/// What there is to tell about earlier material.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// A file that cannot be read.
    #[error("无法读取（{0}），未使用")]
    Unreadable(String),
    /// A file that is nothing to compare with.
    #[error("不是填报表，也不是有“预算编码”一栏的数据表，未使用")]
    Foreign,
    /// A table none of whose columns is asked for.
    #[error("有“预算编码”一栏，但没有可以对照的栏，未使用")]
    NoColumns,
    /// A table in yuan.
    #[error("金额单位是元，请换算为万元后再作对照，未使用")]
    InYuan,
    /// A return that does not say whose it is, or for which year.
    #[error("看不出是哪个单位、哪一年度的填报表，未使用")]
    Nameless,
    /// A form in which nothing is filled in.
    #[error("没有填报数据，未使用")]
    Blank,
    /// Two returns of one unit for one year, neither newer than the other.
    #[error("与“{used}”是同一单位、同一年度、同一次报送，数据不同，按后者对照")]
    SameRound {
        /// The one that is used.
        used: String,
    },
    /// A cell of a table that cannot be used.
    #[error("{0}，未使用")]
    Line(Problem),
    /// Figures of which another source says something else.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
    Differs(Vec<Different>),
}

/// A figure of which two sources say different things.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{name}”{used}为{}，{from}为{}，按前者对照", two_decimals(*.figure), two_decimals(*.other))]
pub struct Different {
    /// Its name: `决算.支出合计`.
    pub name: String,
    /// What counts.
    pub figure: Decimal,
    /// The source that counts.
    pub used: String,
    /// What the other source says.
    pub other: Decimal,
    /// The other source.
    pub from: String,
}
