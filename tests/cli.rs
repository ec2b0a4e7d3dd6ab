//! The program as people call it: help, exit status, outputs, messages where it cannot do its work.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` writes the help texts anew.

mod tree;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use tree::contents;

fn xlcheck(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// A folder with copies of these example returns.
fn returned(names: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("收件")).expect("made");
    for name in names {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/returned").join(name);
        std::fs::copy(from, folder.path().join("收件").join(name)).expect("copied");
    }
    folder
}

#[test]
fn the_help_of_every_command_is_as_recorded() {
    for command in [
        "",
        "issue",
        "check",
        "fill",
        "export",
        "template",
        "template list",
        "template show",
        "template diff",
        "template new",
        "template check",
        "explain",
    ] {
        let mut arguments: Vec<&str> = command.split_whitespace().collect();
        arguments.push("--help");
        let output = xlcheck(&arguments);
        assert_eq!(output.status.code(), Some(0), "{command}");
        let name = if command.is_empty() { "xlcheck".to_owned() } else { command.replace(' ', "-") };
        let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli").join(format!("{name}.txt"));
        if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
            std::fs::write(&recorded, &output.stdout).expect("written");
        }
        let there = std::fs::read_to_string(&recorded).unwrap_or_default();
        assert_eq!(text(&output.stdout), there, "{command}");
    }
}

#[test]
fn json_is_alone_on_the_standard_output_and_has_the_promised_shape() {
    let folder = returned(&["03_照2021年报告填写.xlsx"]);
    let output = xlcheck(&["check", path(folder.path()), "--format", "json", "--date", "2022-4-20", "--no-review"]);
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!(document["schema"], "xlcheck.report/1");
    assert_eq!(document["date"], "2022-04-20");
    let file = &document["files"][0];
    assert_eq!(file["path"], "收件/03_照2021年报告填写.xlsx");
    assert_eq!(file["status"], "退回");
    assert_eq!(file["round"], 1);
    assert_eq!(file["unit"]["code"], "629103");
    assert_eq!(file["template"]["edition"], "2021");
    assert_eq!(file["counts"]["error"], 9);
    assert_eq!(file["restored"], Value::Array(Vec::new()));
    let findings = file["findings"].as_array().expect("a list");
    let tail = findings.iter().find(|finding| finding["rule"] == "SUM-02").expect("the tail");
    assert_eq!(tail["key"], "SUM-02|支出.基本支出|汇总");
    assert_eq!(tail["severity"], "hint");
    assert_eq!(tail["certainty"], "certain");
    assert_eq!(tail["sheet"], "收支情况");
    assert_eq!(tail["cell"], "C17");
    assert_eq!(tail["cells"], serde_json::json!(["收支情况!C17", "收支情况!D17", "收支情况!E17"]));
    assert_eq!(tail["field"], "支出.基本支出");
    assert_eq!(tail["row"], "汇总");
    assert_eq!(tail["found"], "215.74");
    assert_eq!(tail["expected"], "215.73");
    assert_eq!(tail["difference"], "0.01");
    assert_eq!(tail["state"], "new");
    assert_eq!(tail["explanation"], Value::Null);
    assert_eq!(document["missing"], Value::Array(Vec::new()));
}

#[test]
fn the_exit_status_follows_what_was_found() {
    for (name, fail_on, status) in [
        ("01_无误.xlsx", "query", 0),
        ("02_只有尾差.xlsx", "query", 0),
        ("07_以元填报.xlsx", "error", 1),
        ("07_以元填报.xlsx", "never", 0),
        ("04_合计不符.xlsx", "error", 1),
        ("04_合计不符.xlsx", "never", 0),
        ("10_没有传完.xlsx", "error", 1),
    ] {
        let folder = returned(&[name]);
        let output = xlcheck(&[path(folder.path()), "--date", "2022-4-20", "--no-review", "--fail-on", fail_on]);
        assert_eq!(output.status.code(), Some(status), "{name} {fail_on}\n{}", text(&output.stdout));
    }
}

#[test]
fn reviews_are_written_beside_the_path_and_inputs_are_not_touched() {
    let folder = returned(&["01_无误.xlsx", "04_合计不符.xlsx", "10_没有传完.xlsx", "附件说明.txt"]);
    let inputs = folder.path().join("收件");
    let before = contents(&inputs);
    let output = xlcheck(&[path(&inputs), "--date", "2022-4-20"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert_eq!(contents(&inputs), before);
    let written = contents(&folder.path().join("审核结果"));
    let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "审核汇总.xlsx",
            "无法审核/10_没有传完_第1次审核意见.xlsx",
            "退回/629104_青澜经开区文化旅游局_第1次审核意见.xlsx",
            "退回/629104_青澜经开区文化旅游局_第1次退回通知.txt",
            "退回/629104_青澜经开区文化旅游局_第1次退回通知.xlsx",
            "通过/629101_青澜经开区市政维护中心_定稿.xlsx",
            "通过/629101_青澜经开区市政维护中心_第1次审核意见.xlsx",
        ]
    );
    // The same run writes the same files and no further ones.
    xlcheck(&[path(&inputs), "--date", "2022-4-20"]);
    assert_eq!(contents(&folder.path().join("审核结果")), written);
}

#[test]
fn what_was_written_is_no_return_but_a_final_copy_can_be_checked_where_it_lies() {
    let folder = returned(&["01_无误.xlsx", "04_合计不符.xlsx"]);
    xlcheck(&[path(&folder.path().join("收件")), "--date", "2022-4-20"]);
    let results = folder.path().join("审核结果");
    let written = contents(&results);
    let output = xlcheck(&[path(&results), "--date", "2022-4-21", "--format", "json"]);
    let told = "提醒：“审核结果”中除定稿外的5个文件是审核写出的，未作审核；单位报回的文件请放在“审核结果”以外，再审核那里的文件\n";
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), told));
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let files = report["files"].as_array().expect("files");
    let last = "629101_青澜经开区市政维护中心_定稿.xlsx";
    assert_eq!(files.len(), 1, "{files:?}");
    let facts = ["path", "round", "status", "final"].map(|name| &files[0][name]);
    let (path_below, known) = (format!("通过/{last}"), &facts[3]["code"]);
    assert_eq!(json!(facts), json!([path_below, 1, "通过", {"code": known, "intact": true}]));
    // It is no other round where it comes back, and nothing is written about it.
    let again = folder.path().join("盖章件");
    std::fs::create_dir(&again).expect("made");
    std::fs::copy(results.join("通过").join(last), again.join("盖章前.xlsx")).expect("copied");
    let output = xlcheck(&[path(&again), "--date", "2022-5-20", "--format", "jsonl"]);
    let file: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json!([file["round"], file["status"]]), json!([1, "通过"]));
    assert_eq!(contents(&results), written);
}

#[test]
fn the_findings_of_a_marked_copy_are_those_of_the_original() {
    for name in ["03_照2021年报告填写.xlsx", "06_格式不对.xlsx", "08_占位文字未改.xlsx", "09_模板被改动.xlsx"]
    {
        let folder = returned(&[name]);
        let marked = folder.path().join("意见");
        let report = |path: &str, more: &[&str]| {
            let arguments = [&["check", path, "--format", "json", "--date", "2022-4-20"], more].concat();
            let output = xlcheck(&arguments);
            let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
            document["files"][0].clone()
        };
        let original = report(path(&folder.path().join("收件")), &["--out", path(&marked)]);
        let mut copy = report(path(&marked), &["--no-review"]);
        for finding in copy["findings"].as_array_mut().expect("a list") {
            // What is to be seen to in print is no finding of a round.
            if finding["rule"] != "CMP-10" {
                assert_eq!(finding["state"], "unchanged", "{name}");
                finding["state"] = "new".into();
            }
        }
        // What the marked copy holds as it was issued again is there no more.
        let findings = original["findings"].as_array().expect("a list").iter();
        let left: Vec<&Value> = findings.filter(|finding| finding["restored"] != true).collect();
        assert_eq!(copy["findings"].as_array().expect("a list").iter().collect::<Vec<_>>(), left, "{name}");
        let restored = original["restored"].as_array().expect("a list");
        assert_eq!(name == "09_模板被改动.xlsx", !restored.is_empty(), "{name}");
        assert_eq!(copy["restored"].as_array().expect("a list").len(), 0, "{name}");
        assert_eq!(copy["unchecked"], original["unchecked"], "{name}");
        assert_eq!(copy["round"], 2, "{name}");
    }
}

#[test]
fn what_is_exported_can_be_filled_in_again() {
    let folder = returned(&["02_只有尾差.xlsx"]);
    let data = folder.path().join("数据.json");
    let filled = folder.path().join("又一份.xlsx");
    let export = |file: &str| xlcheck(&["export", file]).stdout;
    let original = folder.path().join("收件/02_只有尾差.xlsx");
    std::fs::write(&data, export(path(&original))).expect("written");
    let roster = ["--roster", "workbooks/单位名单.xlsx", "--unit", "629102"];
    let form = ["--template", "部门整体支出绩效自评@2021"];
    let fill = || xlcheck(&[&["fill", "--data", path(&data), "-o", path(&filled)], &roster[..], &form[..]].concat());
    let output = fill();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let values = |bytes: &[u8]| {
        let document: Value = serde_json::from_slice(bytes).expect("JSON");
        document["files"][0]["values"].clone()
    };
    assert_eq!(values(&export(path(&filled))), values(&std::fs::read(&data).expect("read")));
    // The same once more is no loss; what somebody has gone on with is not written over.
    assert_eq!(fill().status.code(), Some(0));
    std::fs::write(&filled, "已改").expect("written");
    let output = fill();
    assert_eq!(output.status.code(), Some(2));
    let (named, asked) = (path(&filled), "请在 -o 后面换一个文件名");
    let message = format!("错误：“{named}”已经存在且内容不同（可能已有人填写），没有写入，{asked}\n");
    assert_eq!(text(&output.stderr), message);
    assert_eq!(std::fs::read(&filled).expect("read"), "已改".as_bytes());
}

#[test]
fn what_cannot_be_done_is_said_plainly() {
    let folder = tempfile::tempdir().expect("a folder");
    let nowhere = folder.path().join("没有");
    for (arguments, message) in [
        (vec!["check", "./没有"], "错误：无法读取“没有”\n  原因：没有这个文件或文件夹，请核对名称和位置\n".to_owned()),
        (vec!["explain", "SUM-2"], "错误：没有编号为“SUM-2”的规则，是否想写“SUM-02”？\n".to_owned()),
        (
            vec!["issue", "--roster", "CHANGELOG.md", "--out", path(&nowhere)],
            "错误：名单“CHANGELOG.md”不是可以读取的 .xlsx 工作簿：实际是文本文件（如 CSV），只是改了扩展名\n"
                .to_owned(),
        ),
    ] {
        let output = xlcheck(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stderr), message, "{arguments:?}");
        assert!(!nowhere.exists());
    }
}

#[test]
fn arguments_that_are_not_understood_are_told_with_what_to_write() {
    let year = jiff::ZonedDateTime::now().date().year();
    let no_day = format!("--date <日期>：“明天”不是日期，例如 {year}-4-30");
    for (arguments, message, command) in [
        ("--nonsense", "没有“--nonsense”这个选项", "xlcheck check"),
        ("--hlep", "没有“--hlep”这个选项，是否想写“--help”？", "xlcheck check"),
        ("--verison", "没有“--verison”这个选项", "xlcheck check"),
        ("check", "缺少 <文件或文件夹>", "xlcheck check"),
        ("check x --format xml", "--format <格式> 不能写“xml”，可用的有：text、json、jsonl", "xlcheck check"),
        ("check x --date 明天", no_day.as_str(), "xlcheck check"),
        ("check x --year abc", "--year <年度>：“abc”应是四位年份数字，例如 2024", "xlcheck check"),
        ("check x --jobs abc", "--jobs <个数>：“abc”不是 1 到 255 的整数", "xlcheck check"),
        ("check x --rooster 名单.xlsx", "没有“--rooster”这个选项，是否想写“--roster”？", "xlcheck check"),
        ("isue", "没有“isue”这个命令，也没有这个名称的文件或文件夹，是否想写“issue”？", "xlcheck"),
        ("chekc", "没有“chekc”这个命令，也没有这个名称的文件或文件夹，是否想写“check”？", "xlcheck"),
        ("template chekc", "没有“chekc”这个命令，是否想写“check”？", "xlcheck template"),
        ("template check", "缺少 <模板>", "xlcheck template check"),
        (
            "issue --roster 名单.xlsx --out 下发 --year 二零二四",
            "--year <年度>：“二零二四”应是四位年份数字，例如 2024",
            "xlcheck issue",
        ),
        ("issue 名单.xlsx", "不知道“名单.xlsx”是做什么用的，前面要写选项，例如 --roster", "xlcheck issue"),
        ("issue --out 下发", "缺少 --roster <名单.xlsx>", "xlcheck issue"),
        ("fill a.xlsx b.xlsx", "不知道“a.xlsx”是做什么用的，前面要写选项，例如 --from", "xlcheck fill"),
        ("fill --from a.xlsx -o z.xlsx", "缺少 --into（或 --roster 和 --unit）", "xlcheck fill"),
        ("fill --from a.xlsx --unit 629101 -o z.xlsx", "缺少 --roster <名单.xlsx>", "xlcheck fill"),
        ("fill --from a.xlsx --from b.xlsx --into c.xlsx -o z.xlsx", "--from 只能写一次", "xlcheck fill"),
        (
            "fill --from a.xlsx --into c.xlsx --roster b.xlsx --unit 629101 -o z.xlsx",
            "--into <空白.xlsx> 不能与 --roster <名单.xlsx> 同用",
            "xlcheck fill",
        ),
        ("explain SUM-01 SUM-02", "不知道“SUM-02”是做什么用的，多写的请删去", "xlcheck explain"),
    ] {
        let output = xlcheck(&arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(output.status.code(), Some(2), "{arguments}");
        assert_eq!(text(&output.stderr), format!("错误：{message}\n\n用法见 {command} --help\n"), "{arguments}");
    }
}

#[test]
fn a_template_or_settings_that_are_something_else_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = folder.path().join("名单.xls");
    std::fs::write(&old, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").expect("written");
    let binary = |path: &str| format!("“{path}”是 Excel 工作簿或压缩文件，不是审核设置或模板，请核对文件");
    let roster = "workbooks/单位名单.xlsx";
    let missing = |path: &str| format!("没有“{path}”这个文件或文件夹，请核对名称和位置");
    let issue = ["issue", "--roster", roster, "--out", path(folder.path())];
    for (arguments, message) in [
        (vec!["template", "check", roster], binary(roster)),
        (vec!["template", "check", path(&old)], binary(path(&old))),
        (vec!["template", "check", "没有.toml"], missing("没有.toml")),
        (vec!["template", "check", "模板/没有"], missing("模板/没有")),
        ([&issue[..], &["--settings", roster]].concat(), binary(roster)),
        ([&issue[..], &["--template", roster]].concat(), format!("“{roster}”是文件，模板应写名称、名称@版本或文件夹")),
    ] {
        let output = xlcheck(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stderr), format!("错误：{message}\n"), "{arguments:?}");
    }
}

#[test]
fn data_are_not_exported_under_the_name_of_a_workbook() {
    let folder = returned(&["02_只有尾差.xlsx"]);
    let book = folder.path().join("收件/02_只有尾差.xlsx");
    for (format, name, other) in [("json", "数据.xlsx", "数据.json"), ("csv", "数据.XLS", "数据.csv")] {
        let [named, other] = [name, other].map(|name| folder.path().join(name));
        let output = xlcheck(&["export", path(&book), "--format", format, "-o", path(&named)]);
        let message = format!(
            "错误：写出的是 {} 数据，不是工作簿，文件名不能是“{}”，请在 -o 后面改写为“{}”\n",
            format.to_uppercase(),
            path(&named),
            path(&other)
        );
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), message.as_str()));
        assert!(!named.exists());
    }
}

#[test]
fn a_deadline_within_the_year_that_is_evaluated_is_doubted() {
    for (deadline, told) in [
        ("2024-1-1", "提醒：报送截止日期是2024-01-01，评价的是2024年度，到那时还没有结束，请核对评价年度和截止日期\n"),
        ("2025-1-1", ""),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let roster = ["--roster", "workbooks/单位名单.xlsx", "--out", path(folder.path())];
        let output = xlcheck(&[&["issue", "--year", "2024", "--deadline", deadline], &roster[..]].concat());
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), told));
    }
}

#[test]
fn a_rule_is_explained_whatever_the_case_of_its_letters() {
    let output = xlcheck(&["explain", "sum-03"]);
    assert_eq!(output.status.code(), Some(0));
    let said = text(&output.stdout);
    assert!(said.starts_with("SUM-03 支出合计与基本、项目支出之和不符\n\n级别\n  错误，须修改\n"), "{said}");
    assert!(said.contains("\n查什么\n  应满足：支出合计 = 基本支出 + 项目支出\n"), "{said}");
    let chapter = xlcheck(&["template", "show", "部门整体支出绩效自评@2021", "--handbook"]);
    for line in said.lines().filter_map(|line| line.strip_prefix("  ")) {
        assert!(text(&chapter.stdout).contains(line), "{line}");
    }
}

#[test]
fn no_output_is_written_over_an_input() {
    let folder = returned(&["02_只有尾差.xlsx"]);
    let book = folder.path().join("收件/02_只有尾差.xlsx");
    let again = folder.path().join("收件/../收件/02_只有尾差.xlsx");
    let data = folder.path().join("数据.json");
    std::fs::write(&data, xlcheck(&["export", path(&book)]).stdout).expect("written");
    let before = contents(folder.path());
    let inbox = folder.path().join("收件");
    for arguments in [
        vec!["export", path(&book), "-o", path(&book)],
        vec!["export", path(&inbox), "-o", path(&again)],
        vec!["fill", "--data", path(&data), "--into", path(&book), "-o", path(&data)],
        vec!["fill", "--data", path(&data), "--into", path(&book), "-o", path(&again)],
    ] {
        let output = xlcheck(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let named = arguments.last().expect("the output");
        let message = format!("错误：输出文件“{named}”同时是输入文件，写入会覆盖它，请用 -o 另取文件名\n");
        assert_eq!(text(&output.stderr), message);
        assert_eq!(contents(folder.path()), before, "{arguments:?}");
    }
}

#[test]
fn what_was_issued_and_filled_is_not_issued_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let issue = || xlcheck(&["issue", "--roster", "workbooks/单位名单.xlsx", "--out", path(folder.path())]);
    assert_eq!(issue().status.code(), Some(0));
    let issued = contents(folder.path());
    // The same files once more are no loss.
    let again = issue();
    assert_eq!(again.status.code(), Some(0));
    let told = format!(
        "10份工作簿和“下发清单.xlsx”在“{}”中都已经有，内容相同，这一次没有写入任何文件。\n",
        path(folder.path())
    );
    assert!(text(&again.stdout).starts_with(&told), "{}", text(&again.stdout));
    assert_eq!(contents(folder.path()), issued);
    let filled = folder.path().join(&issued.last().expect("a file").0);
    let missing = folder.path().join(&issued.first().expect("a file").0);
    std::fs::write(&filled, "已填".as_bytes()).expect("written");
    std::fs::remove_file(&missing).expect("removed");
    let before = contents(folder.path());
    let output = issue();
    assert_eq!(output.status.code(), Some(2));
    let named = path(&filled);
    let message = "错误：以下文件已经存在且内容不同（可能已有人填写），没有写入任何文件，请用 --out 另选文件夹：";
    assert_eq!(text(&output.stderr), format!("{message}\n{named}\n"));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn each_file_is_checked_once_and_nothing_is_waited_for() {
    let folder = returned(&["01_无误.xlsx"]);
    let inbox = folder.path().join("收件");
    let book = inbox.join("01_无误.xlsx");
    let empty = folder.path().join("空");
    std::fs::create_dir(&empty).expect("made");
    let check = |paths: &[&str]| {
        xlcheck(&[&["check", "--no-review", "--format", "json", "--date", "2022-4-20"], paths].concat())
    };
    let files = |output: &Output| {
        let document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        document["files"].as_array().expect("a list").len()
    };
    assert_eq!(files(&check(&[path(&book), path(&inbox.join("../收件/01_无误.xlsx")), path(&inbox)])), 1);
    let output = check(&[path(&empty)]);
    assert_eq!(files(&output), 0);
    assert_eq!(text(&output.stderr), "没有找到可以审核的文件，没有审核；请核对路径，或把收回的文件放进去\n");
    assert_eq!(output.status.code(), Some(2), "nothing was looked at, so nothing is in order");
    let nowhere = folder.path().join("没有.xlsx");
    let output = check(&[path(&book), path(&nowhere)]);
    assert_eq!(output.status.code(), Some(2));
    let told = "  原因：没有这个文件或文件夹，请核对名称和位置\n";
    assert_eq!(text(&output.stderr), format!("错误：无法读取“{}”\n{told}", path(&nowhere)));
    #[cfg(unix)]
    {
        let pipe = inbox.join("管道.xlsx");
        assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let output = check(&[path(&inbox)]);
        assert_eq!((files(&output), output.status.code()), (2, Some(1)));
        // What cannot be read here is no fault of the unit, and nothing is written to it.
        std::os::unix::fs::symlink(&nowhere, inbox.join("断开.xlsx")).expect("linked");
        let document: Value = serde_json::from_slice(&check(&[path(&inbox)]).stdout).expect("JSON");
        let file = document["files"].as_array().expect("files").iter().find(|file| file["path"] == "断开.xlsx");
        let finding = &file.expect("told")["findings"][0];
        assert_eq!(
            (finding["rule"].as_str(), finding["cell"].as_str(), finding["message"].as_str()),
            (
                Some("FIL-01"),
                None,
                Some(
                    "文件“断开.xlsx”无法打开（没有这个文件或文件夹），请审核人关闭打开它的程序，或取得读取权限，再审核一次；单位不必重报。"
                )
            )
        );
        std::fs::remove_file(inbox.join("管道.xlsx")).expect("removed");
        assert_eq!(xlcheck(&["check", path(&inbox)]).status.code(), Some(1));
        assert!(folder.path().join("审核结果/审核汇总.xlsx").exists());
        assert!(!folder.path().join("审核结果/无法审核").exists());
    }
}

#[test]
fn data_of_another_unit_or_year_are_not_filled_in() {
    let folder = returned(&["02_只有尾差.xlsx"]);
    let (data, out) = (folder.path().join("数据.json"), folder.path().join("又.xlsx"));
    let book = folder.path().join("收件/02_只有尾差.xlsx");
    for (given, message) in [
        (r#"{"unit":{"code":"629101","name":"甲"},"values":{}}"#, "编码为“629101”"),
        (r#"{"year":2020,"values":{}}"#, "数据是2020年度的"),
        (r#"{"template":{"id":"别的","edition":"2021"},"values":{}}"#, "数据是“别的@2021”的"),
        ("{\n  \"values\": }", "第2行第13列"),
        ("{\"values\":{\"封面\":{\"\":{\"负责人\":{\"vaule\":\"甲\"}}}}}", "第1行"),
    ] {
        std::fs::write(&data, given).expect("written");
        let output = xlcheck(&["fill", "--data", path(&data), "--into", path(&book), "-o", path(&out)]);
        assert_eq!(output.status.code(), Some(2), "{given}");
        assert!(text(&output.stderr).contains(message), "{}", text(&output.stderr));
        assert!(!out.exists());
    }
}

#[test]
fn what_cannot_be_filled_in_or_written_is_said_with_what_to_do() {
    let folder = returned(&["02_只有尾差.xlsx"]);
    let (blank, recipe) = ("workbooks/空白表_629102.xlsx", "workbooks/配方/04_合计不符.json");
    let book = folder.path().join("收件/02_只有尾差.xlsx");
    let (old, inbox) = (folder.path().join("新表.xls"), folder.path().join("收件"));
    let data = "填报数据是用 xlcheck export 从填好的表中导出的，例如：xlcheck export 填好的表.xlsx -o 数据.json";
    let before = contents(folder.path());
    let out = folder.path().join("新表.xlsx");
    for (arguments, message) in [
        (
            ["--from", path(&book), "-o", path(&old)],
            format!("写出的是 .xlsx 工作簿，文件名不能是“{}”，请在 -o 后面改写为“{}”", path(&old), path(&out)),
        ),
        (["--from", path(&book), "-o", "."], "“.”是文件夹，请在 -o 后面写上文件名，例如“新表.xlsx”".to_owned()),
        (
            ["--from", path(&book), "-o", path(&inbox)],
            format!("“{}”是文件夹，请在 -o 后面写上文件名，例如“{}”", path(&inbox), path(&inbox.join("新表.xlsx"))),
        ),
        (["--data", recipe, "-o", path(&out)], format!("“{recipe}”第2行第17列不符合填报数据的格式，请核对。{data}")),
        (["--data", path(&book), "-o", path(&out)], format!("“{}”不是填报数据。{data}", path(&book))),
    ] {
        let output = xlcheck(&[&["fill", "--into", blank], arguments.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stderr), format!("错误：{message}\n"));
        assert_eq!(contents(folder.path()), before, "{arguments:?}");
    }
    let output = xlcheck(&["export", blank, "-o", "."]);
    let message = "错误：“.”是文件夹，请在 -o 后面写上文件名，例如“数据.json”\n";
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(2), message));
    // Folders that are not there yet are made.
    let deep = folder.path().join("还没有/的文件夹/新表.xlsx");
    let output = xlcheck(&["fill", "--into", blank, "--from", path(&book), "-o", path(&deep)]);
    assert_eq!((output.status.code(), deep.is_file()), (Some(0), true));
}

#[test]
fn a_file_that_lost_its_stamp_gets_a_refill_that_is_right() {
    let folder = returned(&["12_标识丢失.xlsx"]);
    let results = folder.path().join("意见");
    let report = |of: &Path, more: &[&str]| -> Value {
        let arguments =
            [&["check", path(of), "--format", "json", "--date", "2022-4-20", "--fail-on", "never"], more].concat();
        serde_json::from_slice(&xlcheck(&arguments).stdout).expect("JSON")
    };
    let received = folder.path().join("收件");
    let first = report(&received, &["--out", path(&results)]);
    let refill = results.join(first["files"][0]["refill"].as_str().expect("a refill"));
    assert!(refill.ends_with("退回/629101_青澜经开区市政维护中心_第1次重填件.xlsx"), "{}", refill.display());
    let bytes = std::fs::read(&refill).expect("written");
    let again = report(&refill, &["--no-review"]);
    assert_eq!(again["files"][0]["status"], "通过");

    // The unit has gone on in it: the next run does not write over it.
    std::fs::write(&refill, b"gone on").expect("written");
    let second = report(&received, &["--out", path(&results)]);
    let other = second["files"][0]["refill"].as_str().expect("a refill");
    assert!(other.ends_with("重填件(2).xlsx"), "{other}");
    assert_eq!(std::fs::read(results.join(other)).expect("written"), bytes, "the same file gives the same refill");
    assert_eq!(std::fs::read(&refill).expect("there"), b"gone on");

    assert_eq!(report(&received, &["--no-review"])["files"][0]["refill"], Value::Null);

    // Handed in, it is the second round; what lies in the folder of results is no return.
    let returned = folder.path().join("再报.xlsx");
    std::fs::write(&returned, &bytes).expect("written");
    std::fs::write(&refill, &bytes).expect("written");
    for more in [["--out", path(&results)], ["--previous", path(&results)]] {
        let third = report(&returned, &[&["--no-review"], more.as_slice()].concat());
        let file = &third["files"][0];
        assert_eq!((file["round"].as_u64(), file["status"].as_str()), (Some(2), Some("通过")), "{more:?}");
        assert_eq!(file["corrected"].as_array().map(Vec::len), Some(1), "{more:?}: the stamp");
    }
}
