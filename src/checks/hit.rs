//! What a check found, before the rule puts it into words.

use crate::facts::{Severity, Slot};
use crate::words::Place;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hit {
    /// The fields that take part, the one to correct first in front.
    pub slots: Vec<Slot>,
    /// Where it is, where that is no field.
    pub place: Option<Place>,
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
    /// Whether it is of the whole record or table and not of one field.
    pub whole: bool,
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
