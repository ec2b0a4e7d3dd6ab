//! A table of the bureau with one line a unit, such as the final accounts of all units.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::Trouble;
use crate::facts::{Book, Raw, Sheet};
use crate::form::{Elsewhere, External};
use crate::outcome::recognise::year_in;
use crate::outcome::roster::{BadUnit, Head, Line, Problem};
use crate::words::Place;

/// What stands behind the name of a column and says no more than the form does.
const UNITS: [&str; 3] = ["（万元）", "(万元)", "（人）"];
/// What a table says above its head where its amounts are in yuan.
const IN_YUAN: [&str; 4] = ["单位：元", "单位:元", "（元）", "(元)"];

/// The figures that the heads of columns may name: `决算.支出合计` in full, or `支出合计` alone where no return says it.
#[derive(Debug, Default)]
pub(super) struct Heads(HashMap<String, String>);

impl Heads {
    /// The heads that forms ask for.
    pub fn of<'e>(externals: impl Iterator<Item = &'e External>) -> Self {
        let mut heads = HashMap::new();
        for external in externals {
            for field in &external.fields {
                heads.insert(external.name(field), external.name(field));
                if external.from == Elsewhere::Table {
                    heads.insert(field.clone(), external.name(field));
                }
            }
        }
        Self(heads)
    }

    /// The figure that a head names.
    fn figure(&self, head: &str) -> Option<String> {
        let bare = UNITS.iter().find_map(|unit| head.strip_suffix(unit)).unwrap_or(head);
        self.0.get(bare).cloned()
    }
}

/// One table.
#[derive(Debug)]
pub(super) struct Table {
    pub path: String,
    /// The year that it says it is of.
    pub year: Option<i16>,
    figures: BTreeMap<String, BTreeMap<String, Decimal>>,
}

impl Table {
    /// The first sheet with 预算编码 and a column that is asked for; with the cells that cannot be used.
    pub fn read(path: &str, book: &Book, heads: &Heads) -> Result<(Self, Vec<BadUnit>), Trouble> {
        let figure = |head: &str| heads.figure(head);
        let found = book.sheets.iter().filter_map(|sheet| Some((sheet, Head::of_figures(sheet, &figure)?)));
        let found: Vec<(&Sheet, Head)> = found.collect();
        let with_figures = found.iter().find(|(_, head)| !head.others.is_empty());
        let (sheet, head) = with_figures.ok_or(if found.is_empty() { Trouble::Foreign } else { Trouble::NoColumns })?;
        if texts_above(sheet, head).any(is_in_yuan) {
            return Err(Trouble::InYuan);
        }
        let mut names = texts_above(sheet, head).chain([&*sheet.name]).chain(path.rsplit('/'));
        let mut table = Self { path: path.to_owned(), year: names.find_map(year_of), figures: BTreeMap::new() };
        let bad = table.lines(sheet, head);
        Ok((table, bad))
    }

    fn lines(&mut self, sheet: &Sheet, head: &Head) -> Vec<BadUnit> {
        let mut places: HashMap<String, Place> = HashMap::new();
        let mut bad = Vec::new();
        let last = sheet.cells.last().map_or(0, |content| content.cell.row);
        for row in head.row + 1..=last {
            let line = Line { sheet, head, row };
            let (code, mut odd) = (line.code(), Vec::new());
            let figures = line.figures(&mut odd);
            // Totals and notes at the foot are no units.
            if (figures.is_empty() && odd.is_empty()) || line.total().is_some() {
                continue;
            }
            if code.is_empty() {
                bad.push(line.bad(head.code, Problem::NoCode));
            } else if !code.bytes().all(|byte| byte.is_ascii_digit()) {
                bad.push(line.bad(head.code, Problem::NotDigits(code)));
            } else if let Some(first) = places.get(&code) {
                bad.push(line.bad(head.code, Problem::Twice { code, first: first.clone() }));
            } else {
                bad.append(&mut odd);
                places.insert(code.clone(), line.place(head.code));
                self.figures.insert(code, figures);
            }
        }
        bad
    }

    /// How many units it has.
    pub fn units(&self) -> usize {
        self.figures.len()
    }

    /// A figure of a unit.
    pub fn figure(&self, code: &str, name: &str) -> Option<Decimal> {
        self.figures.get(code)?.get(name).copied()
    }
}

/// The words of a sheet down to its head.
fn texts_above<'a>(sheet: &'a Sheet, head: &Head) -> impl Iterator<Item = &'a str> {
    let row = head.row;
    let above = sheet.cells.iter().take_while(move |content| content.cell.row <= row);
    above.filter_map(|content| if let Raw::Text(text) = &content.raw { Some(&**text) } else { None })
}

fn is_in_yuan(text: &str) -> bool {
    let bare: String = text.split_whitespace().collect();
    IN_YUAN.iter().any(|said| bare.ends_with(said))
}

/// The year in `2021年度…`, or in `2021年…`.
fn year_of(text: &str) -> Option<i16> {
    year_in(text).or_else(|| year_in(&text.replacen('年', "年度", 1)))
}
