//! The first sheet of a workbook: the guide, and the rules of the form in plain words. Nothing of it is read back.

use std::collections::HashSet;

use unicode_width::UnicodeWidthStr;

use super::{GAP, HEADING, STAMP, TITLE};
use crate::facts::{Certainty, Severity};
use crate::form::{Form, GUIDE_FILE, GuideLine, GuidePart, Rule};
use crate::plan::{Issued, Look, Paper, STAMP_LINE, SheetPlan};
use crate::sections::{Page, label};
use crate::words::Cell;

/// Widths in half-width characters of what stands in front and of the words.
const COLUMNS: [usize; 2] = [13, 83];
/// Pages that it is printed on.
const PAGES: u16 = 2;
/// Points of a line of facts.
const FACT: f64 = 22.0;
/// A paragraph: half-width characters that surely fit a line of it, points of a line, points around its lines.
const NOTE: (usize, f64, f64) = (79, 15.0, 4.0);
/// A line of a list, in the same way.
const LISTED: (usize, f64, f64) = (94, 12.0, 2.0);

/// The plan of the guide. A line whose words were not issued is left out, so it depends on the unit.
#[must_use]
pub fn guide(form: &Form, words: &Issued) -> SheetPlan {
    let guide = &form.guide;
    let name = GUIDE_FILE.trim_end_matches(".toml");
    let mut page = Page::new(name, Paper::Portrait, &COLUMNS);
    page.fit(Some(PAGES));
    for title in [&form.title, &guide.title] {
        page.line(title, Look::Title, TITLE);
    }
    page.gap(GAP);
    for (fact, text) in guide.facts.iter().filter(|(_, text)| is_said(text, words)) {
        row(&mut page, (fact, Look::ListedItem), (text, Look::Listed), FACT);
    }
    for part in &guide.parts {
        page.gap(GAP);
        page.line(&part.heading, Look::TableTitle, HEADING);
        for line in part.lines.iter().filter(|line| is_said(&line.text, words)) {
            paragraph(&mut page, line, words);
        }
        if let Some(general) = &part.rules {
            rules(form, part, general, &mut page);
        }
    }
    page.gap(GAP);
    page.line(&format!("{{{STAMP_LINE}}}"), Look::Stamp, STAMP);
    page.finish()
}

/// Whether everything that a text names was issued.
fn is_said(text: &str, words: &Issued) -> bool {
    Issued::names(text).all(|name| !words.get(name).is_empty())
}

fn paragraph(page: &mut Page, line: &GuideLine, words: &Issued) {
    let text = words.fill(&line.text);
    match (&line.item, line.sample) {
        (None, _) => {
            let over = (NOTE.0 + COLUMNS[0], NOTE.1, NOTE.2);
            page.line(&line.text, Look::Note, height(&text, over));
        }
        (Some(item), Some(sample)) => {
            row(page, (item, Look::Sample(sample)), (&line.text, Look::Note), height(&text, NOTE));
        }
        (Some(item), None) => row(page, (item, Look::NoteItem), (&line.text, Look::Note), height(&text, NOTE)),
    }
}

/// A row of what stands in front and the words.
fn row(page: &mut Page, item: (&str, Look), text: (&str, Look), height: f64) {
    for (column, (words, look)) in (0..).zip([item, text]) {
        page.put(Cell::new(page.next_row, column), label(words), look);
    }
    page.height(page.next_row, height);
    page.next_row += 1;
}

/// Points of a text that is wrapped.
fn height(text: &str, (room, line, around): (usize, f64, f64)) -> f64 {
    let lines = u32::try_from(text.width().div_ceil(room).max(1)).unwrap_or(u32::MAX);
    f64::from(lines) * line + around
}

/// The rules that a unit can act on, under the sheets that they look at, those of no sheet first.
fn rules(form: &Form, part: &GuidePart, general: &str, page: &mut Page) {
    let mut seen = HashSet::new();
    // Of a repeated sheet the rules are told once.
    let told = form.rules.iter().filter(|rule| is_told(rule, part) && seen.insert(rule.id.as_str()));
    let told: Vec<&Rule> = told.collect();
    let sheets = form.sheets.iter().enumerate().map(|(sheet, form)| (Some(sheet), form.name.as_str()));
    for (sheet, name) in std::iter::once((None, general)).chain(sheets) {
        let mut rules = told.iter().filter(|rule| rule.sheet(form) == sheet).peekable();
        if rules.peek().is_some() {
            page.line(name, Look::TableTitle, FACT);
        }
        for rule in rules {
            let text = format!("{}：{}", rule.title, rule.fix);
            row(page, (&rule.id, Look::ListedItem), (&text, Look::Listed), height(&text, LISTED));
        }
    }
}

/// Hints need not be acted on, and what may be wrong is for the reviewer to judge.
fn is_told(rule: &Rule, part: &GuidePart) -> bool {
    rule.severity != Severity::Hint && rule.certainty == Certainty::Certain && !part.without.contains(&rule.id)
}
