//! A bureau's settings: `审核设置.toml`, linted like a template.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

use super::Form;
use crate::facts::{Excused, Severity};
use crate::fields::date_from_text;
use crate::sections::read::MAX_ISSUED_ROWS;
use crate::template::{At, BadSettings, Diagnostic, Mistakes, Node, Source, nearest, read_file};

/// What a bureau decides for itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The name of its district, in front of titles (`青澜经济开发区`).
    pub district: String,
    /// The last day to hand in, instead of the one that was issued.
    pub deadline: Option<Date>,
    /// Whom units may ask, as it stands in the guide of issued workbooks (`预算绩效股 0730-5550100`).
    pub contact: String,
    /// The password of issued sheets, ASCII.
    pub password: Option<String>,
    /// Spare rows per list instead of the form's own number.
    pub spare: Option<usize>,
    /// Values of parameters by their names.
    pub parameters: BTreeMap<String, Decimal>,
    /// Severities of rules by their ids.
    pub severities: BTreeMap<String, Severity>,
    /// What units need not correct.
    pub excuses: Vec<Excuse>,
}

/// 免改: a unit need not correct what a rule finds, for a reason, until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The rule.
    pub rule: String,
    /// 预算编码 of the unit.
    pub unit: String,
    /// Why, and until when.
    pub excused: Excused,
    /// Where the day stands.
    place: (Arc<Source>, Range<usize>),
}

impl Settings {
    /// Reads a settings file for these forms, or says everything that is wrong with it.
    pub fn read(source: &Arc<Source>, forms: &[&Form]) -> Result<Self, BadSettings> {
        let mistakes = Mistakes::default();
        let settings = read_file(source, &mistakes, |root| Some(settings(root, forms)));
        match (settings, mistakes.into_vec()) {
            (Some(settings), mistakes) if mistakes.is_empty() => Ok(settings),
            (_, mistakes) => Err(BadSettings(mistakes)),
        }
    }

    /// Why a finding of this rule need not be corrected by this unit on this day.
    #[must_use]
    pub fn excused(&self, rule: &str, unit: &str, day: Date) -> Option<&Excused> {
        let fits = |excuse: &&Excuse| excuse.rule == rule && excuse.unit == unit && excuse.excused.until >= day;
        self.excuses.iter().find(fits).map(|excuse| &excuse.excused)
    }

    /// What has no effect on this day any more.
    #[must_use]
    pub fn expired(&self, day: Date) -> Vec<Diagnostic> {
        let mistakes = Mistakes::default();
        for Excuse { rule, unit, excused, place: (source, span) } in &self.excuses {
            if excused.until < day {
                let message = format!("单位{unit}规则“{rule}”的免改已于{}到期，不再适用", excused.until);
                mistakes.doubt(source, span.clone(), message, Some("删去这一段，或改为新的期限".to_owned()));
            }
        }
        mistakes.into_vec()
    }
}

fn settings(root: Node<'_>, forms: &[&Form]) -> Settings {
    let district = root.text("district").map(|text| text.value).unwrap_or_default();
    let contact = root.text("contact").map(|text| text.value).unwrap_or_default();
    let deadline = root.text("deadline").and_then(|text| day(&root, &text));
    let password = root.text("password").and_then(|text| {
        if text.value.is_ascii() && !text.value.is_empty() {
            return Some(text.value);
        }
        root.mistake(text.span, "口令只能用英文字母、数字和符号（Excel 对其他文字的口令各版本算法不同）");
        None
    });
    let spare = root.count_in("spare", 0..=MAX_ISSUED_ROWS);
    let settings = Settings {
        district,
        deadline,
        contact,
        password,
        spare,
        parameters: parameters(&root, forms),
        severities: severities(&root, forms),
        excuses: excuses(&root, forms),
    };
    root.finish();
    settings
}

fn day(node: &Node<'_>, text: &At<String>) -> Option<Date> {
    let day = date_from_text(&text.value);
    if day.is_none() {
        node.mistake(text.span.clone(), format!("“{}”不是日期，例如 \"2022-4-30\"", text.value));
    }
    day
}

fn excuses(root: &Node<'_>, forms: &[&Form]) -> Vec<Excuse> {
    let excuse = |node: Node<'_>| {
        let rule = node.required_text("rule").filter(|rule| is_rule(&node, rule, forms));
        let unit = node.required_text("unit").filter(|unit| is_code(&node, unit, forms));
        let reason = node.required_text("reason").filter(|reason| is_reason(&node, reason));
        let said = node.required_text("until");
        let until = said.as_ref().and_then(|text| day(&node, text));
        let place = (Arc::clone(node.source()), said?.span);
        node.finish();
        let excused = Excused { reason: reason?.value, until: until? };
        Some(Excuse { rule: rule?.value, unit: unit?.value, excused, place })
    };
    let mut excuses: Vec<Excuse> = Vec::new();
    for node in root.nodes("excused") {
        let span = node.span.clone();
        let Some(excuse) = excuse(node) else { continue };
        if excuses.iter().any(|known| known.rule == excuse.rule && known.unit == excuse.unit) {
            root.mistake(span, format!("单位{}规则“{}”的免改写了两次", excuse.unit, excuse.rule));
        }
        excuses.push(excuse);
    }
    excuses
}

fn is_rule(node: &Node<'_>, rule: &At<String>, forms: &[&Form]) -> bool {
    let known: Vec<&str> = forms.iter().flat_map(|form| &form.rules).map(|rule| rule.id.as_str()).collect();
    let is_known = known.contains(&rule.value.as_str());
    if !is_known {
        let help = nearest(&rule.value, known).map(|near| format!("是否想写“{near}”？"));
        node.mistake_with_help(rule.span.clone(), format!("没有编号为“{}”的规则", rule.value), help);
    }
    is_known
}

/// Whether a text has the form of a unit's code, as the forms ask for it.
fn is_code(node: &Node<'_>, code: &At<String>, forms: &[&Form]) -> bool {
    let fields = forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.fields);
    let digits: BTreeSet<usize> = fields.filter_map(|field| field.limits.digits).collect();
    let all_digits = !code.value.is_empty() && code.value.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = all_digits && (digits.is_empty() || digits.contains(&code.value.len()));
    if !is_code {
        let digits: Vec<String> = digits.iter().map(|count| format!("{count}位")).collect();
        let message = format!("“{}”不是预算编码，应为{}数字", code.value, digits.join("或"));
        node.mistake_with_help(code.span.clone(), message, Some("写单位的预算编码，不写名称".to_owned()));
    }
    is_code
}

fn is_reason(node: &Node<'_>, reason: &At<String>) -> bool {
    let is_reason = !reason.value.trim().is_empty();
    if !is_reason {
        node.mistake(reason.span.clone(), "请写明免改的理由，单位和审核人都会看到");
    }
    is_reason
}

fn parameters(root: &Node<'_>, forms: &[&Form]) -> BTreeMap<String, Decimal> {
    let Some(node) = root.node("parameters") else { return BTreeMap::new() };
    let known: Vec<&str> = forms.iter().flat_map(|form| &form.parameters).map(|one| one.id.as_str()).collect();
    let mut parameters = BTreeMap::new();
    for (name, value) in node.entries() {
        if !known.contains(&name.value.as_str()) {
            let help = nearest(&name.value, known.iter().copied()).map(|near| format!("是否想写“{near}”？"));
            node.mistake_with_help(name.span, format!("没有名为“{}”的参数", name.value), help);
            continue;
        }
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::String(_) | DeValue::Boolean(_) | DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => {
                None
            }
        };
        match number {
            Some(number) => {
                parameters.insert(name.value, number);
            }
            None => node.mistake(value.span(), format!("参数“{}”应为数字", name.value)),
        }
    }
    refused(&node, forms, &parameters);
    parameters
}

/// Notes values beyond what makes sense, each compared with the others as they are set.
fn refused(node: &Node<'_>, forms: &[&Form], set: &BTreeMap<String, Decimal>) {
    for form in forms {
        let default = |id: &str| form.parameters.iter().find(|one| one.id == id).map(|one| one.value);
        let value = |id: &str| set.get(id).copied().or_else(|| default(id));
        for one in &form.parameters {
            // Where only the lower of two is set, that is the one to point at.
            let span = node.span_of(&one.id).or_else(|| node.span_of(one.above.as_deref()?));
            let refusal = value(&one.id).and_then(|found| one.refuses(found, value));
            if let (Some(span), Some(refusal)) = (span, refusal) {
                node.mistake(span, refusal);
            }
        }
    }
}

fn severities(root: &Node<'_>, forms: &[&Form]) -> BTreeMap<String, Severity> {
    let Some(node) = root.node("severities") else { return BTreeMap::new() };
    let mut severities = BTreeMap::new();
    for (rule, value) in node.entries() {
        if !is_rule(&node, &rule, forms) {
            continue;
        }
        let word = if let DeValue::String(word) = value.get_ref() { word.as_ref() } else { "" };
        match Severity::ALL.into_iter().find(|severity| severity.id() == word) {
            Some(severity) => {
                severities.insert(rule.value, severity);
            }
            None => node.mistake(value.span(), "级别应为 \"error\"、\"query\" 或 \"hint\""),
        }
    }
    severities
}
