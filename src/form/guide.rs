//! The guide (填报说明): what the first sheet of a workbook tells the person who fills it in. All its words are data.
//!
//! It decides neither the layout of the form nor its rules, so it is in neither digest.

use super::Form;
use crate::plan::Sample;
use crate::sections::read::unknown;
use crate::template::{At, Node, nearest};

/// The file with the guide of an edition, or of all forms; without its ending the name of the sheet.
pub const GUIDE_FILE: &str = "填报说明.toml";
/// What a guide may name in braces.
const NAMES: [&str; 7] = ["单位名称", "预算编码", "归口股室", "年度", "区划", "截止日期", "联系人"];

/// What the first sheet of a workbook says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Guide {
    /// Its title, under the form's.
    pub title: String,
    /// Facts below the title: what each is called, and the fact.
    pub facts: Vec<(String, String)>,
    /// Its parts in order.
    pub parts: Vec<GuidePart>,
}

/// One part of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuidePart {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub lines: Vec<GuideLine>,
    /// Whether the rules of the form follow; what those are called that belong to no sheet.
    pub rules: Option<String>,
    /// Rules that are not repeated here.
    pub without: Vec<String>,
}

/// One paragraph of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideLine {
    /// What stands in front of it.
    pub item: Option<String>,
    /// What the item shows by its colour.
    pub sample: Option<Sample>,
    /// The words.
    pub text: String,
}

/// Reads a guide; mistakes are noted in the node.
pub(super) fn guide(root: Node<'_>, form: &Form) -> Option<Guide> {
    let title = root.required_text("title").map(|title| title.value);
    let facts = root.nodes("facts").into_iter().filter_map(|node| {
        let (label, text) = (node.required_text("label"), words(&node, node.required_text("text")));
        node.finish();
        Some((label?.value, text?))
    });
    let facts = facts.collect();
    let parts = root.nodes("parts").into_iter().filter_map(|node| {
        let part = part(&node, form);
        node.finish();
        part
    });
    let parts = parts.collect();
    root.finish();
    Some(Guide { title: title?, facts, parts })
}

fn part(node: &Node<'_>, form: &Form) -> Option<GuidePart> {
    let heading = node.required_text("heading");
    let lines = node.nodes("lines").into_iter().filter_map(|line| {
        let item = line.text("item").map(|item| item.value);
        let sample = sample(&line);
        let text = words(&line, line.required_text("text"));
        line.finish();
        Some(GuideLine { item, sample, text: text? })
    });
    let lines = lines.collect();
    let rules = node.text("rules").map(|rules| rules.value);
    let without = node.texts("without");
    for rule in &without {
        if form.rule(&rule.value).is_none() {
            let help = nearest(&rule.value, form.rules.iter().map(|rule| rule.id.as_str()));
            let help = help.map(|near| format!("是否想写“{near}”？"));
            node.mistake_with_help(rule.span.clone(), format!("没有编号为“{}”的规则", rule.value), help);
        }
    }
    let without = without.into_iter().map(|rule| rule.value).collect();
    Some(GuidePart { heading: heading?.value, lines, rules, without })
}

fn sample(node: &Node<'_>) -> Option<Sample> {
    let word = node.text("look")?;
    let found = Sample::ALL.into_iter().find(|sample| sample.id() == word.value);
    if found.is_none() {
        unknown(node, &word, "颜色", Sample::ALL.iter().map(|sample| sample.id()));
    }
    found
}

/// The words, where every name in braces is one that can be filled in.
fn words(node: &Node<'_>, text: Option<At<String>>) -> Option<String> {
    let text = text?;
    for name in crate::plan::Issued::names(&text.value) {
        if !NAMES.contains(&name) {
            let name = At { value: name.to_owned(), span: text.span.clone() };
            unknown(node, &name, "名称", NAMES.into_iter());
        }
    }
    Some(text.value)
}
