//! What is printed reads back as the same sentence.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::language::{Arithmetic, Comparator, Connective, Name, Operator, Phrase, Span, Syntax, parse};

fn bare(phrase: Phrase) -> Syntax {
    Syntax { span: Span::default(), phrase }
}

/// The same sentence without its places in the text.
fn placeless(syntax: Syntax) -> Syntax {
    let boxed = |inner: Box<Syntax>| Box::new(placeless(*inner));
    bare(match syntax.phrase {
        Phrase::Number(_) | Phrase::Text(_) | Phrase::Name(_) => syntax.phrase,
        Phrase::Not(inner) => Phrase::Not(boxed(inner)),
        Phrase::Negate(inner) => Phrase::Negate(boxed(inner)),
        Phrase::Binary { operator, left, right } => Phrase::Binary { operator, left: boxed(left), right: boxed(right) },
        Phrase::If { condition, then, otherwise } => {
            Phrase::If { condition: boxed(condition), then: boxed(then), otherwise: boxed(otherwise) }
        }
        Phrase::Call { function, arguments, .. } => Phrase::Call {
            function,
            name_span: Span::default(),
            arguments: arguments.into_iter().map(placeless).collect(),
        },
    })
}

fn word() -> impl Strategy<Value = String> {
    "[a-z_支出合计][a-z0-9_支出合计]{0,4}".prop_filter("no reserved word", |word| crate::language::is_name(word))
}

fn operator() -> impl Strategy<Value = Operator> {
    prop_oneof![
        Just(Operator::Logic(Connective::And)),
        Just(Operator::Logic(Connective::Or)),
        Just(Operator::Compare(Comparator::Equal)),
        Just(Operator::Compare(Comparator::NotEqual)),
        Just(Operator::Compare(Comparator::LessOrEqual)),
        Just(Operator::Calculate(Arithmetic::Add)),
        Just(Operator::Calculate(Arithmetic::Subtract)),
        Just(Operator::Calculate(Arithmetic::Multiply)),
        Just(Operator::Calculate(Arithmetic::Divide)),
    ]
}

fn sentence() -> impl Strategy<Value = Syntax> {
    let leaf = prop_oneof![
        (0i64..1_000_000, 0u32..4).prop_map(|(n, scale)| Phrase::Number(Decimal::new(n, scale))),
        "[ a\"无]{0,4}".prop_map(Phrase::Text),
        (proptest::option::of(word()), word(), proptest::option::of(word()))
            .prop_map(|(table, field, row)| Phrase::Name(Name { table, field, row })),
    ];
    leaf.prop_map(bare).prop_recursive(6, 60, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(|inner| Phrase::Not(Box::new(inner))),
            inner.clone().prop_map(|inner| Phrase::Negate(Box::new(inner))),
            (operator(), inner.clone(), inner.clone()).prop_map(|(operator, left, right)| Phrase::Binary {
                operator,
                left: Box::new(left),
                right: Box::new(right)
            }),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(condition, then, otherwise)| Phrase::If {
                condition: Box::new(condition),
                then: Box::new(then),
                otherwise: Box::new(otherwise),
            }),
            (word(), proptest::collection::vec(inner, 0..4)).prop_map(|(function, arguments)| Phrase::Call {
                function,
                name_span: Span::default(),
                arguments
            }),
        ]
        .prop_map(bare)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parsing_undoes_printing(sentence in sentence()) {
        let printed = sentence.to_string();
        prop_assert_eq!(parse(&printed).map(placeless), Ok(sentence), "{}", printed);
    }

    #[test]
    fn no_text_makes_the_parser_fail_otherwise_than_by_an_error_inside_it(text in "[a-c支 0-9.+*/()<>=!\"\\[\\],，≤-]{0,40}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.get(error.span.start..error.span.end).is_some());
        }
    }
}

#[test]
fn only_needed_brackets_are_printed() {
    for (written, printed) in [
        ("支出合计=(基本支出+项目支出)", "支出合计 = 基本支出 + 项目支出"),
        ("a - (b - c) ≤ 1.50", "a - (b - c) <= 1.5"),
        ("not (a ≠ b and b ≥ c)", "not (a != b and b >= c)"),
        ("(a + b) * -c = 表.字段[行]", "(a + b) * -c = 表.字段[行]"),
        ("if a > 0 then b > 0 else (b = 0)", "if a > 0 then b > 0 else b = 0"),
        ("(if a > 0 then b else c) + 1 = 字段 [ 行 ]", "(if a > 0 then b else c) + 1 = 字段[行]"),
        ("单位名称 = \"说\"\"明\"\"\"", "单位名称 = \"说\"\"明\"\"\""),
    ] {
        assert_eq!(parse(written).expect(written).to_string(), printed);
    }
}

#[test]
fn spans_hold_the_text_of_a_part() {
    let text = " (a + b) = c ";
    let Phrase::Binary { left, right, .. } = parse(text).expect(text).phrase else { panic!("a comparison") };
    assert_eq!(&text[left.span.start..left.span.end], "a + b");
    assert_eq!(&text[right.span.start..right.span.end], "c");
}
