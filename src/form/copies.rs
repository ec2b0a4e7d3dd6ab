//! Sheets that stand in a workbook once for each thing of the unit, such as its projects: a template says such a sheet
//! once, a form is read with as many of it as a unit has.

use super::read::Files;
use super::{Form, SheetForm};
use crate::facts::Slot;
use crate::language::Type;
use crate::plan::{MAX_THINGS, PROJECTS, Shape};
use crate::sections::Rows;
use crate::template::{At, Mistakes, Node, nearest, read_file};

/// What stands for the number of the sheet in its titles and in the values it is issued with.
const NUMBER: &str = "{序号}";

/// With how many of its repeated sheets a form is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Copies {
    /// One, by the names that the template gives: for people who read or write templates.
    #[default]
    AsWritten,
    /// As many as the template says, their things not yet named.
    Blank,
    /// One for each thing that the roster names.
    Named(usize),
}

/// What a template says of a sheet that is repeated.
#[derive(Debug, Clone)]
pub struct Repeats {
    /// What it is repeated for: the column of the roster (`项目`).
    pub noun: String,
    /// How many there are where the roster names none.
    pub blank: usize,
    /// The field that names the thing (`项目信息.项目名称`).
    pub name: At<String>,
}

impl Repeats {
    /// Reads `repeats`, `blank` and `thing`.
    pub(super) fn read(root: &Node<'_>) -> Option<Self> {
        let noun = root.text("repeats")?;
        let blank = root.count_in("blank", 1..=MAX_THINGS).unwrap_or(1);
        if noun.value != PROJECTS {
            root.mistake(noun.span, format!("“repeats”只能写 \"{PROJECTS}\"：名单里写各项名称的是“{PROJECTS}”一栏"));
        }
        let Some(name) = root.text("thing") else {
            root.mistake(root.span_of("repeats")?, "写了“repeats”，还要写“thing”：填名称的是哪一栏");
            return None;
        };
        Some(Self { noun: noun.value, blank, name })
    }

    /// How many sheets there are.
    pub(super) fn count(&self, copies: Copies) -> usize {
        match copies {
            Copies::AsWritten => 1,
            Copies::Blank => self.blank,
            Copies::Named(count) => count.clamp(1, MAX_THINGS),
        }
    }
}

impl Form {
    /// What a sheet of the form is repeated for, where one is.
    #[must_use]
    pub fn repeats(&self) -> Option<&Repeats> {
        self.sheets.iter().find_map(|sheet| sheet.repeats.as_ref())
    }

    /// The form with as many of its repeated sheets as a shape has; nothing where none is repeated, so that it is the
    /// same for every unit.
    #[must_use]
    pub fn for_shape(&self, shape: &Shape) -> Option<Self> {
        self.repeats()?;
        let copies = shape.things.map_or(Copies::Blank, Copies::Named);
        // It was read before; more of the same sheet makes no new mistake.
        Self::read_with(&self.files, self.checks, copies).ok()
    }

    /// The field that says whether a sheet is in use; nothing where it always is. It is the name of the thing on a
    /// sheet that need not be filled in.
    #[must_use]
    pub fn in_use_by(&self, sheet: usize) -> Option<Slot> {
        self.sheets.get(sheet)?.in_use_by
    }

    /// Whether a field repeats something of a sheet that need not be in use, so that it may stay blank.
    #[must_use]
    pub fn may_be_unused(&self, slot: Slot) -> bool {
        let is_its_sheet = |sheet: &SheetForm| sheet.copy == Some(slot.row) && sheet.in_use_by.is_some();
        self.tables[slot.table].of_copies && self.sheets.iter().any(is_its_sheet)
    }
}

/// The sheets with those that are repeated as often as they stand in the workbook.
pub(super) fn expanded(files: &Files, sheets: Vec<SheetForm>, copies: Copies) -> Vec<SheetForm> {
    let repeats = |sheet: &SheetForm| {
        let source = files.own(&format!("{}.toml", sheet.file))?;
        read_file(source, &Mistakes::default(), |root| Repeats::read(&root))
    };
    let several = |sheet: SheetForm| match (repeats(&sheet), copies) {
        (None, _) => vec![sheet],
        (repeats, Copies::AsWritten) => vec![SheetForm { repeats, ..sheet }],
        (Some(repeats), Copies::Blank | Copies::Named(_)) => {
            let copy = |number: usize| SheetForm {
                name: format!("{}{}", sheet.file, number + 1),
                copy: Some(number),
                repeats: Some(repeats.clone()),
                ..SheetForm::named(sheet.file.clone())
            };
            (0..repeats.count(copies)).map(copy).collect()
        }
    };
    sheets.into_iter().flat_map(several).collect()
}

/// The id of a list or table of a sheet: that in the template, with the number of the sheet behind it.
pub(super) fn id_on(copy: Option<usize>, id: &str) -> String {
    copy.map_or_else(|| id.to_owned(), |copy| format!("{id}_{}", copy + 1))
}

/// The name of a table in messages: with the number of the thing that its sheet is about.
pub(super) fn name_on(sheet: &SheetForm, name: String) -> String {
    match (&sheet.repeats, sheet.copy) {
        (Some(repeats), Some(copy)) => format!("{}{}的{name}", repeats.noun, copy + 1),
        (_, None) | (None, _) => name,
    }
}

/// A text of a sheet with its number.
pub(super) fn numbered(copy: Option<usize>, text: String) -> String {
    if text.contains(NUMBER) { text.replace(NUMBER, &(copy.unwrap_or(0) + 1).to_string()) } else { text }
}

/// Finds the field that names the thing of a repeated sheet: issued where the roster names it, and otherwise what says
/// whether a sheet behind the first is in use.
pub(super) fn name_thing(form: &mut Form, position: usize, copies: Copies, root: &Node<'_>) {
    let SheetForm { copy, repeats: Some(repeats), .. } = &form.sheets[position] else { return };
    let (copy, noun, name) = (*copy, repeats.noun.clone(), repeats.name.clone());
    let on_sheet = form.tables.iter().enumerate().filter(|(_, table)| table.sheet == position);
    let names = on_sheet.flat_map(|(number, table)| {
        let fields = table.fields.iter().enumerate();
        fields.map(move |(field, of)| (Slot { table: number, row: 0, field }, format!("{}.{}", table.of, of.id)))
    });
    let names: Vec<(Slot, String)> = names.collect();
    let Some((slot, _)) = names.iter().find(|(_, known)| *known == name.value) else {
        let help = nearest(&name.value, names.iter().map(|(_, known)| known.as_str()));
        let help = help.map(|near| format!("是否想写“{near}”？"));
        root.mistake_with_help(name.span, format!("本表中没有字段“{}”", name.value), help);
        return;
    };
    let field = &form.tables[slot.table].fields[slot.field];
    let is_typed = field.issued.is_none() && field.formula.is_none() && field.kind.language() == Type::Text;
    if form.tables[slot.table].rows != Rows::One || !(is_typed && field.choices().is_empty()) {
        root.mistake(name.span, "“thing”应是卡片（card）里由单位填写的文字栏目");
        return;
    }
    if copy.is_some() {
        form.sheets[position].named_by = Some(*slot);
    }
    match (copy, copies) {
        (Some(number), Copies::Named(_)) => {
            let field = &mut form.tables[slot.table].fields[slot.field];
            field.issued = Some(format!("{{{noun}{}}}", number + 1));
            field.required = false;
        }
        (Some(1..), Copies::Blank) => form.sheets[position].in_use_by = Some(*slot),
        (Some(0), Copies::Blank) | (Some(_), Copies::AsWritten) | (None, _) => {}
    }
}
