//! What the reviewer writes in a summary is read by the next run.

use std::path::Path;

use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::words::Cell;

use crate::bureau::{Bureau, Summary};
use crate::desk;

/// Writes into the first row of a list in which a column holds these words.
fn write(path: &Path, sheet: &str, (head, words): (&str, &str), (column, text): (&str, &str)) {
    let rows = &Summary::read(path).sheets[sheet];
    let at = |name: &str| rows[2].iter().position(|cell| *cell == name).expect(name);
    let row = rows.iter().skip(3).position(|row| row[at(head)] == words).expect(words) + 3;
    let cell = Cell::new(u32::try_from(row).expect("a row"), u16::try_from(at(column)).expect("a column"));
    let value = if text.is_empty() { NewValue::Blank } else { NewValue::Text(text.to_owned()) };
    let bytes = std::fs::read(path).expect("read");
    let changed = desk::changed(&bytes, &desk::part(&bytes, sheet), |xml| {
        String::from_utf8(set_cells(xml.as_bytes(), &[(cell, value)]).expect("set")).expect("UTF-8")
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

#[test]
fn a_decision_that_was_taken_back_does_not_come_again() {
    const STAFF: &str = "XTB-08|基本概况.实有人数|";
    let bureau = Bureau::new();
    bureau.roster(1);
    bureau.put("甲.xlsx", &bureau.filled(0, "05_表间不符"));
    let opinion = |report: &serde_json::Value| {
        let findings = report["files"][0]["findings"].as_array().expect("findings");
        let found = findings.iter().find(|one| one["key"] == STAFF).expect(STAFF);
        found["opinion"].as_str().unwrap_or_default().to_owned()
    };
    bureau.check("2022-04-20");
    write(&bureau.path("审核汇总.xlsx"), "问题清单", ("识别号", STAFF), ("审核人处理", "采纳"));
    assert_eq!(opinion(&bureau.check("2022-04-21")), "采纳");
    write(&bureau.path("审核汇总(2).xlsx"), "问题清单", ("识别号", STAFF), ("审核人处理", ""));
    for day in 22..=25 {
        assert_eq!(opinion(&bureau.check(&format!("2022-04-{day}"))), "", "on the {day}th");
    }
    // The last one stays the last where the first was thrown away.
    std::fs::remove_file(bureau.path("审核汇总.xlsx")).expect("there");
    let last = bureau.written();
    write(&last, "问题清单", ("识别号", STAFF), ("审核人处理", "不采纳，请附批文"));
    assert_eq!(opinion(&bureau.check("2022-04-26")), "不采纳，请附批文");
    assert!(bureau.written() > last && !bureau.path("审核汇总.xlsx").exists());
}

#[test]
fn words_that_decide_nothing_are_told() {
    const SUM: &str = "SUM-02|支出.基本支出|汇总";
    let bureau = Bureau::new();
    bureau.roster(1);
    bureau.put("甲.xlsx", &bureau.filled(0, "05_表间不符"));
    let doubts = |report: &serde_json::Value| report["files"][0]["doubts"].clone();
    let report = bureau.check("2022-04-20");
    let findings = report["files"][0]["findings"].as_array().expect("findings").clone();
    let of = |severity: &str| {
        let mut all = findings.iter().filter(|one| one["severity"] == severity && one["certainty"] == "certain");
        all.next().map(|one| one["key"].as_str().expect("a key").to_owned())
    };
    let (error, query) = (of("error").unwrap_or_else(|| SUM.to_owned()), of("query").expect("a query"));
    let first = bureau.path("审核汇总.xlsx");
    write(&first, "问题清单", ("识别号", &error), ("审核人处理", "放过"));
    write(&first, "问题清单", ("识别号", &query), ("审核人处理", "知道了"));
    let report = bureau.check("2022-04-21");
    let said = doubts(&report);
    let said: Vec<&str> = said.as_array().expect("doubts").iter().filter_map(serde_json::Value::as_str).collect();
    let ends = [
        "的审核人处理写有“放过”，看不出是什么处理，未予采用；不必修改的，请写成“免改：编制由上级统一管理，至2022-12-31”这样的形式",
        "的审核人处理写有“知道了”，看不出是什么处理，未予采用；请写“采纳”或“不采纳”；不必说明的，请写成“免改：编制由上级统一管理，至2022-12-31”这样的形式",
    ];
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(ends.iter().all(|end| said.iter().any(|doubt| doubt.ends_with(end))), "{said:#?}");
}

#[test]
fn a_file_that_came_in_late_stays_late() {
    let bureau = Bureau::new();
    bureau.roster(2);
    bureau.put("甲.xlsx", &bureau.filled(0, "04_合计不符"));
    for (day, name) in
        [("2022-05-05", "审核汇总.xlsx"), ("2022-05-05", "审核汇总.xlsx"), ("2022-05-06", "审核汇总(2).xlsx")]
    {
        bureau.check(day);
        let front = bureau.summary(name).front();
        assert!(front[1].ends_with("；逾期未报1家。"), "{}", front[1]);
        let again = if day == "2022-05-06" { "，退回后未重新报送1家" } else { "" };
        assert_eq!(front[2], format!("其中：逾期报送1家{again}。"));
    }
}

#[test]
fn a_list_that_has_lost_a_column_is_told() {
    let bureau = Bureau::new();
    bureau.roster(1);
    bureau.put("甲.xlsx", &bureau.filled(0, "05_表间不符"));
    bureau.check("2022-04-20");
    let path = bureau.path("审核汇总.xlsx");
    let bytes = std::fs::read(&path).expect("read");
    let changed =
        desk::changed(&bytes, &desk::part(&bytes, "问题清单"), |xml| xml.replace("审核人处理</t>", "处理意见</t>"));
    std::fs::write(&path, changed).expect("written");
    let said = bureau.told("2022-04-21");
    let expected = "提醒：“审核汇总.xlsx”的“问题清单”缺少原有的栏（隐藏的栏也不能删），其中的“审核人处理”没有读取\n";
    assert_eq!(said, expected);
}
