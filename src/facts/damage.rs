//! What happened to a file on its way: differences from the workbook that was issued.

use crate::facts::Slot;
use crate::words::Place;

/// One difference from what was issued, or what keeps a file from being read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// The file cannot be opened.
    Unreadable {
        /// The file's name.
        file: String,
        /// Why.
        cause: String,
        /// What that lies with.
        hindrance: Hindrance,
    },
    /// The file is no workbook of the format that was issued.
    Format {
        /// The format it has (`.xls`, `.docx`).
        found: String,
        /// Whether it could be read all the same.
        read: bool,
    },
    /// The workbook says of itself that it is another form or edition, or says nothing.
    OtherTemplate {
        /// What it says; nothing where it says nothing.
        found: Option<String>,
        /// What was expected.
        expected: String,
    },
    /// The keys and values of the stamp are not those that were sealed.
    StampChanged {
        /// The form that was expected.
        expected: String,
    },
    /// The code on the cover is not the one that was issued.
    OtherUnit {
        /// What the form calls the place, never an address.
        name: String,
        /// Where the code stands.
        place: Place,
        /// The code that was found.
        found: String,
        /// The code that was issued.
        expected: String,
    },
    /// The year on the cover, or that of the whole file, is not the one that was issued.
    OtherYear {
        /// What the form calls the place, never an address.
        name: String,
        /// Where the year stands; nothing where it stands nowhere any more.
        place: Option<Place>,
        /// The year that was found.
        found: String,
        /// The year that was issued.
        expected: String,
    },
    /// A sheet is gone.
    SheetMissing {
        /// Its name.
        sheet: String,
    },
    /// A sheet has another name; it was followed.
    SheetRenamed {
        /// The name it was issued with.
        sheet: String,
        /// The name it has.
        found: String,
    },
    /// A sheet is there once more under another name; one of the two was read.
    SheetTwice {
        /// The sheet that was read.
        sheet: String,
        /// The name of the other.
        found: String,
        /// Whether something else is filled in there.
        differs: bool,
    },
    /// A locked text was changed.
    LabelChanged {
        /// What the form calls the place, never an address.
        name: String,
        /// Where it stands.
        place: Place,
        /// As issued.
        issued: String,
        /// As found.
        found: String,
    },
    /// Rows or columns were moved; where nothing is lost they were followed.
    Structure {
        /// The sheet.
        sheet: String,
        /// What was moved or is gone.
        detail: String,
        /// How much it matters.
        weight: Weight,
        /// The cells that are concerned, where it is single ones.
        cells: Vec<Place>,
    },
    /// A locked formula was replaced.
    FormulaOverwritten {
        /// What the form calls the place, never an address.
        name: String,
        /// Where it stands.
        place: Place,
        /// What was found.
        found: Instead,
        /// The field whose value the formula repeats or gives, where it does.
        repeats: Option<Slot>,
        /// How many formulas of the sheet were replaced with it.
        cells: usize,
    },
    /// A sheet that helps to fill the form in, or something beside a table, is not as it was issued; no value is.
    AidChanged {
        /// The sheet.
        sheet: String,
        /// What was changed.
        detail: String,
        /// The cells.
        cells: Vec<Place>,
    },
    /// The file carries what should not be published, or what nobody sees.
    CarriesMore {
        /// Each thing, in words.
        what: Vec<String>,
    },
    /// The values of a 定稿 are not those that it was made final with.
    FinalChanged {
        /// The 校验码 of the values.
        found: String,
        /// The one it was made final with.
        expected: String,
    },
    /// The stored result of a formula is not the one it gives.
    OldResult {
        /// What the form calls the place, never an address.
        name: String,
        /// Where it stands.
        place: Place,
        /// The stored result.
        found: String,
        /// The field that the formula gives.
        slot: Slot,
    },
}

/// What it lies with that a file cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The file itself: the unit has to send another.
    File,
    /// The reviewer's machine: another program has it open, or it may not be read.
    Machine,
    /// A mistake of this program.
    Program,
}

/// What stands where a formula was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instead {
    /// A fixed value, as it is stored.
    Value(String),
    /// Another formula, without `=`.
    Formula(String),
    /// Nothing.
    Nothing,
}

/// How much it matters that rows, columns or cells were moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Everything was found again.
    Followed,
    /// Everything was found, but some of it may not stand where it was meant to.
    ToConfirm,
    /// Something could not be found again.
    Lost,
}
