//! Tests of the language as a whole: what a sentence means, what a wrong one is told.

mod errors;
mod excel;
mod figures;
mod judging;
mod printing;
mod report;

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::{LanguageError, Must, Name, NameProblem, Operand, Resolved, Source, Type, Verdict};
use super::{parse, resolve_must, suggest};
use crate::facts::Because;
use crate::words::Value;

/// A small form: the type of a name is told by its first letters, a group by its name.
pub(super) fn names(name: &Name) -> Result<Resolved<String>, NameProblem> {
    let (ty, many) = match name.field.as_str() {
        "a"
        | "b"
        | "c"
        | "d"
        | "e"
        | "f"
        | "g"
        | "收入合计"
        | "支出合计"
        | "基本支出"
        | "项目支出"
        | "公用支出"
        | "人员支出"
        | "累计结余"
        | "三公经费合计"
        | "出租固定资产"
        | "纳入专户管理的非税收入拨款"
        | "其他收入"
        | "汇总"
        | "部机关" => (Type::Amount, false),
        "机构" | "列" => (Type::Amount, true),
        "率" | "人均公用上限" => (Type::Number, false),
        "人数" | "实有人数" | "年度" | "月" => (Type::Count, false),
        "人数列" => (Type::Count, true),
        "单位名称" | "说明" => (Type::Text, false),
        "报告日期" | "日期" => (Type::Date, false),
        "日期列" => (Type::Date, true),
        other => {
            let suggestion = suggest(other, ["支出合计", "收入合计"]).map(str::to_owned);
            return Err(NameProblem::UnknownField { name: other.to_owned(), suggestion });
        }
    };
    Ok(Resolved { reference: name.to_string(), ty, many })
}

pub(super) fn must(sentence: &str) -> Result<Must<String>, LanguageError> {
    resolve_must(&parse(sentence)?, &mut names)
}

/// Figures by name; what is not given is blank.
#[derive(Default)]
pub(super) struct Figures(HashMap<String, Vec<Operand>>);

impl Figures {
    /// Reads `支出合计=418.69 单位名称=示例 列=1,2,,3`; `?` is a value that cannot be read.
    pub(super) fn of(text: &str) -> Self {
        let operand = |figure: &str| match figure {
            "" => Operand::Blank,
            "?" => Operand::Unknown(Because::WrongKind),
            _ => Operand::Value(if let Ok(number) = figure.parse::<Decimal>() {
                Value::Number(number)
            } else if let Ok(date) = figure.parse() {
                Value::Date(date)
            } else {
                Value::Text(figure.to_owned())
            }),
        };
        let pairs = text.split_whitespace().map(|pair| pair.split_once('=').expect("name=value"));
        Self(pairs.map(|(name, list)| (name.to_owned(), list.split(',').map(operand).collect())).collect())
    }
}

impl Source<String> for Figures {
    fn figure(&self, reference: &String) -> Operand {
        self.0.get(reference).map_or(Operand::Blank, |list| list[0].clone())
    }

    fn figures(&self, reference: &String) -> Vec<Operand> {
        self.0.get(reference).cloned().unwrap_or_default()
    }
}

pub(super) fn judge(sentence: &str, figures: &str) -> Verdict {
    must(sentence).expect(sentence).judge(&Figures::of(figures))
}
