//! From a sentence to a formula, each type in its unit: amounts in whole cents, everything else as it stands.

use rust_decimal::{Decimal, RoundingStrategy};

use super::formula::Formula;
use super::lint::{FormulaProblem, MAX_LENGTH, lint, utf16};
use super::literal;
use super::{Addresses, Located, NotAFormula, SheetArea};
use crate::language::ast::{Arithmetic, Comparator, Connective};
use crate::language::evaluate::{AMOUNT_PLACES, NUMBER_PLACES};
use crate::language::expression::{Expression, Node};
use crate::language::function::Function;
use crate::language::types::Type;
use crate::words::Value;

/// The value of a sentence as a formula without the leading `=`: amounts in 万元, conditions as TRUE or FALSE.
///
/// Blank cells count as they do in the language; a cell that holds no number where one is needed gives an error value.
///
/// # Errors
/// Why there is no such formula.
pub fn formula<R>(expression: &Expression<R>, addresses: &impl Addresses<R>) -> Result<String, NotAFormula> {
    let compiler = Compiler { addresses };
    let formula = compiler.shown(expression)?.text;
    lint(&formula)?;
    Ok(formula)
}

/// An argument of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::language) enum Part {
    /// One value, in the unit of its type.
    One(Formula, Type),
    /// The cells of a column or group, or the cell of a field that is wanted as it is.
    Cells(Vec<Cells>, Type),
}

/// An area as a formula writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::language) struct Cells {
    pub(in crate::language) text: String,
    /// Whether it is one cell.
    pub(in crate::language) single: bool,
    /// Whether they hold results of formulas, some of them empty texts.
    pub(in crate::language) results: bool,
}

pub(super) struct Compiler<'a, R> {
    pub(super) addresses: &'a dyn Addresses<R>,
}

type Compiled = Result<Formula, NotAFormula>;

impl<R> Compiler<'_, R> {
    /// The formula in the unit of another type that holds it.
    pub(super) fn compile_as(&self, expression: &Expression<R>, ty: Type) -> Compiled {
        if let Node::Literal(value) = &expression.node {
            value_literal(value, ty).ok_or(NotAFormula::WrongKind { span: expression.span })
        } else {
            Ok(in_unit(self.compile(expression)?, expression.ty, ty))
        }
    }

    /// The formula as people read its result.
    pub(super) fn shown(&self, expression: &Expression<R>) -> Compiled {
        let ty = if expression.ty.is_numeric() { Type::Number } else { expression.ty };
        self.compile_as(expression, ty)
    }

    /// The formula in the unit of its own type.
    pub(super) fn compile(&self, expression: &Expression<R>) -> Compiled {
        let ty = expression.ty;
        let formula = match &expression.node {
            Node::Literal(value) => value_literal(value, ty).ok_or(NotAFormula::WrongKind { span: expression.span })?,
            Node::Reference { .. } => self.cell(expression)?,
            Node::Not(inner) => Formula::call("NOT", &[self.compile(inner)?]),
            Node::Negate(inner) => Formula::negate(&self.compile(inner)?),
            Node::Calculate { arithmetic, left, right } => self.calculate(*arithmetic, left, right, ty)?,
            Node::Compare { comparator, left, right } => self.compare(*comparator, left, right)?,
            Node::Logic { connective, left, right } => logic(*connective, &self.compile(left)?, &self.compile(right)?),
            Node::If { condition, then, otherwise } => {
                let branches = [self.compile_as(then, ty)?, self.compile_as(otherwise, ty)?];
                let [then, otherwise] = branches;
                Formula::call("IF", &[self.compile(condition)?, then, otherwise])
            }
            Node::Call { function, arguments } => self.call(function, arguments, ty)?,
        };
        // Some formulas repeat a part; without this, sentences within sentences would double without end.
        let length = utf16(&formula.text);
        if length > MAX_LENGTH { Err(FormulaProblem::TooLong(length).into()) } else { Ok(formula) }
    }

    fn calculate(&self, arithmetic: Arithmetic, left: &Expression<R>, right: &Expression<R>, ty: Type) -> Compiled {
        let (left_ty, right_ty) = match arithmetic {
            Arithmetic::Add | Arithmetic::Subtract => (ty, ty),
            // Cents times a whole number are cents.
            Arithmetic::Multiply if ty == Type::Amount => (left.ty, right.ty),
            Arithmetic::Multiply | Arithmetic::Divide => (Type::Number, Type::Number),
        };
        let (left, right) = (self.compile_as(left, left_ty)?, self.compile_as(right, right_ty)?);
        let formula = Formula::infix(&left, arithmetic.symbol(), &right);
        Ok(if arithmetic == Arithmetic::Divide { formula.that_may_fail() } else { formula })
    }

    fn compare(&self, comparator: Comparator, left: &Expression<R>, right: &Expression<R>) -> Compiled {
        let ty = left.ty.join(right.ty).unwrap_or(Type::Truth);
        let (left, right) = (self.compile_as(left, ty)?, self.compile_as(right, ty)?);
        let sign = sign(comparator);
        Ok(match ty {
            Type::Amount | Type::Count | Type::Date | Type::Truth => Formula::infix(&left, sign, &right),
            Type::Number => {
                let difference = rounded(Formula::infix(&left, "-", &right), NUMBER_PLACES);
                Formula::infix(&difference, sign, &Formula::atom("0"))
            }
            // The sign `=` of Excel does not tell capital letters from small ones.
            Type::Text => {
                let same = Formula::call("EXACT", &[left, right]);
                if comparator == Comparator::Equal { same } else { Formula::call("NOT", &[same]) }
            }
        })
    }

    fn call(&self, function: &Function, arguments: &[Expression<R>], ty: Type) -> Compiled {
        let mut parts = Vec::with_capacity(arguments.len());
        for (i, argument) in arguments.iter().enumerate() {
            let wants_cells = function.parameters.wants_cells(i);
            let is_of_cells = matches!(argument.node, Node::Reference { many, .. } if many || wants_cells);
            parts.push(if is_of_cells {
                self.part(argument)?
            } else if ty == Type::Amount && matches!(argument.node, Node::Literal(Value::Number(_))) {
                // So that 0 stands there as 0, not as 100*0.
                Part::One(self.compile_as(argument, ty)?, ty)
            } else {
                Part::One(self.compile(argument)?, argument.ty)
            });
        }
        Ok((function.excel)(&parts, ty))
    }

    /// A single cell in the unit of its type.
    fn cell(&self, expression: &Expression<R>) -> Compiled {
        let span = expression.span;
        let cell = match self.part(expression)? {
            Part::One(constant, _) => return Ok(constant),
            Part::Cells(areas, _) => match areas.as_slice() {
                [Cells { text, single: true, .. }] => Formula::atom(text),
                [] | [Cells { single: false, .. }] | [_, _, ..] => {
                    return Err(NotAFormula::NotOneCell { span });
                }
            },
        };
        Ok(match expression.ty {
            Type::Amount => cents(&cell),
            Type::Number | Type::Count | Type::Truth => cell,
            Type::Text => {
                // People also type the wide space of Chinese input methods.
                let spaced = Formula::call("SUBSTITUTE", &[cell, literal::text("\u{3000}"), literal::text(" ")]);
                Formula::call("TRIM", &[spaced])
            }
            Type::Date => {
                let filled =
                    Formula::infix(&Formula::call("COUNT", std::slice::from_ref(&cell)), "=", &Formula::atom("1"));
                Formula::call("IF", &[filled, Formula::call("INT", &[cell]), not_available()]).that_may_fail()
            }
        })
    }

    /// Where a reference lies, as its cells or as a constant.
    pub(super) fn part(&self, expression: &Expression<R>) -> Result<Part, NotAFormula> {
        let span = expression.span;
        match self.located(expression)? {
            Located::Cells(areas) => {
                let cells = areas.iter().map(|area| Cells {
                    text: area.to_string(),
                    single: area.is_single(),
                    results: area.results,
                });
                Ok(Part::Cells(cells.collect(), expression.ty))
            }
            Located::Constant(value) => {
                let constant = value_literal(&value, expression.ty).ok_or(NotAFormula::WrongKind { span })?;
                Ok(Part::One(constant, expression.ty))
            }
            Located::Absent => Err(NotAFormula::Absent { span }),
        }
    }

    /// The cells of a reference; none where it is a constant.
    pub(super) fn areas(&self, expression: &Expression<R>) -> Result<Vec<SheetArea>, NotAFormula> {
        match self.located(expression)? {
            Located::Cells(areas) => Ok(areas),
            Located::Constant(_) => Ok(Vec::new()),
            Located::Absent => Err(NotAFormula::Absent { span: expression.span }),
        }
    }

    fn located(&self, expression: &Expression<R>) -> Result<Located, NotAFormula> {
        let reference = expression.reference().ok_or(NotAFormula::Absent { span: expression.span })?;
        Ok(self.addresses.operand(reference))
    }
}

/// A known value in the unit of a type; nothing where it is of another kind, or too large.
fn value_literal(value: &Value, ty: Type) -> Option<Formula> {
    match (value, ty) {
        (Value::Number(number), Type::Amount) => {
            let cents = number.checked_mul(Decimal::ONE_HUNDRED)?;
            Some(literal::number(cents.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)))
        }
        (Value::Number(number), Type::Number | Type::Count) => Some(literal::number(*number)),
        (Value::Text(text), Type::Text) => Some(literal::text(text)),
        (Value::Date(date), Type::Date) => Some(literal::date(*date)),
        (
            Value::Number(_) | Value::Text(_) | Value::Date(_),
            Type::Amount | Type::Number | Type::Count | Type::Text | Type::Date | Type::Truth,
        ) => None,
    }
}

/// Cells in whole cents: `ROUND(100*ROUND(C12,2),0)`.
///
/// The inner step decides on half cents: programs round a stored figure as the decimal it was typed as, but not a
/// product (in `LibreOffice` 7.4 `ROUND(100*34841.465,0)` gives 3484146). The outer step takes off what is left of the
/// fraction.
pub(in crate::language) fn cents(cells: &Formula) -> Formula {
    rounded(Formula::infix(&Formula::atom("100"), "*", &rounded(cells.clone(), AMOUNT_PLACES)), 0)
}

/// `ROUND(x,n)`
pub(in crate::language) fn rounded(formula: Formula, places: u32) -> Formula {
    Formula::call("ROUND", &[formula, Formula::atom(places.to_string())])
}

/// `NA()`, the error value that stands for “not known”.
pub(in crate::language) fn not_available() -> Formula {
    Formula::call("NA", &[])
}

/// A formula in the unit of one type, in the unit of another that holds it.
pub(in crate::language) fn in_unit(formula: Formula, from: Type, to: Type) -> Formula {
    let hundred = Formula::atom("100");
    match (from == Type::Amount, to == Type::Amount) {
        (true, false) => Formula::infix(&formula, "/", &hundred),
        (false, true) => Formula::infix(&hundred, "*", &formula),
        (true, true) | (false, false) => formula,
    }
}

/// The sign as Excel writes it.
fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::NotEqual => "<>",
        Comparator::Equal
        | Comparator::Less
        | Comparator::LessOrEqual
        | Comparator::Greater
        | Comparator::GreaterOrEqual => comparator.symbol(),
    }
}

/// Two conditions; AND and OR of Excel give an error as soon as one is an error, so what may be one is asked last.
fn logic(connective: Connective, left: &Formula, right: &Formula) -> Formula {
    let (name, settled) = match connective {
        Connective::And => ("AND", Formula::atom("FALSE")),
        Connective::Or => ("OR", Formula::atom("TRUE")),
    };
    let ask = |first: &Formula, then: Formula| {
        let branches = match connective {
            Connective::And => [first.clone(), then, settled.clone()],
            Connective::Or => [first.clone(), settled.clone(), then],
        };
        Formula::call("IF", &branches)
    };
    match (left.fallible, right.fallible) {
        (false, false) => Formula::call(name, &[left.clone(), right.clone()]),
        (false, true) => ask(left, right.clone()),
        (true, false) => ask(right, left.clone()),
        (true, true) => Formula::call("IFERROR", &[ask(left, right.clone()), ask(right, not_available())]),
    }
}
