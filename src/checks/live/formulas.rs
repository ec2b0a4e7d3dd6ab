//! The formulas of live checks. Every address names its sheet, so that a formula is the same wherever it stands.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::demand::{Condition, is_needed};
use crate::checks::blanks::filled_in;
use crate::checks::subject::{Run, entries_of};
use crate::facts::Slot;
use crate::form::{Beside, CellTest, Each, Form, Group, Judged, Need, Reference, RunFact};
use crate::language::{
    Addresses, Demand, FAILS, HOLDS, Located, NotAFormula, SheetArea, UNFILLED, UNKNOWN, lint, live,
};
use crate::layout::{Layout, beside, needed, tested};
use crate::plan::{Filling, LiveCheck, Part};
use crate::prose::plainly_none;
use crate::words::{Area, Cell, Value, areas};

/// The formulas of one check, without `=`.
#[derive(Debug, Clone, Default)]
struct Texts {
    found: Option<String>,
    expected: Option<String>,
    difference: Option<String>,
    verdict: Option<String>,
}

/// The formulas of a workbook's live checks.
#[derive(Debug, Default)]
pub struct Formulas {
    checks: HashMap<LiveCheck, Texts>,
}

impl Formulas {
    /// Compiles every check of a layout. `run` says what is known when the workbook is issued.
    #[must_use]
    pub fn new(form: &Form, layout: &Layout, run: &Run) -> Self {
        let texts = |check| match check {
            LiveCheck::Condition { .. } => {
                let texts = condition(form, layout, run, check).unwrap_or_default();
                match Condition::of(form, check).and_then(|condition| condition.in_use_by(form)) {
                    Some(name) => while_in_use(layout, name, "\"\"", texts),
                    None => texts,
                }
            }
            LiveCheck::Cells { rule, sheet } => {
                let texts = cells(form, layout, rule, sheet);
                match form.in_use_by(sheet) {
                    Some(name) => while_in_use(layout, name, &idle(form, layout, rule, sheet), texts),
                    None => texts,
                }
            }
        };
        Self { checks: layout.lines.iter().map(|line| (line.check, texts(line.check))).collect() }
    }

    /// A formula without `=`; nothing where the check does not show this, or cannot be made in this workbook.
    #[must_use]
    pub fn get(&self, check: LiveCheck, part: Part) -> Option<&str> {
        let texts = self.checks.get(&check)?;
        match part {
            Part::Found => texts.found.as_deref(),
            Part::Expected => texts.expected.as_deref(),
            Part::Difference => texts.difference.as_deref(),
            Part::Verdict | Part::Mark => texts.verdict.as_deref(),
        }
    }
}

fn condition(form: &Form, layout: &Layout, run: &Run, check: LiveCheck) -> Result<Texts, NotAFormula> {
    let Some(condition) = Condition::of(form, check) else { return Ok(Texts::default()) };
    let needed: Vec<Slot> = condition.used(layout).into_iter().filter(|slot| is_needed(form, layout, *slot)).collect();
    let present = condition.present(form, layout);
    let demand = Demand {
        must: &condition.case.must,
        when: condition.when,
        present: present.iter().map(|group| sheet_areas(layout, group)).collect(),
        needed: sheet_areas(layout, &needed),
        unused: condition.unused(form, layout),
    };
    let live = live(&demand, &Issued { form, layout, run, condition })?;
    let mut texts = Texts { verdict: Some(live.verdict), ..Texts::default() };
    if let Some(sides) = live.sides {
        (texts.found, texts.expected, texts.difference) = (Some(sides.left), Some(sides.right), sides.difference);
    }
    Ok(texts)
}

/// Formulas that say nothing, or something else, while a repeated sheet is not in use.
fn while_in_use(layout: &Layout, name: Slot, idle: &str, texts: Texts) -> Texts {
    let name = sheet_areas(layout, &[name]).first().map(ToString::to_string).unwrap_or_default();
    let unless = |idle: &str, text: Option<String>| text.map(|text| format!("IF({name}=\"\",{idle},{text})"));
    Texts {
        found: unless("\"\"", texts.found),
        expected: unless("\"\"", texts.expected),
        difference: unless("\"\"", texts.difference),
        verdict: unless(idle, texts.verdict).filter(|text| lint(text).is_ok()),
    }
}

/// What a test of cells says while a repeated sheet is not in use: that its name is not filled in, where it is needed
/// and something else is.
fn idle(form: &Form, layout: &Layout, rule: usize, sheet: usize) -> String {
    if !asks_for_name(form, layout, rule, sheet) {
        return "\"\"".to_owned();
    }
    let areas = sheet_areas(layout, &entries_of(layout, sheet)).iter().map(ToString::to_string).collect::<Vec<_>>();
    let filled = filled_in(&areas);
    format!("IF({filled}>0,\"{UNFILLED}\",\"\")")
}

/// Whether a test of cells wants the name of the thing that a sheet is repeated for.
pub(super) fn asks_for_name(form: &Form, layout: &Layout, rule: usize, sheet: usize) -> bool {
    let Judged::Check { spec, arguments } = &form.rules[rule].judged else { return false };
    let Some(test @ CellTest::Needed(_)) = &spec.live else { return false };
    let name = form.in_use_by(sheet);
    tested(form, layout, test, arguments, sheet).iter().flatten().any(|slot| Some(*slot) == name)
}

/// Where the references of a condition are in an issued workbook.
struct Issued<'a> {
    form: &'a Form,
    layout: &'a Layout,
    run: &'a Run,
    condition: Condition<'a>,
}

impl Addresses<Reference> for Issued<'_> {
    fn operand(&self, reference: &Reference) -> Located {
        match *reference {
            Reference::Parameter(position) => Located::Constant(Value::Number(self.run.parameter(self.form, position))),
            Reference::Run(RunFact::Year) => Located::Constant(Value::Number(self.run.year.into())),
            Reference::Run(RunFact::Deadline) => {
                self.run.deadline.map_or(Located::Absent, |day| Located::Constant(Value::Date(day)))
            }
            Reference::Category { list } => {
                let category = self.layout.category(self.form, list, self.condition.record);
                Located::Constant(Value::Text(category.to_owned()))
            }
            Reference::Run(RunFact::Received) | Reference::External { .. } | Reference::Marked => Located::Absent,
            Reference::Here { .. }
            | Reference::Single { .. }
            | Reference::InRow { .. }
            | Reference::Column { .. }
            | Reference::Line { .. }
            | Reference::OfSheet { .. } => {
                Located::Cells(sheet_areas(self.layout, &self.condition.slots(self.layout, reference)))
            }
        }
    }
}

/// The cells of fields as few areas, sheet by sheet.
pub(in crate::checks) fn sheet_areas(layout: &Layout, slots: &[Slot]) -> Vec<SheetArea> {
    let mut sheets: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    for slot in slots {
        let (sheet, cell) = layout.cell(*slot);
        sheets.entry(sheet).or_default().push(cell);
    }
    let on_sheet = |(sheet, mut cells): (usize, Vec<Cell>)| {
        cells.sort_unstable();
        cells.dedup();
        let plan = &layout.sheets[sheet];
        let is_result =
            |cell: &Cell| plan.at(*cell).is_some_and(|planned| matches!(planned.filling, Filling::Formula(_)));
        let results = cells.iter().all(is_result);
        let name = Arc::clone(&plan.name);
        areas(&cells).into_iter().map(move |area| SheetArea { sheet: Some(Arc::clone(&name)), area, results })
    };
    sheets.into_iter().flat_map(on_sheet).collect()
}

fn cells(form: &Form, layout: &Layout, rule: usize, sheet: usize) -> Texts {
    let Judged::Check { spec, arguments } = &form.rules[rule].judged else { return Texts::default() };
    let Some(test) = &spec.live else { return Texts::default() };
    let groups = || tested(form, layout, test, arguments, sheet);
    let texts = match test {
        CellTest::Needed(needs) => filled_of(layout, &needed(form, layout, *needs, arguments, sheet)),
        CellTest::Each(each) => each_cell(layout, each, &groups()),
        CellTest::Beside(test) => {
            let groups = beside(form, layout, test, arguments, sheet);
            let wrong = groups.iter().map(|group| format!("({})", wrong_beside(layout, test, group, true)));
            // To Excel a truth value is more than any number until it is added to one.
            let count = wrong.fold("0".to_owned(), |count, wrong| format!("{count}+{wrong}"));
            Texts { verdict: Some(format!("IF({count}>0,\"{FAILS}\",\"{HOLDS}\")")), ..Texts::default() }
        }
    };
    let fits = [&texts.found, &texts.verdict].into_iter().flatten().all(|text| lint(text).is_ok());
    if fits { texts } else { Texts::default() }
}

/// How much of what is needed is filled in, of how much.
fn filled_of(layout: &Layout, needs: &[Need]) -> Texts {
    let (single, several): (Vec<&Need>, Vec<&Need>) = needs.iter().partition(|need| need.cells.len() == 1);
    let single: Vec<Slot> = single.into_iter().flat_map(|need| &need.cells).copied().collect();
    let mut terms = Vec::new();
    if !single.is_empty() {
        terms.push(format!("{}-({})", single.len(), blanks(layout, &single)));
    }
    let says_any = |slots: &[Slot]| format!("{}<{}", blanks(layout, slots), slots.len());
    // Excel takes no truth for the number 1: TRUE=1 is FALSE.
    terms.extend(several.iter().map(|need| match need.cells[..] {
        [word, ..] if !need.reasons.is_empty() => {
            let none = plainly_none().map(|none| format!("\"{none}\"")).collect::<Vec<_>>().join(",");
            let word = sheet_areas(layout, &[word]).iter().map(SheetArea::to_string).collect::<String>();
            let explained = says_any(&need.reasons);
            format!("1*AND({},OR(SUMPRODUCT(--(TRIM({word})={{{none}}}))=0,{explained}))", says_any(&need.cells))
        }
        _ => format!("1*({})", says_any(&need.cells)),
    }));
    let (found, expected) = (terms.join("+"), needs.len().to_string());
    let verdict = format!("IF({found}={expected},\"{HOLDS}\",\"{UNFILLED}\")");
    Texts { found: Some(found), expected: Some(expected), verdict: Some(verdict), difference: None }
}

fn blanks(layout: &Layout, slots: &[Slot]) -> String {
    let areas = sheet_areas(layout, slots);
    areas.iter().map(|area| format!("COUNTBLANK({area})")).collect::<Vec<_>>().join("+")
}

/// How many cells are wrong.
fn each_cell(layout: &Layout, each: &Each, groups: &[Vec<Slot>]) -> Texts {
    let slots: Vec<Slot> = groups.iter().flatten().copied().collect();
    let columns: Vec<SheetArea> = sheet_areas(layout, &slots).into_iter().flat_map(columns).collect();
    let count = columns.iter().map(|area| (each.formula)(&area.to_string())).collect::<Vec<_>>().join("+");
    let mut verdict = format!("IF({count}>0,\"{FAILS}\",\"{HOLDS}\")");
    if each.of_numbers {
        let words = columns.iter().map(|area| format!("SUMPRODUCT(--ISTEXT({area}))"));
        verdict = format!("IF({}>0,\"{UNKNOWN}\",{verdict})", words.collect::<Vec<_>>().join("+"));
    }
    Texts { verdict: Some(verdict), ..Texts::default() }
}

/// The formula of whether the first cell of a group is wrong; a conditional format names no sheet.
fn wrong_beside(layout: &Layout, test: &Beside, group: &Group, with_sheet: bool) -> String {
    let written = |area: &SheetArea| if with_sheet { area.to_string() } else { area.area.to_string() };
    let areas = |slots: &Vec<Slot>| sheet_areas(layout, slots).iter().map(written).collect::<Vec<_>>();
    (test.formula)(&group.cells.iter().map(areas).collect::<Vec<_>>(), &group.issued)
}

/// The columns of an area, each by itself.
fn columns(SheetArea { sheet, area, results }: SheetArea) -> impl Iterator<Item = SheetArea> {
    (area.first.column..=area.last.column).map(move |column| SheetArea {
        sheet: sheet.clone(),
        area: Area::new(Cell::new(area.first.row, column), Cell::new(area.last.row, column)),
        results,
    })
}

/// The cells of a sheet that a conditional format tests by itself, without a verdict: rule, cells, and the formula of
/// whether the first is wrong.
#[must_use]
pub fn wrong_cells(form: &Form, layout: &Layout, sheet: usize) -> Vec<(usize, Vec<Cell>, String)> {
    let mut tests = Vec::new();
    for line in layout.lines.iter().filter(|line| line.sheet == sheet) {
        let LiveCheck::Cells { rule, .. } = line.check else { continue };
        let Judged::Check { spec, arguments } = &form.rules[rule].judged else { continue };
        if let Some(CellTest::Beside(test)) = &spec.live {
            let groups = beside(form, layout, test, arguments, sheet).into_iter();
            // A conditional format sees its own sheet only.
            let groups = groups.filter(|group| group.cells.concat().iter().all(|slot| layout.cell(*slot).0 == sheet));
            tests.extend(groups.filter_map(|group| {
                let mark = layout.cell(*group.cells.first()?.first()?).1;
                Some((rule, vec![mark], wrong_beside(layout, test, &group, false)))
            }));
        }
        let Some(test @ CellTest::Each(each)) = &spec.live else { continue };
        let slots = tested(form, layout, test, arguments, sheet).into_iter().flatten();
        let mut cells: Vec<Cell> = slots.map(|slot| layout.cell(slot).1).collect();
        cells.sort_unstable();
        let Some(first) = cells.first().copied() else { continue };
        let wrong = format!("{}>0", (each.formula)(&first.to_string()));
        tests.push((rule, cells, if each.of_numbers { format!("AND(ISNUMBER({first}),{wrong})") } else { wrong }));
    }
    tests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::SPECS;
    use crate::form::Library;
    use crate::plan::Shape;

    /// A truth is no number to Excel: TRUE=1 is FALSE, FALSE>0 is TRUE. `LibreOffice` takes both for numbers, so no test
    /// with it would notice.
    #[test]
    fn what_is_counted_is_a_number_even_where_there_is_one_term() {
        let form = Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").expect("the embedded form");
        let layout = Layout::new(&form, Shape::default());
        let formulas = Formulas::new(&form, &layout, &Run::default());
        let counts: Vec<&str> = layout
            .lines
            .iter()
            .filter(|line| matches!(line.check, LiveCheck::Cells { .. }))
            .filter_map(|line| formulas.get(line.check, Part::Found))
            .collect();
        assert!(counts.contains(&"1*(COUNTBLANK(自评情况!C5:C14)<10)"), "{counts:?}");
        assert!(counts.iter().all(|text| text.starts_with(|c: char| c.is_ascii_digit())), "{counts:?}");
    }
}
