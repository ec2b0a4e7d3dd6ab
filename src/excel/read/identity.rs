//! Which form a workbook is, by its stamp or, where that is lost, by its sheets and labels.

use std::borrow::Cow;
use std::collections::HashSet;

use super::align::Anchor;
use crate::excel::write::STAMP_SHEET;
use crate::facts::{Book, Raw, Sheet};
use crate::layout::Layout;
use crate::plan::{Filling, Issued, SheetPlan, Stamp};
use crate::words::Cell;

/// Rows of the stamp's sheet that are looked at.
const MAX_STAMP_ROWS: u32 = 500;
/// The longest address: `XFD1048576`.
const MAX_ADDRESS: usize = 10;
/// What stands in front of a key of the stamp in the document properties.
const PROPERTY: &str = "xlcheck.";

/// The stamp of a workbook: from its very hidden sheet, or else from its document properties, or else from the line
/// that everybody sees. Every client loses one of them.
///
/// Where the sheet was changed, the others say how the workbook is to be read.
#[must_use]
pub fn stamp(book: &Book) -> Option<Stamp> {
    let pairs = stamp_pairs(book);
    let from_properties = || {
        let pair = |(name, value): &(String, String)| Some((name.strip_prefix(PROPERTY)?.to_owned(), value.clone()));
        Stamp::from_pairs(&book.properties.iter().filter_map(pair).collect::<Vec<_>>())
    };
    let from_line = || book.sheets.iter().flat_map(texts).find_map(Stamp::from_line);
    let from_others = || from_properties().or_else(from_line);
    let Some(from_sheet) = Stamp::from_pairs(&pairs) else { return from_others() };
    if Stamp::is_sealed(&pairs) {
        return Some(from_sheet);
    }
    let Some(mut other) = from_others() else { return Some(from_sheet) };
    other.issued.complete(&from_sheet.issued);
    Some(other)
}

/// Whether the stamp in the very hidden sheet is not the one that was sealed.
#[must_use]
pub fn is_stamp_changed(book: &Book) -> bool {
    let pairs = stamp_pairs(book);
    Stamp::from_pairs(&pairs).is_some() && !Stamp::is_sealed(&pairs)
}

/// The keys and values of the very hidden sheet.
fn stamp_pairs(book: &Book) -> Vec<(String, String)> {
    let Some(sheet) = book.sheet(STAMP_SHEET) else { return Vec::new() };
    let pair = |row: u32| {
        let (key, value) = (sheet.text(Cell::new(row, 0)), sheet.text(Cell::new(row, 1)));
        (!key.is_empty()).then(|| (key.to_owned(), value.to_owned()))
    };
    (0..MAX_STAMP_ROWS).map_while(pair).collect()
}

/// What a planned text says in a workbook with this stamp; nothing where the stamp does not know.
pub(super) fn words<'a>(text: &'a str, stamp: Option<&Stamp>) -> Option<Cow<'a, str>> {
    if !text.contains('{') {
        return Some(Cow::Borrowed(text));
    }
    let issued = &stamp?.issued;
    Issued::names(text).all(|name| issued.has(name)).then(|| issued.fill(text))
}

/// How much of a form is found in a workbook: labels that stand anywhere on their sheet, of how many.
#[must_use]
pub fn likeness(book: &Book, layout: &Layout) -> (usize, usize) {
    let mut found = 0;
    let mut planned = 0;
    for plan in &layout.sheets {
        planned += label_count(plan);
        // Who copies tables into a new workbook gives its sheets other names.
        let labels = |sheet| labels_anywhere(plan, &texts_of(sheet));
        let likest = || book.sheets.iter().map(labels).max();
        found += named(book, plan).map_or_else(|| likest().unwrap_or_default(), labels);
    }
    (found, planned)
}

/// Whether every label of a form stands where it is planned.
pub(super) fn is_in_place(book: &Book, layout: &Layout) -> bool {
    let in_place =
        |plan: &SheetPlan| named(book, plan).is_some_and(|sheet| labels_in_place(plan, sheet) == label_count(plan));
    layout.sheets.iter().all(in_place)
}

fn named<'a>(book: &'a Book, plan: &SheetPlan) -> Option<&'a Sheet> {
    book.sheets.iter().find(|sheet| sheet.name.trim() == &*plan.name)
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = &str> {
    sheet.cells.iter().filter_map(|content| if let Raw::Text(text) = &content.raw { Some(&**text) } else { None })
}

/// Labels of a planned sheet that say the same in every unit's workbook.
pub(super) fn label_count(plan: &SheetPlan) -> usize {
    plan.cells.iter().filter(|planned| label(&planned.filling).is_some()).count()
}

fn label(filling: &Filling) -> Option<&str> {
    filling.words().filter(|text| !text.contains('{'))
}

fn labels_in_place(plan: &SheetPlan, sheet: &Sheet) -> usize {
    let mut found = sheet.walk();
    let labels = plan.cells.iter().filter_map(|planned| Some((planned.cell, label(&planned.filling)?)));
    labels.filter(|(cell, text)| found.text(*cell) == *text).count()
}

/// How much speaks for a sheet of the file being this planned sheet: labels, wherever they stand on it, and names that
/// point to something there.
pub(super) fn votes(book: &Book, layout: &Layout, anchors: &Anchors, number: usize, position: usize) -> usize {
    let (plan, sheet) = (&layout.sheets[number], &book.sheets[position]);
    let in_place = labels_in_place(plan, sheet);
    let labels = if in_place == label_count(plan) { in_place } else { labels_anywhere(plan, &texts_of(sheet)) };
    let named = anchors.of(number, position).iter().filter(|(_, found)| !sheet.text(*found).is_empty());
    labels + named.count()
}

/// Whether most labels of a planned sheet are among the texts of a sheet of the file.
pub(super) fn resembles(plan: &SheetPlan, texts: &HashSet<&str>) -> bool {
    let planned = label_count(plan);
    planned > 0 && labels_anywhere(plan, texts) * 2 >= planned
}

/// The texts of a sheet.
pub(super) fn texts_of(sheet: &Sheet) -> HashSet<&str> {
    texts(sheet).collect()
}

fn labels_anywhere(plan: &SheetPlan, texts: &HashSet<&str>) -> usize {
    let labels = plan.cells.iter().filter_map(|planned| label(&planned.filling));
    labels.filter(|text| texts.contains(text)).count()
}

/// Where the defined names of a layout point to in a book.
#[derive(Debug)]
pub(super) struct Anchors {
    /// By planned sheet, then by sheet of the book.
    anchors: Vec<Vec<Anchor>>,
    /// Sheets of the book.
    sheets: usize,
}

impl Anchors {
    /// Looks every name up once.
    pub(super) fn new(book: &Book, layout: &Layout) -> Self {
        let sheets = book.sheets.len();
        let mut anchors = vec![Vec::new(); layout.sheets.len() * sheets];
        let mut last = 0;
        for defined in book.names.iter().filter(|defined| defined.sheet.is_none()) {
            let Some(slot) = layout.named(&defined.name) else { continue };
            let Some((position, found)) = target(book, last, &defined.refers_to) else { continue };
            let (number, planned) = layout.cell(slot);
            anchors[number * sheets + position].push((planned, found));
            last = position;
        }
        Self { anchors, sheets }
    }

    /// The planned cells of a sheet whose names point into a sheet of the book.
    pub(super) fn of(&self, number: usize, position: usize) -> &[Anchor] {
        &self.anchors[number * self.sheets + position]
    }
}

/// The sheet and the cell that `'收支情况'!$B$6` points at; it is mostly the sheet of the name before.
fn target(book: &Book, last: usize, refers_to: &str) -> Option<(usize, Cell)> {
    let (name, cell) = refers_to.rsplit_once('!')?;
    let name = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name);
    let name = if name.contains('\'') { Cow::Owned(name.replace("''", "'")) } else { Cow::Borrowed(name) };
    let is_meant = |position: &usize| book.sheets.get(*position).is_some_and(|sheet| *sheet.name == *name);
    let position = std::iter::once(last).chain(0..book.sheets.len()).find(is_meant)?;
    let mut bare = [0u8; MAX_ADDRESS];
    let mut length = 0;
    for byte in cell.bytes().take_while(|byte| *byte != b':').filter(|byte| *byte != b'$') {
        *bare.get_mut(length)? = byte;
        length += 1;
    }
    Some((position, Cell::parse(&bare[..length])?))
}
