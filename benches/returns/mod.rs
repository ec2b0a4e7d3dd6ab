//! Returns of made-up units, all from one seed: the same number gives the same bytes, another number another unit with
//! other figures and words, and other mistakes.
//!
//! What a unit fills in is a correct filling, the same that `tests/correct_fillings` holds blameless; two in five stay
//! so. A workbook is written for each unit, for its stamp is its own, but laid out and read once for each shape.
#![allow(dead_code, reason = "each benchmark uses its own part")]

#[path = "../../tests/correct_fillings/edition_2021.rs"]
mod edition_2021;
#[path = "../../tests/correct_fillings/edition_2024.rs"]
mod edition_2024;
mod heavy;
mod mistakes;
mod roster;
mod units;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use edition_2021::{Dice, Figures, Filled, amount, filled_in, sub_units};
use jiff::civil::{Date, date};
use serde_json::json;
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuer, Issuing, Judge, SubUnitsSaid, Unit, UnitValues, fill};

#[allow(unused_imports, reason = "each benchmark uses its own part")]
pub use roster::roster;

/// The day on which the files come in.
pub const DAY: Date = date(2022, 4, 20);
/// The year that is evaluated.
pub const YEAR: i16 = 2021;
/// What every number is drawn from.
const SEED: u64 = 0x0786_c368;
/// Sub-units of a unit of common size, and of the largest units.
pub const FEW: usize = 5;
pub const MANY: usize = 200;

/// The forms of which returns are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The paper form of 2021.
    Paper,
    /// The edition of 2024: ten sheets, indicators in columns.
    Standard,
    /// The edition of 2024 as a bureau would widen it: rows for 200 indicators.
    Heavy,
}

impl Kind {
    /// The form.
    pub fn form(self) -> Form {
        match self {
            Self::Paper => Library::embedded(&SPECS).open("部门整体支出绩效自评@2021"),
            Self::Standard => Library::embedded(&SPECS).open("部门整体支出绩效自评@2024"),
            Self::Heavy => return heavy::form(),
        }
        .unwrap_or_else(|error| panic!("{error}"))
    }

    fn tables(self, dice: &mut Dice, sub_units: &SubUnitsSaid) -> serde_json::Map<String, serde_json::Value> {
        match self {
            Self::Paper => filled_in(dice, sub_units).tables,
            Self::Standard => edition_2024::tables(dice, sub_units),
            Self::Heavy => heavy::tables(dice, sub_units),
        }
    }
}

/// Issues and fills, one unit after another.
pub struct Desk {
    kind: Kind,
    form: Form,
    settings: Settings,
    judge: Judge,
}

impl Desk {
    pub fn new(kind: Kind) -> Self {
        let settings = Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() };
        let judge = Judge::new(vec![kind.form()], settings.clone(), None, DAY);
        Self { kind, form: kind.form(), settings, judge }
    }

    /// The form that is issued.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// What is issued.
    pub fn issuing(&self) -> Issuing<'_> {
        let deadline = Some(date(2022, 4, 30));
        Issuing { form: &self.form, year: YEAR, deadline, password: None, settings: &self.settings }
    }

    /// The return of a unit by its number in the bureau, of few sub-units.
    pub fn returned(&mut self, number: usize) -> Vec<u8> {
        self.returned_of(&units::unit(number))
    }

    /// The return of the unit of this number with so many sub-units.
    pub fn returned_with(&mut self, number: usize, sub_units: usize) -> Vec<u8> {
        self.returned_of(&unit_with(number, sub_units))
    }

    fn returned_of(&mut self, unit: &Unit) -> Vec<u8> {
        let mut dice = Dice::new(SEED ^ unit.code.parse::<u64>().unwrap_or_default());
        let mut tables = self.kind.tables(&mut dice, &unit.sub_units);
        units::name_words(&mut dice, unit, &mut tables);
        let mut values: UnitValues =
            serde_json::from_value(json!({ "values": tables })).unwrap_or_else(|error| panic!("{error}"));
        mistakes::make(&mut dice, &mut values);
        let blank = Issuer::new(self.issuing()).workbook(unit).unwrap_or_else(|error| panic!("{error}"));
        let blank = self.judge.judge("空白表.xlsx", blank).read.unwrap_or_else(|| panic!("the form is recognised"));
        fill(&self.form, &blank, &values).unwrap_or_else(|error| panic!("{}: {error}", unit.name))
    }
}

/// The unit of this number with so many sub-units.
pub fn unit_with(number: usize, sub_units: usize) -> Unit {
    units::with_sub_units(units::unit(number), sub_units)
}

/// The workbook of a unit of common size in the form of 2021 and in that of 2024, and that of the largest.
pub fn paper() -> Vec<u8> {
    Desk::new(Kind::Paper).returned_with(1, FEW)
}

pub fn standard() -> Vec<u8> {
    Desk::new(Kind::Standard).returned_with(1, FEW)
}

pub fn heavy() -> Vec<u8> {
    Desk::new(Kind::Heavy).returned_with(1, MANY)
}

/// Writes the returns of the units from 0 on into a folder, those of a section in a folder of their own.
pub fn write_bureau(folder: &Path, count: usize) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut desk = Desk::new(Kind::Paper);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let unit = units::unit(number);
                    let folder = folder.join(&unit.section);
                    std::fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{error}"));
                    let path = folder.join(format!("{}_{}.xlsx", unit.code, unit.name));
                    std::fs::write(path, desk.returned(number)).unwrap_or_else(|error| panic!("{error}"));
                }
            });
        }
    });
}
