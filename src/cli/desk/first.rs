//! The first run of a year: nothing came in and nothing was issued, so the roster is issued.

use std::io::Write;

use anyhow::{Context, Result};

use super::command;
use super::folder::Desk;
use super::names::{ISSUED, RETURNS, SETTINGS};
use crate::cli::arguments::DEFAULT_FORM;
use crate::cli::carry_out;
use crate::form::Library;
use crate::outcome::{IssueError, RECORD};

/// Issues to the units of the roster, as `xlcheck issue --roster 名单.xlsx --out 下发 …` does.
pub(super) fn run(library: Library, desk: &Desk) -> Result<u8> {
    let form = library.open(DEFAULT_FORM)?;
    let (id, edition) = (&form.id, &form.edition);
    writeln!(
        std::io::stdout(),
        "“{RETURNS}”中还没有文件，也还没有下发过，现在按名单下发{edition}年度的“{id}”，写到“{ISSUED}”。\n"
    )?;
    let mut words = vec!["issue", "--out", ISSUED];
    if let Some(name) = &desk.roster {
        words.extend(["--roster", name]);
    }
    words.extend(desk.settings());
    let code = carry_out(library, command(&words)?).map_err(explained)?;
    std::fs::create_dir_all(RETURNS).with_context(|| format!("无法建立文件夹“{RETURNS}”"))?;
    writeln!(
        std::io::stdout(),
        "\n下一步：\n  \
         1. 打开“{ISSUED}”中的一两份看一看，再把各股室文件夹里的表格发给单位；“{RECORD}”留存，不要发给单位。\n  \
         2. 单位报回的文件放进“{RETURNS}”，再运行一次本程序，就会审核。\n\
         要改区划名称、咨询电话、截止日期的，写好“{SETTINGS}”，把“{ISSUED}”文件夹改名，再运行一次本程序。"
    )?;
    Ok(code)
}

/// Another way out than the option that `issue` names, which nobody can give here.
fn explained(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<IssueError>() {
        Ok(IssueError::There(files)) => {
            let files = files.join("\n");
            anyhow::anyhow!(
                "“{ISSUED}”中以下文件已经存在且内容不同（可能已有人填写），没有写入任何文件，请把“{ISSUED}”文件夹改名，再运行一次本程序：\n{files}"
            )
        }
        Ok(other) => other.into(),
        Err(error) => error,
    }
}
