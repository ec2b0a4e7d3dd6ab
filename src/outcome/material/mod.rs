//! 对照资料: earlier material that returns are compared with (`check --reference`).
//!
//! What units sent in earlier years, and tables of the bureau with one line a unit. Only the figures that forms ask for
//! are kept; nothing of it is judged or counted as handed in.

mod notice;
mod sent;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::judge::Judge;
use super::open::{NoBook, open};
use super::recognise::Recognised;
use super::roster::Unit;
use crate::form::{Elsewhere, External, Form};

use sent::{Sent, Wanted};
use table::{Heads, Table};

pub use notice::{Different, Notice, Trouble};

/// Decimals to which figures of different sources are compared.
const PLACES: u32 = 2;
/// How the roster is called.
const ROSTER: &str = "单位名单";

/// Earlier material, file by file reduced to the figures that forms ask for.
#[derive(Debug, Default)]
pub struct Material {
    heads: Heads,
    /// The fields that are wanted of returns, each once.
    fields: Vec<Wanted>,
    sent: BTreeMap<Sender, Sent>,
    tables: Vec<Table>,
    notices: Vec<Notice>,
}

/// Who sent what for which year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Sender {
    form: String,
    code: String,
    year: i16,
}

/// What is known of a unit from elsewhere.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// The figures by their names in rules: `决算.收入合计`.
    pub known: BTreeMap<String, Decimal>,
    /// Where sources say different things.
    pub disagreement: Option<Notice>,
}

impl Material {
    /// No material yet, for these forms.
    pub fn new<'f>(forms: impl Iterator<Item = &'f Form>) -> Self {
        let externals: Vec<(&Form, &External)> =
            forms.flat_map(|form| form.externals.iter().map(move |external| (form, external))).collect();
        let of_last_year = externals.iter().filter(|(_, external)| external.from == Elsewhere::LastYear);
        let wanted = of_last_year.flat_map(|(form, external)| external.fields.iter().map(|id| Wanted::of(form, id)));
        let fields: BTreeSet<Wanted> = wanted.collect();
        let heads = Heads::of(externals.iter().map(|(_, external)| *external));
        Self { heads, fields: fields.into_iter().collect(), ..Self::default() }
    }

    /// Takes what a file holds, read by a judge who knows the forms of earlier years.
    pub fn add(&mut self, reader: &Judge, path: &str, bytes: impl Into<Arc<[u8]>>) {
        let opened = match open(&bytes.into()) {
            Ok(opened) => opened,
            Err(NoBook::Words(cause)) => return self.unreadable(path, cause),
            Err(NoBook::Format(_)) => return self.note(path, Trouble::Foreign),
        };
        if let Some(recognised) = reader.recognise(&opened.book, None) {
            self.add_return(path, &recognised, opened.round());
            return;
        }
        match Table::read(path, &opened.book, &self.heads) {
            Ok((table, bad)) => {
                self.tables.push(table);
                self.notices.extend(bad.into_iter().map(|bad| Notice::at(path, bad.place, Trouble::Line(bad.problem))));
            }
            Err(trouble) => self.note(path, trouble),
        }
    }

    /// Notes a file that cannot be read.
    pub fn unreadable(&mut self, path: &str, cause: String) {
        self.note(path, Trouble::Unreadable(cause));
    }

    fn note(&mut self, path: &str, trouble: Trouble) {
        self.notices.push(Notice::of(path, trouble));
    }

    fn add_return(&mut self, path: &str, read: &Recognised, round: u32) {
        let code = read.stamp.issued.get("预算编码").to_owned();
        let sender = Sender { form: read.form.id.clone(), code, year: read.stamp.year };
        if sender.code.is_empty() || sender.year == 0 {
            return self.note(path, Trouble::Nameless);
        }
        let sent = Sent::read(path, read, round, &self.fields);
        if sent.is_empty() {
            return self.note(path, Trouble::Blank);
        }
        match self.sent.get(&sender) {
            Some(known) if known.round > round => {}
            Some(known) if known.round == round => {
                if !known.says_the_same(&sent) {
                    let used = known.path.clone();
                    self.note(path, Trouble::SameRound { used });
                }
            }
            Some(_) | None => drop(self.sent.insert(sender, sent)),
        }
    }

    /// What could not be used, and why, in the order of reading.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// How many units sent a form, year by year.
    #[must_use]
    pub fn years(&self) -> BTreeMap<i16, usize> {
        let mut years = BTreeMap::new();
        for sender in self.sent.keys() {
            *years.entry(sender.year).or_default() += 1;
        }
        years
    }

    /// The tables: path, the year where one is said, units.
    pub fn tables(&self) -> impl Iterator<Item = (&str, Option<i16>, usize)> {
        self.tables.iter().map(|table| (table.path.as_str(), table.year, table.units()))
    }

    /// What is known of a unit from elsewhere for a form and a year: the roster has the first word, then tables, then
    /// what the unit sent.
    pub(super) fn figures(&self, form: &Form, on_roster: Option<&Unit>, code: &str, year: i16) -> Figures {
        let sender = Sender { form: form.id.clone(), code: code.to_owned(), year: year.saturating_sub(1) };
        let sent = self.sent.get(&sender);
        let mut figures = Figures::default();
        let mut different = Vec::new();
        let all = form.externals.iter().flat_map(|external| external.fields.iter().map(move |field| (external, field)));
        for (external, field) in all {
            let name = external.name(field);
            let said = on_roster.and_then(|unit| unit.figures.get(&name)).map(|figure| (*figure, ROSTER));
            let tables = self.tables.iter().filter(|table| table.year.is_none_or(|of| of == year));
            let tables = tables.filter_map(|table| Some((table.figure(code, &name)?, table.path.as_str())));
            let of_last_year = sent.filter(|_| external.from == Elsewhere::LastYear);
            let position = || self.fields.binary_search(&Wanted::of(form, field)).ok();
            let sent = of_last_year.and_then(|sent| Some((sent.figure(position()?)?, sent.path.as_str())));
            let mut said = said.into_iter().chain(tables).chain(sent);
            let Some((figure, source)) = said.next() else { continue };
            let differs = |(other, _): &(Decimal, &str)| other.round_dp(PLACES) != figure.round_dp(PLACES);
            if let Some((other, from)) = said.find(differs) {
                let (used, from) = (source.to_owned(), from.to_owned());
                different.push(Different { name: name.clone(), figure, used, other, from });
            }
            figures.known.insert(name, figure);
        }
        if let Some(first) = different.first() {
            let notice = Notice::of(&first.used, Trouble::Differs(different.clone()));
            figures.disagreement = Some(Notice { unit: Some(code.to_owned()), ..notice });
        }
        figures
    }
}
