//! What all kinds read alike: fields with their type and limits.

use std::ops::Range;

use super::{Field, Table};
use crate::fields::{self, FieldType, Limits, TYPES};
use crate::template::{At, Node, nearest};

/// The most rows of one kind that a form issues; a unit fills in a few dozen.
pub const MAX_ISSUED_ROWS: usize = 1_000;

/// Reads the `fields` of a table.
pub(super) fn fields(node: &Node<'_>, table: &mut Table) {
    for field in node.nodes("fields") {
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
        table.fields.extend(read);
        field.finish();
    }
    if table.fields.is_empty() {
        node.mistake(node.span.clone(), format!("表“{}”没有字段", table.id));
    }
}

/// Reads the one field of a table from the keys of the table itself.
pub(super) fn only_field(node: &Node<'_>, id: &str, table: &mut Table) {
    // Whether anything has to be filled in is said of the table: one record is enough.
    let field = read(node, id.to_owned(), table.name.clone());
    table.fields.extend(field.map(|field| Field { required: false, ..field }));
}

/// The one field of a table of words.
pub(super) fn only_text(node: &Node<'_>, id: &str, table: &mut Table) {
    let prompt = node.text("prompt").map(|prompt| prompt.value);
    table.length = length(node);
    table.fields.push(Field { prompt, ..field(id.to_owned(), table.name.clone(), fields::TEXT, Limits::default()) });
}

fn read(node: &Node<'_>, id: String, label: String) -> Option<Field> {
    let kind = kind(node)?;
    let limits = Limits {
        negative: node.flag("negative"),
        length: length(node),
        digits: node.count("digits"),
        choices: node.texts("choices").into_iter().map(|choice| choice.value).collect(),
        synonyms: synonyms(node),
        date1904: false,
    };
    Some(Field {
        required: node.flag("required"),
        total: node.flag("total"),
        issued: node.text("issued").map(|text| text.value),
        under: node.texts("under").into_iter().map(|group| group.value).collect(),
        unit: node.text("unit").map(|unit| unit.value).unwrap_or_default(),
        prompt: node.text("prompt").map(|prompt| prompt.value),
        signed: node.flag("signed"),
        height: node.count("height"),
        ..field(id, label, kind, limits)
    })
}

/// The field of a row list's names; a grid has it in front of its own.
#[must_use]
pub fn name_field(label: String) -> Field {
    field(label.clone(), label, fields::TEXT, Limits::default())
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
        under: Vec::new(),
        unit: String::new(),
        prompt: None,
        signed: false,
        height: None,
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
    let help = nearest(&name.value, known.clone()).map_or_else(
        || format!("可用的有：{}", known.collect::<Vec<_>>().join("、")),
        |near| format!("是否想写“{near}”？"),
    );
    node.mistake_with_help(name.span.clone(), format!("未知的{what}“{}”", name.value), Some(help));
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
