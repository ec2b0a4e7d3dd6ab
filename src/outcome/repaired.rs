//! A return whose damage is put back in the marked copy, as it is then: read again, and judged as that.

use super::judge::Judge;
use super::recognise::Recognised;
use crate::excel::mark::unmark_package;
use crate::excel::package::Package;
use crate::excel::read::Return;
use crate::excel::repair::{Given, repair};
use crate::excel::scan::read_book;
use crate::facts::{Book, Damage, Restored};
use crate::layout::Layout;

/// A return after its repair.
pub(super) struct Repaired {
    pub package: Package,
    pub book: Book,
    pub recognised: Recognised,
    /// What was put back.
    pub restored: Vec<Restored>,
    /// The damage that is there no more.
    pub put_back: Vec<Damage>,
}

impl Judge {
    /// The return as its marked copy will hold it; nothing where nothing can be put back, or where the repaired file
    /// would not be read as the damaged one is in everything that the unit has filled in.
    pub(super) fn repaired(&self, package: &Package, book: &Book, damaged: &Recognised) -> Option<Repaired> {
        // A 定稿 is locked on purpose.
        let is_final = damaged.verification.is_some();
        if is_final || !self.repairs || !damaged.damages.iter().any(can_be_put_back) || !is_known(&damaged.damages) {
            return None;
        }
        let package = unmark_package(package).ok()?.unwrap_or_else(|| package.clone());
        let Recognised { form, layout, found, stamp, formulas, exact, .. } = damaged;
        let given = Given { book, found, form, layout, stamp, formulas, exact: *exact };
        let repaired = repair(&package, &given).ok()??;
        let book = read_book(&repaired.package).ok()?;
        let recognised = self.recognise(&book, None)?;
        if recognised.stamp != *stamp || !is_filled_in_alike(layout, found, &recognised.found) {
            return None;
        }
        let put_back = put_back(&damaged.damages, &recognised.damages)?;
        Some(Repaired { package: repaired.package, book, recognised, restored: repaired.restored, put_back })
    }
}

/// Whether damage is of a kind that can be put back.
fn can_be_put_back(damage: &Damage) -> bool {
    match damage {
        Damage::LabelChanged { .. } | Damage::FormulaOverwritten { .. } | Damage::AidChanged { .. } => true,
        Damage::Unreadable { .. }
        | Damage::Format { .. }
        | Damage::FinalChanged { .. }
        | Damage::OtherTemplate { .. }
        | Damage::StampChanged { .. }
        | Damage::OtherUnit { .. }
        | Damage::OtherYear { .. }
        | Damage::SheetMissing { .. }
        | Damage::SheetRenamed { .. }
        | Damage::SheetTwice { .. }
        | Damage::Structure { .. }
        | Damage::CarriesMore { .. }
        | Damage::OldResult { .. } => false,
    }
}

/// Whether it is known what was issued: by a stamp that is whole.
fn is_known(damages: &[Damage]) -> bool {
    let is_doubtful = |damage: &Damage| {
        matches!(damage, Damage::OtherTemplate { .. } | Damage::StampChanged { .. } | Damage::Format { .. })
    };
    !damages.iter().any(is_doubtful)
}

/// Whether everything that the unit fills in is read alike, in the same place.
fn is_filled_in_alike(layout: &Layout, before: &Return, after: &Return) -> bool {
    layout.slots().all(|slot| {
        let (sheet, cell) = layout.cell(slot);
        let is_input = layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input());
        let (before, after) = (before.submission.entry(slot), after.submission.entry(slot));
        let is_same = (&before.place, before.lost, &before.reading.value)
            == (&after.place, after.lost, &after.reading.value)
            && (before.reading.value.is_some() || before.reading.found == after.reading.found);
        !is_input || is_same
    })
}

/// The damage that is there no more; nothing where there is some that was not there before.
///
/// Where only some of the cells of one damage could be put back, the rest is said of as the damage it now is.
fn put_back(before: &[Damage], after: &[Damage]) -> Option<Vec<Damage>> {
    let left: Vec<&Damage> = after.iter().filter(|damage| !before.contains(damage)).collect();
    let gone: Vec<&Damage> = before.iter().filter(|damage| !after.contains(damage)).collect();
    let is_explained = |rest: &&Damage| gone.iter().any(|whole| is_rest_of(rest, whole));
    if !left.iter().all(is_explained) {
        return None;
    }
    let whole = gone.into_iter().filter(|damage| !left.iter().any(|rest| is_rest_of(rest, damage)));
    Some(whole.cloned().collect())
}

/// Whether damage is what is left of another one.
fn is_rest_of(rest: &Damage, whole: &Damage) -> bool {
    match (rest, whole) {
        (Damage::AidChanged { cells: rest, .. }, Damage::AidChanged { cells: whole, .. }) => {
            rest.iter().all(|place| whole.contains(place))
        }
        (
            Damage::FormulaOverwritten { place: rest, .. } | Damage::OldResult { place: rest, .. },
            Damage::FormulaOverwritten { place: whole, cells, .. },
        ) => rest == whole || *cells > 1 && rest.sheet == whole.sheet,
        _ => false,
    }
}
