//! The workbooks that are measured: the form as issued and filled, for a unit with few and with many sub-units.

use std::fmt::Write;

use jiff::civil::{Date, date};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, SubUnitsSaid, Unit, UnitValues, fill, issue_one};

/// The day on which the files come in.
pub const DAY: Date = date(2022, 4, 20);
/// Sub-units of a unit of common size.
const FEW: usize = 5;
/// Sub-units of the largest units.
const MANY: usize = 200;

pub fn standard() -> Vec<u8> {
    filled(FEW)
}

pub fn heavy() -> Vec<u8> {
    filled(MANY)
}

/// Judges every embedded form.
pub fn judge() -> Judge {
    Judge::of_library(Library::embedded(&SPECS), Settings::default(), None, DAY).unwrap_or_else(|e| panic!("{e}"))
}

fn filled(sub_units: usize) -> Vec<u8> {
    let form: Form =
        Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").unwrap_or_else(|error| panic!("{error}"));
    let settings = Settings::default();
    let issuing = Issuing { form: &form, year: 2021, deadline: None, password: None, settings: &settings };
    let unit = Unit {
        code: "629101".to_owned(),
        name: "青澜经开区市政维护中心".to_owned(),
        section: "城建股".to_owned(),
        sub_units: SubUnitsSaid::Named((1..=sub_units).map(|k| format!("青澜区第{k}服务站")).collect()),
        projects: None,
        figures: std::collections::BTreeMap::new(),
    };
    let blank = issue_one(&issuing, &unit).unwrap_or_else(|error| panic!("{error}"));
    let read = judge().judge("", blank).read.unwrap_or_else(|| panic!("the form is recognised"));
    let values: UnitValues = serde_json::from_str(&data(sub_units)).unwrap_or_else(|error| panic!("{error}"));
    fill(&form, &read, &values).unwrap_or_else(|error| panic!("{error}"))
}

const NONTAX: &str = "纳入专户管理的非税收入拨款";

/// A return with a few mistakes, as returns are: the total row of 三公 is off by a tenth.
fn data(sub_units: usize) -> String {
    let mut rows = vec!["汇总".to_owned(), "部机关".to_owned()];
    rows.extend((1..=sub_units).map(|k| format!("机构{k}")));
    let mut tables = String::new();
    for (table, fields) in [
        (
            "收入",
            &[
                ("收入合计", 12),
                ("上年结转", 2),
                ("公共财政拨款", 10),
                ("政府基金拨款", 0),
                (NONTAX, 0),
                ("其他收入", 0),
            ][..],
        ),
        (
            "支出",
            &[
                ("支出合计", 11),
                ("基本支出", 8),
                ("人员支出", 6),
                ("公用支出", 2),
                ("项目支出", 3),
                ("当年结余", -1),
                ("累计结余", 1),
            ],
        ),
        (
            "三公",
            &[("三公经费合计", 1), ("公务接待费", 1), ("公务用车运维费", 0), ("公务用车购置费", 0), ("因公出国费", 0)],
        ),
        ("资产", &[("固定资产合计", 9), ("在用固定资产", 9), ("出租固定资产", 0), ("其他固定资产", 0)]),
    ] {
        let records: Vec<String> = rows
            .iter()
            .map(|row| {
                let times = if row == "汇总" { i64::try_from(sub_units).unwrap_or(i64::MAX) + 1 } else { 1 };
                let cents = if row == "汇总" && table == "三公" { "10" } else { "00" };
                let values =
                    fields.iter().map(|(field, tens)| format!("\"{field}\": \"{}.{cents}\"", tens * 10 * times));
                format!("\"{row}\": {{{}}}", values.collect::<Vec<_>>().join(", "))
            })
            .collect();
        let _ = write!(tables, ", \"{table}\": {{{}}}", records.join(", "));
    }
    let paragraphs: Vec<String> = (1..=8)
        .map(|k| {
            format!(
                "\"段{k}\": {{\"正文\": \"全年按计划完成第{k}项工作，各项指标按季度检查，发现的问题均已整改并回访。\"}}"
            )
        })
        .collect();
    let prose = format!("{{{}}}", paragraphs.join(", "));
    format!(
        "{{\"values\": {{\"封面\": {{\"\": {{\"报告日期\": \"2022-03-20\"}}}}, \"基本概况\": {{\"\": {{\"联系人\": \"林远舟\", \
         \"联络电话\": \"0730-5550101\", \"人员编制\": \"220\", \"实有人数\": \"210\"}}}}, \"职能职责\": {prose}, \
         \"运行情况\": {prose}, \"年度任务\": {{\"任务1\": {{\"任务\": \"完成道路巡查与养护\"}}}}{tables}}}}}"
    )
}
