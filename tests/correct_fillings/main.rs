//! A correct filling is never blamed: a thousand random ones, none with an 错误 or a 核实.

#[path = "../desk/mod.rs"]
mod desk;
mod edition_2021;
mod edition_2024;
mod projects;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread;

use xlcheck::facts::Severity;
use xlcheck::form::{Form, Settings};
use xlcheck::outcome::{Judge, ReadFile, SubUnitsSaid, Unit, UnitValues, fill};

use edition_2021::{Dice, Figures, Filled, amount, filled_in, filling, sub_units};

/// How many are made.
const FILLINGS: u64 = 1_000;

/// The workbook that a unit is issued, and its form.
type Blank = (Arc<Form>, ReadFile);

/// What fillings of a form are blamed for, the first of them; made and judged on every processor.
fn blamed(form: &Form, judge: &Judge, filling: &(dyn Fn(u64) -> (Unit, UnitValues) + Sync)) -> Vec<String> {
    let blanks: Mutex<HashMap<String, Arc<Blank>>> = Mutex::default();
    let blank = |unit: &Unit| {
        let mut blanks = blanks.lock().expect("no panic");
        let made = blanks.entry(format!("{unit:?}")).or_insert_with(|| {
            let judged = judge.judge("空白表.xlsx", desk::issued_to(form, unit));
            Arc::new((judged.form.expect("a form"), judged.read.expect("a form")))
        });
        Arc::clone(made)
    };
    let of_seed = |seed: u64| {
        let (unit, values) = filling(seed);
        let blank = blank(&unit);
        let filled = fill(&blank.0, &blank.1, &values).unwrap_or_else(|error| panic!("{seed}: {error}"));
        let judged = judge.judge("填报表.xlsx", filled);
        let wrong = judged.outcome.findings.into_iter().filter(|finding| finding.severity <= Severity::Query);
        wrong.map(|finding| format!("{seed}: {} {}", finding.key(), finding.message)).collect::<Vec<_>>()
    };
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let mut blamed: Vec<String> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|first| {
                let of_seed = &of_seed;
                let seeds = (1 + first..=FILLINGS).step_by(usize::try_from(threads).expect("small"));
                scope.spawn(move || seeds.flat_map(of_seed).collect::<Vec<_>>())
            })
            .collect();
        started.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    blamed.truncate(20);
    blamed
}

#[test]
fn a_thousand_correct_fillings_are_blamed_for_nothing() {
    let of_unit = |seed| with_unit(filling(seed));
    assert_eq!(blamed(&desk::form(), &desk::judge(), &of_unit), Vec::<String>::new());
}

#[test]
fn nor_are_a_thousand_of_the_form_of_2024() {
    let judge = Judge::new(vec![edition_2024::form()], Settings::default(), None, desk::RECEIVED);
    let of_unit = |seed| with_unit(edition_2024::filling(seed));
    assert_eq!(blamed(&edition_2024::form(), &judge, &of_unit), Vec::<String>::new());
}

#[test]
fn nor_are_a_thousand_of_the_form_of_projects() {
    let judge = Judge::new(vec![projects::form()], Settings::default(), None, desk::RECEIVED);
    assert_eq!(blamed(&projects::form(), &judge, &projects::filling), Vec::<String>::new());
}

fn with_unit((sub_units, values): (SubUnitsSaid, UnitValues)) -> (Unit, UnitValues) {
    (desk::unit(sub_units), values)
}
