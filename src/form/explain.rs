//! A rule explained: the same words on the screen, in the manual and wherever else it is explained.

use std::collections::BTreeSet;

use super::rule::{Judged, Rule};
use super::{Form, Parameter, Reference};
use crate::facts::{Certainty, Severity};
use crate::words::plain;

/// The heading over where a rule looks.
pub const PLACE: &str = "查哪里";

/// What is said of a rule under one heading, a line for each thing.
pub type Explained = (&'static str, Vec<String>);

impl Rule {
    /// Everything there is to say of it, in the order in which one asks.
    #[must_use]
    pub fn explained(&self, form: &Form) -> Vec<Explained> {
        let said = [
            ("级别", vec![self.weight()]),
            (PLACE, vec![self.place(form)]),
            ("查什么", self.demands()),
            ("为什么", vec![self.why.clone()]),
            ("例子", vec![self.example.clone()]),
            ("怎么改", vec![self.fix.clone()]),
            ("报出的话", vec![self.words.clone()]),
            ("界限", self.parameters(form).into_iter().map(limit).collect()),
            ("说明", self.remarks()),
        ];
        let filled = said
            .into_iter()
            .map(|(heading, lines)| (heading, lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>()));
        filled.filter(|(_, lines)| !lines.is_empty()).collect()
    }

    /// `错误，须修改`
    #[must_use]
    pub fn weight(&self) -> String {
        let asked = match self.severity {
            Severity::Error => "须修改",
            Severity::Query => "须说明",
            Severity::Hint => "供参考",
        };
        let certainty = match self.certainty {
            Certainty::Certain => "",
            Certainty::Heuristic => "；可能误报，由审核人判断，不影响审核结论",
        };
        format!("{}，{asked}{certainty}", self.severity.word())
    }

    /// The parameters that its conditions and words name, in the order of the form.
    #[must_use]
    pub fn parameters<'f>(&self, form: &'f Form) -> Vec<&'f Parameter> {
        let used: BTreeSet<usize> = self.references().into_iter().filter_map(parameter).collect();
        used.into_iter().filter_map(|position| form.parameters.get(position)).collect()
    }

    fn demands(&self) -> Vec<String> {
        match &self.judged {
            Judged::Check { .. } => vec![self.looks.clone()],
            Judged::Cases { cases, .. } => {
                let when = self.when.iter().map(|when| format!("前提：{when}"));
                when.chain(cases.iter().map(|case| format!("应满足：{}", case.text))).collect()
            }
        }
    }

    fn remarks(&self) -> Vec<String> {
        let has_tail = match &self.judged {
            Judged::Cases { cases, .. } => cases.iter().any(|case| case.must.allows_tail()),
            Judged::Check { .. } => false,
        };
        let tail = has_tail.then(|| "相差在四舍五入以内的，只提示尾差，可不修改。".to_owned());
        let others: Vec<&str> = self.replaces.iter().chain(&self.replaces_here).map(String::as_str).collect();
        let replaces = (!others.is_empty()).then(|| format!("报出这一条时，不再重复报{}。", others.join("、")));
        let yuan = self.in_yuan.as_ref().map(|id| format!("正好相差一万倍的，报为{id}。"));
        tail.into_iter().chain(replaces).chain(yuan).collect()
    }
}

/// The parameter that a reference names, by position.
pub(super) const fn parameter(reference: Reference) -> Option<usize> {
    match reference {
        Reference::Parameter(position) => Some(position),
        Reference::Here { .. }
        | Reference::Single { .. }
        | Reference::InRow { .. }
        | Reference::Column { .. }
        | Reference::Line { .. }
        | Reference::OfSheet { .. }
        | Reference::Category { .. }
        | Reference::Marked
        | Reference::Run(_)
        | Reference::External { .. } => None,
    }
}

/// `评价组最少人数，模板为3人，可在审核设置中改`
fn limit(parameter: &Parameter) -> String {
    format!("{}：模板为{}{}，可在审核设置.toml 中改", parameter.id, plain(parameter.value), parameter.unit)
}
