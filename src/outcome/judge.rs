//! Judging one file: what it is, what stands in it, what is wrong with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use super::roster::Roster;
use super::status::Status;
use crate::checks::{self, Outcome, Run, Subject};
use crate::excel::legacy;
use crate::excel::package::{Format, Package, PackageError};
use crate::excel::read::{self, Return};
use crate::excel::scan::{ScanError, read_book};
use crate::facts::{Book, Damage, Raw, Submission};
use crate::form::{Edition, Form, Library, LibraryError, Settings};
use crate::layout::Layout;
use crate::plan::{Filling, Issued, Shape, Stamp};
use crate::words::sha256;

/// How the sheet of a review is called.
const REVIEW: &str = "审核意见";
/// Share of labels, in percent, that a workbook without stamp must have in place to be taken for a form.
const LIKE_ENOUGH: usize = 50;

/// The name of the year in planned texts.
const YEAR: &str = "年度";

/// A form with as many sheets as a shape has, and its layout.
type Laid = (Arc<Form>, Arc<Layout>);

/// Judges files, one after another or in several threads.
pub struct Judge {
    forms: Vec<(Edition, Arc<Form>)>,
    layouts: Mutex<HashMap<(usize, Shape), Laid>>,
    settings: Settings,
    roster: Option<Roster>,
    received: Date,
}

/// What a file is.
#[derive(Debug)]
pub enum Kind {
    /// A return of a unit.
    Return,
    /// A file that cannot be read.
    Unreadable,
    /// A picture, a document or an unrelated workbook; no return.
    Attachment,
}

/// One file that was judged.
#[derive(Debug)]
pub struct Judged {
    /// Its path for people.
    pub shown: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// What it is.
    pub kind: Kind,
    /// What follows for it.
    pub status: Status,
    /// 预算编码; empty where it is not known.
    pub code: String,
    /// 单位名称; empty where it is not known.
    pub name: String,
    /// 归口股室; empty where it is not known.
    pub section: String,
    /// The form it is, where it is known.
    pub form: Option<Arc<Form>>,
    /// Which time it was handed in.
    pub round: u32,
    /// The last day to hand in, as issued.
    pub deadline: Option<Date>,
    /// What was found.
    pub outcome: Outcome,
    /// What the marked copy is made of; nothing where there is none.
    pub read: Option<ReadFile>,
}

/// A return as it was read.
#[derive(Debug)]
pub struct ReadFile {
    /// Its bytes, held once by all that read them.
    pub bytes: Arc<[u8]>,
    /// Its cells.
    pub book: Book,
    /// Where its fields are.
    pub found: Return,
    /// The layout it was read in.
    pub layout: Arc<Layout>,
    /// What it was issued with, as far as known.
    pub stamp: Stamp,
    /// Whether it is a package that can be marked.
    pub can_be_marked: bool,
}

impl Judge {
    /// A judge of these forms; the first is the one whose words are used for files that are no form at all.
    #[must_use]
    pub fn new(forms: Vec<Form>, settings: Settings, roster: Option<Roster>, received: Date) -> Self {
        let forms = forms.into_iter().map(|form| {
            let edition = Edition { form: form.id.clone(), edition: form.edition.clone() };
            (edition, Arc::new(form))
        });
        Self { forms: forms.collect(), layouts: Mutex::default(), settings, roster, received }
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
        let bytes = bytes.into();
        let sha256 = sha256([&*bytes]);
        match Format::of(&bytes) {
            Format::Zip => {}
            format => return self.other_format(shown, sha256, bytes, format),
        }
        let book = Package::open(Arc::clone(&bytes)).map_err(Cause::from).and_then(|package| Ok(read_book(&package)?));
        match book {
            Ok(book) => self.judge_book(shown, sha256, bytes, book, None),
            Err(Cause::Format(format)) => self.other_format(shown, sha256, bytes, format),
            Err(Cause::Words(cause)) => self.unreadable(shown, sha256, cause),
        }
    }

    /// A file that is no .xlsx: read all the same where it is a workbook of another format.
    fn other_format(&self, shown: &str, sha256: String, bytes: Arc<[u8]>, format: Format) -> Judged {
        let found = format.to_string().trim_start().to_owned();
        match format {
            Format::Xls | Format::Ods => match legacy::read_legacy(&bytes) {
                Ok(book) => self.judge_book(shown, sha256, bytes, book, Some(found)),
                Err(cause) => self.unreadable(shown, sha256, cause.to_string()),
            },
            Format::Encrypted => self.unreadable(shown, sha256, PackageError::Encrypted.to_string()),
            _ if !is_named_as_workbook(shown) => Self::attachment(shown, sha256),
            _ if bytes.is_empty() => self.unreadable(shown, sha256, PackageError::Empty.to_string()),
            _ => self.broken(shown, sha256, Damage::Format { found, read: false }),
        }
    }

    fn attachment(shown: &str, sha256: String) -> Judged {
        Judged {
            shown: shown.to_owned(),
            sha256,
            kind: Kind::Attachment,
            status: Status::Passed,
            code: String::new(),
            name: String::new(),
            section: String::new(),
            form: None,
            round: 1,
            deadline: None,
            outcome: Outcome::default(),
            read: None,
        }
    }

    /// A file that cannot be read at all, and why.
    #[must_use]
    pub fn unreadable(&self, shown: &str, sha256: String, cause: String) -> Judged {
        let file = shown.rsplit('/').next().unwrap_or(shown).to_owned();
        self.broken(shown, sha256, Damage::Unreadable { file, cause })
    }

    fn broken(&self, shown: &str, sha256: String, damage: Damage) -> Judged {
        let mut judged = Self::attachment(shown, sha256);
        judged.kind = Kind::Unreadable;
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

    fn judge_book(&self, shown: &str, sha256: String, bytes: Arc<[u8]>, book: Book, format: Option<String>) -> Judged {
        let stamp = read::stamp(&book);
        let mut damages = Vec::new();
        let known = stamp.as_ref().and_then(|stamp| {
            self.forms
                .iter()
                .position(|(edition, _)| edition.form == stamp.template && edition.edition == stamp.edition)
        });
        let Some(position) = known.or_else(|| self.likest(&book)) else { return Self::attachment(shown, sha256) };
        let written = &self.forms[position].1;
        match &stamp {
            Some(stamp) if known.is_none() || !stamp.is_of_layout(&written.layout_digest) => {
                let other = if known.is_some() { "的另一版式" } else { "" };
                damages.push(Damage::OtherTemplate {
                    found: Some(format!("{}（{}）{other}", stamp.template, stamp.edition)),
                    expected: format!("{}（{}）", written.id, written.edition),
                });
            }
            Some(_) => {}
            None => damages.push(Damage::OtherTemplate {
                found: None,
                expected: format!("{}（{}）", written.id, written.edition),
            }),
        }
        let can_be_marked = format.is_none();
        damages.extend(format.map(|found| Damage::Format { found, read: true }));
        let shape = stamp.as_ref().map_or_else(|| read::guess_shape(&book, written), |stamp| stamp.shape.clone());
        let (form, layout) = self.laid_out(position, shape);
        let found = read::read(&book, &form, &layout, stamp.as_ref());
        damages.extend(found.damages.iter().cloned());
        let stand_in = stand_in(&form, &layout, &found.submission, &book);
        let stamp = match stamp {
            Some(mut stamp) => {
                // Document properties hold the short stamp; the rest stands in the labels.
                if !stamp.issued.has(YEAR) {
                    stamp.issued.set(YEAR, stamp.year.to_string());
                }
                stamp.issued.complete(&stand_in.issued);
                stamp
            }
            None => stand_in,
        };
        let run = self.run(&stamp);
        let subject = Subject::new((&form, &layout), &found.submission, &damages, &stamp.issued, &run);
        let mut outcome = checks::check(&subject);
        let code = stamp.issued.get("预算编码").to_owned();
        for finding in &mut outcome.findings {
            finding.excused = self.settings.excused(finding.key_parts(), &code, self.received).cloned();
        }
        let status = Status::of(&outcome.findings);
        let on_roster = self.roster.as_ref().and_then(|roster| roster.unit(&code).ok());
        let section = on_roster.map_or_else(|| stamp.issued.get("归口股室").to_owned(), |unit| unit.section.clone());
        let round = round(&book);
        Judged {
            shown: shown.to_owned(),
            sha256,
            kind: Kind::Return,
            status,
            name: stamp.issued.get("单位名称").to_owned(),
            code,
            section,
            form: Some(form),
            round,
            deadline: run.deadline,
            outcome,
            read: Some(ReadFile { bytes, book, found, layout, stamp, can_be_marked }),
        }
    }

    fn run(&self, stamp: &Stamp) -> Run {
        let unit = self.roster.as_ref().and_then(|roster| roster.unit(stamp.issued.get("预算编码")).ok());
        Run {
            year: stamp.year,
            received: Some(self.received),
            deadline: self.settings.deadline.or(stamp.deadline),
            parameters: self.settings.parameters.clone(),
            severities: self.settings.severities.clone(),
            unit_names: self.roster.iter().flat_map(|roster| &roster.units).map(|unit| unit.name.clone()).collect(),
            externals: unit.map(|unit| unit.figures.clone()).unwrap_or_default(),
        }
    }

    /// A form with as many sheets as a shape has, and its layout.
    fn laid_out(&self, position: usize, shape: Shape) -> Laid {
        let mut layouts = self.layouts.lock().unwrap_or_else(PoisonError::into_inner);
        let made = layouts.entry((position, shape)).or_insert_with_key(|(_, shape)| {
            let written = &self.forms[position].1;
            let form = written.for_shape(shape).map_or_else(|| Arc::clone(written), Arc::new);
            let layout = Layout::new(&form, shape.clone());
            (form, Arc::new(layout))
        });
        made.clone()
    }

    /// The form whose labels stand in a workbook, where enough of them do.
    fn likest(&self, book: &Book) -> Option<usize> {
        let share = |position: usize| {
            let (_, layout) = self.laid_out(position, Shape::default());
            let (found, planned) = read::likeness(book, &layout);
            (found * 100 / planned.max(1), position)
        };
        let likest = (0..self.forms.len()).map(share).max_by_key(|(share, position)| (*share, *position));
        likest.filter(|(share, _)| *share >= LIKE_ENOUGH).map(|(_, position)| position)
    }
}

/// Why a package is no book.
enum Cause {
    Format(Format),
    Words(String),
}

impl From<PackageError> for Cause {
    fn from(error: PackageError) -> Self {
        match error {
            PackageError::OtherFormat(format) => Self::Format(format),
            error => Self::Words(error.to_string()),
        }
    }
}

impl From<ScanError> for Cause {
    fn from(error: ScanError) -> Self {
        match error {
            ScanError::Package(error) => error.into(),
            error => Self::Words(error.to_string()),
        }
    }
}

/// Endings under which workbooks are handed in; pictures and documents under their own names are attachments.
const WORKBOOK_ENDINGS: [&str; 9] = ["xlsx", "xlsm", "xls", "et", "ods", "xlsb", "csv", "xltx", "ett"];

fn is_named_as_workbook(shown: &str) -> bool {
    let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| WORKBOOK_ENDINGS.contains(&ending.as_str()))
}

/// What can be said of a workbook that lost its stamp: the unit by its cover, its sub-units by the names of their
/// rows, the year by its title.
fn stand_in(form: &Form, layout: &Layout, submission: &Submission, book: &Book) -> Stamp {
    let mut issued = Issued::default();
    for planned in layout.sheets.iter().flat_map(|sheet| &sheet.cells) {
        if let Filling::Issued(slot, text) = &planned.filling
            && let Some((name, value)) = stands_for(text, submission.entry(*slot).reading.found.trim())
        {
            issued.set(name, value);
        }
    }
    let mut texts = book.sheets.iter().flat_map(|sheet| &sheet.cells).filter_map(|content| match &content.raw {
        Raw::Text(text) => Some(text.as_ref()),
        _ => None,
    });
    let year = texts.find_map(year_in).unwrap_or_default();
    issued.set(YEAR, year.to_string());
    Stamp {
        template: form.id.clone(),
        edition: form.edition.clone(),
        shape: layout.shape.clone(),
        year,
        issued,
        ..Stamp::default()
    }
}

/// What the one name in a planned text stands for, by the words that were found: `2.{二级机构1}` and `2.质检所`.
fn stands_for<'a>(planned: &'a str, found: &'a str) -> Option<(&'a str, &'a str)> {
    let (before, rest) = planned.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let value = found.strip_prefix(before)?.strip_suffix(after)?;
    (!value.is_empty() && !after.contains('{')).then_some((name, value))
}

/// Which time a workbook is handed in: once more than the review in it says (第n次报送).
fn round(book: &Book) -> u32 {
    let reviews = book.sheets.iter().filter(|sheet| sheet.name.starts_with(REVIEW));
    let times = reviews.flat_map(|sheet| &sheet.cells).filter_map(|content| match &content.raw {
        Raw::Text(text) => text.strip_prefix('第')?.strip_suffix("次报送")?.trim().parse::<u32>().ok(),
        _ => None,
    });
    times.max().unwrap_or_default().saturating_add(1)
}

/// The year in `…2021年度…`.
fn year_in(text: &str) -> Option<i16> {
    let (before, _) = text.split_once("年度")?;
    let digits: String = before.chars().rev().take_while(char::is_ascii_digit).collect();
    let year: String = digits.chars().rev().collect();
    (year.len() == 4).then(|| year.parse().ok()).flatten()
}
