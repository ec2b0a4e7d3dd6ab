//! Figures in words.

use super::must;
use crate::facts::Because;
use crate::language::{Operand, Source, Verdict};
use crate::words::Value;

/// Every field says this.
struct Says(&'static str);

impl Source<String> for Says {
    fn figure(&self, _: &String) -> Operand {
        if self.0.is_empty() { Operand::Blank } else { Operand::Value(Value::Text(self.0.to_owned())) }
    }

    fn figures(&self, reference: &String) -> Vec<Operand> {
        vec![self.figure(reference)]
    }
}

#[test]
fn a_quantity_is_a_figure_that_is_no_date() {
    let holds = |said| must("quantity(单位名称)").expect("a sentence").judge(&Says(said)) == Verdict::Holds;
    for said in ["12家", "≥12", "完成率95%", "２０件", "2021年完成3项", "比2020年多5%"] {
        assert!(holds(said), "{said}");
    }
    for said in ["", "已完成", "2021年底前完成", "2021年12月31日前", "十二家"] {
        assert!(!holds(said), "{said}");
    }
}

#[test]
fn digits_are_counted_half_and_full_width() {
    for (said, count) in [("", 0), ("一二三", 0), ("12家", 2), ("２０.5", 3)] {
        let sentence = format!("digits(单位名称) = {count}");
        assert_eq!(must(&sentence).expect("a sentence").judge(&Says(said)), Verdict::Holds, "{said}");
    }
    let unknown = must("digits(单位名称) > 0").expect("a sentence").judge(&Missing);
    assert_eq!(unknown, Verdict::Unknown(Because::WrongKind));
}

/// Every field holds something that cannot be used.
struct Missing;

impl Source<String> for Missing {
    fn figure(&self, _: &String) -> Operand {
        Operand::Unknown(Because::WrongKind)
    }

    fn figures(&self, reference: &String) -> Vec<Operand> {
        vec![self.figure(reference)]
    }
}
