//! Functions that calculate: `sum`, `min`, `max`, `abs`, `round`.

use std::cmp::Ordering;

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand, number, operand_answer};
use crate::language::excel::{Cells, Formula, Part, cents, in_unit, not_available, number_literal};
use crate::language::types::Type;

pub(super) static SUM: Function = Function {
    name: "sum",
    usage: "sum(数, …)",
    doc: "各项之和；一组单元格逐格相加，空白按0计",
    parameters: Parameters::AtLeastOne(Parameter::Numbers),
    returns: Returns::JoinOfArguments,
    adds: true,
    evaluate: |arguments, ty| {
        let mut sum = Decimal::ZERO;
        for operand in arguments.iter().flat_map(Argument::operands) {
            sum = sum.checked_add(figure(operand, ty)?).ok_or(Because::TooLarge)?;
        }
        Ok(Answer::Number(sum))
    },
    excel: |parts, ty| Formula::sum(parts.iter().map(|part| part_sum(part, ty))),
};

pub(super) static MIN: Function = Function {
    name: "min",
    usage: "min(数或日期, …)",
    doc: "最小的一项；一组单元格中空白的不计，全部空白时按0计",
    parameters: Parameters::AtLeastOne(Parameter::Ordered),
    returns: Returns::JoinOfArguments,
    adds: false,
    evaluate: |arguments, ty| outermost(arguments, ty, Ordering::Less),
    excel: |parts, ty| outermost_formula("MIN", parts, ty),
};

pub(super) static MAX: Function = Function {
    name: "max",
    usage: "max(数或日期, …)",
    doc: "最大的一项；一组单元格中空白的不计，全部空白时按0计",
    parameters: Parameters::AtLeastOne(Parameter::Ordered),
    returns: Returns::JoinOfArguments,
    adds: false,
    evaluate: |arguments, ty| outermost(arguments, ty, Ordering::Greater),
    excel: |parts, ty| outermost_formula("MAX", parts, ty),
};

pub(super) static ABS: Function = Function {
    name: "abs",
    usage: "abs(数)",
    doc: "绝对值",
    parameters: Parameters::Exactly(&[Parameter::Number]),
    returns: Returns::JoinOfArguments,
    adds: false,
    evaluate: |arguments, ty| match arguments {
        [Argument::One(operand)] => Ok(Answer::Number(figure(operand, ty)?.abs())),
        _ => Err(Because::WrongKind),
    },
    excel: |parts, ty| Formula::call("ABS", &values(parts, ty)),
};

pub(super) static ROUND: Function = Function {
    name: "round",
    usage: "round(数, 小数位数)",
    doc: "四舍五入到所写的小数位数",
    parameters: Parameters::Exactly(&[Parameter::Number, Parameter::Places]),
    returns: Returns::Always(Type::Number),
    adds: false,
    evaluate: |arguments, ty| match arguments {
        [Argument::One(rounded), Argument::One(places)] => {
            let places = figure(places, Type::Count)?.to_u32().ok_or(Because::TooLarge)?;
            let rounded = figure(rounded, ty)?;
            Ok(Answer::Number(rounded.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)))
        }
        _ => Err(Because::WrongKind),
    },
    excel: |parts, ty| Formula::call("ROUND", &values(parts, ty)),
};

fn figure(operand: &Operand, ty: Type) -> Result<Decimal, Because> {
    number(&operand_answer(operand.clone(), ty)?)
}

/// The answer that compares to every other one as `wanted`.
fn outermost(arguments: &[Argument], ty: Type, wanted: Ordering) -> Result<Answer, Because> {
    let mut found = None;
    for argument in arguments {
        let answer = match argument {
            Argument::One(operand) => operand_answer(operand.clone(), ty)?,
            Argument::Many(cells) => {
                let mut filled = None;
                for cell in cells.iter().filter(|cell| **cell != Operand::Blank) {
                    filled = Some(further(filled, operand_answer(cell.clone(), ty)?, wanted));
                }
                filled.map_or_else(|| operand_answer(Operand::Blank, ty), Ok)?
            }
        };
        found = Some(further(found, answer, wanted));
    }
    found.ok_or(Because::WrongKind)
}

fn further(found: Option<Answer>, next: Answer, wanted: Ordering) -> Answer {
    let Some(found) = found else { return next };
    let ordering = match (&next, &found) {
        (Answer::Number(next), Answer::Number(found)) => next.cmp(found),
        (Answer::Date(next), Answer::Date(found)) => next.cmp(found),
        (Answer::Number(_) | Answer::Date(_) | Answer::Text(_) | Answer::Truth(_), _) => Ordering::Equal,
    };
    if ordering == wanted { next } else { found }
}

/// The parts that are values, in the unit of `ty`.
fn values(parts: &[Part], ty: Type) -> Vec<Formula> {
    let value = |part: &Part| match part {
        Part::One(formula, own) => Some(in_unit(formula.clone(), *own, ty)),
        Part::Cells(..) => None,
    };
    parts.iter().filter_map(value).collect()
}

/// The sum of the figures of a part, amounts rounded one by one.
fn part_sum(part: &Part, ty: Type) -> Formula {
    match part {
        Part::One(formula, own) => in_unit(formula.clone(), *own, ty),
        Part::Cells(areas, Type::Amount) => {
            let sum = areas.iter().map(|Cells { text, single, results }| match (single, results) {
                (true, _) => cents(&Formula::atom(text)),
                (false, false) => Formula::call("SUMPRODUCT", &[cents(&Formula::atom(text))]),
                // They are rounded already; an empty text among them is no number that could be rounded.
                (false, true) => cents(&Formula::call("SUM", &[Formula::atom(text)])),
            });
            in_unit(Formula::sum(sum), Type::Amount, ty)
        }
        Part::Cells(areas, own) => in_unit(over("SUM", areas), *own, ty),
    }
}

/// The smallest or largest of the parts; MIN and MAX of Excel leave blank cells out, and give 0 where all are blank.
fn outermost_formula(name: &str, parts: &[Part], ty: Type) -> Formula {
    let values: Vec<Formula> = parts
        .iter()
        .map(|part| match part {
            Part::One(formula, own) => in_unit(formula.clone(), *own, ty),
            // Rounding keeps the order, so the outermost figure is the outermost amount.
            Part::Cells(areas, Type::Amount) => in_unit(cents(&over(name, areas)), Type::Amount, ty),
            Part::Cells(areas, Type::Date) => {
                let (dates, filled) = (over("COUNT", areas), over("COUNTA", areas));
                let some = Formula::infix(&dates, ">", &number_literal(Decimal::ZERO));
                let known = Formula::call("AND", &[some, Formula::infix(&dates, "=", &filled)]);
                let day = Formula::call("INT", &[over(name, areas)]);
                Formula::call("IF", &[known, day, not_available()]).that_may_fail()
            }
            Part::Cells(areas, own) => in_unit(over(name, areas), *own, ty),
        })
        .collect();
    match values.as_slice() {
        [only] => only.clone(),
        [] | [_, _, ..] => Formula::call(name, &values),
    }
}

/// A function of Excel over areas; 0 over none.
fn over(name: &str, areas: &[Cells]) -> Formula {
    let areas: Vec<Formula> = areas.iter().map(|cells| Formula::atom(&cells.text)).collect();
    if areas.is_empty() { number_literal(Decimal::ZERO) } else { Formula::call(name, &areas) }
}
