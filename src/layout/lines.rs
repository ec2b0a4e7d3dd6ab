//! The checks that a workbook makes by itself: a line of 自查 each, in the order of the form.

use super::Layout;
use crate::facts::Slot;
use crate::form::{
    Arguments, Beside, Case, CellTest, Form, Group, Judged, Need, Records, Reference, Rule, RunFact, Scope,
};
use crate::language::{Comparator, Type};
use crate::plan::LiveCheck;
use crate::sections::{Origin, Rows};

/// One line of 自查.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What is checked.
    pub check: LiveCheck,
    /// The sheet whose cells are marked, by position in the form.
    pub sheet: usize,
    /// The cell to correct first, or the first that is looked at.
    pub mark: Slot,
    /// Where that is, as the form says it; `{…}` to be filled in.
    pub text: String,
}

/// Every line of a layout.
pub(super) fn lines(form: &Form, layout: &Layout) -> Vec<Line> {
    let mut lines = Vec::new();
    for (number, rule) in form.rules.iter().enumerate() {
        match &rule.judged {
            Judged::Cases { scope, cases, .. } if is_live(rule) => {
                for record in super::records_of(form, layout, scope) {
                    if !repeats(form, layout, scope, record) {
                        let line = |(case, one)| condition(form, layout, scope, (number, case, record), one);
                        lines.extend(cases.iter().enumerate().filter_map(line));
                    }
                }
            }
            Judged::Check { spec, arguments } => {
                let Some(test) = &spec.live else { continue };
                for sheet in 0..form.sheets.len() {
                    let cells = tested(form, layout, test, arguments, sheet);
                    if let Some(mark) = cells.iter().flatten().min().copied() {
                        let check = LiveCheck::Cells { rule: number, sheet };
                        lines.push(Line { check, sheet, mark, text: form.sheets[sheet].name.clone() });
                    }
                }
            }
            Judged::Cases { .. } => {}
        }
    }
    let of_cells = |line: &Line| matches!(line.check, LiveCheck::Cells { .. });
    lines.sort_by_key(|line| (line.sheet, !of_cells(line), line.mark, line.check));
    lines
}

/// Whether a workbook can judge a rule by itself: everything it asks for is in the workbook or known on issue.
#[must_use]
pub fn is_live(rule: &Rule) -> bool {
    match &rule.judged {
        Judged::Cases { when, cases, .. } => {
            let sentences = when.iter().chain(cases.iter().map(|case| &case.must));
            sentences.flat_map(|sentence| sentence.expression().references()).all(|reference| match reference {
                Reference::Run(RunFact::Received) | Reference::External { .. } | Reference::Marked => false,
                Reference::Here { .. }
                | Reference::Single { .. }
                | Reference::InRow { .. }
                | Reference::Column { .. }
                | Reference::Line { .. }
                | Reference::OfSheet { .. }
                | Reference::Category { .. }
                | Reference::Parameter(_)
                | Reference::Run(RunFact::Year | RunFact::Deadline) => true,
            })
        }
        Judged::Check { spec, .. } => spec.live.is_some(),
    }
}

/// The groups of cells that a test looks at on a sheet; each cell by itself where it looks at each.
#[must_use]
pub fn tested(form: &Form, layout: &Layout, test: &CellTest, arguments: &Arguments, sheet: usize) -> Vec<Vec<Slot>> {
    let on_sheet = |slot: &Slot| form.tables[slot.table].sheet == sheet;
    match test {
        CellTest::Beside(test) => {
            let groups = beside(form, layout, test, arguments, sheet).into_iter();
            groups.map(|group| group.cells.concat()).collect()
        }
        CellTest::Needed(needs) => {
            needed(form, layout, *needs, arguments, sheet).into_iter().map(|need| need.cells).collect()
        }
        CellTest::Each(each) => {
            let looked_at = layout.slots().filter(|slot| on_sheet(slot) && (each.looks_at)(form, &layout.rows, *slot));
            looked_at.map(|slot| vec![slot]).collect()
        }
    }
}

/// What has to be filled in on a sheet.
#[must_use]
pub fn needed(
    form: &Form,
    layout: &Layout,
    needs: fn(&Form, &Records, &Arguments) -> Vec<Need>,
    arguments: &Arguments,
    sheet: usize,
) -> Vec<Need> {
    let on_sheet = |need: &Need| need.cells.first().is_some_and(|slot| form.tables[slot.table].sheet == sheet);
    needs(form, &layout.rows, arguments).into_iter().filter(on_sheet).collect()
}

/// The groups of a test of cells beside others whose marked cell is on a sheet.
#[must_use]
pub fn beside(form: &Form, layout: &Layout, test: &Beside, arguments: &Arguments, sheet: usize) -> Vec<Group> {
    let groups = (test.groups)(form, &layout.rows, arguments).into_iter();
    let mark = |group: &Group| group.cells.iter().flatten().next().copied();
    groups.filter(|group| mark(group).is_some_and(|mark| form.tables[mark.table].sheet == sheet)).collect()
}

fn condition(
    form: &Form,
    layout: &Layout,
    scope: &Scope,
    (rule, case, record): (usize, usize, usize),
    one: &Case,
) -> Option<Line> {
    let mark = one.mark.and_then(|mark| layout.slots_of(scope, record, &mark).first().copied())?;
    let table = &form.tables[mark.table];
    let field = &table.fields[mark.field].label;
    let row = &layout.rows[mark.table][mark.row].short;
    let text = match (&table.rows, scope) {
        (Rows::List(_), Scope::Columns { .. }) => format!("“{}”{field}列", table.name),
        (Rows::List(_), _) => format!("“{}”{row}行{field}", table.name),
        (Rows::Repeated { .. }, Scope::Repeated { .. }) => format!("“{}”{row}{field}", table.name),
        (Rows::One | Rows::Repeated { .. }, _) => format!("“{}”{field}", table.name),
    };
    let text = format!("{text}{}", bound(one));
    Some(Line { check: LiveCheck::Condition { rule, case, record }, sheet: table.sheet, mark, text })
}

/// What 应为 is, where it is no value but a bound.
fn bound(case: &Case) -> &'static str {
    let Some(sides) = case.must.expression().sides().filter(|sides| sides.shows().0) else { return "" };
    let is_date = sides.left.ty() == Type::Date;
    match (sides.comparator, is_date) {
        (Comparator::Equal, _) => "",
        (Comparator::NotEqual, _) => "（不应等于右边的数）",
        (Comparator::Less, false) => "（应小于右边的数）",
        (Comparator::LessOrEqual, false) => "（应不大于右边的数）",
        (Comparator::Greater, false) => "（应大于右边的数）",
        (Comparator::GreaterOrEqual, false) => "（应不小于右边的数）",
        (Comparator::Less, true) => "（应早于右边的日期）",
        (Comparator::LessOrEqual, true) => "（应不晚于右边的日期）",
        (Comparator::Greater, true) => "（应晚于右边的日期）",
        (Comparator::GreaterOrEqual, true) => "（应不早于右边的日期）",
    }
}

/// Whether a record only repeats others by formulas, so that checking it would say everything twice.
#[must_use]
pub fn repeats(form: &Form, layout: &Layout, scope: &Scope, record: usize) -> bool {
    let is_copy = |table: usize, row: usize| matches!(layout.rows[table][row].origin, Origin::Copy(_));
    match scope {
        Scope::Rows { list, .. } => form
            .tables
            .iter()
            .position(|table| table.rows == Rows::List(*list))
            .is_some_and(|table| is_copy(table, record)),
        Scope::Columns { table, .. } => (0..layout.rows[*table].len()).any(|row| is_copy(*table, row)),
        Scope::Single { .. } | Scope::Repeated { .. } => false,
    }
}
