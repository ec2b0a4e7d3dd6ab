//! Functions that ask whether cells are filled: `count`, `filled`, `blank`.

use rust_decimal::Decimal;

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand};
use crate::language::excel::{Cells, Formula, Part, number_literal, text_literal};
use crate::language::types::Type;

pub(super) static COUNT: Function = Function {
    name: "count",
    usage: "count(字段, …)",
    doc: "已填写的单元格个数",
    parameters: Parameters::AtLeastOne(Parameter::Fields),
    returns: Returns::Always(Type::Count),
    adds: false,
    evaluate: |arguments, _| {
        let mut count = 0u32;
        for operand in arguments.iter().flat_map(Argument::operands) {
            count = count.saturating_add(u32::from(is_filled(operand)?));
        }
        Ok(Answer::Number(Decimal::from(count)))
    },
    excel: |parts, _| how_many(parts),
};

pub(super) static FILLED: Function = Function {
    name: "filled",
    usage: "filled(字段, …)",
    doc: "其中任何一项已填写即成立",
    parameters: Parameters::AtLeastOne(Parameter::Fields),
    returns: Returns::Always(Type::Truth),
    adds: false,
    evaluate: |arguments, _| {
        let mut answer = Ok(false);
        for operand in arguments.iter().flat_map(Argument::operands) {
            match is_filled(operand) {
                Ok(true) => return Ok(Answer::Truth(true)),
                Ok(false) => {}
                Err(because) => answer = answer.and(Err(because)),
            }
        }
        answer.map(Answer::Truth)
    },
    excel: |parts, _| Formula::infix(&how_many(parts), ">", &number_literal(Decimal::ZERO)),
};

pub(super) static BLANK: Function = Function {
    name: "blank",
    usage: "blank(字段)",
    doc: "未填写即成立",
    parameters: Parameters::Exactly(&[Parameter::Field]),
    returns: Returns::Always(Type::Truth),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(operand)] => is_filled(operand).map(|filled| Answer::Truth(!filled)),
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| Formula::infix(&how_many(parts), "=", &number_literal(Decimal::ZERO)),
};

/// Whether a cell holds anything; what cannot be read is not blank.
fn is_filled(operand: &Operand) -> Result<bool, Because> {
    match operand {
        Operand::Value(_) => Ok(true),
        Operand::Blank => Ok(false),
        Operand::Unknown(because) => because.is_filled().ok_or_else(|| because.clone()),
    }
}

/// How many cells are filled; a value that is written into the formula is.
fn how_many(parts: &[Part]) -> Formula {
    Formula::sum(parts.iter().flat_map(|part| match part {
        Part::One(..) => vec![number_literal(Decimal::ONE)],
        Part::Cells(areas, _) => areas.iter().map(filled_cells).collect(),
    }))
}

/// The cells of an area that hold more than spaces, wide ones included, which `COUNTA` would count.
fn filled_cells(cells: &Cells) -> Formula {
    let spaces = [Formula::atom(&cells.text), text_literal("\u{3000}"), text_literal("")];
    let length = Formula::call("LEN", &[Formula::call("TRIM", &[Formula::call("SUBSTITUTE", &spaces)])]);
    let filled = Formula::infix(&length, ">", &number_literal(Decimal::ZERO));
    Formula::call("SUMPRODUCT", &[Formula::negate(&Formula::negate(&filled))])
}
