//! Rules that an edition takes over: `rules_of = "2021"` from an earlier edition, or `rules_of = "表格@2024"` from
//! another form; those alone that `with` names, or all but those that it says anew or names in `without`.

use std::sync::Arc;

use super::read::Files;
use crate::sections;
use crate::template::{Mistakes, Node, Source, read_file};

/// The rules that an edition takes over from an earlier one.
#[derive(Debug, Default)]
pub(super) struct Inherited {
    /// Their file; nothing where it takes none over.
    pub rules: Option<Arc<Source>>,
    /// The ids of those that it does not take over.
    pub without: Vec<String>,
}

/// Reads `rules_of` and `without`.
pub(super) fn inherited(files: &Files, root: &Node<'_>, form: &str) -> Inherited {
    let (with, without) = (root.texts("with"), root.texts("without"));
    let Some(edition) = root.text("rules_of") else {
        for (key, rules) in [("with", &with), ("without", &without)] {
            if let Some(rule) = rules.first() {
                root.mistake(rule.span.clone(), format!("写了“{key}”，就要写“rules_of”"));
            }
        }
        return Inherited::default();
    };
    if let (true, Some(rule)) = (root.has("with"), without.first()) {
        root.mistake(rule.span.clone(), "写了“with”，就不写“without”");
    }
    let (form, edition_id) = edition.value.split_once('@').unwrap_or((form, &edition.value));
    let Some(rules) = (files.earlier)(form, edition_id) else {
        root.mistake(edition.span, format!("“{form}”没有内置的“{edition_id}”版"));
        return Inherited::default();
    };
    let known = read_file(&rules, &Mistakes::default(), |root| Some(rule_ids(&root))).unwrap_or_default();
    for rule in with.iter().chain(&without).filter(|rule| !known.contains(&rule.value)) {
        sections::read::unknown(root, rule, "规则", known.iter().map(String::as_str));
    }
    let without = if root.has("with") {
        let is_wanted = |rule: &String| with.iter().any(|wanted| wanted.value == *rule);
        known.into_iter().filter(|rule| !is_wanted(rule)).collect()
    } else {
        without.into_iter().map(|rule| rule.value).collect()
    };
    Inherited { rules: Some(rules), without }
}

/// The ids of the rules of a file.
pub(super) fn rule_ids(root: &Node<'_>) -> Vec<String> {
    root.named_nodes("rules").into_iter().map(|(id, _)| id.value).collect()
}
