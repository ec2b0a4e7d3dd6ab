//! Putting a hit into the words of its rule. Messages are made here and nowhere else.

use super::engine::bound;
use super::hit::{Extent, Hit};
use super::record::Record;
use super::subject::Subject;
use crate::facts::{Answer, Finding, Severity, Slot, State};
use crate::form::{Judged, Rule};
use crate::language::{self, Operand, Source, Type};
use crate::sections::Rows;
use crate::words::{Value, plain, two_decimals};

/// What a rounding tail is told apart by.
pub const TAIL: &str = "四舍五入尾差，可不修改";

/// What is said of damage that the marked copy does not have any more.
pub const PUT_BACK: &str = "已在审核意见副本中恢复，可不修改";

/// What a sentence says of an amount that was left blank and counts as zero; no unit follows it.
const BLANK: &str = "空白（按0计）";

/// How a hit is to be worded.
#[derive(Clone, Copy, Default)]
pub(super) struct Words<'a> {
    /// The record, for the expressions of the message.
    pub record: Option<&'a Record<'a>>,
    /// Whether it is a rounding tail.
    pub tail: bool,
    /// Whether it is put back in the marked copy.
    pub put_back: bool,
}

/// A value in words: amounts and rates with two decimals, counts without, days as `2022-08-24`.
#[must_use]
pub fn value(ty: Type, value: &Value) -> String {
    match value {
        Value::Number(number) => match ty {
            Type::Amount | Type::Number => two_decimals(*number),
            Type::Count | Type::Text | Type::Date | Type::Truth => plain(*number),
        },
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
    }
}

/// What a field holds, in words; an unreadable one as it was typed; nothing where it is blank.
#[must_use]
pub fn filled(subject: &Subject<'_>, slot: Slot) -> Option<String> {
    let reading = &subject.entry(slot).reading;
    let words = reading.value.as_ref().map(|v| value(subject.field(slot).kind.language(), v));
    words.or_else(|| (!reading.is_blank()).then(|| reading.found.clone()))
}

/// The finding that a hit of a rule gives.
pub(super) fn finding(subject: &Subject<'_>, rule: &Rule, hit: &Hit, words: &Words<'_>) -> Finding {
    let severity = subject.run.severity(rule);
    let severity = hit.severity.map_or(severity, |lowered| severity.max(lowered));
    let severity = if words.put_back { Severity::Hint } else { severity };
    let first = hit.slots.first().copied();
    let names = first.map(|slot| Names::of(subject, slot, hit.extent)).unwrap_or_default();
    let blank = |name: &str| (name == "现值" && words.record.is_some()).then(|| BLANK.to_owned());
    let fact = |name: &str| fact(subject, hit, &names, first, name).or_else(|| blank(name));
    let value_of = |expression: &language::Expression<crate::form::Reference>| {
        let record = words.record?;
        if expression.reference().is_some_and(|reference| record.figure(reference) == Operand::Blank) {
            return Some(BLANK.to_owned());
        }
        let found = language::value(expression, record).ok()?;
        Some(value(expression.ty(), &found))
    };
    let said = rule.message.words(&fact, &value_of).unwrap_or_else(|| rule.title.clone());
    let said = said.replace(&format!("{BLANK}{}", subject.form.unit), BLANK);
    let eased = severity == Severity::Hint && rule.severity != Severity::Hint;
    let (ask, fix) = match (&rule.eased, words.tail) {
        _ if words.put_back => (PUT_BACK.to_owned(), PUT_BACK.to_owned() + "。"),
        (_, true) => (TAIL.to_owned(), TAIL.to_owned() + "。"),
        (Some(text), false) if eased => (text.clone(), text.clone() + "。"),
        (Some(_) | None, false) => (optional(&rule.ask, &fact), rule.fix.clone()),
    };
    let of_slots = hit.slots.iter().map(|slot| subject.entry(*slot).place.clone());
    let places: Vec<_> = of_slots.chain(hit.places.iter().cloned()).collect();
    let place = hit.place.clone().or_else(|| places.first().cloned());
    let places = if places.is_empty() { place.iter().cloned().collect() } else { places };
    Finding {
        rule: rule.id.clone(),
        severity,
        certainty: rule.certainty,
        title: rule.title.clone(),
        place,
        places,
        field: hit.subject.clone().unwrap_or_else(|| names.key.clone()),
        row: names.row_id.clone(),
        item: names.item.clone(),
        found: hit.found.clone(),
        expected: expected(rule, hit, first.map(|slot| subject.field(slot).kind.language())),
        difference: hit.difference.clone(),
        message: format!("{said}，{ask}。"),
        fix,
        state: State::New,
        answer: Answer::default(),
        excused: None,
        put_back: words.put_back,
    }
}

fn expected(rule: &Rule, hit: &Hit, ty: Option<Type>) -> Option<String> {
    let expected = hit.expected.as_ref()?;
    let comparator = match &rule.judged {
        Judged::Cases { cases, .. } => {
            cases.first().and_then(|case| case.must.expression().sides()).map(|sides| sides.comparator)
        }
        Judged::Check { .. } => None,
    };
    let is_date = ty == Some(Type::Date);
    Some(comparator.map_or_else(|| expected.clone(), |comparator| bound(comparator, expected, is_date)))
}

/// The names of a place: for messages, and for the key.
#[derive(Default)]
struct Names {
    table: String,
    row: String,
    row_id: String,
    field: String,
    key: String,
    item: String,
}

impl Names {
    fn of(subject: &Subject<'_>, slot: Slot, extent: Extent) -> Self {
        let table = subject.table(slot);
        let in_grid = matches!(table.rows, Rows::List(_));
        let (row, row_id) = match extent {
            Extent::Field | Extent::Record if in_grid => {
                (subject.row_name(slot.table, slot.row), subject.row(slot).id.clone())
            }
            Extent::Field | Extent::Record => (String::new(), subject.row(slot).id.clone()),
            Extent::Table => (String::new(), String::new()),
        };
        let field = subject.field(slot).label.clone();
        let key = match extent {
            Extent::Field => format!("{}.{}", table.id, subject.field(slot).id),
            Extent::Record | Extent::Table => table.id.clone(),
        };
        let of_row = if row.is_empty() { String::new() } else { format!("{row}行") };
        let item = match extent {
            Extent::Field => format!("{of_row}“{field}”"),
            Extent::Record => format!("{}{of_row}", table.name),
            Extent::Table => table.name.clone(),
        };
        // A section that is no grid goes by the name of its sheet: “基本概况”中“联系人”.
        let sheet = || subject.form.sheets[table.sheet].name.clone();
        let table = if in_grid { table.name.clone() } else { sheet() };
        Self { table, row, row_id, field, key, item }
    }
}

fn fact(subject: &Subject<'_>, hit: &Hit, names: &Names, first: Option<Slot>, name: &str) -> Option<String> {
    if let Some((_, value)) = hit.facts.iter().find(|(known, _)| *known == name) {
        return Some(value.clone());
    }
    match name {
        "表" => Some(names.table.clone()),
        "行" => Some(names.row.clone()),
        "所在行" => Some(if names.row.is_empty() { String::new() } else { format!("{}行", names.row) }),
        "栏" => Some(names.field.clone()),
        "现值" => hit.found.clone().or_else(|| filled(subject, first?)),
        "应为" => hit.expected.clone(),
        "差额" => hit.difference.as_ref().map(|text| text.trim_start_matches('-').to_owned()),
        _ => None,
    }
}

/// The end of a sentence may have facts and parts to leave out too.
fn optional(ask: &crate::form::Message<std::convert::Infallible>, fact: &dyn Fn(&str) -> Option<String>) -> String {
    ask.words(fact, &|never| match *never {}).unwrap_or_default()
}
