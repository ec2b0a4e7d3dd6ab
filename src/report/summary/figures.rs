//! Which figures of a form stand in the summary, and the rows of them that a return gives.
//!
//! One sheet a form: a row for each row of its list of sub-units (or of its projects), with the figures that stand once in
//! the form beside those of the first row.

use serde::{Deserialize, Serialize};

use crate::facts::Slot;
use crate::form::Form;
use crate::language::Type;
use crate::outcome::ReadFile;
use crate::sections::{Field, ListRow, Origin, Rows, Table};
use crate::words::{Value, plain};

/// What the final accounts are called in templates and rosters.
pub(super) const ACCOUNTS: &str = "决算";
/// The kind of sections that hold indicators.
pub(super) const INDICATORS: &str = "indicators";

/// A value as it stands in the summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Shown {
    Nothing,
    /// A number in plain decimals.
    Figure(String),
    Words(String),
}

/// A row of figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct FigureRow {
    /// What the row is called.
    pub(super) label: String,
    /// Whether it is the sum of the others, or there is no other: what is added up over all units.
    pub(super) total: bool,
    pub(super) values: Vec<Shown>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct IndicatorRow {
    /// The table that it stands in, where a form has several.
    pub(super) table: String,
    /// Its category.
    pub(super) category: String,
    pub(super) values: Vec<Shown>,
}

/// A column: a field of a table by their names in rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    table: String,
    field: String,
    /// Its head.
    pub(super) head: String,
    /// Whether it holds amounts.
    pub(super) is_amount: bool,
    /// Whether it can be added up over units.
    pub(super) adds_up: bool,
    /// Whether it is a sum of others, one of those that are asked for first.
    pub(super) is_sum: bool,
}

/// What a column is called: the label with its unit, where that is not in it.
fn headed(field: &Field) -> String {
    let unit = format!("（{}）", field.unit);
    if field.unit.is_empty() || field.label.contains(&unit) { field.label.clone() } else { field.label.clone() + &unit }
}

impl Source {
    fn of(table: &Table, field: usize) -> Self {
        let field = &table.fields[field];
        let kind = field.kind.language();
        Self {
            table: table.of.clone(),
            field: field.id.clone(),
            head: headed(field),
            is_amount: kind == Type::Amount,
            is_sum: field.total,
            adds_up: kind == Type::Amount || kind == Type::Count,
        }
    }

    /// How the roster calls it where it knows the final accounts.
    pub(super) fn in_accounts(&self) -> String {
        format!("{ACCOUNTS}.{}", self.field)
    }
}

/// What the summary takes from a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    /// Fields that stand once in the form.
    pub(super) once: Vec<Source>,
    /// Fields of the rows of its list.
    pub(super) listed: Vec<Source>,
    /// The fields of an indicator.
    pub(super) indicators: Vec<Source>,
}

impl Figures {
    pub(super) fn of(form: &Form) -> Self {
        let is_figure = |table: &Table, field: usize| {
            let field = &table.fields[field];
            !matches!(field.kind.language(), Type::Text | Type::Date)
        };
        let figures = |tables: &mut dyn Iterator<Item = &Table>| -> Vec<Source> {
            let each = tables.flat_map(|table| {
                let fields = (0..table.fields.len()).filter(|field| is_figure(table, *field));
                fields.map(|field| Source::of(table, field)).collect::<Vec<_>>()
            });
            each.collect()
        };
        let list = main_list(form);
        let mut once = form.tables.iter().filter(|table| table.rows == Rows::One && !is_repeated(form, table));
        let mut listed = form.tables.iter().filter(|table| is_listed(form, table, list));
        let indicators = form.tables.iter().find(|table| table.kind.name() == INDICATORS);
        let (mut once, mut listed) = (figures(&mut once), figures(&mut listed));
        tell_apart(form, once.iter_mut().chain(&mut listed).collect());
        Self {
            once,
            listed,
            indicators: indicators
                .map(|table| (0..table.fields.len()).map(|field| Source::of(table, field)).collect())
                .unwrap_or_default(),
        }
    }

    /// The rows of figures of a return.
    pub(super) fn rows(&self, form: &Form, read: &ReadFile) -> Vec<FigureRow> {
        let list = main_list(form);
        let tables: Vec<usize> = (0..form.tables.len()).filter(|at| is_listed(form, &form.tables[*at], list)).collect();
        let count = tables.iter().map(|table| read.layout.rows[*table].len()).max().unwrap_or_default();
        let has_total = tables.first().is_some_and(|table| read.layout.rows[*table].iter().any(|row| row.total));
        let mut rows = Vec::new();
        for at in 0..count.max(1) {
            let once =
                self.once.iter().map(|source| if at == 0 { value(form, read, source, 0) } else { Shown::Nothing });
            let listed = self
                .listed
                .iter()
                .map(|source| if at < count { value(form, read, source, at) } else { Shown::Nothing });
            let values: Vec<Shown> = once.chain(listed).collect();
            if at > 0 && values.iter().all(|value| *value == Shown::Nothing) {
                continue;
            }
            let row = tables.first().and_then(|table| read.layout.rows[*table].get(at));
            let total = row.is_none_or(|row| row.total || !has_total);
            rows.push(FigureRow {
                label: tables.first().map(|table| label(form, read, *table, at)).unwrap_or_default(),
                total,
                values,
            });
        }
        rows
    }

    /// The indicators of a return; those that are blank are left out.
    pub(super) fn indicator_rows(form: &Form, read: &ReadFile) -> Vec<IndicatorRow> {
        let tables = form.tables.iter().enumerate().filter(|(_, table)| table.kind.name() == INDICATORS);
        let rows = tables.flat_map(|(number, table)| {
            read.layout.rows[number].iter().enumerate().filter_map(move |(at, row)| {
                let values: Vec<Shown> =
                    (0..table.fields.len()).map(|field| shown(read, Slot { table: number, row: at, field })).collect();
                let category = if row.under.is_empty() { &row.label } else { &row.under };
                let is_blank = values.iter().all(|value| *value == Shown::Nothing);
                (!is_blank).then(|| IndicatorRow { table: table.name.clone(), category: category.clone(), values })
            })
        });
        rows.collect()
    }
}

/// Columns of one name are called by their tables too.
fn tell_apart(form: &Form, mut sources: Vec<&mut Source>) {
    let heads: Vec<String> = sources.iter().map(|source| source.head.clone()).collect();
    for source in &mut sources {
        if heads.iter().filter(|head| **head == source.head).count() > 1 {
            let table = form.tables.iter().find(|table| table.of == source.table);
            source.head = format!("{}·{}", table.map_or("", |table| table.name.as_str()), source.head);
        }
    }
}

/// Whether a table stands on a sheet that there may be several of.
fn is_repeated(form: &Form, table: &Table) -> bool {
    form.sheets.get(table.sheet).is_some_and(|sheet| sheet.repeats.is_some())
}

/// The list with rows for the sub-units of a unit.
fn main_list(form: &Form) -> Option<usize> {
    form.lists.iter().position(|list| list.rows.iter().any(|row| matches!(row, ListRow::Repeated { .. })))
}

/// Whether the rows of a table are rows of the summary: those of the list, or where there is none those of the projects.
fn is_listed(form: &Form, table: &Table, list: Option<usize>) -> bool {
    match list {
        Some(list) => table.rows == Rows::List(list),
        None => table.of_copies && !is_repeated(form, table),
    }
}

/// What a row is called: the name that was filled in where a unit names its rows, or else that of the form.
fn label(form: &Form, read: &ReadFile, table: usize, row: usize) -> String {
    let Some(of) = read.layout.rows[table].get(row) else { return String::new() };
    let is_of_form = matches!(of.origin, Origin::Fixed | Origin::Copy(_));
    if !is_of_form
        && form.tables[table].kind.names_rows()
        && let Shown::Words(name) = shown(read, Slot { table, row, field: 0 })
    {
        return name;
    }
    read.stamp.issued.fill(if is_of_form { &of.short } else { &of.label }).into_owned()
}

fn value(form: &Form, read: &ReadFile, source: &Source, row: usize) -> Shown {
    let found = form.tables.iter().position(|table| table.of == source.table).and_then(|table| {
        let field = form.tables[table].field(&source.field)?;
        (row < read.layout.rows[table].len()).then_some(Slot { table, row, field })
    });
    found.map_or(Shown::Nothing, |slot| shown(read, slot))
}

fn shown(read: &ReadFile, slot: Slot) -> Shown {
    let reading = &read.found.submission.entry(slot).reading;
    match &reading.value {
        Some(Value::Number(number)) => Shown::Figure(plain(*number)),
        Some(Value::Date(day)) => Shown::Words(day.to_string()),
        Some(Value::Text(text)) if !text.is_empty() => Shown::Words(text.clone()),
        Some(Value::Text(_)) | None if reading.found.trim().is_empty() => Shown::Nothing,
        Some(Value::Text(_)) | None => Shown::Words(reading.found.clone()),
    }
}
