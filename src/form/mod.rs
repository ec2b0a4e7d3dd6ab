//! The form: a template with every name resolved, ready to be laid out and checked.

mod cell_test;
mod computed;
mod copies;
mod diff;
mod excuse;
mod explain;
mod external;
mod facets;
mod guide;
mod handbook;
mod inherited;
mod levels;
mod library;
mod lint;
mod looks;
mod message;
mod parameter;
pub mod read;
mod reference;
mod rule;
mod rule_facets;
mod rules;
mod scope;
mod settings;
mod sheet;
mod start;
mod whereabouts;

use crate::facts::Slot;
use crate::plan::Paper;
use crate::sections::{RowList, Table};

use read::Files;

pub use cell_test::{Beside, CellTest, Each, Group, Need, Records, Typed};
pub use computed::{Computed, Target};
pub use copies::{Copies, Repeats};
pub use diff::{Became, Change, Detail, difference_lines, differences};
pub use excuse::Excuse;
pub use explain::{Explained, PLACE};
pub use external::{Elsewhere, External};
pub use guide::{GUIDE_FILE, Guide, GuideLine, GuidePart};
pub use handbook::handbook;
pub use levels::levels;
pub use library::{Edition, Library, LibraryError};
pub use message::{Message, Segment};
pub use parameter::{Parameter, Sum};
pub use reference::{Reference, RunFact};
pub use rule::{Arguments, Case, CheckSpec, Judged, Rule, Tolerance};
pub use scope::Scope;
pub use settings::Settings;

/// One edition of a form.
#[derive(Debug)]
pub struct Form {
    /// Its id: the folder of all its editions.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its title, `{…}` to be filled in.
    pub title: String,
    /// Its name in file names.
    pub short: String,
    /// The unit of its amounts.
    pub unit: String,
    /// Its sheets in order.
    pub sheets: Vec<SheetForm>,
    /// Its row lists.
    pub lists: Vec<RowList>,
    /// Its tables in order.
    pub tables: Vec<Table>,
    /// What the workbook calculates, in the order in which it can be.
    pub computed: Vec<Computed>,
    /// Figures from elsewhere that its rules may ask for.
    pub externals: Vec<External>,
    /// Figures that a bureau may set.
    pub parameters: Vec<Parameter>,
    /// Parameters that together have to come to a figure, such as the weights of indicators.
    pub sums: Vec<Sum>,
    /// Its rules in order.
    pub rules: Vec<Rule>,
    /// What its first sheet tells the person who fills it in.
    pub guide: Guide,
    /// SHA-256 over what its files say of its layout, in hex: another digest is another form. Comments, parameters and
    /// the names that fields had before make no difference.
    pub layout_digest: String,
    /// SHA-256 over its rules and parameters, in hex: a changed rule is no other form.
    pub rules_digest: String,
    /// What it was read from, to read it with another number of repeated sheets.
    files: Files,
    checks: &'static [CheckSpec],
}

/// One sheet of a form.
#[derive(Debug)]
pub struct SheetForm {
    /// Its name.
    pub name: String,
    /// Its name in the template: the same, but for the number of a repeated sheet.
    pub file: String,
    /// Which of the repeated sheets it is, from zero; nothing where it stands once.
    pub copy: Option<usize>,
    /// What it is repeated for.
    pub repeats: Option<Repeats>,
    /// The field that says whether it is in use; nothing where it always is.
    pub in_use_by: Option<Slot>,
    /// The field that names what a repeated sheet is about.
    pub named_by: Option<Slot>,
    /// The lines of its title.
    pub title: Vec<String>,
    /// How its pages lie.
    pub paper: Paper,
    /// Whether it is the cover.
    pub cover: bool,
    /// The most pages it is printed on; as many as it needs where nothing is said.
    pub pages: Option<u16>,
    /// Widths of its columns in half-width characters.
    pub columns: Vec<usize>,
}

impl SheetForm {
    /// A sheet of which nothing but its name is known.
    fn named(name: String) -> Self {
        Self {
            file: name.clone(),
            name,
            copy: None,
            repeats: None,
            in_use_by: None,
            named_by: None,
            title: Vec::new(),
            paper: Paper::Portrait,
            cover: false,
            pages: None,
            columns: Vec::new(),
        }
    }
}

impl Form {
    /// The position of the table of this name.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<usize> {
        self.tables.iter().position(|table| table.id == id)
    }

    /// The rule of this id.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }
}
