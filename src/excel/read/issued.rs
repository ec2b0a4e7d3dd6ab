//! A return held against exactly what its unit was issued: the formulas of live checks, 自查 and the guide, and what
//! protects the form.
//!
//! Nothing of it changes a value; what programs do by themselves when they save is no damage.

use std::borrow::Cow;

use super::compare::same;
use super::results::moved;
use super::{Located, Return, carried, formula, protection};
use crate::checks::live_words;
use crate::excel::write::{IssuedFormulas, SheetFormulas, with_formulas};
use crate::facts::{Book, Content, Damage, Instead, Sheet};
use crate::form::Form;
use crate::layout::{Layout, guide};
use crate::plan::{Filling, Issued, LiveCheck, Part, PlannedCell, STAMP_LINE, SheetPlan, Stamp, UNUSED};
use crate::words::{Cell, Place};

/// Formulas of one sheet that are named one by one; more of them were replaced all together, as by pasting values.
const ONE_BY_ONE: usize = 3;

/// What is known of the issue of a workbook.
#[derive(Debug, Clone, Copy)]
pub struct IssuedState {
    /// The stamp is whole and the rules are those with which the workbook was issued; else other formulas and other words
    /// may be those of the issue, and only what is gone is said.
    pub exact: bool,
    /// It was made final since, and is locked on purpose.
    pub is_final: bool,
}

/// What differs from the workbook that was issued, besides what [`super::read`] has found.
#[must_use]
pub fn against_issued(
    (book, found): (&Book, &Return),
    (form, layout): (&Form, &Layout),
    (stamp, formulas): (&Stamp, &IssuedFormulas),
    IssuedState { exact, is_final }: IssuedState,
) -> Vec<Damage> {
    let words = live_words(form, stamp);
    let compared = Compared::new((book, found), (form, layout), (&words, formulas), exact);
    let mut damages = Vec::new();
    for (number, located) in found.sheets.iter().enumerate() {
        let Some(located) = located else { continue };
        damages.extend(compared.live(number, located));
    }
    if exact {
        let guide = guide(form, &words);
        damages.extend(compared.aid(&guide, &[]));
        damages.extend(compared.aid(&layout.self_check, formulas.of_self_check()));
        damages.extend(protection::stripped((book, found), layout, [&guide, &layout.self_check], is_final));
    }
    damages.extend(carried::more(book, layout, found));
    damages
}

/// A return beside what was issued.
pub(super) struct Compared<'a> {
    pub(super) book: &'a Book,
    form: &'a Form,
    pub(super) layout: &'a Layout,
    pub(super) formulas: &'a IssuedFormulas,
    pub(super) found: &'a Return,
    words: &'a Issued,
    pub(super) exact: bool,
    /// Whether every sheet is where and how it was issued, so that a formula that reads the same is the same.
    untouched: bool,
}

impl<'a> Compared<'a> {
    pub(super) fn new(
        (book, found): (&'a Book, &'a Return),
        (form, layout): (&'a Form, &'a Layout),
        (words, formulas): (&'a Issued, &'a IssuedFormulas),
        exact: bool,
    ) -> Self {
        let untouched = layout.sheets.iter().zip(&found.sheets).all(|(plan, located)| {
            let is_own =
                |located: &Located| located.map.is_identity() && book.sheets[located.position].name == plan.name;
            located.as_ref().is_some_and(is_own)
        });
        Self { book, form, layout, formulas, found, words, exact, untouched }
    }

    /// Whether the formula that was issued for a cell stands in a cell of the file, or one that cannot be read.
    pub(super) fn stands(&self, plan: &SheetPlan, issued: &str, (sheet, found): (&str, Option<&Content>)) -> bool {
        let found = found.and_then(|content| content.formula.as_deref());
        found.is_some_and(|found| {
            let moved = |of: &str, area| moved(self.book, self.layout, &self.found.sheets, of, area);
            !self.exact
                || found.is_empty()
                || (self.untouched && found == issued)
                || formula::is_same((issued, &plan.name), (found, sheet), &moved)
        })
    }

    /// The formulas of live checks on a sheet of the form that were replaced.
    fn live(&self, number: usize, located: &Located) -> Vec<Damage> {
        let plan = &self.layout.sheets[number];
        let sheet = &self.book.sheets[located.position];
        let mut contents = sheet.walk();
        let mut shown: Vec<(&PlannedCell, Cell)> = Vec::new();
        let mut hidden = Vec::new();
        for (planned, formula) in with_formulas(plan, self.formulas.of_sheet(number)) {
            let (Some(issued), Some(cell)) = (formula, located.map.find(planned.cell)) else { continue };
            let content = contents.content(cell);
            if self.stands(plan, issued, (&sheet.name, content)) {
                continue;
            }
            match planned.filling {
                Filling::Live(_, Part::Mark) => hidden.push(cell),
                Filling::Live(..) => shown.push((planned, cell)),
                Filling::Formula(_) if content.is_some_and(|content| content.formula.is_some()) => {
                    shown.push((planned, cell));
                }
                // What stands in place of a field's formula is compared with the values.
                Filling::Formula(_)
                | Filling::Copy(..)
                | Filling::Summary(_)
                | Filling::Label(_)
                | Filling::Input(..)
                | Filling::Issued(..)
                | Filling::Unused(_)
                | Filling::Link(_) => {}
            }
        }
        let is_said = |place: &Place| {
            self.found.damages.iter().any(|known| match known {
                Damage::FormulaOverwritten { place: at, .. } | Damage::OldResult { place: at, .. } => at == place,
                _ => false,
            })
        };
        let more = if shown.len() > ONE_BY_ONE { shown.len() } else { 1 };
        let overwritten =
            shown.into_iter().take(if more > 1 { 1 } else { ONE_BY_ONE }).filter_map(|(planned, cell)| {
                let place = Place { sheet: sheet.name.clone(), cell };
                let name = name(self.form, self.layout, planned);
                let found = instead(sheet, cell);
                let repeats = planned.filling.slot();
                (!is_said(&place)).then_some(Damage::FormulaOverwritten { name, place, found, repeats, cells: more })
            });
        overwritten.chain(changed(&sheet.name, &hidden, "隐藏的核对公式")).collect()
    }

    /// What was changed on a sheet that only helps: 自查 or the guide.
    fn aid(&self, plan: &SheetPlan, formulas: &SheetFormulas) -> Option<Damage> {
        let Some(sheet) = self.book.sheets.iter().find(|sheet| sheet.name.trim() == &*plan.name) else {
            let (sheet, detail) = (plan.name.to_string(), "已删去或改名".to_owned());
            return Some(Damage::AidChanged { sheet, detail, cells: Vec::new() });
        };
        let mut contents = sheet.walk();
        let mut differs = |planned: &PlannedCell, formula: Option<&str>| {
            let content = contents.content(planned.cell);
            match formula {
                Some(issued) => !self.stands(plan, issued, (&sheet.name, content)),
                None => self.text(planned).is_some_and(|issued| !same(content.map_or("", Content::text), &issued)),
            }
        };
        let cells = with_formulas(plan, formulas).filter(|(planned, formula)| differs(planned, *formula));
        let cells: Vec<Cell> = cells.map(|(planned, _)| planned.cell).collect();
        changed(&sheet.name, &cells, "内容")
    }

    /// The words that a cell was issued with.
    pub(super) fn text<'p>(&self, planned: &'p PlannedCell) -> Option<Cow<'p, str>> {
        match &planned.filling {
            // Any of the carriers of the stamp may be lost.
            Filling::Label(text) if Issued::names(text).any(|name| name == STAMP_LINE) => None,
            Filling::Label(text) | Filling::Issued(_, text) => Some(self.words.fill(text)),
            Filling::Unused(_) => Some(Cow::Borrowed(UNUSED)),
            // Addresses in words are those of the issued workbook, whatever moved.
            Filling::Link(_)
            | Filling::Input(..)
            | Filling::Copy(..)
            | Filling::Formula(_)
            | Filling::Live(..)
            | Filling::Summary(_) => None,
        }
    }
}

/// Cells that only help and are not as they were issued.
fn changed(sheet: &std::sync::Arc<str>, cells: &[Cell], what: &str) -> Option<Damage> {
    let first = cells.first()?;
    let count = cells.len();
    let detail = if count > 1 {
        format!("有{count}格{what}被改动（{first}等）")
    } else {
        format!("{first}格{what}被改动")
    };
    let cells = cells.iter().map(|cell| Place { sheet: sheet.clone(), cell: *cell }).collect();
    Some(Damage::AidChanged { sheet: sheet.to_string(), detail, cells })
}

pub(super) fn instead(sheet: &Sheet, cell: Cell) -> Instead {
    match sheet.content(cell).and_then(|content| content.formula.as_deref()) {
        Some(formula) => Instead::Formula(formula.to_owned()),
        None if sheet.text(cell).is_empty() => Instead::Nothing,
        None => Instead::Value(sheet.text(cell).to_owned()),
    }
}

/// What the form calls a cell with a formula.
fn name(form: &Form, layout: &Layout, planned: &PlannedCell) -> String {
    match planned.filling {
        Filling::Live(LiveCheck::Condition { rule, record, .. }, part) => {
            format!("{}.{}.{part:?}", form.rules[rule].id, record + 1)
        }
        Filling::Live(LiveCheck::Cells { rule, .. }, part) => format!("{}.{part:?}", form.rules[rule].id),
        Filling::Formula(slot) | Filling::Copy(slot, _) => layout.name(slot).to_owned(),
        Filling::Summary(_)
        | Filling::Label(_)
        | Filling::Input(..)
        | Filling::Issued(..)
        | Filling::Unused(_)
        | Filling::Link(_) => planned.cell.to_string(),
    }
}
