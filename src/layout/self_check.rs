//! 自查, the last sheet: every check that the workbook makes by itself, in the order of the form, with both sides, the
//! difference and the verdict; on top what is not yet right.

use std::collections::HashSet;
use std::sync::Arc;

use super::lines::{Line, is_live};
use crate::facts::Severity;
use crate::fields::Shown;
use crate::form::{CellTest, Form, Judged, Rule};
use crate::language::{FAILS, Type, UNFILLED, UNKNOWN};
use crate::plan::{Filling, LiveCheck, Look, Paper, Part, SEVERITY, SheetPlan, Summary};
use crate::sections::{Page, label};
use crate::words::{Area, Cell};

/// The name of the sheet.
pub const SELF_CHECK: &str = "自查";
/// What stands in place of a verdict where only the bureau can judge.
pub const AFTERWARDS: &str = "交回后审核";

/// Heads and widths of the columns in half-width characters.
const COLUMNS: [(&str, usize); 10] = [
    ("表", 12),
    ("级别", 7),
    ("规则", 9),
    ("核对的问题", 34),
    ("位置", 48),
    ("单元格", 16),
    ("填报数", 14),
    ("应为", 14),
    ("差额", 12),
    ("结果", 12),
];
/// Columns of the list by what stands in them.
mod column {
    pub const SEVERITY: u16 = 1;
    pub const RULE: u16 = 2;
    pub const TITLE: u16 = 3;
    pub const LINK: u16 = 5;
    pub const FOUND: u16 = 6;
    pub const EXPECTED: u16 = 7;
    pub const DIFFERENCE: u16 = 8;
    pub const VERDICT: u16 = 9;
}
/// The heads of the summary, over the columns from 位置 on.
const SUMMARY: [&str; 6] =
    ["必填（已填 / 应填）", Severity::Error.word(), Severity::Query.word(), Severity::Hint.word(), UNFILLED, UNKNOWN];
const SUMMARY_FROM: u16 = 4;
/// Points of a line.
const LINE: f64 = 18.0;
/// Points of two lines of words.
const TWO_LINES: f64 = 27.0;
/// Points of the title.
const TITLE: f64 = 30.0;

/// Points of what stands under the title: three lines.
const HINT_LINES: f64 = 40.0;
/// What stands under the title.
const HINT: &str = "本表随填随算，不用填写。“不符”的，级别为错误的须改正，核实的请核对或准备说明，提示的供参考；“尾差”是四舍五入所致，可不修改；“未填”的填好后自动核对；“无法判断”是格中不是数字或日期。点“单元格”一栏到达该格；一条核对整张表的，到达其中第一格。";

/// The plan of the sheet.
pub(super) fn plan(form: &Form, lines: &[Line]) -> SheetPlan {
    let mut page = Page::new(SELF_CHECK, Paper::Landscape, &COLUMNS.map(|(_, width)| width));
    page.line("自查", Look::Title, TITLE);
    page.line(HINT, Look::Check(Shown::Words), HINT_LINES);
    let used: Vec<usize> =
        (0..form.sheets.len()).filter(|sheet| lines.iter().any(|line| line.sheet == *sheet)).collect();
    let conclusion = page.next_row;
    let head = conclusion + 1;
    let list = head + 3 + u32::try_from(used.len()).unwrap_or(0);
    let first = list + 1;
    summaries(form, lines, &used, (head, first), &mut page);
    page.next_row = list;
    heads(list, &mut page);
    for line in lines {
        one(form, line, &mut page);
    }
    let end = page.next_row - 1;
    let mut seen = HashSet::new();
    for rule in form.rules.iter().filter(|rule| !is_live(rule) && seen.insert(rule.id.as_str())) {
        afterwards(rule, &mut page);
    }
    let mut plan = page.finish();
    plan.repeated = Some((list, list));
    plan.filter = Some(Area::new(Cell::new(list, 0), Cell::new(end, column::VERDICT)));
    plan
}

/// The sentence on top and how many of each sheet are not yet right.
fn summaries(form: &Form, lines: &[Line], used: &[usize], (head, first): (u32, u32), page: &mut Page) {
    let verdicts = |lines: std::ops::Range<usize>, column: u16| {
        let row = |at: usize| first + u32::try_from(at).unwrap_or(0);
        Area::new(Cell::new(row(lines.start), column), Cell::new(row(lines.end.max(lines.start + 1) - 1), column))
    };
    for (at, text) in (SUMMARY_FROM..).zip(SUMMARY) {
        page.put(Cell::new(head, at), label(text), Look::Header);
    }
    page.put_over(Area::new(Cell::new(head, 0), Cell::new(head, SUMMARY_FROM - 1)), label("各表小结"), Look::Header);
    page.height(head, LINE);
    let mut row = head + 1;
    let mut block = |name: &str, lines: std::ops::Range<usize>, needed: Vec<u32>, page: &mut Page| {
        page.put_over(
            Area::new(Cell::new(row, 0), Cell::new(row, SUMMARY_FROM - 1)),
            label(name),
            Look::Check(Shown::Words),
        );
        let at = |column: u16| needed.iter().map(|row| Cell::new(*row, column)).collect::<Arc<[Cell]>>();
        let filled = Summary::Filled { found: at(column::FOUND), needed: at(column::EXPECTED) };
        let count = |word, severity: Option<Severity>| Summary::Count {
            verdicts: verdicts(lines.clone(), column::VERDICT),
            word,
            severity: severity.map(|severity| (verdicts(lines.clone(), column::SEVERITY), severity.word())),
        };
        let severities = Severity::ALL.map(|severity| count(FAILS, Some(severity)));
        let summaries = [filled].into_iter().chain(severities).chain([count(UNFILLED, None), count(UNKNOWN, None)]);
        for (at, summary) in (SUMMARY_FROM..).zip(summaries) {
            page.put(Cell::new(row, at), Filling::Summary(summary), Look::Verdict);
        }
        page.height(row, LINE);
        row += 1;
    };
    let needed = |lines: &[Line], from: usize| -> Vec<u32> {
        let rows = lines.iter().enumerate().filter(|(_, line)| is_of_needed(form, line));
        rows.map(|(at, _)| first + u32::try_from(from + at).unwrap_or(0)).collect()
    };
    for sheet in used {
        let from = lines.partition_point(|line| line.sheet < *sheet);
        let to = lines.partition_point(|line| line.sheet <= *sheet);
        block(&form.sheets[*sheet].name, from..to, needed(&lines[from..to], from), page);
    }
    block("合计", 0..lines.len(), needed(lines, 0), page);
    let total = head + 1 + u32::try_from(used.len()).unwrap_or(0);
    let at = |word: &str| {
        let before = SUMMARY.iter().take_while(|head| **head != word).count();
        Cell::new(total, SUMMARY_FROM + u16::try_from(before).unwrap_or(0))
    };
    let sentence = Summary::Sentence {
        unfilled: at(UNFILLED),
        wrong: at(Severity::Error.word()),
        doubtful: at(Severity::Query.word()),
        unknown: at(UNKNOWN),
    };
    let over = Area::new(Cell::new(head - 1, 0), Cell::new(head - 1, page.last_column()));
    page.put_over(over, Filling::Summary(sentence), Look::Conclusion);
    page.height(head - 1, TWO_LINES);
    page.height(total + 1, LINE);
}

/// The line of a rule that only the bureau can judge: its title over everything that a workbook would show.
fn afterwards(rule: &Rule, page: &mut Page) {
    let (row, words) = (page.next_row, Look::Check(Shown::Words));
    for (at, text) in
        [(0, ""), (column::SEVERITY, &*severity_of(rule)), (column::RULE, &*rule.id), (column::VERDICT, AFTERWARDS)]
    {
        page.put(Cell::new(row, at), label(text), words);
    }
    let over = Area::new(Cell::new(row, column::TITLE), Cell::new(row, column::VERDICT - 1));
    page.put_over(over, label(&rule.title), words);
    page.height(row, LINE);
    page.next_row += 1;
}

/// Whether a line counts what has to be filled in.
fn is_of_needed(form: &Form, line: &Line) -> bool {
    match &form.rules[line.check.rule()].judged {
        Judged::Check { spec, .. } => matches!(spec.live, Some(CellTest::Needed(_))),
        Judged::Cases { .. } => false,
    }
}

fn heads(row: u32, page: &mut Page) {
    for (at, (text, _)) in (0u16..).zip(COLUMNS) {
        page.put(Cell::new(row, at), label(text), Look::Header);
    }
    page.height(row, LINE);
    page.next_row = row + 1;
}

fn one(form: &Form, line: &Line, page: &mut Page) {
    let row = page.next_row;
    let rule = &form.rules[line.check.rule()];
    let words = Look::Check(Shown::Words);
    let sheet = &form.sheets[line.sheet].name;
    let severity = severity_of(rule);
    for (at, text) in [sheet, &severity, &rule.id, &rule.title, &line.text].into_iter().enumerate() {
        page.put(Cell::new(row, u16::try_from(at).unwrap_or(0)), label(text), words);
    }
    page.put(Cell::new(row, column::LINK), Filling::Link(line.mark), Look::Link);
    let shown = shown(form, line);
    for (at, part, look) in [
        (column::FOUND, Part::Found, Look::Check(shown)),
        (column::EXPECTED, Part::Expected, Look::Check(shown)),
        (column::DIFFERENCE, Part::Difference, Look::Check(shown)),
        (column::VERDICT, Part::Verdict, Look::Verdict),
    ] {
        page.put(Cell::new(row, at), Filling::Live(line.check, part), look);
    }
    page.at_least(row, LINE);
    page.next_row += 1;
}

/// The severity of a rule, to be filled in: a bureau may say another.
fn severity_of(rule: &Rule) -> String {
    format!("{{{SEVERITY}{}}}", rule.id)
}

/// How the two sides of a line are shown.
fn shown(form: &Form, line: &Line) -> Shown {
    let LiveCheck::Condition { rule, case, .. } = line.check else { return Shown::Count };
    let Judged::Cases { cases, .. } = &form.rules[rule].judged else { return Shown::Count };
    let sides = cases[case].must.expression().sides();
    // What is counted stays a count beside a threshold that a bureau may set.
    if sides.as_ref().is_some_and(|sides| sides.left.ty() == Type::Count) {
        return Shown::Count;
    }
    match sides.and_then(|sides| sides.left.ty().join(sides.right.ty())) {
        Some(Type::Amount | Type::Number) => Shown::Amount,
        Some(Type::Count) => Shown::Count,
        Some(Type::Date) => Shown::Day,
        Some(Type::Text | Type::Truth) | None => Shown::Words,
    }
}

/// Where the verdict of each line stands, in the order of the lines.
pub(super) fn verdict_cells(plan: &SheetPlan) -> impl Iterator<Item = Cell> + '_ {
    plan.cells
        .iter()
        .filter(|planned| matches!(planned.filling, Filling::Live(_, Part::Verdict)))
        .map(|planned| planned.cell)
}
