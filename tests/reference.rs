//! `check --reference`: three units of a bureau, what they sent a year ago in two editions of the form, final accounts in
//! a table, and whatever else lies in such a folder.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use serde_json::{Map, Value, json};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, SubUnitsSaid, Unit, UnitValues, fill, issue_one};
use xlcheck::report::{Dates, marked_copy};

/// The year that is checked.
const YEAR: i16 = 2024;
const UNITS: [(&str, &str); 3] = [("629101", "青澜市政中心"), ("629102", "青澜创业中心"), ("629103", "青澜档案馆")];

/// What every unit of these tests fills in, in the row 汇总 where there are rows.
const FIGURES: [(&str, &str, &str); 22] = [
    ("基本概况", "人员编制", "22"),
    ("基本概况", "实有人数", "21"),
    ("收入", "收入合计", "612.40"),
    ("收入", "上年结转", "12.40"),
    ("收入", "公共财政拨款", "585.00"),
    ("收入", "政府基金拨款", "0"),
    ("收入", "纳入专户管理的非税收入拨款", "15.00"),
    ("收入", "其他收入", "0"),
    ("支出", "支出合计", "598.15"),
    ("支出", "基本支出", "402.65"),
    ("支出", "人员支出", "331.20"),
    ("支出", "公用支出", "71.45"),
    ("支出", "项目支出", "195.50"),
    ("支出", "累计结余", "14.25"),
    ("三公", "三公经费合计", "2.35"),
    ("三公", "公务接待费", "0.60"),
    ("三公", "公务用车运维费", "1.75"),
    ("三公", "公务用车购置费", "0"),
    ("三公", "因公出国费", "0"),
    ("资产", "固定资产合计", "128.60"),
    ("资产", "在用固定资产", "128.60"),
    ("资产", "出租固定资产", "0"),
];

/// An edition that is embedded, or that of a folder.
fn form(edition: &str) -> Form {
    let library = Library::embedded(&SPECS);
    if Path::new(edition).is_dir() {
        return library.open(edition).expect("a form");
    }
    library.open(&format!("部门整体支出绩效自评@{edition}")).expect("an embedded form")
}

fn judge(edition: &str) -> Judge {
    Judge::new(vec![form(edition)], Settings::default(), None, date(2024, 4, 20))
}

/// A return: the usual figures, but for these.
fn returned(edition: &str, year: i16, unit: usize, changes: &[(&str, &str)]) -> Vec<u8> {
    let (code, name) = UNITS[unit];
    let unit = Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        section: String::new(),
        sub_units: SubUnitsSaid::None,
        projects: None,
        figures: BTreeMap::new(),
    };
    let (form, settings) = (form(edition), Settings::default());
    let issuing = Issuing { form: &form, year, deadline: None, password: None, settings: &settings };
    let blank = judge(edition).judge("空白表.xlsx", issue_one(&issuing, &unit).expect("issued")).read.expect("a form");
    let mut tables: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (table, field, usual) in FIGURES {
        let value = changes.iter().find(|(changed, _)| *changed == field).map_or(usual, |(_, value)| value);
        let fields = form.tables.iter().flat_map(|table| &table.fields);
        let renamed = fields.into_iter().find(|known| known.was.as_deref() == Some(field));
        tables.entry(table).or_default().insert(renamed.map_or(field, |known| &known.id).to_owned(), json!(value));
    }
    let rows = |(table, fields): (&str, Map<String, Value>)| {
        let row = if table == "基本概况" { "" } else { "汇总" };
        (table.to_owned(), json!({ row: fields }))
    };
    let tables: Map<String, Value> = tables.into_iter().map(rows).collect();
    let values: UnitValues = serde_json::from_value(json!({ "values": tables })).expect("values");
    fill(&form, &blank, &values).expect("filled")
}

/// The copy of a return that a reviewer sends back: what comes of it is handed in for the second time.
fn sent_back(edition: &str, bytes: Vec<u8>) -> Vec<u8> {
    let dates = Dates { received: date(2024, 4, 20), reviewed: date(2024, 4, 22) };
    marked_copy(&judge(edition).judge("报送.xlsx", bytes), dates).expect("marked").expect("a copy")
}

/// A workbook with these lines.
fn table(lines: &[&[&str]]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("决算").expect("a name");
    for (row, line) in (0u32..).zip(lines) {
        for (column, text) in (0u16..).zip(*line) {
            match text.parse::<f64>() {
                Ok(number) if column > 0 => sheet.write_number(row, column, number),
                Ok(_) | Err(_) => sheet.write_string(row, column, *text),
            }
            .expect("written");
        }
    }
    workbook.save_to_buffer().expect("written")
}

/// A folder of returns with the earlier material inside it, and a roster beside it.
struct Bureau(tempfile::TempDir);

impl Bureau {
    fn new() -> Self {
        let bureau = Self(tempfile::tempdir().expect("a folder"));
        bureau.put(
            "名单.xlsx",
            &table(&[
                &["预算编码", "单位名称", "决算.支出合计"],
                &["629101", "青澜市政中心", ""],
                &["629102", "青澜创业中心", "598.15"],
                &["629103", "青澜档案馆", ""],
            ]),
        );
        bureau
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    /// Runs `check` on 收件 with the roster and these further arguments; the status, and what it prints.
    fn check(&self, arguments: &[&str]) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        command.current_dir(self.0.path()).args(["check", "收件", "--roster", "名单.xlsx", "--no-review"]);
        let output = command.args(["--date", "2025-4-20"]).args(arguments).output().expect("run");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (_, printed) = self.check(&[arguments, &["--format", "json"]].concat());
        let (_, again) = self.check(&[arguments, &["--format", "json"]].concat());
        assert_eq!(printed, again, "the same input gives the same output");
        serde_json::from_str(&printed).expect("JSON")
    }
}

/// The rules that compare with last year or with the final accounts.
fn compares(rule: &str) -> bool {
    ["HIS-04", "HIS-06", "HIS-07", "HIS-08", "HIS-09", "XTB-16"].contains(&rule)
}

/// Rule and cell of every finding of these rules, file by file.
fn found(document: &Value) -> Vec<String> {
    let files = document["files"].as_array().expect("files").iter();
    let findings = files.flat_map(|file| {
        let findings = file["findings"].as_array().expect("findings").iter();
        findings.map(|one| (file["unit"]["code"].as_str().expect("a code"), one)).collect::<Vec<_>>()
    });
    let of_rules = findings.filter(|(_, one)| compares(one["rule"].as_str().expect("a rule")));
    let word = |value: &Value| value.as_str().unwrap_or("—").to_owned();
    of_rules
        .map(|(code, one)| format!("{code} {} {}!{}", word(&one["rule"]), word(&one["sheet"]), word(&one["cell"])))
        .collect()
}

/// The rules of these that were not judged in a file, for one reason or several.
fn unchecked(file: &Value) -> Vec<&str> {
    let unchecked = file["unchecked"].as_array().expect("a list").iter();
    let mut rules: Vec<&str> = unchecked.map(|one| one["rule"].as_str().expect("a rule")).collect();
    rules.retain(|rule| compares(rule));
    rules.dedup();
    rules
}

fn notices(document: &Value) -> Vec<String> {
    let notices = document["notices"].as_array().expect("notices").iter();
    let word = |value: &Value| value.as_str().unwrap_or("—").to_owned();
    notices.map(|one| ["path", "cell", "unit", "message"].map(|key| word(&one[key])).join(" ")).collect()
}

/// A bureau whose units sent two editions a year ago.
fn bureau() -> Bureau {
    let bureau = Bureau::new();
    for (unit, (code, _)) in UNITS.iter().enumerate() {
        bureau.put(&format!("收件/{code}.xlsx"), &returned("2024", YEAR, unit, &[]));
    }
    // Everything as this year; what was left over is what was carried on.
    bureau.put("收件/上年/甲.xlsx", &returned("2021", YEAR - 1, 0, &[("累计结余", "12.40"), ("因公出国费", "")]));
    // The first round was wrong, the second counts, whatever the order of the names.
    let first = [("收入合计", "600.00"), ("累计结余", "12.40")];
    let second = [
        ("收入合计", "450.00"),
        ("累计结余", "12.04"),
        ("三公经费合计", "2.30"),
        ("公务接待费", "0.55"),
        ("固定资产合计", "90.00"),
    ];
    bureau.put("收件/上年/乙/2.xlsx", &returned("2024", YEAR - 1, 1, &first));
    bureau.put("收件/上年/乙/1.xlsx", &sent_back("2024", returned("2024", YEAR - 1, 1, &second)));
    // Two years ago says nothing of last year.
    bureau.put("收件/上年/丙.xlsx", &returned("2021", YEAR - 2, 2, &[]));
    bureau.put(
        "收件/上年/决算.xlsx",
        &table(&[
            &["2024年度部门决算（单位：万元）"],
            &["单位代码", "单位", "收入合计", "支出合计（万元）", "备注"],
            &["629101", "青澜市政中心", "612.40", "589.15", "已批复"],
            &["629102", "青澜创业中心", "612.40", "598.51"],
            &["629103", "青澜档案馆", "待批", "598.15"],
            &["合计", "", "1224.80", "1785.81"],
            &["A03", "", "1"],
        ]),
    );
    bureau.put("收件/上年/2023年度决算.xlsx", &table(&[&["预算编码", "支出合计"], &["629101", "1.00"]]));
    bureau
}

#[test]
fn what_units_sent_a_year_ago_and_their_final_accounts_are_compared() {
    let document = bureau().json(&["--reference", "收件/上年"]);
    let expected = [
        "629101 HIS-09 收支情况!B6",
        "629101 XTB-16 收支情况!B13",
        "629102 HIS-06 收支情况!B6",
        "629102 HIS-07 收支情况!C6",
        "629102 HIS-04 收支情况!B19",
        "629102 HIS-08 收支情况!B25",
    ];
    assert_eq!(found(&document), expected);
    let files = document["files"].as_array().expect("files");
    assert_eq!(files.len(), 3, "nothing of the material is a return");
    assert_eq!(document["attachments"], json!([]));
    assert_eq!(document["missing"], json!([]));
    // Names that nobody gave are still missed.
    assert_eq!(unchecked(&files[0]), ["XTB-16"]);
    assert_eq!(unchecked(&files[2]), ["XTB-16", "HIS-09", "HIS-04", "HIS-06", "HIS-07", "HIS-08"]);
    let message = |file: usize, rule: &str| {
        let findings = files[file]["findings"].as_array().expect("findings");
        findings.iter().find(|one| one["rule"] == rule).expect(rule)["message"].as_str().expect("words").to_owned()
    };
    assert_eq!(message(1, "HIS-06"), "“收入合计”本年612.40万元，上年450.00万元，变动36.09%，请说明原因。");
    assert_eq!(message(1, "HIS-07"), "上年结转12.40万元，上年累计结余12.04万元，相差0.36万元，请核对。");
    assert_eq!(message(1, "HIS-04"), "三公经费2.35万元，上年2.30万元，增长2.17%，请说明原因。");
    assert_eq!(message(0, "XTB-16"), "“支出合计”报送数598.15，部门决算数589.15，相差9.00，请核对。");
    let expected = [
        "决算.xlsx 决算!C5 — “决算.收入合计”应为数字，现为“待批”，未使用",
        "决算.xlsx 决算!A7 — 预算编码“A03”应全部是半角数字，未使用",
        "单位名单 — 629102 “决算.支出合计”单位名单为598.15，决算.xlsx为598.51，按前者对照",
    ];
    assert_eq!(notices(&document), expected);
}

#[test]
fn without_material_the_rules_are_not_checked_and_nothing_is_said_of_it() {
    let bureau = bureau();
    std::fs::rename(bureau.0.path().join("收件/上年"), bureau.0.path().join("上年")).expect("moved");
    let document = bureau.json(&[]);
    assert_eq!(found(&document), [""; 0]);
    assert!(document.get("notices").is_none());
    for file in document["files"].as_array().expect("files") {
        assert_eq!(unchecked(file), ["XTB-16", "HIS-09", "HIS-04", "HIS-06", "HIS-07", "HIS-08"]);
    }
    // From beside the folder the same is found as from inside it.
    let inside = self::bureau().json(&["--reference", "收件/上年"]);
    let beside = bureau.json(&["--reference", "上年"]);
    assert_eq!(inside, beside);
}

#[test]
fn what_cannot_be_used_is_told_and_ends_nothing() {
    let bureau = Bureau::new();
    bureau.put("收件/629101.xlsx", &returned("2024", YEAR, 0, &[]));
    let sent = returned("2021", YEAR - 1, 0, &[("累计结余", "12.40")]);
    bureau.put("资料/a.xlsx", &sent);
    bureau.put("资料/b.xlsx", &returned("2021", YEAR - 1, 0, &[("收入合计", "612.41")]));
    bureau.put("资料/c.xlsx", &sent[..sent.len() / 2]);
    bureau.put("资料/d.jpg", b"\xff\xd8\xff\xe0 a picture");
    bureau.put("资料/e.xlsx", &table(&[&["预算编码", "单位名称", "备注"], &["629101", "青澜市政中心", "好"]]));
    bureau.put("资料/f.xlsx", &table(&[&["金额单位：元"], &["预算编码", "支出合计"], &["629101", "5981500"]]));
    bureau.put("资料/g.xlsx", &table(&[&["姓名", "电话"], &["林远舟", "0730-5550101"]]));
    bureau.put("资料/h.xlsx", b"");
    let blank: Vec<(&str, &str)> = FIGURES.iter().map(|(_, field, _)| (*field, "")).collect();
    bureau.put("资料/i.xlsx", &returned("2021", YEAR - 1, 1, &blank));
    let document = bureau.json(&["--reference", "资料", "--reference", "资料/a.xlsx"]);
    assert_eq!(found(&document), ["629101 HIS-09 收支情况!B6"]);
    let foreign = "不是填报表，也不是有“预算编码”一栏的数据表，未使用";
    let notices = notices(&document);
    let expected = [
        "b.xlsx — — 与“a.xlsx”是同一单位、同一年度、同一次报送，数据不同，按后者对照".to_owned(),
        format!("d.jpg — — {foreign}"),
        "e.xlsx — — 有“预算编码”一栏，但没有可以对照的栏，未使用".to_owned(),
        "f.xlsx — — 金额单位是元，请换算为万元后再作对照，未使用".to_owned(),
        format!("g.xlsx — — {foreign}"),
        format!("h.xlsx — — {foreign}"),
        "i.xlsx — — 没有填报数据，未使用".to_owned(),
    ];
    let unreadable: Vec<&String> = notices.iter().filter(|one| one.starts_with("c.xlsx — — 无法读取（")).collect();
    assert_eq!(unreadable.len(), 1, "{notices:?}");
    assert_eq!(
        notices.iter().filter(|one| !unreadable.contains(one)).collect::<Vec<_>>(),
        expected.iter().collect::<Vec<_>>()
    );
    let (status, text) = bureau.check(&["--reference", "资料"]);
    assert_eq!(status, Some(1));
    assert!(text.contains("\n对照资料\n  2023年度填报表：1家\n  b.xlsx：与“a.xlsx”是"), "{text}");
    let (status, _) = bureau.check(&["--reference", "没有这个文件夹"]);
    assert_eq!(status, Some(2));
}

#[test]
fn a_folder_that_is_checked_itself_may_hold_the_material() {
    let bureau = Bureau::new();
    bureau.put("收件/629101.xlsx", &returned("2024", YEAR, 0, &[]));
    bureau.put("收件/上年.xlsx", &returned("2021", YEAR - 1, 0, &[("累计结余", "12.40")]));
    assert!(Path::new(&bureau.0.path().join("收件/上年.xlsx")).exists());
    // As a file it is left out; where the whole folder is named, everything in it is checked and compared with.
    let file = bureau.json(&["--reference", "收件/上年.xlsx"]);
    assert_eq!(file["files"].as_array().expect("files").len(), 1);
    let folder = bureau.json(&["--reference", "收件"]);
    assert_eq!(folder["files"].as_array().expect("files").len(), 2);
    assert_eq!(found(&file), ["629101 HIS-09 收支情况!B6"]);
    assert_eq!(found(&folder), ["629101 HIS-09 收支情况!B6"]);
}

#[test]
fn what_was_renamed_since_is_compared_with_what_it_was() {
    let bureau = Bureau::new();
    let of_bureau = bureau.0.path().join("新版");
    let embedded = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/部门整体支出绩效自评/2021");
    for entry in std::fs::read_dir(embedded).expect("a template") {
        let entry = entry.expect("an entry");
        let text = std::fs::read_to_string(entry.path()).expect("read").replace("收入合计", "收入总计");
        let text = text.replace("{ id = \"收入总计\", ", "{ id = \"收入总计\", was = \"收入合计\", ");
        let text = text.replace("edition = \"2021\"", "edition = \"2024新版\"");
        let name = entry.file_name().into_string().expect("UTF-8");
        bureau.put(&format!("新版/{name}"), text.as_bytes());
    }
    let new = of_bureau.to_str().expect("UTF-8");
    let last = [("收入合计", "450.00"), ("累计结余", "12.40"), ("三公经费合计", "2.35")];
    // From the edition before, and from the same one.
    for (edition, year) in [("2021", YEAR), (new, YEAR + 1)] {
        bureau.put("收件/629101.xlsx", &returned(new, year, 0, &[]));
        bureau.put("上年/甲.xlsx", &returned(edition, year - 1, 0, &last));
        let document = bureau.json(&["--template", "新版", "--reference", "上年"]);
        assert!(found(&document).contains(&"629101 HIS-06 收支情况!B6".to_owned()), "{edition}");
        let findings = document["files"][0]["findings"].as_array().expect("findings");
        let message = &findings.iter().find(|one| one["rule"] == "HIS-06").expect("found")["message"];
        assert_eq!(message, "“收入总计”本年612.40万元，上年报送450.00万元，变动36.09%，请说明原因。");
    }
}
