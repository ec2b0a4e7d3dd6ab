//! Where a rule looks, in words.

use indexmap::IndexMap;

use super::rule::{Judged, Rule};
use super::{Form, Reference, Scope};
use crate::sections::ListRow;

/// Tables of a sheet that are named one by one.
const MAX_NAMED: usize = 2;

impl Rule {
    /// The sheet that it looks at; nothing where it looks at the whole file.
    #[must_use]
    pub fn sheet(&self, form: &Form) -> Option<usize> {
        let table = match &self.judged {
            Judged::Cases { scope, cases, .. } => match cases.first()?.mark? {
                Reference::Here { table, .. }
                | Reference::Single { table, .. }
                | Reference::InRow { table, .. }
                | Reference::Column { table, .. }
                | Reference::OfSheet { table, .. } => table,
                Reference::Line { .. } => match *scope {
                    Scope::Columns { table, .. } => table,
                    Scope::Single { .. } | Scope::Rows { .. } | Scope::Repeated { .. } => return None,
                },
                Reference::Category { .. }
                | Reference::Marked
                | Reference::Parameter(_)
                | Reference::Run(_)
                | Reference::External { .. } => {
                    return None;
                }
            },
            Judged::Check { arguments, .. } => match (arguments.tables.as_slice(), arguments.fields.first()) {
                ([], Some((table, _))) => *table,
                // Texts are compared with figures; what is wrong is mostly the text.
                (tables, _) => *tables.last()?,
            },
        };
        Some(form.tables[table].sheet)
    }

    /// The records or fields that it looks at; empty where it looks at the whole file.
    #[must_use]
    pub fn place(&self, form: &Form) -> String {
        match &self.judged {
            Judged::Cases { scope, .. } => of_scope(scope, form),
            Judged::Check { arguments, .. } => {
                let fields = of_fields(&arguments.fields, form);
                fields.into_iter().chain(of_tables(&arguments.tables, form)).collect::<Vec<_>>().join("、")
            }
        }
    }
}

/// Fields under their tables: `“三公经费”的“公务接待费”“因公出国费”`.
fn of_fields(fields: &[(usize, usize)], form: &Form) -> Vec<String> {
    let mut tables: IndexMap<usize, String> = IndexMap::new();
    for (table, field) in fields {
        let label = format!("“{}”", form.tables[*table].fields[*field].label);
        *tables.entry(*table).or_default() += &label;
    }
    tables.into_iter().map(|(table, fields)| format!("“{}”的{fields}", form.tables[table].name)).collect()
}

/// Tables by their names; several of one sheet by that of the sheet.
fn of_tables(tables: &[usize], form: &Form) -> Vec<String> {
    let mut sheets: IndexMap<usize, Vec<&str>> = IndexMap::new();
    for table in tables {
        let table = &form.tables[*table];
        sheets.entry(table.sheet).or_default().push(&table.name);
    }
    let named = |(sheet, tables): (usize, Vec<&str>)| match tables.len() {
        ..=MAX_NAMED => tables.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join("、"),
        count => format!("“{}”的{count}段文字", form.sheets[sheet].name),
    };
    sheets.into_iter().map(named).collect()
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
