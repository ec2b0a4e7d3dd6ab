//! Fields that the workbook calculates: rates, scores and totals, as formulas of the rule language.
//!
//! A field says `formula = "全年执行数 / 全年预算数 * 100"`, names as in a rule over the records of its table; a row of
//! a list says `formula = "购置 + 运维"`, names as in a rule over columns, and means all amounts of the row.

use std::ops::Range;
use std::sync::Arc;

use super::reference::Reference;
use super::rules::inner;
use super::scope::{Names, Scope};
use crate::facts::Slot;
use crate::language::{self, Expression, LanguageError, Name, Type};
use crate::sections::{Field, ListRow, Row, Rows, Table};
use crate::template::{At, Mistakes, Source};

/// A formula of a form.
#[derive(Debug)]
pub struct Computed {
    /// Position of the table.
    pub table: usize,
    /// What it gives.
    pub target: Target,
    /// The records that it is calculated for.
    pub scope: Scope,
    /// The formula.
    pub expression: Expression<Reference>,
}

/// What a formula gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A field, in every record that has it.
    Field(usize),
    /// The amounts of a row of the list, by its position.
    Row(usize),
}

impl Computed {
    /// The fields that it gives in the records of all tables, each with the number of its record.
    pub fn slots<'a>(&'a self, table: &'a Table, records: &'a [Vec<Row>]) -> impl Iterator<Item = (Slot, usize)> + 'a {
        let rows = records[self.table].iter().enumerate();
        rows.flat_map(move |(position, row)| {
            let is_target = move |field: &(usize, &Field)| match self.target {
                Target::Field(target) => field.0 == target && field.1.is_of(row),
                Target::Row(of) => {
                    row.of == of && field.1.formula.is_none() && field.1.is_computed(row) && field.1.is_of(row)
                }
            };
            let fields = table.fields.iter().enumerate().filter(is_target);
            fields.map(move |(field, _)| {
                let number = if matches!(self.target, Target::Row(_)) { field } else { position };
                (Slot { table: self.table, row: position, field }, number)
            })
        })
    }
}

/// A formula as it was read, and where it stands.
struct Written<'a> {
    computed: Computed,
    name: String,
    source: &'a Arc<Source>,
    span: Range<usize>,
}

/// Reads the formulas of a form; `source` gives the file of a sheet. They come in the order in which they can be
/// calculated.
pub(super) fn read<'a>(
    names: &Names<'_>,
    source: &dyn Fn(usize) -> Option<&'a Arc<Source>>,
    mistakes: &Mistakes,
) -> Vec<Computed> {
    let mut written = Vec::new();
    for (position, table) in names.tables.iter().enumerate() {
        let Some(source) = source(table.sheet) else { continue };
        let reader = Reader { names, source, mistakes };
        names.copy.set(table.copy);
        for (number, field) in table.fields.iter().enumerate() {
            if let Some(text) = &field.formula {
                let scope = scope(table, position, &field.only);
                let ty = field.kind.language();
                let name = format!("{}.{}", table.id, field.id);
                written.extend(reader.formula((position, Target::Field(number)), scope, text, ty, name));
            }
        }
        let Rows::List(list) = table.rows else { continue };
        for (of, row) in names.lists[list].rows.iter().enumerate() {
            if let ListRow::Fixed { id, formula: Some(text), .. } = row {
                let scope = Scope::Columns { table: position, list };
                let name = format!("{}.{id}", table.id);
                written.extend(reader.formula((position, Target::Row(of)), scope, text, Type::Amount, name));
            }
        }
    }
    names.copy.set(None);
    in_order(written, names, mistakes)
}

fn scope(table: &Table, position: usize, only: &[usize]) -> Scope {
    match table.rows {
        Rows::One => Scope::Single { table: position },
        Rows::List(list) => Scope::Rows { list, table: Some(position), only: only.to_vec() },
        Rows::Repeated { .. } => Scope::Repeated { table: position },
    }
}

struct Reader<'a, 'b> {
    names: &'b Names<'b>,
    source: &'a Arc<Source>,
    mistakes: &'b Mistakes,
}

impl<'a> Reader<'a, '_> {
    fn formula(
        &self,
        (table, target): (usize, Target),
        scope: Scope,
        text: &At<String>,
        ty: Type,
        name: String,
    ) -> Option<Written<'a>> {
        let mut names = |name: &Name| self.names.resolve(&scope, name);
        let expression = language::parse(&text.value).and_then(|syntax| language::resolve(&syntax, &mut names));
        let start = inner(self.source, text);
        let expression = match expression {
            Ok(expression) => expression,
            Err(LanguageError { span, problem }) => {
                let span = start + span.start..start + span.end;
                self.mistakes.note(self.source, span, problem.to_string(), None);
                return None;
            }
        };
        let note = |message: String| self.mistakes.note(self.source, text.span.clone(), message, None);
        if !fits(expression.ty(), ty) {
            note(format!("公式的结果是{}，栏目应为{ty}", expression.ty()));
            return None;
        }
        let is_cell = |reference: &&Reference| match reference {
            Reference::Here { .. }
            | Reference::Single { .. }
            | Reference::InRow { .. }
            | Reference::Column { .. }
            | Reference::Line { .. }
            | Reference::OfSheet { .. } => true,
            Reference::Category { .. }
            | Reference::Marked
            | Reference::Parameter(_)
            | Reference::Run(_)
            | Reference::External { .. } => false,
        };
        if !expression.references().iter().all(is_cell) {
            note("公式只能用表中的栏目，不能用参数、日期和表外的数据".to_owned());
            return None;
        }
        let computed = Computed { table, target, scope, expression };
        Some(Written { computed, name, source: self.source, span: text.span.clone() })
    }
}

/// Whether a field of a type can show a value of another.
fn fits(value: Type, field: Type) -> bool {
    value == field || (value.is_numeric() && field.is_numeric())
}

/// The formulas, each behind those whose results it needs.
fn in_order(written: Vec<Written<'_>>, names: &Names<'_>, mistakes: &Mistakes) -> Vec<Computed> {
    let needs: Vec<Vec<usize>> = written
        .iter()
        .map(|one| (0..written.len()).filter(|other| uses(&one.computed, &written[*other].computed, names)).collect())
        .collect();
    let mut order: Vec<usize> = Vec::new();
    while order.len() < written.len() {
        let ready = |at: &usize| !order.contains(at) && needs[*at].iter().all(|need| order.contains(need));
        if let Some(next) = (0..written.len()).find(ready) {
            order.push(next);
            continue;
        }
        let stuck = (0..written.len()).filter(|at| !order.contains(at));
        let stuck: Vec<&Written<'_>> = stuck.map(|at| &written[at]).collect();
        let circle = stuck.iter().map(|one| format!("“{}”", one.name)).collect::<Vec<_>>().join("、");
        for one in stuck {
            mistakes.note(one.source, one.span.clone(), format!("这些公式互相引用，无法计算：{circle}"), None);
        }
        return Vec::new();
    }
    let mut slots: Vec<Option<Computed>> = written.into_iter().map(|one| Some(one.computed)).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
}

/// Whether a formula needs a result of another.
fn uses(one: &Computed, other: &Computed, names: &Names<'_>) -> bool {
    let gives = |table: usize, field: usize, rows: &dyn Fn(usize) -> bool| {
        other.table == table
            && match other.target {
                Target::Field(target) => target == field,
                Target::Row(row) => names.tables[table].fields[field].is_amount() && rows(row),
            }
    };
    one.expression.references().into_iter().any(|reference| match *reference {
        Reference::Here { table, field } => {
            let looked_at = |row: usize| match &one.scope {
                Scope::Rows { only, .. } => only.is_empty() || only.contains(&row),
                Scope::Single { .. } | Scope::Repeated { .. } | Scope::Columns { .. } => true,
            };
            gives(table, field, &looked_at)
        }
        Reference::Single { table, field } | Reference::Column { table, field } => gives(table, field, &|_| true),
        Reference::InRow { table, field, row } => gives(table, field, &|given| given == row),
        Reference::Line { row } => one.table == other.table && other.target == Target::Row(row),
        Reference::OfSheet { table, field, row, .. } => {
            let is_same = names.tables[other.table].of == names.tables[table].of;
            is_same && gives(other.table, field, &|given| row.is_none_or(|row| row == given))
        }
        Reference::Category { .. }
        | Reference::Marked
        | Reference::Parameter(_)
        | Reference::Run(_)
        | Reference::External { .. } => false,
    })
}
