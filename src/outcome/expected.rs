//! What was issued this time, as far as a run knows: by 下发清单.xlsx, or because somebody says so. A return of another year,
//! form or edition is told; a run that knows nothing tells nothing.

use std::path::Path;

use jiff::civil::Date;

use super::issue::{DEADLINE, DIGEST, FORM, YEAR};
use super::roster::{RosterError, book};
use crate::facts::{Book, Sheet};
use crate::form::Edition;
use crate::plan::Stamp;
use crate::words::Cell;

/// Columns of a record that are looked at.
const MAX_COLUMNS: u16 = 50;
/// What stands between several editions or years.
const AND: &str = "、";

/// One form that was issued for one year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedForm {
    /// The form and its edition.
    pub edition: Edition,
    /// The year that is evaluated.
    pub year: i16,
    /// The last day, the latest of them where units have several.
    pub deadline: Option<Date>,
}

/// A form that units have to hand in, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueForm {
    /// Which, for which year and until when.
    pub issued: IssuedForm,
    /// The form's short name.
    pub short: String,
    /// Whether only units with projects are issued it.
    pub is_of_projects: bool,
}

impl DueForm {
    /// `2021年度部门整体支出绩效自评`
    #[must_use]
    pub fn called(&self) -> String {
        format!("{}年度{}", self.issued.year, self.short)
    }
}

/// What was issued; of what is not known there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    issued: Vec<IssuedForm>,
    /// The year alone, where somebody says it.
    year: Option<i16>,
}

impl Expected {
    /// What a record of what was issued says; nothing where the table is no such record, but a roster that the bureau
    /// keeps, or one without the year and the form.
    pub fn read(path: &Path) -> Result<Option<Self>, RosterError> {
        Ok(Self::of_book(&book(path)?))
    }

    fn of_book(book: &Book) -> Option<Self> {
        let mut expected = Self::default();
        let (sheet, [year, form, _]) = book.sheets.iter().find_map(|sheet| Some((sheet, columns(sheet)?)))?;
        let deadline = column(sheet, DEADLINE);
        let last = sheet.cells.last().map_or(0, |content| content.cell.row);
        for row in 1..=last {
            let text = |column| sheet.text(Cell::new(row, column)).trim();
            if let (Ok(year), Some((form, edition))) = (text(year).parse(), text(form).rsplit_once('@')) {
                let edition = Edition { form: form.to_owned(), edition: edition.to_owned() };
                let deadline = deadline.and_then(|column| text(column).parse().ok());
                expected.add(IssuedForm { edition, year, deadline });
            }
        }
        (!expected.issued.is_empty()).then_some(expected)
    }

    /// The same with what another record says.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        other.issued.into_iter().for_each(|issued| self.add(issued));
        self
    }

    fn add(&mut self, new: IssuedForm) {
        let mut known = self.issued.iter_mut();
        match known.find(|known| (&known.edition, known.year) == (&new.edition, new.year)) {
            Some(known) => known.deadline = known.deadline.max(new.deadline),
            None => self.issued.push(new),
        }
    }

    /// The same where it is said which year is evaluated.
    #[must_use]
    pub fn of_year(self, year: i16) -> Self {
        Self { year: Some(year), ..self }
    }

    /// What was issued, in the order of the records; of another year than that which is said, with that year.
    pub fn issued(&self) -> impl Iterator<Item = IssuedForm> {
        self.issued.iter().map(|issued| IssuedForm { year: self.year.unwrap_or(issued.year), ..issued.clone() })
    }

    /// Whether an edition is one that was issued, as far as is known.
    pub(super) fn has_edition(&self, form: &str, edition: &str) -> bool {
        self.issued.is_empty() || self.of_edition(form, edition).next().is_some()
    }

    fn of_edition<'a>(&'a self, form: &'a str, edition: &'a str) -> impl Iterator<Item = &'a IssuedForm> {
        self.issued.iter().filter(move |known| known.edition.form == form && known.edition.edition == edition)
    }

    /// The years of which a workbook may be: those for which its edition was issued, or else any that was.
    fn years_of(&self, stamp: &Stamp) -> Vec<i16> {
        if let Some(year) = self.year {
            return vec![year];
        }
        let of_edition: Vec<i16> = self.of_edition(&stamp.template, &stamp.edition).map(|known| known.year).collect();
        if of_edition.is_empty() { self.issued.iter().map(|known| known.year).collect() } else { of_edition }
    }

    /// The other year that a workbook says it was issued for, and the years in words that it should be; nothing of one
    /// that does not say.
    pub(super) fn other_year(&self, stamp: &Stamp) -> Option<(i16, String)> {
        let mut years = self.years_of(stamp);
        let is_other = stamp.year > 0 && !years.is_empty() && !years.contains(&stamp.year);
        years.dedup();
        let words = || years.iter().map(ToString::to_string).collect::<Vec<_>>().join(AND);
        is_other.then(|| (stamp.year, words()))
    }

    /// The last day for a workbook: that of its edition, or else the latest of all; nothing where none is known.
    pub(super) fn deadline(&self, stamp: &Stamp) -> Option<Date> {
        let of_edition = self.of_edition(&stamp.template, &stamp.edition).filter_map(|known| known.deadline).max();
        of_edition.or_else(|| self.issued.iter().filter_map(|known| known.deadline).max())
    }

    /// The editions in words; nothing where they are not known.
    pub(super) fn editions(&self) -> Option<String> {
        let mut called: Vec<String> =
            self.issued.iter().map(|known| called(&known.edition.form, &known.edition.edition)).collect();
        called.dedup();
        (!called.is_empty()).then(|| called.join(AND))
    }
}

/// An edition in words: `部门整体支出绩效自评（2021）`.
pub(super) fn called(form: &str, edition: &str) -> String {
    format!("{form}（{edition}）")
}

/// The columns that a record is known by.
fn columns(sheet: &Sheet) -> Option<[u16; 3]> {
    Some([column(sheet, YEAR)?, column(sheet, FORM)?, column(sheet, DIGEST)?])
}

fn column(sheet: &Sheet, head: &str) -> Option<u16> {
    (0..MAX_COLUMNS).find(|column| sheet.text(Cell::new(0, *column)).trim() == head)
}
