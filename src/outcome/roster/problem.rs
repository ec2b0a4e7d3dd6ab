//! What is wrong with rows of a roster.

use crate::plan::{MAX_SUB_UNITS, MAX_THINGS, NO_SUB_UNITS};
use crate::words::Place;

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
    /// An error of Excel where words belong.
    #[error("这一格是错误值“{0}”，请改正公式，或直接填写")]
    Error(String),
    /// A head without any unit below it.
    #[error("表头下面没有单位")]
    NoUnits,
    /// A row that adds up others.
    #[error("“{0}”行不是单位，请删去这一行")]
    Total(String),
    /// A line of the sample, which is no unit of the bureau.
    #[error("“{0}”是样例，请改成本局的单位，或删去这一行")]
    Sample(String),
    /// A code that is more than digits.
    #[error("预算编码“{0}”应全部是半角数字")]
    NotDigits(String),
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
    /// A sub-unit that stands twice.
    #[error("二级机构“{0}”写了两次")]
    SubUnitTwice(String),
    /// A sub-unit with a number in front, which the form puts there itself.
    #[error("二级机构“{name}”不要带序号，请改为“{bare}”")]
    Numbered {
        /// The name as it stands.
        name: String,
        /// The name without its number.
        bare: String,
    },
    /// Another word for 无.
    #[error("二级机构写的是“{0}”，没有二级机构的请只写“{NO_SUB_UNITS}”")]
    SaysNone(String),
    /// A sub-unit whose name has no letters.
    #[error("二级机构“{0}”不是机构名称")]
    NoSubUnit(String),
    /// More projects than a workbook can hold.
    #[error("项目有{0}个，最多{MAX_THINGS}个")]
    TooManyProjects(usize),
    /// A project that stands twice.
    #[error("项目“{0}”写了两次")]
    ProjectTwice(String),
    /// A project whose name has no letters.
    #[error("项目“{0}”不是项目名称，请写各项目的名称，之间用分号隔开，没有项目的只写“{NO_SUB_UNITS}”")]
    NoProject(String),
    /// Words in a column of figures.
    #[error("“{head}”应为数字，现为“{found}”")]
    NotAFigure {
        /// The head of the column.
        head: String,
        /// What stands there.
        found: String,
    },
}
