//! CMP-11, IND-06, IND-15, SCO-15: what a table of indicators says and does not say.

use std::sync::LazyLock;

use regex::Regex;

use super::people::{filled, repeated, text};
use super::phrases::said;
use super::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CellTest, CheckSpec, Form, Need, Records};
use crate::prose::says_none;
use crate::sections::{ListRow, Row, Rows};
use crate::words::{canonical, plain};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 7] = [
    CheckOn { spec: CheckSpec::new("category-unsaid", &["类别"]), find: category_unsaid },
    CheckOn {
        spec: CheckSpec::new("category-missing", &["类别", "不适用的类别", "说法"])
            .live(CellTest::Needed(needed_categories)),
        find: category_missing,
    },
    CheckOn { spec: CheckSpec::new("indicator-repeated", &["次数"]), find: indicator_repeated },
    CheckOn { spec: CheckSpec::new("not-measurable", &["目标"]), find: not_measurable },
    CheckOn { spec: CheckSpec::new("score-without-details", &[]), find: score_without_details },
    CheckOn { spec: CheckSpec::new("no-evidence", &["目标"]), find: no_evidence },
    CheckOn { spec: CheckSpec::new("all-done-but-lost", &["得分", "扣分", "完成"]), find: all_done_but_lost },
];

/// Characters of the shortest name by which indicators are compared.
const SHORTEST_NAME: usize = 4;
/// The full score.
const FULL: i64 = 100;

/// An indicator: its target and what was done, blank ones left out.
pub(super) struct Indicator<'a> {
    pub target: Slot,
    pub done: Slot,
    pub target_text: &'a str,
    pub done_text: &'a str,
    category: &'a str,
}

/// The indicators of a table, in the rows that the rule names, those that do not apply left out.
pub(super) fn indicators<'a>(subject: &Subject<'a>, arguments: &Arguments) -> Vec<Indicator<'a>> {
    let [(table, target), (_, done), ..] = arguments.fields[..] else { return Vec::new() };
    let Rows::List(list) = subject.form.tables[table].rows else { return Vec::new() };
    let rows = subject.layout.rows[table].iter().enumerate();
    let all = rows.map(|(row, planned)| {
        let slot = |field| Slot { table, row, field };
        Indicator {
            target: slot(target),
            done: slot(done),
            target_text: text(subject, slot(target)).unwrap_or_default(),
            done_text: text(subject, slot(done)).unwrap_or_default(),
            category: subject.form.lists[list].rows[planned.of].id(),
        }
    });
    let wanted = |one: &Indicator<'_>| {
        let in_rows = arguments.rows.is_empty() || arguments.rows.iter().any(|row| row == one.category);
        let said = !one.target_text.is_empty() || !one.done_text.is_empty();
        in_rows && said && !says_none(one.target_text)
    };
    all.filter(wanted).collect()
}

/// A number that is no bare year.
fn has_figure(text: &str) -> bool {
    static YEAR: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:19|20)\d{2}\s*年(?:\d{1,2}月)?(?:\d{1,2}日)?").ok());
    let without = YEAR.as_ref().map_or_else(|| text.into(), |year| year.replace_all(text, ""));
    without.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// What has to have an indicator: each category of which the form says so, the others of a group together; by its name,
/// with its targets and results (first two fields), the first target in front.
///
/// Where such a category does not apply, a field behind the target in its first row says why; a group need not.
fn categories(form: &Form, records: &Records, arguments: &Arguments) -> Vec<(String, Need)> {
    let [(table, target), (_, done), ..] = arguments.fields[..] else { return Vec::new() };
    let Rows::List(list) = form.tables[table].rows else { return Vec::new() };
    let mut categories: Vec<(String, Need)> = Vec::new();
    let mut groups: Vec<(String, Need)> = Vec::new();
    for (of, category) in form.lists[list].rows.iter().enumerate() {
        let ListRow::Group { label, under, required, .. } = category else { continue };
        let mut rows = (0..records[table].len()).filter(|row| records[table][*row].of == of).peekable();
        let Some(first) = rows.peek().copied() else { continue };
        let slot = |row, field| Slot { table, row, field };
        let cells: Vec<Slot> = rows.flat_map(|row| [slot(row, target), slot(row, done)]).collect();
        match groups.iter_mut().find(|(known, _)| known == under) {
            _ if *required => {
                let reasons = arguments.fields[1..].iter().map(|(_, field)| slot(first, *field));
                categories.push((label.clone(), Need { cells, reasons: reasons.collect() }));
            }
            Some((_, known)) => known.cells.extend(cells),
            None => groups.push((under.clone(), Need::any_of(cells))),
        }
    }
    categories.into_iter().chain(groups).collect()
}

fn needed_categories(form: &Form, records: &Records, arguments: &Arguments) -> Vec<Need> {
    categories(form, records, arguments).into_iter().map(|(_, need)| need).collect()
}

/// Categories that have to have an indicator and have none, groups of which no category has any, and categories that
/// are said not to apply without a reason.
fn category_missing(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let blank = |slot: &Slot| subject.entry(*slot).reading.is_blank() && !subject.entry(*slot).lost;
    let rows = &subject.layout.rows;
    // Every category of a group takes part, so that none of them is said to be blank by itself.
    let missing = |name: String, cells: Vec<Slot>| {
        let is_first = |row: usize, of: &[Row]| row == 0 || of[row - 1].of != of[row].of;
        let target = cells.first().map(|slot| slot.field);
        let firsts =
            cells.into_iter().filter(|slot| Some(slot.field) == target && is_first(slot.row, &rows[slot.table]));
        Hit::at_record(firsts.collect()).fact("类别", name)
    };
    let hit = |(name, Need { cells, reasons }): (String, Need)| {
        if cells.iter().all(blank) {
            return Some(missing(name, cells));
        }
        let (word, reason) = (*cells.first()?, *reasons.last()?);
        let said = text(subject, word).filter(|said| says_none(said) && reasons.iter().all(blank))?;
        Some(Hit::at(vec![reason, word]).fact("不适用的类别", name).fact("说法", said))
    };
    categories(subject.form, rows, arguments).into_iter().filter_map(hit).collect()
}

/// What an indicator is called: its target up to the sign or the figure.
pub(super) fn name(target: &str) -> String {
    let ends = |c: char| c.is_numeric() || matches!(c, '≥' | '≤' | '＞' | '＜' | '>' | '<' | '=' | '＝');
    let name: String = target.chars().take_while(|c| !ends(*c)).filter(|c| !c.is_whitespace()).collect();
    if name.chars().count() < SHORTEST_NAME { target.to_owned() } else { name }
}

/// Indicators that are called the same; each name once, at its second place.
fn indicator_repeated(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let named = indicators(subject, arguments).into_iter().filter(|one| !one.target_text.is_empty());
    repeated(named.map(|one| (one.target, name(one.target_text))))
}

/// Categories that need not have an indicator, have none, and do not say that they do not apply.
fn category_unsaid(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((table, target)) = arguments.fields.first().copied() else { return Vec::new() };
    let Rows::List(list) = subject.form.tables[table].rows else { return Vec::new() };
    let blank = |row: usize| {
        let mut slots = arguments.fields.iter().map(|(table, field)| Slot { table: *table, row, field: *field });
        slots.all(|slot| subject.entry(slot).reading.is_blank())
    };
    let unsaid = subject.form.lists[list].rows.iter().enumerate().filter_map(|(of, row)| {
        let ListRow::Group { label, required: false, .. } = row else { return None };
        let rows: Vec<usize> = subject.layout.rows_of(table, of).collect();
        let first = rows.first().copied().filter(|_| rows.iter().all(|row| blank(*row)))?;
        Some(Hit::at_record(vec![Slot { table, row: first, field: target }]).fact("类别", label))
    });
    unsaid.collect()
}

/// Targets without a figure and without one of the grades that are named in the words of the rule.
fn not_measurable(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let vague = indicators(subject, arguments).into_iter().filter(|one| {
        let target = one.target_text;
        !target.is_empty() && !has_figure(target) && !arguments.words.iter().any(|word| target.contains(word.as_str()))
    });
    vague.map(|one| Hit::at(vec![one.target]).found(one.target_text).fact("目标", one.target_text)).collect()
}

/// Indicators of satisfaction of which neither they, nor their evidence (third field), nor the text say how it was asked
/// for.
fn no_evidence(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mentions = |text: &str| arguments.words.iter().any(|word| text.contains(word.as_str()));
    if arguments.tables.iter().any(|table| mentions(&said(subject, *table))) {
        return Vec::new();
    }
    let evidence = |one: &Indicator<'_>| {
        let (_, field) = arguments.fields.get(2).copied()?;
        Some(!subject.entry(Slot { field, ..one.done }).reading.is_blank())
    };
    let is_bare = |one: &Indicator<'_>| {
        let done = &subject.entry(one.done).reading;
        !done.is_blank() && !mentions(one.done_text) && evidence(one) != Some(true)
    };
    let bare = indicators(subject, arguments).into_iter().filter(is_bare);
    let hit = |one: Indicator<'_>| {
        Hit::at(vec![one.done]).found(subject.entry(one.done).reading.found.as_str()).fact("目标", one.target_text)
    };
    bare.map(hit).collect()
}

/// Every indicator is said to be done, yet the score (third field) is not full.
fn all_done_but_lost(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((table, field)) = arguments.fields.get(2).copied() else { return Vec::new() };
    let slot = Slot { table, row: 0, field };
    let reading = &subject.entry(slot).reading;
    // “95分” is a finding of its own, but what is meant is plain enough here.
    let digits: String = reading.found.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let score = reading.value.as_ref().and_then(crate::words::Value::number).or_else(|| canonical(&digits));
    let said = indicators(subject, arguments).into_iter().filter(|one| !one.done_text.is_empty());
    let done: Vec<&str> = said.map(|one| one.done_text).collect();
    let all_done = !done.is_empty() && done.iter().all(|text| arguments.words.iter().any(|word| word == text));
    match score {
        Some(score) if all_done && score < FULL.into() => {
            let lost = plain(rust_decimal::Decimal::from(FULL) - score);
            let hit = Hit::at(vec![slot]).fact("得分", plain(score)).fact("扣分", lost);
            vec![hit.fact("完成", done[0])]
        }
        Some(_) | None => Vec::new(),
    }
}

/// A total score (third field) where neither an indicator nor the text says what was scored for what.
///
/// The paper form has no columns for it, so what was done says it: `1260公里（分值15分，得15分）`.
fn score_without_details(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    static SCORED: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"得分[：:为]?\s*\d|得[：:]?\s*\d+(?:\.\d+)?\s*分").ok());
    let Some((table, field)) = arguments.fields.get(2).copied() else { return Vec::new() };
    let slot = Slot { table, row: 0, field };
    let scored = |text: &str| SCORED.as_ref().is_some_and(|scored| scored.is_match(text));
    let detailed = filled(subject, arguments, 1).iter().any(|(_, text)| scored(text));
    let filled_in = !subject.entry(slot).reading.is_blank();
    if filled_in && !detailed { vec![Hit::at(vec![slot])] } else { Vec::new() }
}
