//! What the conditions of one rule told: where it is broken, and where it could not be judged.
//!
//! Conditions that mark one field may ask the same of it by figures from different places: 上年 as the unit typed it, and
//! as it was sent. Such a field is wrong once, and it is judged where one of the conditions could be.

use std::collections::HashSet;

use super::engine::{Raised, Unjudged};
use super::hit::Hit;
use super::record::Record;
use super::words;
use crate::facts::{Because, Slot};
use crate::form::{Case, Reference};
use crate::language::{Operand, Source, Type};
use crate::words::Value;

/// What the conditions of a rule told so far.
#[derive(Default)]
pub(super) struct Told<'a> {
    /// Where it is broken.
    pub raised: Vec<Raised<'a>>,
    /// Where it could not be judged.
    unjudged: Vec<(Unjudged<'a>, Option<Slot>)>,
    /// The marked fields of which something could be said.
    judged: HashSet<Slot>,
    /// Those of which a condition with figures from elsewhere could say something.
    judged_elsewhere: HashSet<Slot>,
}

impl<'a> Told<'a> {
    /// Notes that something could be said of the field that a condition marks.
    pub fn judged(&mut self, record: &Record<'_>, case: &Case) {
        let marked = marked(record, case);
        self.judged.extend(marked);
        self.judged_elsewhere.extend(marked.filter(|_| asks_elsewhere(case)));
    }

    /// Notes that nothing could be said.
    pub fn unjudged(&mut self, record: &Record<'_>, case: &Case, unjudged: Unjudged<'a>) {
        self.unjudged.push((unjudged, marked(record, case)));
    }

    /// Notes a finding, but for one that another condition has made of the same field by a figure from elsewhere.
    pub fn raise(&mut self, case: &Case, raised: Raised<'a>) {
        let first = raised.hit.slots.first();
        let known = || self.raised.iter().any(|one| one.hit.slots.first() == first);
        if !(asks_elsewhere(case) && known()) {
            self.raised.push(raised);
        }
    }

    /// What could not be judged. A figure that is not at hand is not missed where another one did, nor any figure where
    /// one from elsewhere did.
    pub fn missed(self) -> impl Iterator<Item = Unjudged<'a>> {
        let Self { unjudged, judged, judged_elsewhere, .. } = self;
        let missed = unjudged.into_iter().filter(move |(one, marked)| {
            let not_at_hand = matches!(one.because, Because::NoReference { .. });
            !marked.is_some_and(|slot| judged_elsewhere.contains(&slot) || (not_at_hand && judged.contains(&slot)))
        });
        missed.map(|(one, _)| one)
    }
}

fn marked(record: &Record<'_>, case: &Case) -> Option<Slot> {
    record.slots(case.mark.as_ref()?).first().copied()
}

fn asks_elsewhere(case: &Case) -> bool {
    case.must.expression().references().iter().any(|reference| matches!(reference, Reference::External { .. }))
}

/// The facts of a hit whose field is compared with another figure: 对照, that figure, and 变动, how many percent the field
/// differs from it.
pub(super) fn compared(record: &Record<'_>, case: &Case, hit: Hit) -> Hit {
    let references = case.must.expression().value_references().into_iter();
    let mut others = references.filter(|one| Some(**one) != case.mark && !matches!(one, Reference::Parameter(_)));
    let other = others.next().map(|other| record.figure(other));
    let Some(Operand::Value(Value::Number(last))) = other else { return hit };
    let word = |number| words::value(Type::Amount, &Value::Number(number));
    let now = hit.slots.first().and_then(|slot| record.subject.entry(*slot).reading.value.as_ref()?.number());
    let change = now.and_then(|now| now.checked_sub(last)?.checked_div(last)?.abs().checked_mul(100.into()));
    let hit = hit.fact("对照", word(last));
    match change {
        Some(change) => hit.fact("变动", word(change)),
        None => hit,
    }
}
