//! Edits of a part as bytes cut out and put in, and the edits that take them back.

use serde::{Deserialize, Serialize};

/// One edit: at an offset of the original, some bytes give way to others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// The offset in the original.
    pub at: usize,
    /// How many bytes of the original give way.
    pub remove: usize,
    /// What stands there instead.
    pub insert: String,
}

/// Splices that overlap or reach beyond the end of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("第 {at} 字节处的修改与原文不合")]
pub struct BadSplice {
    /// The offset of the first that does not fit.
    pub at: usize,
}

impl Splice {
    /// Puts a text in front of the byte at this offset.
    #[must_use]
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { at, remove: 0, insert: text.into() }
    }

    /// Puts a text in the place of these bytes.
    #[must_use]
    pub fn replace(range: std::ops::Range<usize>, text: impl Into<String>) -> Self {
        Self { at: range.start, remove: range.len(), insert: text.into() }
    }
}

/// Brings splices into the order of the bytes; insertions at one place keep their order.
pub fn sort(splices: &mut [Splice]) {
    splices.sort_by_key(|splice| (splice.at, splice.remove > 0));
}

/// The bytes after all splices, which are in the order of [`sort`].
pub fn apply(bytes: &[u8], splices: &[Splice]) -> Result<Vec<u8>, BadSplice> {
    let inserted: usize = splices.iter().map(|splice| splice.insert.len()).sum();
    let mut result = Vec::with_capacity(bytes.len() + inserted);
    let mut done = 0;
    for splice in splices {
        let bad = BadSplice { at: splice.at };
        let end = splice.at.checked_add(splice.remove).filter(|end| *end <= bytes.len()).ok_or(bad)?;
        result.extend_from_slice(bytes.get(done..splice.at).ok_or(bad)?);
        result.extend_from_slice(splice.insert.as_bytes());
        done = end;
    }
    result.extend_from_slice(&bytes[done..]);
    Ok(result)
}

/// The splices that turn the result of [`apply`] back into these bytes.
///
/// What is cut out must be UTF-8, as every part that is spliced is.
pub fn invert(bytes: &[u8], splices: &[Splice]) -> Result<Vec<Splice>, BadSplice> {
    let mut inserted = 0usize;
    let mut removed = 0usize;
    let mut inverse = Vec::with_capacity(splices.len());
    for splice in splices {
        let bad = BadSplice { at: splice.at };
        let cut = splice.at.checked_add(splice.remove).and_then(|end| bytes.get(splice.at..end)).ok_or(bad)?;
        let insert = std::str::from_utf8(cut).map_err(|_| bad)?.to_owned();
        let at = (splice.at + inserted).checked_sub(removed).ok_or(bad)?;
        inverse.push(Splice { at, remove: splice.insert.len(), insert });
        inserted += splice.insert.len();
        removed += splice.remove;
    }
    Ok(inverse)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn splices_stand_at_offsets_of_the_original() {
        let splices = [Splice::insert(0, "<"), Splice::replace(1..3, "X"), Splice::insert(4, ">")];
        assert_eq!(apply(b"abcd", &splices), Ok(b"<aXd>".to_vec()));
    }

    #[test]
    fn splices_that_overlap_or_lie_outside_are_refused() {
        let overlapping = [Splice::replace(0..3, ""), Splice::insert(2, "x")];
        assert_eq!(apply(b"abcd", &overlapping), Err(BadSplice { at: 2 }));
        assert_eq!(apply(b"abcd", &[Splice::replace(3..5, "")]), Err(BadSplice { at: 3 }));
        assert_eq!(
            apply(b"", &[Splice { at: usize::MAX, remove: 1, insert: String::new() }]),
            Err(BadSplice { at: usize::MAX })
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_inverse_gives_the_original(
            original in "[a-z]{0,40}",
            edits in prop::collection::vec((0usize..40, 0usize..6, "[A-Z收]{0,5}"), 0..8),
        ) {
            let mut done = 0;
            let mut splices = Vec::new();
            let mut edits = edits;
            edits.sort();
            for (at, remove, insert) in edits {
                if at >= done && at + remove <= original.len() {
                    splices.push(Splice { at, remove, insert });
                    done = at + remove;
                }
            }
            let edited = apply(original.as_bytes(), &splices).expect("in order");
            let inverse = invert(original.as_bytes(), &splices).expect("in order");
            prop_assert_eq!(apply(&edited, &inverse).expect("in order"), original.into_bytes());
        }
    }
}
