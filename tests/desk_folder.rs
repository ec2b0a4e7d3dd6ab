//! The desk folder: the program without arguments, in folders as they lie on a reviewer's desk.
//!
//! What an empty folder is laid out with is tested where it is made (`src/cli/desk`), for nobody answers here but the
//! test of the terminal below.

mod tree;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tree::contents;

fn run_in(folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    command.current_dir(folder).stdin(Stdio::null()).output().expect("the program runs")
}

fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks").join(name)
}

/// A folder with the example roster under this name, and these returns.
fn desk(roster: &str, returns: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::copy(example("单位名单.xlsx"), folder.path().join(roster)).expect("copied");
    add_returns(folder.path(), returns);
    folder
}

fn add_returns(folder: &Path, returns: &[&str]) {
    for name in returns {
        std::fs::create_dir_all(folder.join("收件")).expect("made");
        std::fs::copy(example("returned").join(name), folder.join("收件").join(name)).expect("copied");
    }
}

fn names(files: &[(String, Vec<u8>)]) -> Vec<&str> {
    files.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_folder_that_is_laid_out_has_its_whole_round() {
    let folder = desk("名单.xlsx", &["01_无误.xlsx", "04_合计不符.xlsx", "10_没有传完.xlsx"]);
    std::fs::write(folder.path().join("审核设置.toml"), "district = \"青澜经济开发区\"\n").expect("written");
    std::fs::create_dir(folder.path().join("对照资料")).expect("made");
    let output = run_in(folder.path());
    assert_eq!((output.status.code(), err(&output)), (Some(1), ""));

    // What is said around it is told here; what is between is the word of `check` and no other.
    let other = desk("名单.xlsx", &["01_无误.xlsx", "04_合计不符.xlsx", "10_没有传完.xlsx"]);
    std::fs::write(other.path().join("审核设置.toml"), "district = \"青澜经济开发区\"\n").expect("written");
    let mut check = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    check.current_dir(other.path()).args(["check", "收件", "--roster", "名单.xlsx", "--settings", "审核设置.toml"]);
    let check = check.args(["--out", "审核结果"]).output().expect("the program runs");
    let before = "这个文件夹中有：单位名单“名单.xlsx”、收件（3个文件）、审核设置.toml。\n\
                  现在审核“收件”中的文件，结果写到“审核结果”，收到的文件不会改动。\n\
                  没有写明年度和模板的“下发/下发清单.xlsx”，不核对是不是本次下发的。\n\n";
    let after = "\n下一步：\n  \
                 1. 打开“审核结果”中的“审核汇总.xlsx”，看全部单位的情况。\n  \
                 2. “退回”1份：把最近一次的审核意见和通知发给单位，请单位修改或说明。已发过的不必再发。\n  \
                 3. “无法审核”1份：请单位重新发送，原因写在审核意见中。\n  \
                 4. “通过”1份：把定稿发给单位打印、签字、盖章。已发过的不必再发。\n  \
                 5. 单位再报来的文件，放进“收件”（原来的文件不必删去），再运行一次本程序。\n";
    assert!(out(&check).contains("【退回】629104 青澜经开区文化旅游局"), "{}", out(&check));
    assert_eq!(out(&output), format!("{before}{}{after}", out(&check)));
    assert_eq!(contents(folder.path()), contents(other.path()));

    // Once more, with nothing new: what is there stays, and a summary of the same says the same.
    let written = contents(folder.path());
    assert_eq!(run_in(folder.path()).status.code(), Some(1));
    let again = contents(folder.path());
    assert!(written.iter().all(|file| again.contains(file)), "{:?}", names(&again));

    // Once the unit has sent a file that passes, nothing of it is sent back, whatever folders are there.
    for (sent, better) in [("04_合计不符.xlsx", "04_改好.xlsx"), ("10_没有传完.xlsx", "")] {
        std::fs::remove_file(folder.path().join("收件").join(sent)).expect("removed");
        if !better.is_empty() {
            std::fs::copy(example("returned/02_只有尾差.xlsx"), folder.path().join("收件").join(better))
                .expect("copied");
        }
    }
    let after = "\n下一步：\n  \
                 1. 打开“审核结果”中的“审核汇总(2).xlsx”，看全部单位的情况。\n  \
                 2. “通过”2份：把定稿发给单位打印、签字、盖章。已发过的不必再发。\n  \
                 3. 单位再报来的文件，放进“收件”（原来的文件不必删去），再运行一次本程序。\n";
    let output = run_in(folder.path());
    assert!(out(&output).ends_with(after), "{}", out(&output));
}

#[test]
fn earlier_material_is_compared_with_and_a_roster_may_be_called_otherwise() {
    let folder = desk("2021年单位名单（定）.xlsx", &["01_无误.xlsx"]);
    std::fs::write(folder.path().join("~$2021年单位名单（定）.xlsx"), "open in Excel").expect("written");
    std::fs::create_dir(folder.path().join("对照资料")).expect("made");
    std::fs::copy(example("returned/附件说明.txt"), folder.path().join("对照资料/附件说明.txt")).expect("copied");
    let output = run_in(folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let found = "这个文件夹中有：单位名单“2021年单位名单（定）.xlsx”、收件（1个文件）、对照资料（1个文件）。\n";
    assert!(out(&output).starts_with(found), "{}", out(&output));
    assert!(out(&output).contains("\n未报送（9家）\n") && out(&output).contains("\n对照资料\n"), "{}", out(&output));
}

#[test]
fn a_roster_alone_is_issued_once() {
    let folder = desk("名单.xlsx", &[]);
    std::fs::write(folder.path().join("审核设置.toml"), "deadline = \"2025-4-30\"\n").expect("written");
    let output = run_in(folder.path());
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    assert_eq!(
        out(&output),
        "这个文件夹中有：单位名单“名单.xlsx”、审核设置.toml。\n\
         “收件”中还没有文件，也还没有下发过，现在按名单下发2024年度的“部门整体支出绩效自评”，写到“下发”。\n\n\
         已下发10份工作簿到“下发”，清单见“下发清单.xlsx”。\n\
         没有设置口令：任何人都可以解除保护，改动在收回审核时会被查出。\n\n\
         下一步：\n  \
         1. 打开“下发”中的一两份看一看，再把各股室文件夹里的表格发给单位；“下发清单.xlsx”留存，不要发给单位。\n  \
         2. 单位报回的文件放进“收件”，再运行一次本程序，就会审核。\n\
         要改区划名称、咨询电话、截止日期的，写好“审核设置.toml”，把“下发”文件夹改名，再运行一次本程序。\n"
    );
    let issued = contents(folder.path());
    assert_eq!(issued.len(), 13, "{:?}", names(&issued));
    assert!(folder.path().join("收件").is_dir());

    let output = run_in(folder.path());
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    assert_eq!(
        out(&output),
        "这个文件夹中有：单位名单“名单.xlsx”、审核设置.toml。\n\
         已经下发过，“收件”中还没有单位报回的文件，这一次没有要做的事。\n\n\
         下一步：把单位报回的文件放进“收件”，再运行一次本程序。\n\
         要重新下发的，先把“下发”文件夹改名，再运行一次本程序。\n"
    );
    assert_eq!(contents(folder.path()), issued);

    // An issue that was not finished goes on, but not over what was filled in meanwhile.
    std::fs::remove_file(folder.path().join("下发/下发清单.xlsx")).expect("removed");
    let issued_now = contents(folder.path());
    let is_form = |name: &str| name.starts_with("下发/");
    let filled = folder.path().join(names(&issued_now).into_iter().find(|name| is_form(name)).expect("a file"));
    std::fs::write(&filled, "已填").expect("written");
    let before = contents(folder.path());
    let output = run_in(folder.path());
    assert_eq!(output.status.code(), Some(2));
    let told = "错误：“下发”中以下文件已经存在且内容不同（可能已有人填写），没有写入任何文件，\
                请把“下发”文件夹改名，再运行一次本程序：\n下发";
    assert!(err(&output).starts_with(told), "{}", err(&output));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn a_return_that_was_not_issued_this_time_goes_back() {
    let folder = desk("名单.xlsx", &[]);
    assert_eq!(run_in(folder.path()).status.code(), Some(0));
    add_returns(folder.path(), &["01_无误.xlsx"]);
    let output = run_in(folder.path());
    assert_eq!((output.status.code(), err(&output)), (Some(1), ""));
    let said = "年度和模板按“下发/下发清单.xlsx”核对。\n\n\
                【退回】629101 青澜经开区市政维护中心\n  01_无误.xlsx\n  须修改2处  未检查7项\n";
    assert!(out(&output).contains(said), "{}", out(&output));
    assert!(out(&output).contains("文件年度为2021年，本次应报送2024年度自评材料，请核对。"), "{}", out(&output));
    assert!(out(&output).contains("\n未报送（9家）\n"), "{}", out(&output));
    let written = contents(folder.path());
    assert!(names(&written).iter().all(|name| !name.contains("定稿")), "{:?}", names(&written));

    // A record that cannot be read is told, for nothing else says what was issued.
    std::fs::write(folder.path().join("下发/下发清单.xlsx"), "不是表格").expect("written");
    let output = run_in(folder.path());
    let told = "错误：无法读取“下发/下发清单.xlsx”，不知道下发的是哪个年度；请关闭打开它的程序，损坏的请移走，再运行一次本程序\n";
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).starts_with(told), "{}", err(&output));
}

#[test]
fn returns_without_a_roster_are_checked_and_it_is_said_what_is_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    add_returns(folder.path(), &["01_无误.xlsx"]);
    let output = run_in(folder.path());
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
    let told = "\n下一步：\n  \
                1. “通过”1份：把定稿发给单位打印、签字、盖章。已发过的不必再发。\n  \
                2. 单位再报来的文件，放进“收件”（原来的文件不必删去），再运行一次本程序。\n\
                没有单位名单，所以没有列出未报送的单位。要列出的，请把单位名单（文件名含“名单”的 .xlsx）放进这个文件夹，\
                再运行一次本程序。\n";
    assert!(out(&output).ends_with(told), "{}", out(&output));
}

#[test]
fn a_folder_that_is_no_desk_gets_the_help_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("下发清单.xlsx"), "别的").expect("written");
    let before = contents(folder.path());
    let output = run_in(folder.path());
    let help = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/xlcheck.txt"));
    assert_eq!((output.status.code(), out(&output)), (Some(2), ""));
    assert_eq!(err(&output), help.expect("recorded"));
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn what_cannot_be_understood_is_asked_for_before_anything_is_written() {
    let with = |name: &str| {
        let folder = desk("名单.xlsx", &["01_无误.xlsx"]);
        std::fs::write(folder.path().join(name), "district = ").expect("written");
        folder
    };
    let nothing_in = |folders: &[&str]| {
        let folder = tempfile::tempdir().expect("a folder");
        for name in folders {
            std::fs::create_dir(folder.path().join(name)).expect("made");
        }
        folder
    };
    let file_for_folder = desk("名单.xlsx", &[]);
    std::fs::write(file_for_folder.path().join("收件"), "不是文件夹").expect("written");
    let broken = tempfile::tempdir().expect("a folder");
    std::fs::write(broken.path().join("名单.xlsx"), "不是表格").expect("written");
    for (folder, told) in [
        (
            with("单位名单.xlsx"),
            "错误：这个文件夹中有2份名单：“单位名单.xlsx”、“名单.xlsx”，请只留下要用的一份，其余的移走或改名，再运行一次本程序\n",
        ),
        (
            with("审核设置.toml.txt"),
            "错误：“审核设置.toml.txt”不会被读取，请把文件名改为“审核设置.toml”（不用的请删去），再运行一次本程序\n",
        ),
        (
            with("审核设置.toml"),
            "错误：请先改好“审核设置.toml”，保存并关闭，再运行一次本程序\n  原因：设置有1处错误：\n",
        ),
        (file_for_folder, "错误：“收件”应是文件夹，现在是文件，请改名后建立文件夹“收件”\n"),
        (
            broken,
            "错误：请先改好名单“名单.xlsx”，保存并关闭，再运行一次本程序\n  原因：名单“名单.xlsx”不是可以读取的 .xlsx 工作簿：",
        ),
        (
            nothing_in(&["收件", "对照资料"]),
            "错误：这个文件夹中没有单位名单（文件名含“名单”的 .xlsx），“收件”中也没有文件，没有可做的事\n",
        ),
    ] {
        let before = contents(folder.path());
        let output = run_in(folder.path());
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(err(&output).starts_with(told), "{}", err(&output));
        assert!(!out(&output).contains("现在"), "{}", out(&output));
        assert_eq!(contents(folder.path()), before, "{told}");
    }
}

/// On a terminal, which `script` of util-linux is here: laid out, told that the roster is still the sample, and laid out
/// no second time.
#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_an_empty_folder_is_laid_out_when_asked_for() {
    use std::io::Write;
    let typed = |folder: &Path, answer: &str| -> Option<String> {
        let mut script = Command::new("script");
        script.current_dir(folder).args(["-qec", env!("CARGO_BIN_EXE_xlcheck"), "/dev/null"]);
        let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
        script.stdin.take()?.write_all(answer.as_bytes()).ok()?;
        Some(String::from_utf8(script.wait_with_output().ok()?.stdout).expect("UTF-8").replace("\r\n", "\n"))
    };
    let folder = tempfile::tempdir().expect("a folder");
    let Some(said) = typed(folder.path(), "n\n") else { return };
    assert!(said.contains("没有建立，什么也没有写。"), "{said}");
    assert_eq!(contents(folder.path()), []);

    let said = typed(folder.path(), "\n").expect("a terminal");
    assert!(said.contains("已建立：收件、对照资料、名单.xlsx、审核设置.toml、使用说明.txt。"), "{said}");
    let laid = contents(folder.path());
    assert_eq!(names(&laid), ["使用说明.txt", "名单.xlsx", "审核设置.toml"]);

    let output = run_in(folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        err(&output),
        "错误：请先改好名单“名单.xlsx”，保存并关闭，再运行一次本程序\n  原因：名单有2处需要修改：\n\
         名单!B5：“（样例）城市管理局”是样例，请改成本局的单位，或删去这一行\n\
         名单!B6：“（样例）档案馆”是样例，请改成本局的单位，或删去这一行\n"
    );
    assert_eq!(contents(folder.path()), laid);

    let mut check = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    let check = check.current_dir(folder.path()).args(["template", "check", "审核设置.toml"]).output().expect("runs");
    assert_eq!(check.status.code(), Some(0), "{}", err(&check));
}
