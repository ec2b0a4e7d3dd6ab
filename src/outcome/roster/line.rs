//! One line of a roster: the unit it names, and everything that keeps it from being one.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::head::Head;
use super::{BadUnit, Names, Problem, SubUnitsSaid, Unit};
use crate::facts::{Raw, Sheet};
use crate::plan::{MAX_SUB_UNITS, MAX_THINGS, NO_SUB_UNITS};
use crate::prose::{says_none, unnumbered};
use crate::words::{Cell, Place, canonical, plain};

/// What a row that adds up others is called.
const TOTALS: [&str; 4] = ["合计", "总计", "小计", "汇总"];
/// What stands between the names of sub-units.
const BETWEEN: [char; 6] = ['、', '；', ';', '，', ',', '\n'];
/// What stands between the names of projects, which have commas of their own.
const BETWEEN_PROJECTS: [char; 3] = ['；', ';', '\n'];

/// One line below the head.
pub(in crate::outcome) struct Line<'a> {
    pub sheet: &'a Sheet,
    pub head: &'a Head,
    pub row: u32,
}

impl Line<'_> {
    fn raw(&self, column: u16) -> Option<&Raw> {
        self.sheet.content(Cell::new(self.row, column)).map(|content| &content.raw)
    }

    /// The words of a cell; a number as it is shown.
    fn text(&self, column: Option<u16>) -> String {
        let Some(column) = column else { return String::new() };
        let number = if let Some(Raw::Number(text)) = self.raw(column) { canonical(text) } else { None };
        number.map_or_else(|| self.sheet.text(Cell::new(self.row, column)).trim().to_owned(), plain)
    }

    /// 预算编码.
    pub fn code(&self) -> String {
        self.text(Some(self.head.code))
    }

    /// 单位名称.
    pub fn name(&self) -> String {
        self.text(self.head.name)
    }

    /// Where a column of the line is.
    pub fn place(&self, column: u16) -> Place {
        Place::new(self.sheet.name.clone(), Cell::new(self.row, column))
    }

    /// What is wrong with a column of the line.
    pub fn bad(&self, column: u16, problem: Problem) -> BadUnit {
        BadUnit { place: self.place(column), problem }
    }

    /// The column and the words by which the line is one that adds up others.
    pub fn total(&self) -> Option<(u16, String)> {
        let name = self.head.name.map(|column| (column, self.name()));
        let mut columns = name.into_iter().chain([(self.head.code, self.code())]);
        let is_total = |words: &str| TOTALS.contains(&words.split_whitespace().collect::<String>().as_str());
        columns.find(|(_, words)| is_total(words))
    }

    /// The unit; what is wrong with it is added to `bad`.
    pub fn unit(&self, bad: &mut Vec<BadUnit>) -> Unit {
        let (code, name) = (self.code(), self.name());
        if code.is_empty() {
            bad.push(self.bad(self.head.code, Problem::NoCode));
        } else if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            bad.push(self.bad(self.head.code, Problem::NotDigits(code.clone())));
        }
        if name.is_empty() {
            bad.push(self.bad(self.head.name.unwrap_or(self.head.code), Problem::NoName));
        }
        let sub_units = self.sub_units(bad);
        let projects = self.projects(bad);
        bad.extend(self.errors());
        Unit { code, name, section: self.section(), sub_units, projects, figures: self.figures(bad) }
    }

    /// 归口股室; where one cell is merged over the lines of a section, what it says.
    fn section(&self) -> String {
        let Some(column) = self.head.section else { return String::new() };
        let cell = Cell::new(self.row, column);
        let merged = self.sheet.merges.iter().find(|area| area.contains(cell));
        let row = merged.map_or(self.row, |area| area.first.row.max(self.head.row + 1));
        Self { row, ..*self }.text(Some(column))
    }

    /// Cells that say an error of Excel in place of words; figures are told as such.
    fn errors(&self) -> impl Iterator<Item = BadUnit> {
        let head = self.head;
        let columns = [Some(head.code), head.name, head.section, head.sub_units, head.projects];
        columns.into_iter().flatten().filter_map(|column| match self.raw(column) {
            Some(Raw::Error(words)) => Some(self.bad(column, Problem::Error(words.to_string()))),
            Some(Raw::Blank | Raw::Text(_) | Raw::Number(_) | Raw::Truth(_) | Raw::Date(_)) | None => None,
        })
    }

    fn sub_units(&self, bad: &mut Vec<BadUnit>) -> SubUnitsSaid {
        let Some(column) = self.head.sub_units else { return SubUnitsSaid::Unsaid };
        let text = self.text(Some(column));
        if text.is_empty() {
            return SubUnitsSaid::Unsaid;
        }
        if text == NO_SUB_UNITS {
            return SubUnitsSaid::None;
        }
        let names = text.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_owned).collect();
        bad.extend(names_problems(&names).into_iter().map(|problem| self.bad(column, problem)));
        if names.is_empty() {
            bad.push(self.bad(column, Problem::NoSubUnit(text)));
        }
        SubUnitsSaid::Named(names.into_iter().collect())
    }

    fn projects(&self, bad: &mut Vec<BadUnit>) -> Option<Names> {
        let column = self.head.projects?;
        let text = self.text(Some(column));
        if text.is_empty() || text == NO_SUB_UNITS {
            return (!text.is_empty()).then(Names::default);
        }
        let names = text.split(BETWEEN_PROJECTS).map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<String> = names.map(str::to_owned).collect();
        let mut note = |problem| bad.push(self.bad(column, problem));
        if names.len() > MAX_THINGS {
            note(Problem::TooManyProjects(names.len()));
        }
        for (position, name) in names.iter().enumerate() {
            let before = names[..position].iter().filter(|known| *known == name).count();
            // Said once, however often it stands there.
            match (!name.chars().any(char::is_alphabetic) || says_none(name), before) {
                (true, 0) => note(Problem::NoProject(name.clone())),
                (false, 1) => note(Problem::ProjectTwice(name.clone())),
                (true | false, _) => {}
            }
        }
        Some(names.into_iter().collect())
    }

    /// The figures of the further columns; words that are none are added to `bad`.
    pub fn figures(&self, bad: &mut Vec<BadUnit>) -> BTreeMap<String, Decimal> {
        let mut figures = BTreeMap::new();
        for (head, column) in &self.head.others {
            let number = match self.raw(*column) {
                Some(Raw::Number(text)) => canonical(text),
                Some(Raw::Text(text)) => canonical(text.trim()),
                Some(Raw::Blank | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_)) | None => None,
            };
            let found = self.text(Some(*column));
            match number {
                Some(number) => drop(figures.insert(head.clone(), number)),
                None if found.is_empty() => {}
                None => bad.push(self.bad(*column, Problem::NotAFigure { head: head.clone(), found })),
            }
        }
        figures
    }
}

fn names_problems(names: &[String]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if names.len() > MAX_SUB_UNITS {
        problems.push(Problem::TooMany(names.len()));
    }
    for (position, name) in names.iter().enumerate() {
        let bare = unnumbered(name);
        let before = &names[..position];
        // Each is said once, however often it stands there.
        if !before.contains(name) {
            problems.extend(name_problem(name, bare));
        }
        if before.iter().filter(|known| unnumbered(known) == bare).count() == 1 && !says_none(name) {
            problems.push(Problem::SubUnitTwice(bare.to_owned()));
        }
    }
    problems
}

/// What is wrong with the name of a sub-unit, which is `bare` without its number.
fn name_problem(name: &str, bare: &str) -> Option<Problem> {
    if says_none(name) {
        Some(Problem::SaysNone(name.to_owned()))
    } else if !bare.chars().any(char::is_alphabetic) {
        Some(Problem::NoSubUnit(name.to_owned()))
    } else {
        (bare != name).then(|| Problem::Numbered { name: name.to_owned(), bare: bare.to_owned() })
    }
}
