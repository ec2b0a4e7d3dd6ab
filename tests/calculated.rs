//! Fields that the workbook calculates: written as formulas, calculated again on return, and never taken on trust.

mod desk;

use serde_json::json;
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{Cached, NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Raw;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Judge, SubUnitsSaid, UnitValues};
use xlcheck::words::Cell;

const FORM: &str = r#"
id = "试表"
edition = "2024"
title = "{年度}年度试表"
short = "试表"
unit = "万元"
sheets = ["资金"]
"#;

const SHEET: &str = r#"
title = ["资金"]
columns = [16, 12, 12, 12, 12, 12, 12]

[[list]]
id = "资金行"
label = "资金"
rows = [
  { id = "总额", label = "年度资金总额", formula = "一般 + 其他" },
  { id = "一般", label = "一般公共预算" },
  { id = "其他", label = "其他资金" },
]

[[table]]
id = "资金"
kind = "grid"
list = "资金行"
fields = [
  { id = "预算数", type = "money" },
  { id = "执行数", type = "money" },
  { id = "分值", type = "score", issued = "10", rows = ["总额"] },
  { id = "执行率", type = "percent", formula = "执行数 / 预算数 * 100", rows = ["总额"] },
  { id = "得分", type = "score", formula = "min(执行数 / 预算数, 1) * 分值", rows = ["总额"] },
]

[[list]]
id = "类别"
label = "类别"
rows = [{ id = "数量", label = "数量指标", under = "产出", rows = 3, required = true }]

[[table]]
id = "指标"
kind = "indicators"
list = "类别"
fields = [
  { id = "性质", type = "sign" },
  { id = "目标", type = "measure" },
  { id = "完成", type = "measure" },
  { id = "满分", type = "score", issued = "20" },
  { id = "应得分", type = "score", formula = "score(性质, 目标, 完成, 满分)" },
]
"#;

const RULES: &str = r#"
[rules.SCO-05]
title = "执行率计算错误"
severity = "error"
check = "calculated-differs"
on = ["资金.执行率"]
tolerance = 0.01
replaces_here = ["FIL-08"]
message = "执行率填{现值}%，应为{应为}%"
ask = "请核对"
fix = "恢复公式。"
why = "执行率由执行数和预算数计算。"
"#;

fn form() -> Form {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [("form.toml", FORM), ("资金.toml", SHEET), ("规则.toml", RULES)] {
        std::fs::write(folder.path().join(name), text).expect(name);
    }
    Library::embedded(&SPECS).folder(folder.path()).unwrap_or_else(|error| panic!("{error}"))
}

fn judge() -> Judge {
    Judge::new(vec![form()], Settings::default(), None, desk::RECEIVED)
}

fn values(values: &serde_json::Value) -> UnitValues {
    serde_json::from_value(json!({ "values": values })).expect("values")
}

/// A workbook in which the budget was spent to 95.1 %.
fn spent() -> Vec<u8> {
    let values = values(&json!({
        "资金": { "一般": { "预算数": "100", "执行数": "95.10" }, "其他": { "预算数": "43", "执行数": "40.89" } },
        "指标": {
            "数量1": { "性质": "≥", "目标": "95", "完成": "90" },
            "数量2": { "性质": "定性", "目标": "达成年度指标", "完成": "达成年度指标" },
            "数量3": { "性质": "≤", "目标": "60", "完成": "75" },
        },
    }));
    let form = form();
    desk::filled(&form, &judge(), desk::issued(&form, SubUnitsSaid::Unsaid), &values)
}

/// What a cell shows, and whether it holds a formula.
fn shown(bytes: &[u8], cell: &str) -> (String, bool) {
    let book = read_book(&Package::open(bytes.to_vec()).expect("a package")).expect("a book");
    let cell: Cell = cell.parse().expect("a cell");
    let sheet = book.sheet("资金").expect("the sheet");
    let content = sheet.content(cell).expect("stored");
    assert_ne!(content.raw, Raw::Blank);
    (sheet.text(cell).to_owned(), content.formula.is_some())
}

fn changed(bytes: &[u8], cell: &str, value: NewValue) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let part = package.workbook().expect("a workbook").sheet("资金").expect("the sheet").part.clone();
    let xml = set_cells(&package.required(&part).expect("a part"), &[(cell.parse().expect("a cell"), value)]);
    package.replace(&part, xml.expect("set"));
    package.write().expect("written")
}

#[test]
fn a_blank_form_shows_no_results() {
    let form = form();
    let blank = desk::issued(&form, SubUnitsSaid::Unsaid);
    for cell in ["B5", "C5", "E5", "F5"] {
        assert_eq!(shown(&blank, cell), (String::new(), true), "{cell}");
    }
    assert_eq!(shown(&blank, "D5"), ("10".to_owned(), false));
    assert_eq!(shown(&blank, "D6"), ("—".to_owned(), false));
    assert_eq!(desk::said(&judge().judge("", blank)), Vec::<String>::new());
}

#[test]
fn results_are_exact_and_stand_in_the_file() {
    let file = spent();
    for (cell, result) in [("B5", "143"), ("C5", "135.99"), ("E5", "95.1"), ("F5", "9.51")] {
        assert_eq!(shown(&file, cell), (result.to_owned(), true), "{cell}");
    }
    for (cell, result) in [("G10", "18.95"), ("G11", ""), ("G12", "15")] {
        assert_eq!(shown(&file, cell), (result.to_owned(), true), "{cell}");
    }
    assert_eq!(desk::said(&judge().judge("", file)), Vec::<String>::new());
}

#[test]
fn another_figure_in_place_of_a_formula_is_found() {
    let file = changed(&spent(), "B5", NewValue::Number("143".to_owned()));
    assert_eq!(
        desk::said(&judge().judge("", file)),
        ["FIL-08 资金!B5 工作表“资金”B5的自动计算公式被改为固定值143，重算结果为143.00，请恢复公式或说明原因。"]
    );
    let file = changed(&spent(), "E5", NewValue::Number("91.5".to_owned()));
    assert_eq!(desk::said(&judge().judge("", file)), ["SCO-05 资金!E5 执行率填91.50%，应为95.10%，请核对。"]);
}

#[test]
fn an_old_result_is_for_information() {
    let file = changed(&spent(), "F5", NewValue::Result(Cached::Number("9".to_owned())));
    assert_eq!(
        desk::said(&judge().judge("", file)),
        ["FIL-09 资金!F5 工作表“资金”F5显示为“9”，重新计算为“9.51”，系统已按重新计算的结果审核，\
          请在 Excel 或 WPS 中打开、重新计算后保存。"]
    );
}

#[test]
fn what_cannot_be_read_has_no_result() {
    let values = values(&json!({ "资金": { "一般": { "预算数": { "text": "约100" }, "执行数": "95" } } }));
    let form = form();
    let file = desk::filled(&form, &judge(), desk::issued(&form, SubUnitsSaid::Unsaid), &values);
    let said = desk::said(&judge().judge("", file));
    assert!(said.iter().all(|line| line.starts_with("TYP-01") || line.starts_with("CMP-02")), "{said:?}");
}
