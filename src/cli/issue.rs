//! `xlcheck issue`

use std::io::Write;

use anyhow::{Result, bail};
use jiff::civil::Date;

use super::arguments::Issue;
use super::{CLEAN, roster, settings};
use crate::form::Library;
use crate::outcome::{IssuedFiles, Issuing, RECORD, issue_all};

pub(super) fn run(library: Library, arguments: &Issue) -> Result<u8> {
    let form = library.open(&arguments.template)?;
    let settings = settings::read(arguments.settings.as_deref(), library, &[&form])?;
    let roster = roster::read(&arguments.roster, &[&form])?;
    let password = arguments.password.as_deref().or(settings.password.as_deref());
    if password.is_some_and(|password| !password.is_ascii() || password.is_empty()) {
        bail!("口令只能用英文字母、数字和符号（含汉字的口令，换一个版本的 Excel 可能解不开）");
    }
    let year = settings::year(arguments.year, &form)?;
    let deadline = arguments.deadline.or(settings.deadline);
    if let Some(day) = deadline.filter(|day| *day < Date::constant(year, 12, 31)) {
        let unfinished = format!("报送截止日期是{day}，评价的是{year}年度，到那时还没有结束");
        writeln!(std::io::stderr(), "提醒：{unfinished}，请核对评价年度和截止日期")?;
    }
    let issuing = Issuing { form: &form, year, deadline, password, settings: &settings };
    let IssuedFiles { files, were_there } = issue_all(&issuing, &roster, &arguments.out)?;
    let mut out = std::io::stdout().lock();
    let (count, folder) = (files.len(), arguments.out.display());
    if were_there {
        writeln!(out, "{count}份工作簿和“{RECORD}”在“{folder}”中都已经有，内容相同，这一次没有写入任何文件。")?;
    } else {
        writeln!(out, "已下发{count}份工作簿到“{folder}”，清单见“{RECORD}”。")?;
    }
    let spared = roster.units.iter().filter(|unit| !issuing.concerns(unit)).count();
    if spared > 0 {
        writeln!(out, "另有{spared}家在名单的“项目”栏写“无”，没有下发。")?;
    }
    if password.is_none() {
        writeln!(out, "没有设置口令：任何人都可以解除保护，改动在收回审核时会被查出。")?;
    }
    Ok(CLEAN)
}
