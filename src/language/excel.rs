//! Compiles a demand to Excel 2010 formulas with plain references.
//!
//! Amounts are compiled in whole cents (`ROUND(100*ROUND(C12,2),0)`), because floats at the boundary of a rounding tail misjudge
//! it. A cell that holds no number makes the whole check 无法判断, so that no formula ever shows an error.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::ast::{Arithmetic, Comparator};
use super::expression::{Expression, Must, Node, Sides};
use super::judge::UNKNOWN;
use super::types::Type;
use crate::words::{Area, Value, plain};

/// Characters of a formula (Excel specifications and limits).
pub const MAX_FORMULA: usize = 8_192;
/// Arguments of a function (Excel specifications and limits).
pub const MAX_ARGUMENTS: usize = 255;

/// Cells on a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetArea {
    /// The sheet; nothing where it is the formula's own.
    pub sheet: Option<Arc<str>>,
    /// The cells.
    pub area: Area,
}

/// What a reference is in a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Located {
    /// Cells, in few areas.
    Cells(Vec<SheetArea>),
    /// A value that is the same in every workbook of an issue.
    Constant(Value),
    /// Something that a workbook does not hold.
    Absent,
}

/// Where references are in a workbook.
pub trait Addresses<R> {
    /// Where a reference is.
    fn locate(&self, reference: &R) -> Located;
}

/// The formulas of a live check, each without `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// What the figure should be, in 万元; `""` while everything it is made of is blank.
    pub expected: String,
    /// The figure less what it should be; `""` while everything is blank.
    pub difference: String,
    /// Whether the demand is not met, beyond what rounding explains.
    pub fails: String,
}

/// Why a demand cannot be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotLive {
    /// It is no `=` between amounts.
    #[error("不是金额之间的等式")]
    NotAnEquation,
    /// Something in it has no formula of amounts.
    #[error("含有不能写成金额公式的部分")]
    NotAnAmount,
    /// It needs a value that a workbook does not hold.
    #[error("需要表外的数据")]
    Absent,
    /// It is beyond a limit of Excel.
    #[error("公式超出 Excel 的限制")]
    TooLong,
}

impl<R> Must<R> {
    /// The formulas of a demand that an amount equals another or a sum.
    pub fn live(&self, addresses: &impl Addresses<R>) -> Result<Live, NotLive> {
        let sides = self.expression().sides().filter(|sides| sides.comparator == Comparator::Equal);
        let sides = sides.filter(|sides| sides.left.ty() == Type::Amount && sides.right.ty() == Type::Amount);
        let sides = sides.ok_or(NotLive::NotAnEquation)?;
        let (left, right) = (cents(sides.left, addresses)?, cents(sides.right, addresses)?);
        let (right_cells, all_cells) = (cells(sides.right, addresses)?, cells(self.expression(), addresses)?);
        let difference = format!("{left}-({right})");
        let live = Live {
            expected: guarded(&right_cells, &format!("({right})/100"))?,
            difference: guarded(&all_cells, &format!("({difference})/100"))?,
            fails: fails(sides, &all_cells, &difference, addresses)?,
        };
        let longest = live.expected.len().max(live.difference.len()).max(live.fails.len());
        if longest < MAX_FORMULA { Ok(live) } else { Err(NotLive::TooLong) }
    }
}

/// Blank while all cells are blank, 无法判断 while one holds no number, else the amount.
fn guarded(cells: &[String], amount: &str) -> Result<String, NotLive> {
    let (any, numbers) = (call("COUNTA", cells)?, call("COUNT", cells)?);
    Ok(format!("IF({any}=0,\"\",IF({any}>{numbers},\"{UNKNOWN}\",{amount}))"))
}

fn fails<R>(
    sides: Sides<'_, R>,
    cells: &[String],
    difference: &str,
    addresses: &impl Addresses<R>,
) -> Result<String, NotLive> {
    let (any, numbers) = (call("COUNTA", cells)?, call("COUNT", cells)?);
    let mut addends = Vec::new();
    for side in [sides.left, sides.right] {
        if side.is_sum() {
            non_zero(side, addresses, &mut addends)?;
        }
    }
    // One half cent for the total and for each addend that is not zero.
    let beyond = if addends.is_empty() {
        format!("{difference}<>0")
    } else {
        format!("ABS({difference})*2>1+{}", addends.join("+"))
    };
    Ok(format!("IF({any}=0,FALSE,IF({any}>{numbers},FALSE,{beyond}))"))
}

/// An amount in whole cents.
fn cents<R>(expression: &Expression<R>, addresses: &impl Addresses<R>) -> Result<String, NotLive> {
    match &expression.node {
        Node::Literal(Value::Number(number)) => Ok(in_cents(&plain(*number))),
        Node::Reference { reference, .. } => match addresses.locate(reference) {
            Located::Cells(areas) => {
                areas.iter().map(|area| sum_of(&text(area), area.area)).reduce(plus).ok_or(NotLive::Absent)
            }
            Located::Constant(Value::Number(number)) => Ok(in_cents(&plain(number))),
            Located::Constant(Value::Text(_) | Value::Date(_)) => Err(NotLive::NotAnAmount),
            Located::Absent => Err(NotLive::Absent),
        },
        Node::Negate(inner) => Ok(format!("-({})", cents(inner, addresses)?)),
        Node::Calculate { arithmetic: Arithmetic::Add, left, right } => {
            Ok(plus(cents(left, addresses)?, cents(right, addresses)?))
        }
        Node::Calculate { arithmetic: Arithmetic::Subtract, left, right } => {
            Ok(format!("{}-({})", cents(left, addresses)?, cents(right, addresses)?))
        }
        Node::Call { function, arguments } if function.adds => {
            let parts = arguments.iter().map(|argument| cents(argument, addresses));
            parts.collect::<Result<Vec<_>, _>>()?.into_iter().reduce(plus).ok_or(NotLive::NotAnAmount)
        }
        Node::Literal(Value::Text(_) | Value::Date(_))
        | Node::Calculate { .. }
        | Node::Call { .. }
        | Node::Not(_)
        | Node::Compare { .. }
        | Node::Logic { .. }
        | Node::If { .. } => Err(NotLive::NotAnAmount),
    }
}

fn sum_of(text: &str, area: Area) -> String {
    if area.first == area.last { in_cents(text) } else { format!("SUMPRODUCT({})", in_cents(text)) }
}

/// Rounds to cents first: 100 × 34841.465 is a float below the half, and rounding that to whole cents would lose one.
fn in_cents(text: &str) -> String {
    format!("ROUND(100*ROUND({text},2),0)")
}

#[expect(clippy::needless_pass_by_value, reason = "it is folded over owned parts")]
fn plus(left: String, right: String) -> String {
    format!("{left}+{right}")
}

/// Counts the addends that are not zero, one term an area.
fn non_zero<R>(
    expression: &Expression<R>,
    addresses: &impl Addresses<R>,
    terms: &mut Vec<String>,
) -> Result<(), NotLive> {
    match &expression.node {
        Node::Reference { reference, .. } => {
            match addresses.locate(reference) {
                Located::Cells(areas) => {
                    terms.extend(areas.iter().map(|area| format!("SUMPRODUCT(({}<>0)*1)", in_cents(&text(area)))));
                }
                Located::Constant(value) => terms.push(u8::from(value != Value::Number(Decimal::ZERO)).to_string()),
                Located::Absent => return Err(NotLive::Absent),
            }
            Ok(())
        }
        Node::Negate(inner) => non_zero(inner, addresses, terms),
        Node::Calculate { left, right, .. } => {
            non_zero(left, addresses, terms)?;
            non_zero(right, addresses, terms)
        }
        Node::Call { arguments, .. } => arguments.iter().try_for_each(|argument| non_zero(argument, addresses, terms)),
        Node::Literal(_) => {
            terms.push("1".to_owned());
            Ok(())
        }
        Node::Not(_) | Node::Compare { .. } | Node::Logic { .. } | Node::If { .. } => Err(NotLive::NotAnAmount),
    }
}

/// The cells that take part, as arguments.
fn cells<R>(expression: &Expression<R>, addresses: &impl Addresses<R>) -> Result<Vec<String>, NotLive> {
    let mut cells: Vec<String> = Vec::new();
    for reference in expression.references() {
        if let Located::Cells(areas) = addresses.locate(reference) {
            for area in areas.iter().map(text) {
                if !cells.contains(&area) {
                    cells.push(area);
                }
            }
        }
    }
    if cells.is_empty() { Err(NotLive::Absent) } else { Ok(cells) }
}

fn call(function: &str, arguments: &[String]) -> Result<String, NotLive> {
    if arguments.len() > MAX_ARGUMENTS {
        return Err(NotLive::TooLong);
    }
    Ok(format!("{function}({})", arguments.join(",")))
}

fn text(area: &SheetArea) -> String {
    match &area.sheet {
        Some(sheet) => format!("'{}'!{}", sheet.replace('\'', "''"), area.area),
        None => area.area.to_string(),
    }
}
