//! Reading rules: conditions are parsed, names resolved, messages split, each mistake noted where it stands.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use super::message::{self, COMMON_FACTS, Unclosed};
use super::rule::{Arguments, Case, CheckSpec, Judged, Rule, Tolerance};
use super::scope::{Names, Scope};
use super::{Message, Reference};
use crate::facts::{Certainty, Severity};
use crate::language::{self, Expression, LanguageError, Must, Name, NameProblem, Phrase, Problem, Resolved};
use crate::template::{At, Mistakes, Node, Source, Unread, nearest};

/// What rules are read against.
pub(super) struct RuleReader<'a> {
    pub names: Names<'a>,
    pub checks: &'a [CheckSpec],
    pub mistakes: &'a Mistakes,
    /// Names of lists and tables that are wrong themselves, and of what stands in them.
    pub broken: &'a [String],
    /// The rules that speak of these and were not looked at for that.
    pub unread: RefCell<Vec<String>>,
    /// The ids of all rules so far, those of bad rules included.
    pub ids: RefCell<Vec<String>>,
    /// The rules that others replace, where they are named.
    pub replaced: RefCell<Vec<(Arc<Source>, At<String>)>>,
}

impl RuleReader<'_> {
    /// Reads the `rules` of a file, but for those that are left out.
    pub(super) fn file(&self, root: Node<'_>, left_out: &[String]) -> Vec<Rule> {
        let named = root.named_nodes("rules").into_iter().filter(|(id, _)| !left_out.contains(&id.value));
        let rules = named.flat_map(|(id, node)| {
            if self.ids.borrow().contains(&id.value) {
                node.mistake(id.span, format!("规则“{}”重复", id.value));
            }
            self.ids.borrow_mut().push(id.value.clone());
            let before = self.mistakes.count();
            let rule = self.on_every_sheet(&id.value, &node);
            let is_unread = self.mistakes.count() > before && self.is_of_broken(&node);
            node.finish();
            if is_unread {
                // What is wrong with the table is said there, and not again at every rule.
                self.mistakes.forget_after(before);
                self.unread.borrow_mut().push(id.value);
                return Vec::new();
            }
            rule
        });
        let rules = rules.collect();
        root.finish();
        rules
    }

    /// Whether a rule speaks of something that is wrong itself.
    fn is_of_broken(&self, node: &Node<'_>) -> bool {
        let is_mark = |c: char| !c.is_alphanumeric() && c != '_';
        let texts = node.all_texts();
        let mut words = texts.iter().flat_map(|text| text.split(is_mark));
        words.any(|word| self.broken.iter().any(|broken| broken == word))
    }

    /// Notes rules that are replaced and are nowhere, once all files are read; gives the rules that were not looked at.
    /// A rule that was left out may be named where it would be replaced.
    pub(super) fn finish(self, left_out: &[String]) -> Unread {
        let mut ids = self.ids.into_inner();
        ids.extend_from_slice(left_out);
        for (source, rule) in self.replaced.into_inner() {
            if !ids.contains(&rule.value) {
                let help = nearest(&rule.value, ids.iter().map(String::as_str));
                let help = help.map(|near| format!("是否想写“{near}”？"));
                self.mistakes.note(&source, rule.span, format!("没有编号为“{}”的规则", rule.value), help);
            }
        }
        let unread = self.unread.into_inner();
        if unread.is_empty() { Unread::None } else { Unread::Rules(unread) }
    }

    /// A rule; one for each sheet where it looks at one that is repeated.
    fn on_every_sheet(&self, id: &str, node: &Node<'_>) -> Vec<Rule> {
        let names = ["each", "columns"].into_iter().filter_map(|key| node.text(key));
        let names = names.chain(["on", "tables"].into_iter().flat_map(|key| node.texts(key)));
        let table =
            |name: At<String>| name.value.split_once('.').map_or(name.value.clone(), |(table, _)| table.to_owned());
        let copies = names.filter_map(|name| self.names.copies(&table(name))).max();
        let Some(copies) = copies else { return self.rule(id, node).into_iter().collect() };
        let on = |copy: usize| {
            self.names.copy.set(Some(copy));
            let before = self.mistakes.count();
            let rule = self.rule(id, node);
            if copy > 0 {
                // What is wrong with it was said of the first.
                self.mistakes.forget_after(before);
            }
            rule
        };
        let rules = (0..copies).filter_map(on).collect();
        self.names.copy.set(None);
        rules
    }

    fn rule(&self, id: &str, node: &Node<'_>) -> Option<Rule> {
        let title = node.required_text("title");
        let severity = self.severity(node);
        let certainty = match node.text("certainty") {
            Some(word) if word.value == "heuristic" => Certainty::Heuristic,
            Some(word) => {
                node.mistake(word.span, "“certainty”只能写 \"heuristic\"，或不写");
                Certainty::Certain
            }
            None => Certainty::Certain,
        };
        let scope = self.scope(node);
        let check = node.text("check");
        let musts = node.texts("must");
        let in_yuan = self.replaced(node, "in_yuan").pop();
        let only = node.texts("rows");
        let on = node.texts("on");
        let tables = node.texts("tables");
        let for_words = node.texts("words");
        let tolerance = self.tolerance(node);
        let limits = node.texts("limits");
        let marks = node.texts("mark");
        let when = node.text("when");
        let aside = node.text("aside").map(|aside| aside.value);
        let words = node.required_text("message");
        let ask = node.required_text("ask");
        let eased = node.text("eased").map(|eased| eased.value);
        let fix = node.required_text("fix").map(|fix| fix.value).unwrap_or_default();
        let why = node.required_text("why").map(|why| why.value).unwrap_or_default();
        let example = node.text("example").map(|example| example.value).unwrap_or_default();
        let looks = node.text("looks").map(|looks| looks.value).unwrap_or_default();
        let (replaces, replaces_here) = (self.replaced(node, "replaces"), self.replaced(node, "replaces_here"));
        let (title, severity, words, ask) = (title?.value, severity?, words?, ask?);
        let said = format!("{}，{}。", words.value, ask.value);
        let when_said = when.as_ref().map(|when| when.value.clone());
        let (judged, message) = match check {
            Some(check) => {
                let spec = self.check(node, &check)?;
                let message = self.message(node.source(), &words, spec.facts, None)?;
                let arguments = Arguments {
                    fields: on.iter().map(|field| self.field_on(node, field)).collect::<Option<_>>()?,
                    tables: tables.iter().map(|table| self.table_on(node, table)).collect::<Option<_>>()?,
                    rows: only.into_iter().map(|row| row.value).collect(),
                    words: for_words.into_iter().map(|word| word.value).collect(),
                    tolerance: tolerance?,
                    limits: self.limits(node, &spec, &limits)?,
                };
                (Judged::Check { spec, arguments }, message)
            }
            None if musts.is_empty() => {
                node.mistake(node.span.clone(), format!("规则“{id}”需要“must”或“check”"));
                return None;
            }
            None => {
                if !node.has("each") && !node.has("columns") {
                    node.mistake(node.span.clone(), format!("规则“{id}”需要“each”或“columns”"));
                }
                let scope = self.narrow(node, scope?, &only)?;
                let when = match when {
                    Some(when) => Some(self.condition(node.source(), &when, &scope)?),
                    None => None,
                };
                let mut cases = Vec::new();
                for (position, must) in musts.iter().enumerate() {
                    let mark = marks.get(position).or(marks.first());
                    cases.push(self.case(node, must, mark, aside.clone(), &scope)?);
                }
                let mark = cases.first().and_then(|case| case.mark);
                let message = self.message(node.source(), &words, &[], Some((&scope, mark)))?;
                (Judged::Cases { scope, when, cases }, message)
            }
        };
        let facts = match &judged {
            Judged::Check { spec, .. } => spec.facts,
            Judged::Cases { .. } => &[],
        };
        let ask = self.split(node.source(), &ask, facts, &mut |inside, span| {
            self.unknown_fact(node.source(), inside, span, facts);
            None
        })?;
        let id = id.to_owned();
        Some(Rule {
            id,
            title,
            severity,
            certainty,
            when: when_said,
            words: said,
            message,
            ask,
            eased,
            fix,
            why,
            example,
            looks,
            judged,
            replaces,
            in_yuan,
            replaces_here,
        })
    }

    #[expect(clippy::unused_self, reason = "reads like its siblings")]
    fn severity(&self, node: &Node<'_>) -> Option<Severity> {
        let word = node.required_text("severity")?;
        let severity = Severity::ALL.into_iter().find(|severity| severity.id() == word.value);
        if severity.is_none() {
            node.mistake(word.span, "“severity”应为 \"error\"、\"query\" 或 \"hint\"");
        }
        severity
    }

    fn replaced(&self, node: &Node<'_>, key: &'static str) -> Vec<String> {
        let rules = node.texts(key);
        let named = rules.iter().map(|rule| (Arc::clone(node.source()), rule.clone()));
        self.replaced.borrow_mut().extend(named);
        rules.into_iter().map(|rule| rule.value).collect()
    }

    fn check(&self, node: &Node<'_>, check: &At<String>) -> Option<CheckSpec> {
        let spec = self.checks.iter().find(|spec| spec.name == check.value).copied();
        if spec.is_none() {
            let help = nearest(&check.value, self.checks.iter().map(|spec| spec.name));
            let help = help.map(|near| format!("是否想写“{near}”？"));
            node.mistake_with_help(check.span.clone(), format!("没有名为“{}”的内置检查", check.value), help);
        }
        spec
    }

    /// A figure, or the name of a parameter.
    fn tolerance(&self, node: &Node<'_>) -> Option<Tolerance> {
        match node.figure("tolerance") {
            Some(Ok(figure)) => Some(Tolerance::Figure(figure)),
            Some(Err(name)) => self.parameter(node, &name).map(Tolerance::Parameter),
            None if node.has("tolerance") => None,
            None => Some(Tolerance::default()),
        }
    }

    /// The parameters that a check compares with, one for each limit that it knows.
    fn limits(&self, node: &Node<'_>, spec: &CheckSpec, names: &[At<String>]) -> Option<Vec<usize>> {
        if names.len() != spec.limits.len() {
            let span = node.span_of("limits").unwrap_or_else(|| node.span.clone());
            let message = match spec.limits {
                [] => format!("检查“{}”没有界限，不写“limits”", spec.name),
                wanted => format!("检查“{}”的“limits”要写{}个参数：{}", spec.name, wanted.len(), wanted.join("、")),
            };
            node.mistake(span, message);
            return None;
        }
        let found: Vec<Option<usize>> = names.iter().map(|name| self.parameter(node, name)).collect();
        found.into_iter().collect()
    }

    fn parameter(&self, node: &Node<'_>, name: &At<String>) -> Option<usize> {
        let known = || self.names.parameters.iter().map(|one| one.id.as_str());
        let position = known().position(|id| id == name.value);
        if position.is_none() {
            let help = nearest(&name.value, known()).map(|near| format!("是否想写“{near}”？"));
            node.mistake_with_help(name.span.clone(), format!("没有名为“{}”的参数", name.value), help);
        }
        position
    }

    fn case(
        &self,
        node: &Node<'_>,
        must: &At<String>,
        mark: Option<&At<String>>,
        aside: Option<String>,
        scope: &Scope,
    ) -> Option<Case> {
        let condition = self.condition(node.source(), must, scope)?;
        let mark = match mark {
            Some(mark) => Some(self.field(node.source(), mark, scope)?),
            None => condition.expression().references().into_iter().find(|reference| is_cell(**reference)).copied(),
        };
        Some(Case { text: must.value.clone(), must: condition, mark, aside })
    }

    fn condition(&self, source: &Arc<Source>, text: &At<String>, scope: &Scope) -> Option<Must<Reference>> {
        let start = inner(source, text);
        let mut names = |name: &Name| self.names.resolve(scope, name);
        let must = language::parse(&text.value).and_then(|syntax| language::resolve_must(&syntax, &mut names));
        self.noted(source, start, must)
    }

    /// The field that a mark names; of a whole column the first cell is marked.
    fn field(&self, source: &Arc<Source>, text: &At<String>, scope: &Scope) -> Option<Reference> {
        let start = inner(source, text);
        let syntax = self.noted(source, start, language::parse(&text.value))?;
        let found = match &syntax.phrase {
            Phrase::Name(name) => self.names.resolve(scope, name).map_err(Problem::Name),
            _ => Err(Problem::ExpectedName),
        };
        let found = found.map_err(|problem| LanguageError { span: syntax.span, problem });
        Some(self.noted(source, start, found)?.reference)
    }

    fn message(
        &self,
        source: &Arc<Source>,
        text: &At<String>,
        facts: &[&str],
        values: Option<(&Scope, Option<Reference>)>,
    ) -> Option<Message<Expression<Reference>>> {
        let mut bad = false;
        let mut value = |inside: &str, span: Range<usize>| {
            let Some((scope, mark)) = values else {
                self.unknown_fact(source, inside, span, facts);
                bad = true;
                return None;
            };
            let mut names = |name: &Name| self.name_in_message(scope, mark, name);
            let expression = language::parse(inside).and_then(|syntax| language::resolve(&syntax, &mut names));
            let expression = self.noted(source, span.start, expression);
            bad |= expression.is_none();
            expression
        };
        let message = self.split(source, text, facts, &mut value);
        message.filter(|_| !bad)
    }

    fn unknown_fact(&self, source: &Arc<Source>, name: &str, span: Range<usize>, facts: &[&str]) {
        let known = facts.iter().chain(&COMMON_FACTS).copied();
        let help = nearest(name, known).map(|near| format!("是否想写“{near}”？"));
        self.mistakes.note(source, span, format!("这里不提供“{name}”"), help);
    }

    fn split<E>(
        &self,
        source: &Arc<Source>,
        text: &At<String>,
        facts: &[&str],
        value: &mut dyn FnMut(&str, Range<usize>) -> Option<E>,
    ) -> Option<Message<E>> {
        let is_fact = |name: &str| COMMON_FACTS.contains(&name) || facts.contains(&name);
        match message::split(&text.value, inner(source, text), &is_fact, value) {
            Ok(message) => Some(message),
            Err(Unclosed(span)) => {
                self.mistakes.note(source, span, "括号没有闭合", None);
                None
            }
        }
    }

    /// In a message 现值 may stand in an expression: the value of the field to correct first.
    fn name_in_message(
        &self,
        scope: &Scope,
        mark: Option<Reference>,
        name: &Name,
    ) -> Result<Resolved<Reference>, NameProblem> {
        match (mark, name.table.as_ref(), name.field.as_str()) {
            (Some(_), None, "现值") => {
                Ok(Resolved { reference: Reference::Marked, ty: language::Type::Amount, many: false })
            }
            _ => self.names.resolve(scope, name),
        }
    }

    fn noted<T>(&self, source: &Arc<Source>, start: usize, result: Result<T, LanguageError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let span = start + error.span.start..start + error.span.end;
                self.mistakes.note(source, span, error.problem.to_string(), None);
                None
            }
        }
    }
}

const fn is_cell(reference: Reference) -> bool {
    match reference {
        Reference::Here { .. }
        | Reference::Single { .. }
        | Reference::InRow { .. }
        | Reference::Column { .. }
        | Reference::Line { .. }
        | Reference::OfSheet { .. }
        | Reference::Marked => true,
        Reference::Category { .. } | Reference::Parameter(_) | Reference::Run(_) | Reference::External { .. } => false,
    }
}

/// Where the words of a quoted text begin in the file; the quote itself where the text has escapes.
pub(super) fn inner(source: &Source, text: &At<String>) -> usize {
    let quoted = source.text.get(text.span.clone()).unwrap_or_default();
    quoted.find(text.value.as_str()).map_or(text.span.start, |offset| text.span.start + offset)
}
