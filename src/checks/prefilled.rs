//! FIL-17: figures that a workbook was issued with and the unit has changed.

use rust_decimal::Decimal;

use super::{Check, Hit, Subject};
use crate::facts::Slot;
use crate::form::CheckSpec;
use crate::words::{Value, two_decimals};

/// The check of this file.
pub(super) static CHECKS: [Check; 1] = [Check { spec: CheckSpec::new("prefilled-changed", &[]), find: changed }];

fn changed(subject: &Subject<'_>) -> Vec<Hit> {
    let hit = |slot: Slot| {
        let issued = issued(subject, slot)?;
        // What was taken out, or cannot be read, is said as that.
        let Some(Value::Number(found)) = &subject.entry(slot).reading.value else { return None };
        let (found, issued) = (two_decimals(*found), two_decimals(issued));
        (found != issued).then(|| Hit::at(vec![slot]).found(found).expected(issued))
    };
    subject.slots().filter_map(hit).collect()
}

/// The figure that a field was issued with, where the roster had one.
fn issued(subject: &Subject<'_>, slot: Slot) -> Option<Decimal> {
    let (table, field) = (subject.table(slot), subject.field(slot));
    field.reference.then(|| subject.issued.get(&format!("{}.{}", table.id, field.id)).parse().ok()).flatten()
}
