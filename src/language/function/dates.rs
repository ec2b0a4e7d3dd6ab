//! Functions that make dates: `year_end`, `date`.

use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand, number, operand_answer};
use crate::language::excel::{Formula, Part, not_available};
use crate::language::types::Type;

/// Years that both a calendar and the serial numbers of Excel hold; Excel takes 1900 for a leap year.
pub(super) const FIRST_YEAR: i16 = 1901;
/// The last year of Excel.
pub(super) const LAST_YEAR: i16 = 9999;

pub(super) static YEAR_END: Function = Function {
    name: "year_end",
    usage: "year_end(年)",
    doc: "该年12月31日",
    parameters: Parameters::Exactly(&[Parameter::Whole]),
    returns: Returns::Always(Type::Date),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(year)] => day(whole(year)?, 12, 31),
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match parts {
        [Part::One(year, _)] => day_formula(year, &Formula::atom("12"), &Formula::atom("31")),
        _ => not_available().that_may_fail(),
    },
};

pub(super) static DATE: Function = Function {
    name: "date",
    usage: "date(年, 月, 日)",
    doc: "由年、月、日组成的日期",
    parameters: Parameters::Exactly(&[Parameter::Whole, Parameter::Whole, Parameter::Whole]),
    returns: Returns::Always(Type::Date),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(year), Argument::One(month), Argument::One(date)] => {
            let part = |operand| whole(operand).and_then(|n| i8::try_from(n).map_err(|_| Because::NoSuchDate));
            day(whole(year)?, part(month)?, part(date)?)
        }
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match parts {
        [Part::One(year, _), Part::One(month, _), Part::One(date, _)] => day_formula(year, month, date),
        _ => not_available().that_may_fail(),
    },
};

fn whole(operand: &Operand) -> Result<i16, Because> {
    let number = number(&operand_answer(operand.clone(), Type::Count)?)?;
    if number.is_integer() { number.to_i16().ok_or(Because::NoSuchDate) } else { Err(Because::NoSuchDate) }
}

fn day(year: i16, month: i8, day: i8) -> Result<Answer, Because> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(Because::NoSuchDate);
    }
    Date::new(year, month, day).map(Answer::Date).map_err(|_| Because::NoSuchDate)
}

/// DATE of Excel carries a 13th month over into the next year, so its month and day are asked back.
fn day_formula(year: &Formula, month: &Formula, date: &Formula) -> Formula {
    let day = Formula::call("DATE", &[year.clone(), month.clone(), date.clone()]);
    let one = std::slice::from_ref(&day);
    let exists = Formula::call(
        "AND",
        &[
            Formula::infix(&Formula::call("INT", std::slice::from_ref(year)), "=", year),
            Formula::infix(year, ">=", &Formula::atom(FIRST_YEAR.to_string())),
            Formula::infix(year, "<=", &Formula::atom(LAST_YEAR.to_string())),
            Formula::infix(&Formula::call("MONTH", one), "=", month),
            Formula::infix(&Formula::call("DAY", one), "=", date),
        ],
    );
    Formula::call("IF", &[exists, day, not_available()]).that_may_fail()
}
