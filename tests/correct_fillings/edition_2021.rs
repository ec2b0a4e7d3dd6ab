//! Correct fillings of the form of 2021: figures, and words that are true to them.

use serde_json::{Value, json};
use xlcheck::outcome::{SubUnitsSaid, UnitValues};

/// The most sub-units of one of them.
const MOST_SUB_UNITS: u64 = 5;

/// A generator that gives the same numbers every time (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % end
    }

    pub fn pick<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[usize::try_from(self.below(among.len() as u64)).expect("small")]
    }
}

/// Whole cents of 万元 as a form shows them.
pub fn amount(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

/// One unit's figures, all in cents.
#[derive(Clone, Copy, Default)]
pub struct Figures {
    pub carried: i64,
    pub grant: i64,
    pub nontax: i64,
    pub personnel: i64,
    pub running: i64,
    pub projects: i64,
    pub reception: i64,
    pub cars: i64,
    pub in_use: i64,
    pub leased: i64,
}

impl Figures {
    fn random(dice: &mut Dice) -> Self {
        let mut cents = |end: u64| i64::try_from(dice.below(end)).expect("small");
        let (personnel, running, projects) = (cents(60_000) + 10_000, cents(20_000) + 2_000, cents(50_000));
        let spent = personnel + running + projects;
        let small = u64::try_from(spent / 40).expect("spent");
        let (carried, nontax, leased) = (cents(small), cents(small) + 1, cents(2) * cents(4_000));
        // What was granted covers what was spent, and little is left over, so that nothing has to be explained.
        let grant = spent + cents(small);
        Self {
            carried,
            grant,
            nontax,
            personnel,
            running,
            projects,
            reception: cents(500),
            cars: cents(800),
            in_use: cents(90_000),
            leased,
        }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            carried: self.carried + other.carried,
            grant: self.grant + other.grant,
            nontax: self.nontax + other.nontax,
            personnel: self.personnel + other.personnel,
            running: self.running + other.running,
            projects: self.projects + other.projects,
            reception: self.reception + other.reception,
            cars: self.cars + other.cars,
            in_use: self.in_use + other.in_use,
            leased: self.leased + other.leased,
        }
    }

    pub fn income(self) -> i64 {
        self.carried + self.grant + self.nontax
    }

    pub fn basic(self) -> i64 {
        self.personnel + self.running
    }

    pub fn spent(self) -> i64 {
        self.basic() + self.projects
    }

    fn tables(self) -> [(&'static str, Value); 4] {
        let left = self.income() - self.spent();
        [
            (
                "收入",
                json!({
                    "收入合计": amount(self.income()), "上年结转": amount(self.carried), "公共财政拨款": amount(self.grant),
                    "政府基金拨款": "0", "纳入专户管理的非税收入拨款": amount(self.nontax), "其他收入": "0",
                }),
            ),
            (
                "支出",
                json!({
                    "支出合计": amount(self.spent()), "基本支出": amount(self.basic()), "人员支出": amount(self.personnel),
                    "公用支出": amount(self.running), "项目支出": amount(self.projects),
                    "当年结余": amount(left - self.carried), "累计结余": amount(left),
                }),
            ),
            (
                "三公",
                json!({
                    "三公经费合计": amount(self.reception + self.cars), "公务接待费": amount(self.reception),
                    "公务用车运维费": amount(self.cars), "公务用车购置费": "0", "因公出国费": "0",
                }),
            ),
            (
                "资产",
                json!({
                    "固定资产合计": amount(self.in_use + self.leased), "在用固定资产": amount(self.in_use),
                    "出租固定资产": amount(self.leased), "其他固定资产": "0",
                }),
            ),
        ]
    }
}

/// A unit that is filled in: its figures together, its posts and people.
pub struct Filled {
    pub sum: Figures,
    pub people: (u64, u64),
    pub tables: serde_json::Map<String, Value>,
}

/// A correct filling of the form of 2021, and the sub-units of its unit.
pub fn filling(seed: u64) -> (SubUnitsSaid, UnitValues) {
    let mut dice = Dice::new(seed);
    let sub_units = sub_units(&mut dice);
    let Filled { tables, .. } = filled_in(&mut dice, &sub_units);
    (sub_units, serde_json::from_value(json!({ "values": tables })).expect("values"))
}

/// What a roster may say of sub-units.
pub fn sub_units(dice: &mut Dice) -> SubUnitsSaid {
    match dice.below(3) {
        0 => SubUnitsSaid::None,
        1 => SubUnitsSaid::Unsaid,
        _ => SubUnitsSaid::Named((1..=dice.below(MOST_SUB_UNITS) + 1).map(|k| format!("青澜区第{k}管护所")).collect()),
    }
}

/// A unit with these sub-units.
pub fn filled_in(dice: &mut Dice, sub_units: &SubUnitsSaid) -> Filled {
    let rows = match sub_units {
        SubUnitsSaid::None => 0,
        SubUnitsSaid::Unsaid => 1,
        SubUnitsSaid::Named(names) => names.len() + 1,
    };
    let units: Vec<Figures> = (0..rows.max(1)).map(|_| Figures::random(dice)).collect();
    let sum = units.iter().copied().fold(Figures::default(), Figures::plus);
    let mut tables = serde_json::Map::new();
    for (position, (table, total)) in sum.tables().into_iter().enumerate() {
        let mut records = serde_json::Map::new();
        records.insert("汇总".to_owned(), total);
        for (row, unit) in units.iter().enumerate().take(rows) {
            let id = if row == 0 { "部机关".to_owned() } else { format!("机构{row}") };
            records.insert(id, unit.tables()[position].1.clone());
        }
        if *sub_units == SubUnitsSaid::Unsaid {
            for k in 1..=2 {
                records.insert(format!("机构{k}"), json!({ "机构名称": "无" }));
            }
        }
        tables.insert(table.to_owned(), records.into());
    }
    let people = 20 + dice.below(30) + 40 * u64::try_from(rows).expect("small");
    let established = people + dice.below(5);
    tables.insert(
        "封面".to_owned(),
        json!({ "": { "报告日期": format!("2022-0{}-1{}", 1 + dice.below(3), dice.below(9)) } }),
    );
    tables.insert(
        "基本概况".to_owned(),
        json!({ "": {
        "联系人": dice.pick(&["林远舟", "许映川", "江若谷"]), "联络电话": dice.pick(&["0730-5550101", "13800000000"]),
        "人员编制": established.to_string(), "实有人数": people.to_string(),
    } }),
    );
    words(dice, sum, (established, people), &mut tables);
    Filled { sum, people: (established, people), tables }
}

/// The sections of words: goals, indicators, people and the narrative, true to the figures.
fn words(
    dice: &mut Dice,
    sum: Figures,
    (established, people): (u64, u64),
    tables: &mut serde_json::Map<String, Value>,
) {
    let tasks = ["完成日常巡查与养护", "完成公共服务提升工作", "按时办结群众来电", "组织年度业务培训"];
    let count = 1 + usize::try_from(dice.below(4)).expect("small");
    let mut listed = serde_json::Map::new();
    let mut goals = serde_json::Map::new();
    for (k, task) in (1..).zip(tasks).take(count) {
        listed.insert(format!("任务{k}"), json!({ "任务": task }));
        goals.insert(
            format!("目标{k}"),
            json!({ "预期目标": format!("目标{k}：{task}"), "实际完成": "已按计划完成，经检查达到要求" }),
        );
    }
    tables.insert("年度任务".to_owned(), listed.into());
    tables.insert("定性目标".to_owned(), goals.into());
    let planned = 100 + dice.below(900);
    let indicator = |target: String, done: String| json!({ "绩效目标": target, "完成情况": done });
    tables.insert("定量指标".to_owned(), json!({
        "质量1": indicator("设施完好率≥95%".to_owned(), format!("9{}.{}%（分值15分，得15分）", 5 + dice.below(5), dice.below(10))),
        "数量1": indicator(format!("巡查里程≥{planned}公里"), format!("{}公里（分值20分，得20分）", planned + dice.below(20))),
        "时效1": indicator("任务按时完成率100%".to_owned(), "100%（分值10分，得10分）".to_owned()),
        "成本1": indicator(format!("项目支出≤{}万元", amount(sum.projects)), format!("{}万元（分值5分，得5分）", amount(sum.projects))),
        "社会效益1": indicator("服务覆盖率≥90%".to_owned(), "93%（分值30分，得29.5分）".to_owned()),
        "满意度1": indicator("服务对象满意度≥90%".to_owned(), "94.2%（分值10分，得10分）".to_owned()),
    }));
    let (score, grade) = [("96.5", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中")]
        [usize::try_from(dice.below(5)).expect("small")];
    tables.insert("自评结果".to_owned(), json!({ "": { "综合得分": score, "评价等次": grade } }));
    let unit = "青澜经开区市政维护中心";
    tables.insert(
        "评价人员".to_owned(),
        json!({
            "成员1": { "姓名": "沈知行", "职务职称": "副主任", "单位": unit },
            "成员2": { "姓名": "许映川", "职务职称": "会计师", "单位": unit },
            "成员3": { "姓名": "江若谷", "职务职称": "高级经济师", "单位": "青澜经开区财政事务所" },
        }),
    );
    tables.insert(
        "签章".to_owned(),
        json!({ "": { "评价组组长": "沈知行", "评价组签字日期": "2022-03-15", "单位签章日期": "2022-03-18" } }),
    );
    let left = sum.income() - sum.spent();
    let mut prose = |table: &str, text: String| {
        tables.insert(table.to_owned(), json!({ "段1": { "正文": text } }));
    };
    prose("职能职责", "负责市政设施的日常巡查与养护，受理群众来电来访，承担上级交办的其他工作。".to_owned());
    prose(
        "运行情况",
        format!(
            "全年完成巡查{planned}公里，各项重点工作按计划推进，群众来电均按时办结并回访，设施运行总体平稳，未发生安全责任事故。"
        ),
    );
    prose(
        "情况",
        format!(
            "本单位为全额拨款单位，内设综合、业务、财务三个股室，2021年末编制{established}人，实有在职{people}人，分工明确，岗位相互牵制，全年人员基本稳定。"
        ),
    );
    prose(
        "规模",
        format!(
            "2021年整体支出合计{}万元，用于机构运转和设施养护，范围覆盖全区，没有超范围列支。",
            amount(sum.spent())
        ),
    );
    prose(
        "基本支出情况",
        format!(
            "基本支出{}万元，包括人员支出{}万元，公用支出{}万元，按标准执行。",
            amount(sum.basic()),
            amount(sum.personnel),
            amount(sum.running)
        ),
    );
    prose("专项安排", format!("项目支出{}万元，按年初计划安排到养护和巡查工作，资金及时到位。", amount(sum.projects)));
    prose("专项使用", "资金按批复的用途使用，支付前经业务股室申请、财务审核和集体研究。".to_owned());
    prose("专项管理", "专项资金单独核算，大额支付集体研究，年末开展内部检查。".to_owned());
    prose("专项实施", "各项目履行了采购程序，签订合同并组织验收，过程资料归档保存。".to_owned());
    prose(
        "绩效情况",
        format!(
            "各项目标完成较好，年末累计结余{}万元，将按规定结转使用。满意度通过问卷调查取得，发放200份，有效回收192份。",
            amount(left)
        ),
    );
    prose("主要问题", "1.部分项目前期准备时间偏长。2.个别指标细化程度不够。".to_owned());
    prose("改进措施", "1.提前做好项目储备，按季度调度进度。2.按可衡量的要求细化指标。".to_owned());
}
