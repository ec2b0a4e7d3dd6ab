//! What can be said of each part of a form, part by part and aspect by aspect: what two editions are compared by.

use super::Form;
use super::rule::{Judged, Rule};
use crate::facts::Certainty;
use crate::sections::{Field, ListRow, Rows, Table};
use crate::words::plain;

/// One aspect of a part: its name in JSON, its name for people, and what it is.
pub(super) type Aspect = (&'static str, &'static str, String);

/// A part of a form that another edition may have too.
pub(super) struct Part {
    /// Its name.
    pub name: String,
    /// Its name in the edition before.
    pub was: String,
    /// What is said of it.
    pub aspects: Vec<Aspect>,
}

impl Part {
    fn new(name: String, aspects: Vec<Aspect>) -> Self {
        Self { was: name.clone(), name, aspects }
    }
}

/// The parts of a form by what they are: the name in JSON, the name for people, the parts.
pub(super) fn parts(form: &Form) -> [(&'static str, &'static str, Vec<Part>); 7] {
    [
        ("sheet", "工作表", sheets(form)),
        ("table", "表", form.tables.iter().map(|one| table(form, one)).collect()),
        ("field", "栏目", form.tables.iter().flat_map(fields).collect()),
        ("row", "行", rows(form)),
        ("parameter", "参数", parameters(form)),
        ("reference", "对照数据", references(form)),
        ("rule", "规则", form.rules.iter().map(|one| rule(form, one)).collect()),
    ]
}

fn sheets(form: &Form) -> Vec<Part> {
    let sheet = |sheet: &super::SheetForm| Part::new(sheet.name.clone(), vec![("title", "标题", sheet.title.join(""))]);
    form.sheets.iter().map(sheet).collect()
}

fn table(form: &Form, table: &Table) -> Part {
    let rows = match &table.rows {
        Rows::One => "1".to_owned(),
        Rows::List(list) => format!("同“{}”", form.lists[*list].id),
        Rows::Repeated { count, .. } => count.to_string(),
    };
    let aspects = vec![
        ("sheet", "工作表", form.sheets[table.sheet].name.clone()),
        ("kind", "种类", table.kind.name().to_owned()),
        ("name", "名称", table.name.clone()),
        ("rows", "行数", rows),
        ("required", "必填", yes(table.required)),
        ("length", "字数", length(table.length)),
    ];
    let was = table.was.clone().unwrap_or_else(|| table.id.clone());
    Part { name: table.id.clone(), was, aspects }
}

fn fields(table: &Table) -> impl Iterator<Item = Part> {
    let of_table = table.was.as_deref().unwrap_or(&table.id);
    table.fields.iter().map(move |field| Part {
        name: format!("{}.{}", table.id, field.id),
        was: format!("{of_table}.{}", field.was.as_deref().unwrap_or(&field.id)),
        aspects: aspects(field),
    })
}

fn aspects(field: &Field) -> Vec<Aspect> {
    let synonyms: Vec<String> = field.limits.synonyms.iter().map(|(word, choice)| format!("{word}={choice}")).collect();
    vec![
        ("type", "类型", field.kind.name().to_owned()),
        ("label", "名称", field.label.clone()),
        ("under", "上级栏目", field.under.join("/")),
        ("required", "必填", yes(field.required)),
        ("total", "合计", yes(field.total)),
        ("negative", "可为负数", yes(field.limits.negative)),
        ("length", "字数", length(field.limits.length)),
        ("digits", "位数", field.limits.digits.map(|digits| digits.to_string()).unwrap_or_default()),
        ("choices", "选项", field.limits.choices.join("、")),
        ("synonyms", "同义词", synonyms.join("、")),
        ("unit", "单位", field.unit.clone()),
        ("issued", "预填", field.issued.clone().unwrap_or_default()),
        ("signed", "手写签字", yes(field.signed)),
        ("prompt", "提示语", field.prompt.clone().unwrap_or_default()),
    ]
}

fn rows(form: &Form) -> Vec<Part> {
    let row = |list: &str, row: &ListRow| {
        let aspects = match row {
            ListRow::Fixed { label, total, .. } => {
                vec![("label", "名称", label.clone()), ("total", "汇总行", yes(*total))]
            }
            ListRow::Group { label, count, required, .. } => {
                let count = ("rows", "行数", count.to_string());
                vec![("label", "名称", label.clone()), count, ("required", "必填", yes(*required))]
            }
            ListRow::Repeated { noun, placeholders, spare, .. } => vec![
                ("label", "名称", noun.clone()),
                ("placeholders", "占位行", placeholders.to_string()),
                ("spare", "备用行", spare.to_string()),
            ],
        };
        Part::new(format!("{list}.{}", row.id()), aspects)
    };
    form.lists.iter().flat_map(|list| list.rows.iter().map(|one| row(&list.id, one))).collect()
}

fn parameters(form: &Form) -> Vec<Part> {
    let parameter = |one: &super::Parameter| {
        let value = ("value", "数值", plain(one.value));
        Part::new(one.id.clone(), vec![value, ("unit", "单位", one.unit.clone())])
    };
    form.parameters.iter().map(parameter).collect()
}

fn references(form: &Form) -> Vec<Part> {
    let fields = form.externals.iter().flat_map(|one| one.fields.iter().map(|field| format!("{}.{field}", one.id)));
    fields.map(|name| Part::new(name, Vec::new())).collect()
}

fn rule(form: &Form, rule: &Rule) -> Part {
    let (condition, words) = match &rule.judged {
        Judged::Cases { cases, .. } => {
            (cases.iter().map(|case| case.text.as_str()).collect::<Vec<_>>().join("；"), String::new())
        }
        Judged::Check { spec, arguments } => {
            (format!("内置检查 {}", spec.name), [arguments.rows.join("、"), arguments.words.join("、")].join(" "))
        }
    };
    let certainty = match rule.certainty {
        Certainty::Certain => "确定",
        Certainty::Heuristic => "供参考",
    };
    let aspects = vec![
        ("severity", "级别", rule.severity.word().to_owned()),
        ("certainty", "把握", certainty.to_owned()),
        ("condition", "条件", condition),
        ("when", "前提", rule.when.clone().unwrap_or_default()),
        ("place", "范围", rule.place(form)),
        ("words", "查找", words.trim().to_owned()),
        ("title", "标题", rule.title.clone()),
        ("message", "文字", rule.words.clone()),
        ("fix", "怎么改", rule.fix.clone()),
    ];
    Part::new(rule.id.clone(), aspects)
}

fn yes(flag: bool) -> String {
    if flag { "是" } else { "否" }.to_owned()
}

fn length(length: Option<(usize, usize)>) -> String {
    length.map(|(least, most)| format!("{least}～{most}")).unwrap_or_default()
}
