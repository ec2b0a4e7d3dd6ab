//! The rule language: form templates say in it what must hold, as a reviewer would say it.
//!
//! A sentence (`支出合计 = 基本支出 + 项目支出`) is parsed, its names are resolved and its types checked, and then it
//! runs twice: evaluated in exact decimals, and compiled to formulas of Excel. The language does not know forms: what
//! a name stands for is the type `R` that the resolver gives.
//!
//! ```
//! use rust_decimal::Decimal;
//! use xlcheck::language::{Operand, Resolved, Source, Type, Verdict, parse, resolve_must};
//! use xlcheck::words::Value;
//!
//! struct Filled;
//! impl Source<String> for Filled {
//!     fn figure(&self, field: &String) -> Operand {
//!         let cents = match field.as_str() { "合计" => 41_869, "基本" => 21_574, _ => 20_295 };
//!         Operand::Value(Value::Number(Decimal::new(cents, 2)))
//!     }
//!     fn figures(&self, field: &String) -> Vec<Operand> {
//!         vec![self.figure(field)]
//!     }
//! }
//!
//! let sentence = parse("合计 = 基本 + 项目")?;
//! let must = resolve_must(&sentence, &mut |name| {
//!     Ok(Resolved { reference: name.to_string(), ty: Type::Amount, many: false })
//! })?;
//! assert_eq!(must.judge(&Filled), Verdict::Holds);
//! # Ok::<(), xlcheck::language::LanguageError>(())
//! ```

mod ast;
mod comparator;
mod decide;
mod evaluate;
mod excel;
mod expression;
mod function;
mod given;
mod judge;
mod lex;
mod parse;
mod print;
mod problem;
mod resolve;
mod suggest;
#[cfg(test)]
mod tests;
mod types;

pub use ast::{Arithmetic, Comparator, Connective, Name, Operator, Phrase, Span, Syntax};
pub use decide::Decided;
pub use evaluate::{AMOUNT_PLACES, NUMBER_PLACES, Operand, Source, value};
pub use excel::{
    Addresses, Demand, FormulaProblem, Live, LiveSides, Located, NotAFormula, SheetArea, formula, lint, live,
};
pub use expression::{Expression, Must, Sides};
pub use function::{FUNCTIONS, Function, Parameter, Parameters, Returns, find as find_function};
pub use judge::{Comparison, FAILS, HOLDS, TAIL, UNFILLED, UNKNOWN, Verdict};
pub use lex::is_name;
pub use parse::{MAX_DEPTH, parse};
pub use problem::{LanguageError, NameProblem, Needed, Problem};
pub use resolve::{Resolved, resolve, resolve_must};
pub use suggest::suggest;
pub use types::Type;
