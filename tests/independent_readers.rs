//! Two readers that are not ours, umya-spreadsheet and calamine, open what we write and confirm what units rely on:
//! values, locks, validations, names, and the very hidden stamp.

mod desk;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Xlsx, open_workbook_from_rs};
use umya_spreadsheet::{DataValidationValues, SheetStateValues};
use xlcheck::facts::Slot;
use xlcheck::fields::{Accepts, Shown, date_from_text, serial};
use xlcheck::form::Form;
use xlcheck::layout::{Layout, SELF_CHECK};
use xlcheck::outcome::{SubUnitsSaid, UnitValues};
use xlcheck::plan::Shape;
use xlcheck::sections::Field;
use xlcheck::words::{Area, Cell, Place};

/// A workbook, and what it was laid out as.
struct Written {
    form: Form,
    layout: Layout,
    bytes: Vec<u8>,
}

impl Written {
    fn new(sub_units: SubUnitsSaid, values: Option<&UnitValues>) -> Self {
        let form = desk::form();
        let layout = Layout::new(&form, Shape { sub_units: sub_units.shape(), ..Shape::default() });
        let blank = desk::issued(&form, sub_units);
        let bytes = match values {
            Some(values) => desk::filled(&form, &desk::judge(), blank, values),
            None => blank,
        };
        Self { form, layout, bytes }
    }

    fn issued() -> [Self; 3] {
        [SubUnitsSaid::None, SubUnitsSaid::Unsaid, desk::named(2)].map(|sub_units| Self::new(sub_units, None))
    }

    /// The fields that a unit fills in, each with its cell.
    fn inputs(&self) -> Vec<(Slot, Place)> {
        let is_input = |slot: &Slot| {
            let (sheet, cell) = self.layout.cell(*slot);
            self.layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input())
        };
        self.layout.slots().filter(is_input).map(|slot| (slot, self.layout.place(slot))).collect()
    }

    /// The cells over which a field is merged; its own where it is not.
    fn area(&self, slot: Slot) -> Vec<Place> {
        let (sheet, cell) = self.layout.cell(slot);
        let merged = self.layout.sheets[sheet].at(cell).and_then(|planned| planned.merged);
        let last = merged.map_or(cell, |area| area.last);
        let name = &self.layout.sheets[sheet].name;
        (cell.column..=last.column).map(|column| Place::new(name.clone(), Cell::new(cell.row, column))).collect()
    }

    fn field(&self, slot: Slot) -> &Field {
        &self.form.tables[slot.table].fields[slot.field]
    }

    fn by_umya(&self) -> umya_spreadsheet::Workbook {
        umya_spreadsheet::reader::xlsx::read_reader(Cursor::new(self.bytes.clone()), true).expect("umya reads it")
    }

    fn by_calamine(&self) -> Xlsx<Cursor<Vec<u8>>> {
        open_workbook_from_rs(Cursor::new(self.bytes.clone())).expect("calamine reads it")
    }

    fn sheets(&self) -> impl Iterator<Item = &str> {
        self.layout.sheets.iter().map(|sheet| &*sheet.name)
    }
}

#[test]
fn the_cells_to_fill_in_are_unlocked_and_no_others() {
    for written in Written::issued() {
        // A value may stand in merged cells of its row: all of them are unlocked, the first one holds it.
        let expected: BTreeSet<Place> = written.inputs().into_iter().flat_map(|(slot, _)| written.area(slot)).collect();
        let (umya, mut calamine) = (written.by_umya(), written.by_calamine());
        let (mut for_umya, mut for_calamine) = (BTreeSet::new(), BTreeSet::new());
        for name in written.sheets() {
            for cell in umya.sheet_by_name(name).expect(name).cells() {
                if cell.style().protection().is_some_and(|protection| !protection.locked()) {
                    let cell = cell.coordinate().to_string().parse().expect("a cell");
                    for_umya.insert(Place::new(name, cell));
                }
            }
            let styles = calamine.worksheet_style(name).expect(name);
            for (row, column, style) in styles.cells() {
                if style.protection.as_ref().is_some_and(|protection| !protection.locked) {
                    let column = u16::try_from(column).expect("a column");
                    for_calamine.insert(Place::new(name, Cell::new(row, column)));
                }
            }
        }
        let differing = |found: &BTreeSet<Place>| {
            found.symmetric_difference(&expected).map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        assert_eq!((differing(&for_umya), differing(&for_calamine)), (String::new(), String::new()));
    }
}

#[test]
fn every_sheet_and_the_structure_are_protected() {
    for written in Written::issued() {
        let workbook = written.by_umya();
        assert!(workbook.workbook_protection().is_some_and(umya_spreadsheet::WorkbookProtection::lock_structure));
        for sheet in workbook.sheet_collection() {
            let is_protected = sheet.sheet_protection().is_some_and(umya_spreadsheet::SheetProtection::sheet);
            assert!(is_protected, "{}", sheet.name());
        }
    }
}

#[test]
fn the_stamp_is_very_hidden_and_everything_else_is_seen() {
    for written in Written::issued() {
        let seen: Vec<&str> = std::iter::once("填报说明").chain(written.sheets()).chain([SELF_CHECK]).collect();
        let workbook = written.by_umya();
        let state = |visible: bool| {
            let of = workbook.sheet_collection().iter().filter(|sheet| {
                let is_visible = matches!(sheet.state(), SheetStateValues::Visible);
                assert!(is_visible || matches!(sheet.state(), SheetStateValues::VeryHidden), "{}", sheet.name());
                is_visible == visible
            });
            of.map(umya_spreadsheet::Worksheet::name).collect::<Vec<_>>()
        };
        assert_eq!((state(true), state(false)), (seen.clone(), vec!["xlcheck"]));
        let workbook = written.by_calamine();
        let hidden = workbook.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::VeryHidden);
        assert_eq!(hidden.map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["xlcheck"]);
    }
}

/// The kind of validation that a field's cell has to have.
fn kind(field: &Field) -> &'static str {
    match field.kind.accepts(&field.limits) {
        Accepts::Anything => "none",
        Accepts::Decimal { .. } | Accepts::Between(..) => "decimal",
        Accepts::Whole => "whole",
        Accepts::Day => "date",
        Accepts::Length(_) => "textLength",
        Accepts::OneOf(_) => "list",
    }
}

fn kind_of(validation: &umya_spreadsheet::DataValidation) -> &'static str {
    match validation.get_type() {
        DataValidationValues::Custom => "custom",
        DataValidationValues::Date => "date",
        DataValidationValues::Decimal => "decimal",
        DataValidationValues::List => "list",
        DataValidationValues::None => "none",
        DataValidationValues::TextLength => "textLength",
        DataValidationValues::Time => "time",
        DataValidationValues::Whole => "whole",
    }
}

#[test]
fn every_cell_to_fill_in_has_the_validation_of_its_type_and_no_two() {
    for written in Written::issued() {
        let inputs = written.inputs();
        let wanted = inputs.iter().map(|(slot, place)| (place.clone(), kind(written.field(*slot))));
        let expected: BTreeMap<Place, &str> = wanted.collect();
        let workbook = written.by_umya();
        let mut found = BTreeMap::new();
        for name in written.sheets() {
            let Some(validations) = workbook.sheet_by_name(name).expect(name).data_validations() else { continue };
            for validation in validations.data_validation_list() {
                for range in validation.sequence_of_references().range_collection() {
                    let Area { first, last } = range.range().parse().expect("an area");
                    for (row, column) in (first.row..=last.row)
                        .flat_map(|row| (first.column..=last.column).map(move |column| (row, column)))
                    {
                        let place = Place::new(name, Cell::new(row, column));
                        assert_eq!(found.insert(place.clone(), kind_of(validation)), None, "{place} has two");
                    }
                }
            }
        }
        assert_eq!(found, expected);
    }
}

/// What a person is told at each cell; `SNAPSHOTS=overwrite` writes it anew.
#[test]
fn what_is_said_at_a_cell_is_as_recorded() {
    let written = Written::new(desk::named(2), None);
    let workbook = written.by_umya();
    let mut said = String::new();
    for name in written.sheets() {
        said += &["## ", name, "\n\n"].concat();
        let validations = workbook.sheet_by_name(name).expect(name).data_validations().expect("validations");
        for validation in validations.data_validation_list() {
            let (title, prompt) = (validation.prompt_title(), validation.prompt());
            let ranges = validation.sequence_of_references().range_collection();
            let cells = ranges.iter().map(umya_spreadsheet::Range::range).collect::<Vec<_>>().join(" ");
            said += &[&cells, "\n  提示 ", title, "：", prompt, "\n  出错 ", validation.error_message(), "\n"].concat();
            assert_eq!(validation.error_title(), "请核对");
        }
        said.push('\n');
    }
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/prompts.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, &said).expect("written");
    }
    assert_eq!(said, std::fs::read_to_string(path).expect("what is said"));
}

#[test]
fn every_cell_to_fill_in_has_its_name() {
    for written in Written::issued() {
        let expected: BTreeMap<String, String> = written
            .inputs()
            .into_iter()
            .map(|(slot, place)| {
                let name = written.layout.name(slot).to_owned();
                (name, format!("{}!{}", place.sheet, place.cell.absolute()))
            })
            .collect();
        let workbook = written.by_calamine();
        let names = workbook.defined_names().iter().filter(|(name, _)| !name.starts_with("_xlnm."));
        let found: BTreeMap<String, String> = names.map(|(name, at)| (name.clone(), at.replace('\'', ""))).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn the_values_of_a_filled_workbook_are_those_that_were_filled_in() {
    let values = desk::values("02_只有尾差");
    let written = Written::new(desk::named(2), Some(&values));
    let (umya, mut calamine) = (written.by_umya(), written.by_calamine());
    let mut compared = 0;
    for (slot, place) in written.inputs() {
        let (table, field) = (&written.form.tables[slot.table], written.field(slot));
        let row = &written.layout.rows[slot.table][slot.row].id;
        let given = values.values.get(&table.id).and_then(|rows| rows.get(row)).and_then(|row| row.get(&field.id));
        let Some(given) = given.and_then(|given| given.value.as_deref()) else { continue };
        let for_umya = umya.sheet_by_name(&place.sheet).expect("a sheet").value(place.cell.to_string());
        let range = calamine.worksheet_range(&place.sheet).expect("a sheet");
        let for_calamine = range.get_value((place.cell.row, u32::from(place.cell.column)));
        match (field.kind.shown(), for_calamine) {
            (Shown::Amount | Shown::Score | Shown::Count, Some(Data::Float(number))) => {
                assert_eq!(Ok(*number), given.parse(), "{place}");
                assert_eq!(for_umya.parse::<f64>(), given.parse(), "{place}");
            }
            (Shown::Day, Some(Data::DateTime(day))) => {
                let days = date_from_text(given).and_then(|day| serial(day, false)).expect("a day");
                assert_eq!(day.as_f64().to_string(), days.to_string(), "{place}");
            }
            (Shown::Words | Shown::Digits, Some(Data::String(text))) => {
                assert_eq!((text.as_str(), for_umya.as_str()), (given, given), "{place}");
            }
            (_, other) => panic!("{place}: {given} is {other:?}"),
        }
        compared += 1;
    }
    let given = values.values.values().flat_map(indexmap::IndexMap::values).map(indexmap::IndexMap::len).sum::<usize>();
    assert_eq!(compared, given);
}
