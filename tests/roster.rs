//! Rosters as bureaus keep them: what is read of them, and everything that is wrong with them, each at its cell.

use std::io::Write;
use std::process::Command;

use rust_xlsxwriter::{Format, Formula, Workbook};
use xlcheck::outcome::{Roster, RosterError, SubUnitsSaid};

/// A roster with these lines; what reads as a number is one, `'629101` is a text.
fn file(lines: &[&[&str]]) -> tempfile::NamedTempFile {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单").expect("a name");
    for (row, line) in (0u32..).zip(lines) {
        for (column, text) in (0u16..).zip(*line) {
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number),
                Err(_) => sheet.write_string(row, column, text.trim_start_matches('\'')),
            }
            .expect("written");
        }
    }
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().expect("a file");
    file.write_all(&workbook.save_to_buffer().expect("written")).expect("written");
    file
}

const HEAD: &[&str] = &["预算编码", "单位名称", "归口股室", "二级机构", "决算.收入合计"];

/// What is wrong with a roster of these lines below the usual head; an empty text where nothing is.
fn said(lines: &[&[&str]]) -> String {
    let all: Vec<&[&str]> = std::iter::once(HEAD).chain(lines.iter().copied()).collect();
    Roster::read(file(&all).path()).map_or_else(|error| error.to_string(), |_| String::new())
}

#[test]
fn what_is_wrong_with_a_line_is_said_at_its_cell() {
    let cases: [(&[&str], &str); 21] = [
        (&["", "甲局"], "名单!A2：缺少预算编码"),
        (&["629101", ""], "名单!B2：缺少单位名称"),
        (&["62910A", "甲局"], "名单!A2：预算编码“62910A”应全部是半角数字"),
        (&["６２９１０１", "甲局"], "名单!A2：预算编码“６２９１０１”应全部是半角数字"),
        (&["629-101", "甲局"], "名单!A2：预算编码“629-101”应全部是半角数字"),
        (&["100001", "（样例）甲局"], "名单!B2：“（样例）甲局”是样例，请改成本局的单位，或删去这一行"),
        (&["", "合 计"], "名单!B2：“合 计”行不是单位，请删去这一行"),
        (&["总计", ""], "名单!A2：“总计”行不是单位，请删去这一行"),
        (&["629101", "甲局", "", "甲所、乙所、甲所"], "名单!D2：二级机构“甲所”写了两次"),
        (&["629101", "甲局", "", "甲所，甲所；甲所"], "名单!D2：二级机构“甲所”写了两次"),
        (&["629101", "甲局", "", "2.甲所"], "名单!D2：二级机构“2.甲所”不要带序号，请改为“甲所”"),
        (&["629101", "甲局", "", "甲所、（2）乙所"], "名单!D2：二级机构“（2）乙所”不要带序号，请改为“乙所”"),
        (&["629101", "甲局", "", "没有"], "名单!D2：二级机构写的是“没有”，没有二级机构的请只写“无”"),
        (&["629101", "甲局", "", "无。"], "名单!D2：二级机构写的是“无。”，没有二级机构的请只写“无”"),
        (&["629101", "甲局", "", "甲所、无"], "名单!D2：二级机构写的是“无”，没有二级机构的请只写“无”"),
        (&["629101", "甲局", "", "无；无"], "名单!D2：二级机构写的是“无”，没有二级机构的请只写“无”"),
        (&["629101", "甲局", "", "/"], "名单!D2：二级机构“/”不是机构名称"),
        (&["629101", "甲局", "", "、"], "名单!D2：二级机构“、”不是机构名称"),
        (&["629101", "甲局", "", "", "待核"], "名单!E2：“决算.收入合计”应为数字，现为“待核”"),
        (&["629101", "甲局", "", "", "612.40万元"], "名单!E2：“决算.收入合计”应为数字，现为“612.40万元”"),
        (&["629101", "甲局", "", "", "-"], "名单!E2：“决算.收入合计”应为数字，现为“-”"),
    ];
    for (line, message) in cases {
        assert_eq!(said(&[line]), format!("名单有1处需要修改：\n{message}"), "{line:?}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let lines: [&[&str]; 4] = [
        &["629101", "甲局", "", "1.甲所、甲所", "未定"],
        &["629101", "乙局"],
        &["A", ""],
        &["", "合计", "", "", "612.40"],
    ];
    let expected = [
        "名单有7处需要修改：",
        "名单!D2：二级机构“1.甲所”不要带序号，请改为“甲所”",
        "名单!D2：二级机构“甲所”写了两次",
        "名单!E2：“决算.收入合计”应为数字，现为“未定”",
        "名单!A3：预算编码“629101”与名单!A2重复",
        "名单!A4：预算编码“A”应全部是半角数字",
        "名单!B4：缺少单位名称",
        "名单!B5：“合计”行不是单位，请删去这一行",
    ];
    assert_eq!(said(&lines), expected.join("\n"));
}

#[test]
fn a_head_without_units_is_no_roster() {
    assert_eq!(said(&[]), "名单有1处需要修改：\n名单!A1：表头下面没有单位");
    assert_eq!(said(&[&["", ""], &["", "", "股室"]]), "名单有1处需要修改：\n名单!A1：表头下面没有单位");
    let nothing = file(&[&["单位", "金额"]]);
    assert!(matches!(Roster::read(nothing.path()), Err(RosterError::NoHead { .. })));
}

#[test]
fn a_roster_as_bureaus_keep_it_is_read() {
    let lines: [&[&str]; 6] = [
        &["2021年度部门整体支出绩效自评单位名单"],
        &["序号", "单位编码", "部门名称", "业务股室", "下属单位", "决算.收入合计"],
        &["1", "629101", "甲局", "行政股", "甲所、乙站；\n丙中心", "612.4"],
        &["2", "'629102", " 乙局 ", "", "无", "'598.15"],
        &["", "", "", "", "", ""],
        &["3", "629103", "总工会", "", "", ""],
    ];
    let roster = Roster::read(file(&lines).path()).expect("a roster");
    let units: Vec<(&str, &str)> = roster.units.iter().map(|unit| (unit.code.as_str(), unit.name.as_str())).collect();
    assert_eq!(units, [("629101", "甲局"), ("629102", "乙局"), ("629103", "总工会")]);
    let sub_units: Vec<&SubUnitsSaid> = roster.units.iter().map(|unit| &unit.sub_units).collect();
    let named = SubUnitsSaid::Named(["甲所", "乙站", "丙中心"].into_iter().collect());
    assert_eq!(sub_units, [&named, &SubUnitsSaid::None, &SubUnitsSaid::Unsaid]);
    let figure = |row: usize| roster.units[row].figures.get("决算.收入合计").map(ToString::to_string);
    assert_eq!([figure(0), figure(1), figure(2)], [Some("612.4".to_owned()), Some("598.15".to_owned()), None]);
}

#[test]
fn the_command_ends_where_the_roster_is_wrong() {
    let roster = file(&[HEAD, &["62910A", "甲局", "", "没有"]]);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("下发");
    let output = Command::new(env!("CARGO_BIN_EXE_xlcheck"))
        .args(["issue", "--roster"])
        .arg(roster.path())
        .arg("--out")
        .arg(&out)
        .output()
        .expect("run");
    assert_eq!(output.status.code(), Some(2));
    let expected = [
        "错误：名单有2处需要修改：",
        "名单!A2：预算编码“62910A”应全部是半角数字",
        "名单!D2：二级机构写的是“没有”，没有二级机构的请只写“无”",
        "",
    ];
    assert_eq!(String::from_utf8(output.stderr).expect("UTF-8"), expected.join("\n"));
    assert!(!out.exists());
}

#[test]
fn what_is_odd_is_told_and_the_roster_is_used() {
    let mut lines: Vec<Vec<String>> = (0..20).map(|k| vec![format!("6291{k:02}"), format!("第{k}所")]).collect();
    lines[3][0] = "1003".to_owned();
    lines[7][1] = "第5所".to_owned();
    let lines: Vec<Vec<&str>> = lines.iter().map(|line| line.iter().map(String::as_str).collect()).collect();
    let head = ["预算编码", "单位名称", "科室", "决算.收入合计", "决算.收人合计", "决算.收入合计"];
    let all: Vec<&[&str]> = std::iter::once(&head[..]).chain(lines.iter().map(Vec::as_slice)).collect();
    let file = file(&all);
    let folder = tempfile::tempdir().expect("a folder");
    let output = Command::new(env!("CARGO_BIN_EXE_xlcheck"))
        .args(["issue", "--roster"])
        .arg(file.path())
        .arg("--out")
        .arg(folder.path().join("下发"))
        .output()
        .expect("run");
    let expected = [
        "提醒：单位名单的名单!E1：“决算.收人合计”不是自评表上的栏目，这一列没有使用，请核对表头",
        "提醒：单位名单的名单!F1：“决算.收入合计”与名单!D1相同，使用的是这一列，请删去多余的一列",
        "提醒：单位名单的名单!A5：预算编码“1003”只有4位，其他单位多为6位，请核对前面的0是否丢了",
        "提醒：单位名单的名单!B9：单位名称“第5所”与名单!B7相同，预算编码不同，请核对",
        "",
    ];
    assert_eq!(String::from_utf8(output.stderr).expect("UTF-8"), expected.join("\n"));
    assert_eq!(output.status.code(), Some(0));
    let issued = std::fs::read_dir(folder.path().join("下发")).expect("a folder").count();
    assert_eq!(issued, 2, "the sections' folder and the record");
}

#[test]
fn codes_of_many_lengths_are_not_odd() {
    let file = file(&[&["预算编码", "单位名称"], &["6291", "甲局"], &["629102", "乙局"], &["62910301", "丙局"]]);
    let roster = Roster::read(file.path()).expect("a roster");
    assert_eq!(roster.doubts(&[]), []);
}

#[test]
fn a_section_merged_over_its_units_is_theirs_and_errors_are_told() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单").expect("a name");
    sheet.write_row(0, 0, ["预算编码", "单位名称", "归口股室", "决算．收入合计"]).expect("heads");
    for (row, code) in [(1, "029101"), (2, "29102"), (3, "029103")] {
        sheet.write_row(row, 0, [code, &format!("第{row}所")]).expect("a line");
        sheet.write_number(row, 3, 612.4).expect("a figure");
    }
    sheet.merge_range(1, 2, 2, 2, "行政股", &Format::new()).expect("merged");
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().expect("a file");
    file.write_all(&workbook.save_to_buffer().expect("written")).expect("written");
    let roster = Roster::read(file.path()).expect("a roster");
    let sections: Vec<&str> = roster.units.iter().map(|unit| unit.section.as_str()).collect();
    assert_eq!(sections, ["行政股", "行政股", ""]);
    assert!(roster.units.iter().all(|unit| unit.figures.contains_key("决算.收入合计")));
    let doubts: Vec<String> = roster.doubts(&[]).iter().map(ToString::to_string).collect();
    let lost = "名单!A3：预算编码“29102”只有5位，其他单位多为6位，请核对前面的0是否丢了";
    assert!(doubts.iter().any(|doubt| doubt == lost), "{doubts:?}");

    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单").expect("a name");
    sheet.write_row(0, 0, ["预算编码", "单位名称"]).expect("heads");
    sheet.write_string(1, 0, "629101").expect("a code");
    sheet.write_formula(1, 1, Formula::new("=NA()").set_result("#N/A")).expect("a formula");
    let mut file = tempfile::Builder::new().suffix(".xlsx").tempfile().expect("a file");
    file.write_all(&workbook.save_to_buffer().expect("written")).expect("written");
    let told = Roster::read(file.path()).expect_err("an error").to_string();
    assert_eq!(told, "名单有1处需要修改：\n名单!B2：这一格是错误值“#N/A”，请改正公式，或直接填写");
}
