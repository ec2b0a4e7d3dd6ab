//! CMP-05 to CMP-07 and XTB-12: names of sub-units and the rows behind them.

use super::blanks::filled_in;
use super::people::{bare, bare_cell, repeated};
use super::{Check, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Beside, CellTest, CheckSpec, Group, Typed};
use crate::layout::amount_fields;
use crate::prose::{says_none, unnumbered};
use crate::sections::{Origin, Row, Rows};
use crate::words::Value;

/// The checks of this file.
pub(super) static CHECKS: [Check; 4] = [
    Check { spec: CheckSpec::new("placeholder-row", &[]), find: placeholder_row },
    Check {
        spec: CheckSpec::new("placeholder-named", &["序号"]).live(CellTest::Beside(NAMELESS)),
        find: placeholder_named,
    },
    Check { spec: CheckSpec::new("unit-row-missing", &["机构", "有", "无"]), find: unit_row_missing },
    Check {
        spec: CheckSpec::new("unit-names-differ", &["甲表", "甲", "乙表", "乙", "重复", "次数"]),
        find: unit_names_differ,
    },
];

/// The name of a row beside its amounts: data without a name, or under the template's own.
const NAMELESS: Beside = Beside {
    groups: |form, records, _| {
        let mut groups = Vec::new();
        for (index, table) in form.tables.iter().enumerate().filter(|(_, table)| matches!(table.rows, Rows::List(_))) {
            let named = |row: &Row| matches!(row.origin, Origin::Placeholder | Origin::Spare);
            for (position, row) in records[index].iter().enumerate().filter(|(_, row)| named(row)) {
                let slot = |field| Slot { table: index, row: position, field };
                let amounts: Vec<Slot> = amount_fields(table).map(slot).collect();
                if !amounts.is_empty() {
                    groups.push(Group { cells: vec![vec![slot(0)], amounts], issued: row.label.clone() });
                }
            }
        }
        groups
    },
    formula: |cells, issued| match cells {
        [name, amounts] => {
            let name = bare_cell(&name.concat());
            format!("AND(OR({name}=\"\",{name}=\"{issued}\"),{}>0)", filled_in(amounts))
        }
        _ => "FALSE".to_owned(),
    },
    is_wrong: |cells, issued| match cells {
        [name, amounts] => {
            let is_own = |name: &Typed<'_>| bare(name).is_empty() || bare(name) == issued;
            name.iter().any(is_own) && amounts.iter().any(|amount| *amount != Typed::Blank)
        }
        _ => false,
    },
};

/// A row of a sub-unit in one table.
struct UnitRow {
    slot: Slot,
    /// The name without its number; empty where nothing was filled in.
    name: String,
    /// Whether the name is the template's own.
    is_placeholder: bool,
    /// Whether any amount is filled in.
    filled: bool,
}

fn unit_rows(subject: &Subject<'_>, table: usize) -> Vec<UnitRow> {
    let mut rows = Vec::new();
    for (position, row) in subject.layout.rows[table].iter().enumerate() {
        if !matches!(row.origin, Origin::Named(_) | Origin::Placeholder | Origin::Spare) {
            continue;
        }
        let slot = Slot { table, row: position, field: 0 };
        let typed = subject.entry(slot).reading.found.trim().to_owned();
        let is_placeholder = row.origin == Origin::Placeholder && unnumbered(&typed) == unnumbered(&row.label);
        let filled = subject.is_filled(table, position);
        rows.push(UnitRow { slot, name: unnumbered(&typed).to_owned(), is_placeholder, filled });
    }
    rows
}

/// The rows of sub-units of every table that has some and of which none is lost: of the others nothing can be said.
fn whole_tables(subject: &Subject<'_>) -> Vec<(usize, Vec<UnitRow>)> {
    let tables = subject.grids().map(|(table, _)| (table, unit_rows(subject, table)));
    let is_whole = |rows: &[UnitRow]| rows.iter().all(|row| !subject.entry(row.slot).lost);
    tables.filter(|(_, rows)| !rows.is_empty() && is_whole(rows)).collect()
}

/// Rows that still bear the template's name and no data: one finding a table.
fn placeholder_row(subject: &Subject<'_>) -> Vec<Hit> {
    let hit = |(table, _)| {
        let left: Vec<Slot> = unit_rows(subject, table)
            .into_iter()
            .filter(|row| row.is_placeholder && !row.filled)
            .map(|row| row.slot)
            .collect();
        let names: Vec<&str> = left.iter().map(|slot| subject.entry(*slot).reading.found.trim()).collect();
        let names = names.join("、");
        (!left.is_empty()).then(|| Hit::at_table(left).found(names))
    };
    subject.grids().filter_map(hit).collect()
}

/// Rows with data that bear no name, the template's own, or 无 beside more than zeros.
fn placeholder_named(subject: &Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (table, _) in subject.grids() {
        for row in unit_rows(subject, table) {
            let denied = says_none(&row.name) && has_amounts(subject, table, row.slot.row);
            if row.filled && (row.is_placeholder || row.name.is_empty() || denied) {
                let number = (row.slot.row + 1).to_string();
                let typed = subject.entry(row.slot).reading.found.trim().to_owned();
                let hit = Hit::at(vec![row.slot]).fact("序号", number);
                hits.push(if typed.is_empty() { hit } else { hit.found(typed) });
            }
        }
    }
    hits
}

/// Whether any amount of a record is more than zero.
fn has_amounts(subject: &Subject<'_>, table: usize, row: usize) -> bool {
    let is_zero = |slot| match &subject.entry(slot).reading.value {
        Some(Value::Number(number)) => number.is_zero(),
        Some(Value::Text(_) | Value::Date(_)) | None => subject.entry(slot).reading.is_blank(),
    };
    !subject.amounts(table, row).all(is_zero)
}

/// Sub-units with data in some tables and none in others.
fn unit_row_missing(subject: &Subject<'_>) -> Vec<Hit> {
    let tables = whole_tables(subject);
    let mut names: Vec<&str> = Vec::new();
    for row in tables.iter().flat_map(|(_, rows)| rows) {
        if is_name(row) && !names.contains(&row.name.as_str()) {
            names.push(&row.name);
        }
    }
    let mut hits = Vec::new();
    for name in names {
        let filled = |rows: &[UnitRow]| rows.iter().any(|row| row.name == name && row.filled);
        let table_name = |table: usize| subject.form.tables[table].name.as_str();
        let listed = |with: bool| {
            let fitting = tables.iter().filter(|(_, rows)| filled(rows) == with);
            fitting.map(|(table, _)| table_name(*table)).collect::<Vec<_>>().join("、")
        };
        let blank: Vec<Slot> = tables
            .iter()
            .filter(|(_, rows)| !filled(rows))
            .filter_map(|(_, rows)| rows.iter().find(|row| row.name == name).map(|row| row.slot))
            .collect();
        // A unit that is not listed in a table at all is a matter of names (XTB-12).
        if tables.iter().any(|(_, rows)| filled(rows)) && !blank.is_empty() {
            let hit = Hit::at(blank).fact("机构", name).fact("有", listed(true)).fact("无", listed(false));
            hits.push(hit);
        }
    }
    hits
}

fn is_name(row: &UnitRow) -> bool {
    !row.name.is_empty() && !row.is_placeholder && !says_none(&row.name)
}

/// Sub-units that stand twice in a table, each at its second place.
fn named_twice(tables: &[(usize, Vec<UnitRow>)]) -> Vec<Hit> {
    let named = |rows: &[UnitRow]| {
        let names = rows.iter().filter(|row| is_name(row)).map(|row| (row.slot, row.name.clone()));
        repeated(names.collect::<Vec<_>>().into_iter())
    };
    let hits = tables.iter().flat_map(|(_, rows)| named(rows));
    hits.map(|hit| {
        let name = hit.found.clone().unwrap_or_default();
        hit.fact("重复", name)
    })
    .collect()
}

/// Sub-units that a table names twice, and tables whose sub-units are not those of the first.
fn unit_names_differ(subject: &Subject<'_>) -> Vec<Hit> {
    let tables = whole_tables(subject);
    let mut hits = named_twice(&tables);
    let mut tables = tables.into_iter();
    let Some((first, first_rows)) = tables.next() else { return hits };
    let names =
        |rows: &[UnitRow]| rows.iter().filter(|row| is_name(row)).map(|row| row.name.clone()).collect::<Vec<_>>();
    let expected = names(&first_rows);
    for (table, rows) in tables {
        let found = names(&rows);
        let differs = |row: &&UnitRow| is_name(row) && !expected.contains(&row.name);
        let missing: Vec<&String> = expected.iter().filter(|name| !found.contains(name)).collect();
        let extra = rows.iter().find(differs);
        if extra.is_none() && missing.is_empty() {
            continue;
        }
        // The row that holds the other name; where a name is only missing, the row that should hold it.
        let at = extra.map(|row| row.slot).or_else(|| {
            let name = missing.first()?;
            let position = first_rows.iter().position(|row| row.name == **name)?;
            rows.get(position).map(|row| row.slot)
        });
        let Some(at) = at else { continue };
        let or_none = |names: &[String]| if names.is_empty() { "无".to_owned() } else { names.join("、") };
        let hit = Hit::at(vec![at])
            .found(or_none(&found))
            .fact("甲表", &*subject.form.tables[first].name)
            .fact("甲", or_none(&expected))
            .fact("乙表", &*subject.form.tables[table].name)
            .fact("乙", or_none(&found));
        hits.push(hit.expected(or_none(&expected)));
    }
    hits
}
