//! Correct fillings of the form of 2024: what the form of 2021 asks for, and projects, budgets, indicators with their
//! scores, 自评表 and 基础数据表, all true to the same figures.

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Map, Value, json};
use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library};
use xlcheck::outcome::{SubUnitsSaid, UnitValues};

use super::{Dice, Figures, Filled, amount, filled_in, sub_units};

/// What projects are about; the indicator of a project has its name.
const PROJECTS: [&str; 4] = ["道路养护", "绿化管护", "设施维修", "环卫保洁"];

pub fn form() -> Form {
    Library::embedded(&SPECS).open("部门整体支出绩效自评@2024").expect("the embedded form")
}

/// A correct filling, and the sub-units of its unit.
pub fn filling(seed: u64) -> (SubUnitsSaid, UnitValues) {
    let mut dice = Dice::new(seed);
    let sub_units = sub_units(&mut dice);
    let tables = tables(&mut dice, &sub_units);
    (sub_units, serde_json::from_value(json!({ "values": tables })).expect("values"))
}

/// What a unit with these sub-units fills in.
pub fn tables(dice: &mut Dice, sub_units: &SubUnitsSaid) -> Map<String, Value> {
    let Filled { sum, people, mut tables } = filled_in(dice, sub_units);
    let budget = Budget::random(dice, sum);
    let projects = projects(dice, sum.projects);
    let listed = projects.iter().zip(1..).map(|((name, spent), k)| {
        let spent = amount(*spent);
        (
            format!("项目{k}"),
            json!({ "项目名称": name, "项目年初预算": spent, "项目全年预算": spent, "项目执行数": spent }),
        )
    });
    tables.insert("项目明细".to_owned(), Value::Object(listed.collect()));
    tables.insert("预算与上年".to_owned(), json!({ "": last_year(dice, sum, budget) }));
    let (indicators, scored) = indicators(dice, &projects, sum.projects);
    tables.insert("定量指标".to_owned(), indicators);
    let total = scored + budget.score(sum.spent());
    let grade = [(90, "优"), (80, "良"), (60, "中")].iter().find(|(least, _)| total >= Decimal::from(*least));
    tables.insert("自评结果".to_owned(), json!({ "": { "评价等次": grade.map_or("差", |(_, grade)| grade) } }));
    tables.insert("资金".to_owned(), funds(sum, budget));
    tables.insert(
        "总体目标".to_owned(),
        json!({ "": {
            "总体预期目标": "完成年度各项养护和服务工作，设施完好，群众满意，预算执行规范。",
            "总体完成情况": "各项养护和服务工作按计划完成，设施完好，群众满意，预算执行规范。",
        } }),
    );
    tables.insert(
        "财政供养人员".to_owned(),
        json!({ "人员": { "编制数": people.0.to_string(), "在职人数": people.1.to_string() } }),
    );
    tables.insert("经费".to_owned(), expenses(dice, sum));
    tables.insert(
        "预算调整".to_owned(),
        json!({ "": { "调整年初预算": amount(budget.initial), "调整后预算": amount(budget.adjusted),
                      "上年三公预算": amount(sum.reception + sum.cars + 1) } }),
    );
    tables
}

/// The budget at the start of the year and in the end, in cents of 万元.
#[derive(Clone, Copy)]
pub struct Budget {
    pub initial: i64,
    pub adjusted: i64,
}

impl Budget {
    fn random(dice: &mut Dice, sum: Figures) -> Self {
        let share = |dice: &mut Dice, of: i64, parts: i64| {
            i64::try_from(dice.below(u64::try_from(of / parts + 1).expect("small"))).expect("small")
        };
        let adjusted = sum.spent() + share(dice, sum.spent(), 5);
        // Adjusted by less than a tenth, up or down.
        let initial = adjusted - share(dice, adjusted, 12) + share(dice, adjusted, 12);
        Self { initial, adjusted }
    }

    pub fn score(self, spent: i64) -> Decimal {
        rounded(Decimal::from(spent) / Decimal::from(self.adjusted) * Decimal::TEN)
    }
}

fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The projects and what each has spent.
fn projects(dice: &mut Dice, spent: i64) -> Vec<(&'static str, i64)> {
    let count = 1 + usize::try_from(dice.below(4)).expect("small");
    let mut left = spent;
    let mut projects = Vec::new();
    for name in &PROJECTS[..count - 1] {
        let part = i64::try_from(dice.below(u64::try_from(left + 1).expect("small"))).expect("small");
        projects.push((*name, part));
        left -= part;
    }
    projects.push((PROJECTS[count - 1], left));
    projects
}

fn last_year(dice: &mut Dice, sum: Figures, budget: Budget) -> Value {
    let three_public = sum.reception + sum.cars;
    let mut known = Map::new();
    known.insert("年初预算".to_owned(), amount(budget.initial).into());
    known.insert("全年预算".to_owned(), amount(budget.adjusted).into());
    // What is not known of last year may be left blank.
    let last = [
        ("三公预算", three_public + 5),
        ("上年收入", sum.income() * 5 / 6),
        ("上年支出", sum.spent() * 6 / 5),
        ("上年三公", three_public),
        ("上年累计结余", sum.carried),
        ("上年固定资产", (sum.in_use + sum.leased) * 8 / 9),
    ];
    for (field, figure) in last {
        if dice.below(4) > 0 {
            known.insert(field.to_owned(), amount(figure).into());
        }
    }
    known.into()
}

/// One indicator: what it is called, its direction, what was aimed at and done, its unit, its weight.
pub struct Indicator<'a> {
    pub name: String,
    pub sign: &'a str,
    pub target: Decimal,
    pub done: Decimal,
    pub unit: &'a str,
    pub weight: Decimal,
}

impl Indicator<'_> {
    /// As it is filled in, and its score.
    pub fn filled(&self) -> (Value, Decimal) {
        let less = self.sign == "≤";
        let reached = if less { self.done <= self.target } else { self.done >= self.target };
        let share = match (reached, less) {
            (true, _) => Decimal::ONE,
            (false, true) => Decimal::ONE - (self.done - self.target) / self.target,
            (false, false) => self.done / self.target,
        };
        let score = rounded(share * self.weight);
        let reason = if !reached || score < self.weight {
            "部分任务受天气影响推迟，已列入下年计划"
        } else {
            ""
        };
        let filled = json!({
            "指标名称": self.name, "指标性质": self.sign, "目标值": self.target.to_string(), "度量单位": self.unit,
            "实际完成值": self.done.to_string(), "分值": self.weight.to_string(), "得分": score.to_string(), "偏差原因": reason,
        });
        (filled, score)
    }
}

/// The indicators, and what they score together.
fn indicators(dice: &mut Dice, projects: &[(&str, i64)], spent: i64) -> (Value, Decimal) {
    let mut rows = Map::new();
    let mut total = Decimal::ZERO;
    let mut put = |row: &str, one: &Indicator<'_>| {
        let (filled, score) = one.filled();
        rows.insert(row.to_owned(), filled);
        total += score;
    };
    let percent = |name: &str, target: i64, done: i64, weight: i64| Indicator {
        name: name.to_owned(),
        sign: "≥",
        target: target.into(),
        done: Decimal::new(done, 1),
        unit: "%",
        weight: weight.into(),
    };
    let mut below = |end: u64| i64::try_from(dice.below(end)).expect("small");
    put("质量1", &percent("设施完好率", 95, 900 + below(100), 10));
    put("时效1", &percent("任务按时完成率", 100, 800 + below(201), 10));
    // What has to be little, and was little or a little too much.
    let cost = Decimal::new(spent.max(100), 2);
    let paid = Decimal::new(spent.max(100) * (80 + below(30)) / 100, 2);
    put(
        "成本1",
        &Indicator {
            name: "项目支出控制数".to_owned(),
            sign: "≤",
            target: cost,
            done: paid,
            unit: "万元",
            weight: 5.into(),
        },
    );
    let each = 25 / i64::try_from(projects.len()).expect("small");
    for (k, (name, _)) in (0..).zip(projects) {
        let (target, weight) = (
            100 + below(900),
            if k == 0 { 25 - each * (i64::try_from(projects.len()).expect("small") - 1) } else { each },
        );
        let done = target * (75 + below(54)) / 100;
        let one = Indicator {
            name: format!("{name}完成量"),
            sign: "≥",
            target: target.into(),
            done: done.into(),
            unit: "处",
            weight: weight.into(),
        };
        put(&format!("数量{}", k + 1), &one);
    }
    put("社会效益1", &percent("公共服务覆盖率", 90, 850 + below(150), 15));
    put("满意度1", &percent("服务对象满意度", 90, 880 + below(120), 10));
    // The environment is judged by quality.
    let (band, cents) = [
        ("达成年度指标", 1_200 + below(301)),
        ("部分达成年度指标并具有一定效果", 900 + below(300)),
        ("未达成年度指标且效果较差", below(900)),
    ][usize::try_from(below(3)).expect("small")];
    let score = Decimal::new(cents, 2);
    total += score;
    let reason = if score < Decimal::from(15) { "个别点位整治进度偏慢，已落实专人跟进" } else { "" };
    rows.insert(
        "生态效益1".to_owned(),
        json!({
            "指标名称": "市容环境改善程度", "指标性质": "定性", "目标值": { "text": "达成年度指标" },
            "实际完成值": { "text": band }, "分值": "15", "得分": score.to_string(), "偏差原因": reason,
        }),
    );
    rows.insert("经济效益1".to_owned(), json!({ "指标名称": "不适用", "偏差原因": "本单位不承担经济发展任务" }));
    (rows.into(), total)
}

fn funds(sum: Figures, budget: Budget) -> Value {
    let row = |initial: i64, adjusted: i64, spent: i64| json!({ "资金年初预算数": amount(initial), "资金全年预算数": amount(adjusted), "资金全年执行数": amount(spent) });
    let spent = sum.spent();
    let projects = [sum.projects.min(budget.initial), sum.projects];
    json!({
        "一般公共预算": row(budget.initial, budget.adjusted, spent),
        "政府性基金": row(0, 0, 0), "专户非税": row(0, 0, 0), "其他资金": row(0, 0, 0),
        "自评基本支出": row(budget.initial - projects[0], budget.adjusted - projects[1], sum.basic()),
        "自评项目支出": row(projects[0], projects[1], sum.projects),
    })
}

fn expenses(dice: &mut Dice, sum: Figures) -> Value {
    let row = |last: i64, budget: i64, now: i64| json!({ "上年决算数": amount(last), "本年预算数": amount(budget), "本年决算数": amount(now) });
    let bought = i64::try_from(dice.below(10_000)).expect("small") + 1_000;
    let part = sum.running / 4;
    json!({
        "公车购置": row(0, 0, 0), "公车运行维护": row(sum.cars + 3, sum.cars + 2, sum.cars), "出国经费": row(0, 0, 0),
        "公务接待": row(sum.reception, sum.reception + 1, sum.reception),
        "公用经费": row(sum.running + 9, sum.running, sum.running),
        "办公经费": row(part, part, part), "水电差旅费": row(part, part, part), "会议培训费": row(part, part, part),
        "政府采购": row(bought, bought, bought * 95 / 100),
    })
}
