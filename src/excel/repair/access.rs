//! What lets a unit fill the form in and guards it while it does: open cells, validations, number formats, protection.

use std::collections::BTreeMap;

use super::RepairError;
use super::issued::{IssuedWorkbook, Siblings, attributes_of_protection};
use super::looks::{Looks, Styled, is_same_code};
use super::validations;
use crate::excel::mark::children::{Children, WORKSHEET};
use crate::excel::mark::edit::Edit;
use crate::excel::package::Workbook;
use crate::excel::patch::NewValue;
use crate::excel::read::{Located, Return, is_guarded, is_in_order};
use crate::excel::splice::Splice;
use crate::facts::{Book, Content, Kept, Raw, Restored, Sheet};
use crate::layout::Layout;
use crate::plan::SheetPlan;
use crate::words::{Area, Cell, areas};

/// What options of protection a password is kept in (ECMA-376 18.3.1.85).
const PASSWORD: [&str; 5] = ["password", "algorithmName", "hashValue", "saltValue", "spinCount"];

/// The names of what was found and of what was issued.
const LOCKED: [&str; 2] = ["被锁定，不能填写", "可以填写"];
const UNGUARDED: [&str; 2] = ["没有填报校验", "有填报校验"];
const UNPROTECTED: [&str; 2] = ["没有保护", "有保护"];

/// What is to be done to the cells and the part of one sheet, beside contents.
#[derive(Default)]
pub(super) struct Access {
    pub(super) styles: Vec<(Cell, NewValue)>,
    pub(super) splices: Vec<Splice>,
}

/// An input cell of a sheet that is located: where it was planned, where it is, and the formats it has and had.
struct Input {
    planned: Cell,
    cell: Cell,
    issued: usize,
    format: usize,
}

/// An input cell that is to be opened, or shown as it was issued.
struct Repairing<'a> {
    looks: &'a mut Looks,
    siblings: &'a Siblings,
    issued: &'a Looks,
}

/// Repairs by the position of their sheet in the book, and what they put back.
pub(super) fn access(
    edit: &mut Edit,
    workbook: &Workbook,
    (book, found, layout): (&Book, &Return, &Layout),
    (issued, aids): (&IssuedWorkbook, [&str; 2]),
    looks: &mut Looks,
) -> Result<(BTreeMap<usize, Access>, Vec<Restored>), RepairError> {
    let located: Vec<(&SheetPlan, &Located)> =
        layout.sheets.iter().zip(&found.sheets).filter_map(|(plan, one)| Some((plan, one.as_ref()?))).collect();
    let mut inputs: Vec<Vec<Input>> = Vec::new();
    let mut siblings = Siblings::default();
    for (plan, one) in &located {
        let own = inputs_of(edit, workbook, (book, plan, one), issued)?;
        for input in &own {
            let as_issued = is_same_code(&looks.code(input.format), &issued.looks.code(input.issued));
            if as_issued && !looks.is_locked(input.format) {
                siblings.add(input.issued, input.format);
            }
        }
        inputs.push(own);
    }
    // Where no cell is open for entries the formats are gone as a whole: this is no form to fill in any more.
    if inputs.iter().flatten().all(|input| looks.is_locked(input.format)) {
        return Ok((BTreeMap::new(), Vec::new()));
    }
    let password = password(edit, workbook, book)?;
    let (mut repairs, mut restored) = (BTreeMap::new(), Vec::new());
    for ((plan, one), inputs) in located.into_iter().zip(&inputs) {
        let sheet = &book.sheets[one.position];
        if !is_in_order(book, found, one) {
            continue;
        }
        let mut repairing = Repairing { looks, siblings: &siblings, issued: &issued.looks };
        let mut access = Access::default();
        let all_open = open(&mut repairing, (plan, one, sheet), inputs, &mut access, &mut restored);
        guard(edit, workbook, (plan, sheet), inputs, issued, &mut access, &mut restored)?;
        if all_open && !sheet.protected {
            protect(edit, workbook, (&plan.name, sheet), (issued, &password), &mut access, &mut restored)?;
        }
        repairs.insert(one.position, access);
    }
    for (position, sheet) in book.sheets.iter().enumerate() {
        let aid = aids.iter().find(|name| sheet.name.trim() == **name && !sheet.protected);
        if let Some(name) = aid {
            let access: &mut Access = repairs.entry(position).or_default();
            protect(edit, workbook, (name, sheet), (issued, &password), access, &mut restored)?;
        }
    }
    Ok((repairs, restored))
}

fn inputs_of(
    edit: &mut Edit,
    workbook: &Workbook,
    (book, plan, located): (&Book, &SheetPlan, &Located),
    issued: &IssuedWorkbook,
) -> Result<Vec<Input>, RepairError> {
    let sheet = &book.sheets[located.position];
    let Some((part, of_issued)) = workbook.sheet(&sheet.name).zip(issued.sheet(&plan.name)?) else {
        return Ok(Vec::new());
    };
    let styled = Styled::read(&part.part, &edit.bytes(&part.part)?)?;
    let inputs = plan.cells.iter().filter(|planned| planned.filling.is_input()).filter_map(|planned| {
        let cell = located.map.find(planned.cell)?;
        let issued = of_issued.styled.of(planned.cell);
        Some(Input { planned: planned.cell, cell, issued, format: styled.of(cell) })
    });
    Ok(inputs.collect())
}

/// Opens the input cells that are locked; whether all of them are open then.
fn open(
    repairing: &mut Repairing<'_>,
    (plan, located, sheet): (&SheetPlan, &Located, &Sheet),
    inputs: &[Input],
    access: &mut Access,
    restored: &mut Vec<Restored>,
) -> bool {
    let mut all_open = true;
    let (mut opened, mut shown) = (Vec::new(), BTreeMap::<(String, String), Vec<Cell>>::new());
    for input in inputs {
        let is_locked = repairing.looks.is_locked(input.format);
        let code = repairing.looks.code(input.format);
        let issued = repairing.issued.code(input.issued);
        let other_code = !is_same_code(&code, &issued) && may_be_shown_as(&issued, sheet.content(input.cell));
        if !is_locked && (is_guarded(sheet, input.cell) || !other_code) {
            continue;
        }
        let Some(format) = repairing.format(input, other_code.then_some(&*issued)) else {
            all_open &= !is_locked;
            continue;
        };
        let merged = plan.at(input.planned).and_then(|planned| planned.merged);
        let area = merged.unwrap_or(Area::single(input.planned));
        for (row, column) in rows_and_columns(area) {
            let cell = located.map.find(Cell::new(row, column));
            access.styles.extend(cell.map(|cell| (cell, NewValue::Style(format))));
        }
        if is_locked {
            opened.push(input.cell);
        }
        if other_code {
            shown.entry((code, issued)).or_default().push(input.cell);
        }
    }
    restored.extend(put_back(sheet, Kept::Lock, &opened, LOCKED));
    for ((code, issued), cells) in &shown {
        restored.extend(put_back(sheet, Kept::Format, cells, [code, issued]));
    }
    all_open
}

fn rows_and_columns(area: Area) -> impl Iterator<Item = (u32, u16)> {
    let columns = area.first.column..=area.last.column;
    (area.first.row..=area.last.row).flat_map(move |row| columns.clone().map(move |column| (row, column)))
}

impl Repairing<'_> {
    /// The format that a cell gets: that of its siblings, or its own opened.
    fn format(&mut self, input: &Input, code: Option<&str>) -> Option<usize> {
        let sibling = self.siblings.of(input.issued).filter(|format| {
            let own = self.looks.code(input.format);
            code.is_some() || is_same_code(&self.looks.code(*format), &own)
        });
        sibling.or_else(|| self.looks.opened(input.format, code))
    }
}

/// Whether what stands in a cell is read the same where it is shown by another code: a figure that is shown as a
/// percentage or a day is what people see.
fn may_be_shown_as(code: &str, content: Option<&Content>) -> bool {
    if code == "General" {
        return false;
    }
    let Some(content) = content else { return true };
    let figure = matches!(content.raw, Raw::Number(_) | Raw::Date(_)) || content.formula.is_some();
    // A day is stored as a number, and read as a day without a format too.
    let special = content.percent_format || content.date_format || code.contains('%');
    !(figure && special)
}

/// Gives input cells the validations again that they were issued with.
fn guard(
    edit: &mut Edit,
    workbook: &Workbook,
    (plan, sheet): (&SheetPlan, &Sheet),
    inputs: &[Input],
    issued: &IssuedWorkbook,
    access: &mut Access,
    restored: &mut Vec<Restored>,
) -> Result<(), RepairError> {
    let open: Vec<(Cell, Cell)> =
        inputs.iter().filter(|input| !is_guarded(sheet, input.cell)).map(|input| (input.planned, input.cell)).collect();
    let Some((part, of_issued)) = workbook.sheet(&sheet.name).zip(issued.sheet(&plan.name)?) else { return Ok(()) };
    if open.is_empty() {
        return Ok(());
    }
    let bytes = edit.bytes(&part.part)?;
    let (splices, mut guarded) = validations::splices((&part.part, &bytes), &of_issued.validations, &open)?;
    guarded.sort_unstable();
    access.splices.extend(splices);
    restored.extend(put_back(sheet, Kept::Validation, &guarded, UNGUARDED));
    Ok(())
}

/// Protects a sheet again as it was issued, with the password that the file has on another sheet.
fn protect(
    edit: &mut Edit,
    workbook: &Workbook,
    (name, sheet): (&str, &Sheet),
    (issued, password): (&IssuedWorkbook, &[(String, String)]),
    access: &mut Access,
    restored: &mut Vec<Restored>,
) -> Result<(), RepairError> {
    let Some((part, options)) = workbook.sheet(&sheet.name).zip(issued.protection(name)?) else { return Ok(()) };
    let bytes = edit.bytes(&part.part)?;
    let children = Children::read(&part.part, &bytes, |_| {})?;
    let options = password.iter().chain(&options).map(|(name, value)| format!(" {name}=\"{value}\""));
    let xml = format!("<{}sheetProtection{}/>", children.root.prefix(), options.collect::<String>());
    access.splices.push(match children.get("sheetProtection") {
        Some(child) => Splice::replace(child.range(), xml),
        None => Splice::insert(children.place("sheetProtection", WORKSHEET), xml),
    });
    let [found, issued] = UNPROTECTED.map(str::to_owned);
    restored.push(Restored { sheet: sheet.name.clone(), area: None, what: Kept::Protection, found, issued });
    Ok(())
}

/// The password of the first sheet that has one.
fn password(edit: &mut Edit, workbook: &Workbook, book: &Book) -> Result<Vec<(String, String)>, RepairError> {
    for sheet in book.sheets.iter().filter(|sheet| sheet.protected) {
        let Some(part) = workbook.sheet(&sheet.name) else { continue };
        let options = attributes_of_protection(&part.part, &edit.bytes(&part.part)?)?.unwrap_or_default();
        let own: Vec<(String, String)> =
            options.into_iter().filter(|(name, _)| PASSWORD.contains(&name.as_str())).collect();
        if !own.is_empty() {
            return Ok(own);
        }
    }
    Ok(Vec::new())
}

/// What was put back in cells, an entry for each area of them.
fn put_back<'a>(
    sheet: &'a Sheet,
    what: Kept,
    cells: &[Cell],
    [found, issued]: [&'a str; 2],
) -> impl Iterator<Item = Restored> + use<'a> {
    areas(cells).into_iter().map(move |area| Restored {
        sheet: sheet.name.clone(),
        area: Some(area),
        what,
        found: found.to_owned(),
        issued: issued.to_owned(),
    })
}
