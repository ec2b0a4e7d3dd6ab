//! What a check found, before the rule puts it into words.

use crate::facts::{Severity, Slot};
use crate::words::Place;

/// What of the form a hit is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// One field of one record.
    #[default]
    Field,
    /// A whole record.
    Record,
    /// A whole table.
    Table,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hit {
    /// The fields that take part, the one to correct first in front.
    pub slots: Vec<Slot>,
    /// Where it is, where that is no field.
    pub place: Option<Place>,
    /// Further places that take part and are no fields.
    pub places: Vec<Place>,
    /// What the key names instead of a field.
    pub subject: Option<String>,
    /// What was filled in, in words.
    pub found: Option<String>,
    /// What should be there, in words for messages.
    pub expected: Option<String>,
    /// Found less expected, in words.
    pub difference: Option<String>,
    /// Facts for the message.
    pub facts: Vec<(&'static str, String)>,
    /// Another severity than the rule's.
    pub severity: Option<Severity>,
    /// What of the form it is about.
    pub extent: Extent,
    /// Whether the figure is exactly ten thousand times what the text says: 元 instead of 万元.
    pub ten_thousandfold: bool,
}

impl Hit {
    /// Something wrong with these fields.
    #[must_use]
    pub fn at(slots: Vec<Slot>) -> Self {
        Self { slots, ..Self::default() }
    }

    /// Something wrong with the file.
    #[must_use]
    pub fn file(subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..Self::default() }
    }

    /// Something wrong with the record of these fields.
    #[must_use]
    pub fn at_record(slots: Vec<Slot>) -> Self {
        Self { slots, extent: Extent::Record, ..Self::default() }
    }

    /// Something wrong with the table of these fields.
    #[must_use]
    pub fn at_table(slots: Vec<Slot>) -> Self {
        Self { slots, extent: Extent::Table, ..Self::default() }
    }

    /// The same with what was found.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    /// The same with what should be there.
    #[must_use]
    pub fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    /// The same with a fact for the message.
    #[must_use]
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }
}
