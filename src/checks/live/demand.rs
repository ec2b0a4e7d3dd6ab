//! What a live check looks at besides its sentences: the cells that say whether there is anything to judge.

use crate::checks::subject::Run;
use crate::facts::Slot;
use crate::form::{Case, Form, Judged, Reference, RunFact, Scope};
use crate::language::{Must, UNFILLED};
use crate::layout::{Layout, amount_fields};
use crate::plan::LiveCheck;
use crate::sections::{Origin, Rows};

/// One condition over one record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Condition<'a> {
    pub scope: &'a Scope,
    pub when: Option<&'a Must<Reference>>,
    pub case: &'a Case,
    pub record: usize,
}

impl<'a> Condition<'a> {
    /// The condition of a live check; nothing where it is a test of cells.
    pub(super) fn of(form: &'a Form, check: LiveCheck) -> Option<Self> {
        let LiveCheck::Condition { rule, case, record } = check else { return None };
        let Judged::Cases { scope, when, cases } = &form.rules.get(rule)?.judged else { return None };
        Some(Self { scope, when: when.as_ref(), case: cases.get(case)?, record })
    }

    /// The field that says whether its sheet is in use; nothing where it always is.
    pub(super) fn in_use_by(&self, form: &Form) -> Option<Slot> {
        form.in_use_by(form.tables[self.scope.first_table(&form.tables)?].sheet)
    }

    /// The fields that a reference means.
    pub(super) fn slots(&self, layout: &Layout, reference: &Reference) -> Vec<Slot> {
        layout.slots_of(self.scope, self.record, reference)
    }

    /// Whether everything it asks of a run is known.
    pub(super) fn is_known(&self, run: &Run) -> bool {
        let sentences = self.when.into_iter().chain([&self.case.must]);
        let mut references = sentences.flat_map(|sentence| sentence.expression().references());
        run.deadline.is_some() || !references.any(|reference| *reference == Reference::Run(RunFact::Deadline))
    }

    /// Every field that takes part.
    pub(super) fn all(&self, layout: &Layout) -> Vec<Slot> {
        let sentences = self.when.into_iter().chain([&self.case.must]);
        let references = sentences.flat_map(|sentence| sentence.expression().references());
        references.flat_map(|reference| self.slots(layout, reference)).collect()
    }

    /// The fields whose values are used.
    pub(super) fn used(&self, layout: &Layout) -> Vec<Slot> {
        let sentences = self.when.into_iter().chain([&self.case.must]);
        let references = sentences.flat_map(|sentence| sentence.expression().value_references());
        references.flat_map(|reference| self.slots(layout, reference)).collect()
    }

    /// Groups of fields: the record is there where something of each is filled in. None where only its own fields say.
    pub(super) fn present(&self, form: &Form, layout: &Layout) -> Vec<Vec<Slot>> {
        if let Scope::Columns { table, .. } = self.scope {
            let rows = layout.rows[*table].iter().enumerate().filter(|(_, row)| !row.total);
            let slots = rows.flat_map(|(row, _)| {
                amount_fields(&form.tables[*table]).map(move |field| Slot { table: *table, row, field })
            });
            return vec![slots.collect()];
        }
        let tables = joined_tables(form, &self.case.must);
        let slots = |table: usize| {
            let fields = form.tables[table].contents(&layout.rows[table][self.record]).into_iter();
            fields.map(|field| Slot { table, row: self.record, field }).collect()
        };
        tables.into_iter().map(slots).collect()
    }

    /// What is said where nothing is filled in: nothing of a record that need not be there, or that is signed by hand.
    pub(super) fn unused(&self, form: &Form, layout: &Layout) -> &'static str {
        let optional = |slot: &Slot| match layout.rows[slot.table][slot.row].origin {
            // A sub-unit that is no more leaves its row blank: its name is locked.
            Origin::Placeholder | Origin::Spare | Origin::Named(_) => true,
            Origin::Repeated => matches!(self.scope, Scope::Repeated { .. } | Scope::Rows { .. }),
            Origin::Fixed | Origin::Copy(_) => form.tables[slot.table].fields[slot.field].signed,
        };
        if self.all(layout).iter().all(optional) { "" } else { UNFILLED }
    }
}

/// The tables that a sentence joins by row.
pub(in crate::checks) fn joined_tables(form: &Form, must: &Must<Reference>) -> Vec<usize> {
    let mut tables: Vec<usize> = Vec::new();
    for reference in must.expression().references() {
        if let Reference::Here { table, .. } = reference
            && matches!(form.tables[*table].rows, Rows::List(_))
            && !tables.contains(table)
        {
            tables.push(*table);
        }
    }
    tables
}

/// Whether a blank in this field is reported by itself, so that nothing else can be said of it.
pub(in crate::checks) fn is_needed(form: &Form, layout: &Layout, slot: Slot) -> bool {
    let field = &form.tables[slot.table].fields[slot.field];
    let row = &layout.rows[slot.table][slot.row];
    let is_result = field.is_computed(row) && !form.may_be_unused(slot);
    field.required || field.reference || is_result || (field.total && row.total)
}
