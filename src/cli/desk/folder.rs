//! What lies in a folder that may be a desk folder.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::names::{ISSUED, MISNAMED_SETTINGS, REFERENCE, RETURNS, ROSTER_WORD, SETTINGS};
use crate::outcome::{OUTPUT_FOLDER, RECORD, gather};

/// Other tables that rosters are kept in, which are not read.
const OTHER_TABLES: [&str; 4] = ["xls", "et", "ods", "csv"];

/// What was found.
pub(super) struct Desk {
    /// The name of the roster.
    pub(super) roster: Option<String>,
    /// How many files there are in 收件.
    pub(super) returns: usize,
    /// How many files there are in 对照资料.
    pub(super) reference: usize,
    /// Whether there is 审核设置.toml.
    pub(super) has_settings: bool,
    /// Whether anything was issued: by 下发清单, or because results are there of what was.
    pub(super) was_issued: bool,
    /// Whether there is 收件 or 对照资料, with or without files.
    has_folders: bool,
}

impl Desk {
    /// Looks into a folder; what cannot be understood there is said, for guessing would check against the wrong roster or
    /// without the settings.
    pub(super) fn look(folder: &Path) -> Result<Self> {
        let names = names(folder).context("无法读取这个文件夹")?;
        let has = |name: &str| names.iter().any(|there| there == name);
        if let Some(name) = MISNAMED_SETTINGS.iter().find(|name| has(name)) {
            bail!("“{name}”不会被读取，请把文件名改为“{SETTINGS}”（不用的请删去），再运行一次本程序");
        }
        Ok(Self {
            roster: roster(&names)?,
            returns: files(folder, RETURNS)?,
            reference: files(folder, REFERENCE)?,
            has_settings: has(SETTINGS),
            was_issued: folder.join(ISSUED).join(RECORD).exists() || has(OUTPUT_FOLDER),
            has_folders: has(RETURNS) || has(REFERENCE),
        })
    }

    /// Whether there is a unit to issue to or a file to check.
    pub(super) fn has_work(&self) -> bool {
        self.roster.is_some() || self.returns > 0
    }

    /// Whether nothing at all of a desk folder is there.
    pub(super) fn is_none(&self) -> bool {
        !(self.has_work() || self.has_settings || self.has_folders)
    }

    /// What was found, as a list of words.
    pub(super) fn said(&self) -> String {
        let files = |folder, count| (count > 0).then(|| format!("{folder}（{count}个文件）"));
        let parts = [
            self.roster.as_ref().map(|name| format!("单位名单“{name}”")),
            files(RETURNS, self.returns),
            self.has_settings.then(|| SETTINGS.to_owned()),
            files(REFERENCE, self.reference),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("、")
    }

    /// The settings as options of a command.
    pub(super) fn settings(&self) -> &'static [&'static str] {
        if self.has_settings { &["--settings", SETTINGS] } else { &[] }
    }
}

/// The names in a folder in their order, without what is hidden and the locks that Office puts beside an open file.
fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.retain(|name| !name.starts_with('.') && !name.starts_with("~$"));
    names.sort();
    Ok(names)
}

/// The one workbook that is called a roster.
fn roster(names: &[String]) -> Result<Option<String>> {
    let called_so = |ends: &[&str]| -> Vec<&String> {
        let ends_so = |name: &str| {
            let end = Path::new(name).extension().and_then(|end| end.to_str()).unwrap_or_default();
            ends.iter().any(|known| end.eq_ignore_ascii_case(known))
        };
        names.iter().filter(|name| name.contains(ROSTER_WORD) && *name != RECORD && ends_so(name)).collect()
    };
    match called_so(&["xlsx"]).as_slice() {
        [] => match called_so(&OTHER_TABLES).first() {
            Some(name) => bail!("名单“{name}”不是 .xlsx 格式，请用 Excel 或 WPS 另存为 .xlsx，再运行一次本程序"),
            None => Ok(None),
        },
        [one] => Ok(Some((*one).clone())),
        several => {
            let all: Vec<String> = several.iter().map(|name| format!("“{name}”")).collect();
            let (count, all) = (several.len(), all.join("、"));
            bail!("这个文件夹中有{count}份名单：{all}，请只留下要用的一份，其余的移走或改名，再运行一次本程序")
        }
    }
}

/// How many files a run would look at in a folder of this name.
fn files(folder: &Path, name: &str) -> Result<usize> {
    let path = folder.join(name);
    match path.metadata() {
        Err(_) => Ok(0),
        Ok(metadata) if !metadata.is_dir() => bail!("“{name}”应是文件夹，现在是文件，请改名后建立文件夹“{name}”"),
        Ok(_) => Ok(gather(&[path])?.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_roster_is_taken_whatever_else_it_is_called() {
        let of = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            roster(&names).map_err(|error| error.to_string())
        };
        for name in ["名单.xlsx", "单位名单.xlsx", "2024年单位名单（定）.XLSX"] {
            assert_eq!(of(&["a.xlsx", name, "下发清单.xlsx", "名单.txt"]), Ok(Some(name.to_owned())));
        }
        assert_eq!(of(&["下发清单.xlsx", "名单.docx"]), Ok(None));
        let told = "这个文件夹中有2份名单：“单位名单.xlsx”、“名单.xlsx”，请只留下要用的一份，其余的移走或改名，再运行一次本程序";
        assert_eq!(of(&["单位名单.xlsx", "名单.xlsx"]), Err(told.to_owned()));
        let told = "名单“名单.xls”不是 .xlsx 格式，请用 Excel 或 WPS 另存为 .xlsx，再运行一次本程序";
        assert_eq!(of(&["名单.xls"]), Err(told.to_owned()));
    }
}
