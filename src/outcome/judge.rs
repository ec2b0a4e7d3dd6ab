//! Judging one file: what it is, what stands in it, what is wrong with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use jiff::civil::Date;

use super::expected::{DueForm, Expected};
use super::formulas::KeptFormulas;
use super::gather::Unread;
use super::judged::{Judged, Kind, ReadFile};
use super::material::{Figures, Material};
use super::open::{NoBook, Opened, open, open_to_mark};
use super::recognise::Recognised;
use super::repaired::Repaired;
use super::roster::Roster;
use super::rounds::{self, Handed, Previous, Rounds};
use super::status::Status;
use super::verification::Verification;
use crate::checks::{self, Outcome, Run, Subject, UnitNames};
use crate::excel::package::{Format, PackageError};
use crate::excel::read;
use crate::facts::{Book, Damage, Hindrance};
use crate::form::{Edition, Form, Library, LibraryError, Settings};
use crate::layout::Layout;
use crate::plan::{Issued, Shape, Stamp};
use crate::words::sha256;

/// A form with as many sheets as a shape has, and its layout.
pub(super) type Laid = (Arc<Form>, Arc<Layout>);

/// Judges files, one after another or in several threads.
pub struct Judge {
    pub(super) forms: Vec<(Edition, Arc<Form>)>,
    pub(super) layouts: Mutex<HashMap<(usize, Shape), Laid>>,
    pub(super) formulas: KeptFormulas,
    pub(super) settings: Settings,
    roster: Option<Roster>,
    /// The names of all units of the roster.
    unit_names: Arc<UnitNames>,
    material: Material,
    previous: Previous,
    /// What was issued this time.
    pub(super) expected: Expected,
    received: Date,
    /// Whether marked copies are written: damage is put back in them, and what is beyond that is filled in anew.
    pub(super) repairs: bool,
}

impl Judge {
    /// A judge of these forms; the first is the one whose words are used for files that are no form at all.
    #[must_use]
    pub fn new(forms: Vec<Form>, settings: Settings, roster: Option<Roster>, received: Date) -> Self {
        let forms = forms.into_iter().map(|form| {
            let edition = Edition { form: form.id.clone(), edition: form.edition.clone() };
            (edition, Arc::new(form))
        });
        Self {
            forms: forms.collect(),
            layouts: Mutex::default(),
            formulas: KeptFormulas::default(),
            settings,
            unit_names: Arc::new(UnitNames::new(
                roster.iter().flat_map(|roster| &roster.units).map(|unit| unit.name.as_str()),
            )),
            roster,
            material: Material::default(),
            previous: Previous::default(),
            expected: Expected::default(),
            received,
            repairs: false,
        }
    }

    /// The same with earlier material that returns are compared with.
    #[must_use]
    pub fn with_material(self, material: Material) -> Self {
        Self { material, ..self }
    }

    /// The forms that units have to hand in, where it is known what was issued.
    #[must_use]
    pub fn due(&self) -> Vec<DueForm> {
        let due = self.expected.issued().filter_map(|issued| {
            let (_, form) = self.forms.iter().find(|(edition, _)| *edition == issued.edition)?;
            Some(DueForm { short: form.short.clone(), is_of_projects: form.repeats().is_some(), issued })
        });
        due.collect()
    }

    /// The same where it is known what was issued this time: returns of another year, form or edition are told.
    #[must_use]
    pub fn with_expected(self, expected: Expected) -> Self {
        Self { expected, ..self }
    }

    /// The same with reviews of earlier rounds that returns are held against.
    #[must_use]
    pub fn with_previous(self, previous: Previous) -> Self {
        Self { previous, ..self }
    }

    /// The same that judges returns as their marked copies will hold them: what is put back there is not asked of the unit,
    /// and a file that is beyond repair gets a 重填件. Without it nothing is put back.
    #[must_use]
    pub fn with_repairs(self) -> Self {
        Self { repairs: true, ..self }
    }

    /// Whether a unit has handed in something in an earlier round.
    #[must_use]
    pub fn has_earlier(&self, code: &str) -> bool {
        self.previous.knows(code)
    }

    /// The forms that returns may be.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter().map(|(_, form)| &**form)
    }

    /// A judge of every embedded form.
    pub fn of_library(
        library: Library,
        settings: Settings,
        roster: Option<Roster>,
        received: Date,
    ) -> Result<Self, LibraryError> {
        let editions = library.editions();
        let forms = editions.iter().map(|edition| library.edition(edition)).collect::<Result<_, _>>()?;
        Ok(Self::new(forms, settings, roster, received))
    }

    /// Judges a file. Nothing that is wrong with it is an error of the program.
    #[must_use]
    pub fn judge(&self, shown: &str, bytes: impl Into<Arc<[u8]>>) -> Judged {
        self.judge_after(&self.previous, shown, bytes.into())
    }

    /// Judges a file as if nothing were known of earlier rounds.
    pub(super) fn judge_first(&self, shown: &str, bytes: Arc<[u8]>) -> Judged {
        self.judge_after(&Previous::default(), shown, bytes)
    }

    fn judge_after(&self, previous: &Previous, shown: &str, bytes: Arc<[u8]>) -> Judged {
        let sha256 = sha256([&*bytes]);
        match if self.repairs { open_to_mark(&bytes) } else { open(&bytes) } {
            Ok(opened) => self.judge_book(previous, (shown, sha256, bytes), opened),
            Err(NoBook::Words(cause)) => self.unreadable(shown, sha256, Unread::file(cause)),
            Err(NoBook::Format(_))
                if bytes.is_empty() && (is_named_as_workbook(shown) || is_named_as_archive(shown)) =>
            {
                self.unreadable(shown, sha256, Unread::file(PackageError::Empty.to_string()))
            }
            Err(NoBook::Format(format)) if !is_named_as_workbook(shown) => {
                let is_packed = matches!(format, Format::Zip | Format::Archive) || is_named_as_archive(shown);
                let kind = if is_packed { Kind::Packed } else { Kind::Attachment };
                Judged { kind, ..Self::attachment(shown, sha256) }
            }
            Err(NoBook::Format(format)) => {
                let found = format.to_string().trim_start().to_owned();
                self.broken(shown, sha256, Damage::Format { found, read: false })
            }
        }
    }

    fn attachment(shown: &str, sha256: String) -> Judged {
        Judged {
            shown: shown.to_owned(),
            sha256,
            kind: Kind::Attachment,
            hindrance: None,
            status: Status::Passed,
            code: String::new(),
            name: String::new(),
            section: String::new(),
            form: None,
            as_issued: true,
            rounds: Rounds::default(),
            deadline: None,
            outcome: Outcome::default(),
            disagreement: None,
            verification: None,
            has_refill: false,
            refill_file: None,
            read: None,
        }
    }

    /// A file that cannot be read at all, and why.
    #[must_use]
    pub fn unreadable(&self, shown: &str, sha256: String, Unread { cause, hindrance }: Unread) -> Judged {
        let file = shown.rsplit('/').next().unwrap_or(shown).to_owned();
        let broken = self.broken(shown, sha256, Damage::Unreadable { file, cause, hindrance });
        Judged { hindrance: Some(hindrance), ..broken }
    }

    fn broken(&self, shown: &str, sha256: String, damage: Damage) -> Judged {
        let mut judged = Self::attachment(shown, sha256);
        judged.kind = Kind::Unreadable;
        judged.hindrance = Some(Hindrance::File);
        judged.status = Status::Unreadable;
        if let Some((_, form)) = self.forms.first() {
            judged.outcome = Self::damaged(form, &[damage]);
        }
        judged
    }

    /// The findings of damage alone, where there are no values to check.
    fn damaged(form: &Form, damages: &[Damage]) -> Outcome {
        let layout = Layout::new(form, Shape::default());
        let nothing = read::read(&Book::default(), form, &layout, None);
        let (issued, run) = (Issued::default(), Run::default());
        let subject = Subject::new((form, &layout), &nothing.submission, damages, &issued, &run);
        checks::check_damage(&subject)
    }

    fn judge_book(
        &self,
        previous: &Previous,
        (shown, sha256, bytes): (&str, String, Arc<[u8]>),
        opened: Opened,
    ) -> Judged {
        let Opened { package, book, review, format } = opened;
        let can_be_marked = format.is_none();
        let Some(recognised) = self.recognise(&book, format) else { return Self::attachment(shown, sha256) };
        let repaired = package.as_ref().and_then(|package| self.repaired(package, &book, &recognised));
        let (repaired, book, recognised, restored, put_back) = match repaired {
            Some(Repaired { package, book, recognised, restored, put_back }) => {
                (Some(package), book, recognised, restored, put_back)
            }
            None => (None, book, recognised, Vec::new(), Vec::new()),
        };
        let Recognised { form, layout, found, stamp, damages, verification, as_issued, .. } = recognised;
        let Figures { known, disagreement } = self.figures(&form, &stamp);
        let of_record = self.expected.deadline(&stamp);
        // What was not issued this time does not know its last day either.
        let deadline = self.settings.deadline.or(of_record).or(stamp.deadline.filter(|_| as_issued));
        let run = Run { externals: known, deadline, ..self.run(&stamp) };
        let subject = Subject::new((&form, &layout), &found.submission, &damages, &stamp.issued, &run);
        let mut outcome = Outcome { restored, ..checks::check(&subject) };
        if !put_back.is_empty() {
            let subject = Subject::new((&form, &layout), &found.submission, &put_back, &stamp.issued, &run);
            checks::add_put_back(&mut outcome, &subject);
        }
        let code = stamp.issued.get("预算编码").to_owned();
        for finding in &mut outcome.findings {
            finding.excused = self.settings.excused(finding.key_parts(), &code, self.received).cloned();
        }
        let refill = None;
        let mut read = ReadFile { bytes, package, repaired, refill, book, review, found, layout, stamp, can_be_marked };
        let of = Handed {
            sha256: &sha256,
            is_final: verification.as_ref().and_then(Verification::is_intact) == Some(true),
            today: self.received,
            due: run.deadline,
        };
        let rounds = rounds::settle((&form, &read), &mut outcome, (self, previous), of);
        let status = Status::of(&outcome.findings);
        // Nobody is to go on with what was not issued.
        if as_issued {
            read.refill = self.refill((&form, &read), &damages, status, verification.is_some());
        }
        let passes = (status == Status::Passed)
            .then(|| Verification::of((&form, &read.layout), &read.found.submission, &read.stamp, None));
        let verification = verification.or(passes);
        let has_refill = read.refill.is_some();
        let on_roster = self.roster.as_ref().and_then(|roster| roster.unit(&code).ok());
        let section =
            on_roster.map_or_else(|| read.stamp.issued.get("归口股室").to_owned(), |unit| unit.section.clone());
        Judged {
            shown: shown.to_owned(),
            sha256,
            kind: Kind::Return,
            hindrance: None,
            status,
            name: read.stamp.issued.get("单位名称").to_owned(),
            code,
            section,
            form: Some(form),
            as_issued,
            rounds,
            deadline: run.deadline,
            outcome,
            disagreement,
            verification,
            has_refill,
            refill_file: None,
            read: Some(read),
        }
    }

    /// What is known of a unit from elsewhere: from the roster, and from what lies beside it.
    fn figures(&self, form: &Form, stamp: &Stamp) -> Figures {
        let code = stamp.issued.get("预算编码");
        let unit = self.roster.as_ref().and_then(|roster| roster.unit(code).ok());
        self.material.figures(form, unit, code, stamp.year)
    }

    fn run(&self, stamp: &Stamp) -> Run {
        Run {
            year: stamp.year,
            received: Some(self.received),
            deadline: self.settings.deadline.or(stamp.deadline),
            parameters: self.settings.parameters.clone(),
            severities: self.settings.severities.clone(),
            unit_names: Arc::clone(&self.unit_names),
            externals: BTreeMap::new(),
        }
    }
}

/// Endings under which workbooks are handed in; pictures and documents under their own names are attachments.
const WORKBOOK_ENDINGS: [&str; 9] = ["xlsx", "xlsm", "xls", "et", "ods", "xlsb", "csv", "xltx", "ett"];

/// Endings of archives.
const ARCHIVE_ENDINGS: [&str; 3] = ["zip", "rar", "7z"];

fn is_named_as_workbook(shown: &str) -> bool {
    has_ending(shown, &WORKBOOK_ENDINGS)
}

fn is_named_as_archive(shown: &str) -> bool {
    has_ending(shown, &ARCHIVE_ENDINGS)
}

fn has_ending(shown: &str, endings: &[&str]) -> bool {
    let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| endings.contains(&ending.as_str()))
}
