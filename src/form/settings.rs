//! A bureau's settings: `审核设置.toml`, linted like a template.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::de::DeValue;

use super::Form;
use super::excuse::{Excuse, excuses};
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

    /// Why a finding, by its rule, field and row, need not be corrected by this unit on this day; the reason that says
    /// most of the place, where there are several.
    #[must_use]
    pub fn excused(&self, finding: [&str; 3], unit: &str, day: Date) -> Option<&Excused> {
        let fits = |excuse: &&Excuse| excuse.unit == unit && excuse.is_about(finding) && excuse.excused.until >= day;
        let said = |excuse: &&Excuse| (excuse.field.is_some(), excuse.row.is_some());
        self.excuses.iter().filter(fits).max_by_key(said).map(|excuse| &excuse.excused)
    }

    /// What has no effect on this day any more.
    #[must_use]
    pub fn expired(&self, day: Date) -> Vec<Diagnostic> {
        let mistakes = Mistakes::default();
        self.excuses
            .iter()
            .filter(|excuse| excuse.excused.until < day)
            .for_each(|excuse| excuse.say_expired(&mistakes));
        mistakes.into_vec()
    }

    /// What is said of units that are not among those of a roster.
    #[must_use]
    pub fn of_strangers(&self, codes: &[&str]) -> Vec<Diagnostic> {
        let mistakes = Mistakes::default();
        let strange = self.excuses.iter().filter(|excuse| !codes.contains(&excuse.unit.as_str()));
        strange.for_each(|excuse| excuse.say_stranger(codes, &mistakes));
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
        root.mistake(text.span, "口令只能用英文字母、数字和符号（含汉字的口令，换一个版本的 Excel 可能解不开）");
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

pub(super) fn day(node: &Node<'_>, text: &At<String>) -> Option<Date> {
    let day = date_from_text(&text.value);
    if day.is_none() {
        node.mistake(text.span.clone(), format!("“{}”不是日期，请按“年-月-日”写全，并核对有没有这一天", text.value));
    }
    day
}

/// Whether a text is the id of a rule of the forms.
pub(super) fn is_rule(node: &Node<'_>, rule: &At<String>, forms: &[&Form]) -> bool {
    let known: Vec<&str> = forms.iter().flat_map(|form| &form.rules).map(|rule| rule.id.as_str()).collect();
    let is_known = known.contains(&rule.value.as_str());
    if !is_known {
        let help = nearest(&rule.value, known).map(|near| format!("是否想写“{near}”？"));
        node.mistake_with_help(rule.span.clone(), format!("没有编号为“{}”的规则", rule.value), help);
    }
    is_known
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
        for sum in &form.sums {
            let span = sum.names(&form.parameters).into_iter().find_map(|name| node.span_of(name));
            if let (Some(span), Some(refusal)) = (span, sum.refuses(&form.parameters, value)) {
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
