//! `fill --from`: what an earlier return says stands in the new workbook, and what does not is told.
//!
//! `SNAPSHOTS=overwrite cargo test --test carrying` writes the lists of what is told anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jiff::civil::date;
use serde_json::{Value, json};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Issuing, Judge, Names, SubUnitsSaid, Unit, UnitValues, fill, issue_one};

const WHOLE: &str = "部门整体支出绩效自评";
const RETURNED: &str = "workbooks/returned/02_只有尾差.xlsx";
const BLANK: &str = "workbooks/空白表_629102.xlsx";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn xlcheck(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
    command.current_dir(root("")).args(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A folder to work in.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).expect("written");
        self.path(name)
    }

    /// Carries into a workbook; what was said, and the values of the new one.
    fn carry(&self, from: &str, more: &[&str]) -> (String, Value) {
        let out = self.path("新.xlsx");
        // What is there already is not written over.
        let _ = std::fs::remove_file(&out);
        let output = xlcheck(&[&["fill", "--from", from, "-o", &out], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let template = more.iter().position(|one| *one == "--template").map(|at| ["--template", more[at + 1]]);
        (text(&output.stdout).replace(&out, "新.xlsx"), exported(&out, template.as_ref().map_or(&[], |said| said)))
    }
}

fn exported(path: &str, more: &[&str]) -> Value {
    let output = xlcheck(&[&["export", path], more].concat());
    let mut document: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    document["files"][0]["values"].take()
}

/// The values without the cells that they stand in.
fn bare(values: &Value) -> Value {
    match values {
        Value::Object(fields) if fields.contains_key("cell") => fields.get("value").cloned().unwrap_or_default(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), bare(value))).collect(),
        other => other.clone(),
    }
}

fn form(name: &str) -> Form {
    Library::embedded(&SPECS).open(name).expect("a form")
}

/// What a roster says that a unit has.
struct Has {
    sub_units: SubUnitsSaid,
    projects: Option<Names>,
}

impl From<SubUnitsSaid> for Has {
    fn from(sub_units: SubUnitsSaid) -> Self {
        Self { sub_units, projects: None }
    }
}

/// A workbook of a unit that has these, and these values in it.
fn workbook(name: &str, year: i16, has: impl Into<Has>, values: &Value) -> Vec<u8> {
    let Has { sub_units, projects } = has.into();
    let unit = Unit {
        code: "629101".to_owned(),
        name: "青澜市政中心".to_owned(),
        section: String::new(),
        sub_units,
        projects,
        figures: BTreeMap::new(),
    };
    let (form, settings) = (form(name), Settings::default());
    let issued = issue_one(&Issuing { form: &form, year, deadline: None, password: None, settings: &settings }, &unit);
    let judge = Judge::new(vec![self::form(name)], Settings::default(), None, date(2024, 4, 20));
    let blank = judge.judge("空白.xlsx", issued.expect("issued"));
    let values: UnitValues = serde_json::from_value(json!({ "values": values })).expect("values");
    fill(&blank.form.expect("a form"), &blank.read.expect("a form"), &values).expect("filled")
}

fn named(names: &[&str]) -> SubUnitsSaid {
    SubUnitsSaid::Named(names.iter().map(|name| (*name).to_owned()).collect())
}

/// How many values are there.
fn leaves(value: &Value) -> usize {
    value.as_object().map_or(usize::from(value != ""), |fields| fields.values().map(leaves).sum())
}

#[test]
fn into_the_same_edition_everything_is_carried_but_what_is_signed() {
    let desk = Desk::new();
    let (said, new) = desk.carry(RETURNED, &["--into", BLANK]);
    let (mut old, new) = (bare(&exported(RETURNED, &[])), bare(&new));
    let signed = old["签章"][""].as_object_mut().expect("fields");
    signed.retain(|field, _| field == "单位意见");
    if signed.is_empty() {
        old.as_object_mut().expect("tables").remove("签章");
    }
    assert_eq!(new, old);
    assert!(!said.contains("年度的数和文字"), "{said}");
    assert_eq!(said.matches("签字签章栏，请重新填写").count(), 6, "{said}");
}

#[test]
fn into_a_later_edition_what_has_no_place_is_listed() {
    let desk = Desk::new();
    let later = format!("{WHOLE}@2024");
    let roster = ["--roster", "workbooks/单位名单.xlsx", "--unit", "629102", "--template", &later];
    let (said, new) = desk.carry(RETURNED, &roster);
    let recorded = root("tests/carrying/2021到2024.txt");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&recorded, &said).expect("written");
    }
    assert_eq!(said, std::fs::read_to_string(recorded).unwrap_or_default());
    let old = exported(RETURNED, &[]);
    assert_eq!(new["收入"]["汇总"]["收入合计"]["value"], old["收入"]["汇总"]["收入合计"]["value"]);
    // What the program says it carried is there, and nothing else.
    let carried: usize =
        said.split("带入").nth(1).and_then(|rest| rest.split('项').next()).expect("a count").parse().expect("a number");
    assert_eq!(leaves(&bare(&new)), carried);
}

#[test]
fn sub_units_are_known_by_their_names() {
    let desk = Desk::new();
    let form = format!("{WHOLE}@2024");
    let amounts = json!({ "收入": {
        "汇总": { "收入合计": "100" },
        "机构1": { "收入合计": "30" },
        "机构2": { "收入合计": "20" },
        "机构3": { "收入合计": "10" },
    } });
    let old = desk.put("旧.xlsx", workbook(&form, 2023, named(&["质检所", "执法队", "已撤站"]), &amounts));
    let blank = |names: &[&str]| workbook(&form, 2024, named(names), &json!({}));
    let into = desk.put("空白.xlsx", blank(&["执法队", "新建所", "质检所"]));
    let (said, new) = desk.carry(&old, &["--into", &into]);
    let income = bare(&new)["收入"].clone();
    assert_eq!(
        income,
        json!({
            "汇总": { "收入合计": "100" }, "机构1": { "收入合计": "20" }, "机构3": { "收入合计": "30" },
        })
    );
    assert!(said.contains("带入的是2023年度的数和文字，新表是2024年度的"), "{said}");
    assert!(said.ends_with("已撤站·收入合计：“10”\n    新表没有这家二级机构\n"), "{said}");
    // Where the roster does not say which there are, they keep their names.
    let into = desk.put("未写.xlsx", workbook(&form, 2024, SubUnitsSaid::Unsaid, &json!({})));
    let (said, new) = desk.carry(&old, &["--into", &into]);
    let income = bare(&new)["收入"].clone();
    assert_eq!(income["机构2"]["收入合计"], "20", "{said}");
    assert_eq!(income["机构3"]["收入合计"], "10", "{said}");
}

/// A workbook of the form of projects, whose roster names these, or none, and these values in it.
fn of_projects(year: i16, projects: Option<&[&str]>, values: &Value) -> Vec<u8> {
    let projects = projects.map(|names| names.iter().collect());
    workbook("项目支出绩效自评表@2024", year, Has { sub_units: SubUnitsSaid::None, projects }, values)
}

#[test]
fn projects_are_known_by_their_names() {
    let desk = Desk::new();
    let spent =
        |at: usize, figure: &str| (format!("资金_{at}"), json!({ "当年财政拨款": { "资金全年执行数": figure } }));
    let values: Value = [spent(1, "10"), spent(2, "20"), spent(3, "30")].into_iter().collect();
    let old = desk.put("旧.xlsx", of_projects(2023, Some(&["道路养护", "路灯改造", "公园管护"]), &values));
    let figures = |values: &Value| {
        [1, 2, 3].map(|at| {
            let figure = &bare(values)[format!("资金_{at}")]["当年财政拨款"]["资金全年执行数"];
            figure.as_str().unwrap_or_default().to_owned()
        })
    };
    let into = of_projects(2024, Some(&["公园管护", "雨污分流", "道路养护"]), &json!({}));
    let into = desk.put("空白.xlsx", into);
    let (said, new) = desk.carry(&old, &["--into", &into]);
    assert_eq!(figures(&new), ["30", "", "10"], "{said}");
    let told = "\n没有带入1项：\n  项目自评表2!";
    assert!(said.contains(told) && said.ends_with("：“20”\n    新表没有这个项目\n"), "{said}");
    // Where the roster does not say which there are, they keep their names and their order.
    let into = desk.put("未写.xlsx", of_projects(2024, None, &json!({})));
    let (said, new) = desk.carry(&old, &["--into", &into]);
    assert_eq!(figures(&new), ["10", "20", "30"], "{said}");
    let kept = [1, 2, 3].map(|at| bare(&new)[format!("项目信息_{at}")][""]["项目名称"].clone());
    assert_eq!(json!(kept), json!(["道路养护", "路灯改造", "公园管护"]));
    // What the unit has named itself is known by that name.
    let of_unit = json!({
        "项目信息_1": { "": { "项目名称": "路灯改造" } }, "项目信息_3": { "": { "项目名称": "道路养护" } },
        "资金_1": { "当年财政拨款": { "资金全年执行数": "7" } }, "资金_3": { "当年财政拨款": { "资金全年执行数": "9" } },
    });
    let old = desk.put("自填.xlsx", of_projects(2023, None, &of_unit));
    let into = desk.put("名单.xlsx", of_projects(2024, Some(&["道路养护", "路灯改造"]), &json!({})));
    let (said, new) = desk.carry(&old, &["--into", &into]);
    assert_eq!(figures(&new), ["9", "7", ""], "{said}");
    assert!(said.ends_with("旧表填写的内容没有遗漏。\n"), "{said}");
}

/// The same return as an old program saves it.
const OLD_FORMAT: &str = "tests/carrying/旧表.xls";

#[test]
fn an_old_format_is_carried_like_the_one_that_was_issued() {
    let desk = Desk::new();
    let (of_new, values) = desk.carry(RETURNED, &["--into", BLANK]);
    assert_eq!(desk.carry(OLD_FORMAT, &["--into", BLANK]), (of_new, values));
}

#[test]
fn data_go_before_what_is_carried() {
    let desk = Desk::new();
    let data = desk.put("数据.json", json!({ "values": { "收入": { "汇总": { "收入合计": "1" } } } }).to_string());
    let (_, new) = desk.carry(RETURNED, &["--into", BLANK, "--data", &data]);
    let old = exported(RETURNED, &[]);
    assert_eq!(new["收入"]["汇总"]["收入合计"]["value"], "1");
    assert_eq!(new["支出"]["汇总"]["支出合计"], old["支出"]["汇总"]["支出合计"]);
}

/// What is said of the old return, before its name.
fn counted(said: &str) -> &str {
    said.lines().nth(1).and_then(|line| line.split_once("旧表：青澜")).expect("the counts").0
}

#[test]
fn what_is_counted_is_what_stands_in_the_new_workbook() {
    let desk = Desk::new();
    let old = exported(RETURNED, &[]);
    let expenses = json!({ "支出": old["支出"] });
    let data = desk.put("数据.json", json!({ "values": expenses }).to_string());
    let (alone, _) = desk.carry(RETURNED, &["--into", BLANK]);
    let (said, new) = desk.carry(RETURNED, &["--into", BLANK, "--data", &data]);
    let of_data = leaves(&bare(&expenses));
    let all = leaves(&bare(&new));
    assert_eq!(counted(&alone), format!("从旧表带入{all}项。"));
    assert_eq!(counted(&said), format!("从旧表带入{}项；从数据填入{of_data}项。", all - of_data));
    // Where data say everything, what is signed among it, nothing is left to carry or to sign.
    let of_data = leaves(&bare(&old));
    let data = desk.put("全部.json", json!({ "values": old }).to_string());
    let (said, _) = desk.carry(RETURNED, &["--into", BLANK, "--data", &data]);
    assert_eq!(counted(&said), format!("从旧表带入0项；从数据填入{of_data}项。"));
    assert!(said.ends_with("旧表填写的内容没有遗漏。\n"), "{said}");
}

#[test]
fn where_nothing_is_carried_it_is_said() {
    let desk = Desk::new();
    let nothing = "没有带入任何内容：旧表没有填写，或新表已经填好。";
    for (from, into) in [(RETURNED, RETURNED), (BLANK, BLANK)] {
        let (said, _) = desk.carry(from, &["--into", into]);
        assert_eq!(counted(&said), nothing);
        assert_eq!(said.lines().count(), 2, "{said}");
    }
}

/// The example of a template, its lines changed.
fn template(desk: &Desk, folder: &str, changes: &[(&str, &str)]) -> String {
    std::fs::create_dir(desk.path(folder)).expect("made");
    for file in ["form.toml", "填报表.toml", "规则.toml"] {
        let mut text = std::fs::read_to_string(root("templates/样例").join(file)).expect("read");
        // Rules are of the old names.
        text = if file == "规则.toml" { String::new() } else { text };
        for (old, new) in changes {
            text = text.replace(old, new);
        }
        desk.put(&format!("{folder}/{file}"), text);
    }
    desk.path(folder)
}

#[test]
fn what_was_renamed_is_found_under_its_old_name() {
    let desk = Desk::new();
    let old = template(&desk, "旧版", &[]);
    let changes = [
        ("edition = \"2025\"", "edition = \"2026\""),
        ("id = \"基本情况\"", "id = \"单位情况\"\nwas = \"基本情况\""),
        ("{ id = \"填报人\", ", "{ id = \"经办人\", was = \"填报人\", "),
        ("{ id = \"联系电话\", type = \"phone\"", "{ id = \"联系电话\", type = \"date\""),
        ("{ id = \"部机关\", ", "{ id = \"本级\", was = \"部机关\", "),
        ("\"部机关\"", "\"本级\""),
        ("was = \"本级\"", "was = \"部机关\""),
    ];
    let new = template(&desk, "新版", &changes);
    let values = json!({
        "基本情况": { "": { "填报人": "许映川", "联系电话": "0730-5550102" } },
        "支出": { "部机关": { "支出合计": "12.5" } },
    });
    let of_old = workbook(&old, 2025, named(&["质检所"]), &values);
    let returned = desk.put("旧表.xlsx", &of_old);
    let into = desk.put("空白.xlsx", workbook(&new, 2026, named(&["质检所"]), &json!({})));
    let arguments = ["--from-template", &old, "--template", &new, "--into", &into];
    let (said, values) = desk.carry(&returned, &arguments);
    let values = bare(&values);
    assert_eq!(values["单位情况"][""]["经办人"], "许映川", "{said}");
    assert_eq!(values["支出"]["本级"]["支出合计"], "12.5", "{said}");
    assert!(said.ends_with("联系电话：“0730-5550102”\n    格式不符，新表这一栏填日期\n"), "{said}");
    // And back again: the edition before is found by the same words.
    let of_new = json!({ "单位情况": { "": { "经办人": "沈知行" } }, "支出": { "本级": { "支出合计": "7" } } });
    let returned = desk.put("新表.xlsx", workbook(&new, 2026, named(&["质检所"]), &of_new));
    let into = desk.put("旧空白.xlsx", workbook(&old, 2025, named(&["质检所"]), &json!({})));
    let (said, values) = desk.carry(&returned, &["--from-template", &new, "--template", &old, "--into", &into]);
    let values = bare(&values);
    assert_eq!(values["基本情况"][""]["填报人"], "沈知行", "{said}");
    assert_eq!(values["支出"]["部机关"]["支出合计"], "7", "{said}");
    // A year later, in the same edition, a new name is no longer new.
    let into = desk.put("又一年.xlsx", workbook(&new, 2027, named(&["质检所"]), &json!({})));
    let arguments = ["--from-template", &new, "--template", &new, "--into", &into];
    let (said, values) = desk.carry(&returned, &arguments);
    let values = bare(&values);
    assert_eq!(values["单位情况"][""]["经办人"], "沈知行", "{said}");
    assert_eq!(values["支出"]["本级"]["支出合计"], "7", "{said}");
    // An edition that is not at hand is asked for.
    let output = xlcheck(&["fill", "--from", &desk.path("旧表.xlsx"), "--into", BLANK, "-o", &desk.path("无.xlsx")]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("--from-template") || said.contains("不是自评表"), "{said}");
}

#[test]
fn what_cannot_be_carried_from_is_said_plainly() {
    let desk = Desk::new();
    let out = desk.path("新.xlsx");
    for (from, said) in [
        ("workbooks/returned/10_没有传完.xlsx", "无法打开（文件不完整，可能没有传完）"),
        ("workbooks/returned/11_其实是Word文档.xlsx", "不是 Excel 工作簿，实际是 .docx 格式的 Word 文档"),
        ("workbooks/单位名单.xlsx", "不是自评表"),
        ("workbooks/returned/04_合计不符.xlsx", "请核对"),
    ] {
        let output = xlcheck(&["fill", "--from", from, "--into", BLANK, "-o", &out]);
        assert_eq!(output.status.code(), Some(2), "{from}");
        let told = text(&output.stderr);
        assert!(told.starts_with(&format!("错误：旧表“{from}”")) && told.contains(said), "{told}");
        assert!(!Path::new(&out).exists());
    }
    let old = desk.put("旧.xlsx", std::fs::read(root(RETURNED)).expect("read"));
    let output = xlcheck(&["fill", "--from", &old, "--into", BLANK, "-o", &old]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("写入会覆盖它"));
}
