//! Reading TOML with a position for every mistake: typed getters that remember which keys were asked for.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::canonical;
use super::diagnostic::{Diagnostic, Gravity};
use super::source::Source;
use super::syntax::translated;
use crate::language::suggest as nearest;

/// A value and the bytes of the file where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Collects the mistakes of one reading.
#[derive(Debug, Default)]
pub struct Mistakes(RefCell<Vec<Diagnostic>>);

impl Mistakes {
    /// Notes a mistake.
    pub fn note(&self, source: &Arc<Source>, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.say(Gravity::Mistake, source, span, message, help);
    }

    /// Notes something that can hardly be meant.
    pub fn doubt(&self, source: &Arc<Source>, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.say(Gravity::Doubt, source, span, message, help);
    }

    fn say(
        &self,
        gravity: Gravity,
        source: &Arc<Source>,
        span: Range<usize>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let source = Arc::clone(source);
        self.0.borrow_mut().push(Diagnostic { source, span, gravity, message: message.into(), help });
    }

    /// How many were noted so far.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Forgets all that were noted after the first so many.
    pub fn forget_after(&self, count: usize) {
        self.0.borrow_mut().truncate(count);
    }

    /// All that were noted, in the order of files and lines.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut all = self.0.into_inner();
        all.sort_by(|a, b| (&a.source.path, a.span.start).cmp(&(&b.source.path, b.span.start)));
        all.dedup();
        all
    }
}

/// A TOML table that is being read.
pub struct Node<'a> {
    source: &'a Arc<Source>,
    table: &'a DeTable<'a>,
    /// Where the table stands; its key where it has one.
    pub span: Range<usize>,
    mistakes: &'a Mistakes,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Node<'a> {
    /// The table of a whole file.
    #[must_use]
    pub fn root(source: &'a Arc<Source>, table: &'a Spanned<DeTable<'a>>, mistakes: &'a Mistakes) -> Self {
        Self::new(source, table.get_ref(), 0..source.text.find('\n').unwrap_or(source.text.len()), mistakes)
    }

    const fn new(source: &'a Arc<Source>, table: &'a DeTable<'a>, span: Range<usize>, mistakes: &'a Mistakes) -> Self {
        Self { source, table, span, mistakes, asked: RefCell::new(Vec::new()) }
    }

    /// The file.
    #[must_use]
    pub const fn source(&self) -> &'a Arc<Source> {
        self.source
    }

    /// Notes a mistake in this file.
    pub fn mistake(&self, span: Range<usize>, message: impl Into<String>) {
        self.mistakes.note(self.source, span, message, None);
    }

    /// Notes a mistake in this file and what to do about it.
    pub fn mistake_with_help(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.mistakes.note(self.source, span, message, help);
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.mistake(value.span(), format!("“{key}”应为{wanted}"));
    }

    fn missing(&self, key: &str) {
        self.mistake(self.span.clone(), format!("缺少“{key}”"));
    }

    /// A text.
    pub fn text(&self, key: &'static str) -> Option<At<String>> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::String(text) => text,
            DeValue::Datetime(day) => {
                let help = format!("改为 {key} = \"{day}\"");
                self.mistake_with_help(value.span(), "日期要写在引号里", Some(help));
                return None;
            }
            _ => {
                self.wrong_type(key, value, "文字，写在引号里");
                return None;
            }
        };
        Some(At { value: text.to_string(), span: value.span() })
    }

    /// A text that has to be there.
    pub fn required_text(&self, key: &'static str) -> Option<At<String>> {
        let text = self.text(key);
        if text.is_none() && !self.has(key) {
            self.missing(key);
        }
        text
    }

    /// Whether the table says anything of this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.iter().any(|(name, _)| name.get_ref() == key)
    }

    /// Where this key stands, if it does.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Option<Range<usize>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, _)| name.span())
    }

    /// Yes or no; no where it is not said.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        if let DeValue::Boolean(flag) = value.get_ref() {
            return *flag;
        }
        self.wrong_type(key, value, " true 或 false");
        false
    }

    /// A whole number from zero.
    pub fn count(&self, key: &'static str) -> Option<usize> {
        let value = self.get(key)?;
        let count = self.as_count(value);
        if count.is_none() {
            self.wrong_type(key, value, "从0起的整数");
        }
        count
    }

    /// A whole number within bounds.
    pub fn count_in(&self, key: &'static str, bounds: RangeInclusive<usize>) -> Option<usize> {
        let value = self.get(key)?;
        let count = self.as_count(value).filter(|count| bounds.contains(count));
        if count.is_none() {
            self.wrong_type(key, value, &format!("{}到{}的整数", bounds.start(), bounds.end()));
        }
        count
    }

    #[expect(clippy::unused_self, reason = "reads like its siblings")]
    fn as_count(&self, value: &Spanned<DeValue<'_>>) -> Option<usize> {
        match value.get_ref() {
            DeValue::Integer(number) => usize::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        }
    }

    /// A decimal number.
    pub fn decimal(&self, key: &'static str) -> Option<Decimal> {
        let value = self.get(key)?;
        let number = decimal(value);
        if number.is_none() {
            self.wrong_type(key, value, "数字");
        }
        number
    }

    /// A decimal number, or the name of one.
    pub fn figure(&self, key: &'static str) -> Option<Result<Decimal, At<String>>> {
        let value = self.get(key)?;
        if let DeValue::String(name) = value.get_ref() {
            return Some(Err(At { value: name.to_string(), span: value.span() }));
        }
        let number = decimal(value);
        if number.is_none() {
            self.wrong_type(key, value, "数字或参数名");
        }
        number.map(Ok)
    }

    /// Some whole numbers.
    pub fn counts(&self, key: &'static str) -> Option<At<Vec<usize>>> {
        let value = self.get(key)?;
        let counts = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| self.as_count(item)).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        if counts.is_none() {
            self.wrong_type(key, value, "整数的列表，例如 [20, 1500]");
        }
        counts.map(|counts| At { value: counts, span: value.span() })
    }

    /// Some whole numbers that have to be there.
    pub fn required_counts(&self, key: &'static str) -> Option<At<Vec<usize>>> {
        let counts = self.counts(key);
        if counts.is_none() && !self.has(key) {
            self.missing(key);
        }
        counts
    }

    /// Some texts; a single text counts as a list of one.
    pub fn texts(&self, key: &'static str) -> Vec<At<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let one = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(text) => Some(At { value: text.to_string(), span: value.span() }),
            _ => None,
        };
        let texts = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(one).collect::<Option<Vec<_>>>(),
            _ => one(value).map(|text| vec![text]),
        };
        texts.unwrap_or_else(|| {
            self.wrong_type(key, value, "文字或文字的列表");
            Vec::new()
        })
    }

    /// What it says in one way of writing: comments, blanks and the order of keys make no difference, and keys that are
    /// not wanted are left out wherever they stand.
    #[must_use]
    pub fn canonical(&self, wanted: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        canonical::table(self.table, &wanted, &mut text);
        text
    }

    /// Every text in it, those in lists among them.
    #[must_use]
    pub fn all_texts(&self) -> Vec<&'a str> {
        fn texts<'a>(value: &'a Spanned<DeValue<'_>>, found: &mut Vec<&'a str>) {
            match value.get_ref() {
                DeValue::String(text) => found.push(text),
                DeValue::Array(items) => items.iter().for_each(|item| texts(item, found)),
                DeValue::Table(table) => table.iter().for_each(|(_, value)| texts(value, found)),
                DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
            }
        }
        let mut found = Vec::new();
        self.table.iter().for_each(|(_, value)| texts(value, &mut found));
        found
    }

    /// A list of tables.
    pub fn nodes(&self, key: &'static str) -> Vec<Node<'a>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, value, "表的列表");
            return Vec::new();
        };
        let nodes = items.iter().filter_map(|item| {
            if let DeValue::Table(table) = item.get_ref() {
                return Some(Self::new(self.source, table, item.span(), self.mistakes));
            }
            self.wrong_type(key, item, "表");
            None
        });
        nodes.collect()
    }

    /// A table of named tables, in the order of the file: key and table.
    pub fn named_nodes(&self, key: &'static str) -> Vec<(At<String>, Node<'a>)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, "表");
            return Vec::new();
        };
        let nodes = table.iter().filter_map(|(name, value)| {
            if let DeValue::Table(table) = value.get_ref() {
                let node = Self::new(self.source, table, name.span(), self.mistakes);
                return Some((At { value: name.get_ref().to_string(), span: name.span() }, node));
            }
            self.wrong_type(name.get_ref(), value, "表");
            None
        });
        nodes.collect()
    }

    /// The table's keys and values where the keys are not known beforehand (settings by rule or parameter).
    pub fn entries(&self) -> Vec<(At<String>, &'a Spanned<DeValue<'a>>)> {
        let entry = |(name, value): (&Spanned<std::borrow::Cow<'a, str>>, &'a Spanned<DeValue<'a>>)| {
            (At { value: name.get_ref().to_string(), span: name.span() }, value)
        };
        self.table.iter().map(entry).collect()
    }

    /// A table of this key.
    pub fn node(&self, key: &'static str) -> Option<Node<'a>> {
        let value = self.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, "表");
            return None;
        };
        Some(Self::new(self.source, table, value.span(), self.mistakes))
    }

    /// Notes every key that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.borrow();
        for (name, _) in self.table {
            if !asked.iter().any(|key| key == name.get_ref()) {
                let help = nearest(name.get_ref(), asked.iter().copied()).map(|key| format!("是否想写“{key}”？"));
                self.mistake_with_help(name.span(), format!("未知的键“{}”", name.get_ref()), help);
            }
        }
    }
}

fn decimal(value: &Spanned<DeValue<'_>>) -> Option<Decimal> {
    match value.get_ref() {
        DeValue::Integer(number) => number.as_str().parse().ok(),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

/// Parses a file and reads its table.
pub fn read_file<T>(source: &Arc<Source>, mistakes: &Mistakes, read: impl FnOnce(Node<'_>) -> Option<T>) -> Option<T> {
    match DeTable::parse(&source.text) {
        Ok(table) => read(Node::root(source, &table, mistakes)),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let text = |range: Range<usize>| source.text.get(range).unwrap_or_default();
            let words = (text(span.clone()), text(span.start..source.text.len()));
            let (message, help) = translated(error.message(), words.0, words.1);
            mistakes.note(source, span, message, help);
            None
        }
    }
}
