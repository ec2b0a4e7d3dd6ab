//! The format of case files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use toml::de::{DeTable, DeValue};
use xlcheck::outcome::FilledValue;

use super::damage::Damage;

/// The form of the files that do not say another.
const FORM: &str = "部门整体支出绩效自评@2021";

/// The cases of one rule.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// The form: `id@edition`.
    #[serde(default = "form")]
    pub form: String,
    /// Cases in which the rule finds something.
    #[serde(default)]
    pub breaks: Vec<Case>,
    /// Cases in which it just does not: the last figure of the tail, the allowed word, the day itself.
    #[serde(default)]
    pub nearly: Vec<Case>,
}

fn form() -> String {
    FORM.to_owned()
}

/// One case.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What was done, in words.
    pub says: String,
    /// The filling it starts from; `通常` where it says nothing.
    #[serde(default)]
    pub base: Option<String>,
    /// What is typed instead, by defined names.
    #[serde(default)]
    pub change: IndexMap<String, Typed>,
    /// What happens to the file, in order.
    #[serde(default)]
    pub damage: Vec<Damage>,
    /// The name under which it is handed in.
    #[serde(default)]
    pub file: Option<String>,
    /// What the run brings along.
    #[serde(default)]
    pub run: Run,
    /// Every finding: rule, severity, and the cell or what else the finding names.
    pub finds: Vec<String>,
    /// Rules that could not be judged, besides those of the filling it starts from.
    #[serde(default)]
    pub unchecked: Vec<String>,
    /// Values that were read leniently, where the case is about them: `收支情况!D6 ５８５→585.00`.
    #[serde(default)]
    pub reads: Option<Vec<String>>,
    /// What follows for the file, where the case is about it: 退回, 待说明, 通过, 无法审核.
    #[serde(default)]
    pub status: Option<String>,
}

/// Facts and settings of one run.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The day on which the file comes in.
    #[serde(default)]
    pub received: Option<Typed>,
    /// The last day to hand in.
    #[serde(default)]
    pub deadline: Option<Typed>,
    /// Further columns of the unit's row in the roster.
    #[serde(default)]
    pub roster: IndexMap<String, Typed>,
    /// What the unit sent a year ago, where that is at hand: `check --reference`.
    #[serde(default)]
    pub last_year: Option<LastYear>,
    /// Other units of the roster.
    #[serde(default)]
    pub units: Vec<String>,
    /// The bureau's values of the form's parameters.
    #[serde(default)]
    pub parameters: IndexMap<String, Typed>,
}

/// A return of the year before: the usual filling, but for what is said.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastYear {
    /// Its form.
    #[serde(default = "form")]
    pub form: String,
    /// What was typed instead, by defined names.
    #[serde(default)]
    pub change: IndexMap<String, Typed>,
}

/// What is typed: a number, a day, or words as they stand (`""` leaves the cell blank).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Typed {
    /// Words.
    Words(String),
    /// A number.
    Number(serde_json::Number),
    /// A day.
    Day {
        /// As TOML writes it: `2022-03-20`.
        day: String,
    },
}

impl Typed {
    /// As data that is filled in.
    pub fn value(&self) -> FilledValue {
        let (value, text) = match self {
            Self::Words(words) => (None, (!words.is_empty()).then(|| words.clone())),
            Self::Number(number) => (Some(number.to_string()), None),
            Self::Day { day } => (Some(day.clone()), None),
        };
        FilledValue { value, text, cell: None }
    }

    /// The day, where it is one.
    pub fn day(&self) -> Option<Date> {
        if let Self::Day { day } = self { day.parse().ok() } else { None }
    }
}

/// The folder of cases.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// Every case file by its name: `SUM-01`, `IND-05@2024`.
pub fn files() -> BTreeMap<String, CaseFile> {
    let entries = std::fs::read_dir(folder().join("规则")).expect("the cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let files = paths.map(|path| (path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned(), read(&path)));
    files.collect()
}

/// A TOML file as this type.
pub fn read<T: DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}：{error}", path.display()));
    let table = DeTable::parse(&text).unwrap_or_else(|error| panic!("{}：{error}", path.display()));
    serde_json::from_value(object(table.get_ref())).unwrap_or_else(|error| panic!("{}：{error}", path.display()))
}

fn object(table: &DeTable<'_>) -> Value {
    let pairs = table.iter().map(|(key, value)| (key.get_ref().to_string(), plain(value.get_ref())));
    pairs.collect::<Map<_, _>>().into()
}

fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().expect("a number")),
        DeValue::Float(number) => json!(number.as_str().parse::<f64>().expect("a number")),
        DeValue::Boolean(truth) => json!(truth),
        DeValue::Datetime(day) => json!({ "day": day.to_string() }),
        DeValue::Array(items) => items.iter().map(|item| plain(item.get_ref())).collect::<Vec<_>>().into(),
        DeValue::Table(table) => object(table),
    }
}
