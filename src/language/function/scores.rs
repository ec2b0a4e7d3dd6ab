//! Functions of indicators: `score`, `completion`, `figure`, `numeric`.
//!
//! An indicator says a direction (指标性质), a target (目标值) and what was done (实际完成值). Its cells are taken as
//! they are, because the target of a qualitative indicator is a word.

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand};
use crate::language::excel::{Cells, Formula, Part, not_available};
use crate::language::types::Type;
use crate::words::Value;

/// Directions of indicators of which more is better.
const MORE: [&str; 2] = ["≥", "＞"];
/// The direction of indicators that have to be met exactly.
const EXACT: &str = "＝";
/// Directions of indicators of which less is better (反向指标).
const LESS: [&str; 2] = ["≤", "＜"];
/// The largest rate of completion, in percent: what was done without any of what should be little has no rate.
const MOST: i64 = 99_999;
/// Decimals of [`MOST`], and of a score.
const PLACES: u32 = 2;
/// Decimals that are kept before a score is rounded, so that the floats of Excel give the same score.
const GUARD: u32 = 9;

pub(super) static SCORE: Function = Function {
    name: "score",
    usage: "score(指标性质, 目标值, 实际完成值, 分值)",
    doc: "定量指标应得的分：达到目标得满分，否则按比例；≤、＜的指标超出目标按超出的比例扣分；四舍五入保留两位小数",
    parameters: Parameters::Exactly(&[Parameter::Field, Parameter::Field, Parameter::Field, Parameter::Field]),
    returns: Returns::Always(Type::Number),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(sign), Argument::One(target), Argument::One(done), Argument::One(weight)] => {
            let share = share(&words(sign)?, figure(target)?, figure(done)?)?;
            let score = share.checked_mul(figure(weight)?).ok_or(Because::TooLarge)?;
            Ok(Answer::Number(rounded(rounded(score, GUARD), PLACES)))
        }
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match cells(parts).as_slice() {
        [sign, target, done, weight] => {
            let figures = format!("COUNT({target},{done},{weight})=3");
            let more = format!("IF({target}<=0,NA(),IF({done}>={target},1,MAX({done},0)/{target}))");
            let exact = format!("IF({target}<=0,({done}<={target})*1,IF({done}>={target},1,MAX({done},0)/{target}))");
            let over = format!("IF({target}<=0,0,MAX(1-({done}-{target})/{target},0))");
            let less = format!("IF({done}<={target},1,{over})");
            let share = by_sign(sign, [&more, &exact, &less]);
            Formula::atom(format!("IF({figures},ROUND(ROUND({share}*{weight},{GUARD}),{PLACES}),NA())")).that_may_fail()
        }
        _ => not_available().that_may_fail(),
    },
};

pub(super) static COMPLETION: Function = Function {
    name: "completion",
    usage: "completion(指标性质, 目标值, 实际完成值)",
    doc: "完成率（%）：实际完成值除以目标值；≤、＜的指标为目标值除以实际完成值；最多按999.99计",
    parameters: Parameters::Exactly(&[Parameter::Field, Parameter::Field, Parameter::Field]),
    returns: Returns::Always(Type::Number),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(sign), Argument::One(target), Argument::One(done)] => {
            let (sign, target, done) = (words(sign)?, figure(target)?, figure(done)?);
            rate(&sign, target, done).map(Answer::Number)
        }
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match cells(parts).as_slice() {
        [sign, target, done] => {
            let most = format!("{}", Decimal::new(MOST, PLACES));
            let capped = |of: &str, by: &str| format!("MAX(MIN({of}*100/{by},{most}),0)");
            let more = format!("IF({target}<=0,NA(),{})", capped(done, target));
            let exact = format!("IF({target}<=0,({done}<={target})*100,{})", capped(done, target));
            let none = format!("IF({done}<{target},{most},({done}={target})*100)");
            let less = format!("IF({done}<=0,{none},{})", capped(target, done));
            let rate = by_sign(sign, [&more, &exact, &less]);
            Formula::atom(format!("IF(COUNT({target},{done})=2,{rate},NA())")).that_may_fail()
        }
        _ => not_available().that_may_fail(),
    },
};

pub(super) static FIGURE: Function = Function {
    name: "figure",
    usage: "figure(字段)",
    doc: "可以填数字也可以填文字的栏目中的数字；填文字时无法判断",
    parameters: Parameters::Exactly(&[Parameter::Field]),
    returns: Returns::Always(Type::Number),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(operand)] => figure(operand).map(Answer::Number),
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match cells(parts).as_slice() {
        [cell] => Formula::atom(format!("IF(ISNUMBER({cell}),{cell},NA())")).that_may_fail(),
        _ => not_available().that_may_fail(),
    },
};

pub(super) static NUMERIC: Function = Function {
    name: "numeric",
    usage: "numeric(字段)",
    doc: "填写的是数字即成立",
    parameters: Parameters::Exactly(&[Parameter::Field]),
    returns: Returns::Always(Type::Truth),
    adds: false,
    evaluate: |arguments, _| match arguments {
        [Argument::One(Operand::Unknown(because))] => Err(because.clone()),
        [Argument::One(operand)] => Ok(Answer::Truth(matches!(operand, Operand::Value(Value::Number(_))))),
        _ => Err(Because::WrongKind),
    },
    excel: |parts, _| match cells(parts).as_slice() {
        // Words that begin like a number may be one that was typed as words.
        [cell] => Formula::atom(format!(
            "IF(ISNUMBER({cell}),TRUE,IF({cell}=\"\",FALSE,IF(ISERROR(VALUE(LEFT({cell},1))),FALSE,NA())))"
        ))
        .that_may_fail(),
        _ => not_available().that_may_fail(),
    },
};

/// The share of its weight that an indicator has earned (forms.md 4.2).
fn share(sign: &str, target: Decimal, done: Decimal) -> Result<Decimal, Because> {
    let proportion = || done.max(Decimal::ZERO).checked_div(target).ok_or(Because::TooLarge);
    let reached = |reached: bool| if reached { Decimal::ONE } else { Decimal::ZERO };
    let has_target = target > Decimal::ZERO;
    if MORE.contains(&sign) {
        return if !has_target {
            Err(Because::DivisionByZero)
        } else if done >= target {
            Ok(Decimal::ONE)
        } else {
            proportion()
        };
    }
    if sign == EXACT {
        return if !has_target || done >= target { Ok(reached(done <= target || has_target)) } else { proportion() };
    }
    if !LESS.contains(&sign) {
        return Err(Because::WrongKind);
    }
    if done <= target || !has_target {
        return Ok(reached(done <= target));
    }
    let over = done.checked_sub(target).and_then(|over| over.checked_div(target)).ok_or(Because::TooLarge)?;
    Ok((Decimal::ONE - over).max(Decimal::ZERO))
}

/// The rate of completion in percent.
fn rate(sign: &str, target: Decimal, done: Decimal) -> Result<Decimal, Because> {
    let most = Decimal::new(MOST, PLACES);
    let capped = |of: Decimal, by: Decimal| {
        let rate = of.checked_mul(Decimal::ONE_HUNDRED).and_then(|of| of.checked_div(by)).ok_or(Because::TooLarge)?;
        Ok(rate.min(most).max(Decimal::ZERO))
    };
    let met = |met: bool| Ok(if met { Decimal::ONE_HUNDRED } else { Decimal::ZERO });
    let has_target = target > Decimal::ZERO;
    match sign {
        sign if MORE.contains(&sign) && !has_target => Err(Because::DivisionByZero),
        EXACT if !has_target => met(done <= target),
        sign if MORE.contains(&sign) || sign == EXACT => capped(done, target),
        sign if !LESS.contains(&sign) => Err(Because::WrongKind),
        _ if done > Decimal::ZERO => capped(target, done),
        _ if done < target => Ok(most),
        _ => met(done == target),
    }
}

fn rounded(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// The number in a cell that may hold words too.
fn figure(operand: &Operand) -> Result<Decimal, Because> {
    match operand {
        Operand::Value(Value::Number(number)) => Ok(*number),
        Operand::Value(Value::Text(_) | Value::Date(_)) => Err(Because::WrongKind),
        Operand::Blank => Err(Because::BlankRow),
        Operand::Unknown(because) => Err(because.clone()),
    }
}

fn words(operand: &Operand) -> Result<String, Because> {
    match operand {
        Operand::Value(Value::Text(text)) => Ok(text.clone()),
        Operand::Value(Value::Number(_) | Value::Date(_)) => Err(Because::WrongKind),
        Operand::Blank => Err(Because::BlankRow),
        Operand::Unknown(because) => Err(because.clone()),
    }
}

/// The addresses of arguments that are single cells.
fn cells(parts: &[Part]) -> Vec<String> {
    let cell = |part: &Part| match part {
        Part::Cells(areas, _) => match areas.as_slice() {
            [Cells { text, single: true, .. }] => Some(text.clone()),
            [] | [_, ..] => None,
        },
        Part::One(..) => None,
    };
    parts.iter().filter_map(cell).collect()
}

/// One of three formulas, by the direction in a cell.
fn by_sign(sign: &str, [more, exact, less]: [&str; 3]) -> String {
    let is = |signs: &[&str]| {
        let each = signs.iter().map(|word| format!("{sign}=\"{word}\"")).collect::<Vec<_>>();
        format!("OR({})", each.join(","))
    };
    format!("IF({},{more},IF({sign}=\"{EXACT}\",{exact},IF({},{less},NA())))", is(&MORE), is(&LESS))
}

#[cfg(test)]
mod tests {
    use super::{rate, rounded, share};
    use rust_decimal::Decimal;

    fn number(text: &str) -> Decimal {
        text.parse().expect(text)
    }

    #[test]
    fn scores_are_those_of_the_ministry() {
        for (sign, target, done, weight, score) in [
            ("≥", "1200", "1260", "15", Some("15")),
            ("≥", "95", "90", "15", Some("14.21")),
            ("＞", "95", "95", "15", Some("15")),
            ("≥", "95", "-1", "15", Some("0")),
            ("≥", "0", "1", "15", None),
            ("＝", "100", "50", "5", Some("2.5")),
            ("＝", "0", "0", "5", Some("5")),
            ("＝", "0", "1", "5", Some("0")),
            ("＝", "0", "-1", "5", Some("5")),
            ("≤", "60", "52", "15", Some("15")),
            ("≤", "60", "75", "15", Some("11.25")),
            ("＜", "60", "120", "15", Some("0")),
            ("≤", "60", "200", "15", Some("0")),
            ("≤", "0", "0", "15", Some("15")),
            ("≤", "0", "1", "15", Some("0")),
            ("定性", "1", "1", "15", None),
        ] {
            let earned = share(sign, number(target), number(done)).ok();
            let earned = earned.map(|share| rounded(rounded(share * number(weight), 9), 2));
            assert_eq!(earned, score.map(number), "{sign}{target} {done}");
        }
    }

    #[test]
    fn completion_is_a_rate_of_the_target_or_of_what_was_done() {
        for (sign, target, done, percent) in [
            ("≥", "1200", "1560", Some("130")),
            ("＝", "100", "60", Some("60")),
            ("≤", "60", "75", Some("80")),
            ("≤", "60", "0", Some("999.99")),
            ("≤", "0", "0", Some("100")),
            ("≤", "0", "3", Some("0")),
            ("＝", "0", "0", Some("100")),
            ("≥", "1", "100", Some("999.99")),
            ("≥", "0", "0", None),
            ("定性", "1", "1", None),
        ] {
            assert_eq!(rate(sign, number(target), number(done)).ok(), percent.map(number), "{sign}{target} {done}");
        }
    }
}
