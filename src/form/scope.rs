//! Over which records a rule is judged, and what the names in it mean there.

use std::cell::Cell;

use super::reference::{Reference, RunFact};
use super::{External, Parameter};
use crate::language::{Name, NameProblem, Resolved, Type};
use crate::sections::{ListRow, RowList, Rows, Table};
use crate::template::nearest;

/// The name, in rules over the rows of a list, of the id of the row that the record stems from (`成本`).
const CATEGORY: &str = "类别";

/// The records that a rule looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The only record of a table.
    Single {
        /// Position of the table.
        table: usize,
    },
    /// The rows of a list, the tables that share it joined by row.
    Rows {
        /// Position of the list.
        list: usize,
        /// The table whose fields a bare name means first, where the rule names one.
        table: Option<usize>,
        /// The rows of the list that are looked at, by position; empty for all.
        only: Vec<usize>,
    },
    /// The records of a table that are filled from the top.
    Repeated {
        /// Position of the table.
        table: usize,
    },
    /// The columns of amounts of a table.
    Columns {
        /// Position of the table.
        table: usize,
        /// Position of its list.
        list: usize,
    },
}

impl Scope {
    /// The table that is looked at, or the first of those that share the rows.
    #[must_use]
    pub fn first_table(&self, tables: &[Table]) -> Option<usize> {
        match self {
            Self::Single { table } | Self::Repeated { table } | Self::Columns { table, .. } => Some(*table),
            Self::Rows { list, .. } => tables.iter().position(|table| table.rows == Rows::List(*list)),
        }
    }
}

/// What names can be resolved against.
pub(super) struct Names<'a> {
    pub tables: &'a [Table],
    pub lists: &'a [RowList],
    pub externals: &'a [External],
    pub parameters: &'a [Parameter],
    /// The sheet of a repeated one that names are looked for on.
    pub copy: Cell<Option<usize>>,
}

impl Names<'_> {
    /// The table of this name: one that stands once, or that of the sheet that is looked at.
    pub(super) fn table(&self, name: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.of == name && self.is_in_sight(table.copy))
    }

    /// The list of this name.
    pub(super) fn list(&self, name: &str) -> Option<usize> {
        self.lists.iter().position(|list| list.of == name && self.is_in_sight(list.copy))
    }

    fn is_in_sight(&self, copy: Option<usize>) -> bool {
        copy.is_none() || copy == self.copy.get()
    }

    /// How many sheets a table or a list of this name stands on; nothing where it stands once.
    pub(super) fn copies(&self, name: &str) -> Option<usize> {
        let tables = self.tables.iter().filter(|table| table.of == name && table.copy.is_some()).count();
        let lists = self.lists.iter().filter(|list| list.of == name && list.copy.is_some()).count();
        Some(tables.max(lists)).filter(|count| *count > 0)
    }

    /// Resolves a name in a scope.
    pub(super) fn resolve(&self, scope: &Scope, name: &Name) -> Result<Resolved<Reference>, NameProblem> {
        match &name.table {
            Some(table) => self.qualified(scope, table, name),
            None => self.bare(scope, name),
        }
    }

    fn bare(&self, scope: &Scope, name: &Name) -> Result<Resolved<Reference>, NameProblem> {
        if name.row.is_none() {
            if let Some((_, fact)) = RunFact::NAMES.iter().find(|(known, _)| *known == name.field) {
                let ty = match fact {
                    RunFact::Year => Type::Count,
                    RunFact::Received | RunFact::Deadline => Type::Date,
                };
                return Ok(one(Reference::Run(*fact), ty));
            }
            if let Some(parameter) = self.parameters.iter().position(|parameter| parameter.id == name.field) {
                return Ok(one(Reference::Parameter(parameter), Type::Number));
            }
            if let (CATEGORY, Scope::Rows { list, .. }) = (name.field.as_str(), scope) {
                return Ok(one(Reference::Category { list: *list }, Type::Text));
            }
            if let Scope::Columns { list, .. } = scope {
                return self.line(*list, &name.field);
            }
        }
        for table in self.tables_in(scope) {
            if let Some(field) = self.tables[table].field(&name.field) {
                return self.field(scope, table, field, name);
            }
        }
        let known = self.tables_in(scope).into_iter().flat_map(|table| self.field_ids(table));
        Err(unknown_field(&name.field, known.chain(self.parameters.iter().map(|parameter| parameter.id.as_str()))))
    }

    fn qualified(&self, scope: &Scope, table: &str, name: &Name) -> Result<Resolved<Reference>, NameProblem> {
        if let Some(source) = self.externals.iter().position(|external| external.id == table) {
            let external = &self.externals[source];
            let field = external.fields.iter().position(|field| *field == name.field);
            let field = field.ok_or_else(|| unknown_field(&name.field, external.fields.iter().map(String::as_str)))?;
            return Ok(one(Reference::External { source, field }, Type::Amount));
        }
        if let Some(found) = self.of_sheet(scope, table, name) {
            return found;
        }
        let Some(position) = self.table(table) else {
            if self.copies(table).is_some() {
                return Err(NameProblem::OnEverySheet { name: table.to_owned() });
            }
            let known = self.tables.iter().map(|known| known.of.as_str());
            let known = known.chain(self.externals.iter().map(|external| external.id.as_str()));
            return Err(NameProblem::UnknownTable { name: table.to_owned(), suggestion: meant(table, known) });
        };
        let field = self.tables[position].field(&name.field);
        let field = field.ok_or_else(|| unknown_field(&name.field, self.field_ids(position)))?;
        let ty = self.tables[position].fields[field].kind.language();
        if name.row.is_none() && !matches!(self.tables[position].rows, Rows::One) {
            return Ok(Resolved { reference: Reference::Column { table: position, field }, ty, many: true });
        }
        self.field(scope, position, field, name)
    }

    /// A field of the repeated sheet whose record in a table `of_copies` is looked at.
    fn of_sheet(&self, scope: &Scope, table: &str, name: &Name) -> Option<Result<Resolved<Reference>, NameProblem>> {
        let Scope::Repeated { table: own } = scope else { return None };
        if !self.tables[*own].of_copies {
            return None;
        }
        let first = self.tables.iter().position(|known| known.of == table)?;
        let sheet = self.tables[first].sheet;
        if sheet == self.tables[*own].sheet {
            return None;
        }
        let on_sheet = self.tables.iter().filter(|known| known.sheet == sheet).count();
        let Some(field) = self.tables[first].field(&name.field) else {
            return Some(Err(unknown_field(&name.field, self.field_ids(first))));
        };
        let found = self.field(scope, first, field, name);
        Some(found.map(|found| {
            let row = if let Reference::InRow { row, .. } = found.reference { Some(row) } else { None };
            let reference = Reference::OfSheet { table: first, field, row, apart: on_sheet };
            let many = found.many || (row.is_none() && !matches!(self.tables[first].rows, Rows::One));
            Resolved { reference, many, ..found }
        }))
    }

    fn field(
        &self,
        scope: &Scope,
        table: usize,
        field: usize,
        name: &Name,
    ) -> Result<Resolved<Reference>, NameProblem> {
        let ty = self.tables[table].fields[field].kind.language();
        if let Some(row_id) = &name.row {
            let Rows::List(list) = self.tables[table].rows else {
                return Err(NameProblem::UnknownRow { name: row_id.clone(), suggestion: None });
            };
            let rows = &self.lists[list].rows;
            let row = rows.iter().position(|row| row.id() == row_id);
            let row = row.ok_or_else(|| unknown_row(row_id, rows.iter().map(ListRow::id)))?;
            let many = matches!(rows[row], ListRow::Repeated { .. } | ListRow::Group { .. });
            return Ok(Resolved { reference: Reference::InRow { table, field, row }, ty, many });
        }
        let reference = match (&self.tables[table].rows, scope) {
            (Rows::One, _) => Reference::Single { table, field },
            (Rows::List(_) | Rows::Repeated { .. }, _) => Reference::Here { table, field },
        };
        Ok(one(reference, ty))
    }

    fn line(&self, list: usize, id: &str) -> Result<Resolved<Reference>, NameProblem> {
        let rows = &self.lists[list].rows;
        let row = rows.iter().position(|row| row.id() == id);
        let row = row.ok_or_else(|| unknown_row(id, rows.iter().map(ListRow::id)))?;
        let many = matches!(rows[row], ListRow::Repeated { .. } | ListRow::Group { .. });
        Ok(Resolved { reference: Reference::Line { row }, ty: Type::Amount, many })
    }

    /// The tables that a bare name may mean, the rule's own first.
    fn tables_in(&self, scope: &Scope) -> Vec<usize> {
        match scope {
            Scope::Single { table } | Scope::Repeated { table } | Scope::Columns { table, .. } => vec![*table],
            Scope::Rows { list, table, .. } => {
                let shares = |other: &usize| self.tables[*other].rows == Rows::List(*list);
                let others = (0..self.tables.len()).filter(shares).filter(|other| Some(*other) != *table);
                table.iter().copied().chain(others).collect()
            }
        }
    }

    fn field_ids(&self, table: usize) -> impl Iterator<Item = &str> {
        self.tables[table].fields.iter().map(|field| field.id.as_str())
    }
}

const fn one(reference: Reference, ty: Type) -> Resolved<Reference> {
    Resolved { reference, ty, many: false }
}

fn unknown_field<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> NameProblem {
    NameProblem::UnknownField { name: name.to_owned(), suggestion: meant(name, known) }
}

fn unknown_row<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> NameProblem {
    NameProblem::UnknownRow { name: name.to_owned(), suggestion: meant(name, known) }
}

fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(str::to_owned)
}
