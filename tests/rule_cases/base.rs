//! The fillings that cases start from: everything in them is right.

use std::path::PathBuf;

use indexmap::IndexMap;
use serde::Deserialize;
use xlcheck::outcome::SubUnitsSaid;

use super::case::{self, Typed};

/// The filling of cases that do not say another.
pub const USUAL: &str = "通常";

/// A filling.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    /// The filling that this one changes.
    #[serde(default)]
    extends: Option<String>,
    /// The roster's column of sub-units: `无`, nothing, or their names.
    pub sub_units: String,
    /// The roster's column of projects; nothing where it has none.
    #[serde(default)]
    pub projects: Option<Vec<String>>,
    /// Figures of the roster that the workbook is issued with.
    #[serde(default)]
    pub issued: IndexMap<String, Typed>,
    /// The year that is evaluated.
    #[serde(default)]
    pub year: Option<i16>,
    /// The day on which it comes in.
    #[serde(default)]
    pub received: Option<Typed>,
    /// The last day to hand in.
    #[serde(default)]
    pub deadline: Option<Typed>,
    /// Rules that cannot be judged in it.
    #[serde(default)]
    pub unchecked: Vec<String>,
    /// What is typed, by defined names.
    pub values: IndexMap<String, Typed>,
}

fn folder(form: &str) -> PathBuf {
    case::folder().join("底稿").join(form)
}

/// Every filling: its form and its name.
pub fn all() -> Vec<(String, String)> {
    let names = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).expect("the fillings").map(|entry| entry.expect("an entry").path());
        let name = |path: PathBuf| path.file_stem().expect("a name").to_str().expect("UTF-8").to_owned();
        let mut names: Vec<String> = entries.map(name).collect();
        names.sort();
        names
    };
    let forms = std::fs::read_dir(folder("")).expect("the fillings").map(|entry| entry.expect("an entry").file_name());
    let forms = forms.map(|form| form.into_string().expect("UTF-8"));
    forms.flat_map(|form| names(folder(&form)).into_iter().map(move |name| (form.clone(), name))).collect()
}

impl Base {
    /// The filling of this name for a form, with everything of those it changes.
    pub fn read(form: &str, name: &str) -> Self {
        let own: Self = case::read(&folder(form).join(format!("{name}.toml")));
        let Some(below) = &own.extends else { return own };
        let mut base = Self::read(form, below);
        base.values.extend(own.values);
        base.unchecked.extend(own.unchecked);
        Self { extends: None, sub_units: own.sub_units, issued: own.issued, ..base }
    }

    /// What the roster says of its sub-units.
    pub fn sub_units(&self) -> SubUnitsSaid {
        match self.sub_units.as_str() {
            "" => SubUnitsSaid::Unsaid,
            "无" => SubUnitsSaid::None,
            names => SubUnitsSaid::Named(names.split('、').map(str::to_owned).collect()),
        }
    }
}
