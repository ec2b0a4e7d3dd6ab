//! What people type and paste into cells: figures, days and words in every disguise.

use super::Damage;
use super::desk::Values;

const MONEY: &str = "收支情况";
/// A figure of 12.40 in the workbook that is right.
const FIGURE: &str = "收入.汇总.上年结转";
const CELL: &str = "C6";

/// People see a figure of this value.
fn shows(values: &mut Values, field: &str, value: &str) {
    values.insert(field.to_owned(), value.to_owned()).expect(field);
}

fn shows_right(values: &mut Values) {
    shows(values, FIGURE, "12.4");
}

pub const DAMAGES: &[Damage] = &[
    Damage::new("数字存为文本", |doc| doc.on(MONEY, |grid| grid.text(CELL, "12.40"))).sees(shows_right),
    Damage::new("全角数字", |doc| doc.on(MONEY, |grid| grid.text(CELL, "１２．４０"))).sees(shows_right),
    Damage::new("千分位", |doc| doc.on(MONEY, |grid| grid.text(CELL, "1,012.40")))
        .sees(|values| shows(values, FIGURE, "1012.4")),
    Damage::new("全角千分位", |doc| doc.on(MONEY, |grid| grid.text(CELL, "１，０１２．４０")))
        .sees(|values| shows(values, FIGURE, "1012.4")),
    Damage::new("千分位写错", |doc| doc.on(MONEY, |grid| grid.text(CELL, "12,40"))).sees(shows_right),
    Damage::new("带单位万元", |doc| doc.on(MONEY, |grid| grid.text(CELL, "12.40万元"))).sees(shows_right),
    Damage::new("带人民币符号", |doc| doc.on(MONEY, |grid| grid.text(CELL, "￥12.40"))).sees(shows_right),
    Damage::new("前后有空格", |doc| doc.on(MONEY, |grid| grid.text(CELL, "  12.40 "))).sees(shows_right),
    Damage::new("前后有不间断空格", |doc| doc.on(MONEY, |grid| grid.text(CELL, "\u{a0}12.40\u{a0}"))).sees(shows_right),
    Damage::new("前面有全角空格", |doc| doc.on(MONEY, |grid| grid.text(CELL, "\u{3000}12.40"))).sees(shows_right),
    Damage::new("夹有零宽字符", |doc| doc.on(MONEY, |grid| grid.text(CELL, "\u{200b}12\u{feff}.40"))).sees(shows_right),
    Damage::new("后面有换行", |doc| doc.on(MONEY, |grid| grid.text(CELL, "12.40\n"))).sees(shows_right),
    Damage::new("用撇号写成文本（quotePrefix）", |doc| {
        doc.on(MONEY, |grid| grid.text(CELL, "12.40"));
        doc.change("xl/styles.xml", |xml| xml.replace("<xf numFmtId=", "<xf quotePrefix=\"1\" numFmtId="));
    })
    .sees(shows_right),
    Damage::new("只有空格", |doc| doc.on(MONEY, |grid| grid.text(CELL, " \u{3000} "))).sees(|values| shows(values, FIGURE, "")),
    Damage::new("科学计数法的数", |doc| doc.on(MONEY, |grid| grid.number(CELL, "1.24E1"))).sees(shows_right),
    Damage::new("科学计数法的文本", |doc| doc.on(MONEY, |grid| grid.text(CELL, "1.24E+01"))).sees(shows_right),
    Damage::new("二进制尾数", |doc| doc.on(MONEY, |grid| grid.number(CELL, "12.399999999999999"))).sees(shows_right),
    Damage::new("小数多于两位", |doc| doc.on(MONEY, |grid| grid.number(CELL, "12.404"))).sees(|values| shows(values, FIGURE, "12.404")),
    Damage::new("全角负号", |doc| doc.on(MONEY, |grid| grid.text("G17", "－1.85"))).sees(|values| shows(values, "支出.汇总.当年结余", "-1.85")),
    Damage::new("数学负号", |doc| doc.on(MONEY, |grid| grid.text("G17", "\u{2212}1.85"))).sees(|values| shows(values, "支出.汇总.当年结余", "-1.85")),
    Damage::new("短破折号作负号", |doc| doc.on(MONEY, |grid| grid.text("G17", "–1.85"))).sees(|values| shows(values, "支出.汇总.当年结余", "-1.85")),
    Damage::new("括号表示负数", |doc| doc.on(MONEY, |grid| grid.text("G17", "(1.85)"))).sees(|values| shows(values, "支出.汇总.当年结余", "-1.85")),
    Damage::new("全角括号表示负数", |doc| doc.on(MONEY, |grid| grid.text("G17", "（1.85）"))).sees(|values| shows(values, "支出.汇总.当年结余", "-1.85")),
    Damage::new("横线表示没有", |doc| doc.on(MONEY, |grid| grid.text("E6", "—"))).sees(|values| shows(values, "收入.汇总.政府基金拨款", "0")),
    Damage::new("短横线表示没有", |doc| doc.on(MONEY, |grid| grid.text("E6", "-"))).sees(|values| shows(values, "收入.汇总.政府基金拨款", "0")),
    Damage::new("写“无”表示没有", |doc| doc.on(MONEY, |grid| grid.text("E6", "无"))).sees(|values| shows(values, "收入.汇总.政府基金拨款", "0")),
    Damage::new("大写金额", |doc| doc.on(MONEY, |grid| grid.text(CELL, "壹拾贰万肆仟元整"))).sees(shows_right),
    Damage::new("约数", |doc| doc.on(MONEY, |grid| grid.text(CELL, "约12.4"))).sees(shows_right),
    Damage::new("公式除以一万", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "124000/10000", "12.4"))).sees(shows_right),
    Damage::new("公式除以一万，位数更多", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "123987.6/10000", "12.39876"))).sees(shows_right),
    Damage::new("公式没有存结果", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "124000/10000", ""))).sees(shows_right),
    Damage::new("公式存的是旧结果", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "124000/10000", "99"))).sees(shows_right),
    Damage::new("合计写成加法公式", |doc| doc.on(MONEY, |grid| grid.formula("B6", "SUM(C6:G6)", "612.4")))
        .sees(|values| drop(values.insert("收入.汇总.收入合计".to_owned(), sum(values, "收入.汇总", &INCOME)))),
    Damage::new("合计公式存的是旧结果", |doc| doc.on(MONEY, |grid| grid.formula("B6", "C6+D6+E6+F6+G6", "600")))
        .sees(|values| drop(values.insert("收入.汇总.收入合计".to_owned(), sum(values, "收入.汇总", &INCOME)))),
    Damage::new("公式引用别的工作簿", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "[1]决算!$B$6/10000", "12.4"))).sees(shows_right),
    Damage::new("公式引用不存在的格，没有结果", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "VLOOKUP(A6,底稿!A:B,2,0)", ""))).sees(shows_right),
    Damage::new("公式引用自己", |doc| doc.on(MONEY, |grid| grid.formula(CELL, "C6+1", "0"))).sees(shows_right),
    Damage::new("错误值", |doc| doc.on(MONEY, |grid| grid.error(CELL, "#REF!"))).sees(shows_right),
    Damage::new("公式得出错误值", |doc| {
        doc.on(MONEY, |grid| {
            grid.formula(CELL, "1/0", "#DIV/0!");
            grid.cells.get_mut(&CELL.parse().expect("a cell")).expect("a cell").kind = Some("e".to_owned());
        });
    })
    .sees(shows_right),
    Damage::new("逻辑值", |doc| doc.on(MONEY, |grid| grid.truth(CELL, true))).sees(shows_right),
    Damage::new("数写成了富文本", |doc| doc.on(MONEY, |grid| grid.rich(CELL, &["12", ".40"]))).sees(shows_right),
    Damage::new("文字写成了富文本", |doc| doc.at_field("职能职责.段1.正文", |grid, cell| grid.rich(cell, &["负责区内市政道路", "的巡查与养护。"])))
        .sees(|values| shows(values, "职能职责.段1.正文", "负责区内市政道路的巡查与养护。")),
    Damage::new("数变成了日期", |doc| {
        doc.on("封面", |_| ());
        doc.at_field(FIGURE, |grid, cell| grid.number(cell, "44805"));
        let style = doc.grid("封面").cells[&"B9".parse().expect("a cell")].style.clone();
        doc.on(MONEY, |grid| grid.cells.get_mut(&CELL.parse().expect("a cell")).expect("a cell").style = style);
    })
    .sees(shows_right),
    Damage::new("日期写成点分文本", |doc| doc.on("封面", |grid| grid.text("B9", "2022.3.20")))
        .sees(|values| shows(values, "封面.报告日期", "2022-03-20")),
    Damage::new("日期写成全角中文", |doc| doc.on("封面", |grid| grid.text("B9", "２０２２年３月２０日")))
        .sees(|values| shows(values, "封面.报告日期", "2022-03-20")),
    Damage::new("日期存成序号，没有日期格式", |doc| {
        doc.on("封面", |grid| {
            grid.number("B9", "44640");
            grid.dress("B9", "B6");
        });
    })
    .sees(|values| shows(values, "封面.报告日期", "2022-03-20")),
    Damage::new("八位数字作日期", |doc| doc.on("封面", |grid| grid.number("B9", "20220320")))
        .sees(|values| shows(values, "封面.报告日期", "2022-03-20")),
    Damage::new("日期不存在", |doc| doc.on("封面", |grid| grid.text("B9", "2022-2-30")))
        .sees(|values| shows(values, "封面.报告日期", "2022-02-30")),
    Damage::new("文件按1904年计日期", |doc| {
        doc.workbook(|xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
        doc.on("封面", |grid| grid.number("B9", "43178"));
    })
    .sees(|values| {
        // A program that changes the system shifts the numbers of all days; only the one on the cover was shifted here.
        shows(values, "封面.报告日期", "2022-03-20");
        for (name, value) in values.iter_mut() {
            if name != "封面.报告日期" && value.parse::<jiff::civil::Date>().is_ok() {
                let day: jiff::civil::Date = value.parse().expect("a day");
                *value = day.checked_add(jiff::Span::new().days(1462)).expect("a day").to_string();
            }
        }
    }),
    Damage::new("人数带“人”字", |doc| doc.at_field("基本概况.实有人数", |grid, cell| grid.text(cell, "21人")))
        .sees(|values| shows(values, "基本概况.实有人数", "21")),
    Damage::new("人数有小数", |doc| doc.at_field("基本概况.实有人数", |grid, cell| grid.number(cell, "21.5")))
        .sees(|values| shows(values, "基本概况.实有人数", "21.5")),
    Damage::new("电话存为数字", |doc| doc.at_field("基本概况.联络电话", |grid, cell| grid.number(cell, "13800138000")))
        .sees(|values| shows(values, "基本概况.联络电话", "13800138000")),
    Damage::new("电话存为科学计数法的数", |doc| doc.at_field("基本概况.联络电话", |grid, cell| grid.number(cell, "1.3800138E10")))
        .sees(|values| shows(values, "基本概况.联络电话", "13800138000")),
    Damage::new("完成值写成95%", |doc| doc.at_field("定量指标.质量1.实际完成值", |grid, cell| grid.text(cell, "95%")))
        .of_2024()
        .sees(|values| {
            shows(values, "定量指标.质量1.实际完成值", "95");
            shows(values, "定量指标.质量1.应得分", super::GONE);
        }),
    Damage::new("完成值是百分比格式的0.95", |doc| {
        doc.change("xl/styles.xml", |xml| {
            let (before, rest) = xml.split_once("<cellXfs").expect("formats");
            let (formats, after) = rest.split_once("</cellXfs>").expect("formats");
            format!("{before}<cellXfs{formats}<xf numFmtId=\"9\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>{after}")
        });
        let index = doc.part("xl/styles.xml").split_once("<cellXfs").expect("formats").1.split_once("</cellXfs>").expect("formats").0.matches("<xf ").count() - 1;
        doc.at_field("定量指标.质量1.实际完成值", |grid, cell| {
            grid.number(cell, "0.95");
            grid.cells.get_mut(&cell.parse().expect("a cell")).expect("a cell").style = Some(index.to_string());
        });
    })
    .of_2024()
    .sees(|values| {
        shows(values, "定量指标.质量1.实际完成值", "95");
        shows(values, "定量指标.质量1.应得分", super::FOLLOWS);
    }),
    Damage::new("得分带“分”字", |doc| doc.at_field("定量指标.质量1.得分", |grid, cell| grid.text(cell, "5分")))
        .of_2024()
        .sees(|values| shows(values, "定量指标.质量1.得分", "5")),
];

const INCOME: [&str; 5] = ["上年结转", "公共财政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他收入"];

/// The sum of fields of a row, as it is shown.
fn sum(values: &Values, row: &str, fields: &[&str]) -> String {
    let figure = |field: &&str| values[&format!("{row}.{field}")].parse::<rust_decimal::Decimal>().expect("a figure");
    fields.iter().map(figure).sum::<rust_decimal::Decimal>().normalize().to_string()
}
