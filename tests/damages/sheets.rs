//! Sheets that were moved, renamed, copied and deleted; what says which workbook it is.

use super::{Damage, FOLLOWS, GONE};

use super::client::Edit::InsertRow;
use super::doc::Doc;

const MONEY: &str = "收支情况";

/// A new sheet with these cells.
fn fresh(cells: &str) -> String {
    format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{cells}</sheetData></worksheet>"
    )
}

const NOTE: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>底稿</t></is></c><c r=\"B1\"><v>3</v></c></row>";

fn without_stamp_sheet(doc: &mut Doc) {
    doc.on("xlcheck", |grid| grid.cells.clear());
}

fn without_properties(doc: &mut Doc) {
    doc.change("docProps/custom.xml", |xml| xml.replace("name=\"xlcheck.", "name=\"other."));
}

fn without_line(doc: &mut Doc) {
    doc.change("xl/sharedStrings.xml", |xml| xml.replace("<t>模板：", "<t>"));
}

/// The value of a key in the stamp's sheet is another.
fn stamped(doc: &mut Doc, key: &str, value: &str) {
    let words = doc.part("xl/sharedStrings.xml");
    let texts: Vec<&str> = words.split("<si>").skip(1).collect();
    doc.on("xlcheck", |grid| {
        let says = |cell: &xlcheck::words::Cell| {
            let index = grid.cells[cell].content.trim_start_matches("<v>").trim_end_matches("</v>");
            cell.column == 0 && texts[index.parse::<usize>().expect("an index")].contains(&format!(">{key}<"))
        };
        let row = grid.cells.keys().find(|cell| says(cell)).unwrap_or_else(|| panic!("no key {key}")).row;
        grid.text(&format!("B{}", row + 1), value);
    });
}

/// Only values and widths, in a workbook of no origin: no names, locks, validations, formats and properties.
fn pasted(doc: &mut Doc, rename: bool) {
    doc.lose_names();
    doc.delete_sheet("xlcheck");
    doc.delete_sheet("自查");
    without_properties(doc);
    let sheets = ["填报说明", "封面", "基本概况", MONEY, "自评情况", "评价人员", "综述"];
    for (number, sheet) in (1..).zip(sheets) {
        doc.on(sheet, |grid| {
            "</worksheet>".clone_into(&mut grid.tail);
            for stored in grid.cells.values_mut() {
                stored.style = None;
                if let Some((_, value)) = stored.content.split_once("</f>") {
                    stored.content = value.to_owned();
                }
            }
        });
        if rename {
            doc.rename(sheet, &format!("Sheet{number}"));
        }
    }
}

pub const DAMAGES: &[Damage] = &[
    Damage::new("工作表倒序排列", |doc| doc.order(|tags| tags.reverse())),
    Damage::new("自查移到最前", |doc| {
        doc.order(|tags| tags.rotate_right(2));
    }),
    Damage::new("一张表改名", |doc| doc.rename(MONEY, "二、收支")),
    Damage::new("所有填报的表都改名", |doc| {
        for (number, sheet) in (1..).zip(["封面", "基本概况", MONEY, "自评情况", "评价人员", "综述"]) {
            doc.rename(sheet, &format!("Sheet{number}"));
        }
    }),
    Damage::new("表名前后加了空格", |doc| doc.rename(MONEY, " 收支情况 ")),
    Damage::new("没有名称时两张表改名", |doc| {
        doc.lose_names();
        doc.rename(MONEY, "表一");
        doc.rename("自评情况", "表二");
    }),
    Damage::new("两张表的名字互换", |doc| {
        doc.rename(MONEY, "换");
        doc.rename("自评情况", MONEY);
        doc.rename("换", "自评情况");
    }),
    Damage::new("没有名称时两张表的名字互换", |doc| {
        doc.lose_names();
        doc.rename(MONEY, "换");
        doc.rename("基本概况", MONEY);
        doc.rename("换", "基本概况");
    }),
    Damage::new("复制了一张表", |doc| doc.copy_sheet(MONEY, "收支情况 (2)")),
    Damage::new("复制一张表后在副本里改了数", |doc| {
        doc.copy_sheet(MONEY, "收支情况 (2)");
        doc.on("收支情况 (2)", |grid| grid.number("B6", "99"));
    }),
    Damage::new("复制后删去原表，副本未改名", |doc| {
        doc.copy_sheet(MONEY, "收支情况 (2)");
        doc.delete_sheet(MONEY);
    }),
    Damage::new("复制后原表改作他用", |doc| {
        doc.copy_sheet(MONEY, "收支情况 (2)");
        doc.on(MONEY, |grid| {
            grid.cells.clear();
            grid.text("A1", "测算底稿");
            grid.number("B6", "1");
        });
    }),
    Damage::new("删去收支情况", |doc| doc.delete_sheet(MONEY)).sees(|values| {
        for (name, value) in values.iter_mut() {
            if ["收入.", "支出.", "三公.", "资产."].iter().any(|start| name.starts_with(start)) {
                GONE.clone_into(value);
            }
        }
    }),
    Damage::new("删去绩效指标", |doc| doc.delete_sheet("绩效指标")).of_2024().sees(|values| {
        for (name, value) in values.iter_mut() {
            if name.starts_with("定量指标.") {
                GONE.clone_into(value);
            }
            // 自评表 repeats them.
            if name.starts_with("自评指标.") {
                FOLLOWS.clone_into(value);
            }
        }
    }),
    Damage::new("删去自查", |doc| doc.delete_sheet("自查")),
    Damage::new("删去填报说明", |doc| doc.delete_sheet("填报说明")),
    Damage::new("多了一张可见的表", |doc| doc.add_sheet("底稿", "", &fresh(NOTE))),
    Damage::new("多了一张隐藏的表", |doc| doc.add_sheet("底稿", " state=\"hidden\"", &fresh(NOTE))),
    Damage::new("多了一张深度隐藏的表", |doc| doc.add_sheet("底稿", " state=\"veryHidden\"", &fresh(NOTE))),
    Damage::new("隐藏了收支情况", |doc| {
        doc.workbook(|xml| xml.replace("name=\"收支情况\"", "name=\"收支情况\" state=\"hidden\""));
    }),
    Damage::new("显示了标识所在的表", |doc| doc.workbook(|xml| xml.replace(" state=\"veryHidden\"", ""))),
    Damage::new("一张表内容被清空", |doc| doc.on(MONEY, |grid| grid.cells.clear())).sees(|values| {
        for (name, value) in values.iter_mut() {
            if ["收入.", "支出.", "三公.", "资产."].iter().any(|start| name.starts_with(start)) {
                GONE.clone_into(value);
            }
        }
    }),
    Damage::new("名称全部丢失", Doc::lose_names),
    Damage::new("标识表清空", without_stamp_sheet),
    Damage::new("文件属性丢失", without_properties),
    Damage::new("可见的标识行丢失", without_line),
    Damage::new("三处标识都丢失", |doc| {
        without_stamp_sheet(doc);
        without_properties(doc);
        without_line(doc);
    }),
    Damage::new("标识和名称都丢失，又插入一行", |doc| {
        without_stamp_sheet(doc);
        without_properties(doc);
        without_line(doc);
        doc.lose_names();
        doc.edit(MONEY, &[InsertRow(7)]);
    }),
    Damage::new("内容贴到新工作簿，表名照旧", |doc| pasted(doc, false)),
    Damage::new("内容贴到新工作簿，表名为Sheet1等", |doc| {
        pasted(doc, true);
        without_line(doc);
    }),
    Damage::new("标识里的单位被改", |doc| stamped(doc, "下发.预算编码", "629199")),
    Damage::new("标识里的年度被改", |doc| stamped(doc, "年度", "2020")),
    Damage::new("标识里的二级机构数被改", |doc| stamped(doc, "二级机构", "1")),
    Damage::new("标识里的参数被改", |doc| stamped(doc, "截止日期", "2022-12-31")),
    Damage::new("标识、封面和属性一起改成别的单位", |doc| {
        stamped(doc, "下发.预算编码", "629199");
        stamped(doc, "下发.单位名称", "青澜经开区其他单位");
        doc.change("docProps/custom.xml", |xml| xml.replace("629101", "629199"));
        doc.on("封面", |grid| {
            grid.text("B5", "青澜经开区其他单位");
            grid.text("B6", "629199");
        });
    })
    .sees(|values| {
        values.insert("封面.预算编码".to_owned(), "629199".to_owned());
        values.insert("封面.单位名称".to_owned(), "青澜经开区其他单位".to_owned());
    }),
    Damage::new("封面改成别的单位", |doc| {
        doc.on("封面", |grid| {
            grid.text("B5", "青澜经开区其他单位");
            grid.text("B6", "629199");
        });
    })
    .sees(|values| {
        values.insert("封面.预算编码".to_owned(), "629199".to_owned());
        values.insert("封面.单位名称".to_owned(), "青澜经开区其他单位".to_owned());
    }),
    Damage::new("模板标识是别的版本", |doc| stamped(doc, "版本", "2019")),
];
