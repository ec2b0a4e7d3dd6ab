//! The sentences of the 2021 form with the figures of a real report.

use super::{judge, must};
use crate::language::{Comparison, Type, Verdict};
use crate::words::Value;

fn number(text: &str) -> Value {
    Value::Number(text.parse().expect(text))
}

#[test]
fn the_tail_of_a_real_report_is_a_tail() {
    let tail = Comparison {
        left: number("215.74"),
        right: number("215.73"),
        difference: Some("0.01".parse().expect("a number")),
    };
    let found = judge("基本支出 = 人员支出 + 公用支出", "基本支出=215.74 人员支出=150.05 公用支出=65.68");
    assert_eq!(found, Verdict::Tail(tail));
    let found = judge("支出合计 = 基本支出 + 项目支出", "支出合计=418.69 基本支出=215.74 项目支出=202.95");
    assert_eq!(found, Verdict::Holds);
}

#[test]
fn sentences_of_the_form() {
    let leased = "not (出租固定资产 > 0 and 纳入专户管理的非税收入拨款 = 0 and 其他收入 = 0)";
    let staff = "if 实有人数 > 0 then 人员支出 > 0 else 人员支出 = 0";
    let per_head = "支出.支出合计[汇总] / 基本概况.实有人数 <= 1000";
    for (sentence, figures, word) in [
        ("累计结余 = 收入合计 - 支出合计", "累计结余=1.10 收入合计=3.20 支出合计=2.10", "通过"),
        ("累计结余 = 收入合计 - 支出合计", "累计结余=1.11 收入合计=3.20 支出合计=2.10", "尾差"),
        ("累计结余 = 收入合计 - 支出合计", "累计结余=1.12 收入合计=3.20 支出合计=2.10", "不符"),
        ("三公经费合计 <= 公用支出 + 项目支出", "三公经费合计=3 公用支出=1 项目支出=2", "通过"),
        ("三公经费合计 <= 公用支出 + 项目支出", "三公经费合计=3.01 公用支出=1 项目支出=2", "不符"),
        (leased, "出租固定资产=5", "不符"),
        (leased, "出租固定资产=5 其他收入=0.01", "通过"),
        (leased, "", "通过"),
        ("汇总 = sum(部机关, 机构)", "汇总=6 部机关=1 机构=2,3", "通过"),
        ("报告日期 > year_end(年度)", "报告日期=2022-01-01 年度=2021", "通过"),
        ("报告日期 > year_end(年度)", "报告日期=2021-12-31 年度=2021", "不符"),
        (
            "公用支出 / 基本概况.实有人数 <= 人均公用上限",
            "公用支出=33.33 基本概况.实有人数=3 人均公用上限=11.11",
            "通过",
        ),
        (
            "公用支出 / 基本概况.实有人数 <= 人均公用上限",
            "公用支出=33.34 基本概况.实有人数=3 人均公用上限=11.11",
            "不符",
        ),
        ("公用支出 / 基本概况.实有人数 <= 人均公用上限", "公用支出=33.34 人均公用上限=11.11", "无法判断"),
        (per_head, "支出.支出合计[汇总]=1000 基本概况.实有人数=1", "通过"),
        (staff, "实有人数=3 人员支出=10", "通过"),
        (staff, "实有人数=3", "不符"),
        (staff, "人员支出=0.01", "不符"),
        (staff, "", "通过"),
    ] {
        assert_eq!(judge(sentence, figures).word(), word, "{sentence}, {figures}");
    }
}

#[test]
fn both_sides_can_be_had() {
    let must = must("支出合计 = 基本支出 + 项目支出").expect("a sentence");
    let sides = must.expression().sides().expect("a comparison");
    assert_eq!(sides.left.references(), ["支出合计"]);
    assert_eq!(sides.right.references(), ["基本支出", "项目支出"]);
    assert_eq!((sides.left.ty(), sides.comparator.symbol()), (Type::Amount, "="));
}
