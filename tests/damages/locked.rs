//! Locked content that was changed: labels, formulas, helper cells, 自查, the guide, and what protects the form.

use super::Damage;

const MONEY: &str = "收支情况";

pub const DAMAGES: &[Damage] = &[
    Damage::new("表头改字", |doc| doc.on(MONEY, |grid| grid.text("C15", "基本支出（含往来）"))),
    Damage::new("行名改字", |doc| doc.on(MONEY, |grid| grid.text("A18", "1.机关本级")))
        .sees(|values| drop(values.insert("支出.部机关.机构名称".to_owned(), "1.机关本级".to_owned()))),
    Damage::new("表头清空", |doc| doc.on(MONEY, |grid| grid.clear("B4"))),
    Damage::new("表头只多了空格", |doc| doc.on(MONEY, |grid| grid.text("B4", " 收入合计\u{3000}"))),
    Damage::new("表头中间多了空格和换行", |doc| {
        doc.on(MONEY, |grid| grid.text("A27", "单 位\n汇总"));
    })
    .sees(|values| drop(values.insert("三公.汇总.机构名称".to_owned(), "单 位\n汇总".to_owned()))),
    Damage::new("表头全角半角不同", |doc| {
        doc.on("自评情况", |grid| grid.text("A1", "（三）部门整体支出绩效自评情况 "));
    }),
    Damage::new("标题年度改成上一年", |doc| {
        doc.on("封面", |grid| grid.text("A2", "青澜经济开发区2020年度部门整体支出"));
    }),
    Damage::new("两个表头对调", |doc| doc.on(MONEY, |grid| grid.swap("D15", "E15"))),
    Damage::new("表标题改字", |doc| doc.on(MONEY, |grid| grid.text("A3", "1.收入表（单位：元）"))),
    Damage::new("预填的评价机构被改", |doc| doc.on("封面", |grid| grid.text("B8", "第三方机构")))
        .sees(|values| drop(values.insert("封面.评价机构".to_owned(), "第三方机构".to_owned()))),
    Damage::new("预填的机构名称被改", |doc| doc.on(MONEY, |grid| grid.text("A8", "2.青澜区道路养护总所")))
        .sees(|values| drop(values.insert("收入.机构1.机构名称".to_owned(), "2.青澜区道路养护总所".to_owned()))),
    Damage::new("核对数的公式改为固定值", |doc| doc.on(MONEY, |grid| grid.number("J6", "612.4"))),
    Damage::new("核对数的公式改为别的公式", |doc| doc.on(MONEY, |grid| grid.formula("J6", "B6", "612.4"))),
    Damage::new("差额的公式改为0", |doc| doc.on(MONEY, |grid| grid.number("K6", "0"))),
    Damage::new("差额的公式改为恒为0的公式", |doc| doc.on(MONEY, |grid| grid.formula("K6", "B6-B6", "0"))),
    Damage::new("差额的公式改为文字", |doc| doc.on(MONEY, |grid| grid.text("K6", "无误"))),
    Damage::new("差额的公式清空", |doc| doc.on(MONEY, |grid| grid.clear("K6"))),
    Damage::new("核对数的公式清空一整列", |doc| {
        doc.on(MONEY, |grid| (6..=11).for_each(|row| grid.clear(&format!("J{row}"))));
    }),
    Damage::new("隐藏的结论格改为通过", |doc| {
        doc.on(MONEY, |grid| {
            let mark = grid.cells.iter().rfind(|(_, stored)| stored.content.contains("自查!")).map(|(cell, _)| *cell);
            grid.text(&mark.expect("a mark").to_string(), "通过");
        });
    }),
    Damage::new("自查的结论改为通过", |doc| {
        doc.on("自查", |grid| (14..=20).for_each(|row| grid.text(&format!("J{row}"), "通过")));
    }),
    Damage::new("自查的文字被改", |doc| doc.on("自查", |grid| grid.text("A2", "本表不用看。"))),
    Damage::new("自查被清空", |doc| doc.on("自查", |grid| grid.cells.clear())),
    Damage::new("填报说明的一行被改", |doc| {
        doc.on("填报说明", |grid| grid.text("B5", "金额以元为单位填写。"));
    }),
    Damage::new("填报说明被清空", |doc| doc.on("填报说明", |grid| grid.cells.clear())),
    Damage::new("工作表保护都取消", |doc| {
        for sheet in ["封面", "基本概况", MONEY, "自评情况", "评价人员", "综述", "自查", "填报说明"]
        {
            doc.on(sheet, |grid| grid.behind("<sheetProtection[^>]*/>", ""));
        }
    }),
    Damage::new("一张表的保护取消", |doc| doc.on(MONEY, |grid| grid.behind("<sheetProtection[^>]*/>", ""))),
    Damage::new("工作簿结构不再锁定", |doc| {
        doc.workbook(|xml| xml.replace("<workbookProtection lockStructure=\"1\"/>", ""));
    }),
    Damage::new("填报的格被锁定", |doc| doc.on(MONEY, |grid| grid.dress("B6", "A6"))),
    Damage::new("锁定的格被解锁", |doc| doc.on(MONEY, |grid| grid.dress("C15", "B6"))),
    Damage::new("填报校验都去掉", |doc| {
        doc.on(MONEY, |grid| grid.behind("(?s)<dataValidations.*</dataValidations>", ""));
    }),
    Damage::new("几格的填报校验被粘贴去掉", |doc| {
        doc.on(MONEY, |grid| grid.behind("sqref=\"B6:G11 ", "sqref=\"B6:G9 "));
    }),
    Damage::new("填报校验放宽为任意内容", |doc| {
        doc.on(MONEY, |grid| grid.behind("<dataValidation type=\"decimal\"", "<dataValidation type=\"none\""));
    }),
    Damage::new("填报校验合并、换序", |doc| {
        doc.on(MONEY, |grid| grid.behind("sqref=\"B6:G11 ", "sqref=\"B6:D11 E6:G11 "));
    }),
    Damage::new("标色的条件格式都去掉", |doc| {
        doc.on(MONEY, |grid| grid.behind("(?s)<conditionalFormatting.*</conditionalFormatting>", ""));
    }),
    Damage::new("合并的表头被拆开", |doc| {
        doc.on(MONEY, |grid| grid.behind("<mergeCell ref=\"B4:B5\"/>", ""));
    }),
    Damage::new("自动计算的得分改为固定值", |doc| {
        doc.at_field("定量指标.质量1.应得分", |grid, cell| grid.number(cell, "1"));
    })
    .of_2024(),
    Damage::new("自动计算的得分改为别的公式，结果相同", |doc| {
        doc.at_field("定量指标.质量1.应得分", |grid, cell| {
            let stored = grid.cells[&cell.parse().expect("a cell")].content.clone();
            let value = stored.split_once("<v>").map_or("", |(_, value)| value.trim_end_matches("</v>")).to_owned();
            grid.formula(cell, "H5*1", &value);
        });
    })
    .of_2024(),
    Damage::new("自动计算的得分清空", |doc| {
        doc.at_field("定量指标.质量1.应得分", super::grid::Grid::clear);
    })
    .of_2024(),
    Damage::new("自动计算的结果没有更新", |doc| {
        doc.at_field("定量指标.质量1.应得分", |grid, cell| {
            let formula = grid.cells[&cell.parse().expect("a cell")].content.clone();
            let formula = formula.split_once("</f>").expect("a formula").0.to_owned();
            grid.cells.get_mut(&cell.parse().expect("a cell")).expect("a cell").content =
                format!("{formula}</f><v>0.5</v>");
        });
    })
    .of_2024(),
];
