//! The units of a bureau by their numbers, and the words that name them.

use serde_json::{Map, Value, json};

use super::{BTreeMap, Dice, SEED, SubUnitsSaid, Unit};

/// The first 预算编码.
const FIRST_CODE: usize = 600_001;
/// The most sub-units that a unit of the bureau has.
const MOST_SUB_UNITS: u64 = 6;
const PLACES: [&str; 14] =
    ["云溪", "河西", "松坪", "南浦", "柳塘", "东岭", "石桥", "北港", "青杨", "白沙", "龙泉", "望江", "梅园", "长堤"];
const KINDS: [&str; 16] = [
    "市政维护中心",
    "中心小学",
    "第二中学",
    "卫生院",
    "司法所",
    "文化服务中心",
    "农业农村局",
    "财政所",
    "水利站",
    "市场监管所",
    "自然资源所",
    "应急管理站",
    "退役军人服务站",
    "幼儿园",
    "敬老院",
    "交通运输站",
];
const SECTIONS: [&str; 8] =
    ["城建股", "教科文股", "社保股", "农业股", "行政政法股", "经建股", "资源环境股", "基层财政股"];
/// What every unit may say of its year.
const SENTENCES: [&str; 8] = [
    "按季度召开调度会，对进度滞后的事项逐项明确责任人和完成时限。",
    "全年接受审计和巡察各一次，提出的问题已全部整改并建立台账。",
    "年初制定工作要点，年中对照检查，年末逐项核实完成情况。",
    "购买服务的事项均按规定程序确定承接单位，并按合同约定验收付款。",
    "内部控制制度进一步健全，收支、合同、资产各环节相互牵制。",
    "群众反映的问题均在规定时限内办结，回访结果记录在案。",
    "固定资产年末盘点一次，账实相符，处置均按规定报批。",
    "工作人员参加业务培训三期，考核全部合格。",
];

/// A unit of few sub-units.
pub fn unit(number: usize) -> Unit {
    let mut dice = Dice::new(SEED.wrapping_add(number as u64));
    let (place, kind) = (dice.pick(&PLACES), dice.pick(&KINDS));
    let unit = Unit {
        code: (FIRST_CODE + number).to_string(),
        name: format!("青澜区{place}{kind}第{}分部", number + 1),
        section: SECTIONS[number % SECTIONS.len()].to_owned(),
        sub_units: SubUnitsSaid::None,
        projects: None,
        figures: BTreeMap::new(),
    };
    let sub_units = usize::try_from(dice.below(MOST_SUB_UNITS + 1)).unwrap_or_default();
    with_sub_units(unit, sub_units)
}

/// The same with so many sub-units.
pub fn with_sub_units(unit: Unit, count: usize) -> Unit {
    let mut dice = Dice::new(SEED ^ unit.code.parse::<u64>().unwrap_or_default());
    let names = (1..=count).map(|k| format!("{}第{k}管护所", dice.pick(&PLACES)));
    let sub_units = if count == 0 { SubUnitsSaid::None } else { SubUnitsSaid::Named(names.collect()) };
    Unit { sub_units, ..unit }
}

/// Puts the unit into the words that were filled in, and some that not every unit says.
pub fn name_words(dice: &mut Dice, unit: &Unit, tables: &mut Map<String, Value>) {
    for member in ["成员1", "成员2"] {
        if let Some(member) = tables.get_mut("评价人员").and_then(|people| people.get_mut(member)) {
            member["单位"] = json!(unit.name);
        }
    }
    for (table, least) in [("运行情况", 3), ("职能职责", 1), ("绩效情况", 2)] {
        let Some(Value::Object(rows)) = tables.get_mut(table) else { continue };
        for row in 2..2 + least + dice.below(3) {
            let (one, other) = (dice.pick(&SENTENCES), dice.pick(&SENTENCES));
            rows.insert(format!("段{row}"), json!({ "正文": format!("{}{one}{other}", unit.name) }));
        }
    }
}
