//! What is checked: one return, with everything that rules may ask about it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::unit_names::UnitNames;
use crate::facts::{Damage, Entry, Severity, Slot, Submission};
use crate::form::{Arguments, Form, Rule, Tolerance};
use crate::layout::Layout;
use crate::plan::{Issued, PARAMETER, SEVERITY, Stamp};
use crate::sections::{Field, Origin, Row, Rows, Table};
use crate::words::Value;

/// What a run of the tool brings along.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// The year that is evaluated.
    pub year: i16,
    /// The day the file came in.
    pub received: Option<Date>,
    /// The last day to hand in.
    pub deadline: Option<Date>,
    /// The bureau's values of the form's parameters; the form's own where a parameter is not here.
    pub parameters: BTreeMap<String, Decimal>,
    /// The bureau's severities of rules.
    pub severities: BTreeMap<String, Severity>,
    /// The names of all units of the roster; none where there is no roster.
    pub unit_names: Arc<UnitNames>,
    /// Figures from elsewhere by `决算.收入合计`.
    pub externals: BTreeMap<String, Decimal>,
}

impl Run {
    /// What was known when a workbook was issued: nothing of its return.
    #[must_use]
    pub fn issued(stamp: &Stamp) -> Self {
        let parameters = stamp
            .issued
            .iter()
            .filter_map(|(name, value)| Some((name.strip_prefix(PARAMETER)?.to_owned(), value.parse().ok()?)));
        let severities = stamp.issued.iter().filter_map(|(name, word)| {
            let severity = Severity::ALL.into_iter().find(|severity| severity.word() == word)?;
            Some((name.strip_prefix(SEVERITY)?.to_owned(), severity))
        });
        Self {
            year: stamp.year,
            deadline: stamp.deadline,
            parameters: parameters.collect(),
            severities: severities.collect(),
            ..Self::default()
        }
    }

    /// How much a rule weighs, the bureau's word first.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> Severity {
        self.severities.get(&rule.id).copied().unwrap_or(rule.severity)
    }

    /// A parameter of a form, the bureau's value first.
    #[must_use]
    pub fn parameter(&self, form: &Form, position: usize) -> Decimal {
        let parameter = &form.parameters[position];
        self.parameters.get(&parameter.id).copied().unwrap_or(parameter.value)
    }
}

/// The fields of a sheet that the unit fills in.
#[must_use]
pub fn entries_of(layout: &Layout, sheet: usize) -> Vec<Slot> {
    let cells = layout.sheets[sheet].cells.iter();
    cells.filter(|planned| planned.filling.is_input()).filter_map(|planned| planned.filling.slot()).collect()
}

/// One return that is checked.
#[derive(Debug)]
pub struct Subject<'a> {
    /// The form.
    pub form: &'a Form,
    /// Its layout for this unit.
    pub layout: &'a Layout,
    /// The values.
    pub submission: &'a Submission,
    /// What differs from the workbook that was issued.
    pub damages: &'a [Damage],
    /// What the workbook was issued with.
    pub issued: &'a Issued,
    /// The run.
    pub run: &'a Run,
    /// Per table and row whether any amount is filled in.
    filled: Vec<Vec<bool>>,
    /// The fields about which something is odd.
    odd: Vec<Slot>,
    /// Whether any field is nowhere in the file.
    any_lost: bool,
}

impl<'a> Subject<'a> {
    /// A return that is to be checked.
    #[must_use]
    pub fn new(
        (form, layout): (&'a Form, &'a Layout),
        submission: &'a Submission,
        damages: &'a [Damage],
        issued: &'a Issued,
        run: &'a Run,
    ) -> Self {
        let is_filled = |table: usize, row: usize| {
            let filled = |field: &usize| !submission.entry(Slot { table, row, field: *field }).reading.is_blank();
            form.tables[table].contents(&layout.rows[table][row]).iter().any(filled)
        };
        let rows = |table: usize| (0..layout.rows[table].len()).map(|row| is_filled(table, row)).collect();
        let filled = (0..form.tables.len()).map(rows).collect();
        let odd = layout.slots().filter(|slot| !submission.entry(*slot).reading.oddities.is_empty()).collect();
        let any_lost = layout.slots().any(|slot| submission.entry(slot).lost);
        Self { form, layout, submission, damages, issued, run, filled, odd, any_lost }
    }

    /// Whether any field is nowhere in the file.
    #[must_use]
    pub const fn any_lost(&self) -> bool {
        self.any_lost
    }

    /// The fields about which something is odd.
    #[must_use]
    pub fn odd(&self) -> &[Slot] {
        &self.odd
    }

    /// The entry of a field.
    #[must_use]
    pub fn entry(&self, slot: Slot) -> &'a Entry {
        self.submission.entry(slot)
    }

    /// The table of a field.
    #[must_use]
    pub fn table(&self, slot: Slot) -> &'a Table {
        &self.form.tables[slot.table]
    }

    /// What the form says of a field.
    #[must_use]
    pub fn field(&self, slot: Slot) -> &'a Field {
        &self.form.tables[slot.table].fields[slot.field]
    }

    /// The record of a field.
    #[must_use]
    pub fn row(&self, slot: Slot) -> &'a Row {
        &self.layout.rows[slot.table][slot.row]
    }

    /// The fields of amounts of a record.
    pub fn amounts(&self, table: usize, row: usize) -> impl Iterator<Item = Slot> + 'a {
        self.layout.amounts(table).iter().map(move |field| Slot { table, row, field: *field })
    }

    /// Whether any amount of a record is filled in.
    #[must_use]
    pub fn is_filled(&self, table: usize, row: usize) -> bool {
        self.filled[table][row]
    }

    /// Whether a record only repeats another by formulas.
    #[must_use]
    pub fn is_copy(&self, table: usize, row: usize) -> bool {
        matches!(self.layout.rows[table][row].origin, Origin::Copy(_))
    }

    /// Whether a field only repeats another by a formula.
    #[must_use]
    pub fn is_copy_slot(&self, slot: Slot) -> bool {
        self.is_copy(slot.table, slot.row)
    }

    /// The tables whose rows are those of a list, with their positions.
    pub fn grids(&self) -> impl Iterator<Item = (usize, &'a Table)> {
        self.form.tables.iter().enumerate().filter(|(_, table)| matches!(table.rows, Rows::List(_)))
    }

    /// The name of a record as it stands in the file, or as the form has it; empty where a table has one record.
    #[must_use]
    pub fn row_name(&self, table: usize, row: usize) -> String {
        let planned = &self.layout.rows[table][row];
        match planned.origin {
            Origin::Placeholder | Origin::Spare => {
                let name = self.entry(Slot { table, row, field: 0 });
                match &name.reading.value {
                    Some(Value::Text(name)) => name.clone(),
                    Some(Value::Number(_) | Value::Date(_)) | None => planned.short.clone(),
                }
            }
            Origin::Fixed | Origin::Copy(_) | Origin::Named(_) | Origin::Repeated => {
                self.issued.fill(&planned.short).into_owned()
            }
        }
    }

    /// A parameter of the form, the bureau's value first.
    #[must_use]
    pub fn parameter(&self, position: usize) -> Decimal {
        self.run.parameter(self.form, position)
    }

    /// Whether a repeated sheet is not in use: nothing is said of it then.
    #[must_use]
    pub fn is_idle(&self, sheet: usize) -> bool {
        self.form.in_use_by(sheet).is_some_and(|name| self.entry(name).reading.is_blank())
    }

    /// Whether something is filled in on a repeated sheet that is not in use, as its thing has no name.
    #[must_use]
    pub fn is_nameless(&self, sheet: usize) -> bool {
        self.is_idle(sheet)
            && entries_of(self.layout, sheet).into_iter().any(|slot| !self.entry(slot).reading.is_blank())
    }

    /// Whether nothing is said of a field, as its sheet is not in use.
    #[must_use]
    pub fn is_silent(&self, slot: Slot) -> bool {
        let sheet = self.table(slot).sheet;
        let is_name = self.form.in_use_by(sheet) == Some(slot);
        self.is_idle(sheet) && !(is_name && self.is_nameless(sheet))
    }

    /// The limits of a check, in its order, the bureau's values first.
    #[must_use]
    pub fn limits<const N: usize>(&self, arguments: &Arguments) -> [Decimal; N] {
        std::array::from_fn(|position| {
            let limit = arguments.limits.get(position);
            limit.map(|limit| self.parameter(*limit)).unwrap_or_default()
        })
    }

    /// By how much figures of a check may differ.
    #[must_use]
    pub fn tolerance(&self, arguments: &Arguments) -> Decimal {
        match arguments.tolerance {
            Tolerance::Figure(figure) => figure,
            Tolerance::Parameter(position) => self.parameter(position),
        }
    }

    /// Every field of every record that the unit fills in or sees filled.
    pub fn slots(&self) -> impl Iterator<Item = Slot> + 'a {
        self.layout.slots()
    }
}
