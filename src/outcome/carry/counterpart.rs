//! Where a field of the old form is in the new one: by table, row and field, by their old names where they were renamed.

use std::collections::BTreeMap;

use super::pairs::{Thing, paired};
use super::{Side, Why};
use crate::facts::Slot;
use crate::plan::PROJECTS;
use crate::prose::{says_none, unnumbered};
use crate::sections::{Field, ListRow, Origin, Row, Rows, Table, counterpart};
use crate::words::Value;

/// The rows of one table of the old form in the new one.
struct OfTable {
    table: usize,
    rows: Vec<Result<usize, Why>>,
}

/// Where everything of the old form is in the new one.
pub(super) struct Counterparts<'a> {
    old: Side<'a>,
    new: Side<'a>,
    tables: Vec<Result<OfTable, Why>>,
}

impl<'a> Counterparts<'a> {
    pub fn new(old: Side<'a>, new: Side<'a>) -> Self {
        let copies = paired(&copies(old), &copies(new));
        let tables = old.form.tables.iter().enumerate().map(|(from, known)| {
            let copy = match known.copy {
                Some(copy) => Some(copies.get(copy).copied().flatten().ok_or(Why::NoProject)?),
                None => None,
            };
            let table = table_of(known, new, copy).ok_or(Why::NoField)?;
            let rows = if known.of_copies && new.form.tables[table].of_copies {
                let has = |copy: &usize| *copy < new.layout.rows[table].len();
                let row = |row: usize| copies.get(row).copied().flatten().filter(has).ok_or(Why::NoProject);
                (0..old.layout.rows[from].len()).map(row).collect()
            } else {
                rows((old, from), (new, table))
            };
            Ok(OfTable { table, rows })
        });
        let tables = tables.collect();
        Self { old, new, tables }
    }

    /// Where a field is.
    pub fn of(&self, slot: Slot) -> Result<Slot, Why> {
        let OfTable { table, rows } = self.tables[slot.table].as_ref().map_err(Clone::clone)?;
        let row = rows[slot.row].clone()?;
        let known = &self.old.form.tables[slot.table].fields[slot.field];
        let asked = &self.new.form.tables[*table];
        let field = if self.old.is_name(slot) && asked.kind.names_rows() {
            0
        } else {
            counterpart(&asked.fields.iter().map(Field::called), known.called()).ok_or(Why::NoField)?
        };
        Ok(Slot { table: *table, row, field })
    }

    /// Whether a field says no more than that there is no such sub-unit: 无 and zeros.
    pub fn is_nothing(&self, slot: Slot) -> bool {
        let origin = self.old.layout.rows[slot.table][slot.row].origin;
        let name = self.old.row_name(slot.table, slot.row);
        let value = self.old.entry(slot).reading.value.as_ref().and_then(Value::number);
        let is_zero = value.is_some_and(|number| number.is_zero());
        matches!(origin, Origin::Placeholder | Origin::Spare) && says_none(&name) && (is_zero || self.old.is_name(slot))
    }
}

/// The new table of an old one.
fn table_of(known: &Table, new: Side<'_>, copy: Option<usize>) -> Option<usize> {
    let all = || new.form.tables.iter().enumerate().filter(|(_, table)| table.copy == copy);
    let at = counterpart(&all().map(|(_, table)| table.called()), known.called())?;
    all().nth(at).map(|(position, _)| position)
}

/// The sheets that stand once for each project.
fn copies(side: Side<'_>) -> Vec<Thing> {
    let count = side.form.sheets.iter().filter_map(|sheet| sheet.copy).max().map_or(0, |last| last + 1);
    let mut things = vec![Thing::default(); count];
    for (copy, thing) in things.iter_mut().enumerate() {
        let said = side.issued.get(&format!("{PROJECTS}{}", copy + 1)).trim();
        thing.fixed = !said.is_empty();
        said.clone_into(&mut thing.name);
        let named = side.form.sheets.iter().find(|sheet| sheet.copy == Some(copy));
        if let Some(name) = named.and_then(|sheet| sheet.named_by).filter(|_| said.is_empty()) {
            side.entry(name).reading.found.trim().clone_into(&mut thing.name);
        }
        let of_copy = |slot: &Slot| side.form.tables[slot.table].copy == Some(copy);
        thing.used = side.layout.slots().filter(of_copy).any(|slot| side.is_typed(slot));
    }
    things
}

/// Rows that are told apart by number or by name only: those of one row of a list, or all of a table without list.
type Groups = BTreeMap<usize, Vec<usize>>;

fn groups(rows: &[Row]) -> Groups {
    let mut groups = Groups::new();
    for (position, row) in rows.iter().enumerate() {
        groups.entry(row.of).or_default().push(position);
    }
    groups
}

fn rows((old, from): (Side<'_>, usize), (new, to): (Side<'_>, usize)) -> Vec<Result<usize, Why>> {
    let (known, asked) = (&old.form.tables[from], &new.form.tables[to]);
    let (old_rows, new_rows) = (&old.layout.rows[from], &new.layout.rows[to]);
    let mut found: Vec<Result<usize, Why>> = vec![Err(Why::NoRow); old_rows.len()];
    match (&known.rows, &asked.rows) {
        (Rows::List(old_list), Rows::List(new_list)) => {
            let (old_list, new_list) = (&old.form.lists[*old_list], &new.form.lists[*new_list]);
            let new_groups = groups(new_rows);
            let names = (0..new_list.rows.len()).map(|of| new_list.called(of));
            for (of, positions) in groups(old_rows) {
                let Some(at) = counterpart(&names, old_list.called(of)) else { continue };
                let places = new_groups.get(&at).map_or(&[][..], Vec::as_slice);
                let is_repeated = |row: &ListRow| matches!(row, ListRow::Repeated { .. });
                let is_named = is_repeated(&old_list.rows[of]) && is_repeated(&new_list.rows[at]);
                pair(((old, from), &positions), ((new, to), places), is_named, &mut found);
            }
        }
        (Rows::One, Rows::One) => found = vec![Ok(0); old_rows.len()],
        (Rows::Repeated { .. }, Rows::Repeated { .. }) => {
            let all = |rows: &[Row]| (0..rows.len()).collect::<Vec<_>>();
            let (positions, places) = (all(old_rows), all(new_rows));
            pair(((old, from), &positions), ((new, to), &places), false, &mut found);
        }
        _ => {
            for (row, found) in old_rows.iter().zip(&mut found) {
                *found = new_rows.iter().position(|new| new.id == row.id).ok_or(Why::NoRow);
            }
        }
    }
    found
}

fn pair(
    ((old, from), positions): ((Side<'_>, usize), &[usize]),
    ((new, to), places): ((Side<'_>, usize), &[usize]),
    is_named: bool,
    found: &mut [Result<usize, Why>],
) {
    let things = |side: Side<'_>, table: usize, rows: &[usize]| -> Vec<Thing> {
        rows.iter().map(|row| thing(side, table, *row, is_named)).collect()
    };
    let (olds, news) = (things(old, from, positions), things(new, to, places));
    let is_closed = news.is_empty() || news.iter().any(|thing| thing.fixed);
    for ((row, known), place) in positions.iter().zip(&olds).zip(paired(&olds, &news)) {
        let why = if is_named && is_closed { Why::NoSubUnit } else { Why::TooFewRows };
        let why = if known.name.is_empty() && !news.is_empty() { Why::TooFewRows } else { why };
        found[*row] = place.map(|place| places[place]).ok_or(why);
    }
}

/// What a row is of: its tables are joined by row, so that each may say it.
fn thing(side: Side<'_>, table: usize, row: usize, is_named: bool) -> Thing {
    let rows = &side.form.tables[table].rows;
    let is_joined =
        |other: usize| other == table || matches!(rows, Rows::List(_)) && side.form.tables[other].rows == *rows;
    let joined: Vec<usize> = (0..side.form.tables.len()).filter(|other| is_joined(*other)).collect();
    let planned = &side.layout.rows[table][row];
    let fixed = matches!(planned.origin, Origin::Named(_));
    let mut names = joined.iter().map(|table| side.row_name(*table, row));
    let name = names.find(|name| is_named && !name.is_empty()).unwrap_or_default();
    let is_used = |table: &usize| {
        let fields = 0..side.form.tables[*table].fields.len();
        fields.into_iter().any(|field| side.is_typed(Slot { table: *table, row, field }))
    };
    let says_none = says_none(&name);
    let used = !says_none && (fixed || joined.iter().any(is_used));
    let name = if says_none { String::new() } else { unnumbered(&name).to_owned() };
    Thing { name, used, fixed }
}
