//! Where a rule looks: its records, and the fields and tables that a check is told of.

use super::rules::RuleReader;
use super::scope::Scope;
use crate::sections::{ListRow, Rows};
use crate::template::{At, Node, nearest};

impl RuleReader<'_> {
    /// The records that `each` or `columns` names.
    pub(super) fn scope(&self, node: &Node<'_>) -> Option<Scope> {
        let each = node.text("each");
        if let Some(columns) = node.text("columns") {
            return match self.names.table(&columns.value) {
                Some(table) => match self.names.tables[table].rows {
                    Rows::List(list) => Some(Scope::Columns { table, list }),
                    Rows::One | Rows::Repeated { .. } => {
                        node.mistake(columns.span, format!("表“{}”没有共用的行，不能逐列检查", columns.value));
                        None
                    }
                },
                None => self.no_table(node, &columns),
            };
        }
        let each = each?;
        if let Some(list) = self.names.list(&each.value) {
            return Some(Scope::Rows { list, table: None, only: Vec::new() });
        }
        let Some(table) = self.names.table(&each.value) else {
            return self.no_table(node, &each);
        };
        Some(match self.names.tables[table].rows {
            Rows::One => Scope::Single { table },
            Rows::List(list) => Scope::Rows { list, table: Some(table), only: Vec::new() },
            Rows::Repeated { .. } => Scope::Repeated { table },
        })
    }

    /// The field that a check is told to look at: `表.字段`.
    pub(super) fn field_on(&self, node: &Node<'_>, name: &At<String>) -> Option<(usize, usize)> {
        let (table, field) = name.value.split_once('.').unwrap_or((&name.value, ""));
        let table = self.table_on(node, &At { value: table.to_owned(), span: name.span.clone() })?;
        let fields = &self.names.tables[table].fields;
        let found = fields.iter().position(|known| known.id == field);
        if found.is_none() {
            let help = nearest(field, fields.iter().map(|known| known.id.as_str()));
            let help = help.map(|near| format!("是否想写“{}.{near}”？", self.names.tables[table].of));
            node.mistake_with_help(name.span.clone(), format!("没有字段“{}”", name.value), help);
        }
        found.map(|field| (table, field))
    }

    pub(super) fn table_on(&self, node: &Node<'_>, name: &At<String>) -> Option<usize> {
        let found = self.names.table(&name.value);
        if found.is_none() {
            self.no_table(node, name);
        }
        found
    }

    fn no_table(&self, node: &Node<'_>, name: &At<String>) -> Option<Scope> {
        let known = self.names.tables.iter().map(|table| table.of.as_str());
        let known = known.chain(self.names.lists.iter().map(|list| list.of.as_str()));
        let help = nearest(&name.value, known).map(|near| format!("是否想写“{near}”？"));
        node.mistake_with_help(name.span.clone(), format!("没有名为“{}”的表", name.value), help);
        None
    }

    /// The scope with the rows that `rows` names.
    pub(super) fn narrow(&self, node: &Node<'_>, scope: Scope, rows: &[At<String>]) -> Option<Scope> {
        let Scope::Rows { list, table, .. } = scope else {
            if let Some(row) = rows.first() {
                node.mistake(row.span.clone(), "只有逐行检查的规则可以写“rows”");
            }
            return Some(scope);
        };
        let known = &self.names.lists[list].rows;
        let mut only = Vec::new();
        for row in rows {
            let Some(position) = known.iter().position(|known| known.id() == row.value) else {
                let help = nearest(&row.value, known.iter().map(ListRow::id)).map(|near| format!("是否想写“{near}”？"));
                node.mistake_with_help(row.span.clone(), format!("没有名为“{}”的行", row.value), help);
                return None;
            };
            only.push(position);
        }
        Some(Scope::Rows { list, table, only })
    }
}
