//! The commands of the manual (docs/手册), of docs/结转.md and of the README run as they are written, in a folder that is laid out as they
//! say, and what they link to is there.

mod tree;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages = vec![root().join("README.md"), root().join("docs/结转.md")];
    let manual = std::fs::read_dir(root().join("docs/手册")).expect("the manual");
    pages.extend(
        manual.map(|entry| entry.expect("an entry").path()).filter(|path| path.extension().is_some_and(|e| e == "md")),
    );
    pages.sort();
    pages
}

fn read(page: &Path) -> String {
    std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()))
}

/// The lines of the blocks of a language.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if let Some(after) = line.strip_prefix("```") {
            inside = !inside && after == language;
        } else if inside {
            lines.push(line);
        }
    }
    lines
}

/// What a page tells to type, without the name of the program: its blocks of commands, and lines that are set off.
fn commands(text: &str) -> Vec<Vec<String>> {
    let set_off = text.lines().filter_map(|line| line.strip_prefix("    "));
    let lines = blocks(text, "sh").into_iter().chain(set_off);
    let called = lines.filter_map(|line| {
        line.strip_prefix("xlcheck ").or_else(|| line.strip_prefix("cargo run --release --locked -- "))
    });
    called.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// A folder as the manual lays it out, with the examples under the names that it uses.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let (here, workbooks) = (folder.path(), root().join("workbooks"));
    copy(&workbooks, &here.join("workbooks"));
    for name in ["收件", "收回"] {
        copy(&workbooks.join("returned"), &here.join(name));
    }
    std::fs::create_dir(here.join("对照资料")).expect("made");
    for name in ["名单.xlsx", "单位名单.xlsx", "对照资料/部门决算.xlsx"] {
        std::fs::copy(workbooks.join("单位名单.xlsx"), here.join(name)).expect("copied");
    }
    let settings = blocks(&read(&root().join("docs/手册/管理员.md")), "toml").join("\n");
    assert!(!settings.is_empty(), "an example of settings");
    std::fs::write(here.join("审核设置.toml"), settings).expect("written");
    lay_out_last_year(here);
    folder
}

/// What was issued before what came in, where a page is not the one that tells how to issue it.
fn lay_out_issued(here: &Path, commands: &[Vec<String>]) {
    let names_record = |command: &Vec<String>| command.iter().any(|word| word == "下发/下发清单.xlsx");
    if !commands.iter().any(names_record) || commands.iter().any(|command| command[0] == "issue") {
        return;
    }
    let mut issue = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    issue.current_dir(here).args(["issue", "--roster", "名单.xlsx", "--settings", "审核设置.toml", "--year", "2021"]);
    let issue = issue.args(["--template", "部门整体支出绩效自评@2021", "--out", "下发"]);
    assert!(issue.output().expect("the program runs").status.success());
}

/// What `fill --from` is told of: a return of last year and a blank workbook, and the same of a bureau's own form.
fn lay_out_last_year(here: &Path) {
    let workbooks = root().join("workbooks");
    let examples = [("returned/02_只有尾差.xlsx", "上年的表.xlsx"), ("空白表_629102.xlsx", "空白表.xlsx")];
    for (example, name) in examples {
        std::fs::copy(workbooks.join(example), here.join(name)).expect("copied");
    }
    let data = r#"{"values":{"收入":{"汇总":{"收入合计":"612.40"}}}}"#;
    std::fs::write(here.join("今年的数.json"), data).expect("written");
    for (edition, name) in [("2024", "旧版的表.xlsx"), ("2025", "新版空白表.xlsx")] {
        let template = here.join("模板").join(edition);
        copy(&root().join("templates/样例"), &template);
        let issued = tempfile::tempdir().expect("a folder");
        let mut issue = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        issue.current_dir(here).args(["issue", "--roster", "名单.xlsx", "--year", edition, "--template"]);
        let issue = issue.arg(&template).arg("--out").arg(issued.path());
        assert!(issue.output().expect("the program runs").status.success());
        let mut files = tree::contents(issued.path()).into_iter();
        let (_, bytes) = files.find(|(name, _)| name.contains("629102")).expect("a workbook");
        std::fs::write(here.join(name), bytes).expect("written");
    }
}

/// What lies under a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
}

/// Files with mistakes are among what came in: a run that looks at them says so, and nothing else has anything to say.
fn expected(command: &[String]) -> i32 {
    let looks = command.iter().any(|word| ["收件", "收回", "workbooks/returned"].contains(&word.as_str()));
    i32::from(looks && !command.iter().any(|word| word == "never"))
}

#[test]
fn the_commands_run_as_they_are_written() {
    let mut run = Vec::new();
    for page in pages() {
        let folder = folder();
        let came_in = contents(&folder.path().join("收件"));
        let commands = commands(&read(&page));
        lay_out_issued(folder.path(), &commands);
        for command in commands {
            let mut program = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
            let output = program.current_dir(folder.path()).args(&command).output().expect("the program runs");
            assert_eq!(
                output.status.code(),
                Some(expected(&command)),
                "{}: xlcheck {}\n{}\n{}",
                page.display(),
                command.join(" "),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
            run.push(command[0].clone());
        }
        assert!(contents(&folder.path().join("收件")) == came_in, "{}: what came in was changed", page.display());
    }
    for command in ["issue", "check", "fill", "template", "explain"] {
        assert!(run.iter().any(|word| word == command), "nobody is told of {command}");
    }
}

#[test]
fn the_round_of_the_reviewer_leaves_what_the_manual_says() {
    let folder = folder();
    let commands = commands(&read(&root().join("docs/手册/审核人.md")));
    lay_out_issued(folder.path(), &commands);
    for command in commands {
        Command::new(env!("CARGO_BIN_EXE_xlcheck")).current_dir(folder.path()).args(&command).output().expect("runs");
    }
    for name in [
        "审核汇总.xlsx",
        "退回/629104_青澜经开区文化旅游局_第1次审核意见.xlsx",
        "退回/629104_青澜经开区文化旅游局_第1次退回通知.xlsx",
        "退回/629104_青澜经开区文化旅游局_第1次退回通知.txt",
        "退回/629101_青澜经开区市政维护中心_第1次重填件.xlsx",
        "通过/629102_青澜经开区市场监督管理局_定稿.xlsx",
        "无法审核/10_没有传完_第1次审核意见.xlsx",
    ] {
        let written = std::fs::read(folder.path().join("审核结果").join(name)).unwrap_or_else(|_| panic!("{name}"));
        assert!(name.ends_with("txt") || needed(&written) <= OLDEST, "{name} opens in newer programs only");
    }
}

/// Version 2.0 of the format: what is packed for a later one, other programs may refuse to open.
const OLDEST: u16 = 20;

/// The version of the zip format that the parts of a workbook say they need, from its directory.
fn needed(workbook: &[u8]) -> u16 {
    let entries = workbook.windows(8).filter(|bytes| bytes.starts_with(b"PK\x01\x02"));
    entries.map(|bytes| u16::from_le_bytes([bytes[6], bytes[7]])).max().expect("a directory")
}

#[test]
fn what_the_manual_links_to_is_there() {
    for page in pages().iter().filter(|page| !page.ends_with("README.md") || page.to_string_lossy().contains("手册"))
    {
        let text = read(page);
        let links = text.split("](").skip(1).filter_map(|after| after.split(')').next());
        for link in links.filter(|link| !link.starts_with("http")) {
            let file = link.split('#').next().unwrap_or(link);
            assert!(page.with_file_name(file).exists(), "{}: {link}", page.display());
        }
    }
}
