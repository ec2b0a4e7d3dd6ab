//! The differences of two editions, part by part.

use indexmap::IndexMap;
use serde::Serialize;

use super::Form;
use super::facets::{Aspect, Part, parts};

/// One difference of two editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What kind of part it is (`field`).
    pub what: &'static str,
    /// The same for people (`栏目`).
    #[serde(skip)]
    pub word: &'static str,
    /// What became of it.
    pub change: Became,
    /// Its name, the later one where it has two.
    pub name: String,
    /// Its name before, where that was another.
    pub was: Option<String>,
    /// What is different in it.
    pub details: Vec<Detail>,
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name, and maybe more that is different.
    Renamed,
    /// Something of it is different.
    Changed,
    /// The parts of this kind stand in another order.
    Reordered,
}

/// One aspect that is different.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// The aspect (`type`).
    pub aspect: &'static str,
    /// The same for people (`类型`).
    #[serde(skip)]
    pub word: &'static str,
    /// What it was; empty for nothing.
    pub before: String,
    /// What it is; empty for nothing.
    pub after: String,
}

/// What is different in a later edition, in the order of the form: added and changed parts as they stand in the later
/// one, then those that are gone.
#[must_use]
pub fn differences(before: &Form, after: &Form) -> Vec<Change> {
    let kinds = parts(before).into_iter().zip(parts(after));
    kinds.flat_map(|((what, word, before), (_, _, after))| compare(what, word, &before, &after)).collect()
}

fn compare(what: &'static str, word: &'static str, before: &[Part], after: &[Part]) -> Vec<Change> {
    let change = |change, name: &str, was: Option<String>, details| Change {
        what,
        word,
        change,
        name: name.to_owned(),
        was,
        details,
    };
    let mut changes = Vec::new();
    let mut places: IndexMap<&str, Vec<usize>> = IndexMap::new();
    for part in after {
        let Some(place) = before.iter().position(|old| old.name == part.was) else {
            changes.push(change(Became::Added, &part.name, None, details(&[], &part.aspects)));
            continue;
        };
        let whole = part.name.rsplit_once('.').map_or("", |(whole, _)| whole);
        places.entry(whole).or_default().push(place);
        let details = details(&before[place].aspects, &part.aspects);
        // A field whose table has another name is none that was renamed.
        let own = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
        if own(&part.was) != own(&part.name) {
            changes.push(change(Became::Renamed, &part.name, Some(part.was.clone()), details));
        } else if !details.is_empty() {
            changes.push(change(Became::Changed, &part.name, None, details));
        }
    }
    let gone = before.iter().filter(|old| after.iter().all(|part| part.was != old.name));
    changes.extend(gone.map(|old| change(Became::Removed, &old.name, None, Vec::new())));
    // Rules stand in any order; of what is seen on the form the order matters.
    if what != "rule" {
        let mixed = places.into_iter().filter(|(_, places)| !places.is_sorted());
        changes.extend(mixed.map(|(whole, _)| change(Became::Reordered, whole, None, Vec::new())));
    }
    changes
}

/// The aspects in which two parts differ; of a new part those that say anything.
fn details(before: &[Aspect], after: &[Aspect]) -> Vec<Detail> {
    let nothing = |text: &str| ["", "否", "确定"].contains(&text);
    let told = |(aspect, word, text): &Aspect| {
        let old = before.iter().find(|(name, ..)| name == aspect).map(|(.., text)| text.clone());
        let is_different = old.as_ref().map_or_else(|| !nothing(text), |old| old != text);
        is_different.then(|| Detail { aspect, word, before: old.unwrap_or_default(), after: text.clone() })
    };
    let gone = before.iter().filter(|(old, ..)| after.iter().all(|(aspect, ..)| aspect != old));
    let gone = gone.map(|(aspect, word, text)| Detail { aspect, word, before: text.clone(), after: String::new() });
    after.iter().filter_map(told).chain(gone).collect()
}

/// The changes in words, a line each; what is different in a part stands below it.
#[must_use]
pub fn difference_lines(changes: &[Change]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut word = "";
    for change in changes {
        if change.word != word {
            if !word.is_empty() {
                lines.push(String::new());
            }
            word = change.word;
            lines.push(word.to_owned());
        }
        lines.push(format!("  {}", line(change)));
        let said = |text: &str| if text.is_empty() { "（无）".to_owned() } else { text.to_owned() };
        for detail in &change.details {
            let (before, after) = (said(&detail.before), said(&detail.after));
            lines.push(match change.change {
                Became::Added => format!("      {}：{after}", detail.word),
                Became::Removed | Became::Renamed | Became::Changed | Became::Reordered => {
                    format!("      {}：{before} → {after}", detail.word)
                }
            });
        }
    }
    lines
}

fn line(change: &Change) -> String {
    let name = &change.name;
    match change.change {
        Became::Added => format!("新增 {name}"),
        Became::Removed => format!("删去 {name}"),
        Became::Renamed => format!("改名 {} → {name}", change.was.as_deref().unwrap_or_default()),
        Became::Changed => format!("改动 {name}"),
        Became::Reordered => format!("次序有变 {name}").trim_end().to_owned(),
    }
}
