//! What is typed into the cells of a form, at random and by the types of its fields: no form is known here.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use xlcheck::checks::{Cached, blank_submission, calculate};
use xlcheck::facts::{Content, Entry, Raw, Slot, Submission};
use xlcheck::fields::{Shown, serial};
use xlcheck::form::Form;
use xlcheck::language::Type;
use xlcheck::layout::Layout;
use xlcheck::plan::{Filling as Planned, LiveCheck, Part, Stamp};
use xlcheck::words::{Place, plain};

use super::dice::Dice;

/// Amounts; among them halves of cents that binary fractions cannot hold.
const AMOUNTS: [&str; 12] =
    ["0", "0.01", "0.02", "12.5", "34841.465", "150.05", "65.68", "1000.1", "0.285", "-3.2", "418.69", "99999.99"];
/// What amounts are off by, in tenths of cents: nothing, tails and what is beyond.
const OFF: [i64; 16] = [0, 0, 0, 0, 0, 5, 10, -10, 15, 20, -20, 25, 35, 40, -50, 6_000];
/// Numbers of heads.
const HEADS: [&str; 8] = ["0", "1", "35", "36", "46", "48", "35.5", "-1"];
/// Scores at and beside the bounds of grades.
const SCORES: [&str; 11] = ["0", "59.99", "60", "79.99", "80", "89.99", "90", "95.5", "100", "100.01", "-0.5"];
/// Days at and beside the end of the year and the last day to hand in.
const DAYS: [Date; 6] =
    [date(2021, 12, 31), date(2022, 1, 1), date(2021, 6, 30), date(2022, 4, 30), date(2022, 5, 1), date(2022, 4, 19)];
/// What indicators aim at and reach: numbers beside each other, so that all rates of completion come up, and words.
const MEASURES: [&str; 12] = ["0", "0.95", "1", "40", "59.9", "60", "90", "100", "0.5", "130", "150", "-1"];
const BANDS: [&str; 4] = ["达成年度指标", "部分达成年度指标并具有一定效果", "未达成年度指标且效果较差", "稳步提高"];
/// Weights of indicators, and scores.
const WEIGHTS: [&str; 8] = ["0", "5", "9", "10", "12", "14.95", "15", "16"];
/// Words of all kinds.
const WORDS: [&str; 18] = [
    "%",
    "%",
    "%",
    "%",
    "设施合格率",
    "部分路段未完成",
    "道路巡查里程≥1200公里",
    "1260公里",
    "已完成",
    "不适用",
    "无",
    "完成XX次",
    "…………",
    "2021年底前完成",
    "95%",
    "按时完成",
    "请填写",
    "一二三四五六七八九十。",
];

/// What is typed in one cell.
#[derive(Debug, Clone, PartialEq)]
enum Typed {
    Number(Decimal),
    Words(String),
    Day(Date),
}

/// Everything that is typed.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    typed: BTreeMap<Slot, Typed>,
    words_for_numbers: bool,
}

fn inputs(layout: &Layout) -> impl Iterator<Item = Slot> + '_ {
    layout.slots().filter(|slot| {
        let (sheet, cell) = layout.cell(*slot);
        layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input())
    })
}

impl Filling {
    /// Nothing but what the workbook is issued with.
    pub fn blank(form: &Form, layout: &Layout, stamp: &Stamp) -> Self {
        let blank = blank_submission(form, layout, &stamp.issued);
        let issued = inputs(layout).map(|slot| (slot, &blank.entry(slot).reading.found));
        let typed = issued.filter(|(_, text)| !text.is_empty());
        let typed = typed.map(|(slot, text)| (slot, Typed::Words(text.clone()))).collect();
        Self { typed, words_for_numbers: false }
    }

    /// Whether numbers may have been typed as words.
    pub fn has_words_for_numbers(&self) -> bool {
        self.words_for_numbers
    }

    /// All cells, or some of them.
    pub fn random(form: &Form, layout: &Layout, stamp: &Stamp, dice: &mut Dice) -> Self {
        let mut filling = Self::blank(form, layout, stamp);
        let leaves_out = *dice.pick(&[0, 0, 2, 4, 8]);
        filling.words_for_numbers = dice.once_in(4);
        // Repeated sheets that need not be filled in are at times left as they are.
        let in_use = |sheet: usize, dice: &mut Dice| form.in_use_by(sheet).is_none() || !dice.once_in(3);
        let in_use: Vec<bool> = (0..form.sheets.len()).map(|sheet| in_use(sheet, dice)).collect();
        for slot in inputs(layout).filter(|slot| in_use[form.tables[slot.table].sheet]) {
            if leaves_out > 0 && dice.once_in(leaves_out) {
                continue;
            }
            let field = &form.tables[slot.table].fields[slot.field];
            let number = |text: &str| Typed::Number(text.parse().expect("a number"));
            let typed = match field.kind.language() {
                Type::Amount | Type::Number | Type::Count if filling.words_for_numbers && dice.once_in(12) => {
                    Typed::Words((*dice.pick(&["约400", "418.69万元", "12.5"])).to_owned())
                }
                Type::Amount => number(dice.pick::<&str>(&AMOUNTS)),
                Type::Count => number(dice.pick::<&str>(&HEADS)),
                Type::Number if field.kind.shown() == Shown::Measure && dice.once_in(4) => {
                    Typed::Words((*dice.pick(&BANDS)).to_owned())
                }
                Type::Number if field.kind.shown() == Shown::Measure => number(dice.pick::<&str>(&MEASURES)),
                Type::Number if dice.once_in(2) => number(dice.pick::<&str>(&WEIGHTS)),
                Type::Number => number(dice.pick::<&str>(&SCORES)),
                Type::Date => Typed::Day(*dice.pick(&DAYS)),
                Type::Text if !field.choices().is_empty() => Typed::Words(dice.pick(&field.choices()).clone()),
                Type::Text | Type::Truth => Typed::Words((*dice.pick(&WORDS)).to_owned()),
            };
            filling.typed.insert(slot, typed);
        }
        filling
    }

    /// Pulls cells to what their rules expect, or just beside it.
    pub fn pull(&mut self, form: &Form, layout: &Layout, results: &[(Place, Cached)], dice: &mut Dice) {
        let results: BTreeMap<&Place, &Cached> = results.iter().map(|(place, result)| (place, result)).collect();
        for planned in &layout.self_check.cells {
            let Planned::Live(check @ LiveCheck::Condition { .. }, Part::Expected) = planned.filling else { continue };
            let Some(line) = layout.lines.iter().find(|line| line.check == check) else { continue };
            // What is never left as it is would never be wrong; what an indicator has reached is compared as a rate.
            let field = &form.tables[line.mark.table].fields[line.mark.field];
            if dice.once_in(4) || field.kind.shown() == Shown::Measure {
                continue;
            }
            let place = Place::new(xlcheck::layout::SELF_CHECK, planned.cell);
            let typed = match results.get(&place) {
                Some(Cached::Number(number)) => {
                    Typed::Number((*number + Decimal::new(*dice.pick(&OFF), 3)).round_dp(3))
                }
                Some(Cached::Day(day)) if dice.once_in(2) => Typed::Day(*day),
                Some(Cached::Text(text)) if !text.is_empty() && dice.once_in(2) => Typed::Words(text.clone()),
                Some(Cached::Day(_) | Cached::Text(_)) | None => continue,
            };
            let same_kind = self
                .typed
                .get(&line.mark)
                .is_some_and(|known| std::mem::discriminant(known) == std::mem::discriminant(&typed));
            if same_kind {
                self.typed.insert(line.mark, typed);
            }
        }
    }

    /// The same as it is read back.
    pub fn submission(&self, form: &Form, layout: &Layout, stamp: &Stamp) -> Submission {
        let blank = blank_submission(form, layout, &stamp.issued);
        let mut submission = Submission::default();
        for (index, table) in form.tables.iter().enumerate() {
            let rows = 0..layout.rows[index].len();
            let slots =
                rows.flat_map(|row| (0..table.fields.len()).map(move |field| Slot { table: index, row, field }));
            submission
                .push_table(table.fields.len(), slots.map(|slot| self.entry(form, layout, &blank, slot)).collect());
        }
        calculate(form, layout, &mut submission);
        submission
    }

    fn entry(&self, form: &Form, layout: &Layout, blank: &Submission, slot: Slot) -> Entry {
        let (sheet, cell) = layout.cell(slot);
        let planned = layout.sheets[sheet].at(cell).map(|planned| &planned.filling);
        let from = if let Some(Planned::Copy(_, from)) = planned { *from } else { slot };
        let Some(typed) = self.typed.get(&from) else { return blank.entry(slot).clone() };
        let (raw, date_format) = match typed {
            Typed::Number(number) => (Raw::Number(plain(*number).into()), false),
            Typed::Words(words) => (Raw::Text(words.as_str().into()), false),
            Typed::Day(day) => (Raw::Number(serial(*day, false).expect("a day").to_string().into()), true),
        };
        let content = Content { cell, raw, formula: None, locked: false, date_format, percent_format: false };
        let field = &form.tables[slot.table].fields[slot.field];
        Entry { reading: field.kind.read(&content, &field.limits), ..blank.entry(slot).clone() }
    }

    /// Every cell that can be typed in.
    pub fn inputs(layout: &Layout) -> Vec<String> {
        inputs(layout).map(|slot| layout.place(slot).to_string()).collect()
    }

    /// Cells and what is typed in them, days as the numbers that programs keep.
    pub fn typed(&self, layout: &Layout) -> Json {
        let typed = self.typed.iter().map(|(slot, typed)| {
            let value = match typed {
                Typed::Number(number) => json!(plain(*number).parse::<f64>().expect("a number")),
                Typed::Words(words) => json!(words),
                Typed::Day(day) => json!(serial(*day, false)),
            };
            (layout.place(*slot).to_string(), value)
        });
        Json::Object(typed.collect())
    }
}
