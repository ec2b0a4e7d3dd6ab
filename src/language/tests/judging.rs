//! Tails at their boundaries, and what is not known.

use rust_decimal::Decimal;

use super::{Figures, judge, must, names};
use crate::facts::Because;
use crate::language::{Comparison, Operand, Source, Verdict, parse, resolve, value};
use crate::words::{Cell, Place, Value};

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect(text))
}

fn comparison(left: &str, right: &str, difference: &str) -> Comparison {
    let difference: Decimal = difference.parse().expect(difference);
    Comparison { left: number(left), right: number(right), difference: Some(difference) }
}

#[test]
fn a_tail_is_half_a_cent_for_the_total_and_for_each_addend_that_is_not_zero() {
    // Addends, then totals that hold, the last tail and the first failure above and below.
    for (n, sentence, addends, sum) in [
        (1, "a = b + c", "b=10 c=0", "10"),
        (1, "a = sum(b)", "b=10", "10"),
        (2, "a = b + c", "b=10 c=-4", "6"),
        (2, "a = b - c", "b=10 c=4", "6"),
        (2, "a = sum(b, 列)", "b=10 列=0,,2,0.004", "12"),
        (3, "a = b + c + d", "b=1 c=2 d=3", "6"),
        (3, "a = sum(部机关, 机构)", "部机关=1 机构=2,,3", "6"),
        (6, "a = b + (c - d) + sum(列)", "b=1 c=5 d=2 列=1,1,1", "7"),
    ] {
        let sum: Decimal = sum.parse().expect(sum);
        let last = (n + 1) / 2;
        for cents in -last - 2..=last + 2 {
            let difference = Decimal::new(cents, 2);
            let total = sum + difference;
            let found = judge(sentence, &format!("{addends} a={total}"));
            let sides =
                Comparison { left: Value::Number(total), right: Value::Number(sum), difference: Some(difference) };
            let expected = match cents.abs() {
                0 => Verdict::Holds,
                d if d <= last => Verdict::Tail(sides),
                _ => Verdict::Fails(Some(sides)),
            };
            assert_eq!(found, expected, "{sentence}, {addends}, a={total}");
        }
    }
}

#[test]
fn boundaries_by_count_of_addends() {
    for (sentence, figures, word) in [
        ("a = b + c", "a=0.01 b=0 c=0", "不符"),
        ("a = b + c", "a=10.01 b=10", "尾差"),
        ("a = b + c", "a=10.02 b=10", "不符"),
        ("a = b + c", "a=10.01 b=6 c=4", "尾差"),
        ("a = b + c", "a=10.02 b=6 c=4", "不符"),
        ("a = b + c + d", "a=10.02 b=5 c=4 d=1", "尾差"),
        ("a = b + c + d", "a=10.03 b=5 c=4 d=1", "不符"),
        ("a = sum(列)", "a=6.03 列=1,1,1,1,1,1", "尾差"),
        ("a = sum(列)", "a=6.04 列=1,1,1,1,1,1", "不符"),
    ] {
        assert_eq!(judge(sentence, figures).word(), word, "{sentence}, {figures}");
    }
}

#[test]
fn only_a_sum_of_amounts_has_a_tail() {
    for (sentence, figures) in [
        ("a = b", "a=1.01 b=1"),
        ("a = abs(b - c)", "a=1.01 b=3 c=2"),
        ("a = 2 * b", "a=2.01 b=1"),
        ("a >= b + c", "a=1.99 b=1 c=1"),
        ("a = b + c and d = d", "a=2.01 b=1 c=1"),
        ("人数 = 实有人数 + 年度", "人数=2.01 实有人数=1 年度=1"),
        ("率 = 率 + 人数", "率=1 人数=0.01"),
    ] {
        assert_eq!(judge(sentence, figures).word(), "不符", "{sentence}");
        assert!(!must(sentence).expect(sentence).allows_tail(), "{sentence}");
    }
    assert!(must("a = b + c").expect("a sum").allows_tail());
}

#[test]
fn two_sums_add_up_their_roundings() {
    assert_eq!(judge("a + b = c + d", "a=1 b=1 c=1 d=1.02").word(), "尾差");
    assert_eq!(judge("a + b = c + d", "a=1 b=1 c=1 d=1.03").word(), "不符");
    assert_eq!(judge("a + b = c", "a=1 b=1 c=2.01"), Verdict::Tail(comparison("2", "2.01", "-0.01")));
}

#[test]
fn amounts_are_rounded_before_use_and_numbers_are_not() {
    assert_eq!(judge("a = b", "a=2.675 b=2.68"), Verdict::Holds);
    assert_eq!(judge("a = b", "a=-2.675 b=-2.68"), Verdict::Holds);
    assert_eq!(judge("率 = 2.675", "率=2.675"), Verdict::Holds);
    assert_eq!(judge("率 = 2.68", "率=2.675"), Verdict::Fails(Some(comparison("2.675", "2.68", "-0.005"))));
    assert_eq!(judge("a / 3 * 3 = a", "a=10"), Verdict::Holds);
    assert_eq!(judge("a + 0.5 = 1.5", "a=1"), Verdict::Holds);
}

/// Cells of which none can be read.
struct Unreadable(Place);

impl Source<String> for Unreadable {
    fn figure(&self, _: &String) -> Operand {
        Operand::Unknown(Because::Unreadable { place: self.0.clone() })
    }

    fn figures(&self, reference: &String) -> Vec<Operand> {
        vec![Operand::Blank, self.figure(reference)]
    }
}

#[test]
fn what_is_not_known_spreads_unless_the_rest_settles_it() {
    let place = Place::new("收支情况", Cell::new(11, 2));
    let because = Because::Unreadable { place: place.clone() };
    assert_eq!(because.to_string(), "收支情况!C12 的内容无法识别");
    let source = Unreadable(place);
    for sentence in [
        "a = b + c",
        "a = sum(列)",
        "not a > 0",
        "a > 0 and 1 = 1",
        "1 = 1 and a > 0",
        "a > 0 or 1 = 2",
        "1 = 2 or a > 0",
        "if a > 0 then 1 = 1 else 1 = 1",
        "max(列, 0) = 0",
        "abs(a) = round(a, 2)",
        "单位名称 = \"\"",
        "报告日期 > year_end(2021)",
    ] {
        assert_eq!(must(sentence).expect(sentence).judge(&source), Verdict::Unknown(because.clone()), "{sentence}");
    }
    for sentence in [
        "not (a > 0 and 1 = 2)",
        "not (1 = 2 and a > 0)",
        "a > 0 or 1 = 1",
        "1 = 1 or a > 0",
        "filled(a)",
        "count(列) = 1",
    ] {
        assert_eq!(must(sentence).expect(sentence).judge(&source), Verdict::Holds, "{sentence}");
    }
}

#[test]
fn calculations_that_have_no_result_are_not_known() {
    let big = "79228162514264337593543950335";
    for (sentence, figures, because) in [
        ("a / b > 0", "a=1", "除数为0"),
        ("a * b > 0", &format!("a={big} b=2") as &str, "计算结果超出范围"),
        ("a + b = c", &format!("a={big} b={big}"), "计算结果超出范围"),
        ("c = sum(列)", &format!("列={big},{big}"), "计算结果超出范围"),
        ("率 < 0 - 1", &format!("率={big}"), "计算结果超出范围"),
        ("报告日期 > 日期", "日期=2022-01-01", "所需的日期未填写"),
        ("max(日期列) > 日期", "日期=2022-01-01 日期列=,", "所需的日期未填写"),
        ("日期 > year_end(年度)", "日期=2022-01-01", "年、月、日不能组成日期"),
        ("日期 > date(2022, 2, 30)", "日期=2022-01-01", "年、月、日不能组成日期"),
        ("日期 > date(2022, 1000, 1)", "日期=2022-01-01", "年、月、日不能组成日期"),
        ("a = b", "a=文字", "填写内容与栏目类型不符"),
    ] {
        let verdict = judge(sentence, figures);
        let said =
            if let Verdict::Unknown(because) = &verdict { because.to_string() } else { verdict.word().to_owned() };
        assert_eq!(said, because, "{sentence}");
    }
}

#[test]
fn functions_by_example() {
    for (sentence, figures, expected) in [
        ("sum(列, 1)", "列=1,,2.5", number("4.5")),
        ("sum(列)", "", number("0")),
        ("count(列, 单位名称)", "列=1,,? 单位名称=某", number("3")),
        ("min(列)", "列=,3,2", number("2")),
        ("min(列)", "列=,", number("0")),
        ("min(a, 3)", "", number("0")),
        ("max(a, b, -1)", "a=-5 b=-3", number("-1")),
        ("max(日期列, date(2022, 1, 31))", "日期列=,2021-05-06", Value::Date(jiff::civil::date(2022, 1, 31))),
        ("abs(a - b)", "a=1 b=3", number("2")),
        ("round(a / 3, 3)", "a=2", number("0.667")),
        ("round(-0.125, 2)", "", number("-0.13")),
        ("year_end(年度)", "年度=2021", Value::Date(jiff::civil::date(2021, 12, 31))),
        ("filled(a, 列)", "列=,", Value::Text("否".to_owned())),
        ("filled(a, 列)", "列=,0", Value::Text("是".to_owned())),
        ("blank(说明)", "说明=无", Value::Text("否".to_owned())),
        ("if 人数 > 0 then a / 人数 else 0", "a=10", number("0")),
        ("if 人数 > 0 then a / 人数 else 0", "a=10 人数=4", number("2.5")),
        ("单位名称", "", Value::Text(String::new())),
        ("\"说\"\"明\"", "", Value::Text("说\"明".to_owned())),
    ] {
        let expression = resolve(&parse(sentence).expect(sentence), &mut names).expect(sentence);
        assert_eq!(value(&expression, &Figures::of(figures)), Ok(expected), "{sentence}");
    }
}

#[test]
fn references_come_in_the_order_of_writing() {
    let must = must("if a > 0 then 支出.b[汇总] = sum(c, 列) else not filled(a)").expect("a sentence");
    assert_eq!(must.expression().references(), ["a", "支出.b[汇总]", "c", "列", "a"]);
}
