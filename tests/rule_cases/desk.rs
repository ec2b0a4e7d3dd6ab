//! Filling and judging cases the way files are: a workbook is issued, filled in, damaged, and checked as a whole.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use indexmap::IndexMap;
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, Material, ReadFile, Roster, Unit, UnitValues, fill, issue_one};

use super::base::{Base, USUAL};
use super::case::{Case, LastYear, Run, Typed};

/// The unit of every case: 预算编码, 单位名称.
const UNIT: (&str, &str) = ("629101", "青澜经开区市政维护中心");

/// What is found in a case.
pub struct Found {
    /// Rule, severity and place; what it says on the line below.
    pub findings: Vec<String>,
    /// Rules that could not be judged, besides those of the filling.
    pub unchecked: Vec<String>,
    /// What was read leniently: place, as typed, as read.
    pub reads: Vec<String>,
    /// What follows for the file.
    pub status: &'static str,
}

/// A filling and the workbook that its unit is issued.
struct Issued {
    base: Base,
    /// The form, with as many sheets as the workbook has.
    form: Arc<Form>,
    blank: ReadFile,
}

/// Judges cases; what several of them need is made once.
pub struct Desk {
    forms: BTreeMap<String, Form>,
    judges: HashMap<String, Judge>,
    issued: HashMap<(String, String), Issued>,
}

impl Desk {
    pub fn new() -> Self {
        let library = Library::embedded(&SPECS);
        let form = |edition| (format!("{edition}"), library.edition(edition).expect("an embedded form"));
        Self { forms: library.editions().iter().map(form).collect(), judges: HashMap::new(), issued: HashMap::new() }
    }

    /// The embedded forms by `id@edition`.
    pub fn forms(&self) -> impl Iterator<Item = (&String, &Form)> {
        self.forms.iter()
    }

    /// Makes what a case needs: its workbook and its judge.
    pub fn prepare(&mut self, form: &str, case: &Case) {
        let Some(known) = self.forms.get(form) else { return };
        let base = case.base.as_deref().unwrap_or(USUAL);
        let place = (form.to_owned(), base.to_owned());
        let issued = self.issued.entry(place).or_insert_with(|| issued(form, known, base, 0));
        let run = run(case, &issued.base);
        self.judges.entry(format!("{run:?}")).or_insert_with(|| judge(&run));
    }

    /// What is found in a case that was prepared, or why it cannot be tried.
    pub fn judged(&self, form: &str, case: &Case) -> Result<Found, String> {
        let place = (form.to_owned(), case.base.as_deref().unwrap_or(USUAL).to_owned());
        let issued = self.issued.get(&place).ok_or_else(|| format!("没有表单“{form}”"))?;
        let (form, judge) = (&issued.form, &self.judges[&format!("{:?}", run(case, &issued.base))]);
        let mut typed = issued.base.values.clone();
        typed.extend(case.change.clone());
        let filled =
            fill(form, &issued.blank, &values(form, &issued.blank, &typed)?).map_err(|error| error.to_string())?;
        let bytes = case.damage.iter().try_fold(filled, |bytes, damage| damage.done_to(bytes))?;
        let judged = judge.judge(case.file.as_deref().unwrap_or("填报表.xlsx"), bytes);
        let line = |finding: &xlcheck::facts::Finding| {
            let place = finding.place.as_ref().map_or_else(|| finding.field.clone(), ToString::to_string);
            format!("{} {} {place}\n{}", finding.rule, finding.severity.word(), finding.message)
        };
        let mut unchecked: Vec<String> = judged.outcome.unchecked.iter().map(|one| one.rule.clone()).collect();
        unchecked.dedup();
        unchecked.retain(|rule| !issued.base.unchecked.contains(rule));
        let read = |one: &xlcheck::facts::Normalised| format!("{} {}→{}", one.place, one.found, one.read_as);
        Ok(Found {
            findings: judged.outcome.findings.iter().map(line).collect(),
            unchecked,
            reads: judged.outcome.normalised.iter().map(read).collect(),
            status: judged.status.word(),
        })
    }
}

/// The run of a case; the filling says when it comes in where the case does not.
fn run(case: &Case, base: &Base) -> Run {
    Run { received: case.run.received.clone().or_else(|| base.received.clone()), ..case.run.clone() }
}

/// A filling, and the workbook that its unit is issued, or was so many years before.
fn issued(name: &str, form: &Form, base: &str, before: i16) -> Issued {
    let base = Base::read(name, base);
    let settings = Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() };
    let year = base.year.expect("the filling says the year") - before;
    let deadline = base.deadline.as_ref().and_then(Typed::day);
    let issuing = Issuing { form, year, deadline, password: None, settings: &settings };
    let unit = Unit {
        sub_units: base.sub_units(),
        projects: base.projects.as_ref().map(|names| names.iter().collect()),
        figures: base.issued.iter().map(number).collect(),
        ..unit(UNIT.0, UNIT.1)
    };
    let run = Run { received: base.received.clone(), ..Run::default() };
    let judged = judge(&run).judge("空白表.xlsx", issue_one(&issuing, &unit).expect("issued"));
    Issued { base, form: judged.form.expect("a form"), blank: judged.read.expect("a form") }
}

fn unit(code: &str, name: &str) -> Unit {
    Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        section: "城建股".to_owned(),
        sub_units: xlcheck::outcome::SubUnitsSaid::None,
        projects: None,
        figures: BTreeMap::new(),
    }
}

/// A figure by its name.
fn number((name, value): (&String, &Typed)) -> (String, rust_decimal::Decimal) {
    match value {
        Typed::Number(number) => (name.clone(), number.to_string().parse().expect("a number")),
        Typed::Words(_) | Typed::Day { .. } => panic!("{name}应为数字"),
    }
}

/// The judge of a run; it has a roster where the run says something of it.
fn judge(run: &Run) -> Judge {
    let settings = Settings {
        deadline: run.deadline.as_ref().and_then(Typed::day),
        parameters: run.parameters.iter().map(number).collect(),
        ..Settings::default()
    };
    let mut own = unit(UNIT.0, UNIT.1);
    own.figures = run.roster.iter().map(number).collect();
    let others = (2..).zip(&run.units).map(|(k, name)| unit(&format!("6291{k:02}"), name));
    let roster = std::iter::once(own).chain(others).collect::<Roster>();
    let received = run.received.as_ref().and_then(Typed::day).expect("the filling says when it comes in");
    let judge = Judge::of_library(Library::embedded(&SPECS), settings, Some(roster), received).expect("embedded forms");
    match &run.last_year {
        Some(sent) => {
            let material = material(&judge, sent);
            judge.with_material(material)
        }
        None => judge,
    }
}

/// What the unit sent a year ago, as it is read out of the file.
fn material(judge: &Judge, sent: &LastYear) -> Material {
    let known = judge.forms().find(|form| format!("{}@{}", form.id, form.edition) == sent.form).expect("a form");
    let Issued { base, form, blank } = issued(&sent.form, known, USUAL, 1);
    let mut typed = base.values;
    typed.extend(sent.change.clone());
    let filled = fill(&form, &blank, &values(&form, &blank, &typed).expect("values")).expect("filled");
    let mut material = Material::new(judge.forms());
    material.add(judge, "上年.xlsx", filled);
    assert!(material.notices().is_empty(), "{:?}", material.notices());
    material
}

/// What is typed, as data; every name has to be one of the workbook.
fn values(form: &Form, blank: &ReadFile, typed: &IndexMap<String, Typed>) -> Result<UnitValues, String> {
    let mut values = UnitValues {
        schema: String::new(),
        path: String::new(),
        template: None,
        unit: None,
        year: None,
        values: IndexMap::new(),
    };
    for (name, value) in typed {
        let slot = blank.layout.named(name).ok_or_else(|| format!("表单中没有“{name}”"))?;
        let table = &form.tables[slot.table];
        let rows = values.values.entry(table.id.clone()).or_default();
        let fields = rows.entry(blank.layout.rows[slot.table][slot.row].id.clone()).or_default();
        fields.insert(table.fields[slot.field].id.clone(), value.value());
    }
    Ok(values)
}
