//! Rows, columns and cells that were inserted, deleted, hidden, cut and dragged.

use super::client::Edit::{DeleteColumn, DeleteRow, InsertColumn, InsertRow};
use super::desk::Values;
use super::{Damage, GONE};

const MONEY: &str = "收支情况";
const TEXT: &str = "基本概况";

/// The fields whose names begin so are gone.
fn gone(values: &mut Values, starts: &[&str]) {
    for (name, value) in values.iter_mut() {
        if starts.iter().any(|start| name.starts_with(start)) {
            GONE.clone_into(value);
        }
    }
}

/// One field shows what stood in another, which then shows what it is given.
fn moved(values: &mut Values, from: &str, to: &str, left: &str) {
    let value = values.insert(from.to_owned(), left.to_owned()).expect(from);
    values.insert(to.to_owned(), value).expect(to);
}

fn swapped(values: &mut Values, one: &str, other: &str) {
    let (first, second) = (values[one].clone(), values[other].clone());
    values.insert(one.to_owned(), second);
    values.insert(other.to_owned(), first);
}

pub const DAMAGES: &[Damage] = &[
    Damage::new("第一行上方插入两行", |doc| doc.edit(MONEY, &[InsertRow(0), InsertRow(0)])),
    Damage::new("表中间插入一空行", |doc| doc.edit(MONEY, &[InsertRow(7)])),
    Damage::new("表头中间插入一行", |doc| doc.edit(MONEY, &[InsertRow(4)])),
    Damage::new("两表之间插入一行", |doc| doc.edit(MONEY, &[InsertRow(12)])),
    Damage::new("最后一张表的最后一行之前插入一行", |doc| doc.edit(MONEY, &[InsertRow(41)])),
    Damage::new("插入一行并填了新机构", |doc| {
        doc.edit(MONEY, &[InsertRow(8)]);
        doc.on(MONEY, |grid| {
            grid.text("A9", "4.青澜区苗圃");
            grid.number("B9", "3.5");
            grid.number("D9", "3.5");
        });
    }),
    Damage::new("长文字中插入一行并填了字", |doc| {
        doc.edit(TEXT, &[InsertRow(8)]);
        doc.on(TEXT, |grid| grid.text("C9", "插入的一段，说明区内其他设施的养护职责。"));
    }),
    Damage::new("每张表都插入一行", |doc| {
        for sheet in ["封面", TEXT, MONEY, "自评情况", "评价人员", "综述"] {
            doc.edit(sheet, &[InsertRow(2)]);
        }
    }),
    Damage::new("删去一个空白备用行", |doc| doc.edit(MONEY, &[DeleteRow(10)]))
        .sees(|values| gone(values, &["收入.机构4."])),
    Damage::new("删去有数的行", |doc| doc.edit(MONEY, &[DeleteRow(8)])).sees(|values| gone(values, &["收入.机构2."])),
    Damage::new("删去汇总行", |doc| doc.edit(MONEY, &[DeleteRow(16)])).sees(|values| gone(values, &["支出.汇总."])),
    Damage::new("删去表头行", |doc| doc.edit(MONEY, &[DeleteRow(4)])),
    Damage::new("删去整张表的所有行", |doc| doc.edit(MONEY, &[DeleteRow(23); 9]))
        .sees(|values| gone(values, &["三公."])),
    Damage::new("删去长文字的第二段", |doc| doc.edit(TEXT, &[DeleteRow(7)]))
        .sees(|values| gone(values, &["职能职责.段2."])),
    Damage::new("删去一个指标行", |doc| doc.edit("自评情况", &[DeleteRow(16)]))
        .sees(|values| gone(values, &["定量指标.质量1."])),
    Damage::new("删去评价人员的两行", |doc| doc.edit("评价人员", &[DeleteRow(4), DeleteRow(4)]))
        .sees(|values| gone(values, &["评价人员."])),
    Damage::new("左边插入一列", |doc| doc.edit(MONEY, &[InsertColumn(0)])),
    Damage::new("中间插入两列", |doc| doc.edit(MONEY, &[InsertColumn(3), InsertColumn(3)])),
    Damage::new("删去一列金额", |doc| doc.edit(MONEY, &[DeleteColumn(4)])).sees(|values| {
        gone(values, &["收入.汇总.政府", "收入.部机关.政府", "收入.机构1.政府", "收入.机构2.政府", "收入.机构3.政府"]);
        gone(values, &["收入.机构4.政府", "资产.汇总.其他", "资产.部机关.其他", "资产.机构1.其他"]);
        gone(values, &["资产.机构2.其他", "资产.机构3.其他", "资产.机构4.其他"]);
        let dropped = ["公用支出", "公务用车购置费"];
        let names: Vec<String> =
            values.keys().filter(|name| dropped.iter().any(|end| name.ends_with(end))).cloned().collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        gone(values, &names);
    }),
    Damage::new("插入一行、一列并删去一行", |doc| {
        doc.edit(MONEY, &[InsertRow(2), InsertColumn(1), DeleteRow(11)]);
    })
    .sees(|values| gone(values, &["收入.机构4."])),
    Damage::new("没有名称时插入一行一列", |doc| {
        doc.lose_names();
        doc.edit(MONEY, &[InsertRow(7), InsertColumn(2)]);
    }),
    Damage::new("没有名称时删去有数的行", |doc| {
        doc.lose_names();
        doc.edit(MONEY, &[DeleteRow(8)]);
    })
    .sees(|values| gone(values, &["收入.机构2."])),
    Damage::new("隐藏有数的行和列", |doc| {
        doc.on(MONEY, |grid| {
            grid.mark_rows(8..=9, " hidden=\"1\"");
            grid.head = grid.head.replace("<col min=\"2\" max=\"8\"", "<col min=\"2\" max=\"8\" hidden=\"1\"");
        });
    }),
    Damage::new("筛选后隐藏了自查的行", |doc| {
        doc.on("自查", |grid| grid.mark_rows(20..=40, " hidden=\"1\""));
    }),
    Damage::new("行高、列宽和冻结改了", |doc| {
        doc.on(MONEY, |grid| {
            grid.mark_rows(2..=2, " ht=\"80\"");
            grid.head = grid.head.replace("width=\"15.7109375\"", "width=\"9\"");
        });
    }),
    Damage::new("剪切一格到右边空格", |doc| doc.cut(MONEY, "B6", "B10")).sees(|values| {
        moved(values, "收入.汇总.收入合计", "收入.机构3.收入合计", "");
    }),
    Damage::new("剪切一行金额到备用行", |doc| doc.cut(MONEY, "B9:G9", "B10")).sees(|values| {
        for field in ["收入合计", "上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"]
        {
            moved(values, &format!("收入.机构2.{field}"), &format!("收入.机构3.{field}"), "");
        }
    }),
    Damage::new("把人员支出和公用支出的整列数对调", |doc| {
        doc.cut(MONEY, "D17:D22", "T50");
        doc.cut(MONEY, "E17:E22", "D17");
        doc.cut(MONEY, "T50:T55", "E17");
    })
    .sees(|values| {
        for row in ["汇总", "部机关", "机构1", "机构2", "机构3", "机构4"] {
            swapped(values, &format!("支出.{row}.人员支出"), &format!("支出.{row}.公用支出"));
        }
    }),
    Damage::new("拖动两格互换（名称跟着走）", |doc| {
        doc.cut(MONEY, "C7", "T50");
        doc.cut(MONEY, "D7", "C7");
        doc.cut(MONEY, "T50", "D7");
    })
    .sees(|values| swapped(values, "收入.部机关.上年结转", "收入.部机关.公共财政拨款")),
    Damage::new("两格的数互换（名称不动）", |doc| doc.on(MONEY, |grid| grid.swap("C7", "D7")))
        .sees(|values| swapped(values, "收入.部机关.上年结转", "收入.部机关.公共财政拨款")),
    Damage::new("复制一行的数贴到另一行", |doc| doc.on(MONEY, |grid| grid.copy("B8:G8", "B10"))).sees(|values| {
        for field in ["收入合计", "上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"]
        {
            let value = values[&format!("收入.机构1.{field}")].clone();
            values.insert(format!("收入.机构3.{field}"), value);
        }
    }),
    Damage::new("整行剪切到别处再粘贴回来", |doc| {
        doc.cut(MONEY, "A8:H8", "A60");
        doc.cut(MONEY, "A60:H60", "A8");
    }),
    Damage::new("只把收入表的数右移一格", |doc| doc.push_right(MONEY, "B6:B11")),
    Damage::new("只把收入表连表头右移一格", |doc| doc.push_right(MONEY, "B4:B11")),
    Damage::new("没有名称时把收入表连表头右移一格", |doc| {
        doc.lose_names();
        doc.push_right(MONEY, "B4:B11");
    }),
    Damage::new("没有名称时把收入表的数右移一格", |doc| {
        doc.lose_names();
        doc.push_right(MONEY, "B6:B11");
    }),
    Damage::new("收入表中一行的数右移两格", |doc| doc.push_right(MONEY, "B8:C8")),
    Damage::new("支出表的数下移一格", |doc| doc.push_down(MONEY, "B17:H17")),
    Damage::new("长文字下移一格，标签没有动", |doc| doc.push_down(TEXT, "C7")),
    Damage::new("没有名称时长文字下移一格", |doc| {
        doc.lose_names();
        doc.push_down(TEXT, "C7");
    })
    .sees(|values| {
        // Nothing tells what is one cell too low; people read at each label what we read there.
        let fields: Vec<String> =
            [("职能职责", "段", "正文", 15), ("年度任务", "任务", "任务", 10), ("运行情况", "段", "正文", 8)]
                .into_iter()
                .flat_map(|(table, stem, field, count)| (1..=count).map(move |k| format!("{table}.{stem}{k}.{field}")))
                .collect();
        for pair in fields.windows(2).rev() {
            let above = values[&pair[0]].clone();
            values.insert(pair[1].clone(), above);
        }
        values.insert(fields[0].clone(), String::new());
    }),
    Damage::new("两格合并，后一格的数被盖住", |doc| {
        doc.on(MONEY, |grid| {
            grid.behind("<mergeCell ref=\"A3:H3\"/>", "<mergeCell ref=\"A3:H3\"/><mergeCell ref=\"C7:D7\"/>");
        });
    }),
    Damage::new("表旁边写了数", |doc| doc.on(MONEY, |grid| grid.number("AP8", "12.5"))),
    Damage::new("表右边空列写了数", |doc| doc.on(MONEY, |grid| grid.number("H8", "12.5"))),
    Damage::new("两表之间写了一行数", |doc| {
        doc.on(MONEY, |grid| {
            grid.text("A12", "5.青澜区苗圃");
            grid.number("B12", "12.5");
        });
    }),
    Damage::new("最后一张表下面写了一行数", |doc| {
        doc.on(MONEY, |grid| {
            grid.text("A43", "5.青澜区苗圃");
            grid.number("B43", "12.5");
        });
    }),
    Damage::new("表下面写了一行说明", |doc| {
        doc.on("评价人员", |grid| grid.text("A40", "注：以上人员均已到会。"));
    }),
    Damage::new("填的字与表头相同", |doc| {
        doc.edit(TEXT, &[InsertRow(5)]);
        doc.at_field("职能职责.段4.正文", |grid, _| grid.text("C11", "年度任务"));
    })
    .sees(|values| drop(values.insert("职能职责.段4.正文".to_owned(), "年度任务".to_owned()))),
    Damage::new("绩效指标表中间插入一列", |doc| doc.edit("绩效指标", &[InsertColumn(6)])).of_2024(),
    Damage::new("绩效指标表插入两行", |doc| doc.edit("绩效指标", &[InsertRow(5), InsertRow(20)])).of_2024(),
    Damage::new("删去绩效指标表的实际完成值列", |doc| doc.edit("绩效指标", &[DeleteColumn(6)])).of_2024().sees(
        |values| {
            let names: Vec<String> = values.keys().filter(|name| name.ends_with(".实际完成值")).cloned().collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            gone(values, &names);
            // What is calculated of it cannot be known.
            let names: Vec<String> = values.keys().filter(|name| name.ends_with(".应得分")).cloned().collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            gone(values, &names);
        },
    ),
    Damage::new("项目明细的数右移一格", |doc| doc.push_right("项目与预算", "C6:C20")).of_2024(),
];
