//! 审核汇总 of a scripted bureau: every number of it, counted again here; and what the reviewer writes in it, read by the
//! next run.

mod desk;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::form::Form;
use xlcheck::outcome::{SubUnitsSaid, Unit};
use xlcheck::words::Cell;

const SECTIONS: [&str; 6] = ["城建股", "行政股", "企业股", "社保股", "农业股", "教科文股"];
/// Units of the roster; the first have sent a right file, the next a wrong one, the rest nothing.
const UNITS: usize = 120;
const RIGHT: usize = 30;
const WRONG: usize = 50;

/// The bureau's folder.
struct Bureau {
    folder: tempfile::TempDir,
    form: Form,
}

fn unit(number: usize) -> Unit {
    Unit {
        code: format!("{}", 700_100 + number),
        name: format!("青澜经开区第{number}事务所"),
        section: SECTIONS[number % SECTIONS.len()].to_owned(),
        sub_units: SubUnitsSaid::None,
        ..desk::unit(SubUnitsSaid::None)
    }
}

impl Bureau {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("收回")).expect("made");
        Self { folder, form: desk::form() }
    }

    /// The roster of the first units.
    fn roster(&self, units: usize) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let heads = ["预算编码", "单位名称", "归口股室", "二级机构", "决算.支出合计"];
        sheet.write_row(0, 0, heads).expect("heads");
        for (row, number) in (1u32..).zip(0..units) {
            let Unit { code, name, section, .. } = unit(number);
            sheet.write_row(row, 0, [code, name, section, "无".to_owned()]).expect("a row");
            sheet.write_number(row, 4, 598.15).expect("a figure");
        }
        workbook.save(self.folder.path().join("名单.xlsx")).expect("written");
    }

    /// A return of a unit by an example's recipe.
    fn filled(&self, number: usize, example: &str) -> Vec<u8> {
        let issued = desk::issued_to(&self.form, &unit(number));
        let mut values = desk::values(example);
        if example != "01_无误" {
            // The recipe is one of a unit with sub-units; this one has none.
            let keep = |row: &String| row == "汇总" || row.is_empty() || !row.starts_with("机构");
            values.values.values_mut().for_each(|rows| rows.retain(|row, _| keep(row) && row != "部机关"));
        }
        desk::filled(&self.form, &desk::judge(), issued, &values)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join("收回").join(name), bytes).expect("written");
    }

    /// Runs a check of everything; gives the report.
    fn check(&self, date: &str) -> serde_json::Value {
        self.check_folder("收回", date)
    }

    fn check_folder(&self, folder: &str, date: &str) -> serde_json::Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        command.current_dir(self.folder.path());
        command.args(["check", folder, "--roster", "名单.xlsx", "--date", date, "--format", "json"]);
        let output = command.output().expect("run");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join("审核结果").join(name)
    }

    fn summary(&self, name: &str) -> Summary {
        Summary::read(&self.path(name))
    }
}

/// A summary as another reader reads it.
struct Summary {
    sheets: BTreeMap<String, Vec<Vec<Data>>>,
}

impl Summary {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_else(|_| panic!("{}", path.display()));
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let names = workbook.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let range = workbook.worksheet_range(&name).expect("a sheet");
            let rows: Vec<Vec<Data>> = (0..=range.end().map_or(0, |end| end.0))
                .map(|row| {
                    (0..=range.end().map_or(0, |end| end.1))
                        .map(|column| range.get_value((row, column)).cloned().unwrap_or_default())
                        .collect()
                })
                .collect();
            (name, rows)
        });
        Self { sheets: sheets.collect() }
    }

    /// The rows of a list, by the heads of its columns.
    fn rows(&self, sheet: &str) -> Vec<BTreeMap<String, String>> {
        let rows = &self.sheets[sheet];
        let heads: Vec<String> = rows[2].iter().map(ToString::to_string).collect();
        let named = |row: &Vec<Data>| heads.iter().cloned().zip(row.iter().map(ToString::to_string)).collect();
        rows[3..].iter().map(named).collect()
    }

    /// The front page, a text a row.
    fn front(&self) -> Vec<String> {
        let text = |row: &Vec<Data>| {
            let cells: Vec<String> =
                row.iter().take(9).map(ToString::to_string).filter(|text| !text.is_empty()).collect();
            cells.join(" ")
        };
        self.sheets["总览"].iter().map(text).filter(|text| !text.is_empty()).collect()
    }
}

#[test]
fn every_number_of_a_bureau_of_120_units_is_right() {
    let bureau = Bureau::new();
    bureau.roster(UNITS);
    for number in 0..RIGHT {
        bureau.put(&format!("{number:03}.xlsx"), &bureau.filled(number, "01_无误"));
    }
    let wrong = |number| bureau.filled(number, "04_合计不符");
    for number in RIGHT..RIGHT + WRONG - 4 {
        bureau.put(&format!("{number:03}.xlsx"), &wrong(number));
    }
    // Five units have sent a second file: it was saved later, though its name comes first.
    for number in RIGHT..RIGHT + 5 {
        let later = bureau.filled(number, "01_无误");
        let later = desk::changed(&later, "docProps/core.xml", |xml| xml.replace("2000-01-01T", "2022-04-19T"));
        bureau.put(&format!("{number:03}-改.xlsx"), &later);
    }
    for number in 500..503 {
        bureau.put(&format!("外单位{number}.xlsx"), &bureau.filled(number, "01_无误"));
    }
    // What a section has sent on in one archive in another.
    let packed = |number: usize| (format!("{number:03}.xlsx"), bureau.filled(number, "04_合计不符"));
    let inner = archive(&(RIGHT + WRONG - 4..RIGHT + WRONG).map(packed).collect::<Vec<_>>());
    bureau.put("农业股.zip", &archive(&[("转来.zip".to_owned(), inner)]));
    bureau.put("没有传完.xlsx", &wrong(1)[..4000]);
    bureau.put("说明.txt", "附件".as_bytes());
    let report = bureau.check("2022-05-03");
    let files = report["files"].as_array().expect("files");
    assert_eq!(files.len(), RIGHT + WRONG + 5 + 3 + 1);
    let summary = bureau.summary("审核汇总.xlsx");

    let front = summary.front();
    assert_eq!(front[0], "2021年度部门整体支出绩效自评审核汇总");
    let (passed, returned, missing) = (RIGHT + 5, WRONG - 5, UNITS - RIGHT - WRONG);
    assert_eq!(
        front[1],
        format!(
            "截至2022年5月3日，应报120家，已报80家，报送率66.7%；通过{passed}家、待说明0家、已说明待审定0家、退回{returned}家，另有1份文件无法审核；逾期未报{missing}家。"
        )
    );
    assert_eq!(front[2], "其中：逾期报送80家，重复报送、不计入5份，名单外3份。");
    let at = front.iter().position(|row| row.starts_with("归口股室 应报")).expect("a table");
    for (row, section) in front[at + 1..].iter().zip(SECTIONS) {
        let of = |from: usize, to: usize| (from..to).filter(|number| unit(*number).section == section).count();
        let (due, right, sent) = (of(0, UNITS), of(0, RIGHT + 5), of(0, RIGHT + WRONG));
        let rate = format!("{}", sent as f64 / due as f64);
        assert_eq!(*row, format!("{section} {due} {right} 0 0 {} {} 0 {rate}", sent - right, due - sent));
    }
    assert_eq!(front[at + 7], format!("合计 120 {passed} 0 0 {returned} {missing} 0 {}", 80.0 / 120.0));

    // Every finding of the files that count, and no other.
    let counts = |file: &&serde_json::Value| {
        let path = file["path"].as_str().expect("a path");
        file["status"] != "无法审核" && !(RIGHT..RIGHT + 5).any(|number| path == format!("{number:03}.xlsx"))
    };
    let counted: Vec<&serde_json::Value> = files.iter().filter(counts).collect();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut expected: Vec<[String; 4]> = Vec::new();
    for file in &counted {
        for finding in file["findings"].as_array().expect("findings").iter().filter(|one| one["rule"] != "CMP-10") {
            expected.push([
                text(&file["unit"]["code"]),
                text(&finding["key"]),
                text(&finding["message"]),
                text(&finding["rule"]),
            ]);
        }
    }
    let cell = |row: &BTreeMap<String, String>, head: &str| row[head].clone();
    let problems = summary.rows("问题清单");
    let listed: Vec<[String; 4]> =
        problems.iter().map(|row| ["预算编码", "识别号", "存在问题", "规则"].map(|head| cell(row, head))).collect();
    assert_eq!(sorted(listed), sorted(expected.clone()));
    let statistics = summary.rows("问题统计");
    for row in &statistics {
        let of_rule: Vec<_> = expected.iter().filter(|one| one[3] == row["规则"]).collect();
        let units: std::collections::BTreeSet<_> = of_rule.iter().map(|one| &one[0]).collect();
        assert_eq!(
            (cell(row, "处数"), cell(row, "涉及单位")),
            (of_rule.len().to_string(), units.len().to_string()),
            "{row:?}"
        );
        assert_eq!(cell(row, "占比"), format!("{}", units.len() as f64 / counted.len() as f64));
    }
    let findings: usize = statistics.iter().map(|row| row["处数"].parse::<usize>().expect("a count")).sum();
    assert_eq!(findings, expected.len());

    // Every file, and which of two counts.
    let received = summary.rows("收件登记");
    assert_eq!(received.len(), files.len() + 1);
    let row = received.iter().find(|row| row["文件"] == "030.xlsx").expect("a row");
    assert_eq!((row["计入"].as_str(), row["结论"].as_str()), ("否", "退回"));
    assert!(row["说明"].starts_with("超过报送期限收到；同一单位另有“030-改.xlsx”，以那一份为准；两份有"), "{row:?}");
    let stranger = received.iter().find(|row| row["文件"] == "外单位500.xlsx").expect("a row");
    assert!(stranger["说明"].starts_with("预算编码700600不在本次名单中，请核对"), "{stranger:?}");
    assert_eq!(received.iter().filter(|row| row["计入"] == "是").count(), counted.len());

    // Every unit.
    let units = summary.rows("报送情况");
    assert_eq!(units.len(), UNITS + 3);
    for (row, number) in units.iter().zip(0..UNITS) {
        let status = if number < RIGHT + 5 {
            "通过"
        } else if number < RIGHT + WRONG {
            "退回"
        } else {
            "未报送"
        };
        assert_eq!((cell(row, "预算编码"), row["状态"].as_str()), (unit(number).code, status));
        assert_eq!(row["校验码"].is_empty(), status != "通过");
        assert_eq!(row["审核意见"].is_empty(), status == "未报送");
    }
    let file_of = |code: &str| counted.iter().find(|file| file["unit"]["code"] == code).expect("a file");
    for row in units.iter().filter(|row| row["状态"] != "未报送") {
        let counts = &file_of(&row["预算编码"])["counts"];
        let said = ["须修改", "须说明", "未检查"].map(|head| row[head].parse::<u64>().ok());
        assert_eq!(said, ["error", "query", "unchecked"].map(|of| counts[of].as_u64()), "{row:?}");
    }

    // The figures, and their sums by formula.
    let data = summary.rows("数据汇总");
    let spent = |row: &BTreeMap<String, String>| row["支出合计"].parse::<f64>().unwrap_or_default();
    let (total, rows) = data.split_last().expect("a total");
    let sum: f64 = rows.iter().filter(|row| row["行"] == "汇总").map(spent).sum();
    assert_eq!(rows.iter().filter(|row| row["行"] == "汇总").count(), counted.len());
    assert!((spent(total) - sum).abs() < 0.001 && sum > 1000.0, "{} {sum}", spent(total));
    let money = front.iter().find(|row| row.starts_with("支出合计 ")).expect("a row");
    let passed_sum: f64 = rows.iter().filter(|row| row["行"] == "汇总" && row["状态"] == "通过").map(spent).sum();
    // The final accounts are those of the units on the roster that have passed.
    let accounts = 598.15 * passed as f64;
    assert_eq!(*money, format!("支出合计 {} {} {}", round(sum), round(passed_sum), round(accounts)));

    // Whom to urge.
    let urged = summary.rows("未报送名单");
    assert_eq!(urged.len(), missing);
    let texts: Vec<&String> = urged.iter().map(|row| &row["催报文字"]).filter(|text| !text.is_empty()).collect();
    assert_eq!(texts.len(), SECTIONS.len());
    assert!(texts[0].starts_with("截至2022年5月3日，以下"), "{}", texts[0]);
}

fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

fn round(figure: f64) -> String {
    format!("{}", (figure * 100.0).round() / 100.0)
}

fn sorted(mut rows: Vec<[String; 4]>) -> Vec<[String; 4]> {
    rows.sort();
    rows
}

/// Writes into the first row of a list in which a column holds these words.
fn write(path: &Path, sheet: &str, (head, words): (&str, &str), (column, text): (&str, &str)) {
    let rows = &Summary::read(path).sheets[sheet];
    let at = |name: &str| rows[2].iter().position(|cell| cell.to_string() == name).expect(name);
    let row = rows.iter().skip(3).position(|row| row[at(head)].to_string() == words).expect(words) + 3;
    let cell = Cell::new(u32::try_from(row).expect("a row"), u16::try_from(at(column)).expect("a column"));
    let bytes = std::fs::read(path).expect("read");
    let changed = desk::changed(&bytes, &desk::part(&bytes, sheet), |xml| {
        String::from_utf8(set_cells(xml.as_bytes(), &[(cell, NewValue::Text(text.to_owned()))]).expect("set"))
            .expect("UTF-8")
    });
    std::fs::write(path, changed).expect("written");
}

/// A marked copy with an opinion written beside the finding with a key.
fn opinion(bytes: &[u8], key: &str, words: &str) -> Vec<u8> {
    const OPINION: u16 = 10;
    let book = read_book(&Package::open(bytes.to_vec()).expect("a package")).expect("a book");
    let sheet = book.sheet("审核意见").expect("a review");
    let row = sheet.cells.iter().find(|content| sheet.text(content.cell) == key).expect(key).cell.row;
    let cells = [(Cell::new(row, OPINION), NewValue::Text(words.to_owned()))];
    desk::changed(bytes, &desk::part(bytes, "审核意见"), |xml| {
        String::from_utf8(set_cells(xml.as_bytes(), &cells).expect("set")).expect("UTF-8")
    })
}

#[test]
fn what_the_reviewer_writes_in_it_is_read_by_the_next_run() {
    const RENT: &str = "XTB-06|资产.出租固定资产|汇总";
    const STAFF: &str = "XTB-08|基本概况.实有人数|";
    let bureau = Bureau::new();
    bureau.roster(3);
    bureau.put("甲.xlsx", &bureau.filled(0, "01_无误"));
    bureau.put("乙.xlsx", &bureau.filled(1, "05_表间不符"));
    bureau.put("乙-旧.xlsx", &bureau.filled(1, "04_合计不符"));
    let counted = |name: &str, file: &str| {
        let rows = bureau.summary(name).rows("收件登记");
        rows.iter().find(|row| row["文件"] == file).expect(file)["计入"].clone()
    };
    bureau.check("2022-04-20");
    assert_eq!([counted("审核汇总.xlsx", "乙.xlsx"), counted("审核汇总.xlsx", "乙-旧.xlsx")], ["是", "否"]);
    let first = bureau.path("审核汇总.xlsx");
    write(&first, "问题清单", ("识别号", RENT), ("审核人处理", "免改：租金由区财政直接收缴，至2022-12-31"));
    write(&first, "报送情况", ("预算编码", "700100"), ("纸质件", "已收"));
    let report = bureau.check("2022-04-27");
    let files = report["files"].as_array().expect("files");
    let of = |name: &str| files.iter().find(|file| file["path"] == name).expect(name);
    let findings = of("乙.xlsx")["findings"].as_array().expect("findings");
    let rent = findings.iter().find(|finding| finding["key"] == RENT).expect(RENT);
    assert_eq!(rent["excused"]["reason"], "租金由区财政直接收缴");
    let second = bureau.summary("审核汇总(2).xlsx");
    let paper =
        |code: &str| second.rows("报送情况").iter().find(|row| row["预算编码"] == code).expect(code)["纸质件"].clone();
    assert_eq!([paper("700100"), paper("700101")], ["已收", ""]);
    let row = second.rows("问题清单").into_iter().find(|row| row["识别号"] == RENT).expect(RENT);
    assert_eq!(
        (row["级别"].as_str(), row["审核人处理"].as_str()),
        ("免改", "免改：租金由区财政直接收缴，至2022-12-31")
    );
    assert_eq!(
        second.front()[4],
        "与上次审核（2022年4月20日）相比：已报不变，通过不变，退回不变。",
        "{:#?}",
        second.front()
    );
    // What was decided in both is as it was saved last.
    let copies = |status: &str| {
        let entries = std::fs::read_dir(bureau.path(status)).expect("a folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<_> = paths.filter(|path| path.display().to_string().contains("审核意见")).collect();
        paths.sort_by_key(|path| path.metadata().expect("there").modified().expect("a time"));
        paths
    };
    let reviewed = |path: &Path| {
        let bytes = std::fs::read(path).expect("read");
        let book = read_book(&Package::open(bytes).expect("a package")).expect("a book");
        let sheet = book.sheet("审核意见").expect("a review");
        sheet.cells.iter().any(|content| sheet.text(content.cell) == RENT)
    };
    let marked = copies("退回").into_iter().rfind(|path| reviewed(path)).expect("a marked copy");
    write(&bureau.path("审核汇总(2).xlsx"), "问题清单", ("识别号", STAFF), ("审核人处理", "不采纳，请附批文"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    let bytes = std::fs::read(&marked).expect("read");
    std::fs::write(&marked, opinion(&bytes, STAFF, "采纳")).expect("written");
    let said = |report: &serde_json::Value, key: &str| {
        let file =
            report["files"].as_array().expect("files").iter().find(|file| file["path"] == "乙.xlsx").expect("乙");
        let found = file["findings"].as_array().expect("findings").iter().find(|one| one["key"] == key).expect(key);
        found["opinion"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(said(&bureau.check("2022-04-27"), STAFF), "采纳");
    std::fs::remove_file(bureau.path("审核汇总(3).xlsx")).expect("there");
    // A run of a part forgets nothing of the others, and urges nobody who has sent something before.
    write(&bureau.path("审核汇总(2).xlsx"), "报送情况", ("预算编码", "700101"), ("纸质件", "欠公章"));
    let part = bureau.folder.path().join("新收");
    std::fs::create_dir(&part).expect("made");
    std::fs::copy(bureau.folder.path().join("收回/甲.xlsx"), part.join("甲.xlsx")).expect("copied");
    bureau.check_folder("新收", "2022-04-28");
    let partial = bureau.summary("审核汇总(3).xlsx");
    let standing =
        |summary: &Summary| summary.rows("报送情况").iter().map(|row| row["状态"].clone()).collect::<Vec<_>>();
    assert_eq!(standing(&partial), ["通过", "以前已报", "未报送"]);
    bureau.check("2022-04-28");
    let whole = bureau.summary("审核汇总(4).xlsx");
    let paper =
        |code: &str| whole.rows("报送情况").iter().find(|row| row["预算编码"] == code).expect(code)["纸质件"].clone();
    assert_eq!([paper("700100"), paper("700101")], ["已收", "欠公章"]);
    for number in 3..=4 {
        std::fs::remove_file(bureau.path(&format!("审核汇总({number}).xlsx"))).expect("there");
    }
    // Another file of the unit is chosen.
    write(&bureau.path("审核汇总(2).xlsx"), "收件登记", ("文件", "乙-旧.xlsx"), ("改用此份", "是"));
    bureau.check("2022-04-27");
    assert_eq!([counted("审核汇总(3).xlsx", "乙.xlsx"), counted("审核汇总(3).xlsx", "乙-旧.xlsx")], ["否", "是"]);
    // Run again on the same day, nothing is written anew.
    bureau.check("2022-04-27");
    assert!(!bureau.path("审核汇总(4).xlsx").exists());
}
