//! 重填件: where a file is beyond repair, a fresh blank of the same form for the same unit, with everything filled in that
//! could be found in the file, as it was typed. What may stand in a wrong place is left for the unit to fill in.

use std::sync::Arc;

use super::fill::with_changes;
use super::judge::Judge;
use super::judged::ReadFile;
use super::open::open;
use super::recognise::Recognised;
use super::status::Status;
use super::values::issued_text;
use crate::excel::patch::{Cached, NewValue};
use crate::excel::repair::dress;
use crate::excel::write::write_with;
use crate::facts::{Content, Damage, Entry, Raw, Slot, Weight};
use crate::fields::{DAYS_FROM_1900_TO_1904, Shown, serial};
use crate::form::Form;
use crate::words::{Cell, Value, canonical, plain};

/// What it is called.
pub const REFILL: &str = "重填件";
/// How a number is shown that is worth a hundredth of what people see.
const PERCENT: &str = "0.00%";
/// How a day is shown in a cell that is issued for something else.
const DAY: &str = "yyyy-m-d";

impl Judge {
    /// The blank with what could be found; nothing where the file itself can be corrected, where nothing is asked, or
    /// where it is not sure whose file it is.
    pub(super) fn refill(
        &self,
        (form, read): (&Form, &ReadFile),
        damages: &[Damage],
        status: Status,
        is_final: bool,
    ) -> Option<Vec<u8>> {
        let is_asked = match status {
            Status::Returned | Status::Awaiting => true,
            Status::Explained | Status::Passed | Status::Unreadable => false,
        };
        let is_needed = damages.iter().any(is_beyond_repair) || !read.can_be_marked || is_closed(read);
        // A 定稿 is closed on purpose, and no file to go on with.
        if is_final || !self.repairs || !is_asked || !is_needed || !is_sure(read, damages) {
            return None;
        }
        let blank = self.blank(form, read)?;
        let mut changes = Vec::new();
        let mut dressed: Vec<(usize, Vec<(Cell, &str)>)> = Vec::new();
        for slot in read.layout.slots().filter(|slot| read.layout.is_input(*slot)) {
            if is_doubtful(read, damages, slot) {
                continue;
            }
            let Some((value, code)) = typed(form, read, slot) else { continue };
            let (sheet, cell) = read.layout.cell(slot);
            changes.push((sheet, cell, value));
            let Some(code) = code else { continue };
            match dressed.iter_mut().find(|(known, _)| *known == sheet) {
                Some((_, cells)) => cells.push((cell, code)),
                None => dressed.push((sheet, vec![(cell, code)])),
            }
        }
        let mut package = blank.package()?.clone();
        for (sheet, cells) in dressed {
            package = dress(package, &read.layout.sheets[sheet].name, &cells).ok()?;
        }
        with_changes(form, &blank, package, &changes).ok()?.write().ok()
    }

    /// The blank that the unit was issued, or would be now.
    fn blank(&self, form: &Form, read: &ReadFile) -> Option<ReadFile> {
        let mut stamp = read.stamp.clone();
        stamp.template.clone_from(&form.id);
        stamp.edition.clone_from(&form.edition);
        stamp.layout.clone_from(&form.layout_digest);
        stamp.rules.clone_from(&form.rules_digest);
        stamp.deadline = stamp.deadline.or(self.settings.deadline);
        let formulas = self.formulas.of(form, &read.layout, &stamp);
        let password = self.settings.password.as_deref();
        let bytes: Arc<[u8]> = write_with((form, &read.layout), &formulas, &stamp, password).ok()?.into();
        let opened = open(&bytes).ok()?;
        let Recognised { layout, found, stamp, .. } = self.recognise(&opened.book, None)?;
        let is_same = layout.shape == read.layout.shape && found.sheets.iter().all(Option::is_some);
        let made = opened.package.map(|package| ReadFile::made((bytes, package, opened.book), found, (layout, stamp)));
        made.filter(|_| is_same)
    }
}

/// Whether a file cannot be corrected where it is.
fn is_beyond_repair(damage: &Damage) -> bool {
    match damage {
        Damage::SheetMissing { .. } | Damage::OtherTemplate { .. } => true,
        Damage::Structure { weight, .. } => *weight == Weight::Lost,
        Damage::Unreadable { .. }
        | Damage::Format { .. }
        | Damage::FinalChanged { .. }
        | Damage::StampChanged { .. }
        | Damage::OtherUnit { .. }
        | Damage::OtherYear { .. }
        | Damage::SheetRenamed { .. }
        | Damage::SheetTwice { .. }
        | Damage::LabelChanged { .. }
        | Damage::FormulaOverwritten { .. }
        | Damage::AidChanged { .. }
        | Damage::CarriesMore { .. }
        | Damage::OldResult { .. } => false,
    }
}

/// Whether no cell of a file is open for entries: a program has dropped the formats.
fn is_closed(read: &ReadFile) -> bool {
    let mut inputs = read.layout.slots().filter(|slot| read.layout.is_input(*slot)).peekable();
    let is_locked = |slot: Slot| {
        let place = &read.found.submission.entry(slot).place;
        read.book.sheet(&place.sheet).is_none_or(|sheet| sheet.locked(place.cell) != Some(false))
    };
    inputs.peek().is_some() && inputs.all(is_locked)
}

/// Whether it is known whose file it is, and of which year.
fn is_sure(read: &ReadFile, damages: &[Damage]) -> bool {
    let is_of_other = |damage: &Damage| {
        matches!(damage, Damage::OtherUnit { .. } | Damage::OtherYear { .. } | Damage::StampChanged { .. })
    };
    let known = |name: &str| !read.stamp.issued.get(name).trim().is_empty();
    known("预算编码") && known("单位名称") && read.stamp.year > 0 && !damages.iter().any(is_of_other)
}

/// Whether it is not sure that what stands in a field's cell is meant for it: the cell was cut from elsewhere or covered,
/// or its row holds something where nothing was planned. The blank would say no more that it has to be confirmed.
fn is_doubtful(read: &ReadFile, damages: &[Damage], slot: Slot) -> bool {
    let place = &read.found.submission.entry(slot).place;
    let (sheet, _) = read.layout.cell(slot);
    let in_unread_row =
        read.found.sheets[sheet].as_ref().is_some_and(|located| located.unread.contains(&place.cell.row));
    let is_named = |damage: &Damage| matches!(damage, Damage::Structure { cells, .. } if cells.contains(place));
    in_unread_row || damages.iter().any(is_named)
}

/// What is typed into a cell of the blank, and the code it is shown by where that is not the one it was issued with;
/// nothing where it stays as it was issued.
fn typed(form: &Form, read: &ReadFile, slot: Slot) -> Option<(NewValue, Option<&'static str>)> {
    let entry = read.found.submission.entry(slot);
    let (sheet, planned) = read.layout.cell(slot);
    // A spare row that was taken out is not lost, but nowhere.
    if entry.lost || read.found.place(&read.book, sheet, planned).as_ref() != Some(&entry.place) {
        return None;
    }
    let shown = form.tables[slot.table].fields[slot.field].kind.shown();
    let sheet = read.book.sheet(&entry.place.sheet)?;
    let content = sheet.content(entry.place.cell).filter(|content| content.raw != Raw::Blank);
    let Some(content) = content else {
        // A placeholder that was taken out is something that the unit did.
        let kept = entry.reading.is_blank() && issued_text(&read.layout, slot).is_empty();
        return (!kept).then(|| (unread(entry), None));
    };
    let is_day = shown == Shown::Day;
    let code = match (content.percent_format, content.date_format && !is_day) {
        (true, _) => Some(PERCENT),
        (false, true) => Some(DAY),
        (false, false) => None,
    };
    let value = match (&content.raw, content.formula.as_deref()) {
        (raw, Some(formula)) if is_constant(formula) => NewValue::Formula(formula.to_owned(), Cached::of(raw)),
        // What a formula refers to may stand elsewhere in the blank.
        (Raw::Number(_), Some(_)) => match &entry.reading.value {
            Some(Value::Number(number)) if !content.percent_format => NewValue::Number(plain(*number)),
            Some(_) | None => number(read, content, is_day),
        },
        (Raw::Number(_), None) => number(read, content, is_day),
        (Raw::Date(date), _) => {
            let day = date.get(..10).and_then(|day| day.parse().ok()).and_then(|day| serial(day, false));
            let code = (!is_day).then_some(DAY);
            return Some(match day {
                Some(day) => (NewValue::Number(day.to_string()), code),
                None => (NewValue::Text(date.to_string()), None),
            });
        }
        (Raw::Text(_) | Raw::Truth(_) | Raw::Error(_) | Raw::Blank, _) => {
            return Some((NewValue::Text(sheet.text(content.cell).to_owned()), None));
        }
    };
    Some((value, code))
}

/// The number of a cell, a day counted as the blank counts days.
fn number(read: &ReadFile, content: &Content, is_day: bool) -> NewValue {
    let Raw::Number(number) = &content.raw else { return NewValue::Blank };
    let is_shifted = read.book.date1904 && (is_day || content.date_format);
    let shifted = canonical(number)
        .filter(|_| is_shifted)
        .map(|number| plain(number + rust_decimal::Decimal::from(DAYS_FROM_1900_TO_1904)));
    NewValue::Number(shifted.unwrap_or_else(|| number.to_string()))
}

/// What is typed where nothing is stored: a formula without result is not blank.
fn unread(entry: &Entry) -> NewValue {
    match entry.reading.found.as_str() {
        "" => NewValue::Blank,
        found => NewValue::Text(found.to_owned()),
    }
}

/// Whether a formula is a calculation with figures alone, such as `4186912.34/10000`.
fn is_constant(formula: &str) -> bool {
    !formula.is_empty() && formula.chars().all(|c| c.is_ascii_digit() || "+-*/(). ".contains(c))
}
