//! What all kinds read alike: fields with their type and limits.

use std::ops::Range;

use super::{Field, Table};
use crate::fields::{self, BETWEEN_CHOICES, FieldType, Limits, MAX_CHOICES, MAX_PROMPT, TYPES, units};
use crate::template::{At, Node, nearest};

/// The most rows of one kind that a form issues; a unit fills in a few dozen.
pub const MAX_ISSUED_ROWS: usize = 1_000;

/// Reads the `fields` of a table.
pub(super) fn fields(node: &Node<'_>, table: &mut Table) {
    let fields = node.nodes("fields");
    let ids: Vec<String> = fields.iter().filter_map(|field| field.text("id")).map(|id| id.value).collect();
    for field in fields {
        if let Some(was) = field.text("was").filter(|was| ids.contains(&was.value)) {
            field.mistake(was.span, format!("字段“{}”还在本表中，不能又是旧名", was.value));
        }
        let Some(id) = field.required_text("id") else {
            field.finish();
            continue;
        };
        check_id(&field, &id);
        if table.field(&id.value).is_some() {
            field.mistake(id.span.clone(), format!("字段“{}”重复", id.value));
        }
        let label = field.text("label").map_or_else(|| id.value.clone(), |label| label.value);
        let read = read(&field, id.value, label);
        let only = only(&field, table);
        table.fields.extend(read.map(|read| Field { only, ..read }));
        field.finish();
    }
    if table.fields.is_empty() {
        node.mistake(node.span.clone(), format!("表“{}”没有字段", table.id));
    }
}

/// The rows of the list that have a field, by position.
fn only(node: &Node<'_>, table: &Table) -> Vec<usize> {
    let position = |row: At<String>| {
        let position = table.row_ids.iter().position(|id| *id == row.value);
        if position.is_none() {
            unknown(node, &row, "行", table.row_ids.iter().map(String::as_str));
        }
        position
    };
    node.texts("rows").into_iter().filter_map(position).collect()
}

/// Reads the one field of a table from the keys of the table itself.
pub(super) fn only_field(node: &Node<'_>, id: &str, table: &mut Table) {
    // Whether anything has to be filled in, and what it was called, is said of the table: one record is enough.
    let field = read(node, id.to_owned(), table.name.clone());
    table.fields.extend(field.map(|field| Field { required: false, was: None, ..field }));
}

/// The one field of a table of words; what a person is told where the template says nothing.
pub(super) fn only_text(node: &Node<'_>, id: &str, told: &str, table: &mut Table) {
    let prompt = prompt(node).or_else(|| Some(told.to_owned()));
    table.length = length(node);
    table.fields.push(Field { prompt, ..field(id.to_owned(), table.name.clone(), fields::TEXT, Limits::default()) });
}

fn read(node: &Node<'_>, id: String, label: String) -> Option<Field> {
    let kind = kind(node)?;
    if kind.name() == "choice" && !node.has("choices") {
        node.mistake(node.span.clone(), format!("栏目“{id}”要写“choices”：可以选哪些"));
    }
    let limits = Limits {
        negative: node.flag("negative"),
        length: length(node),
        digits: node.count("digits"),
        choices: choices(node),
        synonyms: synonyms(node),
        date1904: false,
    };
    Some(Field {
        required: node.flag("required"),
        total: node.flag("total"),
        issued: node.text("issued").map(|text| text.value),
        formula: node.text("formula"),
        reference: node.flag("reference"),
        under: node.texts("under").into_iter().map(|group| group.value).collect(),
        unit: node.text("unit").map(|unit| unit.value).unwrap_or_default(),
        prompt: prompt(node),
        signed: node.flag("signed"),
        height: node.count("height"),
        was: node.text("was").map(|was| was.value),
        ..field(id, label, kind, limits)
    })
}

/// The field of a row list's names; a grid has it in front of its own.
#[must_use]
pub fn name_field(label: String, prompt: Option<String>) -> Field {
    Field { prompt, ..field(label.clone(), label, fields::TEXT, Limits::default()) }
}

/// A field of which nothing else is said.
pub(super) fn field(id: String, label: String, kind: &'static dyn FieldType, limits: Limits) -> Field {
    Field {
        id,
        label,
        kind,
        limits,
        required: false,
        total: false,
        issued: None,
        formula: None,
        only: Vec::new(),
        reference: false,
        under: Vec::new(),
        unit: String::new(),
        prompt: None,
        signed: false,
        height: None,
        was: None,
    }
}

fn kind(node: &Node<'_>) -> Option<&'static dyn FieldType> {
    let name = node.required_text("type")?;
    let kind = fields::find(&name.value);
    if kind.is_none() {
        unknown(node, &name, "类型", TYPES.iter().map(|kind| kind.name()));
    }
    kind
}

/// Notes a name that is none of the known, with what was probably meant.
pub fn unknown<'a>(node: &Node<'_>, name: &At<String>, what: &str, known: impl Iterator<Item = &'a str> + Clone) {
    let help = nearest(&name.value, known.clone()).map(|near| format!("是否想写“{near}”？"));
    let known = || Some(known.collect::<Vec<_>>().join("、")).filter(|known| !known.is_empty());
    let help = help.or_else(|| Some(format!("可用的有：{}", known()?)));
    node.mistake_with_help(name.span.clone(), format!("未知的{what}“{}”", name.value), help);
}

/// What a person who comes to the cell is told.
pub fn prompt(node: &Node<'_>) -> Option<String> {
    let At { value, span } = node.text("prompt")?;
    if units(&value) > MAX_PROMPT {
        node.mistake(span, format!("提示共{}字，Excel 最多显示{MAX_PROMPT}字", units(&value)));
    }
    Some(value)
}

/// The choices of a drop-down, which Excel stores as one text.
fn choices(node: &Node<'_>) -> Vec<String> {
    let choices = node.texts("choices");
    let mut stored = 0;
    for At { value, span } in &choices {
        if value.contains(BETWEEN_CHOICES) {
            node.mistake(span.clone(), format!("选项不能含有半角逗号“{BETWEEN_CHOICES}”，Excel 会把它当作两个选项"));
        }
        stored += units(value) + 1;
        if stored - 1 > MAX_CHOICES {
            node.mistake(span.clone(), format!("到这里选项合计{}字，Excel 最多存{MAX_CHOICES}字", stored - 1));
            break;
        }
    }
    choices.into_iter().map(|choice| choice.value).collect()
}

/// Other words for choices, written `优秀=优`.
fn synonyms(node: &Node<'_>) -> Vec<(String, String)> {
    let pair = |text: At<String>| {
        let pair = text.value.split_once('=').map(|(word, choice)| (word.to_owned(), choice.to_owned()));
        if pair.is_none() {
            node.mistake(text.span, "同义词应写成“优秀=优”");
        }
        pair
    };
    node.texts("synonyms").into_iter().filter_map(pair).collect()
}

fn length(node: &Node<'_>) -> Option<(usize, usize)> {
    let At { value, span } = node.counts("length")?;
    match value[..] {
        [least, most] if least <= most => Some((least, most)),
        _ => {
            node.mistake(span, "“length”应为 [最少字数, 最多字数]");
            None
        }
    }
}

/// Ids stand in rules and defined names: letters, digits and `_`, not starting with a digit.
pub fn check_id(node: &Node<'_>, id: &At<String>) {
    if !is_id(&id.value) {
        let span: Range<usize> = id.span.clone();
        node.mistake(span, format!("“{}”不能作名称：只能用汉字、字母、数字和“_”，不以数字开头", id.value));
    }
}

fn is_id(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !text.is_empty()
}
