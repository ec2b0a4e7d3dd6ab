//! FIL-11: how much of the words of two returns is the same, by runs of eight characters ("8-grams").
//!
//! A province has two hundred million pairs of returns. Of each return a [`Sketch`] of 64 bytes stays in memory, by which
//! pairs that may be alike are found without looking at all of them (Broder, *On the resemblance and containment of
//! documents*, 1997, with one permutation and bands); how alike they are is said by a [`Sample`] of their runs.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// Characters of a run (rules.md, FIL-11).
const RUN: usize = 8;
/// Minima of a sketch, each of the runs whose hash begins alike.
const MINIMA: usize = 32;
/// Minima in which two sketches agree to be looked at together: of two returns with nine tenths of their runs in common
/// one pair in four thousand agrees in no band, of two with a tenth one in twelve hundred agrees in one.
const BAND: usize = 4;
/// Minima in which two sketches agree at least for their samples to be worth reading.
const PROMISING: usize = MINIMA * 2 / 3;
/// One run of so many is in the sample.
const ONE_IN: u64 = 8;
/// Runs of a return with fewer say nothing: they are the sentences of the form itself.
const FEWEST: usize = 400;
/// Others of a band that a return is compared with: of a hundred copies each needs one other.
const COMPARED: usize = 4;

/// What is kept of the words of a return to find those that are like it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sketch([u16; MINIMA]);

/// Hashes of some of the runs of a return, in order: equal texts have equal samples.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sample(Vec<u32>);

/// The sketch and the sample of texts; nothing where there are too few words. Blanks, marks and line breaks do not count.
#[must_use]
pub fn sketch<'t>(texts: impl Iterator<Item = &'t str>) -> Option<(Sketch, Sample)> {
    let mut minima = [u64::MAX; MINIMA];
    let mut sample = Vec::new();
    let mut count = 0;
    for text in texts {
        let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
        for run in characters.windows(RUN) {
            let hash = hash(run);
            // The first five bits say which, the others how small it is, the last 32 whether it is in the sample.
            let minimum = &mut minima[(hash >> 59) as usize];
            *minimum = (*minimum).min(hash << 5);
            if hash.is_multiple_of(ONE_IN) {
                sample.push(lower(hash >> 3));
            }
            count += 1;
        }
    }
    sample.sort_unstable();
    sample.dedup();
    // The smallest values begin with zeros; what tells them apart stands behind.
    let minima = minima.map(|minimum| {
        let [.., a, b, _] = minimum.to_be_bytes();
        u16::from_be_bytes([a, b])
    });
    (count >= FEWEST).then_some((Sketch(minima), Sample(sample)))
}

/// A hash of all characters of texts, by which equal ones are known; nothing where there are no more than `few`.
#[must_use]
pub fn digest<'t>(texts: impl Iterator<Item = &'t str>, few: usize) -> Option<u64> {
    let characters: Vec<char> = texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()).collect();
    (characters.len() > few).then(|| hash(&characters))
}

/// The lower half of a hash.
fn lower(hash: u64) -> u32 {
    let [.., a, b, c, d] = hash.to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// A hash of a run, the same on every system: FNV-1a over its characters, stirred (the last step of `MurmurHash3`).
fn hash(run: &[char]) -> u64 {
    let fold = |hash: u64, c: &char| (hash ^ u64::from(*c)).wrapping_mul(0x0100_0000_01b3);
    let mut hash = run.iter().fold(0xcbf2_9ce4_8422_2325, fold);
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ (hash >> 33)).wrapping_mul(factor);
    }
    hash ^ (hash >> 33)
}

impl Sample {
    /// The share of runs that are in both, of the longer one, in percent, rounded down.
    #[must_use]
    pub fn shared_with(&self, other: &Self) -> u32 {
        let common = self.0.iter().filter(|hash| other.0.binary_search(hash).is_ok()).count();
        let all = self.0.len().max(other.0.len()).max(1);
        u32::try_from(common * 100 / all).unwrap_or(100)
    }
}

/// Pairs of positions whose sketches promise likeness, in the order of the second: a few of each that has any.
#[must_use]
pub fn promising(sketches: &[Option<Sketch>]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for band in 0..MINIMA / BAND {
        let mut first_of: HashMap<&[u16], Vec<usize>> = HashMap::new();
        for (at, sketch) in sketches.iter().enumerate() {
            let Some(sketch) = sketch else { continue };
            let first = first_of.entry(&sketch.0[band * BAND..(band + 1) * BAND]).or_default();
            let is_promising =
                |other: &&usize| sketches[**other].is_some_and(|other| other.agrees(sketch) >= PROMISING);
            pairs.extend(first.iter().filter(is_promising).map(|other| (*other, at)));
            if first.len() < COMPARED {
                first.push(at);
            }
        }
    }
    pairs.sort_by_key(|(one, other)| (*other, *one));
    pairs.dedup();
    pairs
}

impl Sketch {
    /// In how many minima two agree.
    fn agrees(&self, other: &Self) -> usize {
        self.0.iter().zip(&other.0).filter(|(one, other)| one == other).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words of one seed: `count` characters of four hundred.
    fn words(mut seed: u64, count: usize) -> String {
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from_u32(0x4e00 + ((seed >> 33) % 400) as u32).expect("a character")
        };
        (0..count).map(|_| next()).collect()
    }

    fn of(text: &str) -> (Sketch, Sample) {
        sketch([text].into_iter()).expect("long enough")
    }

    #[test]
    fn copies_are_found_with_the_share_that_was_copied() {
        // The first 95 % are the same, then the first 80 %; punctuation and blanks do not matter.
        let original = words(1, 4_000);
        let most = original.chars().take(3_800).collect::<String>();
        let most = most.replace('一', "一，\n") + &words(2, 200);
        let part = original.chars().take(3_200).collect::<String>() + &words(3, 800);
        let (sketches, samples): (Vec<_>, Vec<_>) =
            [&original, &words(4, 4_000), &most, &part, &original].map(|text| of(text)).into_iter().unzip();
        let sketches: Vec<_> = sketches.into_iter().map(Some).collect();
        let pairs = promising(&sketches);
        let shares: Vec<_> =
            pairs.iter().map(|(one, other)| (*one, *other, samples[*one].shared_with(&samples[*other]))).collect();
        assert!(
            shares.iter().any(|(one, other, share)| (*one, *other) == (0, 2) && (93..=97).contains(share)),
            "{shares:?}"
        );
        assert!(shares.contains(&(0, 4, 100)), "{shares:?}");
        assert!(shares.iter().all(|(one, other, _)| *one != 1 && *other != 1), "another text: {shares:?}");
        let share = samples[0].shared_with(&samples[3]);
        assert!((77..=83).contains(&share), "{share}");
    }

    #[test]
    fn short_texts_say_nothing() {
        assert_eq!(sketch([words(1, 100).as_str()].into_iter()), None);
        assert_eq!(sketch(std::iter::empty()), None);
        assert_eq!(promising(&[None, None]), []);
    }

    #[test]
    fn many_copies_make_few_pairs() {
        let (sketch, _) = of(&words(1, 1_000));
        let pairs = promising(&vec![Some(sketch); 500]);
        assert!(pairs.len() <= 500 * COMPARED, "{} pairs", pairs.len());
        assert!((1..500).all(|at| pairs.iter().any(|(_, other)| *other == at)), "each has another");
    }
}
