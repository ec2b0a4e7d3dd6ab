//! What can be said of each part of a form, part by part and aspect by aspect: what two editions are compared by.

use super::Form;
use super::rule_facets::{parameter, reference, rule, sum};
use crate::plan::Paper;
use crate::sections::{Field, ListRow, RowList, Rows, Table};

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
    pub(super) fn new(name: String, aspects: Vec<Aspect>) -> Self {
        Self { was: name.clone(), name, aspects }
    }
}

/// The parts of a form of one kind: the name in JSON, the name for people, the parts.
type Kind = (&'static str, &'static str, Vec<Part>);

/// The parts of a form by what they are.
pub(super) fn parts(form: &Form) -> [Kind; 11] {
    [
        ("form", "表单", vec![head(form)]),
        ("sheet", "工作表", form.sheets.iter().map(sheet).collect()),
        ("table", "表", form.tables.iter().map(|one| table(form, one)).collect()),
        ("field", "栏目", form.tables.iter().flat_map(|one| fields(form, one)).collect()),
        ("list", "行的列表", form.lists.iter().map(list).collect()),
        ("row", "行", form.lists.iter().flat_map(rows).collect()),
        ("parameter", "参数", form.parameters.iter().map(parameter).collect()),
        ("sum", "参数的合计", form.sums.iter().map(|one| sum(form, one)).collect()),
        ("reference", "对照数据", form.externals.iter().flat_map(reference).collect()),
        ("rule", "规则", form.rules.iter().map(|one| rule(form, one)).collect()),
        ("guide", "填报说明", guide(form)),
    ]
}

/// What is said of the form as a whole; its edition and id are those of the files.
fn head(form: &Form) -> Part {
    let aspects = vec![
        ("title", "标题", form.title.clone()),
        ("short", "简称", form.short.clone()),
        ("unit", "单位", form.unit.clone()),
    ];
    Part::new("基本信息".to_owned(), aspects)
}

fn sheet(sheet: &super::SheetForm) -> Part {
    let paper = match sheet.paper {
        Paper::Portrait => "纵向",
        Paper::Landscape => "横向",
    };
    let aspects = vec![
        ("title", "标题", sheet.title.join("")),
        ("repeats", "每个一张", sheet.repeats.as_ref().map(|repeats| repeats.noun.clone()).unwrap_or_default()),
        ("blank", "空白张数", number(sheet.repeats.as_ref().map(|repeats| repeats.blank))),
        ("paper", "纸张", paper.to_owned()),
        ("look", "封面", yes(sheet.cover)),
        ("pages", "最多页数", number(sheet.pages)),
        ("columns", "列宽", counts(&sheet.columns)),
    ];
    Part::new(sheet.name.clone(), aspects)
}

fn guide(form: &Form) -> Vec<Part> {
    let line = |line: &super::GuideLine| format!("{}{}", line.item.as_deref().unwrap_or_default(), line.text);
    let part = |part: &super::GuidePart| {
        let lines: Vec<String> = part.lines.iter().map(line).collect();
        Part::new(part.heading.clone(), vec![("text", "内容", lines.join(""))])
    };
    form.guide.parts.iter().map(part).collect()
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
        ("title", "标题", table.title.clone().unwrap_or_default()),
        ("heading", "上方标题", table.heading.clone().unwrap_or_default()),
        ("stub", "行名表头", table.stub.clone().unwrap_or_default()),
        ("foot", "下方文字", table.foot.join("")),
        ("spans", "各栏列数", counts(&table.spans)),
        ("label_columns", "标签列数", number(table.label_columns)),
        ("together", "与上表同页", yes(table.together)),
    ];
    let was = table.was.clone().unwrap_or_else(|| table.id.clone());
    Part { name: table.id.clone(), was, aspects }
}

fn fields(form: &Form, table: &Table) -> impl Iterator<Item = Part> {
    let of_table = table.was.as_deref().unwrap_or(&table.id);
    let rows: &[ListRow] = match &table.rows {
        Rows::List(list) => &form.lists[*list].rows,
        Rows::One | Rows::Repeated { .. } => &[],
    };
    table.fields.iter().map(move |field| Part {
        name: format!("{}.{}", table.id, field.id),
        was: format!("{of_table}.{}", field.was.as_deref().unwrap_or(&field.id)),
        aspects: aspects(field, rows),
    })
}

fn aspects(field: &Field, rows: &[ListRow]) -> Vec<Aspect> {
    let only = field.only.iter().filter_map(|row| rows.get(*row)).map(ListRow::id).collect::<Vec<_>>();
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
        ("formula", "公式", field.formula.as_ref().map(|formula| formula.value.clone()).unwrap_or_default()),
        ("rows", "只有这些行", only.join("、")),
        ("reference", "名单预填", yes(field.reference)),
        ("height", "行高", number(field.height)),
    ]
}

fn list(list: &RowList) -> Part {
    let prompt = list.prompt.clone().unwrap_or_default();
    Part::new(list.id.clone(), vec![("label", "表头", list.label.clone()), ("prompt", "提示语", prompt)])
}

fn rows(list: &RowList) -> impl Iterator<Item = Part> {
    let row = |(position, row): (usize, &ListRow)| {
        let aspects = match row {
            ListRow::Fixed { label, short, copies, total, formula, .. } => {
                let copied = copies.and_then(|copied| list.rows.get(copied)).map(ListRow::id).unwrap_or_default();
                let formula = formula.as_ref().map(|formula| formula.value.clone()).unwrap_or_default();
                vec![
                    ("label", "名称", label.clone()),
                    ("short", "简称", if short == label { String::new() } else { short.clone() }),
                    ("total", "汇总行", yes(*total)),
                    ("copies", "没有二级机构时等于", copied.to_owned()),
                    ("formula", "公式", formula),
                ]
            }
            ListRow::Group { label, under, count, required, .. } => vec![
                ("label", "名称", label.clone()),
                ("under", "上级", under.clone()),
                ("rows", "行数", count.to_string()),
                ("required", "必填", yes(*required)),
            ],
            ListRow::Repeated { noun, first, placeholders, spare, .. } => vec![
                ("label", "名称", noun.clone()),
                ("first", "首行序号", first.to_string()),
                ("placeholders", "占位行", placeholders.to_string()),
                ("spare", "备用行", spare.to_string()),
            ],
        };
        let name = |row: &str| format!("{}.{row}", list.id);
        Part { name: name(row.id()), was: name(list.was(position).unwrap_or(row.id())), aspects }
    };
    list.rows.iter().enumerate().map(row)
}

fn yes(flag: bool) -> String {
    if flag { "是" } else { "否" }.to_owned()
}

fn length(length: Option<(usize, usize)>) -> String {
    length.map(|(least, most)| format!("{least}～{most}")).unwrap_or_default()
}

fn number(number: Option<impl ToString>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn counts(counts: &[usize]) -> String {
    counts.iter().map(usize::to_string).collect::<Vec<_>>().join("、")
}
