//! How it is told what the marked copy holds as it was issued: 已恢复.

use crate::facts::{Kept, Restored};
use crate::outcome::Judged;
use crate::report::cells::or_nothing;

/// The heading.
pub const RESTORED: &str = "已恢复";
/// What is said of formulas and number formats, which say nothing to people.
const FORMULA: &str = "下发时的公式";
const OTHER_FORMAT: &str = "其他格式";
const FORMAT: &str = "下发时的格式";
/// So many of a kind on one sheet are told one by one; more are one line.
const ONE_BY_ONE: usize = 3;

/// What was put back, as one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoredLine<'a> {
    /// The first of it.
    pub first: &'a Restored,
    /// Where it is on its sheet: `C12`, `B6:G9等8处`; empty where it is the whole sheet.
    pub cells: String,
    /// What stood there.
    pub found: String,
    /// What was issued.
    pub issued: String,
}

/// What was put back in a file; labels one by one, of other things a line for each kind and sheet where they are many.
#[must_use]
pub fn restored_lines(judged: &Judged) -> Vec<RestoredLine<'_>> {
    let mut groups: Vec<Vec<&Restored>> = Vec::new();
    for one in &judged.outcome.restored {
        let is_alike = |group: &&mut Vec<&Restored>| {
            group.first().is_some_and(|first| first.sheet == one.sheet && first.what == one.what)
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(one),
            None => groups.push(vec![one]),
        }
    }
    let lines = groups.iter().flat_map(|group| match group.as_slice() {
        [first, rest @ ..] if rest.len() >= ONE_BY_ONE && first.what != Kept::Label => vec![line(first, group.len())],
        each => each.iter().map(|one| line(one, 1)).collect(),
    });
    lines.collect()
}

fn line(first: &Restored, count: usize) -> RestoredLine<'_> {
    let area = first.area.map(|area| area.to_string()).unwrap_or_default();
    let cells = if count > 1 { format!("{area}等{count}处") } else { area };
    let shown = |value: &str| or_nothing(value).to_owned();
    let (found, issued) = match first.what {
        Kept::Formula => (shown(&first.found), FORMULA.to_owned()),
        Kept::Format => (OTHER_FORMAT.to_owned(), FORMAT.to_owned()),
        Kept::Label | Kept::Lock | Kept::Validation | Kept::Protection => (shown(&first.found), shown(&first.issued)),
    };
    RestoredLine { first, cells, found, issued }
}
