//! Offering to lay a desk folder out.

use std::io::{BufRead, Write};
use std::path::Path;

use anyhow::{Result, bail};

use super::folder::Desk;
use super::lay_out::{Laid, lay_out};
use super::names::{GUIDE, ROSTER};
use crate::cli::CLEAN;

/// Asks, and lays out what is not there yet.
pub(super) fn run(folder: &Path, desk: &Desk) -> Result<u8> {
    let place = std::path::absolute(folder)?;
    // Opened inside an archive, the program runs in a copy that Windows throws away with all that is laid out there.
    if cfg!(windows) && is_temporary(&place) {
        bail!("本程序在临时文件夹中运行，多半是在压缩包里直接打开的。请先把压缩包解压到一个文件夹，再运行其中的程序");
    }
    let mut out = std::io::stdout().lock();
    let found = if desk.is_none() { "没有名单和收件" } else { "没有单位名单，收件中也没有文件" };
    writeln!(out, "这个文件夹中{found}：{}", place.display())?;
    if !agrees(&mut std::io::stdin().lock(), &mut out)? {
        writeln!(out, "没有建立，什么也没有写。各命令的用法见 xlcheck --help。")?;
        return Ok(CLEAN);
    }
    say(&mut out, &lay_out(folder)?)?;
    Ok(CLEAN)
}

/// Whether a folder lies where programs put what is thrown away. Both are compared as the system has them: names of eight
/// letters stand for longer ones.
fn is_temporary(folder: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    real(folder).starts_with(real(&std::env::temp_dir()))
}

/// Whether the answer is yes; who says nothing any more has not agreed.
fn agrees(input: &mut impl BufRead, out: &mut impl Write) -> Result<bool> {
    loop {
        write!(out, "在这里建立审核文件夹吗？（回车＝建立，n＝不建立）")?;
        out.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(out)?;
            return Ok(false);
        }
        match line.trim().to_lowercase().as_str() {
            "" | "y" | "yes" | "是" | "建立" => return Ok(true),
            // Also as an input method writes it that was left on.
            "n" | "ｎ" | "no" | "否" | "不" | "不建立" => return Ok(false),
            _ => {}
        }
    }
}

fn say(out: &mut impl Write, laid: &Laid) -> Result<()> {
    if !laid.made.is_empty() {
        writeln!(out, "已建立：{}。", laid.made.join("、"))?;
    }
    if !laid.there.is_empty() {
        writeln!(out, "原来就有、没有改动的：{}。", laid.there.join("、"))?;
    }
    writeln!(out, "\n下一步：打开“{GUIDE}”，照着做；先在“{ROSTER}”里填好本局的单位，再运行一次本程序。")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_agrees_and_silence_does_not() {
        for (typed, agreed) in [
            ("\n", true),
            ("\r\n", true),
            ("Y\n", true),
            ("n\r\n", false),
            ("什么\nN\n", false),
            ("?\n\n", true),
            ("", false),
        ] {
            assert_eq!(agrees(&mut typed.as_bytes(), &mut Vec::new()).expect("asked"), agreed, "{typed:?}");
        }
    }
}
