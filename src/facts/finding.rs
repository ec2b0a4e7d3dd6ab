//! Findings: what is wrong, where, and what to do about it.

use jiff::civil::Date;
use serde::Serialize;

use super::answer::{Answer, State};
use crate::words::{Cell, Place};

/// Empty signatures on paper (rules.md, CMP-10): one reminder to sign the print, in no count.
const SIGNED_ON_PAPER: &str = "CMP-10";
/// Amounts in 元 where the form asks for 万元 (rules.md, TYP-14): ten thousand times too large in any sum.
const IN_YUAN: &str = "TYP-14";
/// The file says that it is another unit's, or of another year, in cells that no unit can open.
const OF_ANOTHER: [&str; 2] = ["FIL-03", "FIL-04"];
/// A code that is none, said instead of `FIL-03` where the code of the unit is that.
const NO_CODE: &str = "TYP-08";

/// How much a finding weighs (design: 错误, 核实, 提示).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// 错误: must be corrected.
    Error,
    /// 核实: confirm or explain.
    Query,
    /// 提示: for information.
    Hint,
}

impl Severity {
    /// Every severity, the heaviest first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Query, Self::Hint];

    /// The word of the form.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "错误",
            Self::Query => "核实",
            Self::Hint => "提示",
        }
    }

    /// The word that templates, settings and JSON use.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Query => "query",
            Self::Hint => "hint",
        }
    }
}

/// Whether a rule can be wrong about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// It cannot.
    Certain,
    /// It can (判定 H): the reviewer judges, the status of the file never changes for it.
    Heuristic,
}

/// One problem of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken (`SUM-02`).
    pub rule: String,
    /// How much it weighs here; a rounding tail makes an error a hint.
    pub severity: Severity,
    /// Whether the rule can be wrong.
    pub certainty: Certainty,
    /// The rule's title.
    pub title: String,
    /// The cell to correct first; nothing where the finding is of the file.
    pub place: Option<Place>,
    /// Every cell that takes part, the one to correct first in front.
    pub places: Vec<Place>,
    /// The field by its table (`支出.基本支出`), or the sheet where it is of a sheet.
    pub field: String,
    /// The record's row (`汇总`); empty where there is only one.
    pub row: String,
    /// What the person at the form calls the place (`汇总行“基本支出”`).
    pub item: String,
    /// What was filled in.
    pub found: Option<String>,
    /// What should be there.
    pub expected: Option<String>,
    /// Found less expected.
    pub difference: Option<String>,
    /// The whole sentence.
    pub message: String,
    /// How to correct it.
    pub fix: String,
    /// Whether it was there before.
    pub state: State,
    /// What the unit and the reviewer have written about it.
    pub answer: Answer,
    /// Why the unit need not correct it; nothing for most.
    pub excused: Option<Excused>,
    /// Whether the marked copy holds what was issued again, so that nothing is asked.
    pub put_back: bool,
}

/// 免改: what the bureau has decided about a finding that the unit need not correct. It is shown all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excused {
    /// Why.
    pub reason: String,
    /// The last day on which this holds.
    pub until: Date,
}

impl Excused {
    /// `理由：编制由上级统一管理（至2022年12月31日）`
    #[must_use]
    pub fn words(&self) -> String {
        let until = self.until;
        format!("理由：{}（至{}年{}月{}日）", self.reason, until.year(), until.month(), until.day())
    }
}

impl Finding {
    /// Whether it is one to see to once the file is printed.
    #[must_use]
    pub fn is_reminder(&self) -> bool {
        self.rule == SIGNED_ON_PAPER
    }

    /// Whether amounts look as if they were filled in in 元 where the form asks for 万元.
    #[must_use]
    pub fn may_be_in_yuan(&self) -> bool {
        self.rule == IN_YUAN
    }

    /// Whether the file says that it is another unit's or of another year.
    #[must_use]
    pub fn is_of_another(&self) -> bool {
        OF_ANOTHER.contains(&self.rule.as_str())
    }

    /// Whether a code is none.
    #[must_use]
    pub fn is_of_no_code(&self) -> bool {
        self.rule == NO_CODE
    }

    /// Whether the unit is asked to do something about it: to correct it, or to explain it.
    #[must_use]
    pub fn asks(&self) -> bool {
        self.counts() && !self.put_back && self.severity < Severity::Hint
    }

    /// Whether nothing is asked any more: the bureau has excused it, or accepted the explanation.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.excused.is_some() || self.answer.is_accepted()
    }

    /// Whether it decides on the status of the file: a rule that cannot be wrong has found it, and it is not settled.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.certainty == Certainty::Certain && !self.is_settled()
    }

    /// What stays the same over rounds and clients: rule, field and row, never an address.
    #[must_use]
    pub fn key(&self) -> String {
        self.key_parts().join("|")
    }

    /// Rule, field and row.
    #[must_use]
    pub fn key_parts(&self) -> [&str; 3] {
        [&self.rule, &self.field, &self.row]
    }

    /// The cell to correct first.
    #[must_use]
    pub fn cell(&self) -> Option<Cell> {
        self.place.as_ref().map(|place| place.cell)
    }
}

/// A rule that could not be judged; never counted as passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unchecked {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The cells it would have compared.
    pub places: Vec<Place>,
    /// Why it could not be judged.
    pub because: String,
}

/// A value that was read leniently: 原值 → 读作.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalised {
    /// Where it stands.
    pub place: Place,
    /// As it was typed.
    pub found: String,
    /// As it was read.
    pub read_as: String,
}
