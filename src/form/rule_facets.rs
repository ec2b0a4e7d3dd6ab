//! What can be said of rules and of what they compare with: parameters, their sums, figures from elsewhere.

use super::facets::Part;
use super::parameter::Sum;
use super::rule::{Arguments, Case, Judged, Rule, Tolerance};
use super::{Elsewhere, External, Form, Parameter, Reference};
use crate::facts::Certainty;
use crate::words::plain;

pub(super) fn parameter(one: &Parameter) -> Part {
    let bound = |bound: Option<rust_decimal::Decimal>| bound.map(plain).unwrap_or_default();
    let aspects = vec![
        ("value", "数值", plain(one.value)),
        ("unit", "单位", one.unit.clone()),
        ("meaning", "用途", one.meaning.clone()),
        ("least", "不小于", bound(one.least)),
        ("most", "不大于", bound(one.most)),
        ("above", "应大于", one.above.clone().unwrap_or_default()),
    ];
    Part::new(one.id.clone(), aspects)
}

pub(super) fn sum(form: &Form, one: &Sum) -> Part {
    Part::new(one.names(&form.parameters).join("、"), vec![("to", "合计", plain(one.to))])
}

pub(super) fn reference(one: &External) -> impl Iterator<Item = Part> {
    let from = match one.from {
        Elsewhere::Table => "",
        Elsewhere::LastYear => "上年报送",
    };
    one.fields.iter().map(move |field| Part::new(one.name(field), vec![("from", "来源", from.to_owned())]))
}

pub(super) fn rule(form: &Form, rule: &Rule) -> Part {
    let certainty = match rule.certainty {
        Certainty::Certain => "确定",
        Certainty::Heuristic => "供参考",
    };
    let mut aspects = vec![
        ("severity", "级别", rule.severity.word().to_owned()),
        ("certainty", "把握", certainty.to_owned()),
        ("condition", "条件", condition(rule)),
        ("when", "前提", rule.when.clone().unwrap_or_default()),
        ("place", "范围", rule.place(form)),
    ];
    match &rule.judged {
        Judged::Cases { cases, .. } => {
            let heads: Vec<&str> = cases.iter().filter_map(|case| case.aside.as_deref()).collect();
            aspects.push(("mark", "标在", marks(form, cases)));
            aspects.push(("aside", "核对列", heads.first().copied().unwrap_or_default().to_owned()));
        }
        Judged::Check { arguments, .. } => {
            let tables: Vec<&str> = arguments.tables.iter().map(|table| form.tables[*table].id.as_str()).collect();
            aspects.push(("tables", "表", tables.join("、")));
            let words = [arguments.rows.join("、"), arguments.words.join("、")].join(" ");
            aspects.push(("words", "查找", words.trim().to_owned()));
            let limits: Vec<&str> = arguments.limits.iter().map(|limit| form.parameters[*limit].id.as_str()).collect();
            aspects.push(("limits", "界限", limits.join("、")));
            aspects.push(("tolerance", "容许误差", tolerance(form, arguments)));
        }
    }
    aspects.extend([
        ("title", "标题", rule.title.clone()),
        ("message", "文字", rule.words.clone()),
        ("eased", "减轻时的文字", rule.eased.clone().unwrap_or_default()),
        ("fix", "怎么改", rule.fix.clone()),
        ("why", "为什么", rule.why.clone()),
        ("example", "例子", rule.example.clone()),
        ("looks", "查什么", rule.looks.clone()),
        ("replaces", "报出后不再报", rule.replaces.join("、")),
        ("replaces_here", "报出后同一处不再报", rule.replaces_here.join("、")),
        ("in_yuan", "相差一万倍时报为", rule.in_yuan.clone().unwrap_or_default()),
    ]);
    Part::new(rule.id.clone(), aspects)
}

fn condition(rule: &Rule) -> String {
    match &rule.judged {
        Judged::Cases { cases, .. } => cases.iter().map(|case| case.text.as_str()).collect::<Vec<_>>().join("；"),
        Judged::Check { spec, .. } => format!("内置检查 {}", spec.name),
    }
}

/// The fields to correct first, each once.
fn marks(form: &Form, cases: &[Case]) -> String {
    let mut names: Vec<String> = Vec::new();
    for mark in cases.iter().filter_map(|case| case.mark) {
        let name = match mark {
            Reference::Here { table, field }
            | Reference::Single { table, field }
            | Reference::InRow { table, field, .. }
            | Reference::Column { table, field, .. }
            | Reference::OfSheet { table, field, .. } => Some(field_name(form, (table, field))),
            Reference::Line { .. }
            | Reference::Category { .. }
            | Reference::Marked
            | Reference::Parameter(_)
            | Reference::Run(_)
            | Reference::External { .. } => None,
        };
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names.join("、")
}

fn field_name(form: &Form, (table, field): (usize, usize)) -> String {
    let table = &form.tables[table];
    format!("{}.{}", table.id, table.fields[field].id)
}

fn tolerance(form: &Form, arguments: &Arguments) -> String {
    match arguments.tolerance {
        Tolerance::Figure(figure) if figure.is_zero() => String::new(),
        Tolerance::Figure(figure) => plain(figure),
        Tolerance::Parameter(position) => form.parameters[position].id.clone(),
    }
}
