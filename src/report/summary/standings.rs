//! Where every unit stands: which of its files counts, and which units have handed in nothing.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use super::filed::{Filed, Said};
use super::spool::Spooled;
use super::{Beside, FormOfRun};
use crate::outcome::{DueForm, LastSummary, Status, Unit};
use crate::report::turnout::{Came, Turnout};

/// How a unit stands with one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It has handed in a file with this status.
    Received(Status),
    /// It has handed in something in an earlier round, and nothing in this run.
    Earlier,
    /// It has handed in nothing.
    Missing,
}

impl Standing {
    /// The word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Received(status) => status.word(),
            Self::Earlier => "以前已报",
            Self::Missing => "未报送",
        }
    }
}

/// A line of the list of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnitLine<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) section: &'a str,
    /// Whether the roster has it; also where there is no roster.
    pub(super) on_roster: bool,
    /// The position of the form among those of the run.
    pub(super) form: Option<usize>,
    /// Whether it stands in place of the form that every unit is issued: the unit has sent another edition, another year,
    /// or what was not issued, and nothing else.
    pub(super) in_place: bool,
    /// The position of the file that counts.
    pub(super) file: Option<usize>,
    pub(super) standing: Standing,
}

/// Which file counts for a unit and a form, by their positions.
#[derive(Debug, Default)]
pub(super) struct Counted {
    by_unit: BTreeMap<(String, usize), Vec<usize>>,
    /// What counts in place of a file that does not.
    instead: HashMap<usize, usize>,
    /// Files that count because the reviewer wants them to.
    chosen: HashSet<usize>,
}

impl Counted {
    /// Puts the files of each unit and form in order, the one that counts last: as the reviewer has chosen since
    /// the last of them came in, by the higher round, then by the time that it was saved, then in the order in which they
    /// were found.
    pub(super) fn of(files: &[Filed], said: &mut Spooled<Said>, last: Option<&LastSummary>) -> io::Result<Self> {
        let mut by_unit: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
        for (at, file) in files.iter().enumerate().filter(|(_, file)| file.is_return()) {
            let Some(form) = file.form else { continue };
            // A file that does not say whose it is counts for itself.
            let unit = if file.code.is_empty() { format!("?{at}") } else { file.code.to_string() };
            by_unit.entry((unit, form)).or_default().push(at);
        }
        let mut all_chosen = HashSet::new();
        for of_unit in by_unit.values_mut() {
            let chosen = match last.filter(|last| last.has_choices()) {
                Some(last) => chosen(of_unit, said, last)?,
                None => None,
            };
            of_unit.sort_by(|one, other| {
                let is_chosen = |at: &usize| Some(*at) == chosen;
                is_chosen(one)
                    .cmp(&is_chosen(other))
                    .then_with(|| later((*one, &files[*one]), (*other, &files[*other])))
            });
            all_chosen.extend(chosen);
        }
        let instead = by_unit.values().filter_map(|of_unit| of_unit.split_last());
        let instead = instead.flat_map(|(last, others)| others.iter().map(|other| (*other, *last))).collect();
        Ok(Self { by_unit, instead, chosen: all_chosen })
    }

    /// The files of every unit and form, the one that counts last.
    pub(super) fn units(&self) -> impl Iterator<Item = (&(String, usize), &[usize])> {
        self.by_unit.iter().map(|(unit, files)| (unit, files.as_slice()))
    }

    /// Whether the reviewer has chosen this file and not another.
    pub(super) fn is_chosen(&self, at: usize) -> bool {
        self.chosen.contains(&at)
    }

    /// The file that counts in place of this one; nothing where this one counts.
    pub(super) fn instead_of(&self, at: usize) -> Option<usize> {
        self.instead.get(&at).copied()
    }
}

/// Which of the files of a unit the reviewer wants to count.
fn chosen(of_unit: &[usize], said: &mut Spooled<Said>, last: &LastSummary) -> io::Result<Option<usize>> {
    let digests: Vec<String> = of_unit.iter().map(|at| Ok(said.read(*at)?.sha256)).collect::<io::Result<_>>()?;
    let is_chosen = |digest: &String| last.chooses(digest, digests.iter().map(String::as_str));
    Ok(of_unit.iter().zip(&digests).rev().find(|(_, digest)| is_chosen(digest)).map(|(at, _)| *at))
}

/// Which of two files of a unit counts: of the later round, saved later, in order rather than damaged on its way.
fn later((at, one): (usize, &Filed), (other_at, other): (usize, &Filed)) -> Ordering {
    let passes = |file: &Filed| file.status == Status::Passed;
    let by_time = one.round.cmp(&other.round).then_with(|| one.saved.cmp(&other.saved));
    by_time.then_with(|| passes(one).cmp(&passes(other))).then_with(|| at.cmp(&other_at))
}

/// The lines of all units: those of the roster in its order, then the others. A unit has a line for the form that most
/// have handed in, whether it has or not, and one for each further form that it has handed in.
pub(super) fn lines<'a>(
    (files, forms): (&'a [Filed], &[FormOfRun]),
    (counted, turnout): (&Counted, &Turnout),
    beside: Beside<'a>,
) -> Vec<UnitLine<'a>> {
    let roster = beside.roster;
    let mut files_of: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for ((unit, form), of_unit) in counted.units() {
        files_of.entry(unit).or_default().extend(of_unit.last().map(|last| (*form, *last)));
    }
    for of_unit in files_of.values_mut() {
        drop_superseded(of_unit, (files, forms), turnout);
    }
    let main = main_form((files, forms), counted, turnout);
    let stands_in = |(form, at): &(usize, usize)| {
        let is_other = !files[*at].as_issued() && turnout.stands_for_main(&forms[*form].id);
        is_other || main.is_some_and(|main| forms[*form].id == forms[main].id)
    };
    let mut lines = Vec::new();
    for unit in roster.iter().flat_map(|roster| &roster.units) {
        let of_unit = files_of.remove(unit.code.as_str()).unwrap_or_default();
        let has_main = of_unit.iter().any(|(form, _)| Some(*form) == main);
        let in_place = of_unit.iter().position(stands_in).filter(|_| !has_main);
        if !has_main && in_place.is_none() && turnout.is_due(unit) {
            let is_earlier = beside.earlier.contains(&unit.code);
            lines.push(without(unit, main, if is_earlier { Standing::Earlier } else { Standing::Missing }));
        }
        lines.extend(of_unit.iter().enumerate().map(|(number, (form, at))| UnitLine {
            code: &unit.code,
            name: &unit.name,
            section: &unit.section,
            in_place: in_place == Some(number),
            ..received(&files[*at], *form, *at, true)
        }));
    }
    let mut others: Vec<(usize, usize)> = files_of.into_values().flatten().collect();
    others.sort_by(|(_, one), (_, other)| {
        let by = |at: &usize| (&files[*at].code, files[*at].form, *at);
        by(one).cmp(&by(other))
    });
    lines.extend(others.into_iter().map(|(form, at)| received(&files[at], form, at, roster.is_none())));
    lines
}

/// Leaves out what is not as it was issued where the unit has sent the right file as well.
fn drop_superseded(of_unit: &mut Vec<(usize, usize)>, (files, forms): (&[Filed], &[FormOfRun]), turnout: &Turnout) {
    let right: Vec<&str> =
        of_unit.iter().filter(|(_, at)| files[*at].as_issued()).map(|(form, _)| forms[*form].id.as_str()).collect();
    let has_main = right.iter().any(|form| turnout.main() == Some(form));
    of_unit.retain(|(form, at)| {
        let form = forms[*form].id.as_str();
        files[*at].as_issued() || !(right.contains(&form) || (has_main && turnout.stands_for_main(form)))
    });
}

/// What has come in of which unit.
pub(super) fn turnout(files: &[Filed], forms: &[FormOfRun], due: &[DueForm]) -> Turnout {
    let mut turnout = Turnout::of(due);
    for file in files.iter().filter(|file| file.is_return()) {
        turnout.add(Came {
            unit: &file.code,
            form: file.form.map_or("", |form| &forms[form].id),
            is_of_projects: file.form.is_some_and(|form| forms[form].is_of_projects),
            as_issued: file.as_issued(),
        });
    }
    turnout
}

/// The year and the edition that most units have handed in of the form that every unit is issued, by their position.
pub(super) fn main_form(
    (files, forms): (&[Filed], &[FormOfRun]),
    counted: &Counted,
    turnout: &Turnout,
) -> Option<usize> {
    let mut units: BTreeMap<usize, usize> = BTreeMap::new();
    for ((_, form), of_unit) in counted.units() {
        let as_issued = of_unit.iter().any(|at| files[*at].as_issued());
        // Where nothing is as it was issued, there is nothing better.
        if turnout.main().is_none_or(|main| as_issued && forms[*form].id == main) {
            *units.entry(*form).or_default() += 1;
        }
    }
    units.into_iter().max_by_key(|(form, count)| (*count, std::cmp::Reverse(*form))).map(|(form, _)| form)
}

fn without(unit: &Unit, form: Option<usize>, standing: Standing) -> UnitLine<'_> {
    UnitLine {
        code: &unit.code,
        name: &unit.name,
        section: &unit.section,
        on_roster: true,
        form,
        in_place: false,
        file: None,
        standing,
    }
}

fn received(file: &Filed, form: usize, at: usize, on_roster: bool) -> UnitLine<'_> {
    UnitLine {
        code: &file.code,
        name: &file.name,
        section: &file.section,
        on_roster,
        form: Some(form),
        in_place: false,
        file: Some(at),
        standing: Standing::Received(file.status),
    }
}
