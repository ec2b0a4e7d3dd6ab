//! Where a printed review ends a page by itself, so that its foot never stands alone on the last one.

/// Rows above the foot that go to the last page with it.
const WITH_FOOT: usize = 2;
/// What programs make of the same page: `LibreOffice` fits a little more on it than Excel.
const ROOMS: [f64; 2] = [1.0, 1.08];

/// The row before which a page has to end; nothing where the foot has company anyway.
///
/// `heights` are those of all rows in points, `repeated` is the row that every further page repeats, `foot` the first
/// row of the foot, `room` the points of a page.
pub(super) fn before_foot(heights: &[f64], repeated: Option<usize>, foot: usize, room: f64) -> Option<usize> {
    ROOMS.into_iter().find_map(|share| in_room(heights, repeated, foot, room * share))
}

fn in_room(heights: &[f64], repeated: Option<usize>, foot: usize, room: f64) -> Option<usize> {
    let (mut starts, mut used) = (vec![0], 0.0);
    for (row, height) in heights.iter().enumerate() {
        if used + height > room && used > 0.0 {
            used = repeated.filter(|repeated| *repeated < row).map_or(0.0, |repeated| heights[repeated]);
            starts.push(row);
        }
        used += height;
    }
    let first = foot.checked_sub(WITH_FOOT)?;
    let alone = starts.pop().is_some_and(|start| start >= foot && start > 0);
    let page = starts.pop()?;
    (alone && first > page && repeated.is_none_or(|repeated| first > repeated + 1)).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_foot_takes_two_rows_to_its_page() {
        // Heads in row 1; four rows of findings; the foot in rows 6 and 7.
        let heights = [10.0, 10.0, 20.0, 20.0, 20.0, 20.0, 30.0, 20.0];
        assert_eq!(before_foot(&heights, Some(1), 6, 200.0), None, "one page");
        assert_eq!(before_foot(&heights, Some(1), 6, 130.0), Some(4), "the foot alone");
        assert_eq!(before_foot(&heights, Some(1), 6, 145.0), Some(4), "a part of it alone");
        assert_eq!(before_foot(&heights, Some(1), 6, 95.0), Some(4), "alone where a little more fits");
        assert_eq!(before_foot(&heights, Some(1), 6, 85.0), None, "a finding beside it already");
        assert_eq!(before_foot(&heights, Some(4), 6, 130.0), None, "nothing but heads to take");
        assert_eq!(before_foot(&[50.0, 50.0], None, 1, 60.0), None, "no two rows above it");
    }
}
