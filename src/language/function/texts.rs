//! Functions that look into words: `mentions`.

use super::{Argument, Function, Parameter, Parameters, Returns};
use crate::facts::Because;
use crate::language::evaluate::{Answer, Operand};
use crate::language::excel::{Cells, Formula, Part, not_available};
use crate::language::types::Type;
use crate::words::{Value, plain};

pub(super) static MENTIONS: Function = Function {
    name: "mentions",
    usage: "mentions(字段, \"词\", …)",
    doc: "填写的内容中有所列的任何一个词即成立",
    parameters: Parameters::Then(Parameter::Field, Parameter::Words),
    returns: Returns::Always(Type::Truth),
    adds: false,
    evaluate: |arguments, _| {
        let [Argument::One(said), words @ ..] = arguments else { return Err(Because::WrongKind) };
        let said = match said {
            Operand::Value(Value::Text(text)) => text.clone(),
            Operand::Value(Value::Number(number)) => plain(*number),
            Operand::Value(Value::Date(_)) | Operand::Blank => String::new(),
            Operand::Unknown(because) => return Err(because.clone()),
        };
        let mentioned = |word: &Argument| match word {
            Argument::One(Operand::Value(Value::Text(word))) => said.contains(word.as_str()),
            Argument::One(_) | Argument::Many(_) => false,
        };
        Ok(Answer::Truth(words.iter().any(mentioned)))
    },
    excel: |parts, _| {
        let [Part::Cells(areas, ty), words @ ..] = parts else { return not_available().that_may_fail() };
        let [Cells { text, single: true, .. }] = areas.as_slice() else { return not_available().that_may_fail() };
        let cell = Formula::atom(text);
        let finds = words.iter().filter_map(|word| match word {
            Part::One(word, _) => {
                Some(Formula::call("ISNUMBER", &[Formula::call("FIND", &[word.clone(), cell.clone()])]))
            }
            Part::Cells(..) => None,
        });
        let mentioned = Formula::call("OR", &finds.collect::<Vec<_>>());
        if !ty.is_numeric() {
            return mentioned;
        }
        // Where a number may be words too: words that begin like a number may be one that was typed as words.
        let as_words = Formula::atom(format!("AND(ISTEXT({text}),ISNUMBER(VALUE(LEFT({text},1))))"));
        Formula::call("IF", &[as_words, not_available(), mentioned]).that_may_fail()
    },
};
