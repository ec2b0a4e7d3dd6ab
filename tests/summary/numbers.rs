//! Every number of the summary of a bureau of 120 units, counted again from the report.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use xlcheck::excel::package::Package;

use crate::bureau::{Bureau, RIGHT, SECTIONS, Summary, UNITS, WRONG, archive, unit};
use crate::desk;

/// Units that have sent a second file, which is right.
const TWICE: usize = 5;
/// Units of the roster that have passed, and that must correct.
const PASSED: usize = RIGHT + TWICE;
const RETURNED: usize = WRONG - TWICE;
const MISSING: usize = UNITS - RIGHT - WRONG;

type Row = BTreeMap<String, String>;

/// The bureau with everything that has come in.
fn filled() -> Bureau {
    let bureau = Bureau::new();
    bureau.roster(UNITS);
    for number in 0..RIGHT {
        bureau.put(&format!("{number:03}.xlsx"), &bureau.filled(number, "01_无误"));
    }
    let wrong = |number| bureau.filled(number, "04_合计不符");
    for number in RIGHT..RIGHT + WRONG - 4 {
        bureau.put(&format!("{number:03}.xlsx"), &wrong(number));
    }
    // A second file was saved later, though its name comes first.
    for number in RIGHT..RIGHT + TWICE {
        let later = bureau.filled(number, "01_无误");
        let later = desk::changed(&later, "docProps/core.xml", |xml| xml.replace("2000-01-01T", "2022-04-19T"));
        bureau.put(&format!("{number:03}-改.xlsx"), &later);
    }
    for number in 500..503 {
        bureau.put(&format!("外单位{number}.xlsx"), &bureau.filled(number, "01_无误"));
    }
    // What a section has sent on in one archive in another.
    let packed = |number: usize| (format!("{number:03}.xlsx"), wrong(number));
    let inner = archive(&(RIGHT + WRONG - 4..RIGHT + WRONG).map(packed).collect::<Vec<_>>());
    bureau.put("农业股.zip", &archive(&[("转来.zip".to_owned(), inner)]));
    bureau.put("没有传完.xlsx", &wrong(1)[..4000]);
    bureau.put("说明.txt", "附件".as_bytes());
    bureau
}

/// Whether a file counts: another of its unit does not come later.
fn counts(file: &Value) -> bool {
    let path = file["path"].as_str().expect("a path");
    file["status"] != "无法审核" && !(RIGHT..RIGHT + TWICE).any(|number| path == format!("{number:03}.xlsx"))
}

#[test]
fn every_number_of_a_bureau_of_120_units_is_right() {
    let bureau = filled();
    let report = bureau.check("2022-05-03");
    let files = report["files"].as_array().expect("files");
    assert_eq!(files.len(), RIGHT + WRONG + TWICE + 3 + 1);
    let counted: Vec<&Value> = files.iter().filter(|file| counts(file)).collect();
    let summary = bureau.summary("审核汇总.xlsx");
    front(&summary.front());
    problems(&summary, &counted);
    register(&summary, files.len() + 1, counted.len());
    units(&summary, &counted);
    figures(&summary, counted.len());
    urged(&summary);
    charts(&std::fs::read(bureau.path("审核汇总.xlsx")).expect("a summary"));
}

/// Every section is named, and units are counted in whole numbers: 120 in all, 20 of each section.
fn charts(summary: &[u8]) {
    let package = Package::open(summary.to_vec()).expect("a package");
    for (part, unit) in [("xl/charts/chart1.xml", "20"), ("xl/charts/chart2.xml", "5")] {
        let bytes = package.required(part).expect(part);
        let chart = std::str::from_utf8(&bytes).expect("UTF-8");
        let (categories, values) = chart.split_once("<c:valAx>").expect("an axis of values");
        assert!(categories.contains("<c:lblOffset val=\"100\"/><c:tickLblSkip val=\"1\"/></c:catAx>"), "{categories}");
        assert!(values.contains(&format!("<c:majorUnit val=\"{unit}\"/>")), "{values}");
        assert!(values.contains("<c:numFmt formatCode=\"0\""), "{values}");
    }
}

/// The sentences and the table of sections.
fn front(front: &[String]) {
    assert_eq!(front[0], "2021年度部门整体支出绩效自评审核汇总");
    assert_eq!(
        front[1],
        format!(
            "截至2022年5月3日，应报120家，已报80家，报送率66.7%；通过{PASSED}家、待说明0家、已说明待审定0家、退回{RETURNED}家，另有1份文件无法审核；逾期未报{MISSING}家。"
        )
    );
    assert_eq!(front[2], "其中：逾期报送80家，重复报送、不计入5份，名单外3份。");
    let at = front.iter().position(|row| row.starts_with("归口股室 应报")).expect("a table");
    for (row, section) in front[at + 1..].iter().zip(SECTIONS) {
        let of = |to: usize| (0..to).filter(|number| unit(*number).section == section).count();
        let (due, right, sent) = (of(UNITS), of(PASSED), of(RIGHT + WRONG));
        assert_eq!(*row, format!("{section} {due} {right} 0 0 {} {} 0 {}", sent - right, due - sent, share(sent, due)));
    }
    assert_eq!(front[at + 7], format!("合计 120 {PASSED} 0 0 {RETURNED} {MISSING} 0 {}", share(80, 120)));
}

/// Every finding of the files that count, and no other; and how many units each rule concerns.
fn problems(summary: &Summary, counted: &[&Value]) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut expected: Vec<[String; 4]> = Vec::new();
    for file in counted {
        let findings = file["findings"].as_array().expect("findings");
        for finding in findings.iter().filter(|one| one["rule"] != "CMP-10") {
            let [key, message, rule] = ["key", "message", "rule"].map(|name| text(&finding[name]));
            expected.push([text(&file["unit"]["code"]), key, message, rule]);
        }
    }
    expected.sort();
    let row = |row: &Row| ["预算编码", "识别号", "存在问题", "规则"].map(|head| row[head].clone());
    let mut listed: Vec<[String; 4]> = summary.rows("问题清单").iter().map(row).collect();
    listed.sort();
    assert_eq!(listed, expected);
    let statistics = summary.rows("问题统计");
    for row in &statistics {
        let of_rule: Vec<_> = expected.iter().filter(|one| one[3] == row["规则"]).collect();
        let units: BTreeSet<_> = of_rule.iter().map(|one| &one[0]).collect();
        let said = ["处数", "涉及单位", "占比"].map(|head| row[head].clone());
        assert_eq!(
            said,
            [of_rule.len().to_string(), units.len().to_string(), share(units.len(), counted.len())],
            "{row:?}"
        );
    }
    let findings: usize = statistics.iter().map(|row| row["处数"].parse::<usize>().expect("a count")).sum();
    assert_eq!(findings, expected.len());
}

/// Every file, and which of two counts.
fn register(summary: &Summary, files: usize, counted: usize) {
    let received = summary.rows("收件登记");
    assert_eq!(received.len(), files);
    let row = received.iter().find(|row| row["文件"] == "030.xlsx").expect("a row");
    assert_eq!((row["计入"].as_str(), row["结论"].as_str()), ("否", "退回"));
    assert!(row["说明"].starts_with("超过报送期限收到；同一单位另有“030-改.xlsx”，以那一份为准；两份有"), "{row:?}");
    let stranger = received.iter().find(|row| row["文件"] == "外单位500.xlsx").expect("a row");
    assert!(stranger["说明"].starts_with("预算编码700600不在本次名单中，请核对"), "{stranger:?}");
    assert_eq!(received.iter().filter(|row| row["计入"] == "是").count(), counted);
}

/// A line for every unit.
fn units(summary: &Summary, counted: &[&Value]) {
    let units = summary.rows("报送情况");
    assert_eq!(units.len(), UNITS + 3);
    for (row, number) in units.iter().zip(0..UNITS) {
        let status = match number {
            0..PASSED => "通过",
            PASSED..80 => "退回",
            _ => "未报送",
        };
        assert_eq!((row["预算编码"].clone(), row["状态"].as_str()), (unit(number).code, status));
        assert_eq!(row["校验码"].is_empty(), status != "通过");
        assert_eq!(row["审核意见"].is_empty(), status == "未报送");
    }
    let file_of = |code: &str| counted.iter().find(|file| file["unit"]["code"] == code).expect("a file");
    for row in units.iter().filter(|row| row["状态"] != "未报送") {
        let counts = &file_of(&row["预算编码"])["counts"];
        let said = ["须修改", "须说明", "未检查"].map(|head| row[head].parse::<u64>().ok());
        assert_eq!(said, ["error", "query", "unchecked"].map(|of| counts[of].as_u64()), "{row:?}");
    }
}

/// The figures of all units, and their sums.
fn figures(summary: &Summary, counted: usize) {
    let data = summary.rows("数据汇总");
    let spent = |row: &Row| row["支出合计"].parse::<f64>().unwrap_or_default();
    let (total, rows) = data.split_last().expect("a total");
    let totals: Vec<&Row> = rows.iter().filter(|row| row["行"] == "汇总").collect();
    assert_eq!(totals.len(), counted);
    // Units that are not on the roster are in the list and in no sum.
    let totals: Vec<&Row> = totals.into_iter().filter(|row| !row["文件"].starts_with("外单位")).collect();
    let sum: f64 = totals.iter().map(|row| spent(row)).sum();
    assert!((spent(total) - sum).abs() < 0.001 && sum > 1000.0, "{} {sum}", spent(total));
    let passed: f64 = totals.iter().filter(|row| row["状态"] == "通过").map(|row| spent(row)).sum();
    // The final accounts are those of the units on the roster that have passed.
    let accounts: f64 = (0..PASSED).map(|_| 598.15).sum();
    let front = summary.front();
    let money = front.iter().find(|row| row.starts_with("支出合计 ")).expect("a row");
    assert_eq!(*money, format!("支出合计 {} {} {}", round(sum), round(passed), round(accounts)));
}

/// Whom to urge, with a text for each section.
fn urged(summary: &Summary) {
    let urged = summary.rows("未报送名单");
    assert_eq!(urged.len(), MISSING);
    let texts: Vec<&String> = urged.iter().map(|row| &row["催报文字"]).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts.len(), SECTIONS.len());
    assert!(texts[0].starts_with("截至2022年5月3日，以下"), "{}", texts[0]);
}

#[expect(clippy::cast_precision_loss, reason = "counts of units")]
fn share(part: usize, all: usize) -> String {
    format!("{}", part as f64 / all as f64)
}

fn round(figure: f64) -> String {
    format!("{}", (figure * 100.0).round() / 100.0)
}
