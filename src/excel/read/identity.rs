//! Which form a workbook is, by its stamp or, where that is lost, by its sheets and labels.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

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
#[must_use]
pub fn stamp(book: &Book) -> Option<Stamp> {
    let from_sheet = book.sheet(STAMP_SHEET).and_then(|sheet| {
        let pair = |row: u32| {
            let (key, value) = (sheet.text(Cell::new(row, 0)), sheet.text(Cell::new(row, 1)));
            (!key.is_empty()).then(|| (key.to_owned(), value.to_owned()))
        };
        let pairs: Vec<(String, String)> = (0..MAX_STAMP_ROWS).map_while(pair).collect();
        Stamp::from_pairs(&pairs)
    });
    let from_properties = || {
        let pair = |(name, value): &(String, String)| Some((name.strip_prefix(PROPERTY)?.to_owned(), value.clone()));
        Stamp::from_pairs(&book.properties.iter().filter_map(pair).collect::<Vec<_>>())
    };
    let from_line = || book.sheets.iter().flat_map(texts).find_map(Stamp::from_line);
    from_sheet.or_else(from_properties).or_else(from_line)
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
        if let Some(sheet) = named(book, plan) {
            let texts: HashSet<&str> = texts(sheet).collect();
            found += plan
                .cells
                .iter()
                .filter_map(|planned| label(&planned.filling))
                .filter(|text| texts.contains(text))
                .count();
        }
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
    let in_place = |planned: &&crate::plan::PlannedCell| {
        label(&planned.filling).is_some_and(|text| sheet.text(planned.cell) == text)
    };
    plan.cells.iter().filter(in_place).count()
}

/// How much speaks for a sheet of the file being this planned sheet: labels in place and names that point there.
pub(super) fn votes(book: &Book, layout: &Layout, anchors: &Anchors, number: usize, position: usize) -> usize {
    labels_in_place(&layout.sheets[number], &book.sheets[position]) + anchors.of(number, position).len()
}

/// Where the defined names of a layout point to in a book.
#[derive(Debug, Default)]
pub(super) struct Anchors(HashMap<(usize, usize), Vec<Anchor>>);

impl Anchors {
    /// Looks every name up once.
    pub(super) fn new(book: &Book, layout: &Layout) -> Self {
        let mut anchors: HashMap<(usize, usize), Vec<Anchor>> = HashMap::new();
        for defined in book.names.iter().filter(|defined| defined.sheet.is_none()) {
            let Some(slot) = layout.named(&defined.name) else { continue };
            let Some((position, found)) = target(book, &defined.refers_to) else { continue };
            let (number, planned) = layout.cell(slot);
            anchors.entry((number, position)).or_default().push((planned, found));
        }
        Self(anchors)
    }

    /// The planned cells of a sheet whose names point into a sheet of the book.
    pub(super) fn of(&self, number: usize, position: usize) -> &[Anchor] {
        self.0.get(&(number, position)).map_or(&[], Vec::as_slice)
    }
}

/// The sheet and the cell that `'收支情况'!$B$6` points at.
fn target(book: &Book, refers_to: &str) -> Option<(usize, Cell)> {
    let (name, cell) = refers_to.rsplit_once('!')?;
    let name = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name);
    let name = if name.contains('\'') { Cow::Owned(name.replace("''", "'")) } else { Cow::Borrowed(name) };
    let position = book.sheets.iter().position(|sheet| *sheet.name == *name)?;
    let mut bare = [0u8; MAX_ADDRESS];
    let mut length = 0;
    for byte in cell.bytes().take_while(|byte| *byte != b':').filter(|byte| *byte != b'$') {
        *bare.get_mut(length)? = byte;
        length += 1;
    }
    Some((position, Cell::parse(&bare[..length])?))
}
