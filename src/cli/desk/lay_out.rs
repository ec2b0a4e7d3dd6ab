//! Laying a desk folder out: what is there stays as it is.

use std::path::Path;

use anyhow::{Context, Result};

use super::names::{GUIDE, REFERENCE, RETURNS, ROSTER, SETTINGS};
use crate::outcome::{sample_roster, write_free};

/// How to use the folder.
const GUIDE_TEXT: &str = include_str!("laid_out/使用说明.txt");
/// Settings of which nothing is set yet.
const SETTINGS_TEXT: &str = include_str!("laid_out/审核设置.toml");

/// What was made, and what was there already.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Laid {
    pub(super) made: Vec<&'static str>,
    pub(super) there: Vec<&'static str>,
}

/// Makes what is not there yet.
pub(super) fn lay_out(folder: &Path) -> Result<Laid> {
    let mut laid = Laid::default();
    let files: [(&str, Vec<u8>); 3] =
        [(ROSTER, sample_roster()?), (SETTINGS, for_notepad(SETTINGS_TEXT)), (GUIDE, for_notepad(GUIDE_TEXT))];
    for name in [RETURNS, REFERENCE] {
        if laid.is_new(folder, name) {
            std::fs::create_dir(folder.join(name)).with_context(|| format!("无法建立文件夹“{name}”"))?;
        }
    }
    for (name, bytes) in files {
        if laid.is_new(folder, name) {
            // Not even over what another program has put there this moment.
            write_free(&folder.join(name), &bytes)?;
        }
    }
    Ok(laid)
}

impl Laid {
    fn is_new(&mut self, folder: &Path, name: &'static str) -> bool {
        let is_new = folder.join(name).symlink_metadata().is_err();
        if is_new {
            self.made.push(name);
        } else {
            self.there.push(name);
        }
        is_new
    }
}

/// A text as the Notepad of Windows 7 shows it: it knows UTF-8 by the mark in front and lines by both characters.
fn for_notepad(text: &str) -> Vec<u8> {
    let lines = text.lines().fold(String::from("\u{feff}"), |all, line| all + line + "\r\n");
    lines.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::SPECS;
    use crate::cli::settings;
    use crate::form::{Library, Settings};
    use crate::outcome::Roster;

    #[test]
    fn what_is_laid_out_is_read_and_what_is_there_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let made = vec![RETURNS, REFERENCE, ROSTER, SETTINGS, GUIDE];
        assert_eq!(lay_out(folder.path()).expect("laid out"), Laid { made: made.clone(), there: vec![] });

        // The sample is a roster in every way but that its units are none, and it is told so.
        let told = Roster::read(&at(ROSTER)).expect_err("a sample").to_string();
        let sample = |row, name| format!("名单!B{row}：“（样例）{name}”是样例，请改成本局的单位，或删去这一行");
        assert_eq!(told, format!("名单有2处需要修改：\n{}\n{}", sample(5, "城市管理局"), sample(6, "档案馆")));

        let library = Library::embedded(&SPECS);
        assert_eq!(settings::read(Some(&at(SETTINGS)), library, &[]).expect("valid"), Settings::default());
        // With nothing left out, every line that can be set is right as it stands.
        let set: String = SETTINGS_TEXT
            .lines()
            .filter_map(|line| line.strip_prefix('#'))
            .filter(|line| !line.starts_with(' '))
            .fold(String::new(), |all, line| all + line + "\n");
        std::fs::write(at("全部.toml"), &set).expect("written");
        let all =
            settings::read(Some(&at("全部.toml")), library, &[]).unwrap_or_else(|error| panic!("{error:#}\n{set}"));
        assert!(!all.district.is_empty() && all.deadline.is_some() && !all.parameters.is_empty(), "{set}");

        for name in [SETTINGS, GUIDE] {
            let bytes = std::fs::read(at(name)).expect("there");
            let text = std::str::from_utf8(&bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a mark");
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{name}");
            let (_, _, is_lossy) = encoding_rs::GBK.encode(text);
            assert!(!is_lossy, "{name} has characters that are not in GBK");
        }

        std::fs::write(at(ROSTER), "改过").expect("written");
        std::fs::remove_file(at(GUIDE)).expect("removed");
        let again = lay_out(folder.path()).expect("laid out");
        assert_eq!(again, Laid { made: vec![GUIDE], there: vec![RETURNS, REFERENCE, ROSTER, SETTINGS] });
        assert_eq!(std::fs::read(at(ROSTER)).expect("there"), "改过".as_bytes());
    }
}
