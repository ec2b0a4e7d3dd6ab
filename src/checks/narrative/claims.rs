//! TXT-09, TXT-10, TXT-13, TXT-14, TXT-19, XTB-07: claims in words.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{at, figure, paragraphs};
use crate::checks::phrases::Mentions;
use crate::checks::{CheckOn, Hit, Subject};
use crate::form::{Arguments, CheckSpec};
use crate::prose::{self, Claim};
use crate::words::{plain, two_decimals};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 6] = [
    CheckOn { spec: CheckSpec::new("surplus-denied", &["结余"]), find: surplus_denied },
    CheckOn { spec: CheckSpec::new("posts-claimed", &["编制", "实有"]), find: posts_claimed },
    CheckOn { spec: CheckSpec::new("change-unfounded", &[]), find: change_unfounded },
    CheckOn { spec: CheckSpec::new("change-contradicted", &["本年", "上年", "实际"]), find: change_contradicted },
    CheckOn { spec: CheckSpec::new("addition-without-amount", &[]), find: addition_without_amount },
    CheckOn { spec: CheckSpec::new("mentioned-but-zero", &["标签"]), find: mentioned_but_zero },
];

/// The claims of the texts that a closure makes hits of.
fn of(subject: &Subject<'_>, arguments: &Arguments, hit: impl Fn(&Claim) -> Option<Hit>) -> Vec<Hit> {
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for claim in prose::claims(paragraph.text) {
            if let Some(mut found) = hit(&claim) {
                found.slots.insert(0, paragraph.slot);
                hits.push(found);
            }
        }
    }
    hits
}

fn surplus_denied(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let surplus = arguments.fields.first().and_then(|field| figure(subject, *field));
    let Some((slot, surplus)) = surplus.filter(|(_, surplus)| !surplus.is_zero()) else { return Vec::new() };
    of(subject, arguments, |claim| match claim {
        Claim::NoSurplus(words) => Some(Hit::at(vec![slot]).found(words).fact("结余", two_decimals(surplus))),
        Claim::WithinPosts(_) | Claim::Unfounded { .. } | Claim::Addition(_) => None,
    })
}

/// Posts (first field) and people (second).
fn posts_claimed(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [posts, people] = arguments.fields[..] else { return Vec::new() };
    let (Some((_, posts)), Some((slot, people))) = (figure(subject, posts), figure(subject, people)) else {
        return Vec::new();
    };
    of(subject, arguments, |claim| match claim {
        Claim::WithinPosts(words) if people > posts => {
            Some(Hit::at(vec![slot]).found(words).fact("编制", plain(posts)).fact("实有", plain(people)))
        }
        Claim::WithinPosts(_) | Claim::NoSurplus(_) | Claim::Unfounded { .. } | Claim::Addition(_) => None,
    })
}

/// This year's 三公经费 (first field) and last year's (second), where both are known.
fn three_public(subject: &Subject<'_>, arguments: &Arguments) -> Option<(Decimal, Decimal)> {
    let [now, before, ..] = arguments.fields[..] else { return None };
    Some((figure(subject, now)?.1, figure(subject, before)?.1))
}

/// Changes that are claimed without a figure; one of 三公经费 is founded where the form holds both years.
fn change_unfounded(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let known = three_public(subject, arguments).is_some();
    of(subject, arguments, |claim| match claim {
        Claim::Unfounded { three_public: true, .. } if known => None,
        Claim::Unfounded { words, .. } => Some(Hit::default().found(words)),
        Claim::NoSurplus(_) | Claim::WithinPosts(_) | Claim::Addition(_) => None,
    })
}

/// Changes of 三公经费 that are claimed the other way round than the figures have them.
fn change_contradicted(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((now, before)) = three_public(subject, arguments) else { return Vec::new() };
    let actual = match now.cmp(&before) {
        Ordering::Less => "减少",
        Ordering::Equal => "持平",
        Ordering::Greater => "增加",
    };
    of(subject, arguments, |claim| match claim {
        Claim::Unfounded { words, up, three_public: true } if *up != (now > before) || now == before => {
            let hit = Hit::default().found(words).fact("本年", two_decimals(now));
            Some(hit.fact("上年", two_decimals(before)).fact("实际", actual))
        }
        Claim::Unfounded { .. } | Claim::NoSurplus(_) | Claim::WithinPosts(_) | Claim::Addition(_) => None,
    })
}

fn addition_without_amount(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    of(subject, arguments, |claim| match claim {
        Claim::Addition(words) => Some(Hit::default().found(words)),
        Claim::NoSurplus(_) | Claim::WithinPosts(_) | Claim::Unfounded { .. } => None,
    })
}

/// Words of the rule in the texts while the amount of its field is zero.
fn mentioned_but_zero(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((table, field)) = arguments.fields.first().copied() else { return Vec::new() };
    if figure(subject, (table, field)).is_some_and(|(_, amount)| !amount.is_zero()) {
        return Vec::new();
    }
    let mentions = Mentions::new(arguments);
    for paragraph in paragraphs(subject, arguments) {
        let bare = mentions.bare(paragraph.text);
        let pieces = bare.split(['，', '。', '；', '\n']).filter(|piece| !pays(piece)).collect::<Vec<_>>();
        if let Some(word) = mentions.first_in(&pieces) {
            let label = subject.form.tables[table].fields[field].label.as_str();
            return vec![at(paragraph.slot).found(word).fact("标签", label)];
        }
    }
    Vec::new()
}

/// Whether a piece of a sentence is about paying rent, which is no letting.
fn pays(piece: &str) -> bool {
    ["支付", "承租", "租用"].iter().any(|word| piece.contains(word))
}
