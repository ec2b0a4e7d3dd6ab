//! Outputs where the system fails: no half-written file, no changed input, a message that a person understands.
//!
//! Root may write anywhere, so a folder that cannot be written to is made of a file, and a full disk of a limit on the
//! size of files.
#![cfg(unix)]

mod folder;

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use folder::Folder;

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A run of the program that may write files of so many KiB at most; it is told of it by an error, not by a signal.
fn run_with_limit(kibibytes: u32, arguments: &[&str]) -> Output {
    let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", kibibytes * 2);
    let mut command = Command::new("sh");
    command
        .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_xlcheck")])
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xlcheck")).args(arguments).output().expect("the program runs")
}

/// The disk is full in the middle of a file, whichever command writes it.
#[test]
fn a_full_disk_leaves_no_half_of_a_file() {
    let folder = Folder::new(&["04_合计不符.xlsx"]);
    let before = folder.digests();
    let data = folder.path("数据.json");
    std::fs::write(&data, "{\"values\": {}}").expect("written");
    let (returns, out) = (folder.path("收件"), folder.path("输出"));
    let blank = folder.path("收件/04_合计不符.xlsx");
    let (filled, exported) = (folder.path("填好.xlsx"), folder.path("导出.json"));
    let roster = folder.path("名单.xlsx");
    std::fs::copy("workbooks/单位名单.xlsx", &roster).expect("copied");
    for (arguments, path) in [
        (vec!["check", &returns, "--out", &out, "--date", "2022-4-20"], "审核意见.xlsx"),
        (vec!["fill", "--data", &data, "--into", &blank, "-o", &filled], "填好.xlsx"),
        (vec!["export", &returns, "-o", &exported], "导出.json"),
        (vec!["issue", "--roster", &roster, "--year", "2021", "--out", &out], "xlsx"),
    ] {
        let output = run_with_limit(4, &arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        let mut lines = said.lines();
        let first = lines.next().expect("a message");
        assert!(first.starts_with("错误：无法写入“") && first.ends_with(&format!("{path}”")), "{said}");
        assert_eq!(lines.next(), Some("  原因：磁盘空间不足，或文件超过了允许的大小"), "{said}");
        assert_eq!(folder.outputs(), Vec::<String>::new(), "{arguments:?}");
        assert_eq!(folder.unfinished(), 0, "{arguments:?}");
        assert_eq!(folder.digests(), before);
    }
}

/// What is printed goes to a full disk: the run says so, and the marked copy is there all the same.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_under_the_standard_output_is_said() {
    let folder = Folder::new(&["04_合计不符.xlsx"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    let returns = folder.path("收件");
    let output =
        command.args(["check", &returns, "--date", "2022-4-20"]).stdout(full).output().expect("the program runs");
    assert_eq!(text(&output.stderr), "错误：磁盘空间不足，或文件超过了允许的大小\n");
    assert_eq!(output.status.code(), Some(2));
    // The marked copy, and the letter as a text and as a sheet.
    assert_eq!(folder.outputs().len(), 3);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_said() {
    let folder = Folder::new(&["01_无误.xlsx"]);
    let before = folder.digests();
    // A file stands where the folder of results would be.
    std::fs::write(folder.path("审核结果"), "挡路").expect("written");
    let output = run(&["check", &folder.path("收件"), "--date", "2022-4-20"]);
    let review = folder.path("审核结果/通过/629101_青澜经开区市政维护中心_第1次审核意见.xlsx");
    let cause = "应是文件夹的位置上已有同名文件";
    assert_eq!(text(&output.stderr), format!("错误：无法写入“{review}”\n  原因：{cause}\n"));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(folder.digests(), before);
    assert_eq!(std::fs::read(folder.path("审核结果")).expect("still there"), "挡路".as_bytes());
}

/// The system's own folder takes no files, from whoever it may be.
#[test]
#[cfg(target_os = "linux")]
fn a_place_that_is_closed_is_said() {
    let folder = Folder::new(&["01_无误.xlsx"]);
    let output = run(&["check", &folder.path("收件"), "--date", "2022-4-20", "--out", "/sys/审核结果"]);
    let said = text(&output.stderr);
    let causes = ["没有权限，或文件正在被其他程序打开，请关闭后再试", "所在磁盘是只读的"];
    assert!(causes.iter().any(|cause| said.ends_with(&format!("\n  原因：{cause}\n"))), "{said}");
    assert_eq!(output.status.code(), Some(2));
}

/// Two runs into one folder: each leaves whole files, and nothing of either is lost.
#[test]
fn two_runs_at_once_leave_whole_files() {
    let folder = Folder::new(&["01_无误.xlsx", "04_合计不符.xlsx", "05_表间不符.xlsx", "06_格式不对.xlsx"]);
    let before = folder.digests();
    let returns = folder.path("收件");
    let start = |date| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        command.args(["check", &returns, "--date", date, "--format", "jsonl"]).output()
    };
    let codes: Vec<Option<i32>> = std::thread::scope(|scope| {
        let runs: Vec<_> = ["2022-4-20", "2022-4-20", "2022-4-21", "2022-4-22"]
            .into_iter()
            .map(|date| scope.spawn(move || start(date).expect("the program runs").status.code()))
            .collect();
        runs.into_iter().map(|run| run.join().expect("ended")).collect()
    });
    assert_eq!(codes, [Some(1); 4]);
    let outputs = folder.outputs();
    // The same review is written once, those of other days beside it, unless the run of a day began when that of another
    // had ended and there was nothing new; with three of four go two letters, and the 定稿 of the fourth is the same on
    // every day.
    let of = |unit: &str, what: &str| outputs.iter().filter(|path| path.contains(unit) && path.contains(what)).count();
    for unit in ["629101", "629104", "629105", "629106"] {
        let reviews = of(unit, "审核意见");
        assert!((1..=3).contains(&reviews), "{unit}: {outputs:?}");
        let letters = if unit == "629101" { 0 } else { 2 * reviews };
        assert_eq!((of(unit, "退回通知"), of(unit, "定稿")), (letters, usize::from(unit == "629101")), "{outputs:?}");
    }
    folder.all_open();
    assert_eq!(folder.digests(), before);
}

/// Stopped in the middle of a batch: what is there is whole, what is left over is recognised and looked at by nobody.
fn stopped_in_the_middle(signal: &str) {
    let names = ["01_无误.xlsx", "04_合计不符.xlsx", "05_表间不符.xlsx", "06_格式不对.xlsx", "07_以元填报.xlsx"];
    let folder = Folder::new(&names);
    folder.multiply(20);
    let before = folder.digests();
    let returns = folder.path("收件");
    for wait in [30, 120, 400] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xlcheck"))
            .args(["check", &returns, "--date", "2022-4-20", "--format", "jsonl"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("started");
        let begun = Instant::now();
        while folder.outputs().is_empty() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(5));
        }
        std::thread::sleep(Duration::from_millis(wait));
        let stopped = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill");
        let status = child.wait().expect("ended");
        assert!(!stopped.success() || status.code().is_none(), "{status}");
        folder.all_open();
        assert_eq!(folder.digests(), before, "{signal} after {wait} ms");
    }
    // A run over everything, the results of the stopped ones among it, sees the returns alone.
    let output = run(&["check", &folder.path(""), "--date", "2022-4-20", "--format", "jsonl", "--no-review"]);
    assert_eq!(text(&output.stdout).lines().count(), before.len());
}

#[test]
fn a_batch_can_be_interrupted() {
    stopped_in_the_middle("-INT");
}

#[test]
fn a_batch_can_be_killed() {
    stopped_in_the_middle("-KILL");
}
