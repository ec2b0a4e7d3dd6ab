//! Figures from elsewhere that rules compare with: `references` of a template.

use crate::template::Node;

/// The word of a template for what a unit sent a year ago.
const LAST_YEAR: &str = "last-year";

/// Figures from elsewhere, such as the final accounts (决算) of the unit.
#[derive(Debug)]
pub struct External {
    /// Its name in rules (`决算`).
    pub id: String,
    /// Where they come from, besides the roster.
    pub from: Elsewhere,
    /// Its fields; the roster's column is `决算.收入合计`.
    pub fields: Vec<String>,
}

impl External {
    /// The full name of a field: `决算.收入合计`.
    #[must_use]
    pub fn name(&self, field: &str) -> String {
        format!("{}.{field}", self.id)
    }
}

/// Where figures from elsewhere come from, besides the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elsewhere {
    /// A table of the bureau, one line a unit.
    Table,
    /// What the unit sent a year ago: its fields are those of that return, in the row of totals where there are rows.
    LastYear,
}

/// Reads `references`.
pub(super) fn externals(root: &Node<'_>) -> Vec<External> {
    let external = |node: Node<'_>| {
        let id = node.required_text("id");
        let fields = node.texts("fields").into_iter().map(|field| field.value).collect();
        let from = match node.text("from") {
            Some(word) if word.value == LAST_YEAR => Elsewhere::LastYear,
            Some(word) => {
                node.mistake(word.span, format!("“from”只能写 \"{LAST_YEAR}\"，或不写"));
                Elsewhere::Table
            }
            None => Elsewhere::Table,
        };
        node.finish();
        Some(External { id: id?.value, from, fields })
    };
    root.nodes("references").into_iter().filter_map(external).collect()
}
