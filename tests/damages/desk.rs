//! The workbooks that are damaged, and what is read of them afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::date;
use xlcheck::checks::SPECS;
use xlcheck::facts::{Entry, Finding, Severity};
use xlcheck::fields::{Accepts, Shown};
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{FilledValue, Issuing, Judge, Judged, ReadFile, Unit, UnitValues, fill, issue_one};
use xlcheck::words::{Value, plain};

use super::base::Base;
use super::case::Typed;
use super::doc::Doc;

/// The forms and fillings that are damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Of {
    /// The form of 2021 of a unit with two sub-units.
    Year2021,
    /// The form of 2024 of a unit without.
    Year2024,
}

impl Of {
    /// Form, filling, and the year that is evaluated.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Year2021 => ("部门整体支出绩效自评@2021", "有二级机构"),
            Self::Year2024 => ("部门整体支出绩效自评@2024", "通常"),
        }
    }

    /// How it is called in the list of damages.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Year2021 => "2021",
            Self::Year2024 => "2024",
        }
    }
}

/// What stands in each field: its value, its words where there is no value, nothing where it is blank.
pub type Values = BTreeMap<String, String>;

/// A form with the two workbooks that are damaged.
pub struct Desk {
    judge: Judge,
    /// Judges returns as their marked copies will hold them.
    repairing: Judge,
    /// Rules that cannot be judged without figures from elsewhere.
    pub unchecked: Vec<String>,
    /// The fields that the unit fills in.
    pub inputs: BTreeSet<String>,
    /// Everything is right: what is found afterwards comes from the damage alone.
    pub right: Doc,
    /// Every field holds something that no other field holds: a value that is read from another cell shows.
    pub unique: Doc,
}

impl Desk {
    /// The desk of a form, made once.
    pub fn of(of: Of) -> &'static Self {
        static OLD: LazyLock<Desk> = LazyLock::new(|| Desk::new(Of::Year2021));
        static NEW: LazyLock<Desk> = LazyLock::new(|| Desk::new(Of::Year2024));
        match of {
            Of::Year2021 => &OLD,
            Of::Year2024 => &NEW,
        }
    }

    fn new(of: Of) -> Self {
        let library = Library::embedded(&SPECS);
        let (name, base) = of.names();
        let form = library.open(name).expect("an embedded form");
        let base = Base::read(name, base);
        let received = base.received.as_ref().and_then(Typed::day).expect("a day");
        let judge = || Judge::of_library(library, Settings::default(), None, received).expect("embedded forms");
        let (judge, repairing) = (judge(), judge().with_repairs());
        let settings = Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() };
        let issuing = Issuing {
            form: &form,
            year: base.year.expect("a year"),
            deadline: base.deadline.as_ref().and_then(Typed::day),
            password: None,
            settings: &settings,
        };
        let unit = Unit {
            code: "629101".to_owned(),
            name: "青澜经开区市政维护中心".to_owned(),
            section: "城建股".to_owned(),
            sub_units: base.sub_units(),
            projects: None,
            figures: BTreeMap::new(),
        };
        let blank = judge.judge("空白表.xlsx", issue_one(&issuing, &unit).expect("issued")).read.expect("a form");
        let places = places(&blank);
        let inputs = inputs(&blank);
        let right = fill(&form, &blank, &right(&form, &blank, &base)).expect("filled");
        let unique = fill(&form, &blank, &unique(&form, &blank)).expect("filled");
        let (right, unique) = (Doc::new(right, places.clone()), Doc::new(unique, places));
        Self { judge, repairing, unchecked: base.unchecked, inputs, right, unique }
    }

    /// A file as it is judged.
    pub fn judged(&self, bytes: Vec<u8>) -> Judged {
        self.judge.judge("填报表.xlsx", bytes)
    }

    /// A file as it is judged where a marked copy is written.
    pub fn repaired(&self, bytes: Vec<u8>) -> Judged {
        self.repairing.judge("填报表.xlsx", bytes)
    }

    /// Every field with its entry; nothing where the file is no form.
    pub fn entries(judged: &Judged) -> BTreeMap<String, &Entry> {
        let Some(read) = &judged.read else { return BTreeMap::new() };
        let layout = &read.layout;
        layout.slots().map(|slot| (layout.name(slot).to_owned(), read.found.submission.entry(slot))).collect()
    }

    /// What is read of a file.
    pub fn values(judged: &Judged) -> Values {
        Self::entries(judged).into_iter().map(|(name, entry)| (name, value(entry))).collect()
    }
}

/// What was read of a field.
pub fn value(entry: &Entry) -> String {
    match &entry.reading.value {
        _ if entry.reading.is_blank() => String::new(),
        Some(Value::Number(number)) => plain(*number),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Date(day)) => day.to_string(),
        None => format!("？{}", entry.reading.found),
    }
}

fn places(blank: &ReadFile) -> BTreeMap<String, (String, xlcheck::words::Cell)> {
    let layout = &blank.layout;
    let place = |slot| {
        let (sheet, cell) = layout.cell(slot);
        (layout.name(slot).to_owned(), (layout.sheets[sheet].name.to_string(), cell))
    };
    layout.slots().map(place).collect()
}

fn inputs(blank: &ReadFile) -> BTreeSet<String> {
    let layout = &blank.layout;
    layout.slots().filter(|slot| layout.is_input(*slot)).map(|slot| layout.name(slot).to_owned()).collect()
}

fn nothing() -> UnitValues {
    serde_json::from_value(serde_json::json!({ "values": {} })).expect("nothing")
}

fn put(values: &mut UnitValues, form: &Form, blank: &ReadFile, slot: xlcheck::facts::Slot, value: FilledValue) {
    let table = &form.tables[slot.table];
    let rows = values.values.entry(table.id.clone()).or_default();
    let fields = rows.entry(blank.layout.rows[slot.table][slot.row].id.clone()).or_default();
    fields.insert(table.fields[slot.field].id.clone(), value);
}

fn right(form: &Form, blank: &ReadFile, base: &Base) -> UnitValues {
    let mut values = nothing();
    for (name, typed) in &base.values {
        let slot = blank.layout.named(name).unwrap_or_else(|| panic!("no field {name}"));
        put(&mut values, form, blank, slot, typed.value());
    }
    values
}

fn unique(form: &Form, blank: &ReadFile) -> UnitValues {
    let mut values = nothing();
    for (number, slot) in (101..).zip(blank.layout.slots()) {
        let (sheet, cell) = blank.layout.cell(slot);
        let is_input = blank.layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input());
        let field = &form.tables[slot.table].fields[slot.field];
        let is_choice = matches!(field.kind.accepts(&field.limits), Accepts::OneOf(_));
        if !is_input || is_choice {
            continue;
        }
        let text = match field.kind.shown() {
            Shown::Amount => format!("{number}.25"),
            Shown::Score => format!("{}.{:02}", number / 100, number % 100),
            Shown::Count | Shown::Measure => number.to_string(),
            Shown::Day => date(2022, 1, 1).checked_add(jiff::Span::new().days(number)).expect("a day").to_string(),
            Shown::Words => format!("第{number}处的内容"),
            Shown::Digits => format!("0730-555{number:04}"),
        };
        put(&mut values, form, blank, slot, FilledValue { value: Some(text), text: None, cell: None });
    }
    values
}

/// The findings of a file, a line each: rule, severity, place and message.
pub fn said(judged: &Judged) -> Vec<String> {
    judged.outcome.findings.iter().map(line).collect()
}

/// A finding in a line.
pub fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(|| "—".to_owned(), ToString::to_string);
    format!("{} {} {place} {}", finding.rule, finding.severity.word(), finding.message)
}

/// What a file says of its cells: places that a finding, 未检查 or 原值→读作 names, and sheets on which something that
/// has to be corrected or confirmed has moved or is gone.
pub struct Reported {
    lines: BTreeSet<String>,
    sheets: BTreeSet<String>,
}

impl Reported {
    pub fn of(judged: &Judged) -> Self {
        let outcome = &judged.outcome;
        let mut lines = BTreeSet::new();
        let mut sheets = BTreeSet::new();
        for finding in &outcome.findings {
            lines.extend(finding.places.iter().map(|place| format!("{} {place} {}", finding.rule, finding.message)));
            if finding.severity != Severity::Hint && ["FIL-05", "FIL-07"].contains(&finding.rule.as_str()) {
                sheets.insert(finding.field.clone());
            }
        }
        let unchecked = outcome.unchecked.iter();
        lines.extend(unchecked.flat_map(|one| one.places.iter().map(|place| format!("{} {place} 未检查", one.rule))));
        lines.extend(outcome.normalised.iter().map(|one| format!("读作 {} {}→{}", one.place, one.found, one.read_as)));
        Self { lines, sheets }
    }

    /// How a field is reported that was not before: the rules that name its cell, or that its sheet is to be confirmed.
    pub fn how(&self, before: &Self, entry: &Entry) -> Option<String> {
        let place = format!(" {} ", entry.place);
        let new = self.lines.difference(&before.lines).filter(|line| line.contains(&place));
        let rules: BTreeSet<&str> = new.filter_map(|line| line.split(' ').next()).collect();
        if !rules.is_empty() {
            return Some(rules.into_iter().collect::<Vec<_>>().join("、"));
        }
        self.sheets.contains(&*entry.place.sheet).then(|| "整表".to_owned())
    }
}
