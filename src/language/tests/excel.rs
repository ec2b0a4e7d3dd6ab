//! The formulas of sentences, and why some have none.

use super::{must, names};
use crate::language::{
    Demand, Expression, FormulaProblem, Live, LiveSides, Located, Must, NotAFormula, SheetArea, Span, UNFILLED,
    formula, live, parse, resolve,
};
use crate::words::{Area, Value};

fn cells(sheet: Option<&str>, areas: &[&str]) -> Located {
    let area = |text: &&str| SheetArea {
        sheet: sheet.map(Into::into),
        area: text.parse::<Area>().expect(text),
        results: false,
    };
    Located::Cells(areas.iter().map(area).collect())
}

#[expect(clippy::ptr_arg, reason = "the reference type of the tests is a String")]
fn place(reference: &String) -> Located {
    match reference.as_str() {
        "a" => cells(None, &["C12"]),
        "b" => cells(None, &["D12"]),
        "c" => cells(None, &["E12"]),
        "d" => cells(None, &["F12"]),
        "收入.收入合计" => cells(Some("收支情况"), &["B6"]),
        "基本概况.年度" => cells(Some("2021 封面"), &["B3"]),
        "列" => cells(None, &["C13", "C15:C20"]),
        "机构" => cells(None, &[]),
        "率" => cells(None, &["H1"]),
        "人数" => cells(None, &["H2"]),
        "人数列" => cells(None, &["H5:H9"]),
        "单位名称" => cells(None, &["B1"]),
        "报告日期" => cells(None, &["B2"]),
        "日期列" => cells(None, &["J1:J9"]),
        "其他收入" => Located::Constant(Value::Number("-12.345".parse().expect("a number"))),
        "人均公用上限" => Located::Constant(Value::Number("8".parse().expect("a number"))),
        "说明" | "人员支出" => Located::Constant(Value::Text("无".to_owned())),
        "日期" => Located::Constant(Value::Date(jiff::civil::date(2022, 8, 24))),
        "公用支出" => cells(None, &["A1:A2"]),
        _ => Located::Absent,
    }
}

fn expression(sentence: &str) -> Expression<String> {
    resolve(&parse(sentence).expect(sentence), &mut names).expect(sentence)
}

/// A demand by itself.
fn alone<'a>(must: &'a Must<String>, when: Option<&'a Must<String>>) -> Demand<'a, String> {
    Demand { must, when, present: Vec::new(), needed: Vec::new(), unused: UNFILLED }
}

fn area(text: &str) -> SheetArea {
    SheetArea { sheet: None, area: text.parse().expect(text), results: false }
}

#[test]
fn a_sum_of_amounts_is_live_with_its_tail() {
    let found = live(&alone(&must("a = b + c").expect("a sentence"), None), &place).expect("a formula");
    let guard = "IF(COUNTBLANK(C12:E12)=3,\"\",IF(COUNTBLANK(C12:E12)+COUNT(C12:E12)<3,\"无法判断\",IFERROR(";
    let (a, b, c) = ("ROUND(100*ROUND(C12,2),0)", "ROUND(100*ROUND(D12,2),0)", "ROUND(100*ROUND(E12,2),0)");
    let distance = format!("ABS({a}-({b}+{c}))");
    let figures = format!("({b}<>0)+({c}<>0)");
    assert_eq!(
        found,
        Live {
            sides: Some(LiveSides {
                left: format!("{guard}{a}/100,\"无法判断\")))"),
                right: format!("{guard}({b}+{c})/100,\"无法判断\")))"),
                difference: Some(format!("{guard}({a}-({b}+{c}))/100,\"无法判断\")))")),
            }),
            verdict: format!(
                "{}IF({a}={b}+{c},\"通过\",IF({distance}*2<=1+{figures},\"尾差\",\"不符\")),\"无法判断\")))",
                guard.replace("\"\"", "\"未填\"")
            ),
        }
    );
}

#[test]
fn what_is_no_comparison_has_a_verdict_only() {
    let found = live(&alone(&must("filled(单位名称) or a > 0").expect("a sentence"), None), &place);
    let asked = "OR(SUMPRODUCT(--(LEN(TRIM(SUBSTITUTE(B1,\"\u{3000}\",\"\")))>0))>0,ROUND(100*ROUND(C12,2),0)>0)";
    let verdict = format!(
        "IF(COUNTBLANK(B1)+COUNTBLANK(C12)=2,\"未填\",IF(COUNTBLANK(C12)+COUNT(C12)<1,\"无法判断\",\
         IFERROR(IF({asked},\"通过\",\"不符\"),\"无法判断\")))"
    );
    assert_eq!(found, Ok(Live { sides: None, verdict }));
}

#[test]
fn a_record_is_judged_where_it_is_there_and_the_question_is_asked() {
    let (must, when) = (must("人数 <= 率").expect("a sentence"), must("人数 > 0").expect("a sentence"));
    let demand = Demand {
        present: vec![vec![area("B4:D4")], vec![area("F4"), area("H4")]],
        needed: vec![area("H2")],
        unused: "",
        ..alone(&must, Some(&when))
    };
    let (first, second) = ("COUNTBLANK(B4:D4)=3", "COUNTBLANK(F4)+COUNTBLANK(H4)=2");
    assert_eq!(
        live(&demand, &place).expect("a formula").verdict,
        format!(
            "IF(AND({first},{second}),\"\",IF(OR({first},{second},COUNTBLANK(H2)>0),\"未填\",\
             IF(COUNTBLANK(H1:H2)+COUNT(H1:H2)<2,\"无法判断\",\
             IFERROR(IF(SUMPRODUCT(--(INT(H2)<>H2))+COUNTIF(H2,\"<0\")>0,\"无法判断\",\
             IF(H2>0,IF(ROUND(H2-H1,6)<=0,\"通过\",\"不符\"),\"通过\")),\"无法判断\"))))"
        )
    );
}

#[test]
fn values_as_formulas() {
    for (sentence, expected) in [
        ("a", "ROUND(100*ROUND(C12,2),0)/100"),
        ("a - (b - c)", "(ROUND(100*ROUND(C12,2),0)-(ROUND(100*ROUND(D12,2),0)-ROUND(100*ROUND(E12,2),0)))/100"),
        ("2 * a", "2*ROUND(100*ROUND(C12,2),0)/100"),
        ("a * 1.3", "ROUND(100*ROUND(C12,2),0)/100*1.3"),
        ("a * b", "ROUND(100*ROUND(C12,2),0)/100*(ROUND(100*ROUND(D12,2),0)/100)"),
        ("a / 人数", "ROUND(100*ROUND(C12,2),0)/100/H2"),
        ("收入.收入合计 + 1", "(ROUND(100*ROUND(收支情况!B6,2),0)+100)/100"),
        ("-a", "-ROUND(100*ROUND(C12,2),0)/100"),
        ("其他收入", "-1235/100"),
        ("sum(列)", "(ROUND(100*ROUND(C13,2),0)+SUMPRODUCT(ROUND(100*ROUND(C15:C20,2),0)))/100"),
        ("sum(机构)", "0/100"),
        ("sum(人数列, 率)", "SUM(H5:H9)+H1"),
        ("max(a - b, 0)", "MAX(ROUND(100*ROUND(C12,2),0)-ROUND(100*ROUND(D12,2),0),0)/100"),
        ("min(列)", "ROUND(100*ROUND(MIN(C13,C15:C20),2),0)/100"),
        ("abs(率)", "ABS(H1)"),
        ("round(a / 3, 2)", "ROUND(ROUND(100*ROUND(C12,2),0)/100/3,2)"),
        ("count(人数列, 说明)", "SUMPRODUCT(--(LEN(TRIM(SUBSTITUTE(H5:H9,\"\u{3000}\",\"\")))>0))+1"),
        (
            "digits(单位名称)",
            "SUMPRODUCT(ISNUMBER(FIND(MID(B1,ROW($1:$500),1),\"0123456789０１２３４５６７８９\"))*(MID(B1,ROW($1:$500),1)<>\"\"))",
        ),
        ("if 人数 > 0 then a else 人数", "IF(H2>0,ROUND(100*ROUND(C12,2),0),100*H2)/100"),
        ("日期", "DATE(2022,8,24)"),
        ("率 <= 人均公用上限", "ROUND(H1-8,6)<=0"),
        ("单位名称 != 说明", "NOT(EXACT(TRIM(SUBSTITUTE(B1,\"\u{3000}\",\" \")),\"无\"))"),
        ("报告日期 > 日期", "IF(COUNT(B2)=1,INT(B2),NA())>DATE(2022,8,24)"),
        (
            "报告日期 > year_end(基本概况.年度)",
            "IF(COUNT(B2)=1,INT(B2),NA())>IF(AND(INT('2021 封面'!B3)='2021 封面'!B3,'2021 封面'!B3>=1901,\
             '2021 封面'!B3<=9999,MONTH(DATE('2021 封面'!B3,12,31))=12,DAY(DATE('2021 封面'!B3,12,31))=31),\
             DATE('2021 封面'!B3,12,31),NA())",
        ),
        (
            "max(日期列) > 日期",
            "IF(AND(COUNT(J1:J9)>0,COUNT(J1:J9)=COUNTA(J1:J9)),INT(MAX(J1:J9)),NA())>DATE(2022,8,24)",
        ),
        ("not (人数 = 0 and a = 0)", "NOT(AND(H2=0,ROUND(100*ROUND(C12,2),0)=0))"),
        ("人数 = 0 or a / 人数 > 1", "IF(H2=0,TRUE,ROUND(ROUND(100*ROUND(C12,2),0)/100/H2-1,6)>0)"),
        ("a / 人数 > 1 and 人数 > 0", "IF(H2>0,ROUND(ROUND(100*ROUND(C12,2),0)/100/H2-1,6)>0,FALSE)"),
        (
            "1 / 人数 > 1 and 1 / 率 > 2",
            "IFERROR(IF(ROUND(1/H2-1,6)>0,ROUND(1/H1-2,6)>0,FALSE),IF(ROUND(1/H1-2,6)>0,NA(),FALSE))",
        ),
    ] {
        assert_eq!(formula(&expression(sentence), &place).expect(sentence), expected, "{sentence}");
    }
}

#[test]
fn a_sentence_without_a_formula_is_told_why() {
    for (sentence, problem, message) in [
        ("a = 累计结余", NotAFormula::Absent { span: Span::new(4, 16) }, "所引用的内容不在工作簿中"),
        ("a = 公用支出", NotAFormula::NotOneCell { span: Span::new(4, 16) }, "单个栏目应当只对应一个单元格"),
        ("a = 人员支出", NotAFormula::WrongKind { span: Span::new(4, 16) }, "代入的值与栏目类型不符"),
    ] {
        let found = live(&alone(&must(sentence).expect(sentence), None), &place).expect_err(sentence);
        assert_eq!((found.to_string().as_str(), found), (message, problem));
    }
    let long = format!("单位名称 = \"{}\"", "字".repeat(256));
    let found = live(&alone(&must(&long).expect("a sentence"), None), &place);
    assert_eq!(found, Err(NotAFormula::Refused(FormulaProblem::TextTooLong)));
}

#[test]
fn formulas_that_would_double_without_end_stop() {
    let mut sentence = "1 / 人数 > 1".to_owned();
    for _ in 0..40 {
        sentence = format!("1 / 率 > 2 and ({sentence})");
    }
    let found = formula(&expression(&sentence), &place);
    assert!(matches!(found, Err(NotAFormula::Refused(FormulaProblem::TooLong(8_193..50_000)))), "{found:?}");
}
