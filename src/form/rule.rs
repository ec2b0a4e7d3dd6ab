//! Rules: what is looked at, what must hold, and the words for where it does not.

use std::convert::Infallible;

use rust_decimal::Decimal;

use super::{CellTest, Message, Reference, Scope, Segment};
use crate::facts::{Certainty, Severity};
use crate::language::{Expression, Must};

/// One rule of a form. All its words are here and nowhere else.
#[derive(Debug)]
pub struct Rule {
    /// Its id, never used again for another rule.
    pub id: String,
    /// What is wrong where it is broken.
    pub title: String,
    /// How much that weighs.
    pub severity: Severity,
    /// Whether the rule can be wrong.
    pub certainty: Certainty,
    /// The condition under which it is judged, as written; nothing where it always is.
    pub when: Option<String>,
    /// The whole sentence as written, `{…}` and `[…]` in it.
    pub words: String,
    /// The sentence about the place, without its end.
    pub message: Message<Expression<Reference>>,
    /// The end of the sentence: what is asked for.
    pub ask: Message<Infallible>,
    /// What is said instead where it weighs less than usual.
    pub eased: Option<String>,
    /// How to correct it.
    pub fix: String,
    /// Why it is checked.
    pub why: String,
    /// What it finds, by figures; empty where the template gives none.
    pub example: String,
    /// What a built-in check does; empty where the rule has conditions, which say it themselves.
    pub looks: String,
    /// How it is judged.
    pub judged: Judged,
    /// Rules that say nothing in a file where this one does.
    pub replaces: Vec<String>,
    /// The rule that takes this one's findings over, and becomes an error by them, where a figure is exactly ten
    /// thousand times what the text says.
    pub in_yuan: Option<String>,
    /// Rules that say nothing about a field where this one does.
    pub replaces_here: Vec<String>,
}

impl Rule {
    /// Everything that its conditions and its message name, and the parameters of its check, in the order of writing.
    #[must_use]
    pub fn references(&self) -> Vec<Reference> {
        let mut found = Vec::new();
        match &self.judged {
            Judged::Cases { when, cases, .. } => {
                let musts = when.iter().chain(cases.iter().map(|case| &case.must));
                found.extend(musts.flat_map(|must| must.expression().references()).copied());
            }
            Judged::Check { arguments, .. } => found.extend(arguments.parameters().map(Reference::Parameter)),
        }
        in_message(&self.message.0, &mut found);
        found
    }
}

fn in_message(segments: &[Segment<Expression<Reference>>], found: &mut Vec<Reference>) {
    for segment in segments {
        match segment {
            Segment::Words(_) | Segment::Fact(_) => {}
            Segment::Value(value) => found.extend(value.references().into_iter().copied()),
            Segment::Optional(inside) => in_message(inside, found),
        }
    }
}

/// How a rule is judged.
#[derive(Debug)]
pub enum Judged {
    /// By conditions of the rule language, over some records.
    Cases {
        /// The records.
        scope: Scope,
        /// Where it is judged at all.
        when: Option<Must<Reference>>,
        /// What must hold, each by itself.
        cases: Vec<Case>,
    },
    /// By a check that is part of the program.
    Check {
        /// The check.
        spec: CheckSpec,
        /// Where it looks, and for what.
        arguments: Arguments,
    },
}

/// Where a check that is part of the program looks, and for what: forms are known to templates only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arguments {
    /// Fields, as positions of table and field, in the order in which the check asks for them.
    pub fields: Vec<(usize, usize)>,
    /// Tables of words, by position.
    pub tables: Vec<usize>,
    /// Rows of lists, by id.
    pub rows: Vec<String>,
    /// Words to look for.
    pub words: Vec<String>,
    /// By how much figures may differ.
    pub tolerance: Tolerance,
    /// Parameters that the check compares with, by position, in the order in which it asks for them.
    pub limits: Vec<usize>,
}

/// By how much figures may differ before a check says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tolerance {
    /// By so much; zero where the rule says nothing.
    Figure(Decimal),
    /// By what a parameter says.
    Parameter(usize),
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::Figure(Decimal::ZERO)
    }
}

impl Arguments {
    /// The parameters that it names.
    fn parameters(&self) -> impl Iterator<Item = usize> {
        let tolerance = match self.tolerance {
            Tolerance::Figure(_) => None,
            Tolerance::Parameter(position) => Some(position),
        };
        self.limits.iter().copied().chain(tolerance)
    }
}

/// One thing that must hold.
#[derive(Debug)]
pub struct Case {
    /// The condition as written.
    pub text: String,
    /// The condition.
    pub must: Must<Reference>,
    /// The field to correct first; nothing where the condition names none.
    pub mark: Option<Reference>,
    /// The head of the live check that stands beside the table; nothing where there is none.
    pub aside: Option<String>,
}

/// A check that is part of the program, as templates may name it.
#[derive(Debug, Clone, Copy)]
pub struct CheckSpec {
    /// Its name in templates.
    pub name: &'static str,
    /// The facts it gives to messages besides those that every finding has.
    pub facts: &'static [&'static str],
    /// What each of its limits means; a rule names a parameter for each.
    pub limits: &'static [&'static str],
    /// How a workbook makes it by itself; nothing where only the program can.
    pub live: Option<CellTest>,
}

impl CheckSpec {
    /// A check that only the program can make.
    #[must_use]
    pub const fn new(name: &'static str, facts: &'static [&'static str]) -> Self {
        Self { name, facts, limits: &[], live: None }
    }

    /// A check that compares with parameters of the form.
    #[must_use]
    pub const fn limited(self, limits: &'static [&'static str]) -> Self {
        Self { limits, ..self }
    }

    /// A check that a workbook makes by itself too.
    #[must_use]
    pub const fn live(self, test: CellTest) -> Self {
        Self { live: Some(test), ..self }
    }
}
