//! Our conditional formats, and the ranks that those of the unit had before they made room.

use std::ops::Range;

use super::super::undo::is_ours;
use crate::excel::package::PackageError;
use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::splice::{self, Splice};

/// The splices that take our conditional formats out of a sheet and let the others move up again.
pub(super) fn without_ours(part: &str, bytes: &[u8]) -> Result<Vec<Splice>, PackageError> {
    let mut tags = Tags::new(part, bytes)?;
    let text = tags.text();
    let mut splices = Vec::new();
    let mut format: Option<Tag<'_>> = None;
    let mut ours = Vec::new();
    let mut others = 0;
    let (mut our_ranks, mut ranks) = (Vec::new(), Vec::new());
    while let Some(tag) = tags.next_tag()? {
        if tag.opens("conditionalFormatting") {
            format = Some(tag).filter(|tag| tag.kind == TagKind::Open);
            (ours, others) = (Vec::new(), 0);
        } else if tag.opens("cfRule") {
            let rank = rank(&tag);
            let close = tags.close(tag)?;
            if is_ours(&text[tag.start..close.end]) {
                ours.push(tag.start..close.end);
                our_ranks.extend(rank.map(|(rank, _)| rank));
            } else {
                others += 1;
                ranks.extend(rank);
            }
        } else if tag.closes("conditionalFormatting") {
            if let Some(open) = format.take().filter(|_| others == 0 && !ours.is_empty()) {
                splices.push(Splice::replace(open.start..tag.end, ""));
            } else {
                splices.extend(std::mem::take(&mut ours).into_iter().map(|range| Splice::replace(range, "")));
            }
        }
    }
    our_ranks.sort_unstable();
    for (rank, range) in ranks {
        let before = our_ranks.partition_point(|ours| *ours < rank);
        if before > 0 {
            let rank = rank.saturating_sub(u32::try_from(before).unwrap_or(u32::MAX)).max(1);
            splices.push(Splice::replace(range, rank.to_string()));
        }
    }
    splice::sort(&mut splices);
    Ok(splices)
}

/// A rule's rank among those of its sheet, and where it stands.
fn rank(rule: &Tag<'_>) -> Option<(u32, Range<usize>)> {
    Some((rule.attribute("priority")?.parse().ok()?, rule.value_range("priority")?))
}
