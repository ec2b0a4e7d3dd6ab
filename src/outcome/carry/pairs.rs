//! Things of which there are several alike: which of the old is which of the new.

/// A sub-unit, a project, a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Thing {
    /// Its name; empty where it has none.
    pub name: String,
    /// Whether anything is filled in for it.
    pub used: bool,
    /// Whether the roster names it, so that it can be no other.
    pub fixed: bool,
}

/// Which of the new ones each of the old is: the one of its name, wherever that stands; one without a name that of its
/// number. Where the roster names none, those that are left take the free places in their order.
pub(super) fn paired(old: &[Thing], new: &[Thing]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; old.len()];
    let mut taken = vec![false; new.len()];
    for (at, thing) in old.iter().enumerate().filter(|(_, thing)| !thing.name.is_empty()) {
        let of_name = (0..new.len()).find(|k| !taken[*k] && new[*k].name == thing.name);
        pairs[at] = of_name;
        if let Some(k) = of_name {
            taken[k] = true;
        }
    }
    let is_closed = new.iter().any(|thing| thing.fixed);
    let waiting: Vec<usize> = (0..old.len()).filter(|at| old[*at].used && pairs[*at].is_none()).collect();
    // What does not fit where it stood moves up.
    let fits = waiting.iter().all(|at| *at < new.len());
    for at in waiting {
        let is_named = !old[at].name.is_empty();
        let may = |k: usize| !taken[k] && !(is_named && (is_closed || !new[k].name.is_empty()));
        let own = Some(at).filter(|k| fits && *k < new.len() && may(*k));
        let place = own.or_else(|| (0..new.len()).find(|k| may(*k) && new[*k].name.is_empty()));
        pairs[at] = place;
        if let Some(k) = place {
            taken[k] = true;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn things(names: &[&str], fixed: bool) -> Vec<Thing> {
        names
            .iter()
            .map(|name| Thing { name: (*name).to_owned(), used: true, fixed: fixed && !name.is_empty() })
            .collect()
    }

    #[test]
    fn names_go_before_numbers() {
        let old = things(&["质检所", "执法队", "已撤站", ""], false);
        let of_roster = things(&["执法队", "新建所", "质检所", ""], true);
        assert_eq!(paired(&old, &of_roster), [Some(2), Some(0), None, Some(3)]);
        let free = things(&["", "", ""], false);
        assert_eq!(paired(&old, &free), [Some(0), Some(1), Some(2), None]);
    }

    #[test]
    fn without_names_things_stay_where_they_are_and_move_up_only_where_they_must() {
        let mut old = things(&["", "", "", ""], false);
        old[1].used = false;
        let free = |count: usize| things(&vec![""; count], false);
        assert_eq!(paired(&old, &free(4)), [Some(0), None, Some(2), Some(3)]);
        assert_eq!(paired(&old, &free(3)), [Some(0), None, Some(1), Some(2)]);
        assert_eq!(paired(&old, &free(2)), [Some(0), None, Some(1), None]);
    }
}
