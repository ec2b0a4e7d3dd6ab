//! Correct fillings of the form of single projects: named by the roster or not, on one sheet or several.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library};
use xlcheck::outcome::{SubUnitsSaid, Unit, UnitValues};

use super::edition_2024::{Budget, Indicator};
use super::{Dice, amount, desk};

/// What projects are about.
const PROJECTS: [&str; 6] =
    ["道路养护", "路灯、景观灯改造", "安全隐患整治", "绿化补植", "排水管网疏浚", "12345热线运行"];
/// Sheets that are issued where the roster names no project.
const BLANK: u64 = 3;

pub fn form() -> Form {
    Library::embedded(&SPECS).open("项目支出绩效自评表@2024").expect("the embedded form")
}

/// A correct filling, and its unit.
pub fn filling(seed: u64) -> (Unit, UnitValues) {
    let mut dice = Dice::new(seed);
    let is_named = dice.below(2) == 0;
    let most = if is_named { PROJECTS.len() as u64 } else { BLANK };
    let count = usize::try_from(1 + dice.below(most)).expect("small");
    let named = is_named.then(|| PROJECTS[..count].iter().map(|name| (*name).to_owned()).collect());
    let unit = Unit { projects: named, ..desk::unit(SubUnitsSaid::None) };
    let mut tables = Map::new();
    let mut spent = 0;
    for (k, name) in (1..).zip(&PROJECTS[..count]) {
        spent += project(&mut dice, k, (!is_named).then_some(*name), &mut tables);
    }
    tables.insert("项目合计".to_owned(), json!({ "": { "部门项目支出": amount(spent) } }));
    tables.insert("汇总签章".to_owned(), json!({ "": { "填报日期": "2022-03-15" } }));
    (unit, serde_json::from_value(json!({ "values": tables })).expect("values"))
}

/// Fills one sheet; gives what its project has spent, in cents of 万元.
fn project(dice: &mut Dice, k: usize, name: Option<&str>, tables: &mut Map<String, Value>) -> i64 {
    let mut put = |table: &str, value: Value| tables.insert(format!("{table}_{k}"), value);
    let mut cents = |end: u64| i64::try_from(dice.below(end)).expect("small");
    let granted = cents(90_000) + 5_000;
    let (carried, other) = (cents(2) * cents(3_000), cents(2) * cents(2_000));
    let budget = Budget { initial: granted, adjusted: granted + carried + other };
    // At least nine tenths, so that nothing has to be explained.
    let spent = granted - cents(u64::try_from(granted / 10).expect("small"));
    let row = |initial: i64, adjusted: i64, spent: i64| json!({ "资金年初预算数": amount(initial), "资金全年预算数": amount(adjusted), "资金全年执行数": amount(spent) });
    put(
        "资金",
        json!({
            "当年财政拨款": row(granted, granted, spent), "上年结转资金": row(0, carried, carried),
            "其他资金": row(0, other, other),
        }),
    );
    let mut known = Map::from_iter([("实施单位".to_owned(), json!("青澜经开区市政维护中心"))]);
    known.extend(name.map(|name| ("项目名称".to_owned(), json!(name))));
    put("项目信息", json!({ "": known }));
    put(
        "总体目标",
        json!({ "": {
            "总体预期目标": "按期完成年度实施内容，资金专款专用，群众满意。",
            "总体完成情况": "年度实施内容全部完成并通过验收，资金专款专用，群众满意。",
        } }),
    );
    put("定量指标", indicators(dice));
    debug_assert!(budget.score(spent + carried + other) <= Decimal::TEN);
    spent + carried + other
}

/// Indicators whose weights are 50, 30 and 10.
fn indicators(dice: &mut Dice) -> Value {
    let mut below = |end: u64| i64::try_from(dice.below(end)).expect("small");
    let one = |name: &str, sign: &'static str, target: i64, done: Decimal, unit: &'static str, weight: i64| {
        let one = Indicator { name: name.to_owned(), sign, target: target.into(), done, unit, weight: weight.into() };
        one.filled().0
    };
    let number = 100 + below(900);
    json!({
        "数量1": one("完成工程量", "≥", number, Decimal::from(number * (75 + below(54)) / 100), "处", 15),
        "质量1": one("验收合格率", "≥", 95, Decimal::new(900 + below(101), 1), "%", 15),
        "时效1": one("按期完成率", "≥", 100, Decimal::new(800 + below(201), 1), "%", 10),
        "成本1": one("单位成本", "≤", 200, Decimal::new(1_600 + below(600), 1), "元", 10),
        "经济效益1": { "指标名称": "不适用", "偏差原因": "公益项目，不产生直接经济效益" },
        "社会效益1": one("受益人口覆盖率", "≥", 90, Decimal::new(850 + below(150), 1), "%", 30),
        "满意度1": one("服务对象满意度", "≥", 90, Decimal::new(880 + below(120), 1), "%", 10),
    })
}
