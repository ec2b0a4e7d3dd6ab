//! `fill --from`: what an earlier return says, or one in another edition of the form, by field id in a new workbook.
//!
//! Whatever has its field and fits it is carried; what the unit had typed and is not carried is told, item by item.

mod counterpart;
mod fit;
mod left;
mod pairs;

use std::sync::Arc;

use indexmap::IndexMap;

use super::judge::Judge;
use super::judged::ReadFile;
use super::open::{NoBook, open};
use super::recognise::Recognised;
use super::values::{FilledValue, Tables, UnitName, UnitValues, issued_text};
use crate::facts::{Entry, Slot, Submission};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, Issued};
use crate::prose::unnumbered;
use crate::sections::Origin;
use crate::words::Value;

use counterpart::Counterparts;

pub use left::{Left, Why};

/// Why a file is no return whose values could be carried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoReturn {
    /// It cannot be read.
    #[error("无法打开（{0}）")]
    Unreadable(String),
    /// It is no workbook.
    #[error("不是 Excel 工作簿，实际是{0}")]
    NoWorkbook(String),
    /// It is a workbook, but none that xlcheck issues.
    #[error("不是自评表，请换一份填过的表")]
    Foreign,
    /// It is of an edition that is not at hand.
    #[error("是“{0}”的表，请用 --from-template 写明它的模板")]
    OtherEdition(String),
}

/// An earlier return, or one in another edition.
pub struct OldReturn(Recognised);

/// What became of the values of an earlier return.
#[derive(Debug)]
pub struct Carried {
    /// The values by the ids of the new form.
    pub values: Tables,
    /// How many they are.
    pub count: usize,
    left: Vec<(Slot, Left)>,
    /// What the unit had typed where the new form calculates.
    calculated: Vec<(Slot, Slot)>,
}

/// One of the two workbooks.
#[derive(Clone, Copy)]
struct Side<'a> {
    form: &'a Form,
    layout: &'a Layout,
    submission: &'a Submission,
    issued: &'a Issued,
}

impl Side<'_> {
    fn entry(&self, slot: Slot) -> &Entry {
        self.submission.entry(slot)
    }

    /// Whether something stands in a field that is more than what it was issued with to be replaced.
    fn is_filled(&self, slot: Slot) -> bool {
        let entry = self.entry(slot);
        !entry.lost && !entry.reading.is_blank() && entry.reading.found != issued_text(self.layout, slot)
    }

    /// Whether the unit has filled a field in.
    fn is_typed(&self, slot: Slot) -> bool {
        self.layout.is_input(slot) && self.is_filled(slot)
    }

    /// The name of a row as it stands in the file; empty where it has none of its own yet.
    fn row_name(&self, table: usize, row: usize) -> String {
        let planned = &self.layout.rows[table][row];
        match planned.origin {
            Origin::Placeholder | Origin::Spare => {
                let name = Slot { table, row, field: 0 };
                let typed = if self.is_filled(name) { self.entry(name).reading.found.trim() } else { "" };
                unnumbered(typed).to_owned()
            }
            Origin::Fixed | Origin::Copy(_) | Origin::Named(_) | Origin::Repeated => {
                unnumbered(&self.issued.fill(&planned.short)).to_owned()
            }
        }
    }

    /// Whether a field is the name of its row.
    fn is_name(&self, slot: Slot) -> bool {
        slot.field == 0 && self.form.tables[slot.table].kind.names_rows()
    }
}

impl Judge {
    /// Reads a file whose values are to be carried.
    pub fn old_return(&self, bytes: impl Into<Arc<[u8]>>) -> Result<OldReturn, NoReturn> {
        let opened = open(&bytes.into()).map_err(|cause| match cause {
            NoBook::Words(cause) => NoReturn::Unreadable(cause),
            NoBook::Format(format) => NoReturn::NoWorkbook(format.to_string()),
        })?;
        let read = self.recognise(&opened.book, None).ok_or(NoReturn::Foreign)?;
        if (&read.form.id, &read.form.edition) != (&read.stamp.template, &read.stamp.edition) {
            return Err(NoReturn::OtherEdition(format!("{}@{}", read.stamp.template, read.stamp.edition)));
        }
        Ok(OldReturn(read))
    }
}

impl OldReturn {
    /// Whose it is.
    #[must_use]
    pub fn unit(&self) -> UnitName {
        UnitName::of(&self.0.stamp)
    }

    /// The year that it evaluates; zero where it does not say so.
    #[must_use]
    pub fn year(&self) -> i16 {
        self.0.stamp.year
    }

    /// Its form.
    #[must_use]
    pub fn form(&self) -> &Form {
        &self.0.form
    }

    fn side(&self) -> Side<'_> {
        let Recognised { form, layout, found, stamp, .. } = &self.0;
        Side { form, layout, submission: &found.submission, issued: &stamp.issued }
    }

    /// What of it has a place in a new workbook.
    #[must_use]
    pub fn carry(&self, form: &Form, blank: &ReadFile) -> Carried {
        let (old, new) = (self.side(), side(form, blank));
        let mut carried = Carried { values: Tables::new(), count: 0, left: Vec::new(), calculated: Vec::new() };
        let counterparts = Counterparts::new(old, new);
        for slot in old.layout.slots().filter(|slot| old.is_filled(*slot)) {
            let is_typed = old.is_typed(slot);
            match counterparts.of(slot).and_then(|to| Ok((to, placed((old, slot), (new, to))?))) {
                Ok((to, Placed::Value(value))) => carried.take(new, to, value),
                Ok((to, Placed::Calculated)) if is_typed => carried.calculated.push((slot, to)),
                Err(why) if is_typed && !counterparts.is_nothing(slot) => carried.leave(old, slot, why),
                Ok(_) | Err(_) => {}
            }
        }
        carried
    }

    /// What could not be carried, in the order of the old form, once it is known what the new workbook calculates.
    #[must_use]
    pub fn left(&self, carried: Carried, form: &Form, filled: &ReadFile) -> Vec<Left> {
        let (old, new) = (self.side(), side(form, filled));
        let mut carried = carried;
        for (from, to) in std::mem::take(&mut carried.calculated) {
            let (typed, result) = (&old.entry(from).reading, &new.entry(to).reading);
            if !says_the_same(typed.value.as_ref(), result.value.as_ref()) {
                carried.leave(old, from, Why::Calculated(result.found.clone()));
            }
        }
        // What data have signed need not be signed again.
        let counterparts = Counterparts::new(old, new);
        let is_signed = |from: Slot| counterparts.of(from).is_ok_and(|to| new.is_filled(to));
        carried.left.retain(|(from, left)| !(matches!(left.why, Why::Signed) && is_signed(*from)));
        carried.left.sort_by_key(|(slot, _)| *slot);
        carried.left.into_iter().map(|(_, left)| left).collect()
    }
}

fn side<'a>(form: &'a Form, read: &'a ReadFile) -> Side<'a> {
    Side { form, layout: &read.layout, submission: &read.found.submission, issued: &read.stamp.issued }
}

impl Carried {
    /// The values with those of data in front of them.
    #[must_use]
    pub fn under(&self, data: UnitValues) -> UnitValues {
        let mut values = self.values.clone();
        for (table, rows) in data.values {
            let known = values.entry(table).or_default();
            for (row, fields) in rows {
                known.entry(row).or_default().extend(fields);
            }
        }
        UnitValues { values, ..data }
    }

    /// How many of the values stand beside those of data, which go before them.
    #[must_use]
    pub fn beside(&self, data: &UnitValues) -> usize {
        let rows =
            self.values.iter().flat_map(|(table, rows)| rows.iter().map(move |(row, fields)| (table, row, fields)));
        let of_row = |(table, row, fields): (&String, &String, &IndexMap<String, FilledValue>)| {
            let told = data.values.get(table).and_then(|rows| rows.get(row));
            fields.keys().filter(|field| !told.is_some_and(|told| told.contains_key(*field))).count()
        };
        rows.map(of_row).sum()
    }

    fn take(&mut self, new: Side<'_>, to: Slot, value: FilledValue) {
        let table = &new.form.tables[to.table];
        let rows = self.values.entry(table.id.clone()).or_default();
        let fields = rows.entry(new.layout.rows[to.table][to.row].id.clone()).or_default();
        fields.insert(table.fields[to.field].id.clone(), value);
        self.count += 1;
    }

    fn leave(&mut self, old: Side<'_>, slot: Slot, why: Why) {
        let (table, entry) = (&old.form.tables[slot.table], old.entry(slot));
        let row = old.row_name(slot.table, slot.row);
        let label = if old.is_name(slot) { "名称" } else { &table.fields[slot.field].label };
        let parts = [table.name.as_str(), row.as_str(), label];
        let mut name: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        name.dedup();
        let (place, value) = (entry.place.clone(), entry.reading.found.clone());
        self.left.push((slot, Left { place, name: name.join("·"), value, why }));
    }
}

/// What becomes of a value whose field is found.
enum Placed {
    /// It is filled in.
    Value(FilledValue),
    /// The new workbook calculates it.
    Calculated,
    /// It stands there already.
    There,
}

fn placed((old, from): (Side<'_>, Slot), (new, to): (Side<'_>, Slot)) -> Result<Placed, Why> {
    let (entry, there) = (old.entry(from), new.entry(to));
    let is_there = says_the_same(entry.reading.value.as_ref(), there.reading.value.as_ref());
    // A row that is there under the same name needs no name; one without a name takes that of the old.
    if new.is_name(to) && (!new.layout.is_input(to) || !new.row_name(to.table, to.row).is_empty()) {
        return Ok(Placed::There);
    }
    match new.layout.planned(to).map(|planned| &planned.filling) {
        Some(Filling::Formula(_) | Filling::Copy(..)) => return Ok(Placed::Calculated),
        Some(filling) if filling.is_input() => {}
        Some(Filling::Unused(_)) | None => return Err(Why::NoField),
        Some(_) if is_there => return Ok(Placed::There),
        Some(_) => return Err(Why::Locked(there.reading.found.clone())),
    }
    let field = &new.form.tables[to.table].fields[to.field];
    if field.signed {
        return if is_there && new.is_filled(to) { Ok(Placed::There) } else { Err(Why::Signed) };
    }
    if new.is_filled(to) {
        return if is_there { Ok(Placed::There) } else { Err(Why::Filled(there.reading.found.clone())) };
    }
    if new.is_name(to) {
        // The number in front of it is that of its new row.
        let (name, number) = (unnumbered(entry.reading.found.trim()), fit::number(new, to));
        let value = Some(format!("{number}{name}"));
        return Ok(Placed::Value(FilledValue { value, text: None, cell: None }));
    }
    let kind = old.form.tables[from.table].fields[from.field].kind;
    fit::fitted(kind, entry, field).map(Placed::Value).ok_or_else(|| Why::WrongType(fit::wanted(field)))
}

fn says_the_same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one.and_then(Value::number), other.and_then(Value::number)) {
        (Some(one), Some(other)) => one.round_dp(2) == other.round_dp(2),
        _ => one == other,
    }
}
