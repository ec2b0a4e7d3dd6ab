//! CMP-10, DAT-05 to DAT-07: the people of the evaluation and their signatures.

use indexmap::IndexMap;

use super::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, Beside, CellTest, CheckSpec, Group, Records, Typed};
use crate::words::Value;

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 4] = [
    CheckOn { spec: CheckSpec::new("signatures-blank", &["各栏"]), find: signatures_blank },
    CheckOn {
        spec: CheckSpec::new("person-repeated", &["次数"]).live(CellTest::Beside(REPEATED)),
        find: person_repeated,
    },
    CheckOn { spec: CheckSpec::new("not-listed", &[]).live(CellTest::Beside(NOT_LISTED)), find: not_listed },
    CheckOn { spec: CheckSpec::new("panel-of-one-kind", &[]), find: panel_of_one_kind },
];

/// A name among all names, itself among them.
const REPEATED: Beside = Beside {
    groups: |_, records, arguments| {
        let names = slots_of(records, arguments, 0);
        names.iter().map(|name| Group { cells: vec![vec![*name], names.clone()], ..Group::default() }).collect()
    },
    formula: |cells, _| match cells {
        [name, names] => format!("AND({0}<>\"\",{1}>1)", bare_cell(&name.concat()), same(&name.concat(), names)),
        _ => "FALSE".to_owned(),
    },
    is_wrong: |cells, _| match cells {
        [name, names] => name
            .iter()
            .map(bare)
            .any(|name| !name.is_empty() && names.iter().filter(|one| bare(one) == name).count() > 1),
        _ => false,
    },
};

/// A name beside a list that it should be in, once anybody is in the list.
const NOT_LISTED: Beside = Beside {
    groups: |_, records, arguments| {
        let listed = slots_of(records, arguments, 1);
        let group = |name| Group { cells: vec![vec![name], listed.clone()], ..Group::default() };
        slots_of(records, arguments, 0).into_iter().map(group).collect()
    },
    formula: |cells, _| match cells {
        [name, names] => {
            let filled = names.iter().map(|area| format!("SUMPRODUCT(--({}<>\"\"))", bare_cell(area)));
            let (name, filled) = (name.concat(), filled.collect::<Vec<_>>().join("+"));
            format!("AND({}<>\"\",{filled}>0,{}=0)", bare_cell(&name), same(&name, names))
        }
        _ => "FALSE".to_owned(),
    },
    is_wrong: |cells, _| match cells {
        [name, names] => name.iter().map(bare).any(|name| {
            let is_filled = names.iter().any(|one| !bare(one).is_empty());
            !name.is_empty() && is_filled && names.iter().all(|one| bare(one) != name)
        }),
        _ => false,
    },
};

fn slots_of(records: &Records, arguments: &Arguments, position: usize) -> Vec<Slot> {
    let Some((table, field)) = arguments.fields.get(position).copied() else { return Vec::new() };
    (0..records[table].len()).map(|row| Slot { table, row, field }).collect()
}

/// What is in a cell without blanks, which people put between the characters of short names.
pub(super) fn bare(typed: &Typed<'_>) -> String {
    match typed {
        Typed::Words(words) => words.chars().filter(|c| !matches!(c, ' ' | '\u{3000}')).collect(),
        Typed::Number(number) => crate::words::plain(*number),
        Typed::Blank => String::new(),
    }
}

/// The same as a formula.
pub(super) fn bare_cell(cell: &str) -> String {
    format!("SUBSTITUTE(SUBSTITUTE({cell},\" \",\"\"),\"\u{3000}\",\"\")")
}

/// How many cells of some areas hold the same name as a cell.
fn same(name: &str, areas: &[String]) -> String {
    let counts = areas.iter().map(|area| format!("SUMPRODUCT(--EXACT({},{}))", bare_cell(area), bare_cell(name)));
    counts.collect::<Vec<_>>().join("+")
}

/// Every record's field of the position in the arguments that is filled in, with its words.
pub(super) fn filled<'a>(subject: &Subject<'a>, arguments: &Arguments, position: usize) -> Vec<(Slot, &'a str)> {
    let Some((table, field)) = arguments.fields.get(position).copied() else { return Vec::new() };
    let rows = 0..subject.layout.rows[table].len();
    let slots = rows.map(|row| Slot { table, row, field });
    slots.filter_map(|slot| Some((slot, text(subject, slot)?))).collect()
}

/// The words of a field, where it has any.
pub(super) fn text<'a>(subject: &Subject<'a>, slot: Slot) -> Option<&'a str> {
    match &subject.entry(slot).reading.value {
        Some(Value::Text(text)) => Some(text),
        Some(Value::Number(_) | Value::Date(_)) | None => None,
    }
}

/// Fields that are signed or dated by hand: one reminder for all that are blank in the file.
fn signatures_blank(subject: &Subject<'_>, _: &Arguments) -> Vec<Hit> {
    let signed = |slot: &Slot| {
        let entry = subject.entry(*slot);
        subject.field(*slot).signed && entry.reading.is_blank() && !entry.lost && !subject.is_silent(*slot)
    };
    let blank: Vec<Slot> = subject.slots().filter(signed).collect();
    if blank.is_empty() {
        return Vec::new();
    }
    let mut labels: Vec<&str> = Vec::new();
    for slot in &blank {
        let label = subject.field(*slot).label.as_str();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let labels = labels.join("、");
    vec![Hit::at_table(blank).fact("各栏", labels)]
}

/// The same name in several records.
fn person_repeated(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    repeated(filled(subject, arguments, 0).into_iter().map(|(slot, text)| (slot, bare(text))))
}

/// Words that stand in several fields; each once, at its second place.
pub(super) fn repeated(named: impl Iterator<Item = (Slot, String)>) -> Vec<Hit> {
    let mut places: IndexMap<String, Vec<Slot>> = IndexMap::new();
    for (slot, name) in named {
        places.entry(name).or_default().push(slot);
    }
    let several = places.into_iter().filter(|(_, slots)| slots.len() > 1);
    let hit = |(name, mut slots): (String, Vec<Slot>)| {
        slots.swap(0, 1);
        let count = slots.len().to_string();
        Hit::at(slots).found(name).fact("次数", count)
    };
    several.map(hit).collect()
}

/// A name that is not among those of a list.
fn not_listed(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let listed = filled(subject, arguments, 1);
    let missing = filled(subject, arguments, 0)
        .into_iter()
        .filter(|(_, name)| !listed.is_empty() && listed.iter().all(|(_, known)| known != name));
    missing.map(|(slot, name)| Hit::at(vec![slot]).found(name)).collect()
}

/// A panel whose members all come from the unit itself, none of them with one of the words in the title or the office.
fn panel_of_one_kind(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let unit = subject.issued.get("单位名称");
    let members = filled(subject, arguments, 0);
    // 本单位, and an office of the unit, are the unit as well; its own name says nothing of the member's trade.
    let own: Vec<&str> = [unit, "本单位"].into_iter().filter(|name| !name.is_empty()).collect();
    let office = |from: &str| own.iter().find_map(|name| from.strip_prefix(name)).map(str::to_owned);
    let offices: Vec<String> = members.iter().filter_map(|(_, from)| office(from)).collect();
    if members.is_empty() || offices.len() < members.len() {
        return Vec::new();
    }
    let titles = filled(subject, arguments, 1);
    let mut trades = titles.iter().map(|(_, title)| *title).chain(offices.iter().map(String::as_str));
    let expert = trades.any(|trade| arguments.words.iter().any(|word| trade.contains(word.as_str())));
    if expert { Vec::new() } else { vec![Hit::at_table(members.into_iter().map(|(slot, _)| slot).collect())] }
}
