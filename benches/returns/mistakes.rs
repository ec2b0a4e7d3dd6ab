//! What units get wrong: figures that are off, missing, in another unit of money, or no figures; words left out.

use xlcheck::outcome::{FilledValue, UnitValues};

use super::Dice;

/// Of five units, how many make none.
const WITHOUT: u64 = 2;
/// The most that one unit makes.
const MOST: u64 = 6;
/// The tables with amounts.
const OF_MONEY: [&str; 6] = ["收入", "支出", "三公", "资产", "资金", "经费"];

/// Makes mistakes, or none.
pub fn make(dice: &mut Dice, values: &mut UnitValues) {
    if dice.below(5) < WITHOUT {
        return;
    }
    for _ in 0..=dice.below(MOST) {
        if dice.below(8) == 0 {
            forget(dice, values);
        } else {
            change(dice, values);
        }
    }
}

/// Changes one amount.
fn change(dice: &mut Dice, values: &mut UnitValues) {
    let of_money = values.values.iter_mut().filter(|(table, _)| OF_MONEY.contains(&table.as_str()));
    let mut amounts: Vec<&mut FilledValue> = of_money
        .flat_map(|(_, rows)| rows.values_mut().flat_map(|fields| fields.values_mut()))
        .filter(|filled| filled.value.as_ref().is_some_and(|value| value.contains('.')))
        .collect();
    if amounts.is_empty() {
        return;
    }
    let at = usize::try_from(dice.below(amounts.len() as u64)).unwrap_or_default();
    let filled = &mut *amounts[at];
    let Some(value) = filled.value.clone() else { return };
    match dice.below(8) {
        // A digit too many, of the sum or of its parts.
        0..4 => filled.value = Some(format!("{}{value}", 1 + dice.below(9)).replace("1-", "-").replace('-', "")),
        4 => filled.text = Some(format!("{value}万元")),
        5 => filled.value = Some(String::new()),
        // 元 in place of 万元.
        6 => filled.value = Some(format!("{}00.00", value.replace('.', ""))),
        _ => filled.text = Some("见附表".to_owned()),
    }
}

/// Leaves out what is asked for in words.
fn forget(dice: &mut Dice, values: &mut UnitValues) {
    let table = dice.pick(&["基本概况", "专项管理", "主要问题", "签章", "年度任务", "绩效情况"]);
    values.values.shift_remove(table);
}
