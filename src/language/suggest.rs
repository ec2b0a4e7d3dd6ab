//! Finds the name that a misspelt one was probably meant to be.

/// Letters beyond which a name is too long to be compared.
const LONGEST: usize = 64;

/// The candidate nearest to `written`, where it is near enough to be meant: one letter in three may differ.
///
/// Of two candidates equally near the first one is taken.
#[must_use]
pub fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written: Vec<char> = written.chars().take(LONGEST + 1).collect();
    if written.len() > LONGEST {
        return None;
    }
    let allowed = (written.len() / 3).max(1);
    let near = candidates.into_iter().filter_map(|candidate| {
        let letters: Vec<char> = candidate.chars().take(LONGEST + 1).collect();
        let changes = changes(&written, &letters);
        (changes <= allowed && changes < letters.len() && changes < written.len()).then_some((changes, candidate))
    });
    near.min_by_key(|(changes, _)| *changes).map(|(_, candidate)| candidate)
}

/// Letters to insert, drop, replace, or swap with the next one to make one name of the other (optimal string alignment).
fn changes(one: &[char], other: &[char]) -> usize {
    let mut row_before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut fewest = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *b && other[j - 1] == *a {
                fewest = fewest.min(row_before_last[j - 1] + 1);
            }
            row.push(fewest);
        }
        row_before_last = std::mem::replace(&mut last, row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn a_near_name_is_suggested_and_a_far_one_is_not() {
        let names = ["支出合计", "收入合计", "sum"];
        assert_eq!(suggest("支出合记", names), Some("支出合计"));
        assert_eq!(suggest("sums", names), Some("sum"));
        assert_eq!(suggest("smu", names), Some("sum"));
        assert_eq!(suggest("结余", names), None);
        assert_eq!(suggest("x", ["y"]), None);
        assert_eq!(suggest(&"长".repeat(1000), names), None);
    }
}
