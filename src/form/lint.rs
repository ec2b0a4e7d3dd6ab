//! What a template says and can hardly mean: rules that never fire, conditions that stand twice, names nobody uses.
//!
//! Nothing of it keeps a form from being used; `template check` tells it. Only the edition's own files are looked at,
//! as an author cannot change the rules that all forms share.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::explain::parameter;
use super::read::{FORM_FILE, Files, RULES_FILE};
use super::rule::{Case, Judged, Rule};
use super::rules::inner;
use super::{Elsewhere, Form, Reference};
use crate::facts::{Certainty, Severity};
use crate::language::{Decided, Must};
use crate::sections::Rows;
use crate::template::{At, Diagnostic, Mistakes, Node, Source, read_file};

/// Keys that only mean something where a rule is judged by conditions, and where it is judged by a built-in check.
const OF_CONDITIONS: [&str; 6] = ["each", "columns", "must", "when", "mark", "aside"];
const OF_CHECKS: [&str; 5] = ["on", "tables", "words", "limits", "tolerance"];

/// Everything that can hardly be meant, in the order of files and lines.
pub(super) fn doubts(form: &Form, files: &Files) -> Vec<Diagnostic> {
    let found = Mistakes::default();
    let lint = Lint { form, found: &found };
    let used = form.rules.iter().flat_map(Rule::references).collect();
    if let Some(head) = files.own(FORM_FILE) {
        read_file(head, &found, |root| {
            lint.head(head, &root, &used);
            Some(())
        });
    }
    for sheet in &form.sheets {
        if let Some(source) = files.own(&format!("{}.toml", sheet.file)) {
            read_file(source, &found, |root| lint.lists(source, &root));
        }
    }
    if let Some(rules) = files.own(RULES_FILE) {
        read_file(rules, &found, |root| {
            root.named_nodes("rules").iter().for_each(|(id, node)| lint.rule(rules, id, node));
            Some(())
        });
    }
    found.into_vec()
}

struct Lint<'a> {
    form: &'a Form,
    found: &'a Mistakes,
}

impl Lint<'_> {
    fn head(&self, source: &Arc<Source>, root: &Node<'_>, used: &HashSet<Reference>) {
        for (position, node) in root.nodes("parameters").iter().enumerate() {
            if !used.contains(&Reference::Parameter(position)) {
                self.unused(source, node.text("id"), "参数");
            }
        }
        for (position, node) in root.nodes("references").iter().enumerate() {
            let from = self.form.externals.get(position).map(|external| external.from);
            for (field, name) in node.texts("fields").into_iter().enumerate() {
                if from == Some(Elsewhere::LastYear) && !self.is_field(&name.value) {
                    let message = format!("本表没有名为“{}”的栏目，上年的表也没有的话，就总是没有数", name.value);
                    let help = "写上年表里的栏名；上年确有这一栏的，不必改";
                    self.found.doubt(source, name.span.clone(), message, Some(help.to_owned()));
                }
                if !used.contains(&Reference::External { source: position, field }) {
                    self.unused(source, Some(name), "对照数据");
                }
            }
        }
    }

    /// Whether any table has a field of this name.
    fn is_field(&self, name: &str) -> bool {
        self.form.tables.iter().any(|table| table.field(name).is_some())
    }

    fn lists(&self, source: &Arc<Source>, root: &Node<'_>) -> Option<()> {
        for node in root.nodes("list") {
            let id = node.text("id")?;
            let list = self.form.lists.iter().position(|list| list.id == id.value)?;
            if !self.form.tables.iter().any(|table| table.rows == Rows::List(list)) {
                self.unused(source, Some(id), "行的列表");
            }
        }
        Some(())
    }

    fn unused(&self, source: &Arc<Source>, name: Option<At<String>>, what: &str) {
        if let Some(At { value, span }) = name {
            let help = Some("删去它，或在表和规则中使用".to_owned());
            self.found.doubt(source, span, format!("{what}“{value}”没有用到"), help);
        }
    }

    fn rule(&self, source: &Arc<Source>, id: &At<String>, node: &Node<'_>) {
        let Some(rule) = self.form.rule(&id.value) else { return };
        let (useless, kind) = match &rule.judged {
            Judged::Cases { .. } => (&OF_CHECKS[..], "must"),
            Judged::Check { .. } => (&OF_CONDITIONS[..], "check"),
        };
        for key in useless {
            if let Some(span) = node.span_of(key) {
                let message = format!("写了“{kind}”的规则用不到“{key}”");
                self.found.doubt(source, span, message, Some("删去这一行".to_owned()));
            }
        }
        self.weight(source, rule, node);
        match &rule.judged {
            Judged::Cases { when, cases, .. } => {
                let musts = node.texts("must");
                if let (Some(when), Some(at)) = (when, node.text("when")) {
                    self.when(source, when, &at);
                }
                for (case, at) in cases.iter().zip(&musts) {
                    if !self.must(source, case, when.as_ref(), at) {
                        self.must_given(source, case, when.as_ref(), at);
                    }
                    if let Some(other) = self.twin(rule, case) {
                        self.twice(source, at.span.clone(), "条件", other);
                    }
                }
                if let Some(mark) = node.texts("mark").get(musts.len()) {
                    let message = "“mark”比“must”多";
                    self.found.doubt(source, mark.span.clone(), message, Some("每个条件只写一个字段".to_owned()));
                }
            }
            Judged::Check { spec, arguments } => {
                if rule.looks.is_empty() {
                    let help = Some("写一句话，例如 looks = \"看姓名有没有重复。\"".to_owned());
                    self.found.doubt(source, id.span.clone(), "没有用“looks”说明这项检查查什么", help);
                }
                let alike = |other: &&Rule| match &other.judged {
                    Judged::Check { spec: other, arguments: others } => spec.name == other.name && arguments == others,
                    Judged::Cases { .. } => false,
                };
                let before = self.form.rules.iter().take_while(|other| other.id != rule.id);
                if let Some(other) = before.into_iter().find(alike) {
                    self.twice(source, id.span.clone(), "检查", other);
                }
            }
        }
    }

    /// A weight that contradicts what else is said of the rule.
    fn weight(&self, source: &Arc<Source>, rule: &Rule, node: &Node<'_>) {
        if let (Certainty::Heuristic, Severity::Error, Some(span)) =
            (rule.certainty, rule.severity, node.span_of("severity"))
        {
            let message = "可能误报的规则（certainty）不影响审核结论，级别却写成了错误";
            self.found.doubt(source, span, message, Some("写 \"query\" 或 \"hint\"，或删去“certainty”".to_owned()));
        }
        if let (Severity::Hint, Some(span)) = (rule.severity, node.span_of("eased")) {
            let message = "“eased”是减轻为提示时说的话，这条规则本来就是提示";
            self.found.doubt(source, span, message, Some("删去这一行".to_owned()));
        }
    }

    fn when(&self, source: &Arc<Source>, when: &Must<Reference>, at: &At<String>) {
        for decided in when.decided() {
            let (message, help) = match (decided.whole, decided.holds) {
                (true, true) => ("“when”总是成立", "删去这一行"),
                (true, false) => ("“when”总是不成立，这条规则永远不会检查", "改正条件"),
                (false, true) => ("这一部分总是成立", "删去这一部分，或改正"),
                (false, false) => ("这一部分总是不成立", "删去这一部分，或改正"),
            };
            self.decided(source, at, decided, message, help);
        }
    }

    /// Whether anything is said of a demand that always or never holds.
    fn must(&self, source: &Arc<Source>, case: &Case, when: Option<&Must<Reference>>, at: &At<String>) -> bool {
        let known = case.must.decided();
        let is_known = !known.is_empty();
        for decided in known {
            let (message, help) = match (decided.whole, decided.holds) {
                (true, true) => ("这个条件总是成立，规则永远不会报出问题", "改正条件，或删去规则"),
                (true, false) => ("这个条件总是不成立，每次审核都会报出问题", "改正条件，或删去规则"),
                (false, true) => ("这一部分总是成立", "删去这一部分，或改正"),
                (false, false) => ("这一部分总是不成立", "删去这一部分，或改正"),
            };
            self.decided(source, at, decided, message, help);
        }
        let message = match when.and_then(|when| case.must.decided_by(when)) {
            Some(true) => "符合“when”的都符合这个条件，规则永远不会报出问题",
            Some(false) => "符合“when”的都不符合这个条件，每次检查都会报出问题",
            None => return is_known,
        };
        self.found.doubt(source, at.span.clone(), message, Some("改正条件，或删去规则".to_owned()));
        true
    }

    /// A rule that never finds anything with the parameters as the template has them; a bureau may set them otherwise.
    fn must_given(&self, source: &Arc<Source>, case: &Case, when: Option<&Must<Reference>>, at: &At<String>) {
        let of = |position: usize| self.form.parameters.get(position).map(|one| one.value);
        let value = |reference: &Reference| parameter(*reference).and_then(of);
        // What never holds anyway is told where it stands.
        if when.is_some_and(|when| !when.decided().is_empty()) {
            return;
        }
        let must = case.must.given(&value);
        let when = when.map(|when| when.given(&value));
        let always = must.decided().iter().any(|decided| decided.whole && decided.holds);
        let never_judged =
            when.as_ref().is_some_and(|when| when.decided().iter().any(|decided| decided.whole && !decided.holds));
        if always || never_judged || when.and_then(|when| must.decided_by(&when)) == Some(true) {
            let message = "按模板中参数的数，规则永远不会报出问题";
            self.found.doubt(source, at.span.clone(), message, Some("改正条件，或改参数的数".to_owned()));
        }
    }

    fn decided(&self, source: &Arc<Source>, at: &At<String>, decided: Decided, message: &str, help: &str) {
        let start = inner(source, at);
        let span = start + decided.span.start..start + decided.span.end;
        self.found.doubt(source, span, message, Some(help.to_owned()));
    }

    /// The rule before this one that demands the same of the same records.
    fn twin(&self, rule: &Rule, case: &Case) -> Option<&Rule> {
        let Judged::Cases { scope, when, .. } = &rule.judged else { return None };
        let before = self.form.rules.iter().take_while(|other| other.id != rule.id);
        before.into_iter().find(|other| match &other.judged {
            Judged::Cases { scope: other_scope, when: other_when, cases } => {
                let same_when = match (when, other_when) {
                    (Some(when), Some(other)) => when.same(other),
                    (None, None) => true,
                    (Some(_), None) | (None, Some(_)) => false,
                };
                scope == other_scope && same_when && cases.iter().any(|other| other.must.same(&case.must))
            }
            Judged::Check { .. } => false,
        })
    }

    fn twice(&self, source: &Arc<Source>, span: Range<usize>, what: &str, other: &Rule) {
        let message = format!("与规则“{}”的{what}相同，同一个问题会报两次", other.id);
        self.found.doubt(source, span, message, Some("删去其中一条，或改正".to_owned()));
    }
}
