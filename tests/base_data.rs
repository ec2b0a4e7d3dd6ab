//! 基础数据表 with figures that a district has published: the form calculates what was published.

mod desk;

use serde_json::json;
use xlcheck::checks::SPECS;
use xlcheck::facts::Slot;
use xlcheck::form::{Form, Library, Settings};
use xlcheck::outcome::{Judge, ReadFile, SubUnitsSaid, UnitValues};

fn form() -> Form {
    Library::embedded(&SPECS).open("部门整体支出绩效自评@2024").expect("the embedded form")
}

/// 基础数据表 as it was published, and the two figures of other sheets that it needs.
fn published() -> UnitValues {
    let row =
        |last: &str, budget: &str, now: &str| json!({ "上年决算数": last, "本年预算数": budget, "本年决算数": now });
    let values = json!({
        "收入": { "汇总": { "上年结转": "19.80" } },
        "支出": { "汇总": { "累计结余": "19.80" } },
        "财政供养人员": { "人员": { "编制数": "143", "在职人数": "136" } },
        "经费": {
            "公车购置": row("0", "22.96", "29.46"), "公车运行维护": row("11.86", "18.50", "9.84"),
            "出国经费": row("0", "0", "0"), "公务接待": row("17.22", "22", "4.99"),
        },
        "预算调整": { "": { "调整年初预算": "1922.76", "调整后预算": "2690.62", "上年三公预算": "32" } },
    });
    serde_json::from_value(json!({ "values": values })).expect("values")
}

fn shown(form: &Form, read: &ReadFile, table: &str, row: &str, field: &str) -> String {
    let index = form.table(table).expect(table);
    let row = read.layout.rows[index].iter().position(|known| known.id == row).expect(row);
    let field = form.tables[index].field(field).expect(field);
    read.found.submission.entry(Slot { table: index, row, field }).reading.found.clone()
}

#[test]
fn rates_and_sums_are_those_that_were_published() {
    let form = form();
    let judge = Judge::new(vec![self::form()], Settings::default(), None, desk::RECEIVED);
    let file = desk::filled(&form, &judge, desk::issued(&form, SubUnitsSaid::Unsaid), &published());
    let read = judge.judge("", file).read.expect("a form");
    for (table, row, field, figure) in [
        ("财政供养人员", "人员", "人员控制率", "95.1"),
        ("经费", "三公经费", "上年决算数", "29.08"),
        ("经费", "三公经费", "本年预算数", "63.46"),
        ("经费", "三公经费", "本年决算数", "44.29"),
        ("经费", "公务用车", "本年预算数", "41.46"),
        ("经费", "公务用车", "本年决算数", "39.3"),
        ("预算调整", "", "本年追加", "767.86"),
        ("预算调整", "", "三公变动率", "98.31"),
        ("预算调整", "", "三公控制率", "69.79"),
        ("预算调整", "", "预算完成率", "99.27"),
        ("预算调整", "", "预算控制率", "39.94"),
        // Nothing was said of these.
        ("预算调整", "", "公用控制率", ""),
        ("预算调整", "", "采购执行率", ""),
    ] {
        assert_eq!(shown(&form, &read, table, row, field), figure, "{table}.{row}.{field}");
    }
}
