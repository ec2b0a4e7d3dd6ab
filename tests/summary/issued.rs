//! A run that knows what was issued: returns of another year or form go back, and all that is written says the same of who
//! has handed in.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use xlcheck::checks::SPECS;
use xlcheck::form::{Library, Settings};
use xlcheck::outcome::{Expected, Judge, Unit};

use crate::bureau::{Bureau, Summary, unit};
use crate::desk;

const DAY: &str = "2022-04-20";
const FORM: &str = "部门整体支出绩效自评";
const ISSUED: [&str; 2] = ["--issued", "下发/下发清单.xlsx"];
const OTHER_YEAR: &str = "FIL-04 封面!A2 文件年度为2020年，本次应报送2021年度自评材料，请核对。";
const OTHER_EDITION: [&str; 2] = [
    "FIL-02 — 本文件使用的模板为“部门整体支出绩效自评（2024）”，本次下发的模板为“部门整体支出绩效自评（2021）”，请使用本次下发的模板填报。",
    "FIL-04 封面!A2 文件年度为2024年，本次应报送2021年度自评材料，请核对。",
];

/// Issues an edition to the roster.
fn issue(bureau: &Bureau, edition: &str, folder: &str) {
    let template = format!("{FORM}@{edition}");
    let output = bureau.program(&["issue", "--roster", "名单.xlsx", "--template", &template, "--out", folder]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A bureau that has issued 2021 to four units: one has sent that, one the year before, one nothing, one another edition;
/// and somebody else has sent something.
fn bureau() -> Bureau {
    let bureau = Bureau::new();
    bureau.roster(4);
    issue(&bureau, "2021", "下发");
    issue(&bureau, "2024", "另发");
    bureau.put("0.xlsx", &bureau.filled(0, "01_无误"));
    bureau.put("1.xlsx", &bureau.filled_in(desk::issued_for(2020, &bureau.form, &unit(1)), "01_无误", |_| ()));
    bureau.put("3.xlsx", &std::fs::read(of_unit(&bureau, &unit(3).code)).expect("issued"));
    bureau.put("外.xlsx", &bureau.filled(500, "01_无误"));
    bureau
}

/// The workbook of a unit in 另发.
fn of_unit(bureau: &Bureau, code: &str) -> std::path::PathBuf {
    let mut folders = vec![bureau.folder.path().join("另发")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(code)) {
                return path;
            }
        }
    }
    panic!("{code} was not issued")
}

/// Of each file its status and what is said of what was issued.
fn said(report: &Value) -> BTreeMap<String, (String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or("—").to_owned();
    let of = |file: &Value| {
        let findings = file["findings"].as_array().expect("findings").iter();
        let told = findings.filter(|one| one["rule"] == "FIL-02" || one["rule"] == "FIL-04").map(|one| {
            let place = one["cell"].as_str().map(|cell| format!("{}!{cell}", text(&one["sheet"])));
            format!("{} {} {}", text(&one["rule"]), place.unwrap_or("—".to_owned()), text(&one["message"]))
        });
        (text(&file["path"]), (text(&file["status"]), told.collect()))
    };
    report["files"].as_array().expect("files").iter().map(of).collect()
}

fn told(status: &str, messages: &[&str]) -> (String, Vec<String>) {
    (status.to_owned(), messages.iter().map(|message| (*message).to_owned()).collect())
}

#[test]
fn another_year_and_another_edition_go_back_where_it_is_known_what_was_issued() {
    let bureau = bureau();
    let report = bureau.check_with("收回", DAY, &ISSUED);
    let files = said(&report);
    assert_eq!(files["0.xlsx"], told("通过", &[]));
    assert_eq!(files["1.xlsx"], told("退回", &[OTHER_YEAR]));
    assert_eq!(files["3.xlsx"], told("退回", &OTHER_EDITION));
    let finals: Vec<String> = std::fs::read_dir(bureau.path("通过"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("定稿"))
        .collect();
    assert_eq!(finals.len(), 2, "{finals:?}");
    assert!(finals.iter().all(|name| name.starts_with("700100_") || name.starts_with("700600_")), "{finals:?}");

    // What goes back does not ask to go on with the file that was not issued.
    let letter = "1. 你单位报送的不是本次下发的文件，不必在其中修改，请打开本次下发给你单位的文件，把内容填入其中。";
    let name = "退回/700101_青澜经开区第1事务所_第1次退回通知.txt";
    let written = std::fs::read_to_string(bureau.path(name)).expect("a letter");
    assert!(written.contains(letter), "{written}");

    // The record may be the roster, and the year may be said alone.
    let alone = ["--date", DAY, "--format", "json", "--no-review"];
    let by_roster = [&["check", "收回", "--roster", ISSUED[1]], &alone[..]].concat();
    assert_eq!(said(&bureau.report(&by_roster)), files);
    let by_year = said(&bureau.report(&[&["check", "收回", "--year", "2021"], &alone[..]].concat()));
    assert_eq!(by_year["1.xlsx"], files["1.xlsx"]);
    assert_eq!(by_year["3.xlsx"], told("退回", &OTHER_EDITION[1..]));

    // Who says nothing is told nothing.
    let plain = said(&bureau.report(&[&["check", "收回", "--roster", "名单.xlsx"], &alone[..]].concat()));
    assert_eq!(plain["1.xlsx"], told("待说明", &[]));
    assert_eq!(plain["3.xlsx"].1, Vec::<String>::new());
}

#[test]
fn all_say_the_same_of_who_has_handed_in() {
    let bureau = bureau();
    let report = bureau.check_with("收回", DAY, &ISSUED);
    let of = |number: usize| json!({"code": unit(number).code, "name": unit(number).name});
    assert_eq!(report["missing"], json!([of(2)]));
    let stranger = json!({"code": "700600", "name": "青澜经开区第500事务所", "path": "外.xlsx"});
    assert_eq!(report["strangers"], json!([stranger]));

    let summary = bureau.summary("审核汇总.xlsx");
    let column = |sheet: &str, heads: [&str; 2]| -> Vec<[String; 2]> {
        summary.rows(sheet).iter().map(|row| heads.map(|head| but_likeness(&row[head]))).collect()
    };
    let rows = |rows: &[[&str; 2]]| rows.iter().map(|row| row.map(str::to_owned)).collect::<Vec<_>>();
    let other = "不是本次下发的年度或模板";
    assert_eq!(
        column("报送情况", ["状态", "备注"]),
        rows(&[["通过", ""], ["退回", other], ["未报送", ""], ["退回", other], ["通过", "不在本次名单中"]])
    );
    let not_counted = "不是本次下发的年度或模板，数据不计入汇总";
    assert_eq!(
        column("收件登记", ["计入", "说明"]),
        rows(&[["是", ""], ["否", not_counted], ["否", not_counted], ["是", "预算编码700600不在本次名单中，请核对"]])
    );
    assert_eq!(column("未报送名单", ["预算编码", "情况"]), rows(&[["700102", "未报送"]]));
    let front = summary.front();
    assert_eq!(front[0], "2021年度部门整体支出绩效自评审核汇总");
    assert_eq!(
        front[1],
        "截至2022年4月20日，应报4家，已报3家，报送率75.0%；通过1家、待说明0家、已说明待审定0家、退回2家；未报1家。"
    );
    // The figures of the other year and of the other edition stand in no sum.
    let money = front.iter().find(|row| row.starts_with("支出合计 ")).expect("a row");
    assert_eq!(*money, "支出合计 598.15 598.15 598.15");
    let spent = |sheet: &str| summary.rows(sheet).last().expect("a total")["支出合计"].clone();
    assert_eq!(["数据汇总", "数据汇总2"].map(spent), ["598.15", "0"]);

    let output = bureau.program(&[&["check", "收回", "--roster", "名单.xlsx", "--date", DAY], &ISSUED[..]].concat());
    let screen = String::from_utf8(output.stdout).expect("UTF-8");
    let closing = "\n未报送（1家）\n  700102 青澜经开区第2事务所（企业股）\n\n\
                   名单外（1份，请核对预算编码）\n  700600 青澜经开区第500事务所（外.xlsx）\n";
    assert!(screen.contains(closing), "{screen}");
}

#[test]
fn a_return_of_another_year_has_come_whether_or_not_it_is_known_what_was_issued() {
    let bureau = bureau();
    let report = bureau.check(DAY);
    assert_eq!(report["missing"].as_array().expect("a list").len(), 1);
    let summary = bureau.summary("审核汇总.xlsx");
    let standing: Vec<String> = summary.rows("报送情况").iter().map(|row| row["状态"].clone()).collect();
    assert_eq!(standing[..3], ["通过", "待说明", "未报送"]);
    assert_eq!(summary.rows("未报送名单").len(), 1);
    assert!(summary.front()[1].contains("应报4家，已报3家"), "{}", summary.front()[1]);
}

#[test]
fn a_lost_stamp_is_told_with_the_edition_that_was_issued() {
    let bureau = Bureau::new();
    bureau.roster(1);
    let lost = std::fs::read("workbooks/returned/12_标识丢失.xlsx").expect("the example");
    let judge = || {
        let library = Library::embedded(&SPECS);
        Judge::of_library(library, Settings::default(), None, desk::RECEIVED).expect("the embedded forms")
    };
    let no_stamp = |edition: &str| {
        format!(
            "FIL-02 — 本文件没有模板标识，本次下发的模板为“部门整体支出绩效自评（{edition}）”，请使用本次下发的模板填报。"
        )
    };
    let other_year = "FIL-04 封面!A2 文件年度为2021年，本次应报送2024年度自评材料，请核对。".to_owned();
    for (edition, expected) in [("2021", vec![no_stamp("2021")]), ("2024", vec![no_stamp("2024"), other_year])] {
        issue(&bureau, edition, edition);
        let record = Expected::read(&bureau.folder.path().join(edition).join("下发清单.xlsx")).expect("read");
        let judge = judge().with_expected(record.expect("a record"));
        assert_eq!(desk::said(&judge.judge("表.xlsx", lost.clone())), expected);
    }
    assert_eq!(desk::said(&judge().judge("表.xlsx", lost)), [no_stamp("2021")]);
    let roster = Expected::read(&bureau.folder.path().join("名单.xlsx")).expect("read");
    assert_eq!(roster, None, "a roster is no record");
}

#[test]
fn what_is_no_record_is_refused() {
    let bureau = Bureau::new();
    bureau.roster(1);
    bureau.put("0.xlsx", &bureau.filled(0, "01_无误"));
    let output = bureau.program(&["check", "收回", "--issued", "名单.xlsx"]);
    let told = "错误：“名单.xlsx”中没有下发的年度和模板，请用 --issued 写明下发时写出的“下发清单.xlsx”\n";
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), told));
}

#[test]
fn amounts_in_yuan_stand_in_no_sum_and_another_name_is_told() {
    let bureau = Bureau::new();
    bureau.roster(3);
    bureau.put("0.xlsx", &bureau.filled(0, "01_无误"));
    bureau.put("1.xlsx", &bureau.filled(1, "07_以元填报"));
    let renamed = Unit { name: "青澜经开区贰号事务所".to_owned(), ..unit(2) };
    bureau.put("2.xlsx", &bureau.filled_in(desk::issued_to(&bureau.form, &renamed), "01_无误", |_| ()));
    let report = bureau.check(DAY);
    let findings = report["files"][1]["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|one| one["rule"] == "TYP-14" && one["cell"] == "B13"), "{findings:?}");
    let summary = bureau.summary("审核汇总.xlsx");
    let front = summary.front();
    let money = front.iter().find(|row| row.starts_with("支出合计 ")).expect("a row");
    assert_eq!(*money, "支出合计 1196.3 1196.3 1196.3");
    let note = "另有1份表格疑似以“元”填报，改正或核实以前，金额没有计入上面的合计。";
    assert!(front.iter().any(|row| row == note), "{front:#?}");
    assert_eq!(summary.rows("数据汇总").last().expect("a total")["支出合计"], "1196.3");
    let said: Vec<String> = summary.rows("收件登记").iter().map(|row| but_likeness(&row["说明"])).collect();
    let renamed = "表中单位名称为“青澜经开区贰号事务所”，名单中为“青澜经开区第2事务所”，请核对";
    assert_eq!(said, ["", "", renamed]);
    let head = summary.sheets["问题统计"][1][0].to_string();
    assert!(head.ends_with("；供参考的提示不在其中，见问题清单"), "{head}");
}

/// Issues a form with more options than its edition.
fn issue_with(bureau: &Bureau, folder: &str, options: &[&str]) {
    let output = bureau.program(&[&["issue", "--roster", "名单.xlsx", "--out", folder], options].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_first_days_of_a_season_are_those_of_the_record() {
    let bureau = Bureau::new();
    bureau.roster(3);
    let edition = format!("{FORM}@2021");
    issue_with(&bureau, "下发", &["--template", &edition, "--deadline", "2022-06-30"]);
    // The only file is of the year before, and its own last day is over.
    bureau.put("1.xlsx", &bureau.filled_in(desk::issued_for(2020, &bureau.form, &unit(1)), "01_无误", |_| ()));
    bureau.check_with("收回", "2022-05-10", &ISSUED);
    let letter = bureau.path("退回/700101_青澜经开区第1事务所_第1次退回通知.txt");
    let letter = std::fs::read_to_string(letter).expect("a letter");
    assert!(letter.contains("2022年6月30日前") && !letter.contains("已过"), "{letter}");
    bureau.check_with("收回", "2022-05-11", &ISSUED);
    let summary = bureau.summary("审核汇总(2).xlsx");
    let front = summary.front();
    assert_eq!(front[0], "2021年度部门整体支出绩效自评审核汇总");
    assert!(front[1].contains("应报3家，已报1家") && front[1].ends_with("退回1家；未报2家。"), "{front:#?}");
    let urged = summary.rows("未报送名单");
    let units: Vec<&str> = urged.iter().map(|row| row["预算编码"].as_str()).collect();
    assert_eq!(units, ["700100", "700102"]);
    assert!(urged[0]["催报文字"].contains("尚未报送2021年度部门整体支出绩效自评材料"), "{urged:?}");

    // Nothing at all has come, and the record's last day is over.
    std::fs::create_dir(bureau.folder.path().join("空")).expect("made");
    bureau.program(
        &[&["check", "空", "--roster", "名单.xlsx", "--date", "2022-07-01", "--out", "无"], &ISSUED[..]].concat(),
    );
    let front = Summary::read(&bureau.folder.path().join("无/审核汇总.xlsx")).front();
    assert_eq!(front[0], "2021年度部门整体支出绩效自评审核汇总");
    assert!(front[1].ends_with("；逾期未报3家。"), "{front:#?}");
}

#[test]
fn each_form_was_issued_for_its_own_year() {
    let bureau = Bureau::new();
    bureau.roster(1);
    issue_with(&bureau, "甲", &["--template", &format!("{FORM}@2021"), "--year", "2022"]);
    issue_with(&bureau, "乙", &["--template", "项目支出绩效自评表", "--year", "2021"]);
    bureau.put("0.xlsx", &bureau.filled(0, "01_无误"));
    let both = ["--issued", "甲/下发清单.xlsx", "--issued", "乙/下发清单.xlsx"];
    let files = said(&bureau.check_with("收回", DAY, &both));
    let other = "FIL-04 封面!A2 文件年度为2021年，本次应报送2022年度自评材料，请核对。";
    assert_eq!(files["0.xlsx"], told("退回", &[other]));
}

#[test]
fn what_was_not_issued_is_forgotten_when_the_right_file_has_come() {
    let bureau = Bureau::new();
    bureau.roster(1);
    issue(&bureau, "2021", "下发");
    bureau.put("旧.xlsx", &bureau.filled_in(desk::issued_for(2020, &bureau.form, &unit(0)), "01_无误", |_| ()));
    bureau.put("新.xlsx", &bureau.filled(0, "01_无误"));
    bureau.check_with("收回", DAY, &ISSUED);
    let summary = bureau.summary("审核汇总.xlsx");
    let standing: Vec<String> = summary.rows("报送情况").iter().map(|row| row["状态"].clone()).collect();
    assert_eq!(standing, ["通过"]);
    let grades = summary.rows("自评等次分布");
    assert_eq!(grades.last().expect("a total")["份数"], "1");
    assert!(summary.sheets["退回通知"].iter().flatten().all(|cell| !cell.to_string().contains("重新报送")));
}

/// What is said without the likeness to others: all are filled in by the same recipes.
fn but_likeness(said: &str) -> String {
    let pieces = said.split('；').filter(|piece| !piece.starts_with("材料文字与"));
    pieces.collect::<Vec<_>>().join("；")
}
