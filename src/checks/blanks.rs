//! CMP-01 to CMP-04: what was not filled in.

use super::{Check, Hit, Subject};
use crate::facts::Slot;
use crate::form::{
    Arguments, Beside, Case, CellTest, CheckSpec, Form, Group, Judged, Need, Records, Reference, Scope, Typed,
};
use crate::language::{self, Comparator};
use crate::layout::amount_fields;
use crate::sections::{Origin, Rows};
use crate::words::two_decimals;

use super::record::Record;

/// The checks of this file.
pub(super) static CHECKS: [Check; 4] = [
    Check { spec: CheckSpec::new("required", &[]).live(CellTest::Needed(needed)), find: required },
    Check { spec: CheckSpec::new("amount-blank", &["各栏"]), find: amount_blank },
    Check { spec: CheckSpec::new("total-blank", &[]).live(CellTest::Needed(needed_totals)), find: total_blank },
    Check { spec: CheckSpec::new("parts-blank", &["首行"]).live(CellTest::Beside(PARTS_BLANK)), find: parts_blank },
];

/// Fields that have to be filled in, and tables of which at least one record has to be.
fn needed(form: &Form, records: &Records, _: &Arguments) -> Vec<Need> {
    let mut groups = Vec::new();
    for (index, table) in form.tables.iter().enumerate() {
        let slots = |field: usize| (0..records[index].len()).map(move |row| Slot { table: index, row, field });
        if table.required && table.kind.names_rows() {
            let rows = records[index].iter().enumerate();
            let contents = rows.flat_map(|(row, record)| {
                let fields = table.contents(record).into_iter();
                let filled_in = fields.filter(|field| !table.fields[*field].is_computed(record));
                filled_in.map(move |field| Slot { table: index, row, field })
            });
            groups.push(contents.collect());
        } else if table.required {
            groups.push(slots(0).collect());
        }
        let fields = (0..table.fields.len()).filter(|field| table.fields[*field].required);
        groups.extend(fields.flat_map(slots).map(|slot| vec![slot]));
    }
    groups.into_iter().map(Need::any_of).collect()
}

fn required(subject: &Subject<'_>) -> Vec<Hit> {
    let needs = needed(subject.form, &subject.layout.rows, &Arguments::default());
    let blank =
        needs.into_iter().map(|need| need.cells).filter(|group| group.iter().all(|slot| is_blank(subject, *slot)));
    let hit = |group: Vec<Slot>| match group[..] {
        [slot] => Some(Hit::at(vec![slot])),
        [] => None,
        [first, ..] => Some(Hit::at_table(vec![first])),
    };
    blank.filter_map(hit).collect()
}

fn is_blank(subject: &Subject<'_>, slot: Slot) -> bool {
    let entry = subject.entry(slot);
    entry.reading.is_blank() && !entry.lost
}

/// Amounts left blank in a record that is filled in; totals have rules of their own.
fn amount_blank(subject: &Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, table) in subject.grids() {
        for (position, row) in subject.layout.rows[index].iter().enumerate() {
            if !subject.is_filled(index, position) || subject.is_copy(index, position) {
                continue;
            }
            let counts = |slot: &Slot| {
                let field = &table.fields[slot.field];
                if !is_blank(subject, *slot) || field.is_computed(row) || !table.contents(row).contains(&slot.field) {
                    return false;
                }
                if row.total { !field.total } else { !is_defined(subject, index, slot.field) }
            };
            let blank: Vec<Slot> = subject.amounts(index, position).filter(counts).collect();
            if !blank.is_empty() {
                let labels: Vec<&str> = blank.iter().map(|slot| table.fields[slot.field].label.as_str()).collect();
                let fact = labels.join("、");
                hits.push(Hit::at_record(blank).fact("各栏", fact));
            }
        }
    }
    hits
}

/// Whether a rule says what a field must be equal to.
fn is_defined(subject: &Subject<'_>, table: usize, field: usize) -> bool {
    definitions(subject).any(|(_, case)| case.mark == Some(Reference::Here { table, field }))
}

/// The conditions of the form that say what a field of a row is equal to.
fn definitions<'a>(subject: &Subject<'a>) -> impl Iterator<Item = (&'a Scope, &'a Case)> {
    subject.form.rules.iter().flat_map(|rule| match &rule.judged {
        Judged::Cases { scope: scope @ Scope::Rows { .. }, cases, .. } => {
            let equals = |case: &&Case| {
                case.must.expression().sides().is_some_and(|sides| sides.comparator == Comparator::Equal)
                    && case.aside.is_some()
            };
            cases.iter().filter(equals).map(move |case| (scope, case)).collect::<Vec<_>>()
        }
        Judged::Cases { .. } | Judged::Check { .. } => Vec::new(),
    })
}

/// The totals of total rows.
fn needed_totals(form: &Form, records: &Records, _: &Arguments) -> Vec<Need> {
    let mut totals = Vec::new();
    for (index, table) in form.tables.iter().enumerate().filter(|(_, table)| matches!(table.rows, Rows::List(_))) {
        for (row, _) in records[index].iter().enumerate().filter(|(_, row)| row.total) {
            let fields = amount_fields(table).filter(|field| table.fields[*field].total);
            totals.extend(fields.map(|field| Need::any_of(vec![Slot { table: index, row, field }])));
        }
    }
    totals
}

/// Totals left blank in the total row, with what they should be.
fn total_blank(subject: &Subject<'_>) -> Vec<Hit> {
    let totals = needed_totals(subject.form, &subject.layout.rows, &Arguments::default());
    let blank = totals.into_iter().flat_map(|need| need.cells).filter(|slot| is_blank(subject, *slot));
    let hit = blank.map(|slot| {
        let hit = Hit::at(vec![slot]);
        match expected(subject, slot) {
            Some(expected) => hit.expected(expected),
            None => hit,
        }
    });
    hit.collect()
}

/// What the form says a field must be equal to, where anything it is made of is filled in.
fn expected(subject: &Subject<'_>, slot: Slot) -> Option<String> {
    let mark = Reference::Here { table: slot.table, field: slot.field };
    let (scope, case) = definitions(subject).find(|(_, case)| case.mark == Some(mark))?;
    let record = Record { subject, scope, number: slot.row, marked: case.mark };
    let right = case.must.expression().sides()?.right;
    let filled = |reference: &&Reference| record.slots(reference).iter().any(|slot| !is_blank(subject, *slot));
    if !right.references().iter().any(filled) {
        return None;
    }
    let value = language::value(right, &record).ok()?;
    value.number().map(two_decimals)
}

/// All amounts of parts beside those of totals, table by table: totals are filled in and no part is.
const PARTS_BLANK: Beside = Beside {
    groups: |form, records, _| {
        let grids = form.tables.iter().enumerate().filter(|(_, table)| matches!(table.rows, Rows::List(_)));
        let groups = grids.map(|(index, table)| {
            let of = |total: bool| -> Vec<Slot> {
                let rows = records[index].iter().enumerate().filter(|(_, row)| row.total == total);
                let rows = rows.filter(|(_, row)| !matches!(row.origin, Origin::Copy(_)));
                let slots =
                    rows.map(|(row, _)| amount_fields(table).map(move |field| Slot { table: index, row, field }));
                slots.flatten().collect()
            };
            Group { cells: vec![of(false), of(true)], ..Group::default() }
        });
        groups.filter(|group| group.cells.iter().all(|cells| !cells.is_empty())).collect()
    },
    formula: |cells, _| match cells {
        [parts, totals] => format!("AND({}=0,{}>0)", filled_in(parts), filled_in(totals)),
        _ => "FALSE".to_owned(),
    },
    is_wrong: |cells, _| match cells {
        [parts, totals] => {
            let is_blank = |cell: &Typed<'_>| *cell == Typed::Blank;
            parts.iter().all(is_blank) && !totals.iter().all(is_blank)
        }
        _ => false,
    },
};

/// How many cells of some areas are filled in, as a formula.
pub(super) fn filled_in(areas: &[String]) -> String {
    areas.iter().map(|area| format!("SUMPRODUCT(--(LEN({area})>0))")).collect::<Vec<_>>().join("+")
}

fn parts_blank(subject: &Subject<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (index, table) in subject.grids() {
        let rows = &subject.layout.rows[index];
        let filled = |total: bool| {
            rows.iter().enumerate().any(|(position, row)| row.total == total && subject.is_filled(index, position))
        };
        let parts = rows.iter().position(|row| !row.total && !matches!(row.origin, Origin::Copy(_)));
        let lost = |row: usize| subject.amounts(index, row).any(|slot| subject.entry(slot).lost);
        let (Some(first), Rows::List(_)) = (parts, &table.rows) else { continue };
        if filled(true) && !filled(false) && !lost(first) {
            let slots = subject.amounts(index, first).collect();
            hits.push(Hit::at_table(slots).fact("首行", subject.row_name(index, first)));
        }
    }
    hits
}
