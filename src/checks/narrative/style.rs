//! TXT-03, TXT-11, TXT-15 to TXT-18, PLH-05: how the words are written.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{at, first, joined, paragraphs};
use crate::checks::phrases::{is_phrase, said};
use crate::checks::placeholder::is_left_standing;
use crate::checks::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CheckSpec};
use crate::prose;
use crate::words::plain;

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 9] = [
    CheckOn {
        spec: CheckSpec::new("too-short", &["字数", "最少", "本栏字数"]).limited(&["合计字数", "一栏字数"]),
        find: too_short,
    },
    CheckOn { spec: CheckSpec::new("other-year-in-text", &["年度"]), find: other_year },
    CheckOn {
        spec: CheckSpec::new("copied-block", &["甲", "乙", "字数"]).limited(&["字数"]), find: copied_block
    },
    CheckOn { spec: CheckSpec::new("doubled-words", &["改为"]), find: doubled_words },
    CheckOn { spec: CheckSpec::new("listing-differs", &["次数", "项数"]), find: listing_differs },
    CheckOn { spec: CheckSpec::new("other-unit-named", &[]), find: other_unit_named },
    CheckOn { spec: CheckSpec::new("items-differ", &["问题数", "措施数"]), find: items_differ },
    CheckOn { spec: CheckSpec::new("marks-uneven", &["详情"]), find: marks_uneven },
    CheckOn { spec: CheckSpec::new("other-title", &["性质"]), find: other_title },
];

/// Texts that are too short together, or else each required section that is too short by itself; what only consists of one of
/// the rule's words, or is a placeholder, is said by others.
fn too_short(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let count = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let at = |table: usize| Hit::at_table(vec![Slot { table, row: 0, field: 0 }]);
    let [fewest, fewest_of_section] = subject.limits(arguments);
    let all = count(&joined(subject, arguments));
    if all == 0 {
        return Vec::new();
    }
    if let (true, Some(first)) = (Decimal::from(all) < fewest, arguments.tables.first()) {
        return vec![at(*first).fact("字数", all.to_string()).fact("最少", plain(fewest))];
    }
    let short = |table: &usize| {
        let text = said(subject, *table);
        let (count, required) = (count(&text), subject.form.tables[*table].required);
        let is_short = required
            && count > 0
            && Decimal::from(count) < fewest_of_section
            && !is_phrase(&text, arguments)
            && !is_left_standing(&text);
        is_short.then(|| at(*table).fact("本栏字数", count.to_string()))
    };
    arguments.tables.iter().filter_map(short).collect()
}

fn other_year(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let year = subject.run.year;
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        let found = prose::other_years(paragraph.text, year);
        if let Some(other) = found.first() {
            hits.push(at(paragraph.slot).found(other.year.to_string()).fact("年度", year.to_string()));
        }
    }
    hits
}

/// A block of the first table's text, of at least the limit's characters, that stands again in those of the others.
fn copied_block(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((source, others)) = arguments.tables.split_first() else { return Vec::new() };
    let [shortest] = subject.limits(arguments);
    let (Some(shortest), text) = (shortest.ceil().to_usize(), said(subject, *source)) else { return Vec::new() };
    let block = |other: &usize| Some((prose::common_block(&text, &said(subject, *other), shortest)?, *other));
    let longest = others.iter().filter_map(block);
    let Some((length, other)) = longest.max_by_key(|(length, _)| *length) else { return Vec::new() };
    let name = |table: usize| subject.form.tables[table].name.as_str();
    let slots = [other, *source].map(|table| Slot { table, row: 0, field: 0 });
    let hit = Hit::at_table(slots.to_vec()).fact("甲", name(*source)).fact("乙", name(other));
    vec![hit.fact("字数", length.to_string())]
}

/// Each doubled word and each slip once, where it stands first; fields of other tables are looked at too.
fn doubled_words(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mut all = paragraphs(subject, arguments);
    for position in 0..arguments.fields.len() {
        let filled = crate::checks::people::filled(subject, arguments, position);
        all.extend(filled.into_iter().map(|(slot, text)| super::Paragraph { slot, text }));
    }
    let mut known: Vec<String> = Vec::new();
    let mut hits = Vec::new();
    for paragraph in &all {
        for (written, meant) in prose::doubled(paragraph.text) {
            if !known.contains(&written) {
                hits.push(at(paragraph.slot).found(&written).expected(&meant).fact("改为", meant));
                known.push(written);
            }
        }
    }
    hits
}

fn listing_differs(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for listing in prose::listings(paragraph.text).into_iter().filter(|one| one.stated != one.listed) {
            let hit = at(paragraph.slot).fact("次数", listing.stated.to_string());
            hits.push(hit.fact("项数", listing.listed.to_string()));
        }
    }
    hits
}

/// Names of other units of the roster; a name that is part of the unit's own, or contains it, is not another's.
fn other_unit_named(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let own = subject.issued.get("单位名称");
    let all = paragraphs(subject, arguments);
    let names = &subject.run.unit_names;
    let mut mentioned: BTreeMap<usize, Slot> = BTreeMap::new();
    for paragraph in &all {
        for position in names.named_in(paragraph.text) {
            mentioned.entry(position).or_insert(paragraph.slot);
        }
    }
    let mentioned = mentioned.into_iter().map(|(position, slot)| (names.get(position), slot));
    let others = mentioned.filter(|(name, _)| !own.contains(name) && !name.contains(own));
    others.map(|(name, slot)| at(slot).found(name)).collect()
}

/// Problems (first table) and measures (second).
fn items_differ(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [problems, measures] = arguments.tables[..] else { return Vec::new() };
    let count = |table| prose::count_items(&said(subject, table));
    let (problem_count, measure_count) = (count(problems), count(measures));
    let both = problem_count > 0 && measure_count > 0;
    if !both || problem_count == measure_count {
        return Vec::new();
    }
    let slots = [measures, problems].map(|table| Slot { table, row: 0, field: 0 });
    let hit = Hit::at_table(slots.to_vec()).fact("问题数", problem_count.to_string());
    vec![hit.fact("措施数", measure_count.to_string())]
}

fn marks_uneven(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let all = paragraphs(subject, arguments);
    let Some(detail) = prose::unbalanced(&joined(subject, arguments)) else { return Vec::new() };
    let place = first(&all, |text| (prose::unbalanced(text) == Some(detail)).then_some(()));
    let place = place.or_else(|| first(&all, |text| text.contains(['(', ')']).then_some(())));
    let slot = place.map(|(slot, ())| slot).or_else(|| all.first().map(|one| one.slot));
    slot.map(|slot| at(slot).found(detail).fact("详情", detail)).into_iter().collect()
}

/// Titles by which other kinds of units call themselves: the rule's words, `局:我局,局党组`, by what the unit's name
/// ends with.
fn other_title(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let unit = subject.issued.get("单位名称");
    let mut titles: Vec<&str> = Vec::new();
    for words in &arguments.words {
        let Some((kinds, own)) = words.split_once(':') else { continue };
        if !kinds.split(',').any(|kind| unit.ends_with(kind)) {
            titles.extend(own.split(','));
        }
    }
    let all = paragraphs(subject, arguments);
    let found: Vec<&str> =
        titles.into_iter().filter(|title| all.iter().any(|one| names_itself(one.text, title))).collect();
    let place = first(&all, |text| found.iter().any(|title| names_itself(text, title)).then_some(()));
    let Some((slot, ())) = place else { return Vec::new() };
    vec![at(slot).found(found.join("、")).fact("性质", unit)]
}

/// Whether a text has a title as its own: 财政局党组 is another's, 我部分 and 我委托 are no titles.
fn names_itself(text: &str, title: &str) -> bool {
    text.match_indices(title).any(|(at, _)| {
        let (before, behind) = (&text[..at], &text[at + title.len()..]);
        let split = behind.starts_with(['分', '门', '托', '派', '理', '事', '公']);
        if title.starts_with('我') {
            return !split;
        }
        let last = before.chars().next_back();
        !last.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c) && !"经由报按据向以在对和及照，".contains(c))
    })
}
