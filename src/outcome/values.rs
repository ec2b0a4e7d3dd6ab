//! Values of a return as data: what `export` prints and `fill` takes, the one the inverse of the other.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::judged::ReadFile;
use crate::checks::filled_word;
use crate::excel::package::MAX_CELL_TEXT;
use crate::facts::{Content, Entry, Raw, Slot};
use crate::form::Form;
use crate::layout::Layout;
use crate::plan::{Filling, Stamp};
use crate::sections::Field;
use crate::words::{Value, plain};

/// The schema of the data; additions are allowed, nothing is renamed.
pub const SCHEMA: &str = "xlcheck.values/1";

/// Values by table, row and field.
pub type Tables = IndexMap<String, IndexMap<String, IndexMap<String, FilledValue>>>;

/// The values of one unit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnitValues {
    /// [`SCHEMA`]; empty inside an export, which says it once.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub schema: String,
    /// The file they were read from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateName>,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitName>,
    /// The year that is evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    /// The values; a table with one record has the row `""`.
    pub values: Tables,
}

/// The name of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateName {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
}

/// The name of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitName {
    /// 预算编码.
    pub code: String,
    /// 单位名称.
    pub name: String,
}

impl UnitValues {
    /// How many fields it fills in.
    #[must_use]
    pub fn count(&self) -> usize {
        let fields = self.values.values().flat_map(IndexMap::values).flat_map(IndexMap::values);
        let says = |said: &Option<String>| said.as_ref().is_some_and(|said| !said.is_empty());
        fields.filter(|field| says(&field.value) || says(&field.text)).count()
    }
}

impl UnitName {
    /// Whose workbook it is.
    #[must_use]
    pub fn of(stamp: &Stamp) -> Self {
        let [code, name] = ["预算编码", "单位名称"].map(|name| stamp.issued.get(name).to_owned());
        Self { code, name }
    }
}

/// One value. Data written by hand may say `"418.69"` or `418.69`; `{"text": "418.69万元"}` is typed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub struct FilledValue {
    /// The value by its type: `418.69`, `2022-03-20`, words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What was typed, where it is not simply the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Given {
    Text(String),
    Number(serde_json::Number),
    Full { value: Option<String>, text: Option<String>, cell: Option<String> },
}

impl From<Given> for FilledValue {
    fn from(given: Given) -> Self {
        match given {
            Given::Text(value) => Self { value: Some(value), text: None, cell: None },
            Given::Number(number) => Self { value: Some(number.to_string()), text: None, cell: None },
            Given::Full { value, text, cell } => Self { value, text, cell },
        }
    }
}

/// Why data cannot be filled in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValuesError {
    /// A name that the form does not have.
    #[error("表单中没有“{name}”{}", .meant.as_ref().map(|near| format!("，是否想写“{near}”？")).unwrap_or_default())]
    Unknown {
        /// The name with those above it.
        name: String,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A value for a cell that is locked.
    #[error("“{name}”是锁定内容，不能填写")]
    Locked {
        /// The field.
        name: String,
    },
    /// More words than a cell holds.
    #[error("“{name}”超过{MAX_CELL_TEXT}个字符，一个单元格放不下")]
    TooLong {
        /// The field.
        name: String,
    },
    /// A value that is none of the field's type.
    #[error("“{name}”的值“{value}”不是{wanted}；要照原样填入，请写 {{\"text\": …}}")]
    WrongType {
        /// The field.
        name: String,
        /// The value.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
}

impl UnitValues {
    /// The values of a return: everything that the unit filled in.
    #[must_use]
    pub fn of(form: &Form, read: &ReadFile, path: &str) -> Self {
        let mut values = Tables::new();
        for slot in read.layout.slots() {
            if !read.layout.is_input(slot) {
                continue;
            }
            let entry = read.found.submission.entry(slot);
            // A placeholder that was taken out is something that the unit did.
            if entry.lost || entry.reading.found == issued_text(&read.layout, slot) {
                continue;
            }
            let table = &form.tables[slot.table];
            let row = &read.layout.rows[slot.table][slot.row].id;
            let rows = values.entry(table.id.clone()).or_default();
            let fields = rows.entry(row.clone()).or_default();
            fields.insert(table.fields[slot.field].id.clone(), exported(form, slot, entry));
        }
        Self {
            schema: String::new(),
            path: path.to_owned(),
            template: Some(TemplateName { id: form.id.clone(), edition: form.edition.clone() }),
            unit: Some(UnitName::of(&read.stamp)),
            year: Some(read.stamp.year),
            values,
        }
    }
}

/// The text that an input cell is issued with.
pub(super) fn issued_text(layout: &Layout, slot: Slot) -> &str {
    let filling = layout.planned(slot).map(|planned| &planned.filling);
    if let Some(Filling::Input(_, text)) = filling { text } else { "" }
}

fn exported(form: &Form, slot: Slot, entry: &Entry) -> FilledValue {
    let field = &form.tables[slot.table].fields[slot.field];
    let cell = Some(entry.place.to_string());
    if entry.reading.is_blank() {
        return FilledValue { value: Some(String::new()), text: None, cell };
    }
    let value = match &entry.reading.value {
        Some(Value::Number(number)) => Some(plain(*number)),
        Some(value) => Some(filled_word(field.kind.language(), value)),
        None => None,
    };
    let plainly = value.as_deref() == Some(entry.reading.found.as_str());
    let text = (!plainly && (value.is_none() || is_read_again(field, entry))).then(|| entry.reading.found.clone());
    FilledValue { value, text, cell }
}

/// Whether what was read leniently gives the same value when it is typed as a text; the day behind the number of a
/// cell without date format and the result of a formula do not.
fn is_read_again(field: &Field, entry: &Entry) -> bool {
    let raw = Raw::Text(entry.reading.found.as_str().into());
    let content = Content {
        cell: entry.place.cell,
        raw,
        formula: None,
        locked: false,
        date_format: false,
        percent_format: false,
    };
    entry.reading.normalised && field.kind.read(&content, &field.limits).value == entry.reading.value
}
