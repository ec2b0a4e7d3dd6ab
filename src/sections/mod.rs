//! The kinds of sections a form is made of: how each is written in a template and how it lies on its sheet.
//!
//! A new kind is one file and one line in [`KINDS`].

mod called;
mod card;
mod grid;
mod indicators;
mod list;
mod page;
mod prose;
pub mod read;
mod records;
mod room;
mod row;
mod table;

use crate::template::Node;

pub use called::{Called, counterpart};
pub use page::{GridPlace, Page, label};
pub use row::{ListRow, Origin, Row, RowList};
pub use table::{Field, Rows, Table};

/// A kind of section.
pub trait SectionKind: Sync {
    /// Its name in templates.
    fn name(&self) -> &'static str;
    /// Reads what the kind needs of a table beyond what all have; mistakes are noted in the node.
    fn read(&self, node: &Node<'_>, table: &mut Table);
    /// Whether the names of its rows are a field of its own, in front of the others.
    fn names_rows(&self) -> bool {
        false
    }
    /// The fewest printed columns in which no two of its cells lie over each other.
    fn columns(&self, table: &Table) -> usize;
    /// Lays the table out below what the page already holds. `table` is its position in the form.
    fn place(&self, index: usize, table: &Table, rows: &[Row], page: &mut Page);
}

impl std::fmt::Debug for dyn SectionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// Every kind there is.
pub static KINDS: [&dyn SectionKind; 6] =
    [&card::Card, &grid::Grid, &indicators::Indicators, &list::List, &prose::Prose, &records::Records];

/// The kind of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn SectionKind> {
    KINDS.into_iter().find(|kind| kind.name() == name)
}
