//! TXT-02: numbers of headings that were pasted along with a text.

use super::{at, paragraphs};
use crate::checks::{CheckOn, Hit, Subject};
use crate::facts::Slot;
use crate::form::{Arguments, CheckSpec};
use crate::prose::{self, Heading};

/// The check of this file.
pub(super) static CHECKS: [CheckOn; 1] =
    [CheckOn { spec: CheckSpec::new("headings-out-of-order", &["前一", "这一", "标题"]), find: out_of_order }];

/// The first paragraph of each table that is the heading of another part of the form, or whose number does not follow
/// the one before it; a list may begin again from 一.
fn out_of_order(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let parts = parts(subject, arguments);
    let all = paragraphs(subject, arguments);
    let of_table = |table: &usize| {
        let own = parts.iter().rev().find(|(first, _)| first <= table).map(|(_, name)| name.as_str());
        let headings = all.iter().filter(|one| one.slot.table == *table);
        let headings = headings.filter_map(|one| Some((one.slot, prose::heading(one.text)?, prose::called(one.text))));
        let headings: Vec<(Slot, Heading<'_>, String)> =
            headings.filter(|(_, _, called)| Some(called.as_str()) != own).collect();
        let of_another = headings.iter().find(|(_, _, called)| parts.iter().any(|(_, name)| name == called));
        if let Some((slot, heading, _)) = of_another {
            return Some(at(*slot).found(heading.words).fact("标题", heading.words));
        }
        let follows = |before: usize, this: usize| this == before + 1 || (this == 1 && before > 1);
        let mut pairs = headings.windows(2);
        let pair = pairs.find(|pair| !follows(pair[0].1.number, pair[1].1.number))?;
        let [(_, before, _), (slot, this, _)] = pair else { return None };
        let [before, number] = [before, this].map(|heading| prose::numeral(heading.number));
        Some(at(*slot).found(format!("{number}、{}", this.words)).fact("前一", before).fact("这一", number))
    };
    arguments.tables.iter().filter_map(of_table).collect()
}

/// The numbered parts of the form: the table with which each begins, and what it is called.
fn parts(subject: &Subject<'_>, arguments: &Arguments) -> Vec<(usize, String)> {
    let part = |table: &usize| Some((*table, prose::called(subject.form.tables[*table].heading.as_deref()?)));
    arguments.tables.iter().filter_map(part).collect()
}
