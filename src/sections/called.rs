//! The same thing in two editions of a form: by its id, or, where it was renamed, by what it was called before.

/// What a table, a row or a field is called, and what in the edition before where that was another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its id in the edition before, where that was another.
    pub was: Option<&'a str>,
}

/// The position of the same thing among those of another edition, be that the earlier, the later or the same one: what
/// is called the same in both, else what says that it was this or that this was it, else what is called so still.
pub fn counterpart<'a>(things: &(impl Iterator<Item = Called<'a>> + Clone), one: Called<'_>) -> Option<usize> {
    let find = |is_same: &dyn Fn(Called<'a>) -> bool| things.clone().position(is_same);
    // An old name may be given to something new: only what was never renamed is known by its id alone.
    find(&|other| other == one)
        .or_else(|| find(&|other| other.was == Some(one.id)))
        .or_else(|| find(&|other| one.was == Some(other.id)))
        .or_else(|| find(&|other| other.id == one.id && other.was.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn called<'a>(id: &'a str, was: Option<&'a str>) -> Called<'a> {
        Called { id, was }
    }

    #[test]
    fn what_was_renamed_is_found_from_either_side_and_in_its_own_edition() {
        let before = [called("编码", None), called("填报人", None)];
        let after = [called("编码", None), called("经办人", Some("填报人"))];
        let position = |things: &[Called<'_>], one| counterpart(&things.iter().copied(), one);
        for one in 0..2 {
            assert_eq!(position(&after, before[one]), Some(one));
            assert_eq!(position(&before, after[one]), Some(one));
            assert_eq!(position(&after, after[one]), Some(one));
        }
        assert_eq!(position(&before, called("电话", None)), None);
    }

    #[test]
    fn what_is_said_of_one_edition_only_misleads_in_no_other() {
        let position = |things: &[Called<'_>], one| counterpart(&things.iter().copied(), one);
        // Twice drafted: what was said of the edition before is said no more.
        assert_eq!(position(&[called("甲", None)], called("甲", Some("乙"))), Some(0));
        // 丙 is new, and what was called so is gone.
        assert_eq!(position(&[called("丙", Some("丁"))], called("丙", None)), None);
    }
}
