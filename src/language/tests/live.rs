//! Demands as formulas.

use std::sync::Arc;

use super::must;
use crate::language::{Addresses, Live, Located, NotLive, SheetArea};
use crate::words::{Area, Value};

/// `a` is B2, `b` is C2, `c` is D2, 列 is B3 to B5, 支出合计 is on another sheet, `d` is fixed, `e` is nowhere.
struct Sheet;

impl Addresses<String> for Sheet {
    fn locate(&self, reference: &String) -> Located {
        let cells = |sheet: Option<&str>, area: &str| {
            let area: Area = area.parse().expect(area);
            Located::Cells(vec![SheetArea { sheet: sheet.map(Arc::from), area }])
        };
        match reference.as_str() {
            "a" => cells(None, "B2"),
            "b" => cells(None, "C2"),
            "c" => cells(None, "D2"),
            "列" => cells(None, "B3:B5"),
            "支出合计" => cells(Some("收支'情况"), "B6"),
            "d" => Located::Constant(Value::Number(5.into())),
            _ => Located::Absent,
        }
    }
}

fn live(sentence: &str) -> Result<Live, NotLive> {
    must(sentence).expect(sentence).live(&Sheet)
}

#[test]
fn an_equation_is_compiled_in_whole_cents() {
    let live = live("a = b + c").expect("an equation");
    assert_eq!(
        live.expected,
        r#"IF(COUNTA(C2,D2)=0,"",IF(COUNTA(C2,D2)>COUNT(C2,D2),"无法判断",(ROUND(100*ROUND(C2,2),0)+ROUND(100*ROUND(D2,2),0))/100))"#
    );
    assert_eq!(
        live.difference,
        concat!(
            r#"IF(COUNTA(B2,C2,D2)=0,"",IF(COUNTA(B2,C2,D2)>COUNT(B2,C2,D2),"无法判断","#,
            "(ROUND(100*ROUND(B2,2),0)-(ROUND(100*ROUND(C2,2),0)+ROUND(100*ROUND(D2,2),0)))/100))",
        )
    );
    assert_eq!(
        live.fails,
        concat!(
            "IF(COUNTA(B2,C2,D2)=0,FALSE,IF(COUNTA(B2,C2,D2)>COUNT(B2,C2,D2),FALSE,",
            "ABS(ROUND(100*ROUND(B2,2),0)-(ROUND(100*ROUND(C2,2),0)+ROUND(100*ROUND(D2,2),0)))*2>1",
            "+SUMPRODUCT((ROUND(100*ROUND(C2,2),0)<>0)*1)+SUMPRODUCT((ROUND(100*ROUND(D2,2),0)<>0)*1)))",
        )
    );
}

#[test]
fn columns_other_sheets_and_fixed_values_have_their_place() {
    let column = live("a = sum(列) - d").expect("an equation");
    assert_eq!(
        column.expected,
        r#"IF(COUNTA(B3:B5)=0,"",IF(COUNTA(B3:B5)>COUNT(B3:B5),"无法判断",(SUMPRODUCT(ROUND(100*ROUND(B3:B5,2),0))-(ROUND(100*ROUND(5,2),0)))/100))"#
    );
    let other = live("a = 支出合计").expect("an equation");
    assert_eq!(
        other.expected,
        r#"IF(COUNTA('收支''情况'!B6)=0,"",IF(COUNTA('收支''情况'!B6)>COUNT('收支''情况'!B6),"无法判断",(ROUND(100*ROUND('收支''情况'!B6,2),0))/100))"#
    );
    // Between two single figures there is no tail.
    assert!(
        other.fails.ends_with("ROUND(100*ROUND(B2,2),0)-(ROUND(100*ROUND('收支''情况'!B6,2),0))<>0))"),
        "{}",
        other.fails
    );
}

#[test]
fn what_is_no_equation_of_amounts_is_not_live() {
    for (sentence, why) in [
        ("a <= b + c", NotLive::NotAnEquation),
        ("单位名称 = \"无\"", NotLive::NotAnEquation),
        ("a = b and b = c", NotLive::NotAnEquation),
        ("a = if b > 0 then b else c", NotLive::NotAnAmount),
        ("a = e", NotLive::Absent),
    ] {
        assert_eq!(live(sentence), Err(why), "{sentence}");
    }
}
