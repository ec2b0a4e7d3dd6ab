//! Where a rule looks, in words.

use super::rule::{Judged, Rule};
use super::{Form, Scope};
use crate::sections::ListRow;

impl Rule {
    /// The records or fields that it looks at; empty where it looks at the whole file.
    #[must_use]
    pub fn place(&self, form: &Form) -> String {
        match &self.judged {
            Judged::Cases { scope, .. } => of_scope(scope, form),
            Judged::Check { arguments, .. } => {
                let field = |(table, field): &(usize, usize)| {
                    let table = &form.tables[*table];
                    format!("“{}”的“{}”", table.name, table.fields[*field].label)
                };
                let table = |table: &usize| format!("“{}”", form.tables[*table].name);
                let fields = arguments.fields.iter().map(field);
                let places: Vec<String> = fields.chain(arguments.tables.iter().map(table)).collect();
                places.join("、")
            }
        }
    }
}

fn of_scope(scope: &Scope, form: &Form) -> String {
    let name = |table: usize| format!("“{}”", form.tables[table].name);
    match scope {
        Scope::Single { table } => name(*table),
        Scope::Repeated { table } => format!("{}逐行", name(*table)),
        Scope::Columns { table, .. } => format!("{}逐列", name(*table)),
        Scope::Rows { list, table, only } => {
            let list = &form.lists[*list];
            let rows = only.iter().filter_map(|row| list.rows.get(*row)).map(short);
            let rows = match rows.collect::<Vec<_>>() {
                rows if rows.is_empty() => "逐行".to_owned(),
                rows => format!("{}行", rows.join("、")),
            };
            let whose = table.map_or_else(|| format!("各表按“{}”", list.label), name);
            format!("{whose}{rows}")
        }
    }
}

fn short(row: &ListRow) -> &str {
    match row {
        ListRow::Fixed { short, .. } => short,
        ListRow::Group { label, .. } => label,
        ListRow::Repeated { noun, .. } => noun,
    }
}
