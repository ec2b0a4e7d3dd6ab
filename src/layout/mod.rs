//! The layout of a form for one shape of unit: every field's cell, every label, every live check.

mod beside;
mod guide;
mod lines;
mod marks;
mod self_check;

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::facts::Slot;
use crate::form::{Form, Reference, Scope, SheetForm};
use crate::plan::{LiveCheck, Look, Paper, PlannedCell, STAMP_LINE, Shape, SheetPlan};
use crate::sections::{ListRow, Page, Row, Rows, Table};
use crate::words::{Cell, Place};

pub use lines::{Line, beside, is_live, needed, repeats, tested};
pub use self_check::{AFTERWARDS, SELF_CHECK};

/// Points of a line of a title.
const TITLE: f64 = 32.0;
/// Points of a line of the cover's title.
const COVER_TITLE: f64 = 44.0;
/// Points of the space above the cover's title and below it.
const COVER_SPACE: (f64, f64) = (110.0, 80.0);
/// Points of a value on the cover, and of the space before its foot: with the title they fill a page of A4.
const COVER_LINE: (f64, f64) = (48.0, 150.0);
/// Points of a heading over tables.
const HEADING: f64 = 26.0;
/// Points of the gap under a title.
const GAP: f64 = 8.0;
/// Points of the line that says which template the workbook is.
const STAMP: f64 = 16.0;

pub use guide::guide;

/// Where everything of a form lies.
#[derive(Debug)]
pub struct Layout {
    /// The shape it is for.
    pub shape: Shape,
    /// Its sheets.
    pub sheets: Vec<SheetPlan>,
    /// 自查, the sheet behind them.
    pub self_check: SheetPlan,
    /// The lines of 自查.
    pub lines: Vec<Line>,
    /// Where the verdicts of live checks stand on 自查.
    verdicts: HashMap<LiveCheck, Cell>,
    /// Per table of the form its records.
    pub rows: Vec<Vec<Row>>,
    /// Per table its cells by row and field.
    cells: Vec<Vec<Cell>>,
    /// Per table the position of its sheet and its number of fields.
    tables: Vec<(usize, usize)>,
    /// Per table the positions of its fields of amounts.
    amounts: Vec<Vec<usize>>,
    /// Per table where each cell stands in the plan of its sheet, by row and field.
    planned: Vec<Vec<Option<usize>>>,
    /// Per table the defined names of its fields by row and field.
    names: Vec<Vec<Arc<str>>>,
    /// The fields by their defined names.
    named: FxHashMap<Arc<str>, Slot>,
}

impl Layout {
    /// Lays a form out for a shape.
    #[must_use]
    pub fn new(form: &Form, shape: Shape) -> Self {
        let rows: Vec<Vec<Row>> = form.tables.iter().map(|table| records(form, table, &shape)).collect();
        let mut pages: Vec<Page> = (0..form.sheets.len()).map(|position| page(form, &rows, position)).collect();
        let mut cells: Vec<Vec<Cell>> = form.tables.iter().zip(&rows).map(blank_cells).collect();
        for planned in pages.iter().flat_map(Page::cells) {
            if let Some(slot) = planned.filling.slot() {
                cells[slot.table][slot.row * form.tables[slot.table].fields.len() + slot.field] = planned.cell;
            }
        }
        let tables = form.tables.iter().map(|table| (table.sheet, table.fields.len())).collect();
        let amounts = form.tables.iter().map(|table| amount_fields(table).collect()).collect();
        let mut layout = Self {
            shape,
            sheets: Vec::new(),
            self_check: Page::new(SELF_CHECK, Paper::Landscape, &[]).finish(),
            lines: Vec::new(),
            verdicts: HashMap::new(),
            rows,
            cells,
            tables,
            amounts,
            planned: Vec::new(),
            names: Vec::new(),
            named: FxHashMap::default(),
        };
        layout.names = form.tables.iter().zip(&layout.rows).map(defined_names).collect();
        layout.named = layout.slots().map(|slot| (Arc::clone(layout.shared_name(slot)), slot)).collect();
        layout.lines = lines::lines(form, &layout);
        for (position, page) in pages.iter_mut().enumerate() {
            beside::place(form, &layout.rows, position, page);
            let of_sheet: Vec<Line> = layout.lines.iter().filter(|line| line.sheet == position).cloned().collect();
            marks::place(&layout, &of_sheet, page);
        }
        let finish = |(page, sheet): (Page, &SheetForm)| {
            let mut plan = page.finish();
            if sheet.cover {
                dress_cover(&mut plan);
            }
            plan
        };
        layout.sheets = pages.into_iter().zip(&form.sheets).map(finish).collect();
        let planned = |(cells, (sheet, _)): (&Vec<Cell>, &(usize, usize))| {
            cells.iter().map(|cell| layout.sheets[*sheet].position(*cell)).collect()
        };
        layout.planned = layout.cells.iter().zip(&layout.tables).map(planned).collect();
        layout.self_check = self_check::plan(form, &layout.lines);
        let verdicts = layout.lines.iter().map(|line| line.check).zip(self_check::verdict_cells(&layout.self_check));
        layout.verdicts = verdicts.collect();
        layout
    }

    /// Where the verdict of a live check stands on 自查.
    #[must_use]
    pub fn verdict(&self, check: LiveCheck) -> Option<Cell> {
        self.verdicts.get(&check).copied()
    }

    /// The positions of a table's fields of amounts.
    #[must_use]
    pub fn amounts(&self, table: usize) -> &[usize] {
        &self.amounts[table]
    }

    /// The field of a defined name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Slot> {
        self.named.get(name).copied()
    }

    /// The defined name of a field: `表.行.字段`, or `表.字段` where there is one record.
    #[must_use]
    pub fn name(&self, slot: Slot) -> &str {
        self.shared_name(slot)
    }

    fn shared_name(&self, slot: Slot) -> &Arc<str> {
        let (_, fields) = self.tables[slot.table];
        &self.names[slot.table][slot.row * fields + slot.field]
    }

    /// Whether the unit may fill a field in.
    #[must_use]
    pub fn is_input(&self, slot: Slot) -> bool {
        self.planned(slot).is_some_and(|planned| planned.filling.is_input())
    }

    /// The planned cell of a field; nothing where the form does not show it.
    #[must_use]
    pub fn planned(&self, slot: Slot) -> Option<&PlannedCell> {
        let (sheet, fields) = self.tables[slot.table];
        let at = self.planned[slot.table][slot.row * fields + slot.field]?;
        self.sheets[sheet].cells.get(at)
    }

    /// The sheet and the cell of a field.
    #[must_use]
    pub fn cell(&self, slot: Slot) -> (usize, Cell) {
        let (sheet, fields) = self.tables[slot.table];
        (sheet, self.cells[slot.table][slot.row * fields + slot.field])
    }

    /// The place of a field in a workbook as it is issued.
    #[must_use]
    pub fn place(&self, slot: Slot) -> Place {
        let (sheet, cell) = self.cell(slot);
        Place { sheet: Arc::clone(&self.sheets[sheet].name), cell }
    }

    /// The fields that a reference means in a record of a scope; none where it is no field.
    #[must_use]
    pub fn slots_of(&self, scope: &Scope, record: usize, reference: &Reference) -> Vec<Slot> {
        match *reference {
            Reference::Here { table, field } => vec![Slot { table, row: record, field }],
            Reference::Single { table, field } => vec![Slot { table, row: 0, field }],
            Reference::InRow { table, field, row } => {
                self.rows_of(table, row).map(|row| Slot { table, row, field }).collect()
            }
            Reference::Column { table, field } => {
                (0..self.rows[table].len()).map(|row| Slot { table, row, field }).collect()
            }
            Reference::Line { row } => match *scope {
                Scope::Columns { table, .. } => {
                    self.rows_of(table, row).map(|row| Slot { table, row, field: record }).collect()
                }
                Scope::Single { .. } | Scope::Rows { .. } | Scope::Repeated { .. } => Vec::new(),
            },
            Reference::OfSheet { table, field, row, apart } => {
                let table = table + record * apart;
                let rows = self.rows.get(table).map_or(&[][..], Vec::as_slice).iter().enumerate();
                let meant = rows.filter(|(_, of)| row.is_none_or(|row| of.of == row));
                meant.map(|(row, _)| Slot { table, row, field }).collect()
            }
            Reference::Category { .. }
            | Reference::Marked
            | Reference::Parameter(_)
            | Reference::Run(_)
            | Reference::External { .. } => Vec::new(),
        }
    }

    /// The id of the row of a list that a record stems from.
    #[must_use]
    pub fn category<'a>(&self, form: &'a Form, list: usize, record: usize) -> &'a str {
        let table = form.tables.iter().position(|table| table.rows == Rows::List(list));
        let row = table.and_then(|table| self.rows[table].get(record));
        row.and_then(|row| form.lists[list].rows.get(row.of)).map_or("", ListRow::id)
    }

    /// Every field of every record, table by table, row by row.
    pub fn slots(&self) -> impl Iterator<Item = Slot> {
        self.tables.iter().enumerate().flat_map(move |(table, (_, fields))| {
            (0..self.rows[table].len()).flat_map(move |row| (0..*fields).map(move |field| Slot { table, row, field }))
        })
    }

    /// The rows of a table that stem from a row of its list.
    pub fn rows_of(&self, table: usize, of: usize) -> impl Iterator<Item = usize> {
        self.rows[table].iter().enumerate().filter(move |(_, row)| row.of == of).map(|(position, _)| position)
    }
}

/// The sections of a sheet.
fn page(form: &Form, rows: &[Vec<Row>], position: usize) -> Page {
    let sheet = &form.sheets[position];
    let mut page = Page::new(&sheet.name, sheet.paper, &sheet.columns);
    page.fit(sheet.pages);
    if sheet.cover {
        page.gap(COVER_SPACE.0);
    }
    for line in &sheet.title {
        let (look, height) = if sheet.cover { (Look::CoverTitle, COVER_TITLE) } else { (Look::Title, TITLE) };
        page.line(line, look, height);
    }
    page.gap(if sheet.cover { COVER_SPACE.1 } else { GAP });
    for (index, table) in form.tables.iter().enumerate().filter(|(_, table)| table.sheet == position) {
        if let Some(heading) = &table.heading {
            page.heading(heading, Look::Heading, HEADING);
        }
        table.kind.place(index, table, &rows[index], &mut page);
    }
    if position == 0 {
        page.gap(STAMP);
        page.line(&format!("{{{STAMP_LINE}}}"), Look::Stamp, STAMP);
    }
    page
}

fn blank_cells((table, rows): (&Table, &Vec<Row>)) -> Vec<Cell> {
    vec![Cell::new(0, 0); table.fields.len() * rows.len()]
}

fn records(form: &Form, table: &Table, shape: &Shape) -> Vec<Row> {
    use crate::sections::Origin;
    let row = |id: String, label: String, origin| Row {
        id,
        of: 0,
        short: label.clone(),
        under: String::new(),
        label,
        origin,
        total: false,
        computed: false,
    };
    match &table.rows {
        Rows::One => vec![row(String::new(), String::new(), Origin::Fixed)],
        Rows::List(list) => form.lists[*list].rows(shape),
        Rows::Repeated { count, stem, label } => (1..=*count)
            .map(|k| row(format!("{stem}{k}"), label.replace("{k}", &k.to_string()), Origin::Repeated))
            .collect(),
    }
}

/// The cover shows its labels and values without the grid of a table, with more space between them.
fn dress_cover(plan: &mut SheetPlan) {
    for planned in &mut plan.cells {
        let row = planned.cell.row;
        if planned.look == Look::Label {
            plan.least.insert(row, COVER_LINE.0);
        } else if planned.look == Look::CoverFoot {
            plan.heights.insert(row.saturating_sub(1), COVER_LINE.1);
        }
        planned.look = match planned.look {
            Look::Label => Look::CoverLabel,
            Look::Input(shown) if planned.filling.is_input() => Look::CoverInput(shown),
            Look::Fixed(shown) => Look::CoverValue(shown),
            other => other,
        };
    }
}

/// The defined names of the fields of a table's records.
fn defined_names((table, rows): (&Table, &Vec<Row>)) -> Vec<Arc<str>> {
    let name = |row: &Row, field: &str| match &*row.id {
        "" => format!("{}.{field}", table.id),
        row => format!("{}.{row}.{field}", table.id),
    };
    let of_row = |row| table.fields.iter().map(move |field| Arc::from(name(row, &field.id)));
    rows.iter().flat_map(of_row).collect()
}

/// What the form calls the records a rule looks at: the rows or columns of each, with the record's number.
#[must_use]
pub fn records_of(form: &Form, layout: &Layout, scope: &Scope) -> Vec<usize> {
    match scope {
        Scope::Single { .. } => vec![0],
        Scope::Repeated { table } => (0..layout.rows[*table].len()).collect(),
        Scope::Rows { list, only, .. } => {
            let Some(table) = form.tables.iter().position(|table| table.rows == Rows::List(*list)) else {
                return Vec::new();
            };
            let wanted = |row: &Row| only.is_empty() || only.contains(&row.of);
            layout.rows[table].iter().enumerate().filter(|(_, row)| wanted(row)).map(|(at, _)| at).collect()
        }
        Scope::Columns { table, .. } => amount_fields(&form.tables[*table]).collect(),
    }
}

/// The positions of a table's fields of amounts.
pub fn amount_fields(table: &Table) -> impl Iterator<Item = usize> {
    let amount = |position: &usize| table.fields[*position].kind.language() == crate::language::Type::Amount;
    (0..table.fields.len()).filter(amount)
}
