//! The values of one record, for the rule language.

use crate::facts::{Because, Slot};
use crate::form::{Reference, RunFact, Scope};
use crate::language::{Must, Operand, Source};
use crate::words::Value;

use super::Subject;
use super::live::{is_needed, joined_tables};

/// A record that a rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'a> {
    pub subject: &'a Subject<'a>,
    pub scope: &'a Scope,
    /// A row of its tables, or a field where columns are looked at.
    pub number: usize,
    /// The field to correct first.
    pub marked: Option<Reference>,
}

impl Record<'_> {
    /// The fields that a reference means here.
    pub(super) fn slots(&self, reference: &Reference) -> Vec<Slot> {
        let reference = match (reference, &self.marked) {
            (Reference::Marked, Some(marked)) => marked,
            (reference, _) => reference,
        };
        self.subject.layout.slots_of(self.scope, self.number, reference)
    }

    fn operand(&self, slot: Slot) -> Operand {
        let entry = self.subject.entry(slot);
        let place = || entry.place.clone();
        if entry.lost {
            return Operand::Unknown(Because::Missing { name: self.subject.field(slot).label.clone() });
        }
        if entry.reading.is_blank() {
            if let Some(because) = self.not_at_hand(slot) {
                return Operand::Unknown(because);
            }
            // A blank that is reported as such must not be reported again as a zero.
            let reported = is_needed(self.subject.form, self.subject.layout, slot);
            return if reported { Operand::Unknown(Because::Blank { place: place() }) } else { Operand::Blank };
        }
        match &entry.reading.value {
            Some(value) if !entry.reading.oddities.iter().any(crate::facts::Oddity::spoils) => {
                Operand::Value(value.clone())
            }
            Some(_) | None => Operand::Unknown(Because::Unreadable { place: place() }),
        }
    }

    /// Why nothing can be said: the first figure that is used and cannot be read, or whose blank is reported by itself;
    /// not even where the rest would settle the question, so that the workbook's formula says the same.
    pub(super) fn prevented(&self, when: Option<&Must<Reference>>, must: &Must<Reference>) -> Option<Because> {
        let references = when.into_iter().chain([must]).flat_map(|sentence| sentence.expression().value_references());
        let mut slots = references.flat_map(|reference| self.slots(reference));
        slots.find_map(|slot| match self.operand(slot) {
            Operand::Unknown(because @ Because::Blank { .. }) => Some(because),
            Operand::Unknown(because) if self.subject.field(slot).kind.language().is_numeric() => Some(because),
            Operand::Unknown(_) | Operand::Value(_) | Operand::Blank => None,
        })
    }

    /// Why a blank figure from elsewhere is not known.
    fn not_at_hand(&self, slot: Slot) -> Option<Because> {
        let field = self.subject.field(slot);
        let name = || format!("{}.{}", self.subject.table(slot).id, field.id);
        field.reference.then(|| Because::NoReference { name: name() })
    }

    /// Whether every table that a condition joins by row has something in this row; `None` where none has.
    pub(super) fn is_complete(&self, must: &Must<Reference>) -> Option<bool> {
        let tables = joined_tables(self.subject.form, must);
        let filled = tables.iter().filter(|table| self.subject.is_filled(**table, self.number)).count();
        if tables.is_empty() || filled == tables.len() {
            return Some(true);
        }
        (filled > 0).then_some(false)
    }
}

impl Source<Reference> for Record<'_> {
    fn figure(&self, reference: &Reference) -> Operand {
        let subject = self.subject;
        match *reference {
            Reference::Parameter(position) => Operand::Value(Value::Number(subject.parameter(position))),
            Reference::Run(fact) => {
                let value = match fact {
                    RunFact::Year => Some(Value::Number(subject.run.year.into())),
                    RunFact::Received => subject.run.received.map(Value::Date),
                    RunFact::Deadline => subject.run.deadline.map(Value::Date),
                };
                let missing = || Operand::Unknown(Because::NoReference { name: fact.name().to_owned() });
                value.map_or_else(missing, Operand::Value)
            }
            Reference::External { source, field } => {
                let external = &subject.form.externals[source];
                let name = external.name(&external.fields[field]);
                match subject.run.externals.get(&name) {
                    Some(number) => Operand::Value(Value::Number(*number)),
                    None => Operand::Unknown(Because::NoReference { name }),
                }
            }
            Reference::Category { list } => {
                let category = subject.layout.category(subject.form, list, self.number);
                Operand::Value(Value::Text(category.to_owned()))
            }
            Reference::Here { .. }
            | Reference::Single { .. }
            | Reference::InRow { .. }
            | Reference::Column { .. }
            | Reference::Line { .. }
            | Reference::OfSheet { .. }
            | Reference::Marked => match self.slots(reference).first() {
                Some(slot) => self.operand(*slot),
                None => Operand::Blank,
            },
        }
    }

    fn figures(&self, reference: &Reference) -> Vec<Operand> {
        self.slots(reference).into_iter().map(|slot| self.operand(slot)).collect()
    }
}
