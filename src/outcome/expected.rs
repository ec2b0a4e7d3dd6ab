//! What was issued this time, as far as a run knows: by 下发清单.xlsx, or because somebody says so. A return of another year,
//! form or edition is told; a run that knows nothing tells nothing.

use std::path::Path;

use super::issue::{DIGEST, FORM, YEAR};
use super::roster::RosterError;
use super::roster::book;
use crate::facts::{Book, Sheet};
use crate::form::Edition;
use crate::plan::Stamp;
use crate::words::Cell;

/// Columns of a record that are looked at.
const MAX_COLUMNS: u16 = 50;
/// What stands between several editions or years.
const AND: &str = "、";

/// The years and editions that were issued; of what is not known there are none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expected {
    years: Vec<i16>,
    editions: Vec<Edition>,
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
        let last = sheet.cells.last().map_or(0, |content| content.cell.row);
        for row in 1..=last {
            let text = |column| sheet.text(Cell::new(row, column)).trim();
            if let Ok(year) = text(year).parse() {
                expected.add_year(year);
            }
            if let Some((form, edition)) = text(form).rsplit_once('@') {
                expected.add_edition(Edition { form: form.to_owned(), edition: edition.to_owned() });
            }
        }
        (!expected.years.is_empty() && !expected.editions.is_empty()).then_some(expected)
    }

    /// The same with what another record says.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        other.years.into_iter().for_each(|year| self.add_year(year));
        other.editions.into_iter().for_each(|edition| self.add_edition(edition));
        self
    }

    fn add_year(&mut self, year: i16) {
        if !self.years.contains(&year) {
            self.years.push(year);
        }
    }

    fn add_edition(&mut self, edition: Edition) {
        if !self.editions.contains(&edition) {
            self.editions.push(edition);
        }
    }

    /// The same where it is said which year is evaluated.
    #[must_use]
    pub fn of_year(self, year: i16) -> Self {
        Self { years: vec![year], ..self }
    }

    /// Whether an edition is one that was issued, as far as is known.
    pub(super) fn has_edition(&self, form: &str, edition: &str) -> bool {
        self.editions.is_empty() || self.editions.iter().any(|known| known.form == form && known.edition == edition)
    }

    /// The other year that a workbook says it was issued for; nothing of one that does not say.
    pub(super) fn other_year(&self, stamp: &Stamp) -> Option<i16> {
        let is_other = stamp.year > 0 && !self.years.is_empty() && !self.years.contains(&stamp.year);
        is_other.then_some(stamp.year)
    }

    /// The editions in words; nothing where they are not known.
    pub(super) fn editions(&self) -> Option<String> {
        let called: Vec<String> = self.editions.iter().map(|known| called(&known.form, &known.edition)).collect();
        (!called.is_empty()).then(|| called.join(AND))
    }

    /// The years in words.
    pub(super) fn years(&self) -> String {
        self.years.iter().map(ToString::to_string).collect::<Vec<_>>().join(AND)
    }
}

/// An edition in words: `部门整体支出绩效自评（2021）`.
pub(super) fn called(form: &str, edition: &str) -> String {
    format!("{form}（{edition}）")
}

/// The columns that a record is known by.
fn columns(sheet: &Sheet) -> Option<[u16; 3]> {
    let column = |head: &str| (0..MAX_COLUMNS).find(|column| sheet.text(Cell::new(0, *column)).trim() == head);
    Some([column(YEAR)?, column(FORM)?, column(DIGEST)?])
}
