//! Rules that a later edition takes over: `rules_of = "2021"`, but for those that it says anew or names in `without`.

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
    let without = root.texts("without");
    let Some(edition) = root.text("rules_of") else {
        if let Some(rule) = without.first() {
            root.mistake(rule.span.clone(), "写了“without”，就要写“rules_of”");
        }
        return Inherited::default();
    };
    let Some(rules) = (files.earlier)(form, &edition.value) else {
        root.mistake(edition.span, format!("“{form}”没有内置的“{}”版", edition.value));
        return Inherited::default();
    };
    let known = read_file(&rules, &Mistakes::default(), |root| Some(rule_ids(&root))).unwrap_or_default();
    for rule in without.iter().filter(|rule| !known.contains(&rule.value)) {
        sections::read::unknown(root, rule, "规则", known.iter().map(String::as_str));
    }
    Inherited { rules: Some(rules), without: without.into_iter().map(|rule| rule.value).collect() }
}

/// The ids of the rules of a file.
pub(super) fn rule_ids(root: &Node<'_>) -> Vec<String> {
    root.named_nodes("rules").into_iter().map(|(id, _)| id.value).collect()
}
