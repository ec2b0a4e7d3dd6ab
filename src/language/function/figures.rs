//! Functions that look for figures in words: `digits`, `quantity`.

use rust_decimal::Decimal;

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand};
use crate::language::excel::{Cells, Formula, Part, not_available};
use crate::language::types::Type;
use crate::words::{Value, plain};

/// Digits as people type them, half and full width.
const DIGITS: &str = "0123456789０１２３４５６７８９";
/// What behind digits makes them a date.
const OF_DATES: &str = "年月日";
/// Characters that are looked at: a formula looks at each by itself, and an indicator is shorter.
const LOOKED_AT: usize = 500;

pub(super) static DIGITS_IN: Function = Function {
    name: "digits",
    usage: "digits(字段)",
    doc: "填写的内容中阿拉伯数字的个数",
    parameters: Parameters::Exactly(&[Parameter::Field]),
    returns: Returns::Always(Type::Count),
    adds: false,
    evaluate: |arguments, _| {
        let digits = words(arguments)?.chars().filter(|c| DIGITS.contains(*c)).count();
        Ok(Answer::Number(Decimal::from(digits)))
    },
    excel: |parts, _| match cell(parts) {
        Some(cell) => Formula::atom(format!("SUMPRODUCT({})", is_digit(cell))),
        None => not_available().that_may_fail(),
    },
};

pub(super) static QUANTITY: Function = Function {
    name: "quantity",
    usage: "quantity(字段)",
    doc: "填写的内容中有数量，即后面不是年、月、日的阿拉伯数字",
    parameters: Parameters::Exactly(&[Parameter::Field]),
    returns: Returns::Always(Type::Truth),
    adds: false,
    evaluate: |arguments, _| {
        let said: Vec<char> = words(arguments)?.chars().collect();
        let goes_on = |c: Option<&char>| c.is_some_and(|c| DIGITS.contains(*c) || OF_DATES.contains(*c));
        let ends = said.iter().enumerate().any(|(at, c)| DIGITS.contains(*c) && !goes_on(said.get(at + 1)));
        Ok(Answer::Truth(ends))
    },
    excel: |parts, _| match cell(parts) {
        Some(cell) => {
            let next = format!("FIND(MID({cell}&\"。\",ROW($2:${}),1),\"{DIGITS}{OF_DATES}\")", LOOKED_AT + 1);
            Formula::infix(
                &Formula::atom(format!("SUMPRODUCT({}*ISERROR({next}))", is_digit(cell))),
                ">",
                &Formula::atom("0"),
            )
        }
        None => not_available().that_may_fail(),
    },
};

/// What stands in the field; a number as it is shown.
fn words(arguments: &[Argument]) -> Result<String, Because> {
    let said = match arguments {
        [Argument::One(Operand::Value(Value::Text(text)))] => text.clone(),
        [Argument::One(Operand::Value(Value::Number(number)))] => plain(*number),
        [Argument::One(Operand::Blank | Operand::Value(Value::Date(_)))] => String::new(),
        [Argument::One(Operand::Unknown(because))] => return Err(because.clone()),
        _ => return Err(Because::WrongKind),
    };
    Ok(said.chars().take(LOOKED_AT).collect())
}

fn cell(parts: &[Part]) -> Option<&str> {
    match parts {
        [Part::Cells(areas, _)] => match areas.as_slice() {
            [Cells { text, single: true, .. }] => Some(text),
            _ => None,
        },
        _ => None,
    }
}

/// 1 for each character that is a digit; `FIND` finds nothing, which `MID` gives behind the end, everywhere.
fn is_digit(cell: &str) -> String {
    let one = format!("MID({cell},ROW($1:${LOOKED_AT}),1)");
    format!("ISNUMBER(FIND({one},\"{DIGITS}\"))*({one}<>\"\")")
}
