//! What can be wrong with a sentence of the rule language, said to the person who wrote the template.

use super::ast::Span;
use super::parse::MAX_DEPTH;
use super::types::Type;

/// A sentence that means nothing, with the place that is to blame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct LanguageError {
    /// The bytes of the source text to point at.
    pub span: Span,
    /// What is wrong there.
    pub problem: Problem,
}

impl LanguageError {
    pub(super) const fn new(span: Span, problem: Problem) -> Self {
        Self { span, problem }
    }
}

/// What is wrong with a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing was written.
    #[error("表达式为空")]
    Empty,
    /// A character that the language does not use.
    #[error("无法识别的字符“{0}”")]
    UnknownCharacter(char),
    /// A full-width sign where the language has the half-width one.
    #[error("全角符号“{found}”请改为半角“{meant}”")]
    FullWidth {
        /// As typed.
        found: char,
        /// As it should be.
        meant: char,
    },
    /// A quoted text without its closing quote.
    #[error("文字缺少结尾的引号")]
    UnclosedText,
    /// Something that begins with a digit and is no number.
    #[error("“{0}”不是数")]
    NotADecimal(String),
    /// Another sign or word should stand here.
    #[error("此处应为“{0}”")]
    Expected(&'static str),
    /// A value should stand here.
    #[error("此处应为字段、数、文字或“(”")]
    ExpectedOperand,
    /// A name should stand here.
    #[error("此处应为名称")]
    ExpectedName,
    /// Something after the end of the sentence.
    #[error("“{0}”多余，或者它前面缺少运算符")]
    Surplus(String),
    /// `a < b < c`
    #[error("比较不能连写，请用 and 连接两个比较")]
    ChainedComparison,
    /// More levels than [`MAX_DEPTH`].
    #[error("表达式嵌套超过{MAX_DEPTH}层")]
    TooDeep,
    /// A name that the form does not have.
    #[error(transparent)]
    Name(NameProblem),
    /// A function that the language does not have.
    #[error("未知函数“{name}”{}", did_you_mean(.suggestion.as_deref()))]
    UnknownFunction {
        /// As written.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// Too few or too many arguments.
    #[error("函数“{function}”应有{expected}个参数，现有{found}个")]
    ArgumentCount {
        /// The function.
        function: &'static str,
        /// How many it takes, or the least number.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A function whose arguments must be fields has another argument.
    #[error("函数“{0}”的参数应为字段")]
    NotAField(&'static str),
    /// Something else than words in quotes.
    #[error("“{0}”要找的词应写在引号里")]
    NotWords(&'static str),
    /// The number of decimals of `round`.
    #[error("小数位数应为0到{0}的整数")]
    NotPlaces(u32),
    /// A column or group of cells outside an aggregate.
    #[error("“{0}”是一组单元格，只能写在 sum、min 等汇总函数中")]
    Many(String),
    /// Two values of different types.
    #[error("{left}不能与{right}比较")]
    Incomparable {
        /// Type of the left side.
        left: Type,
        /// Type of the right side.
        right: Type,
    },
    /// `<` between values that have no order.
    #[error("{0}只能用 = 或 != 比较")]
    Unordered(Type),
    /// A value of another type is needed.
    #[error("此处应为{expected}，现为{found}")]
    WrongType {
        /// What is needed.
        expected: Needed,
        /// What stands there.
        found: Type,
    },
    /// The two branches of an `if` have different types.
    #[error("then 与 else 的类型应当相同，现为{then}与{otherwise}")]
    BranchesDiffer {
        /// Type after `then`.
        then: Type,
        /// Type after `else`.
        otherwise: Type,
    },
}

/// What is needed at a place of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// An amount, a number or a count.
    Number,
    /// A number or a date.
    NumberOrDate,
    /// A count.
    Whole,
    /// A condition.
    Truth,
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Number => "数",
            Self::NumberOrDate => "数或日期",
            Self::Whole => "整数",
            Self::Truth => "条件",
        })
    }
}

/// Why a name cannot be resolved; the layer that knows the form says it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// There is no such table.
    #[error("没有名为“{name}”的表{}", did_you_mean(.suggestion.as_deref()))]
    UnknownTable {
        /// As written.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// There is no such field.
    #[error("没有字段“{name}”{}", did_you_mean(.suggestion.as_deref()))]
    UnknownField {
        /// As written.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// The table has no such row.
    #[error("没有名为“{name}”的行{}", did_you_mean(.suggestion.as_deref()))]
    UnknownRow {
        /// As written.
        name: String,
        /// What was probably meant.
        suggestion: Option<String>,
    },
    /// The table stands on a sheet that is repeated, and which of them is meant cannot be known.
    #[error("“{name}”每个项目一张，这里不知道指哪一张；请在“of_copies”的表里带出，再引用那张表")]
    OnEverySheet {
        /// As written.
        name: String,
    },
    /// Several tables have a field of this name.
    #[error("“{name}”在几张表中都有，请写明表名，如“{example}”")]
    Ambiguous {
        /// As written.
        name: String,
        /// One way to write it.
        example: String,
    },
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |meant| format!("，是否想写“{meant}”？"))
}
