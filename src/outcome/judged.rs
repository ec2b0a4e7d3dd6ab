//! What is known of one file once it was judged.

use std::sync::Arc;

use jiff::civil::Date;

use super::material::Notice;
use super::rounds::{Record, Reviewed, Rounds};
use super::status::Status;
use super::verification::Verification;
use crate::checks::Outcome;
use crate::excel::package::Package;
use crate::excel::read::Return;
use crate::facts::{Book, Finding, Hindrance, Sheet};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::Stamp;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A return of a unit.
    Return,
    /// A file that cannot be read.
    Unreadable,
    /// A picture, a document or an unrelated workbook; no return.
    Attachment,
    /// An archive that is not looked into (.rar, .7z, one inside of several): there may be returns in it.
    Packed,
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
    /// What it lies with that it cannot be read; nothing of a file that can.
    pub hindrance: Option<Hindrance>,
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
    /// Whether it is of the year and of an edition that were issued this time; also where that is not known.
    pub as_issued: bool,
    /// Which time it was handed in, and what has become of it since the time before.
    pub rounds: Rounds,
    /// The last day to hand in, as issued.
    pub deadline: Option<Date>,
    /// What was found.
    pub outcome: Outcome,
    /// Where the roster and other material say different things of the unit.
    pub disagreement: Option<Notice>,
    /// 校验码 of its values, and whether it is a 定稿; nothing of a file that is none and does not pass.
    pub verification: Option<Verification>,
    /// Whether there is a 重填件 to go on with, as the file is beyond repair.
    pub has_refill: bool,
    /// The name that it was written under.
    pub refill_file: Option<String>,
    /// What the marked copy is made of; nothing where there is none.
    pub read: Option<ReadFile>,
}

impl Judged {
    /// Whether it is a 定稿 that says what it said when it was made and passes: nothing is left to be written about it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.status == Status::Passed && self.is_final()
    }

    /// Whether the unit can go on with it: not with what was not issued to it this time, and not with what says that it is
    /// another unit's or of another year, for that stands in cells that the unit cannot open.
    #[must_use]
    pub fn can_be_gone_on_with(&self) -> bool {
        let is_of_another = |finding: &Finding| {
            finding.is_of_another() || finding.is_of_no_code() && self.is_of_what_was_issued(finding)
        };
        let mut asked = self.outcome.findings.iter().filter(|finding| finding.asks());
        self.as_issued && !asked.any(is_of_another)
    }

    /// Whether a finding is of a field that was filled in when the file was issued.
    fn is_of_what_was_issued(&self, finding: &Finding) -> bool {
        let (Some(read), Some(place)) = (&self.read, &finding.place) else { return false };
        let mut slots = read.layout.slots();
        slots.any(|slot| read.found.submission.entry(slot).place == *place && !read.layout.is_input(slot))
    }

    /// Whether it may well be in order, and could not be read here and now: nothing goes back to the unit.
    #[must_use]
    pub const fn is_unread_here(&self) -> bool {
        matches!(self.hindrance, Some(Hindrance::Machine | Hindrance::Program))
    }

    /// What a review says of it for the rounds to come; nothing of what is no return, or is without its content.
    #[must_use]
    pub fn record(&self) -> Option<Record> {
        let (form, read) = (self.form.as_ref()?, self.read.as_ref().filter(|read| !read.book.sheets.is_empty())?);
        let (round, received) = (self.rounds.number, self.rounds.received?);
        let reviewed = Reviewed { sha256: &self.sha256, round, received, due: self.deadline };
        Some(Record::of((form, read), (&self.outcome.findings, self.status), reviewed))
    }

    /// Whether it is a 定稿 that says what it said when it was made.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.verification.as_ref().is_some_and(|known| known.is_intact() == Some(true))
    }
}

/// A return as it was read.
#[derive(Debug)]
pub struct ReadFile {
    /// Its bytes, held once by all that read them.
    pub bytes: Arc<[u8]>,
    /// The package that they are; nothing of other formats.
    pub(super) package: Option<Package>,
    /// The file after its repair, without marks; nothing where nothing was put back.
    pub repaired: Option<Package>,
    /// 重填件: a blank with everything that could be found in it, where it is beyond repair.
    pub refill: Option<Vec<u8>>,
    /// Its cells after its repair, those of a review excepted.
    pub book: Book,
    /// The review of an earlier round, as it came back.
    pub review: Option<Sheet>,
    /// Where its fields are.
    pub found: Return,
    /// The layout it was read in.
    pub layout: Arc<Layout>,
    /// What it was issued with, as far as known.
    pub stamp: Stamp,
    /// Whether it is a package that can be marked.
    pub can_be_marked: bool,
}

impl ReadFile {
    /// A workbook that was just made by us, as it was read again.
    pub(super) fn made(
        (bytes, package, book): (Arc<[u8]>, Package, Book),
        found: Return,
        (layout, stamp): (Arc<Layout>, Stamp),
    ) -> Self {
        let (package, repaired) = (Some(package), None);
        Self { bytes, package, repaired, refill: None, book, review: None, found, layout, stamp, can_be_marked: true }
    }

    /// The same for those who wait for their turn to be written: without the parts and cells that copies are made of,
    /// which is most of it. Names and letters can still be made.
    #[must_use]
    pub fn without_content(self) -> Self {
        Self { bytes: Arc::from([]), package: None, repaired: None, book: Book::default(), review: None, ..self }
    }

    /// The package that copies are made of: what the file is after its repair, or the file itself; nothing of other formats.
    #[must_use]
    pub fn package(&self) -> Option<&Package> {
        self.repaired.as_ref().or(self.package.as_ref())
    }
}
