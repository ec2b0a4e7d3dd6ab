//! The edition of 2024 with rows for 200 indicators: a form has as many as its template says, so a copy of the template
//! says so.

use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library};
use xlcheck::outcome::SubUnitsSaid;

use super::Dice;
use super::edition_2024::{self, Indicator};

const TEMPLATE: &str = "templates/部门整体支出绩效自评/2024";
/// The sheet of the indicators in it.
const INDICATORS: &str = "绩效指标.toml";
/// A category, its rows in the edition and here, and what it weighs.
const CATEGORIES: [(&str, usize, usize, i64); 9] = [
    ("质量", 4, 27, 10),
    ("数量", 6, 40, 25),
    ("时效", 3, 20, 10),
    ("成本", 3, 20, 5),
    ("社会效益", 3, 20, 10),
    ("经济效益", 3, 20, 5),
    ("生态效益", 3, 20, 10),
    ("可持续影响", 3, 20, 5),
    ("满意度", 2, 13, 10),
];

/// The form.
pub fn form() -> Form {
    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join(TEMPLATE);
    for entry in template.read_dir().unwrap_or_else(|error| panic!("{error}")) {
        let from = entry.unwrap_or_else(|error| panic!("{error}")).path();
        let name = from.file_name().unwrap_or_default();
        let mut text = std::fs::read_to_string(&from).unwrap_or_else(|error| panic!("{error}"));
        if name == INDICATORS {
            for (category, rows, more, _) in CATEGORIES {
                let line = text.lines().find(|line| line.contains(&format!("id = \"{category}\", label")));
                let line = line.unwrap_or_else(|| panic!("{category}")).to_owned();
                let longer = line.replace(&format!("rows = {rows}"), &format!("rows = {more}"));
                assert_ne!(line, longer, "{category}");
                text = text.replace(&line, &longer);
            }
        }
        std::fs::write(folder.path().join(name), text).unwrap_or_else(|error| panic!("{error}"));
    }
    Library::embedded(&SPECS).folder(folder.path()).unwrap_or_else(|error| panic!("{error}"))
}

/// What a unit fills in: as in the edition, with an indicator on every row.
pub fn tables(dice: &mut Dice, sub_units: &SubUnitsSaid) -> Map<String, Value> {
    let mut tables = edition_2024::tables(dice, sub_units);
    let mut rows = Map::new();
    for (category, _, count, weight) in CATEGORIES {
        let all = Decimal::from(weight);
        let each = (all / Decimal::from(count)).trunc_with_scale(2);
        for k in 1..=count {
            let weight = if k == 1 { all - each * Decimal::from(count - 1) } else { each };
            let target = 50 + dice.below(900);
            let done = target * (90 + dice.below(25)) / 100;
            let name = format!("{category}第{k}项完成量");
            let (target, done) = (Decimal::from(target), Decimal::from(done));
            let one = Indicator { name, sign: "≥", target, done, unit: "处", weight };
            rows.insert(format!("{category}{k}"), one.filled().0);
        }
    }
    tables.insert("定量指标".to_owned(), rows.into());
    tables
}
