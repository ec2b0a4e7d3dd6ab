//! Any text as a sentence of the rule language: refused with a place in it, or printed, judged and compiled.

use rust_decimal::Decimal;
use xlcheck::language::{
    Addresses, Located, Name, NameProblem, Operand, Resolved, SheetArea, Source, Type, formula, lint, parse, resolve,
    resolve_must,
};
use xlcheck::words::{Area, Cell, Value};

/// A form in which the first letter of a name tells its type, and a name of two letters is a column.
struct Names;

/// What is known of a name.
#[derive(Debug, Clone)]
struct Known {
    ty: Type,
    many: bool,
    seed: usize,
}

fn known(name: &Name) -> Result<Resolved<Known>, NameProblem> {
    let ty = match name.field.chars().next() {
        Some('a'..='f' | '支' | '收') => Type::Amount,
        Some('g'..='k' | '率') => Type::Number,
        Some('l'..='p' | '人') => Type::Count,
        Some('q'..='t' | '说') => Type::Text,
        Some('u'..='z' | '日') => Type::Date,
        Some(_) | None => return Err(NameProblem::UnknownField { name: name.field.clone(), suggestion: None }),
    };
    let (many, seed) = (name.field.chars().count() == 2, name.field.len() + name.table.iter().count());
    Ok(Resolved { reference: Known { ty, many, seed }, ty, many })
}

impl Source<Known> for Names {
    fn figure(&self, known: &Known) -> Operand {
        let seed = i64::try_from(known.seed).expect("a short name");
        match (known.ty, seed % 3) {
            (_, 0) => Operand::Blank,
            (Type::Text, 1) => Operand::Value(Value::Text("无".to_owned())),
            (Type::Date, _) => Operand::Value(Value::Date(super::RECEIVED)),
            (Type::Text, _) => Operand::Value(Value::Text("说明".repeat(known.seed))),
            (_, 1) => Operand::Value(Value::Number(Decimal::MAX)),
            (_, _) => Operand::Value(Value::Number(Decimal::new(-seed, 28))),
        }
    }

    fn figures(&self, known: &Known) -> Vec<Operand> {
        vec![self.figure(known); known.seed % 4]
    }
}

impl Addresses<Known> for Names {
    fn operand(&self, known: &Known) -> Located {
        let first = Cell::new(3, 2);
        let last = if known.many { Cell::new(9, 2) } else { first };
        Located::Cells(vec![SheetArea { sheet: None, area: Area::new(first, last), results: false }])
    }
}

/// What is printed reads back as what was printed; what is wrong is wrong at a place inside the text.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let sentence = match parse(text) {
        Ok(sentence) => sentence,
        Err(error) => {
            assert!(text.get(error.span.start..error.span.end).is_some(), "{error:?}");
            return;
        }
    };
    let printed = sentence.to_string();
    // A printed sentence may need more brackets than the depth that is read.
    if let Ok(again) = parse(&printed) {
        assert_eq!(again.to_string(), printed);
    }
    if let Ok(must) = resolve_must(&sentence, &mut known) {
        let _ = must.judge(&Names);
    }
    if let Ok(expression) = resolve(&sentence, &mut known) {
        let _ = xlcheck::language::value(&expression, &Names);
        if let Ok(formula) = formula(&expression, &Names) {
            assert_eq!(lint(&formula), Ok(()), "{formula}");
        }
    }
}
