//! What a letter names of the findings: as many as the page has room for.

use super::Paragraph;
use crate::excel::write::LetterStyle;
use crate::facts::Standing;
use crate::outcome::Judged;
use crate::report::cells::named;
use crate::report::lines::shortened;
use crate::report::order::{Line, to_correct};
use crate::words::Place;

/// Characters of what is said of a finding.
const MAX_MESSAGE: usize = 90;
/// Characters of the cells of a finding; beyond that only the first are named.
const MAX_CELLS: usize = 24;
/// Characters of what the reviewer has said.
const MAX_OPINION: usize = 40;
/// Characters of what the place is called on the form.
const MAX_ITEM: usize = 30;

/// One thing to correct or to explain.
pub(super) struct Item {
    sentence: String,
    /// How many findings it stands for.
    count: usize,
}

/// What is said of each of these lines.
pub(super) fn items<'s, 'a: 's>(judged: &Judged, lines: impl IntoIterator<Item = &'s Line<'a>>) -> Vec<Item> {
    lines.into_iter().map(|line| item(judged, line)).collect()
}

fn item(judged: &Judged, line: &Line<'_>) -> Item {
    let places: Vec<Place> = line.findings().flat_map(|one| to_correct(judged, one)).cloned().collect();
    let place = places.first().map(|place| format!("“{}”表{}", place.sheet, cells(&places))).unwrap_or_default();
    let message = shortened(&line.sentence(), MAX_MESSAGE) + &refused(line);
    let called = match &line.first.item {
        item if line.count() > 1 || item.is_empty() || message.contains(name(item)) => String::new(),
        item => format!("（{}）", shortened(item, MAX_ITEM)),
    };
    let colon = if place.is_empty() && called.is_empty() { "" } else { "：" };
    Item { sentence: format!("{place}{called}{colon}{message}"), count: line.count() }
}

/// What the reviewer has said to an explanation that was not accepted.
fn refused(line: &Line<'_>) -> String {
    let answer = &line.first.answer;
    let is_refused = answer.explanation.as_ref().is_some_and(|explanation| explanation.standing == Standing::Rejected);
    if is_refused {
        format!("（审核人意见：{}）", shortened(&answer.opinion, MAX_OPINION))
    } else {
        String::new()
    }
}

/// What a place is called without its row and its quotation marks: `支出合计` of `汇总行“支出合计”`.
fn name(item: &str) -> &str {
    item.rsplit('“').next().unwrap_or(item).trim_end_matches('”')
}

/// `E6:G6、D27:F27`, or the first of them where they are many.
fn cells(places: &[Place]) -> String {
    let home = places.first().map(|place| &*place.sheet);
    let all = named(places, home);
    if all.chars().count() <= MAX_CELLS {
        return all;
    }
    format!("{}等处", all.split(['、', '，']).next().unwrap_or_default())
}

/// As many items as there is room for in points, numbered; at least one. What is left is counted.
pub(super) fn listed(items: &[Item], room: f64) -> Vec<Paragraph> {
    let body = |text: &str| Paragraph::new(LetterStyle::Body, &format!("　　{text}"));
    let rest = |shown: usize| -> Option<Paragraph> {
        let left: usize = items.iter().skip(shown).map(|item| item.count).sum();
        (left > 0).then(|| body(&format!("其余{left}处见审核意见。")))
    };
    let mut listed = Vec::new();
    let mut taken = 0.0;
    for (number, item) in (1..).zip(items) {
        let paragraph = body(&format!("{number}. {}", item.sentence));
        let needed = taken + paragraph.height();
        let with_rest = needed + rest(number).map_or(0.0, |rest| rest.height());
        if number > 1 && with_rest > room {
            break;
        }
        taken = needed;
        listed.push(paragraph);
    }
    let rest = rest(listed.len());
    listed.extend(rest);
    listed
}

/// The points that all of them would take.
pub(super) fn needed(items: &[Item]) -> f64 {
    listed(items, f64::INFINITY).iter().map(Paragraph::height).sum()
}
